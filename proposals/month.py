"""A month as a sheet of weeks: which days are worked, and what is due on each."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cixi_ip.models import User
from proposals import agenda
from proposals.agenda import Entry
from proposals.workdays import ONE_DAY, Calendar, Day, weekday

# A cell of the sheet holds no more; the page of the day has the rest.
PER_CELL = 4
PER_DAY = 50
YEARS = range(1990, 2100)


@dataclass(frozen=True)
class Cell:
    day: Day
    entries: Sequence[Entry]
    total: int
    is_within: bool
    is_today: bool

    @property
    def more(self) -> int:
        return self.total - len(self.entries)

    @property
    def weekday(self) -> str:
        return weekday(self.day.day)

    @property
    def note(self) -> str:
        """国庆节, 国庆节调休: what a plain weekday or weekend does not say of itself."""
        return "" if self.day.is_plain_weekend else self.day.name


@dataclass(frozen=True)
class Month:
    first: date
    weeks: Sequence[Sequence[Cell]]
    missing: Sequence[int]

    @property
    def before(self) -> str:
        return f"{self.first - ONE_DAY:%Y-%m}"

    @property
    def after(self) -> str:
        return f"{self.first + timedelta(days=31):%Y-%m}"

    @property
    def is_empty(self) -> bool:
        return not any(cell.entries for week in self.weeks for cell in week)


def month_asked(text: str, today: date) -> date:
    """The first day of 2026-11; of this month for anything that is none."""
    year, _dash, month = text.partition("-")
    is_plain = (year + month).isascii() and year.isdecimal() and month.isdecimal()
    if is_plain and len(year) == 4 and int(year) in YEARS and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    return today.replace(day=1)


def day_asked(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def sheet(first: date, today: date, days: Calendar, *, of: User | None = None) -> Month:
    """The weeks that hold the month, Monday first; entries of `of` alone where one is named."""
    dates = calendar.Calendar().monthdatescalendar(first.year, first.month)
    found = agenda.by_day(
        agenda.between(dates[0][0], dates[-1][-1], today, days, per_day=PER_CELL, of=of)
    )
    weeks = [
        [cell(days.day(day), found.get(day, []), first.month, today) for day in week]
        for week in dates
    ]
    missing = {days.missing_year(day) for week in dates for day in week}
    return Month(first, weeks, sorted(year for year in missing if year is not None))


def cell(day: Day, entries: Sequence[Entry], month: int, today: date) -> Cell:
    totals = {entry.kind: entry.total for entry in entries}
    is_within = day.day.month == month
    return Cell(day, entries[:PER_CELL], sum(totals.values()), is_within, day.day == today)
