"""Taking a proposal in by form, mending what was registered, its asks and its files."""

import io
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from cixi_ip.models import Event
from proposals import actions
from proposals.models import Ask, Attachment, Handling, Proposal, Proposer
from tests.makers import make_user
from tests.proposals.makers import make_draft, make_handling, make_issued, make_session
from tests.proposals.pages import as_, path, said

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"


def typed(**values: Any) -> dict[str, Any]:
    """A registration as the page sends it; persons and titles are invented."""
    defaults = {
        "session": make_session().pk,
        "kind": "建议",
        "number": "88",
        "sitting": "闭会",
        "title": "关于子事的建议",
        "text": "一、加强培训。\r\n二、补足人手。",
        "assigned_by": "市人大常委会",
        "assigned_on": "2026-03-05",
        "lead_unit": "市科技局",
        "role": "协办",
        "topic": "商标",
        "is_key": "on",
        "wish": "标题",
        "repeated": "两年",
        "needs_answer": "on",
        "asks": "加强培训\n\n补足人手",
        **rows("proposers", ["part", "name", "group", "phone", "address"]),
        **rows("units", ["unit", "role", "contact", "phone"]),
    }
    return defaults | values


def rows(prefix: str, names: list[str], *filled: list[str]) -> dict[str, str]:
    found = {f"{prefix}-TOTAL_FORMS": str(len(filled) + 1), f"{prefix}-INITIAL_FORMS": "0"}
    for number, values in enumerate([*filled, []]):
        padded = [*values, *([""] * (len(names) - len(values)))]
        found |= {
            f"{prefix}-{number}-{name}": value for name, value in zip(names, padded, strict=True)
        }
    return found


def people(*filled: list[str]) -> dict[str, str]:
    return rows("proposers", ["part", "name", "group", "phone", "address"], *filled)


def register(**values: Any) -> Any:
    return as_(make_user("办公室")).post(path("proposal_register"), typed(**values), follow=True)


# Registering


def test_everything_of_a_registration_is_kept():
    register(
        **people(["领衔", "甲代表", "某镇代表团", "0574-00000000"], ["联名", "乙代表"]),
        **rows("units", ["unit", "role", "contact", "phone"], ["市财政局", "协办", "丙某"]),
    )
    proposal = Proposal.objects.get()
    assert (proposal.sitting, proposal.wish, proposal.repeated) == ("闭会", "标题", "两年")
    assert (proposal.is_key, proposal.needs_answer, proposal.topic) == (True, True, "商标")
    assert proposal.text == "一、加强培训。\n二、补足人手。"
    assert [(one.part, one.name) for one in proposal.proposers.all()] == [
        ("领衔", "甲代表"),
        ("联名", "乙代表"),
    ]
    assert [ask.text for ask in proposal.asks.all()] == ["加强培训", "补足人手"]
    assert [unit.unit for unit in proposal.handling.other_units.all()] == ["市财政局"]
    assert proposal.handling.addressee == "市科技局"


def test_where_we_lead_the_unit_is_ours_and_the_letter_goes_to_the_proposers():
    register(role="主办", lead_unit="", **people(["领衔", "甲"], ["联名", "乙"]))
    handling = Handling.objects.get()
    assert (handling.proposal.lead_unit, handling.addressee) == (
        "慈溪市市场监督管理局",
        "甲代表、乙代表",
    )


def test_more_rows_come_without_losing_what_was_typed():
    page = register(act="more", title="", number="", **people(["领衔", "甲代表"]))
    assert not Proposal.objects.exists()
    assert 'value="甲代表"' in page.text
    assert 'name="proposers-4-name"' in page.text
    assert "请填写" not in page.text.replace("请填写登记", "")


def test_the_text_is_split_into_asks_below_those_typed():
    page = register(act="split", asks="先有的一条\n加强培训。")
    assert "先有的一条\n加强培训。\n补足人手。" in page.text
    assert "请手工填写诉求" in said(register(act="split", text="没有编号。"))
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"lead_unit": ""}, "请填写主办单位。"),
        ({"role": "主办"}, "请填写主送。"),
        ({"assigned_on": "三月"}, "交办日期请照 2026-03-05 的写法填写。"),
        ({"assigned_on": "2999-01-01"}, "交办日期不能晚于今天"),
        ({"asks": "长" * 501}, "第 1 条诉求共 501 字，最多 500 字"),
        ({"topic": "长" * 21}, "主题共 21 字，最多 20 字"),
        ({"proposers-0-phone": "0574-00000000"}, "请填写姓名或名称"),
        (people(["领衔", "甲代表"], ["联名", "甲代表"]), "这位提出人已经填过"),
        ({"units-0-contact": "丙某"}, "请填写单位"),
    ],
)
def test_a_refusal_keeps_everything(values, sentence):
    page = register(**values)
    assert sentence in page.text
    assert "关于子事的建议" in page.text
    assert "补足人手" in page.text
    assert not Proposal.objects.exists()


def test_similar_cases_are_shown_before_saving():
    make_handling(number=7, title="关于子事的建议")
    page = register()
    assert "标题相同" in page.text
    assert Proposal.objects.count() == 1
    known = page.context["known"]
    earlier = make_session("市十八届人大五次会议", year=2025)
    make_handling(number=9, title="关于子事的建议", session=earlier)
    page = register(known=known)
    assert "往届同题" in page.text
    assert Proposal.objects.count() == 2
    register(known=page.context["known"])
    assert Proposal.objects.count() == 3


def test_a_number_taken_is_shown_with_its_case():
    handling = make_handling(number=88, title="关于丑事的建议")
    page = register()
    assert "编号相同" in page.text
    assert reverse("proposal_detail", args=[handling.proposal_id]) in page.text
    assert "仍要登记" not in page.text


def test_the_word_of_the_session_and_used_topics_are_offered():
    make_session("政协某届一次会议", body="政协", assist_word="会办")
    register()
    page = as_(make_user("经办人")).get(path("proposal_register")).text
    assert "协办（会办）" in page
    assert '<option value="商标">' in page
    assert '<optgroup label="政协">' in page


# Mending


def amend(handling: Handling, *, follow: bool = True, client: Any = None, **values: Any) -> Any:
    client = client or as_(make_user("办公室"))
    url = reverse("proposal_amend", args=[handling.proposal_id])
    seen = client.get(url).context["form"].initial["seen"]
    return client.post(url, typed(seen=seen, **values), follow=follow)


def test_what_was_registered_is_mended_with_the_old_kept():
    handling = make_handling(number=88, is_accepted=False, lead_unit="市财政局")
    Proposer.objects.create(proposal=handling.proposal, name="甲代表")
    amend(handling, **people(["领衔", "丁代表"]))
    proposal = Proposal.objects.get()
    assert (proposal.title, proposal.lead_unit) == ("关于子事的建议", "市科技局")
    changes = Event.objects.get(kind="修改登记").detail["changes"]
    assert changes["主办单位"] == ["市财政局", "市科技局"]
    assert changes["重点督办"] == ["否", "是"]
    assert changes["提出人"] == ["甲代表（领衔）", "丁代表（领衔）"]


def test_a_telephone_is_mended_without_going_into_the_record():
    handling = make_handling(number=88, is_accepted=False)
    Proposer.objects.create(proposal=handling.proposal, name="甲代表")
    amend(handling, **people(["领衔", "甲代表", "", "0574-00000000"]))
    event = Event.objects.get(kind="修改登记")
    assert "0574-00000000" not in str(event.detail)
    assert event.detail["changes"]["提出人的代表团、电话或地址"] == ["", "已改"]


def test_role_and_due_day_follow_until_somebody_writes():
    handling = make_handling(number=88)
    day = timezone.localdate().isoformat()
    amend(handling, role="独办", assigned_on=day, **people(["领衔", "甲代表"]))
    handling = Handling.objects.get()
    assert (handling.role, handling.addressee) == ("独办", "甲代表")
    assert handling.round.due_on is not None
    officer = make_user("经办人")
    actions.take(by=officer, handling=handling)
    amend(handling, role="协办", title="关于寅事的建议")
    handling = Handling.objects.get()
    assert (handling.role, handling.proposal.title) == ("独办", "关于寅事的建议")


def test_what_another_changed_meanwhile_is_not_written_over():
    handling = make_handling(number=88)
    client = as_(make_user("办公室"))
    url = reverse("proposal_amend", args=[handling.proposal_id])
    seen = client.get(url).context["form"].initial["seen"]
    amend(handling, topic="专利")
    page = client.post(url, typed(seen=seen, topic="品牌"))
    assert "别人已经改过" in page.text
    assert Proposal.objects.get().topic == "专利"
    client.post(url, typed(seen=page.context["form"]["seen"].value(), topic="品牌"))
    assert Proposal.objects.get().topic == "品牌"


def test_after_signing_nothing_is_mended():
    handling = make_issued().letter.handling
    url = reverse("proposal_amend", args=[handling.proposal_id])
    client = as_(make_user("办公室"))
    assert "公文已经签发" in client.get(url).text
    assert "公文已经签发" in client.post(url, typed()).text
    with pytest.raises(ValidationError, match="公文已经签发"):
        actions.amend(by=make_user("办公室"), proposal=handling.proposal)


# Asks


def asks(*filled: list[str]) -> dict[str, str]:
    return rows("asks", ["text", "unit", "answer"], *filled)


def test_asks_are_set_answered_and_shown_on_the_case():
    handling = make_draft(role="主办").handling
    url = reverse("proposal_asks", args=[handling.proposal_id])
    officer = as_(handling.officer)
    seen = officer.get(url).context["seen"]
    officer.post(url, asks(["加强培训"], ["修路", "市交通局"]) | {"seen": seen})
    page = officer.get(path("proposal_detail", handling)).text
    assert "还有 1 条没有写答复要点" in page
    assert "由市交通局答复" in page
    seen = officer.get(url).context["seen"]
    officer.post(url, asks(["加强培训", "", "已经办班"], ["修路", "市交通局"]) | {"seen": seen})
    assert "答复要点：已经办班" in officer.get(path("proposal_detail", handling)).text
    reader = as_(make_user("读者")).get(path("proposal_detail", handling)).text
    assert "加强培训" in reader
    assert "已经办班" not in reader


def test_asks_of_another_window_are_not_written_over():
    handling = make_draft(role="主办").handling
    url = reverse("proposal_asks", args=[handling.proposal_id])
    officer = as_(handling.officer)
    seen = officer.get(url).context["seen"]
    actions.answer_asks(by=handling.officer, handling=handling, asks=[Ask(text="别的")])
    page = officer.post(url, asks(["加强培训"]) | {"seen": seen})
    assert "别人已经改过" in page.text
    assert "加强培训" in page.text
    assert [ask.text for ask in handling.proposal.asks.all()] == ["别的"]


def test_asks_are_split_and_more_rows_added_without_saving():
    handling = make_handling(text="一、建档。\n二、回访。")
    url = reverse("proposal_asks", args=[handling.proposal_id])
    officer = as_(make_user("经办人"))
    page = officer.post(url, asks(["先有的一条"]) | {"act": "split"}).text
    assert all(text in page for text in ("先有的一条", "建档。", "回访。"))
    page = officer.post(url, asks(["先有的一条"]) | {"act": "more"}).text
    assert 'name="asks-4-text"' in page
    refused = officer.post(url, asks(["", "市交通局"])).text
    assert "请填写诉求" in refused
    assert not handling.proposal.asks.exists()


# Files


def attach(
    handling: Handling, content: bytes = PDF, name: str = "来文.pdf", role: str = "办公室"
) -> Any:
    file = io.BytesIO(content)
    file.name = name
    url = reverse("attachment_add", args=[handling.proposal_id])
    return as_(make_user(role)).post(url, {"file": file}, follow=True)


def test_a_file_is_kept_listed_and_sent_with_bare_powers():
    handling = make_handling()
    assert "附件已存为“来文.pdf”" in said(attach(handling))
    found = Attachment.objects.get()
    reader = as_(make_user("读者"))
    assert "来文.pdf" in reader.get(path("proposal_detail", handling)).text
    response = reader.get(reverse("attachment", args=[handling.proposal_id, found.pk]))
    assert response.content == PDF
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert response["Content-Type"] == "application/pdf"
    again = reader.get(
        reverse("attachment", args=[handling.proposal_id, found.pk]),
        headers={"If-None-Match": response["ETag"]},
    )
    assert again.status_code == 304
    other = make_handling()
    wrong = reverse("attachment", args=[other.proposal_id, found.pk])
    assert reader.get(wrong).status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空文件"),
        (b"MZ program", "不是可以上传的文件"),
        (b"%PDF-1.7 cut", "不完整"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 90, "旧版 Office"),
    ],
)
def test_what_a_file_is_follows_from_its_content(content, sentence):
    assert sentence in said(attach(make_handling(), content))
    assert not Attachment.objects.exists()


def test_one_file_is_kept_once():
    handling = make_handling()
    attach(handling)
    assert "不必再传" in said(attach(handling, name="另名.pdf"))
    assert Attachment.objects.count() == 1


def test_a_file_goes_only_before_signing_and_leaves_a_record():
    handling = make_handling()
    attach(handling)
    found = Attachment.objects.get()
    url = reverse("attachment_remove", args=[handling.proposal_id, found.pk])
    office = as_(make_user("办公室"))
    assert "确定要删除" in office.get(url).text
    assert Attachment.objects.exists()
    office.post(url)
    assert not Attachment.objects.exists()
    assert Event.objects.get(kind="删除附件").detail["sha256"] == found.sha256

    signed = make_issued().letter.handling
    attach(signed)
    found = Attachment.objects.get()
    url = reverse("attachment_remove", args=[signed.proposal_id, found.pk])
    assert office.get(url).status_code == 403
    with pytest.raises(ValidationError, match="要留作依据"):
        actions.remove_attachment(by=make_user("办公室"), attachment=found)


def test_readers_neither_add_nor_remove():
    handling = make_handling()
    assert attach(handling, role="读者").status_code == 403
    with pytest.raises(PermissionDenied):
        actions.add_attachment(by=make_user("读者"), handling=handling, name="a", content=PDF)


# Who comes in

PAGES = {
    "proposal_amend": ("GET POST", "办公室", "局领导"),
    "proposal_asks": ("GET POST", "经办人", "读者"),
    "attachment_add": ("POST", "经办人", "科室负责人"),
}


@pytest.mark.parametrize(("name", "page"), PAGES.items())
def test_roles_and_methods(name, page, client):
    methods, may, may_not = page
    handling = make_handling()
    url = reverse(name, args=[handling.proposal_id])
    assert client.get(url).status_code == 302
    call = as_(make_user(may_not)).get if "GET" in methods else as_(make_user(may_not)).post
    assert call(url).status_code == 403
    for method in ("GET", "POST", "DELETE"):
        response = getattr(as_(make_user(may)), method.lower())(url)
        assert (response.status_code == 405) == (method not in methods.split())
