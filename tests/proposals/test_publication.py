"""The public side of answers: masked text, its check by another, publication, files and list."""

import re
from datetime import timedelta

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from proposals import actions
from proposals.models import Handling, IssuedLetter, Proposer, Publication
from proposals.public_text import TITLE_ALONE, addressed, lines, masked, original, pieces
from tests.makers import make_stand_in, make_user
from tests.proposals.makers import make_draft, make_ready, pass_reviews, seen, write
from tests.proposals.pages import as_, path, said

pytestmark = pytest.mark.django_db
BODY = "甲某代表反映的<情况>已收悉，请致电13800000000。\n一、下步打算\n感谢支持。"


def make_answer(
    disclosure: str = "主动公开", *, role: str = "主办", **fields: object
) -> IssuedLetter:
    """A signed answer to 甲某 and 欧阳某某, with a contact of ours in its note."""
    letter = make_draft(BODY, role=role, **fields)
    proposal = letter.handling.proposal
    for name in ("甲某", "欧阳某某"):
        Proposer.objects.create(proposal=proposal, name=name, phone="0574-00000000")
    Proposer.objects.create(proposal=proposal, name="某代表团", part="集体")
    write(
        letter,
        disclosure=disclosure if role == "主办" else "",
        addressee="甲某、欧阳某某代表",
        contact="丙某",
        phone="0574-00000001",
        cc="市政府办公室",
    )
    make_ready(letter.handling)
    handling = pass_reviews(actions.submit(by=letter.handling.officer, handling=letter.handling))
    return actions.sign(by=make_user("局领导"), handling=handling, seen=seen(handling))


def make_publication(**fields: object) -> Publication:
    return make_answer(**fields).publication


def case_of(publication: Publication) -> Handling:
    return publication.issued.letter.round.handling


def check(publication: Publication) -> Publication:
    return actions.check_publication(
        by=make_user("办公室"), publication=publication, seen=publication.text
    )


def publish(publication: Publication) -> Publication:
    return actions.publish(
        by=make_user("办公室"),
        publication=publication,
        published_on=timezone.localdate(),
        place="市政府网站",
    )


def test_signing_an_open_answer_opens_its_publication_masked():
    found = make_publication()
    assert found.text.startswith(
        "甲×、欧阳××代表：\n甲×代表反映的<情况>已收悉，请致电×××××××××××。"
    )
    assert "（联系人：丙×，联系电话：××××-××××××××）" in found.text
    assert "抄送" not in found.text
    assert "慈溪市市场监督管理局文件" not in found.text
    assert (found.extent, found.checked_by, found.published_on) == ("全文", None, None)
    assert found.due_on > timezone.localdate() + timedelta(days=20)


@pytest.mark.parametrize("disclosure", ["依申请公开", "不予公开"])
def test_closed_answers_and_opinions_have_none_and_say_why(disclosure):
    issued = make_answer(disclosure)
    assert not Publication.objects.filter(issued=issued).exists()
    page = as_(make_user("读者")).get(reverse("publication_list"))
    assert disclosure in page.text
    assert "涉及工作秘密" in page.text
    client = as_(make_user("办公室"))
    assert client.get(path("publication", issued.letter.handling)).status_code == 404
    opinion = make_answer(role="协办")
    assert not Publication.objects.filter(issued=opinion).exists()
    assert opinion.reference not in client.get(reverse("publication_list")).text


@pytest.mark.parametrize("wish", ["标题", "不公开"])
def test_the_wish_of_those_who_put_it_forward_is_the_default(wish):
    found = make_publication(wish=wish)
    assert (found.extent, found.text) == ("摘要", TITLE_ALONE)
    office = make_user("办公室")
    page = as_(office).get(path("publication", case_of(found)))
    assert "默认摘要公开" in page.text
    assert page.context["form"].fields["consent"]
    whole = masked(found.issued).text
    with pytest.raises(ValidationError, match="先征得提出人同意"):
        actions.save_publication(by=office, publication=found, extent="全文", text=whole)
    actions.save_publication(
        by=office, publication=found, extent="全文", text=whole, consent="电话同意"
    )
    page = as_(office).get(path("publication", case_of(found)))
    assert "修改公开文本</strong>" in page.text
    assert "电话同意" in page.text


def test_the_page_shows_the_original_beside_the_public_text():
    found = make_publication()
    page = as_(make_user("办公室")).get(path("publication", case_of(found)))
    assert '<mark title="姓名">甲某</mark>代表反映的&lt;情况&gt;' in page.text
    assert '<mark title="手机号">13800000000</mark>' in page.text
    assert page.context["still"] == ()
    assert "还有 " in page.context["notice"].light[0]


def test_what_is_left_uncovered_is_pointed_out():
    found = make_publication()
    office = make_user("办公室")
    actions.save_publication(
        by=office, publication=found, extent="摘要", text="甲某代表：请致电13800000000。"
    )
    page = as_(office).get(path("publication", case_of(found)))
    assert "公开文本中还有 2 处像是个人信息" in page.text


def test_saving_keeps_lines_and_asks_for_a_new_check():
    found = check(make_publication())
    client, url = as_(make_user("办公室")), path("publication", case_of(found))
    sent = {"extent": "摘要", "text": "一段。\r\n二段。", "seen": found.text.replace("\n", "\r\n")}
    assert client.post(url, sent).status_code == 302
    found.refresh_from_db()
    assert (found.extent, found.text, found.checked_by) == ("摘要", "一段。\n二段。", None)
    stale = client.post(url, sent | {"text": "三段。"})
    assert "没有保存" in stale.text
    assert "三段。" in stale.text
    assert (
        client.post(url, sent | {"text": "三段。", "seen": "一段。\r\n二段。"}).status_code == 302
    )


def test_masking_anew_fills_the_field_and_saves_nothing():
    found = make_publication()
    client, url = as_(make_user("办公室")), path("publication", case_of(found))
    page = client.post(url, {"extent": "全文", "text": "改坏了", "seen": "", "act": "mask"})
    assert "还没有保存" in said(page)
    assert "欧阳××代表" in page.context["form"]["text"].value()
    assert Publication.objects.get(pk=found.pk).text == found.text


def test_an_empty_text_is_refused_at_its_field():
    found = make_publication()
    page = as_(make_user("办公室")).post(
        path("publication", case_of(found)), {"extent": "全文", "text": " ", "seen": found.text}
    )
    assert "请写明公开文本" in page.text
    assert Publication.objects.get(pk=found.pk).text == found.text


def test_the_drafter_does_not_check_nor_who_stands_in_for_him():
    found = make_publication()
    drafter, deputy = found.issued.drafted_by, make_user("办公室")
    drafter.groups.add(deputy.groups.get())
    make_stand_in(drafter, deputy)
    for one in (type(drafter).objects.get(pk=drafter.pk), type(deputy).objects.get(pk=deputy.pk)):
        with pytest.raises(PermissionDenied):
            actions.check_publication(by=one, publication=found, seen=found.text)
        page = as_(one).get(path("publication", case_of(found)))
        assert "不能审查自己起草的公文的公开文本" in page.text


def test_what_was_not_seen_is_not_passed():
    found = make_publication()
    client = as_(make_user("办公室"))
    url = path("publication_check", case_of(found))
    assert "有变动" in said(client.post(url, {"seen": "别的"}, follow=True))
    sent = {"seen": found.text.replace("\n", "\r\n")}
    assert "审查通过" in said(client.post(url, sent, follow=True))
    assert "不用再审" in said(client.post(url, sent, follow=True))


def test_publishing_needs_check_day_and_place_and_ends_all_change():
    found = make_publication()
    client = as_(make_user("办公室"))
    url = path("publication_publish", case_of(found))
    day = timezone.localdate()
    sent = {"published_on": day.isoformat(), "place": "市政府网站"}
    assert "还没有审查" in said(client.post(url, sent, follow=True))
    check(found)
    assert "请填写公开网址或栏目" in said(client.post(url, sent | {"place": ""}, follow=True))
    early = {"published_on": (day - timedelta(days=3)).isoformat()}
    assert "不能早于签发日期" in said(client.post(url, sent | early, follow=True))
    page = client.post(url, sent, follow=True)
    assert "已登记公开" in said(page)
    assert "按期" in page.text
    assert page.context["form"] is None
    with pytest.raises(ValidationError, match="已经公开"):
        actions.save_publication(
            by=make_user("办公室"), publication=found, extent="全文", text="改"
        )


def test_late_ones_are_marked_and_found():
    late, early = make_publication(), make_publication()
    done, closed = publish(check(make_publication())), make_answer("不予公开")
    Publication.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=2))
    client, url = as_(make_user("读者")), reverse("publication_list")
    page = client.get(url)
    order = [notice.issued.pk for notice in page.context["notices"]]
    assert order == [late.issued_id, early.issued_id, done.issued_id, closed.pk]
    assert "已逾期 2 天" in page.text

    def found(**wanted: object) -> list[int]:
        return [notice.issued.pk for notice in client.get(url, wanted).context["notices"]]

    assert found(stage="late") == [late.issued_id]
    assert found(stage="due") == [late.issued_id, early.issued_id]
    assert found(stage="published") == [done.issued_id]
    assert found(stage="closed") == [closed.pk]
    assert found(q=str(case_of(done).proposal.number)) == [done.issued_id]
    assert found(q="没有这个词") == []
    assert "没有符合条件" in client.get(url, {"q": "没有这个词"}).text


def test_the_list_asks_a_fixed_number_of_questions(django_assert_num_queries):
    client, url = as_(make_user("读者")), reverse("publication_list")
    make_publication()
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)
    check(make_publication())
    make_answer("不予公开")
    with django_assert_num_queries(7):
        assert len(client.get(url).context["notices"]) == 3


def test_nothing_leaves_before_the_check():
    found = make_publication()
    client = as_(make_user("办公室"))
    for name in ("publication_html", "publication_pdf"):
        assert "审查后才能导出" in said(client.get(path(name, case_of(found)), follow=True))


def test_the_html_is_one_file_that_asks_for_nothing():
    found = check(make_publication())
    answer = as_(make_user("办公室")).get(path("publication_html", case_of(found)))
    page = answer.content.decode("utf-8")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "反映的&lt;情况&gt;已收悉" in page
    assert '<meta charset="utf-8">' in page
    assert not re.search(r"<script|https?:|url\(|@import|src=|href=|甲某|13800000000", page)
    assert f"<h1>{found.issued.title}</h1>" in page


def test_the_pdf_is_archival_and_says_the_public_text_alone(tmp_path):
    found = check(make_publication())
    client, url = as_(make_user("办公室")), path("publication_pdf", case_of(found))
    pdf = client.get(url).content
    assert client.get(url).content == pdf
    (tmp_path / "a.pdf").write_bytes(pdf)
    import pdfplumber

    with pdfplumber.open(tmp_path / "a.pdf") as document:
        text = re.sub(r"\s", "", "".join(page.extract_text() for page in document.pages))
    wanted = re.sub(r"\s", "", found.text)
    assert wanted in text
    assert found.issued.reference in text
    assert "甲某" not in text
    with pikepdf.open(tmp_path / "a.pdf") as document, document.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "2"


@pytest.mark.parametrize(
    ("role", "see", "act"),
    [("读者", 200, 403), ("经办人", 200, 403), ("局领导", 200, 403), ("办公室", 200, 302)],
)
def test_all_may_look_and_only_the_office_acts(role, see, act):
    found = make_publication()
    client, case = as_(make_user(role)), case_of(found)
    page = client.get(path("publication", case))
    assert page.status_code == see
    assert (page.context["form"] is not None) is (act == 302)
    for name in ("publication_check", "publication_publish"):
        assert client.post(path(name, case), {"seen": found.text}).status_code == act
    for name in ("publication_html", "publication_pdf"):
        assert client.get(path(name, case)).status_code in (200, act)
    sent = {"extent": "全文", "text": "改", "seen": found.text}
    assert client.post(path("publication", case), sent).status_code == act


def test_strangers_and_other_methods_are_refused():
    case = case_of(make_publication())
    for name in ("publication", "publication_html", "publication_check"):
        assert Client().get(path(name, case)).status_code == 302
    client = as_(make_user("办公室"))
    for name in ("publication_check", "publication_publish"):
        assert client.get(path(name, case)).status_code == 405
    assert client.post(path("publication_html", case)).status_code == 405
    assert Client().get(reverse("publication_list")).status_code == 302


def test_the_case_tells_level_and_deadline():
    found = make_publication()
    page = as_(make_user("读者")).get(path("proposal_detail", case_of(found)))
    assert "答复公开" in page.text
    assert "待审查" in page.text
    closed = make_answer("不予公开")
    page = as_(make_user("读者")).get(path("proposal_detail", closed.letter.handling))
    assert "不予公开：涉及工作秘密" in page.text


def test_only_people_are_read_from_an_addressee():
    assert addressed("甲某、乙某代表：") == ["甲某", "乙某代表"]
    assert addressed("市科技局") == []


def test_lines_are_told_apart():
    text = "甲×代表：\n一、打算\n正文。\n\n慈溪市市场监督管理局\n2026年3月5日"
    assert [kind for kind, _words in lines(text)] == [
        "address",
        "heading",
        "text",
        "close",
        "close",
    ]


def test_the_original_keeps_all_between_title_and_record():
    issued = make_answer()
    assert original(issued).split("\n")[0] == "甲某、欧阳某某代表："
    assert original(issued).endswith("（联系人：丙某，联系电话：0574-00000001）")


def test_a_public_text_shows_what_is_covered_and_what_is_left():
    issued = make_answer()
    text = "甲×代表，电话××××-××××，丙某。"
    assert list(pieces(text, masked(issued, text))) == [
        ("甲", ""),
        ("×", "已遮盖"),
        ("代表，电话", ""),
        ("××××-××××", "已遮盖"),
        ("，", ""),
        ("丙某", "姓名"),
        ("。", ""),
    ]
