"""Dealings during a case: contacts, opinions of units, our own sent back, and who may record."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from proposals import actions, dues, requirements
from proposals.case.dealings import standing
from proposals.models import Contact, Handling, OtherUnit, Round
from proposals.models.session import ClockName
from proposals.workdays import Calendar
from tests.makers import make_user
from tests.proposals.dealings import days_ago, last_event, on_days, refusal, said, talk
from tests.proposals.makers import make_delivered, make_handling, make_unit

pytestmark = pytest.mark.django_db


# 沟通记录


def test_a_contact_is_kept_with_the_round_and_meets_what_the_answer_needs():
    handling = make_handling(role="主办")
    assert "还没有沟通记录" in requirements.contact(handling)[0]
    actions.record_contact(by=make_user("经办人"), handling=handling, contact=talk())
    assert requirements.contact(handling) == []
    assert handling.round.contacts.get().way == "电话"


def test_a_wrong_contact_is_corrected_and_the_event_keeps_what_it_said():
    handling, clerk = make_handling(role="主办"), make_user("经办人")
    actions.record_contact(by=clerk, handling=handling, contact=talk())
    contact = Contact.objects.get()
    contact.way, contact.content = "面商", "当面听取了意见。"
    actions.correct_contact(by=clerk, contact=contact)
    assert Contact.objects.get().way == "面商"
    event = last_event(handling)
    assert (event.kind, event.by) == ("更正沟通记录", clerk)
    assert event.detail["changes"] == {
        "方式": ["电话", "面商"],
        "沟通内容": ["听取意见。", "当面听取了意见。"],
    }
    assert "没有改动" in refusal(actions.correct_contact, by=clerk, contact=Contact.objects.get())


def test_a_contact_lies_not_ahead_and_is_none_of_a_round_that_is_over():
    handling, clerk = make_handling(role="主办"), make_user("经办人")
    ahead = talk(day=days_ago(-1))
    words = refusal(actions.record_contact, by=clerk, handling=handling, contact=ahead)
    assert "不能晚于今天" in words
    actions.record_contact(by=clerk, handling=handling, contact=talk())
    later = Round.objects.create(handling=handling, number=2, kind="重新", started_on=days_ago(0))
    Handling.objects.filter(pk=handling.pk).update(round=later)
    contact = Contact.objects.get()
    contact.way = "面商"
    assert "以前一轮" in refusal(actions.correct_contact, by=clerk, contact=contact)


def test_a_contact_without_content_is_none():
    handling, clerk = make_handling(role="主办"), make_user("经办人")
    empty = talk(content=" \n")
    assert "不能为空" in refusal(actions.record_contact, by=clerk, handling=handling, contact=empty)


def test_nothing_is_recorded_before_it_is_accepted_or_after_it_is_over():
    clerk, fresh = make_user("经办人"), make_handling(role="主办", is_accepted=False)
    words = refusal(actions.record_contact, by=clerk, handling=fresh, contact=talk())
    assert "还没有签收" in words
    over = make_handling(role="主办")
    Handling.objects.filter(pk=over.pk).update(state="closed")
    words = refusal(actions.record_contact, by=clerk, handling=over, contact=talk())
    assert "不能再记录沟通" in words


# 其他单位


def test_the_way_of_an_opinion_from_asked_to_received():
    unit, clerk = make_unit(), make_user("经办人")
    assert "还没有收到" in requirements.units(unit.handling)[0]
    actions.ask_unit(by=clerk, unit=unit, asked_on=days_ago(20))
    unit.refresh_from_db()
    session = unit.handling.proposal.session
    assert unit.due_on == dues.after(session, ClockName.ASSIST, days_ago(20)).day
    actions.receive_opinion(by=clerk, unit=unit, received_on=days_ago(9), opinion="同意。")
    assert requirements.units(unit.handling) == []
    returned = actions.return_opinion(
        by=clerk, unit=unit, returned_on=days_ago(8), reason="没有实质内容"
    )
    assert returned.received_on is None
    assert returned.due_on == dues.after(session, ClockName.RESUBMIT, days_ago(8)).day
    assert last_event(unit.handling).detail["opinion"] == "同意。"
    again = actions.receive_opinion(
        by=clerk, unit=unit, received_on=days_ago(7), opinion="已安排专项。"
    )
    assert (again.opinion, again.returned_on) == ("已安排专项。", days_ago(8))


def test_our_letter_may_name_the_day_and_be_sent_again():
    unit, clerk = make_unit(), make_user("经办人")
    actions.ask_unit(by=clerk, unit=unit, asked_on=days_ago(9), due_on=days_ago(-3))
    actions.ask_unit(by=clerk, unit=unit, asked_on=days_ago(5), due_on=days_ago(-9))
    unit.refresh_from_db()
    assert (unit.asked_on, unit.due_on) == (days_ago(5), days_ago(-9))
    assert last_event(unit.handling).detail["before"] == str(days_ago(9))


def test_an_opinion_typed_wrong_is_typed_again_and_the_first_is_on_record():
    unit, clerk = make_unit(), make_user("经办人")
    actions.receive_opinion(by=clerk, unit=unit, received_on=days_ago(1), opinion="不同意。")
    actions.receive_opinion(by=clerk, unit=unit, received_on=days_ago(1), opinion="同意。")
    event = last_event(unit.handling)
    assert (event.kind, event.detail["before"]) == ("更正协办意见", "不同意。")


def test_an_opinion_not_waited_for_may_still_come():
    unit, clerk = make_unit(), make_user("经办人")
    actions.waive_opinion(by=clerk, unit=unit, reason="催办三次未回")
    assert requirements.units(unit.handling) == []
    found = actions.receive_opinion(by=clerk, unit=unit, received_on=days_ago(0), opinion="同意。")
    assert found.waived == ""


UNIT_REFUSALS = [
    (actions.ask_unit, {}, {"asked_on": -2}, "不能晚于今天"),
    (actions.ask_unit, {}, {"asked_on": 3, "due_on": 4}, "应回日期不能早于发出日期"),
    (
        actions.ask_unit,
        {"received_on": 0, "opinion": "同意"},
        {"asked_on": 0},
        "已经收到过",
    ),
    (actions.receive_opinion, {"asked_on": 0}, {"received_on": 1}, "不能早于发出日期"),
    (
        actions.receive_opinion,
        {"returned_on": 0, "return_reason": "空"},
        {"received_on": 1},
        "不能早于退回日期",
    ),
    (actions.receive_opinion, {}, {"received_on": 0, "opinion": " "}, "摘录要点"),
    (actions.return_opinion, {}, {"returned_on": 0}, "还没有收到"),
    (
        actions.return_opinion,
        {"received_on": 0, "opinion": "同意"},
        {"returned_on": 1},
        "不能早于收到日期",
    ),
    (
        actions.return_opinion,
        {"received_on": 0, "opinion": "同意"},
        {"returned_on": 0, "reason": ""},
        "请写明退回原因",
    ),
    (actions.waive_opinion, {"received_on": 0, "opinion": "同意"}, {}, "不用再等"),
    (actions.waive_opinion, {}, {"reason": " "}, "请写明不再等的原因"),
    (actions.waive_opinion, {"role": "分办"}, {}, "不是协办单位"),
]


@pytest.mark.parametrize(("act", "fields", "values", "words"), UNIT_REFUSALS)
def test_what_is_refused_of_units(act, fields, values, words):
    fields = on_days(fields)
    unit = make_unit(**fields)
    given = {"opinion": "同意"} if act is actions.receive_opinion else {}
    if act in (actions.return_opinion, actions.waive_opinion):
        given = {"reason": "没有内容"}
    values = given | on_days(values)
    assert words in refusal(act, by=make_user("经办人"), unit=unit, **values)
    stored = OtherUnit.objects.get(pk=unit.pk)
    assert all(getattr(stored, name) == value for name, value in fields.items())


def test_who_assists_collects_no_opinions():
    unit = make_unit(handling=make_handling(role="协办"))
    words = refusal(
        actions.receive_opinion,
        by=make_user("经办人"),
        unit=unit,
        received_on=days_ago(0),
        opinion="同意",
    )
    assert "由主办单位收集" in words


@pytest.mark.parametrize(
    ("fields", "word", "tone"),
    [
        ({"role": "分办"}, "各自答复，不用征求", ""),
        ({}, "还没有发出", "bad"),
        ({"asked_on": 5}, "等回复（没有应回日期）", "bad"),
        ({"asked_on": 5, "due_on": -60}, "等回复", "good"),
        ({"asked_on": 5, "due_on": -2}, "等回复，临近", "bad"),
        ({"asked_on": 5, "due_on": 0}, "等回复，今天到期", "bad"),
        ({"asked_on": 5, "due_on": 3}, "等回复，逾期3天", "alarm"),
        ({"returned_on": 5, "due_on": 1}, "已退回，等重报，逾期1天", "alarm"),
        ({"due_on": 3, "waived": "催过"}, "不再等", ""),
        ({"due_on": 3, "received_on": 4}, "已收到", "good"),
        ({"due_on": 3, "received_on": 1}, "已收到，逾期2天", "good"),
    ],
)
def test_how_an_opinion_stands(fields, word, tone):
    found = standing(OtherUnit(**on_days(fields)), timezone.localdate(), Calendar({}, frozenset()))
    assert (found.word, found.tone) == (word, tone)


# 主办单位退回重报


def test_our_opinion_sent_back_begins_a_round_by_the_clock_of_that():
    handling, office = make_delivered(role="协办"), make_user("办公室")
    actions.opinion_returned(
        by=office, handling=handling, returned_on=days_ago(0), reason="没有内容"
    )
    assert (handling.state, handling.return_reason) == ("drafting", "没有内容")
    assert (handling.round.number, handling.round.kind) == (2, "重新")
    assert dues.clock_name(handling.round) == ClockName.RESUBMIT
    session = handling.proposal.session
    assert handling.round.due_on == dues.after(session, ClockName.RESUBMIT, days_ago(0)).day
    assert handling.letter.body == ""
    assert last_event(handling).detail["reason"] == "没有内容"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"reason": ""}, "请写明主办单位退回的原因"),
        ({"returned_on": -2}, "不能晚于今天"),
        ({"returned_on": 9}, "不能早于送达日期"),
    ],
)
def test_what_is_refused_of_an_opinion_sent_back(values, words):
    handling = make_delivered(role="协办")
    given = on_days({"returned_on": 0, "reason": "没有内容"} | values)
    office = make_user("办公室")
    assert words in refusal(actions.opinion_returned, by=office, handling=handling, **given)
    assert handling.rounds.count() == 1


def test_an_answer_is_not_sent_back_and_a_draft_neither():
    office, given = make_user("办公室"), {"returned_on": days_ago(0), "reason": "没有内容"}
    answer = make_delivered(role="主办")
    words = refusal(actions.opinion_returned, by=office, handling=answer, **given)
    assert "只有协办意见" in words
    draft = make_handling(role="协办")
    assert "待拟稿" in refusal(actions.opinion_returned, by=office, handling=draft, **given)
    with pytest.raises(PermissionDenied):
        actions.opinion_returned(by=make_user("经办人"), handling=answer, **given)


@pytest.mark.parametrize(
    "act",
    [
        lambda by, unit: actions.record_contact(by=by, handling=unit.handling, contact=talk()),
        lambda by, unit: actions.correct_contact(by=by, contact=Contact(round=unit.handling.round)),
        lambda by, unit: actions.add_unit(by=by, handling=unit.handling, unit=OtherUnit()),
        lambda by, unit: actions.ask_unit(by=by, unit=unit, asked_on=days_ago(0)),
        lambda by, unit: actions.receive_opinion(
            by=by, unit=unit, received_on=days_ago(0), opinion="同意"
        ),
        lambda by, unit: actions.return_opinion(
            by=by, unit=unit, returned_on=days_ago(0), reason="空"
        ),
        lambda by, unit: actions.waive_opinion(by=by, unit=unit, reason="催过"),
        lambda by, unit: actions.record_feedback(by=by, handling=unit.handling, feedback=said()),
        lambda by, unit: actions.correct_feedback(
            by=by, feedback=said(round=unit.handling.round), why="错"
        ),
    ],
)
@pytest.mark.parametrize("role", ["读者", "局领导", "录入员"])
def test_who_works_on_no_case_records_nothing(act, role):
    unit = make_unit()
    with pytest.raises(PermissionDenied, match="角色不能"):
        act(make_user(role), unit)
