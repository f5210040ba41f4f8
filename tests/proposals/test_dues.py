"""Due dates over clocks and calendar: recounted when either changes, each change recorded."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cixi_ip.models import Event
from proposals import actions, dues
from proposals.case.dues import deadlines
from proposals.deadlines import Light
from proposals.models import (
    CalendarYear,
    ClockSetting,
    Handling,
    Holiday,
    OtherUnit,
    Proposal,
    Publication,
    Round,
)
from proposals.models.session import ClockName
from proposals.workdays import Calendar, LocalDay
from tests.makers import make_user
from tests.proposals.makers import make_delivered, make_draft, make_handling, make_issued
from tests.proposals.pages import as_

pytestmark = pytest.mark.django_db
# A year nobody has published yet; 3 April 2031 is a Thursday.
ASSIGNED, DUE = date(2031, 1, 3), date(2031, 4, 3)
NOTICE = "国办发明电〔2030〕某号（测试用，并无此文）"


def make_future(role: str = "主办") -> Handling:
    """A case accepted in a year without notice; its due date is estimated."""
    handling = make_handling(role=role)
    Proposal.objects.update(assigned_on=ASSIGNED)
    Handling.objects.update(received_on=ASSIGNED, return_due_on=date(2031, 1, 13))
    round = Round.objects.select_related("handling__proposal__session").get()
    actions.rounds.set_due(round)
    return Handling.objects.with_proposal().get(pk=handling.pk)


def holiday(day: date, *, is_working: bool = False) -> Holiday:
    return Holiday(day=day, is_working=is_working, name="清明节", source=NOTICE)


def recounts() -> list[tuple[str, str, str]]:
    events = Event.objects.filter(kind="期限重算").order_by("id")
    return [(one.detail["what"], one.detail["before"], one.detail["after"]) for one in events]


def test_an_unknown_year_is_an_estimate_until_its_notice_is_loaded():
    handling, office = make_future(), make_user("办公室")
    assert (handling.round.due_on, handling.round.is_estimated) == (DUE, True)
    actions.save_holiday(by=office, day=holiday(DUE))
    actions.save_holiday(by=office, day=holiday(date(2031, 4, 4)))
    actions.save_holiday(by=office, day=CalendarYear(year=2031, source=NOTICE))
    round = Round.objects.get()
    assert (round.due_on, round.is_estimated) == (date(2031, 4, 7), False)
    assert ("答复期限", "2031-04-03", "2031-04-04") in recounts()
    assert ("答复期限", "2031-04-04", "2031-04-07") in recounts()
    last = Event.objects.filter(kind="期限重算", detail__what="答复期限").order_by("-id").first()
    assert (last.detail["is_estimated"], last.by) == (False, office)
    assert last.subject_id == str(handling.pk)


def test_taking_a_year_back_makes_its_days_estimates_again():
    make_future()
    office = make_user("办公室")
    year = actions.save_holiday(by=office, day=CalendarYear(year=2031, source=NOTICE))
    assert not Round.objects.get().is_estimated
    actions.remove_holiday(by=office, day=year)
    assert Round.objects.get().is_estimated
    assert recounts()[-1] == ("答复期限", "2031-04-03", "2031-04-03")


def test_every_stored_day_is_recounted():
    handling, office = make_delivered(role="主办"), make_user("办公室")
    today = timezone.localdate()
    publication, round = Publication.objects.get(), handling.round
    chased = make_draft(role="主办").handling
    unit = OtherUnit(unit="某局", role="协办", asked_on=today)
    actions.add_unit(by=chased.officer, handling=chased, unit=unit)
    fresh = make_handling()
    days = {round.receipt_due_on, publication.due_on, unit.due_on, fresh.return_due_on}
    for day in days:
        if not Holiday.objects.filter(day=day).exists():
            actions.save_holiday(by=office, day=holiday(day))
    changed = {what for what, _before, _after in recounts()}
    assert {"征询意见截止", "公开期限", "某局的意见期限", "退办截止"} <= changed
    now = dues.rules()
    session = handling.proposal.session_id
    round.refresh_from_db()
    found = now.after(session, ClockName.RECEIPT, round.delivered_on)
    assert round.receipt_due_on == found.day


def test_a_day_agreed_with_a_unit_is_left_alone():
    handling, office = make_draft(role="主办").handling, make_user("办公室")
    agreed = timezone.localdate() + timedelta(days=9)
    unit = OtherUnit(unit="某局", role="协办", asked_on=timezone.localdate(), due_on=agreed)
    actions.add_unit(by=handling.officer, handling=handling, unit=unit)
    actions.save_holiday(by=office, day=holiday(agreed))
    assert OtherUnit.objects.get().due_on == agreed


def test_what_is_done_is_not_recounted():
    handling = make_delivered()
    before = Round.objects.get(handling=handling).due_on
    actions.save_holiday(by=make_user("办公室"), day=holiday(before))
    assert Round.objects.get(handling=handling).due_on == before
    assert not [what for what, _before, _after in recounts() if what == "答复期限"]


def test_a_changed_clock_moves_the_cases_of_its_session_only():
    handling = make_future()
    setting = ClockSetting.objects.get(session=handling.proposal.session, name="answer")
    setting.amount = 2
    actions.save_setting(by=make_user("办公室"), setting=setting)
    assert Round.objects.get().due_on == date(2031, 3, 3)
    assert recounts() == [("答复期限", "2031-04-03", "2031-03-03")]


def test_recounting_costs_the_same_for_any_number(django_assert_max_num_queries):
    for _ in range(6):
        make_handling()
    office = make_user("办公室")
    office.has_perm("proposals.add_holiday")
    with django_assert_max_num_queries(20):
        actions.save_holiday(by=office, day=holiday(date(2031, 5, 1)))


def test_a_fixed_day_that_is_over_gives_no_deadline_and_says_why():
    handling = make_future()
    setting = ClockSetting.objects.get(session=handling.proposal.session, name="answer")
    setting.amount, setting.unit, setting.fixed = 0, "固定日期", date(2030, 6, 30)
    actions.save_setting(by=make_user("办公室"), setting=setting)
    round = Round.objects.select_related("handling__proposal__session").get()
    assert dues.of_round(round) is None
    assert "晚于固定日期2030年6月30日" in dues.rules().why_none(round)


def test_a_missing_clock_or_date_is_named():
    handling = make_handling(role="主办")
    round = Round.objects.select_related("handling__proposal__session").get()
    assert "还没有交办日期" in dues.rules().why_none(round)
    ClockSetting.objects.filter(name="answer").delete()
    assert "还没有设置“主办答复”的期限" in dues.rules().why_none(round)
    text = as_(make_user("读者")).get(f"/proposals/{handling.proposal_id}/").text
    assert "还没有设置“主办答复”的期限" in text


def test_a_returned_opinion_runs_by_its_own_clock():
    round = Round(handling=Handling(role="协办"), kind=Round.Kind.AGAIN, number=2)
    assert dues.clock_name(round) == ClockName.RESUBMIT
    round.handling.role = "主办"
    assert dues.clock_name(round) == ClockName.REHANDLE


@pytest.mark.parametrize("start", [date(2026, 2, 9), date(2026, 4, 1), date(2026, 9, 28)])
def test_near_is_the_same_for_a_query_and_for_a_light(start):
    days = Calendar()
    last = dues.near_until(start, days)
    assert dues.standing(last, start, days).light is Light.NEAR
    assert dues.standing(last + timedelta(days=1), start, days).light is Light.NORMAL


def test_a_long_holiday_brings_near_what_lies_behind_it():
    table = {date(2026, 3, 2) + timedelta(days=n): LocalDay(False, "假", "某") for n in range(9)}
    assert dues.near_until(date(2026, 3, 2), Calendar(table)) == date(2026, 3, 17)


def test_the_case_explains_each_of_its_days():
    handling = make_delivered(role="主办", assigned_on=timezone.localdate())
    names = [one.name for one in deadlines(handling, make_user("读者"))["deadlines"]]
    assert names == ["答复期限", "征询意见收回", "答复公开"]
    text = as_(make_user("读者")).get(f"/proposals/{handling.proposal_id}/").text
    assert "为什么是这一天？" in text
    assert "民法典第二百零一条" in text
    assert "按期办结" in text


def test_an_extension_and_an_estimate_are_told():
    handling = make_future()
    client = as_(make_user("读者"))
    text = client.get(f"/proposals/{handling.proposal_id}/").text
    assert "2031年的放假安排还没有载入" in text
    assert "预估" in text
    actions.extend(
        by=make_user("办公室"), handling=handling, extended_to=date(2031, 6, 3), note="甲办函1号"
    )
    text = client.get(f"/proposals/{handling.proposal_id}/").text
    assert "延期：原期限2031年4月3日（周四），经同意延至2031年6月3日（周二）（甲办函1号）" in text


def test_a_day_set_by_hand_is_not_explained_by_a_rule():
    handling = make_issued(role="主办", assigned_on=timezone.localdate()).letter.round.handling
    Round.objects.update(due_on=date(2031, 8, 1))
    handling = Handling.objects.with_proposal().get(pk=handling.pk)
    first = deadlines(handling, make_user("读者"))["deadlines"][0]
    assert (first.lines, first.is_estimated) == ((), False)
    assert "由人填写" in first.note
