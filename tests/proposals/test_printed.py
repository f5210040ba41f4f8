"""The printed forms: what stands on them, for which case, and who may print them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cixi_ip.models import Event, User
from cixi_ip.wording import chinese_date
from proposals import actions, printed
from proposals.models import Handling, Proposal
from proposals.printed import steps
from tests.makers import make_user
from tests.proposals.makers import fresh, make_awaiting, make_handling, make_issued, make_submitted
from tests.proposals.pages import as_
from tests.proposals.printing import PHONE, make_answered, pages_of, pdf_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


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
