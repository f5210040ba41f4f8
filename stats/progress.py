"""How far a target has come: the straight way from its base to the planned value; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from cixi_ip.wording import number, rounded
from stats.arithmetic import HUNDRED, Figure, FigureSet, Meaning, comparable
from stats.sums import Outcome, completion

DONE, MISSED = "已完成", "未完成"
ON_WAY, BEHIND = "达到进度", "落后进度"
UNJUDGED = "尚不能判断"
VERDICTS = (MISSED, BEHIND, ON_WAY, DONE, UNJUDGED)
MISSING = (MISSED, BEHIND)


@dataclass(frozen=True)
class Goal:
    """A planned value; never read as a result."""

    title: str
    code: str
    region: str
    region_name: str
    stated_year: int
    due_year: int | None
    value: Decimal
    source: str
    nature: str = "预期性"
    id: int | None = None

    def is_in_force(self, year: int) -> bool:
        """From the year it starts from until the year it is due."""
        return self.stated_year - 1 <= year <= (self.due_year or year)

    @property
    def years(self) -> str:
        return (
            f"{self.stated_year}—{self.due_year}年" if self.due_year else f"{self.stated_year}年起"
        )


def next_goal(goals: Iterable[Goal], figure: Figure) -> Goal | None:
    """The planned value of this very indicator and region that is due next, or without a year."""
    held = [
        goal
        for goal in goals
        if (goal.code, goal.region) == (figure.meaning.code, figure.region)
        and goal.is_in_force(figure.year)
    ]
    return min(held, key=lambda goal: (goal.due_year or 9999, -goal.stated_year), default=None)


@dataclass(frozen=True)
class Progress:
    """A target against the figures of its own indicator and region, in one year.

    `base` is the figure of the year before the target was stated, or the nearest earlier one.
    """

    goal: Goal
    meaning: Meaning
    year: int
    base: Figure | None
    series: tuple[Figure, ...]  # from the base on, up to the year, oldest first

    @property
    def actual(self) -> Figure | None:
        last = self.series[-1] if self.series else None
        return last if last is not None and last.year == self.year else None

    @property
    def digits(self) -> int:
        """Decimals of the expected value and the difference: as many as the figures have."""
        held = [figure.digits for figure in (self.base, self.actual) if figure is not None]
        return max(self.meaning.decimals, *held, 0)

    @property
    def wanted(self) -> int:
        """1 where more is better, -1 where less is, 0 where neither can be said.

        Of an indicator without a direction, the side of the base on which the target lies.
        """
        said = {"up": 1, "down": -1}.get(self.meaning.direction, 0)
        if said or self.base is None or self.base.value is None:
            return said
        return (self.goal.value > self.base.value) - (self.goal.value < self.base.value)

    def reached_in(self, year: int) -> Decimal | None:
        """What the straight line from base to target reaches in a year, unrounded."""
        if self.base is None or self.base.value is None or self.goal.due_year is None:
            return None
        passed, all_years = year - self.base.year, self.goal.due_year - self.base.year
        way = self.goal.value - self.base.value
        return self.base.value + way * passed / all_years

    def expected_in(self, year: int) -> Decimal | None:
        """The same, rounded as printed."""
        reached = self.reached_in(year)
        return None if reached is None else rounded(reached, self.digits)

    def as_in(self, year: int) -> Progress:
        """How the goal stood in an earlier year."""
        series = tuple(figure for figure in self.series if figure.year <= year)
        return replace(self, year=year, series=series)

    @property
    def expected(self) -> Decimal | None:
        return self.expected_in(self.year)

    @property
    def gap(self) -> Decimal | None:
        """Actual less expected; none where the two must not be compared."""
        if self.obstacle or self.expected is None:
            return None
        if self.actual is None or self.actual.value is None:
            return None
        return self.actual.value - self.expected

    @property
    def way(self) -> Decimal | None:
        """进度: which part of the way from base to target is covered, in percent.

        Without a year to be there by it is no progress.
        """
        if self.reason or self.base is None or self.base.value is None:
            return None
        whole = self.goal.value - self.base.value
        if self.actual is None or self.actual.value is None or not whole:
            return None
        return (self.actual.value - self.base.value) / whole * HUNDRED

    @property
    def completion(self) -> Outcome:
        """完成率: the actual value in percent of the target; of what is to fall there is none."""
        if self.actual is None:
            return Outcome(reason=f"{self.year}年数未公布")
        if self.wanted < 0:
            return Outcome(reason="目标是降低，不算完成率")
        if self.parted:
            return Outcome(reason=self.parted)
        return completion(self.actual, self.goal.value)

    @cached_property
    def obstacle(self) -> str:
        """Why base and actual cannot be compared, or an empty string."""
        if self.base is None:
            return f"{self.goal.stated_year}年以前没有可作基数的数"
        if self.year == self.base.year:
            return f"目标{self.goal.stated_year}年提出，这一年是基数年"
        return self.parted if self.actual else f"{self.year}年数未公布"

    @property
    def parted(self) -> str:
        """Why what the target was set by is no longer what is counted, or an empty string."""
        if self.base is None or self.actual is None or self.actual is self.base:
            return ""
        parted = any(figure.status == "B" for figure in self.series if figure is not self.base)
        return "统计口径有变更" if parted else comparable(self.actual, self.base)

    @property
    def reason(self) -> str:
        """Why there is no verdict; empty where there is one."""
        if self.goal.due_year is None:
            return "文件未写明完成年份"
        if self.obstacle:
            return self.obstacle
        return "" if self.wanted else "目标与基数相同，指标又没有好坏方向"

    def reaches(self, value: Decimal | None) -> bool:
        """Whether the actual value is at least as good."""
        if value is None or self.actual is None or self.actual.value is None:
            return False
        return (self.actual.value - value) * self.wanted >= 0

    @property
    def verdict(self) -> str:
        if self.reason:
            return UNJUDGED
        if self.reaches(self.goal.value):
            return DONE
        if self.year == self.goal.due_year:
            return MISSED
        return ON_WAY if self.reaches(self.expected) else BEHIND

    @property
    def words(self) -> str:
        """The verdict with what it rests on: 落后进度，差120件; 尚不能判断（…）."""
        if self.reason:
            return f"{UNJUDGED}（{self.reason}）"
        if self.verdict in MISSING and self.gap is not None:
            side = "低于" if self.wanted > 0 else "高于"
            line = "目标值" if self.verdict == MISSED else "应达到的数"
            return f"{self.verdict}，{side}{line}{self.measure(abs(self.gap))}"
        is_early = self.verdict == DONE and self.year != self.goal.due_year
        return f"{DONE}，提前达到{self.goal.due_year}年目标值" if is_early else self.verdict

    @property
    def formula(self) -> str:
        """How the expected value is worked out; empty where there is none."""
        if self.base is None or self.base.value is None or self.expected is None:
            return ""
        base, aim, expected = (
            number(value, self.digits, grouped=True)
            for value in (self.base.value, self.goal.value, self.expected)
        )
        passed, all_years = self.year - self.base.year, (self.goal.due_year or 0) - self.base.year
        return f"{base}+（{aim}−{base}）×{passed}÷{all_years}，得{expected}"

    def measure(self, value: Decimal | None) -> str:
        """Grouped, with the unit as sentences write it."""
        return number(value, self.digits, grouped=True) + self.meaning.unit.split("/")[0]


def progress(goal: Goal, figures: FigureSet, year: int) -> Progress:
    """How the goal stands in `year`, by the whole-year figures of its indicator and region."""
    known = [
        figure
        for figure in figures.series(goal.code, goal.region)
        if figure.value is not None and figure.year <= year
    ]
    before = [figure for figure in known if figure.year < goal.stated_year]
    base = before[-1] if before else None
    first = base.year if base else 0
    series = tuple(figure for figure in known if figure.year >= first)
    return Progress(goal, figures.meanings[goal.code], year, base, series)
