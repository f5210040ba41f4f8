"""Dealings with others: contacts, units' opinions, extension, feedback, another round."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from cixi_ip.models import Event
from proposals import actions, dues, requirements
from proposals.case.dealings import escalation, standing, tally
from proposals.deadlines import Clock, Start, Unit, check_extension
from proposals.models import ClockSetting, Contact, Feedback, Handling, OtherUnit, Proposer, Round
from proposals.models.session import ClockName
from proposals.workdays import Calendar
from tests.makers import make_user
from tests.proposals.makers import make_delivered, make_handling, make_session, make_unit

pytestmark = pytest.mark.django_db


def days_ago(count: int) -> date:
    return timezone.localdate() - timedelta(days=count)


def on_days(fields: dict[str, object]) -> dict[str, object]:
    """Numbers become days, counted back from today."""
    return {name: days_ago(v) if isinstance(v, int) else v for name, v in fields.items()}


def last_event(handling: Handling) -> Event:
    return Event.objects.filter(
        subject_type="proposals.handling", subject_id=str(handling.pk)
    ).first()


def talk(**fields: object) -> Contact:
    told = {"with_whom": "甲代表", "our_people": "乙某", "content": "听取意见。"}
    return Contact(**({"day": timezone.localdate(), "way": "电话"} | told | fields))


def said(**fields: object) -> Feedback:
    values = {"attitude": "满意", "result": "满意", "received_on": timezone.localdate()}
    return Feedback(**(values | fields))


def refusal(act: object, **values: object) -> str:
    with pytest.raises(ValidationError) as found:
        act(**values)
    return " ".join(found.value.messages)


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


# 延期


def lead(**fields: object) -> Handling:
    return make_handling(role="主办", assigned_on=date(2026, 3, 2), **fields)


def test_an_extension_moves_the_day_and_names_who_agreed():
    handling, office = lead(), make_user("办公室")
    original, last = actions.extension_limits(handling)
    assert (original, last) == (date(2026, 6, 2), date(2026, 9, 2))
    round = actions.extend(by=office, handling=handling, extended_to=last, note="交办机关同意")
    assert (round.due_on, round.extension_note) == (last, "交办机关同意")
    assert last_event(handling).detail["before"] == "2026-06-02"
    assert actions.extension_limits(Handling.objects.get(pk=handling.pk))[0] == original


@pytest.mark.parametrize(
    ("day", "note", "words"),
    [
        (date(2026, 6, 2), "同意", "须晚于原期限2026年6月2日"),
        (date(2026, 9, 3), "同意", "延期最迟到2026年9月2日"),
        (date(2026, 7, 1), " ", "请写明延期依据"),
    ],
)
def test_what_is_refused_of_an_extension(day, note, words):
    handling, office = lead(), make_user("办公室")
    given = {"by": office, "handling": handling, "extended_to": day, "note": note}
    assert words in refusal(actions.extend, **given)
    assert Round.objects.get(handling=handling).extended_to is None


def test_what_cannot_be_extended_at_all():
    office, given = make_user("办公室"), {"extended_to": date(2026, 7, 1), "note": "同意"}
    fresh = make_handling(role="主办", is_accepted=False)
    assert "请先签收" in refusal(actions.extend, by=office, handling=fresh, **given)
    undated = make_handling(role="主办")
    assert "请先补填日期" in refusal(actions.extend, by=office, handling=undated, **given)
    done = make_delivered(role="主办")
    assert "已经送达" in refusal(actions.extend, by=office, handling=done, **given)
    with pytest.raises(PermissionDenied):
        actions.extend(by=make_user("经办人"), handling=lead(), **given)


def test_the_longest_clock_runs_from_its_own_day():
    session = make_session("市十九届人大三次会议")
    ClockSetting.objects.filter(session=session, name="answer").update(start="签收")
    handling = lead(session=session)
    assert actions.extension_limits(handling)[1] == date(2026, 9, 2)
    running, longest = Clock(3), Clock(6)
    start, later = date(2026, 3, 20), date(2026, 9, 2)
    calendar = Calendar({}, frozenset())
    options = {"longest": longest, "longest_start": date(2026, 3, 2)}
    check_extension(running, start, calendar, later, **options)
    with pytest.raises(ValueError, match="最迟"):
        check_extension(running, start, calendar, later + timedelta(days=1), **options)


def test_a_fixed_day_may_be_extended_too():
    session = make_session("市十九届人大四次会议")
    fixed = {"unit": Unit.FIXED.value, "amount": 0, "fixed": date(2026, 5, 31)}
    ClockSetting.objects.filter(session=session, name="answer").update(**fixed)
    handling = lead(session=session)
    assert actions.extension_limits(handling)[0] == date(2026, 5, 31)
    assert Start.ASSIGNED == "交办"


# 征询意见


def make_proposers(handling: Handling, *names: str) -> list[Proposer]:
    parts = ["领衔", *["联名"] * (len(names) - 1)]
    return [
        Proposer.objects.create(proposal=handling.proposal, name=name, part=part)
        for name, part in zip(names, parts, strict=True)
    ]


def test_each_proposer_rates_manner_and_result_apart():
    handling, clerk = make_delivered(role="主办"), make_user("经办人")
    first, second = make_proposers(handling, "甲代表", "乙代表")
    actions.record_feedback(by=clerk, handling=handling, feedback=said(proposer=first))
    poor = said(proposer=second, result="不满意", reason="没有落实")
    actions.record_feedback(by=clerk, handling=handling, feedback=poor)
    found = list(handling.round.feedback.order_by("id"))
    assert [(one.attitude, one.result) for one in found] == [("满意", "满意"), ("满意", "不满意")]
    assert {one.typed_by for one in found} == {clerk}
    counted = tally(found)
    assert (counted.counted, counted.content_with_manner, counted.content_with_result) == (2, 2, 1)


def test_a_late_receipt_is_kept_and_left_out_of_the_rate():
    round = Round(receipt_due_on=days_ago(3))
    found = tally([said(round=round, received_on=days_ago(3)), said(round=round)])
    assert (found.counted, found.late) == (1, 1)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"result": "不满意"}, "须写明原因"),
        ({"attitude": "不满意"}, "须写明原因"),
        ({"received_on": -2}, "不能晚于今天"),
        ({"received_on": 40}, "不能早于送达日期"),
        ({"attitude": "尚可"}, "尚可"),
        ({"proposer": None}, "请选是哪一位"),
    ],
)
def test_what_is_refused_of_a_receipt(fields, words):
    handling = make_delivered(role="主办")
    (first,) = make_proposers(handling, "甲代表")
    receipt = said(**({"proposer": first} | on_days(fields)))
    given = {"by": make_user("经办人"), "handling": handling, "feedback": receipt}
    assert words in refusal(actions.record_feedback, **given)
    assert not Feedback.objects.exists()


def test_a_receipt_is_of_one_of_its_own_proposers_and_counts_once():
    handling, clerk = make_delivered(role="主办"), make_user("经办人")
    (first,) = make_proposers(handling, "甲代表")
    (other,) = make_proposers(make_handling(role="主办"), "丙代表")
    given = {"by": clerk, "handling": handling}
    wrong = said(proposer=other)
    assert "不是这一件的" in refusal(actions.record_feedback, feedback=wrong, **given)
    actions.record_feedback(feedback=said(proposer=first), **given)
    assert "已经录入" in refusal(actions.record_feedback, feedback=said(proposer=first), **given)


def test_a_wrong_receipt_gives_way_to_another_and_stays_on_record():
    handling, clerk, office = make_delivered(role="主办"), make_user("经办人"), make_user("办公室")
    actions.record_feedback(by=clerk, handling=handling, feedback=said())
    feedback = Feedback.objects.get()
    typed_at = feedback.typed_at
    feedback.result, feedback.reason = "不满意", "没有落实"
    given = {"by": office, "feedback": feedback}
    assert "请写明更正的原因" in refusal(actions.correct_feedback, why="", **given)
    actions.correct_feedback(why="看错了一行", **given)
    stored = Feedback.objects.get()
    assert (stored.result, stored.typed_by) == ("不满意", office)
    assert stored.typed_at > typed_at
    detail = last_event(handling).detail
    assert (detail["reason"], detail["changes"]["办理结果"]) == (
        "看错了一行",
        ["满意", "不满意"],
    )
    assert "没有改动" in refusal(actions.correct_feedback, by=office, feedback=stored, why="再看")
    actions.rehandle(by=office, handling=handling, started_on=days_ago(0))
    assert "拟稿中" in refusal(actions.correct_feedback, by=office, feedback=stored, why="再看")


# 重新办理


def make_unhappy(handling: Handling, by: object) -> None:
    poor = said(result="不满意", reason="没有落实")
    actions.record_feedback(by=by, handling=handling, feedback=poor)


def test_another_round_has_its_own_clock_and_the_first_stays():
    handling, office = make_delivered(role="主办"), make_user("办公室")
    make_unhappy(handling, office)
    actions.rehandle(by=office, handling=handling, started_on=days_ago(0), note="重点解决停车\x00")
    first, second = handling.rounds.all()
    assert dues.clock_name(second) == ClockName.REHANDLE
    assert (
        second.due_on == dues.after(handling.proposal.session, ClockName.REHANDLE, days_ago(0)).day
    )
    assert first.feedback.get().is_unhappy
    assert first.letter.issued
    assert last_event(handling).detail["note"] == "重点解决停车"
    assert "拟稿中" in refusal(
        actions.rehandle, by=office, handling=handling, started_on=days_ago(0)
    )


@pytest.mark.parametrize(("day", "words"), [(-2, "不能晚于今天"), (2, "不能早于收到不满意")])
def test_what_is_refused_of_another_round(day, words):
    handling, office = make_delivered(role="主办"), make_user("办公室")
    make_unhappy(handling, office)
    assert words in refusal(
        actions.rehandle, by=office, handling=handling, started_on=days_ago(day)
    )
    assert handling.rounds.count() == 1


def test_there_is_no_other_round_for_the_content_nor_before_the_first():
    handling, office = make_delivered(role="主办"), make_user("办公室")
    given = {"by": office, "started_on": days_ago(0)}
    assert "不用重新办理" in refusal(actions.rehandle, handling=handling, **given)
    fresh = make_handling(role="主办", is_accepted=False)
    assert "待签收" in refusal(actions.rehandle, handling=fresh, **given)
    with pytest.raises(PermissionDenied):
        actions.rehandle(by=make_user("经办人"), handling=handling, started_on=days_ago(0))


def test_the_second_time_names_whom_to_report_to():
    proposal = make_handling(role="主办", assigned_by="市政府办公室").proposal
    once = [said(round_id=1, result="不满意"), said(round_id=1, attitude="不满意")]
    assert escalation(proposal, once) == ""
    words = escalation(proposal, [*once, said(round_id=2, result="不满意")])
    assert "交办机关（市政府办公室）" in words
    assert "人大常委会代表工作机构" in words
    assert "政协提案工作机构" in escalation(
        make_handling(
            role="主办", kind="提案", session=make_session("市政协十二届一次会议", body="政协")
        ).proposal,
        [*once, said(round_id=2, result="不满意")],
    )


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
