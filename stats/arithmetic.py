"""Printed figures, what the catalogue says of them, and growth in words; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from cixi_ip.wording import number, period, printed_digits, rounded, timing
from stats.interval import Interval

SMALL_BASE = Decimal(30)
# Percent. A rise of an amount beyond tenfold, of 0.02 to 1.50 亿元, tells how little there was.
MOST_GROWTH = Decimal(1000)
HUNDRED = Decimal(100)
UNSETTLED = ("P", "E")  # 初步, 估算
BASIS = "基础"  # the group of what is only divided by: population, GDP


@dataclass(frozen=True)
class Break:
    """What a reader of a series must know from one year on.

    Where `is_break`, the years before count something else; otherwise it is a note alone.
    """

    year: int
    title: str
    note: str
    is_break: bool = True
    source: str = ""

    @property
    def words(self) -> str:
        parted = "起与以前不可比" if self.is_break else "注意"
        source = f"依据：{self.source}。" if self.source else ""
        return f"{self.year}年{parted}（{self.title}）。{self.note}{source}"


@dataclass(frozen=True)
class Meaning:
    """What the catalogue says of an indicator."""

    code: str
    name: str
    unit: str
    kind: Literal["flow", "stock", "ratio"]
    direction: Literal["up", "down", "none"] = "none"
    decimals: int = 0
    group: str = ""
    definition: str = ""
    part_of: str = ""
    partition: str = ""
    is_additive: bool | None = None
    is_nominal: bool = False
    numerator: str = ""
    numerator_kind: str = ""
    denominator: str = ""
    denominator_lag: int = 0
    breaks: tuple[Break, ...] = ()

    @property
    def timing(self) -> str:
        """Whether it covers a window, `flow`, or stands at its end, `stock`."""
        return timing(self.kind, self.unit, self.numerator_kind)

    def is_parted(self, before: int, year: int) -> bool:
        """Whether a break lies between the two years: at the later one or after the earlier."""
        return any(mark.is_break and before < mark.year <= year for mark in self.breaks)


@dataclass(frozen=True)
class Figure:
    """One published figure, free of the database. Values are in the unit of its meaning."""

    meaning: Meaning
    region: str
    region_name: str
    year: int
    through_month: int
    value: Decimal | None
    half_width: Decimal = Decimal(0)
    status: str = "A"
    status_name: str = "正式"
    reported_growth: Decimal | None = None
    growth_digits: int = 1
    growth_base: str = ""
    rank: int | None = None
    rank_of: int | None = None
    rank_region_name: str = ""
    printed_scope: str = ""
    printed_period: str = ""
    source: str = ""
    vintage: int = 1
    id: int | None = None
    denominator_id: int | None = None
    count_id: int | None = None  # of the list of a register behind it
    explanation: str = ""
    note: str = ""

    @property
    def interval(self) -> Interval:
        if self.value is None:
            raise ValueError(f"{self.place}没有数值")
        return Interval.around(self.value, self.half_width)

    @property
    def digits(self) -> int:
        return printed_digits(self.half_width, self.meaning.decimals)

    @property
    def key(self) -> tuple[str, str, int, int]:
        return (self.meaning.code, self.region, self.year, self.through_month)

    @property
    def period(self) -> str:
        return period(self.year, self.through_month, self.meaning.timing)

    @property
    def standing(self) -> str:
        """The status as pages print it: 正式, 初步, 正式（修订） of a later vintage."""
        return self.status_name + ("（修订）" if self.vintage > 1 else "")

    @property
    def place(self) -> str:
        """Scope, period in the paper's own word where it had one, and name; for messages."""
        when = f"“{self.printed_period}”" if self.printed_period else self.period
        return f"{self.region_name}{when}{self.meaning.name}"

    def shown(self, *, grouped: bool = False) -> str:
        """Value with unit, as printed: 12688件, 42.5件/万人; a dash when there is no value."""
        if self.value is None:
            return f"—（{self.status_name}）"
        return number(self.value, self.digits, grouped=grouped) + self.meaning.unit


@dataclass(frozen=True)
class Growth:
    """A change against a base. `amount` is in percent, percentage points or the unit by `kind`.

    `words` is the phrase of a letter (增长5.8%); `reason` says why there is none. `remark` is what
    stands in brackets behind it where one of the two years is not final: 初步, 上年数初步. `caveat`
    stands there behind a reported growth that two known years must not be compared for.
    """

    kind: Literal["percent", "points", "unit", "none"]
    amount: Decimal | None = None
    digits: int = 1
    base_word: str = ""
    words: str = ""
    reason: str = ""
    is_reported: bool = False
    remark: str = ""
    caveat: str = ""

    @property
    def sign(self) -> int:
        if self.amount is None:
            return 0
        shown = rounded(self.amount, self.digits)
        return (shown > 0) - (shown < 0)

    @property
    def phrase(self) -> str:
        """The words with what they compare with: 比上年增长5.8%, 与上年基本持平."""
        if self.words.endswith("持平"):
            return LEVEL_WITH.get(self.base_word, self.base_word) + self.words
        return self.base_word + self.words if self.words else ""

    @property
    def remarks(self) -> str:
        """（上年数初步）, （统计口径有变更，仅供参考）: what a reader must know of it."""
        return "".join(f"（{each}）" for each in (self.remark, self.caveat) if each)

    @property
    def marks(self) -> str:
        """The remarks, behind （上报） where the paper printed the growth."""
        return ("（上报）" if self.is_reported else "") + self.remarks

    @property
    def said(self) -> str:
        """The phrase with its marks; empty where there is none."""
        return self.phrase + self.marks if self.phrase else ""


UNPUBLISHED_BASE = "上年数未公布"
LEVEL_WITH = {
    "同比": "与上年同期",
    "比上年": "与上年",
    "比上年末": "与上年末",
    "比上年同期末": "与上年同期末",
}
VERBS = {
    "percent": ("增长", "下降"),
    "points": ("提高", "降低"),
    "unit": ("增加", "减少"),
}


def change_words(kind: str, amount: Decimal, digits: int, unit: str) -> str:
    """增长5.8%, 提高1.2个百分点, 减少3件; what rounds to nothing is 基本持平."""
    shown = rounded(abs(amount), digits)
    if not shown:
        return "基本持平" if amount else "持平"
    verb = VERBS[kind][amount < 0]
    return f"{verb}{number(shown, digits)}{change_unit(kind, unit)}"


def change_unit(kind: str, unit: str) -> str:
    """%, 个百分点, or the unit as sentences write it: 件 of 件/万人."""
    return {"percent": "%", "points": "个百分点"}.get(kind, unit.split("/")[0])


def base_word(figure: Figure) -> str:
    """Flows compare with the same months a year before, stocks with the end of last year."""
    if figure.meaning.timing == "flow":
        return "比上年" if figure.through_month == 12 else "同比"
    return "比上年末" if figure.through_month == 12 else "比上年同期末"


def comparable(current: Figure, base: Figure | None) -> str:
    """Why the two must not be compared, or an empty string."""
    if base is None:
        return UNPUBLISHED_BASE
    if current.value is None or base.value is None:
        return "其中一年没有数值"
    if current.region != base.region:
        return "口径不同"
    # A break parts the year it is marked on from the one before, not from the one after.
    if current.status == "B" or current.meaning.is_parted(base.year, current.year):
        return "统计口径有变更"
    if "D" in (current.status, base.status) or current.printed_period != base.printed_period:
        return "口径或时段不同"
    return ""


def growth(current: Figure, base: Figure | None) -> Growth:
    """The change from `base` to `current` by the bureau's conventions.

    Without a usable base the growth the paper reported is returned, marked as reported; without
    that, none, with the reason. Ratios in % change in 百分点, other ratios in their unit; counts
    over a base below 30 change in units, never in percent, and so do amounts that rose more than
    tenfold; over 0 nothing is compared.
    """
    reason = comparable(current, base)
    if reason or base is None or current.value is None or base.value is None:
        return printed_growth(current, reason)
    meaning, word, remark = current.meaning, base_word(current), unsettled(current, base)
    change = current.value - base.value
    if meaning.kind == "ratio":
        kind: Literal["points", "unit"] = "points" if meaning.unit == "%" else "unit"
        words = change_words(kind, change, meaning.decimals, meaning.unit.split("/")[0])
        return Growth(kind, change, meaning.decimals, word, words, remark=remark)
    if not base.value:
        return Growth("none", reason="上年数为 0")
    amount, why = change / base.value * HUNDRED, ""
    if base.value < 0 or (not meaning.decimals and base.value < SMALL_BASE):
        why = f"上年基数小于{SMALL_BASE if base.value > 0 else 0}，不计算百分比"
    elif is_beyond(meaning, amount):
        why = "原基数小，不计算百分比"
    if why:
        words = change_words("unit", change, meaning.decimals, meaning.unit)
        return Growth("unit", change, meaning.decimals, word, words, why, remark=remark)
    words = change_words("percent", amount, 1, "")
    return Growth("percent", amount, 1, word, words, remark=remark)


def is_beyond(meaning: Meaning, amount: Decimal) -> bool:
    """Whether a percentage would only say how small the base of a measured amount was."""
    return bool(meaning.decimals) and meaning.kind != "ratio" and amount > MOST_GROWTH


def unsettled(current: Figure, base: Figure) -> str:
    """The word of a year that may still change: 初步, 上年数初步; empty where both are final."""
    if current.status in UNSETTLED:
        return current.status_name
    return f"上年数{base.status_name}" if base.status in UNSETTLED else ""


def printed_growth(figure: Figure, reason: str) -> Growth:
    """The growth its paper printed, unless in percent of so little that no percentage is shown.

    With the reason as its caveat where more is wrong than that last year was never published.
    """
    found = reported(figure)
    if found is None or found.amount is None:
        return Growth("none", reason=reason)
    base = implied_base(figure)
    if base is not None and not figure.meaning.decimals and base.interval.high < SMALL_BASE:
        return Growth("none", reason=f"{reason}；上报增幅的基数小于{SMALL_BASE}，不用百分比")
    if is_beyond(figure.meaning, found.amount):
        return Growth("none", reason=f"{reason}；上报增幅的原基数小，不用百分比")
    caveat = "" if reason == UNPUBLISHED_BASE else f"{reason}，仅供参考"
    return replace(found, caveat=caveat)


def reported(figure: Figure) -> Growth | None:
    """The growth its paper printed, in percent, or in points or the unit where it is a ratio."""
    amount = figure.reported_growth
    if amount is None:
        return None
    kind: Literal["percent", "points", "unit"] = "percent"
    if figure.meaning.kind == "ratio":
        kind = "points" if figure.meaning.unit == "%" else "unit"
    unit = figure.meaning.unit.split("/")[0]
    words = change_words(kind, amount, figure.growth_digits, unit)
    word = {"可比价": "按可比价", "约": "约"}.get(figure.growth_base, figure.growth_base)
    remark = figure.status_name if figure.status in UNSETTLED else ""
    return Growth(kind, amount, figure.growth_digits, word, words, is_reported=True, remark=remark)


@dataclass(frozen=True)
class ImpliedBase:
    """What last year must have been for a printed growth to be right, with its formula.

    Never an observation: it is worked out when read, and drawn hatched.
    """

    interval: Interval
    formula: str
    year: int
    decimals: int = 0

    @property
    def words(self) -> str:
        """11,987—11,998, with the decimals of the indicator."""
        return self.interval.words(self.decimals, grouped=True)


def implied_base(figure: Figure) -> ImpliedBase | None:
    """The interval of last year's value, from a value and its printed percentage growth.

    None where no value can have grown so: a fall to nothing, or a rate that no count gives.
    """
    amount = figure.reported_growth
    if figure.value is None or amount is None or figure.meaning.kind == "ratio":
        return None
    if figure.growth_base not in ("同比", "比上年末"):
        return None
    one = Interval.around(HUNDRED)
    times = one + Interval.printed(amount, figure.growth_digits)
    if times.low <= 0:
        return None
    base = figure.interval * one / times
    if not figure.meaning.decimals:
        base = base.whole()
    if base.low > base.high:
        return None
    rate = ("+" if amount >= 0 else "") + number(amount, figure.growth_digits, grouped=True)
    value = number(figure.value, figure.meaning.decimals, grouped=True)
    formula = f"{value}÷（1{rate}%）"
    return ImpliedBase(base, formula, figure.year - 1, figure.meaning.decimals)


class FigureSet:
    """Published figures by key, with the catalogue and the tree of regions they refer to."""

    def __init__(
        self, figures: Iterable[Figure], meanings: Mapping[str, Meaning], parents: Mapping[str, str]
    ) -> None:
        self.by_key = {figure.key: figure for figure in figures}
        self.meanings = meanings
        self.parents = parents

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.by_key.values())

    def __len__(self) -> int:
        return len(self.by_key)

    def get(self, code: str, region: str, year: int, month: int = 12) -> Figure | None:
        return self.by_key.get((code, region, year, month))

    def known(self, code: str, region: str, year: int, month: int = 12) -> Figure | None:
        """As `get`, but only a figure that has a value."""
        figure = self.get(code, region, year, month)
        return figure if figure is not None and figure.value is not None else None

    def base_of(self, figure: Figure) -> Figure | None:
        """The same months of the year before, in the same scope."""
        return self.get(figure.meaning.code, figure.region, figure.year - 1, figure.through_month)

    def growth(self, figure: Figure) -> Growth:
        return growth(figure, self.base_of(figure))

    def series(self, code: str, region: str, month: int = 12) -> list[Figure]:
        """One indicator in one scope over the years, oldest first."""
        found = [
            figure
            for figure in self.by_key.values()
            if (figure.meaning.code, figure.region, figure.through_month) == (code, region, month)
        ]
        return sorted(found, key=lambda figure: figure.year)

    def above(self, region: str) -> Iterator[str]:
        """The regions that contain this one, nearest first."""
        while region := self.parents.get(region, ""):
            yield region
