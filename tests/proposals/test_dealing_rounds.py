"""A round with its proposers: extension, receipts, and another round."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from proposals import actions, dues
from proposals.case.dealings import escalation, tally
from proposals.deadlines import Clock, Start, Unit, check_extension
from proposals.models import ClockSetting, Feedback, Handling, Proposer, Round
from proposals.models.session import ClockName
from proposals.workdays import Calendar
from tests.makers import make_user
from tests.proposals.dealings import days_ago, last_event, on_days, refusal, said
from tests.proposals.makers import make_delivered, make_handling, make_session

pytestmark = pytest.mark.django_db


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
