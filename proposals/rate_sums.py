"""算给我看: a number of handling beside that of the year before, and how both came about; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from cixi_ip.exact import decimals, rounding_words
from cixi_ip.wording import DASH, rounded
from proposals.phases import SCOPES, Part, of_part
from proposals.rates import DIGITS, CaseFacts, Rate, Share, everybody, in_brackets
from proposals.statistics import Statistics
from stats.figures import SMALL_BASE, change_words

NONE_BEFORE = "上年没有登记"
COUNT = Rate(
    *("count", "件数", "交由我局办理的", "交由我局办理的"),
    of=everybody,
    met=everybody,
    told=lambda case: case.role,
    note="已退办的不计",
)


@dataclass(frozen=True)
class Step:
    """One result: its formula in words and in numbers, unrounded, rounded; or why there is none."""

    name: str
    formula: str = ""
    filled: str = ""
    exact: str = ""
    unit: str = ""
    rounding: str = ""
    printed: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Input:
    """A number the formula starts from: the cases of a year that are counted, or meet it."""

    role: str
    year: int
    held: str  # `met` or `counted`
    count: int


@dataclass(frozen=True)
class Compared:
    """A rate among the cases of one scope, and among those of the year before."""

    year: int
    scope: Part
    rate: Rate
    cases: Sequence[CaseFacts]
    earlier: Sequence[CaseFacts]

    @property
    def title(self) -> str:
        scope = "" if self.scope is SCOPES[0] else self.scope.name
        return f"{self.year}年{scope}建议提案{self.rate.name}"

    @cached_property
    def share(self) -> Share:
        return self.rate.among(self.cases)

    @cached_property
    def share_before(self) -> Share:
        return self.rate.among(self.earlier)

    @property
    def now(self) -> tuple[str, str]:
        """What is printed first and what beside it."""
        return self.share.said

    @property
    def words(self) -> str:
        return in_brackets(*self.now)

    @property
    def words_before(self) -> str:
        return self.share_before.words

    @property
    def change(self) -> str:
        return self.share.change_from(self.share_before)

    @property
    def definition(self) -> str:
        return self.rate.meaning

    @property
    def inputs(self) -> Iterator[Input]:
        years = ((self.year, self.share), (self.year - 1, self.share_before))
        for year, share in years:
            yield Input(f"{self.rate.part}（分子）", year, "met", share.part)
            yield Input(f"{self.rate.whole}（分母）", year, "counted", share.whole)

    @property
    def steps(self) -> tuple[Step, ...]:
        return (
            self.divided(self.year, self.share),
            self.divided(self.year - 1, self.share_before),
            self.subtracted,
        )

    def divided(self, year: int, share: Share) -> Step:
        name = f"{year}年{self.rate.name}"
        if share.percent is None:
            return Step(name, reason="没有可计入的件")
        return Step(
            name,
            f"{self.rate.part}件数÷{self.rate.whole}件数×100%",
            f"{share.part}÷{share.whole}×100%",
            decimals(share.percent),
            "%",
            rounding_words(share.percent, DIGITS),
            share.printed,
        )

    @property
    def subtracted(self) -> Step:
        name, now, before = "与上年比较", self.share, self.share_before
        if self.change.startswith(DASH):
            return Step(name, reason=self.change.removeprefix(DASH).strip("（）"))
        if now.percent is None or before.percent is None:
            return Step(name, reason="没有可计入的件")
        gap = rounded(now.percent, DIGITS) - rounded(before.percent, DIGITS)
        taken = "两个比率都用取舍以后的，相减不再取舍"
        if not gap and now.percent != before.percent:
            taken = "取舍以后相同，取舍以前略有差别"
        return Step(
            name,
            f"{self.year}年{self.rate.name}−{self.year - 1}年{self.rate.name}",
            f"{now.printed}−{before.printed}",
            decimals(gap, DIGITS),
            "个百分点",
            taken,
            self.change,
        )

    @property
    def notes(self) -> tuple[str, ...]:
        notes = [self.rate.note, "已退办的不计"]
        small = f"不足{SMALL_BASE}件的，先写件数，不比较百分点"
        before = "上年的件也按截止日的登记情况计算"
        return tuple(f"{note}。" for note in (*notes, small, before) if note)


class ComparedCounts(Compared):
    """件数: how many cases, and how many more or fewer than the year before."""

    @property
    def now(self) -> tuple[str, str]:
        return f"{self.share.whole} 件", ""

    @property
    def words_before(self) -> str:
        return f"{self.share_before.whole} 件" if self.share_before.whole else DASH

    @property
    def change(self) -> str:
        """A year nothing was registered in is no base."""
        if not self.share_before.whole:
            return f"{DASH}（{NONE_BEFORE}）"
        more = self.share.whole - self.share_before.whole
        return change_words("unit", Decimal(more), 0, "件")

    @property
    def definition(self) -> str:
        return f"本年各届次交由我局办理的，{self.rate.note}"

    @property
    def inputs(self) -> Iterator[Input]:
        yield Input("本年件数", self.year, "counted", self.share.whole)
        yield Input("上年件数", self.year - 1, "counted", self.share_before.whole)

    @property
    def steps(self) -> tuple[Step, ...]:
        now, before = self.share.whole, self.share_before.whole
        if not before:
            return (Step("与上年比较", reason=NONE_BEFORE),)
        more = Decimal(now - before)
        words = "本年件数−上年件数", f"{now}−{before}"
        taken = (decimals(more), "件", rounding_words(more, 0), self.change)
        return (Step("与上年比较", *words, *taken),)

    @property
    def notes(self) -> tuple[str, ...]:
        return (f"{self.rate.note}。",)


def compared(found: Statistics, rate: Rate, scope: Part) -> Compared:
    both = of_part(found.cases, scope.roles), of_part(found.earlier, scope.roles)
    made = ComparedCounts if rate is COUNT else Compared
    return made(found.year, scope, rate, *both)


def all_of(found: Statistics) -> tuple[Rate, ...]:
    """Whatever can be opened."""
    return (COUNT, *found.rates)
