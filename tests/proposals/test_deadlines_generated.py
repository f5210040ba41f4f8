"""What holds of every deadline, on generated clocks, days and tables."""

from datetime import date, timedelta

import holidays
from hypothesis import given
from hypothesis import strategies as st

from proposals.deadlines import Clock, Unit, deadline, state
from proposals.workdays import Calendar, LocalDay

PUBLISHED = Calendar()
STARTS = st.dates(date(2018, 6, 1), date(2027, 6, 1))
AMOUNTS = st.integers(1, 60)
TABLES = st.dictionaries(
    st.dates(date(2018, 6, 1), date(2028, 6, 1)), st.booleans().map(LocalDay), max_size=40
)


@st.composite
def clocks(draw: st.DrawFn) -> Clock:
    unit = draw(st.sampled_from([Unit.MONTH, Unit.DAY, Unit.WORKDAY]))
    return Clock(draw(AMOUNTS), unit, moves=draw(st.sampled_from([None, True, False])))


@given(clocks(), STARTS, st.integers(0, 40), TABLES)
def test_who_starts_later_is_not_due_earlier(
    clock: Clock, start: date, later: int, table: dict[date, LocalDay]
):
    calendar = Calendar(table)
    first, second = (
        deadline(clock, day, calendar) for day in (start, start + timedelta(days=later))
    )

    assert start < first.day <= second.day
    assert deadline(clock, start, Calendar(dict(table))) == first


@given(clocks(), STARTS, TABLES)
def test_a_moved_day_is_a_working_day(clock: Clock, start: date, table: dict[date, LocalDay]):
    calendar = Calendar(table)
    found = deadline(clock, start, calendar)

    if clock.moves is not False or clock.unit is Unit.WORKDAY:
        assert calendar.is_working(found.day)
    assert len(found.explanation) <= 9


SECOND = holidays.country_holidays("CN", years=range(2018, 2028))


@given(st.dates(date(2018, 6, 1), date(2026, 3, 1)), AMOUNTS)
def test_working_days_counted_back_by_a_second_calendar_give_the_amount(start: date, amount: int):
    found = deadline(Clock(amount, Unit.WORKDAY), start, PUBLISHED)

    day, counted = start, 0
    while day < found.day:
        day += timedelta(days=1)
        counted += SECOND.is_working_day(day)
    assert SECOND.is_working_day(found.day)
    assert counted == amount
    assert state(found, start, PUBLISHED).workdays_left == amount


@given(STARTS, st.integers(1, 24))
def test_months_agree_with_stepping_day_by_day(start: date, amount: int):
    clock = Clock(amount, moves=False)

    day, passed = start, 0
    while passed < amount:
        day += timedelta(days=1)
        passed += day.day == 1
    while (day + timedelta(days=1)).month == day.month and day.day < start.day:
        day += timedelta(days=1)
    assert deadline(clock, start, PUBLISHED).day == day
