"""The pages of the proposals: they work, and refuse the wrong visitor, method and moment."""

import hashlib
import re

import pytest
from django.test import Client
from django.urls import reverse

from proposals import actions
from proposals.models import Handling, IssuedLetter, Letter, LetterFigure
from tests.makers import make_observation, make_user
from tests.proposals.makers import (
    make_awaiting,
    make_draft,
    make_handling,
    make_issued,
    make_session,
    seen,
    write,
)

pytestmark = pytest.mark.django_db
VALUE = "{{patent.granted@330282-BJ/2022|value}}"
# url name: (methods allowed, a role that may come, a role that may not or "" where all may read)
PAGES = {
    "proposal_list": ("GET", "读者", "系统管理员"),
    "proposal_register": ("GET POST", "办公室", "读者"),
    "figure_search": ("GET", "经办人", "读者"),
    "proposal_detail": ("GET", "读者", "系统管理员"),
    "letter_take": ("POST", "经办人", "读者"),
    "letter_desk": ("GET POST", "经办人", "局领导"),
    "letter_submit": ("POST", "经办人", "局领导"),
    "letter_send_back": ("POST", "局领导", "经办人"),
    "letter_sign": ("GET POST", "局领导", "科室负责人"),
    "letter_pdf": ("GET", "读者", "系统管理员"),
    "letter_verify": ("GET", "读者", "系统管理员"),
}
OF_ALL = ("proposal_list", "proposal_register", "figure_search")


def as_(user: object) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def path(name: str, handling: Handling | None = None) -> str:
    if name in OF_ALL or handling is None:
        return reverse(name)
    return reverse(name, kwargs={"proposal": handling.proposal_id})


def said(response: object) -> str:
    return " ".join(str(message) for message in response.context["messages"])


@pytest.mark.parametrize("name", PAGES)
def test_without_a_login_every_page_asks_for_it(name):
    response = Client().get(path(name, make_awaiting()))
    assert response.status_code == 302
    assert response.url.startswith("/login/")


@pytest.mark.parametrize(("name", "page"), PAGES.items())
def test_the_wrong_role_is_refused(name, page):
    methods, _may, may_not = page
    client = as_(make_user(may_not))
    call = client.get if "GET" in methods else client.post
    assert call(path(name, make_awaiting())).status_code == 403


@pytest.mark.parametrize(("name", "page"), PAGES.items())
def test_other_methods_are_refused(name, page):
    methods, may, _may_not = page
    client, url = as_(make_user(may)), path(name, make_awaiting())
    for method in ("GET", "POST", "DELETE"):
        response = getattr(client, method.lower())(url)
        assert (response.status_code == 405) == (method not in methods.split())


@pytest.mark.parametrize("proposal", [4711, 2**63, 10**22])
@pytest.mark.parametrize("name", [name for name in PAGES if name not in OF_ALL])
def test_a_proposal_that_is_not_there(name, proposal):
    methods, may, _may_not = PAGES[name]
    client = as_(make_user(may))
    call = client.get if "GET" in methods else client.post
    response = call(reverse(name, kwargs={"proposal": proposal}))
    assert response.status_code == 404
    assert "没有找到这一页" in response.text


def test_the_list_says_what_to_do_when_it_is_empty():
    assert "还没有登记建议提案" in as_(make_user("办公室")).get(path("proposal_list")).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [31, 32]),
        ("q=核心竞争力", [31]),
        ("q=第32号", [32]),
        ("q=市科技局 建议", [31, 32]),
        ("state=registered", [32]),
        ("state=drafting&role=协办", [31]),
        ("role=主办", [32]),
        ("q=没有的词", []),
    ],
)
def test_the_list_is_searched_and_filtered(query, found):
    make_draft(number=31, title="关于提升核心竞争力的建议")
    make_handling(number=32, role="主办")
    response = as_(make_user("读者")).get(f"{path('proposal_list')}?{query}")
    assert response.status_code == 200
    shown = {row.record.proposal.number for row in response.context["table"].rows}
    assert shown == set(found)
    assert ("没有符合条件的建议提案" in response.text) == (not found)


def test_the_list_costs_the_same_for_any_number(django_assert_max_num_queries):
    client = as_(make_user("读者"))
    for _ in range(12):
        make_handling()
    with django_assert_max_num_queries(8):
        client.get(path("proposal_list"))


def registration(**values: object) -> dict[str, object]:
    session = make_session()
    defaults = {
        "session": session.pk,
        "kind": "建议",
        "number": "88",
        "title": "关于某事的建议",
        "lead_unit": "市科技局",
        "role": "协办",
        "addressee": "",
    }
    return defaults | values


def test_registering():
    make_session()
    client = as_(make_user("办公室"))
    page = client.get(path("proposal_register")).text
    for choice in ("建议", "提案", "议案", "主办", "协办"):
        assert f">{choice}</option>" in page
    response = client.post(path("proposal_register"), registration(), follow=True)
    assert "已登记市十九届人大一次会议第88号建议" in said(response)
    assert Handling.objects.get().addressee == "市科技局"


def test_what_was_removed_is_said_on_the_page():
    typed = registration(title="关于某事\u200b的建议")
    client = as_(make_user("办公室"))
    response = client.post(path("proposal_register"), typed, follow=True)
    assert "标题：已删除零宽字符 U+200B（1 处）" in said(response)
    handling = make_awaiting()
    leader, url = as_(make_user("局领导")), path("letter_send_back", handling)
    response = leader.post(url, {"reason": "请\u202e改"}, follow=True)
    assert "退回原因：已删除双向控制字符" in said(response)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"number": "二百二十"}, "编号只填阿拉伯数字，如：220。"),
        ({"number": "-3"}, "编号从 1 开始，请照来文填写。"),
        ({"number": "0"}, "编号从 1 开始"),
        ({"number": "9" * 30}, "编号太大，请照来文填写。"),
        ({"number": ""}, "请填写编号。"),
        ({"title": ""}, "请填写标题。"),
        ({"title": "\u200b"}, "请填写标题。"),
        ({"title": "某\x00事"}, "标题中有空字符"),
        ({"title": "长" * 121}, "标题共 121 字，最多 120 字，请缩短。"),
        ({"session": "4711"}, "届次没有所选的这一项，请从列表中重新选择。"),
        ({"session": "甲"}, "届次没有所选的这一项"),
        ({"kind": "请愿"}, "类别没有所选的这一项"),
        ({"kind": "提案"}, "类别应选建议或议案"),
        ({"role": "主办"}, "请填写主送。"),
        ({"number": "7"}, "已登记过"),
    ],
)
def test_a_bad_registration_keeps_what_was_typed(values, message):
    make_handling(number=7)
    typed = registration(lead_unit="市经信局", **values)
    response = as_(make_user("办公室")).post(path("proposal_register"), typed)
    assert response.status_code == 200
    assert message in response.text
    assert "市经信局" in response.text
    assert not re.search("这个字段|此字段|选择一个有效|大于或等于|输入整数", response.text)
    assert Handling.objects.count() == 1


def test_taking_opens_the_desk():
    handling, officer = make_handling(), make_user("经办人")
    response = as_(officer).post(path("letter_take", handling), follow=True)
    assert response.redirect_chain[-1][0] == path("letter_desk", handling)
    assert Handling.objects.get().officer == officer


def typed(letter: Letter, **values: object) -> dict[str, object]:
    """What the desk's form would send."""
    names = ("body", "title", "addressee", "page_form", "cc", "contact", "phone")
    now = Letter.objects.get(pk=letter.pk)
    stored = {name: getattr(now, name) for name in names}
    return stored | {"seen_edition": now.edition, "act": "save"} | values


def test_the_desk_shows_each_figure_with_its_source():
    make_observation(12688)
    letter = make_draft(f"授权{VALUE}。")
    text = as_(letter.handling.officer).get(path("letter_desk", letter.handling)).text
    assert 'title="慈溪市（市本级）2022年指标patent.granted；口径：慈溪市（市本级）' in text
    assert ">12688件</a>" in text
    assert "来源：测试通报" in text


def test_saving_at_the_desk():
    letter = make_draft()
    client = as_(letter.handling.officer)
    data = typed(letter, body="新的\u200b正文。")
    response = client.post(path("letter_desk", letter.handling), data, follow=True)
    assert "草稿已保存" in said(response)
    assert "已删除零宽字符" in said(response)
    assert Letter.objects.get().body == "新的正文。"


def test_a_preview_saves_nothing():
    make_observation(12688)
    letter = make_draft("原文。")
    data = typed(letter, body=f"第一段。\r\n\r\n预览{VALUE}。", act="preview")
    response = as_(letter.handling.officer).post(path("letter_desk", letter.handling), data)
    assert len(response.context["examination"].expansion.paragraphs) == 2
    assert ">12688件</a>" in response.text
    assert "还没有保存" in said(response)
    assert Letter.objects.get().body == "原文。"


def test_a_stale_save_shows_both_texts_and_can_be_repeated():
    letter = make_draft("第一稿。")
    officer, url = letter.handling.officer, path("letter_desk", letter.handling)
    late = typed(letter, body="我在旧页面上写的。")
    write(letter, body="别处先保存的。")
    response = as_(officer).post(url, late)
    assert response.status_code == 409
    assert "我在旧页面上写的。" in response.text
    assert "别处先保存的。" in response.text
    assert Letter.objects.get().body == "别处先保存的。"
    again = late | {"seen_edition": response.context["form"].data["seen_edition"]}
    assert as_(officer).post(url, again).status_code == 302
    assert Letter.objects.get().body == "我在旧页面上写的。"


def test_a_draft_that_cannot_be_saved_stays_on_the_page():
    letter = make_draft()
    data = typed(letter, body="写了很多。", title="", phone="63000000")
    response = as_(letter.handling.officer).post(path("letter_desk", letter.handling), data)
    assert response.status_code == 200
    assert "写了很多。" in response.text
    assert "请填写标题。" in response.text
    assert Letter.objects.get().body != "写了很多。"


@pytest.mark.parametrize("edition", ["abc", "", "-1", "9" * 30])
def test_a_spoilt_hidden_field_is_said_above_the_form_and_loses_nothing(edition):
    letter = make_draft("现存的稿。")
    client, url = as_(letter.handling.officer), path("letter_desk", letter.handling)
    data = typed(letter, body="我写的。", seen_edition=edition)
    response = client.post(url, data)
    assert "修改次数读不出来，所以没有保存" in response.text
    assert "我写的。" in response.text
    assert Letter.objects.get().body == "现存的稿。"
    again = data | {"seen_edition": response.context["form"].data["seen_edition"]}
    response = client.post(url, again)
    assert response.status_code == 409
    assert "现存的稿。" in response.text


def test_a_condition_that_does_not_exist_is_refused_in_our_words():
    response = as_(make_user("读者")).get(path("proposal_list") + "?state=lost&session=x")
    assert "状态没有所选的这一项" in response.text
    assert "届次没有所选的这一项" in response.text
    assert "选择一个有效" not in response.text


def test_hostile_text_is_shown_as_text():
    letter = make_draft("<script>alert(1)</script>{{7*7}}")
    text = as_(letter.handling.officer).get(path("letter_desk", letter.handling)).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in text


def test_the_desk_of_somebody_else_is_closed():
    letter = make_draft("别人的稿。")
    client = as_(make_user("经办人"))
    url = path("letter_desk", letter.handling)
    assert client.get(url).status_code == 403
    assert client.post(url, typed(letter, body="我改的。")).status_code == 403
    assert Letter.objects.get().body == "别人的稿。"


def test_handing_in_with_explanations(no_220: Letter):
    officer = make_user("经办人")
    actions.take(by=officer, handling=no_220.handling)
    client, url = as_(officer), path("letter_desk", no_220.handling)
    first = client.post(url, typed(no_220, act="submit"), follow=True)
    assert said(first).count("尚缺说明") == 2
    page = client.get(url)
    keys = [c.key for c in page.context["examination"].checks if c.needs_explanation]
    explained = {f"explain-{key}": "两个口径不同，已核实。" for key in keys}
    second = client.post(url, typed(no_220, act="submit") | explained, follow=True)
    assert "已保存并提交签发" in said(second)
    assert Handling.objects.get().state == "awaiting"


def test_handing_in_and_sending_back():
    letter = make_draft()
    handling = letter.handling
    response = as_(handling.officer).post(path("letter_submit", handling), follow=True)
    assert "已提交签发" in said(response)
    leader = as_(make_user("局领导"))
    response = leader.post(path("letter_send_back", handling), {"reason": ""}, follow=True)
    assert "请写明退回原因" in said(response)
    leader.post(path("letter_send_back", handling), {"reason": "请写明口径"})
    assert "请写明口径" in as_(handling.officer).get(path("letter_desk", handling)).text


def test_signing_shows_number_and_date_and_then_the_digest():
    handling = make_awaiting()
    client, url = as_(make_user("局领导")), path("letter_sign", handling)
    page = client.get(url)
    assert "1号（按签发先后取号" in page.text
    response = client.post(url, {"seen": page.context["seen"]}, follow=True)
    issued = IssuedLetter.objects.get()
    assert response.redirect_chain[-1][0] == path("letter_verify", handling)
    assert issued.sha256 in response.text
    assert "已签发，文号" in said(response)


@pytest.mark.parametrize("values", [{}, {"seen": "0" * 64}])
def test_signing_without_having_seen_the_letter_is_refused(values):
    handling = make_awaiting()
    response = as_(make_user("局领导")).post(path("letter_sign", handling), values, follow=True)
    assert "请重新看过再签发" in said(response)
    assert not IssuedLetter.objects.exists()


def test_signing_too_early_or_twice_is_refused():
    letter = make_draft()
    client, url = as_(make_user("局领导")), path("letter_sign", letter.handling)
    assert "不能签发" in said(client.get(url, follow=True))
    actions.submit_for_signing(by=letter.handling.officer, handling=letter.handling)
    shown = seen(letter.handling)
    client.post(url, {"seen": shown})
    assert "不能签发" in said(client.post(url, {"seen": shown}, follow=True))
    assert IssuedLetter.objects.count() == 1


def test_the_drafter_does_not_get_the_signing_page():
    both = make_user("经办人", "局领导")
    handling = make_awaiting(by=both)
    assert as_(both).get(path("letter_sign", handling)).status_code == 403


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        ("经办人", True),
        ("科室负责人", True),
        ("局领导", True),
        ("办公室", True),
        ("读者", False),
        ("录入员", False),
        ("复核员", False),
    ],
)
def test_a_draft_is_read_only_by_those_who_work_on_letters(role, reads):
    handling = make_draft("还没有定的话。").handling
    client = as_(make_user(role))
    page = client.get(path("proposal_detail", handling))
    assert handling.proposal.title in page.text
    assert ("还没有定的话。" in page.text) == reads
    assert ("数字体检" in page.text) == reads
    assert (path("letter_pdf", handling) in page.text) == reads
    assert ("签发前，草稿只供拟稿、核稿和签发的人看" in page.text) != reads
    pdf = client.get(path("letter_pdf", handling))
    assert pdf.status_code == (200 if reads else 403)
    assert ("草稿只供" in pdf.content.decode(errors="ignore")) != reads


def test_what_is_issued_is_read_by_all():
    handling = make_issued("定了的话。").letter.handling
    assert "定了的话。" in as_(make_user("读者")).get(path("proposal_detail", handling)).text


def test_a_draft_is_downloaded_in_either_form_and_marked():
    letter = make_draft()
    client = as_(make_user("科室负责人"))
    for form in ("", "?format=文件", "?format=信函"):
        response = client.get(path("letter_pdf", letter.handling) + form)
        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF")
        assert "no-store" in response["Cache-Control"]
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''%E5%85%B3")
    response = client.get(path("letter_pdf", letter.handling) + "?format=命令", follow=True)
    assert "没有“命令”这种版式" in said(response)


def test_an_issued_letter_is_downloaded_as_signed():
    issued = make_issued()
    handling, client = issued.letter.handling, as_(make_user("读者"))
    response = client.get(path("letter_pdf", handling))
    assert hashlib.sha256(response.content).hexdigest() == issued.sha256
    assert "%E3%80%94" in response["Content-Disposition"]
    refusal = client.get(path("letter_pdf", handling) + "?format=信函", follow=True)
    assert "不能改版式" in said(refusal)


def test_the_verification_recomputes_the_digest():
    issued = make_issued()
    text = as_(make_user("读者")).get(path("letter_verify", issued.letter.handling)).text
    assert text.count(issued.sha256) == 2
    assert "逐字节相同" in text


def test_a_figure_added_behind_the_system_is_reported():
    observation = make_observation(12688)
    issued = make_issued(f"授权{VALUE}。")
    LetterFigure.objects.create(
        issued=issued, position=2, token=VALUE, printed="99件", observation=observation
    )
    client = as_(make_user("读者"))
    for name in ("letter_verify", "proposal_detail"):
        text = client.get(path(name, issued.letter.handling)).text
        assert "登记的数据与签发时冻结的不同" in text
        assert "99件" not in text


def test_a_draft_has_no_verification():
    assert (
        as_(make_user("读者")).get(path("letter_verify", make_draft().handling)).status_code == 404
    )


def test_the_page_of_a_case_without_a_letter():
    handling = make_handling()
    text = as_(make_user("经办人")).get(path("proposal_detail", handling)).text
    assert "还没有人承办" in text
    response = as_(make_user("读者")).get(path("letter_pdf", handling), follow=True)
    assert "还没有公文稿" in said(response)


def test_searching_figures_for_insertion():
    make_observation(12688)
    client = as_(make_user("经办人"))
    text = client.get(path("figure_search") + "?q=granted 2022").text
    assert f'data-token="{VALUE}"' in text
    assert "没有找到“火星”" in client.get(path("figure_search") + "?q=火星").text
