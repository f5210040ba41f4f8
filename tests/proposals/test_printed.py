"""The printed forms: what stands on them, in which faces, and that nothing leaves the page."""

import io
import re
from datetime import datetime, timedelta

import pdfplumber
import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cixi_ip import typeset
from cixi_ip.models import Event, User
from cixi_ip.wording import chinese_date
from proposals import actions, printed
from proposals.models import Ask, Contact, Handling, OtherUnit, Proposal, Proposer
from proposals.printed import steps
from tests.makers import make_user
from tests.proposals.makers import (
    make_awaiting,
    make_department,
    make_handling,
    make_issued,
    make_proposal,
    make_submitted,
)
from tests.proposals.pages import as_

pytestmark = pytest.mark.django_db
MOMENT = datetime.fromisoformat("2026-03-05T09:30:00+08:00")
PHONE = "0574-00000000"
LONG_TITLE = ("关于进一步加强知识产权创造保护和运用" * 7)[:117] + "的建议"
LONG_UNIT = ("某某单位" * 15)[:60]
A4 = (595.28, 841.89)


def pdf_of(form: printed.Form) -> bytes:
    return printed.to_pdf(form, moment=MOMENT)


def text_of(pdf: bytes) -> str:
    """The text layer in its own order, without spaces and line ends, which the cells decide."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return re.sub(
            r"\s", "", "".join(char["text"] for page in document.pages for char in page.chars)
        )


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def fresh(handling: Handling) -> Handling:
    return Handling.objects.with_proposal().get(pk=handling.pk)


def make_answered(**fields: object) -> Handling:
    """An answer that is signed, to two who put the proposal forward."""
    issued = make_issued(role="主办", **fields)
    handling = fresh(issued.letter.round.handling)
    for order, (name, part) in enumerate((("甲某", "领衔"), ("乙某", "联名")), 1):
        Proposer.objects.create(
            proposal=handling.proposal,
            name=name,
            part=part,
            group=f"第{order}代表团",
            phone=PHONE,
            order=order,
        )
    return handling


def make_longest() -> tuple[Handling, Contact]:
    """Every value as long as its field takes it."""
    office, officer = make_user("办公室"), make_user("经办人", full_name="经办人丙某")
    proposal = make_proposal(title=LONG_TITLE, lead_unit=LONG_UNIT, assigned_by=LONG_UNIT)
    actions.register(
        by=office,
        proposal=proposal,
        role="主办",
        proposers=[Proposer(name="某" * 60, group="代" * 40, phone="0" * 40)],
        units=[OtherUnit(unit=LONG_UNIT, role="协办")],
    )
    handling = Handling.objects.get(proposal=proposal)
    actions.accept(by=office, handling=handling, received_on=timezone.localdate())
    actions.assign(
        by=office, handling=handling, department=make_department("科" * 60), officer=None
    )
    actions.take(by=officer, handling=handling)
    contact = Contact(
        day=timezone.localdate(),
        way="面商",
        with_whom="甲" * 120,
        our_people="乙" * 120,
        content="谈了知识产权保护的问题。" * 170,
        result="丙" * 300,
    )
    actions.record_contact(by=officer, handling=handling, contact=contact)
    asks = [Ask(text="求" * 500, unit=LONG_UNIT, answer="答" * 500), Ask(text="w" * 500)]
    actions.answer_asks(by=officer, handling=fresh(handling), asks=asks)
    return fresh(handling), contact


def forms_of(handling: Handling) -> dict[str, printed.Form]:
    return {
        "sheet": printed.handling_sheet(handling, shows_phones=True),
        "blank": printed.blank_talk(handling, shows_phones=True),
        "talk": printed.talk(handling.round.contacts.get()),
    }


def test_the_handling_sheet_says_what_came_who_did_what_and_what_is_ahead():
    handling = make_answered(title="关于某事的建议", lead_unit="市科技局")
    text = text_of(pdf_of(printed.handling_sheet(handling, shows_phones=True)))
    today = chinese_date(timezone.localdate())
    for words in (
        "建议提案办理单",
        f"{handling.proposal.reference}（我局主办）",
        "甲某（第1代表团）0574-00000000",
        "加强某项工作",
        "已经加强",
        f"签发{handling.round.letter.issued.signed_by}{today}慈市监函",
        "用印年月日",
        "归档年月日",
    ):
        assert words in text
    assert text.index("科室核稿通过") < text.index("办公室审核通过") < text.index("签发")
    assert "None" not in text


def test_what_reviewers_wrote_stands_beside_their_step():
    handling = make_submitted(role="主办")
    head = make_user("科室负责人", full_name="负责人丁某")
    actions.pass_on(
        by=head, handling=handling, seen_edition=handling.letter.edition, comment="数据已核对"
    )
    office = make_user("办公室", full_name="办公室戊某")
    actions.send_back(by=office, handling=handling, reason="请补充措施")
    found = {step: (who, words) for step, who, _day, words in steps.lines(fresh(handling))}
    assert found["科室核稿通过"] == ("负责人丁某", "数据已核对")
    assert found["退回修改"] == ("办公室戊某", "请补充措施")
    assert found["拟稿"] == ("", "")


@pytest.mark.parametrize(
    ("role", "missing", "there"),
    [("协办", {"征询"}, {"分管审核", "签发"}), ("参阅", {"拟稿", "签发"}, {"阅存", "归档"})],
)
def test_steps_ahead_are_those_of_the_role(role: str, missing: set[str], there: set[str]):
    ahead = set(steps.ahead(make_handling(role=role)))
    assert there <= ahead
    assert not missing & ahead


def test_an_empty_cell_is_empty_and_never_a_nought():
    handling = make_handling(role="协办", is_accepted=False)
    form = printed.handling_sheet(fresh(handling), shows_phones=True)
    values = {pair.label: pair.value for row in form.sheets[0].blocks[0].rows for pair in row}
    empty = (
        "提出人",
        "交办机关",
        "交办日期",
        "签收日期",
        "退办截止",
        "办理期限",
        "承办科室",
        "经办人",
    )
    assert [values[label] for label in empty] == [""] * len(empty)
    assert "None" not in text_of(pdf_of(form))


def test_phones_stand_only_where_they_may_be_seen():
    handling = make_answered()
    for make in (
        lambda shows: printed.handling_sheet(handling, shows_phones=shows),
        lambda shows: printed.blank_talk(handling, shows_phones=shows),
        lambda shows: printed.survey(handling, handling.round, shows_phones=shows),
    ):
        assert PHONE in text_of(pdf_of(make(True)))
        assert PHONE not in text_of(pdf_of(make(False)))


def test_a_talk_is_printed_as_it_was_recorded_with_lines_to_sign():
    handling = make_answered()
    contact = handling.round.contacts.get()
    text = text_of(pdf_of(printed.talk(contact)))
    for words in ("当面商谈", contact.with_whom, contact.content, "代表签名：", "我局人员签名："):
        assert words in text


def test_an_empty_form_to_take_along_knows_its_case():
    text = text_of(pdf_of(printed.blank_talk(make_answered(), shows_phones=False)))
    assert "□当面商谈□走访□座谈□联合调研□电话□书信、邮件" in text
    assert "1.加强某项工作" in text
    assert "甲某（第1代表团）" in text


def test_members_of_the_cppcc_sign_as_members():
    handling = make_answered()
    handling.proposal.session.body = "政协"
    assert "委员签名：" in text_of(pdf_of(printed.blank_talk(handling, shows_phones=False)))


def test_each_proposer_gets_a_sheet_that_rates_manner_and_result_apart():
    handling = make_answered()
    actions.seal(
        by=make_user("办公室"), handling=handling, sealed_on=timezone.localdate(), copies=5
    )
    actions.deliver(
        by=make_user("办公室"),
        handling=handling,
        delivered_on=timezone.localdate(),
        delivery="当面送交",
    )
    handling = fresh(handling)
    pdf = pdf_of(printed.survey(handling, handling.round, shows_phones=False))
    assert pages_of(pdf) == 2
    text = text_of(pdf)
    for choice in ("办理态度", "办理结果"):
        assert text.count(f"{choice}□满意□基本满意□不满意") == 2
    assert ("甲某" in text, "乙某" in text) == (True, True)
    assert text.count(f"请于{chinese_date(handling.round.receipt_due_on)}前送回") == 2
    assert text.count("慈市监函〔2026〕1号") == 2
    assert text.count("第1页，共1页") == 2


def test_nobody_is_asked_about_an_opinion_or_before_the_answer_is_signed():
    assist = fresh(make_issued(role="协办").letter.round.handling)
    with pytest.raises(ValidationError, match="我局协办"):
        printed.survey(assist, assist.round, shows_phones=True)
    waiting = make_awaiting(role="主办")
    with pytest.raises(ValidationError, match="还没有签发"):
        printed.survey(waiting, waiting.round, shows_phones=True)


def test_the_longest_values_stay_on_the_page_and_go_on_over_it():
    handling, _contact = make_longest()
    for name, form in forms_of(handling).items():
        pdf = pdf_of(form)
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            assert len(document.pages) > 1, name
            for page in document.pages:
                assert (round(page.width, 2), round(page.height, 2)) == A4
                for char in page.chars:
                    assert char["x0"] >= 56, (name, char["text"])
                    assert char["x1"] <= A4[0] - 50, (name, char["text"])
                    assert 50 < char["top"] < char["bottom"] < A4[1] - 25, (name, char["text"])
                assert page.extract_text().rstrip().endswith(f"共 {len(document.pages)} 页")
                # The table's head says on every page which case this is.
                assert "人大一次会议" in page.extract_text()
        text = text_of(pdf)
        assert LONG_TITLE in text
    text = text_of(pdf_of(printed.talk(handling.round.contacts.get())))
    assert text.count("谈了") == 170
    sheet = text_of(pdf_of(printed.handling_sheet(handling, shows_phones=True)))
    # 诉求 names the section, and the column on each page.
    assert (sheet.count("求") - sheet.count("诉"), sheet.count("w")) == (500, 500)


def test_no_words_of_a_cell_lie_over_a_line_of_the_table():
    handling, _contact = make_longest()
    for form in forms_of(handling).values():
        with pdfplumber.open(io.BytesIO(pdf_of(form))) as document:
            for page in document.pages:
                upright = {
                    round(edge["x0"]): (edge["top"], edge["bottom"])
                    for edge in page.edges
                    if edge["orientation"] == "v"
                }
                over = [
                    char["text"]
                    for char in page.chars
                    for x, (top, bottom) in upright.items()
                    if char["x0"] + 1 < x < char["x1"] - 1
                    and top < (char["top"] + char["bottom"]) / 2 < bottom
                ]
                assert over == []


def test_forms_are_archival_tagged_and_the_same_each_time():
    handling = make_answered()
    form = printed.survey(handling, handling.round, shows_phones=True)
    pdf = pdf_of(form)
    assert pdf == pdf_of(form)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        with document.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "U")
            assert meta["pdfuaid:part"] == "1"
            assert meta["dc:title"].endswith("建议办理情况征询意见表")
        assert document.Root.Lang == "zh-CN"
        tags = {
            str(obj.S)
            for obj in document.objects
            if isinstance(obj, pikepdf.Dictionary) and "/S" in obj and "/P" in obj
        }
    assert {"/H1", "/Table", "/TR", "/TH", "/TD"} <= tags


def test_the_faces_are_those_of_letters():
    fonts = typeset.fonts_in(pdf_of(printed.blank_talk(make_answered(), shows_phones=True)))
    roles = typeset.faces()
    for role in ("小标宋", "仿宋", "黑体"):
        family = roles[role][0].family.replace(" ", "").removesuffix("R")
        assert any(font.replace("-", "").startswith(family.replace("-", "")) for font in fonts), (
            role
        )


@pytest.mark.parametrize("is_demo", [True, False])
def test_forms_of_the_demonstration_say_so_on_each_page(settings, is_demo: bool):
    settings.DEMO_DATA = is_demo
    pdf = pdf_of(forms_of(make_longest()[0])["talk"])
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            large = "".join(char["text"] for char in page.chars if char["size"] > 50)
            assert sorted(large) == (sorted("演示数据") if is_demo else [])


def address(name: str, handling: Handling, **others: int) -> str:
    return reverse(name, kwargs={"proposal": handling.proposal_id, **others})


def all_addresses(handling: Handling) -> list[str]:
    contact = handling.round.contacts.get().pk
    return [
        address("handling_sheet", handling),
        address("contact_form", handling),
        address("contact_record", handling, contact=contact),
        address("survey", handling),
    ]


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("经办人", 200),
        ("科室负责人", 200),
        ("办公室", 200),
        ("局领导", 200),
        ("读者", 403),
        ("录入员", 403),
        ("系统管理员", 403),
    ],
)
def test_who_works_on_letters_prints_forms_and_that_is_recorded(role: str, code: int):
    handling = make_answered()
    user = make_user(role)
    for url in all_addresses(handling):
        response = as_(user).get(url)
        assert response.status_code == code
        if code == 200:
            assert response["Content-Type"] == "application/pdf"
            assert response["Content-Disposition"].startswith("attachment")
            assert response["Cache-Control"] == "private, no-store"
            shows = user.has_perm("proposals.view_contact_data")
            is_recorded_talk = url.endswith("record.pdf")
            assert (PHONE in text_of(response.content)) == (shows and not is_recorded_talk)
    recorded = Event.objects.filter(kind="下载表单", by=user)
    assert recorded.count() == (4 if code == 200 else 0)


def test_forms_need_a_login_and_answer_to_get_alone(client):
    handling = make_answered()
    for url in all_addresses(handling):
        assert client.get(url).status_code == 302
        assert as_(make_user("经办人")).post(url).status_code == 405


def test_a_talk_of_another_case_is_not_found():
    mine, other = make_answered(), make_answered()
    url = address("contact_record", mine, contact=other.round.contacts.get().pk)
    assert as_(make_user("经办人")).get(url).status_code == 404


def test_a_survey_that_cannot_be_printed_says_why_on_the_case_page():
    handling = make_awaiting(role="主办")
    url = address("survey", handling)
    response = as_(make_user("经办人")).get(url, follow=True)
    assert response.redirect_chain[0][0] == address("proposal_detail", handling)
    assert "还没有签发" in response.content.decode()


def page_for(user: User, handling: Handling) -> str:
    return as_(user).get(address("proposal_detail", handling)).content.decode()


def test_the_case_page_offers_what_may_be_printed():
    handling = make_answered()
    page = page_for(make_user("经办人"), handling)
    assert all(url in page for url in all_addresses(handling))
    assert address("case_package", handling) not in page
    assert not any(url in page_for(make_user("读者"), handling) for url in all_addresses(handling))
    early = make_awaiting(role="协办")
    assert address("survey", early) not in page_for(make_user("经办人"), early)


def test_a_case_without_a_day_or_round_prints():
    handling = fresh(make_handling(role="协办", is_accepted=False))
    assert handling.round is None
    assert pages_of(pdf_of(printed.handling_sheet(handling, shows_phones=True))) == 1
    assert pages_of(pdf_of(printed.blank_talk(handling, shows_phones=True))) == 1


def test_extension_is_told_with_its_ground():
    handling = make_answered(assigned_on=timezone.localdate())
    before = handling.round.due_on
    until = before + timedelta(days=20)
    actions.extend(
        by=make_user("办公室"), handling=handling, extended_to=until, note="人大工委来函同意"
    )
    text = text_of(pdf_of(printed.handling_sheet(fresh(handling), shows_phones=False)))
    assert "已延期，依据：人大工委来函同意" in text
    assert f"由{before}延至" in text


def test_a_text_beyond_the_form_is_cut_and_says_where_the_rest_is():
    handling = make_handling(role="协办")
    Proposal.objects.filter(pk=handling.proposal_id).update(text="文" * 4000)
    text = text_of(pdf_of(printed.handling_sheet(fresh(handling), shows_phones=False)))
    assert "……（全文见来文）" in text
    assert text.count("文") < 3100
