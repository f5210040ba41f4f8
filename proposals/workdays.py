"""Which days are worked, what a day off is called, and whether that is settled; pure."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from types import MappingProxyType

import chinese_calendar

from cixi_ip.wording import chinese_date

ONE_DAY = timedelta(days=1)
WEEKDAYS = "周一", "周二", "周三", "周四", "周五", "周六", "周日"
SATURDAY = 5
# 元旦 may turn days of the old year off or on, and only the new year's notice says which: the
# earliest so far was 29 December (2007, 2018).
TOUCHED_BY_NEXT_YEAR = (12, 25)

# The library checks its range anew at each question, which costs more than counting a whole clock.
_NAMES = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
_FULL = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


def _named(days: Mapping[date, str]) -> dict[date, str]:
    return {day: _FULL.get(_NAMES[key], _NAMES[key]) for day, key in days.items()}


PUBLISHED_OFF = _named(chinese_calendar.holidays)
PUBLISHED_ON = _named(chinese_calendar.workdays)
PUBLISHED_YEARS = frozenset(range(min(PUBLISHED_OFF).year, max(PUBLISHED_OFF).year + 1))


@dataclass(frozen=True)
class LocalDay:
    """A day as the administrator's table has it."""

    is_working: bool
    name: str = ""  # 国庆节 on a day off, 国庆节调休 on a worked weekend
    source: str = ""  # the notice it was read in


@dataclass(frozen=True)
class Day:
    """A day as it counts; an ordinary working day has no name."""

    day: date
    is_working: bool
    name: str
    is_settled: bool
    source: str = ""

    @property
    def is_plain_weekend(self) -> bool:
        return self.name in WEEKDAYS


@dataclass(frozen=True)
class Calendar:
    """The published notices, over which the administrator's table wins day by day.

    `local` holds single days; `loaded` the years whose whole notice has been entered there. A year
    neither published nor loaded has weekends only, and every such day is unsettled.
    """

    local: Mapping[date, LocalDay] = field(default_factory=dict)
    loaded: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "local", MappingProxyType(dict(self.local)))

    def is_working(self, day: date) -> bool:
        entered = self.local.get(day)
        if entered:
            return entered.is_working
        return _is_published_working(day)

    def day(self, day: date) -> Day:
        entered = self.local.get(day)
        is_working = self.is_working(day)
        name = (entered.name if entered else "") or _name(day, is_working)
        return Day(day, is_working, name, self.missing_year(day) is None, _source(entered))

    def missing_year(self, day: date) -> int | None:
        """The year whose notice must be loaded before it is settled whether `day` is worked."""
        if day in self.local:
            return None
        if not self._has(day.year):
            return day.year
        touched = (day.month, day.day) >= TOUCHED_BY_NEXT_YEAR
        return day.year + 1 if touched and not self._has(day.year + 1) else None

    def on_or_after(self, day: date) -> date:
        """The first working day that is not before `day`."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself does not count."""
        for _ in range(count):
            day = self.on_or_after(day + ONE_DAY)
        return day

    def between(self, first: date, last: date) -> int:
        """Working days after `first` up to and with `last`; negative when `last` is before it.

        Lists ask it of every row, so it counts by arithmetic and not day by day.
        """
        if last < first:
            return -self.between(last, first)
        entered = sum(
            day_entered.is_working - _is_published_working(day)
            for day, day_entered in self.local.items()
            if first < day <= last
        )
        return _published_up_to(last) - _published_up_to(first) + entered

    def days(self, first: date, last: date) -> tuple[Day, ...]:
        """Every day after `first` up to and with `last`."""
        return tuple(self.day(day) for day in days_after(first, last))

    def _has(self, year: int) -> bool:
        return year in PUBLISHED_YEARS or year in self.loaded


def days_after(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range(1, (last - first).days + 1))


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def spans(days: Iterable[Day]) -> list[list[Day]]:
    """Runs of days that follow each other and are off for the same reason."""
    runs: list[list[Day]] = []
    for day in days:
        if runs and _continues(runs[-1][-1], day):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def listed(days: Iterable[Day], most: int) -> str:
    """`days` as runs in words, `most` of them; what is left out is counted."""
    runs = spans(days)
    shown, rest = runs[:most], runs[most:]
    words, year = [], 0
    for run in shown:
        words.append(_span(run, year))
        year = run[-1].day.year
    more = f"，另有{len(rest)}处共{sum(map(len, rest))}天" if rest else ""
    return "、".join(words) + more


def _is_published_working(day: date) -> bool:
    return day in PUBLISHED_ON or (day.weekday() < SATURDAY and day not in PUBLISHED_OFF)


# The days on which the notices depart from the plain week, and by how much all of them up to each.
_DEPARTURES = sorted(
    [day for day in PUBLISHED_OFF if day.weekday() < SATURDAY]
    + [day for day in PUBLISHED_ON if day.weekday() >= SATURDAY]
)
_DEPARTED = [0, *accumulate(1 if day in PUBLISHED_ON else -1 for day in _DEPARTURES)]


def _published_up_to(day: date) -> int:
    """Working days from 1 January of year 1, a Monday, up to and with `day`."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5) + _DEPARTED[bisect_right(_DEPARTURES, day)]


def _source(entered: LocalDay | None) -> str:
    if entered is None:
        return ""
    return entered.source or "系统日历表，未注明出处"


def _name(day: date, is_working: bool) -> str:
    if is_working:
        return _worked_name(day)
    return PUBLISHED_OFF.get(day, weekday(day) if day.weekday() >= SATURDAY else "休息日")


def _worked_name(day: date) -> str:
    if day in PUBLISHED_ON:
        return f"{PUBLISHED_ON[day]}调休"
    if day in PUBLISHED_OFF:
        return f"{PUBLISHED_OFF[day]}改为上班"
    return "调休" if day.weekday() >= SATURDAY else ""


def _continues(before: Day, day: Day) -> bool:
    same = before.name == day.name or (before.is_plain_weekend and day.is_plain_weekend)
    return same and day.day - before.day == ONE_DAY


def _span(run: list[Day], year: int) -> str:
    first, last = run[0].day, run[-1].day
    words = _short(first, year)
    if first != last:
        # 18日 is enough where the month stays the same.
        same_month = (first.year, first.month) == (last.year, last.month)
        words += f"至{last.day}日" if same_month else f"至{_short(last, first.year)}"
    names = list(dict.fromkeys(day.name for day in run))
    if len(run) == 1 and not run[0].is_plain_weekend:
        names.insert(0, weekday(first))
    return f"{words}（{'、'.join(names)}）"


def _short(day: date, year: int) -> str:
    return f"{day.month}月{day.day}日" if day.year == year else chinese_date(day)
