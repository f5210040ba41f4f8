"""The brand library through the years: who stood on which tier, rose, fell, came, left; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

OUTSIDE = 0


@dataclass(frozen=True)
class Stay:
    """A brand in the library: `steps` are the tiers by day, the first one that of entering.

    A tier is the number of its place, 1 the lowest; outside the library it is 0.
    """

    brand: str
    enterprise: str
    steps: tuple[tuple[date, int], ...]
    ended_on: date | None = None

    @property
    def entered_on(self) -> date:
        return self.steps[0][0]

    def tier(self, day: date) -> int:
        return self.since(day)[1]

    def since(self, day: date) -> tuple[date, int]:
        """The tier on a day and the day it was reached."""
        if self.ended_on is not None and self.ended_on <= day:
            return self.ended_on, OUTSIDE
        reached = [step for step in self.steps if step[0] <= day]
        return reached[-1] if reached else (day, OUTSIDE)

    def moves(self) -> Iterator[tuple[date, int, int]]:
        """The day of each move, the tier before and after."""
        for (_day, before), (day, after) in pairwise(self.steps):
            yield day, before, after


@dataclass(frozen=True)
class Year:
    """What happened in a year, in brands; one that moved twice is two moves."""

    year: int
    entered: int
    up: int
    down: int
    left: int
    held: int


def year_of(stays: Iterable[Stay], year: int, today: date) -> Year:
    """A year as far as today; what is dated later has not happened yet."""
    last = min(date(year, 12, 31), today)
    told: Counter[str] = Counter()
    for stay in stays:
        told["entered"] += stay.entered_on.year == year and stay.entered_on <= last
        told["left"] += (
            stay.ended_on is not None and stay.ended_on.year == year and stay.ended_on <= last
        )
        told["held"] += stay.tier(last) != OUTSIDE
        for day, before, after in stay.moves():
            if day.year == year and day <= last:
                told["up"] += after > before
                told["down"] += after < before
    names = ("entered", "up", "down", "left", "held")
    return Year(year, **{name: told[name] for name in names})


def flows(
    stays: Sequence[Stay], years: Sequence[int], today: date
) -> list[dict[tuple[int, int], int]]:
    """For each pair of years one after the other: brands by tier at both ends; never 0 to 0.

    A brand that left and came back within a year stands where it was at its ends.
    """
    ends = [min(date(year, 12, 31), today) for year in years]
    found = []
    brands: dict[tuple[str, str], list[Stay]] = {}
    for stay in stays:
        brands.setdefault((stay.enterprise, stay.brand), []).append(stay)
    for first, last in pairwise(ends):
        counted = Counter(
            (max(one.tier(first) for one in same), max(one.tier(last) for one in same))
            for same in brands.values()
        )
        del counted[OUTSIDE, OUTSIDE]
        found.append(dict(counted))
    return found
