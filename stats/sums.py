"""Shares, gaps and yearly growth of published figures, and where every sum is shown; pure.

The growth over one year is `arithmetic.growth`, what a target has come to is in stats/progress.py.
stats/derivations opens them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Literal

from cixi_ip.wording import number, rounded
from stats.arithmetic import (
    HUNDRED,
    SMALL_BASE,
    Figure,
    FigureSet,
    Growth,
    change_unit,
    change_words,
    comparable,
)
from stats.interval import Interval
from stats.region_codes import DOMESTIC
from stats.sheets import Number

ROUNDING_NOTE = "部分数据因四舍五入，各分项之和与合计略有出入。"
DIFFERENT = "口径或时段不同"
PRECISION = 40  # digits kept of a root


@dataclass(frozen=True)
class Outcome:
    """What a sum gives, unrounded, with the decimals it is printed with; or why there is none."""

    amount: Decimal | None = None
    digits: int = 1
    suffix: str = "%"
    is_signed: bool = False  # a difference: +698, -5
    reason: str = ""

    @property
    def cell(self) -> Number | str:
        """As a table holds it; a dash with its reason where there is nothing."""
        if self.amount is None:
            return f"—（{self.reason}）"
        return Number(self.amount, self.digits, self.suffix, self.is_signed)

    @property
    def words(self) -> str:
        return str(self.cell)


def share(part: Figure, whole: Figure) -> Outcome:
    """占比 in percent of a part in its whole, of one scope and one period."""
    if part.value is None or whole.value is None:
        return Outcome(reason="其中一个没有数值")
    if part.key[1:] != whole.key[1:] or differ(part, whole):
        return Outcome(reason=DIFFERENT)
    return percent(part.value, whole.value, "合计")


def share_in(part: Figure, parts: Sequence[Figure]) -> Outcome:
    """占比 in percent of a part in all parts added up, where no total was published."""
    if any(one.key[1:] != part.key[1:] or differ(part, one) for one in parts):
        return Outcome(reason=DIFFERENT)
    values = [one.value for one in parts if one.value is not None]
    if part.value is None or len(values) < len(parts):
        return Outcome(reason="有的分项没有数值")
    return percent(part.value, sum(values, Decimal(0)), "各分项之和")


def percent(over: Decimal, under: Decimal, name: str) -> Outcome:
    if under <= 0:
        return Outcome(reason=f"{name}不大于 0，不算百分比")
    return Outcome(over / under * HUNDRED)


def differ(one: Figure, other: Figure) -> bool:
    """Whether the papers' own words speak of different definitions or windows."""
    return (one.status == "D") != (other.status == "D") or one.printed_period != (
        other.printed_period
    )


def per_people(count: Figure, people: Figure) -> Outcome:
    """How many to 10,000 residents: a count by the residents in 万人."""
    if count.value is None or people.value is None:
        return Outcome(reason="其中一个没有数值")
    if people.value <= 0:
        return Outcome(reason="常住人口不大于 0，不能平均")
    return Outcome(count.value / people.value, 1, f"{count.meaning.unit}/万人")


def completion(figure: Figure, target: Decimal) -> Outcome:
    """完成率 in percent of a target; where less is better there is none."""
    if figure.value is None:
        return Outcome(reason="完成数未公布")
    if figure.status == "D":
        return Outcome(reason=DIFFERENT)
    if figure.meaning.direction == "down":
        return Outcome(reason="指标越低越好，不算完成率")
    return percent(figure.value, target, "目标值")


def gap(figure: Figure, other: Figure) -> Outcome:
    """How much more (+) or less (-) than another region's, in the unit or 百分点."""
    reason = incomparable(figure, other)
    if reason or figure.value is None or other.value is None:
        return Outcome(reason=reason)
    meaning = figure.meaning
    unit = "个百分点" if meaning.unit == "%" else meaning.unit.split("/")[0]
    return Outcome(figure.value - other.value, meaning.decimals, unit, is_signed=True)


def net_added(figure: Figure, base: Figure | None) -> Outcome:
    """净增: what a stock has more than a year before, in its unit."""
    if base is None or base.value is None or figure.value is None:
        return Outcome(reason="上年末数未公布")
    reason = comparable(figure, base)
    if reason:
        return Outcome(reason=reason)
    digits = max(figure.digits, base.digits)
    return Outcome(figure.value - base.value, digits, figure.meaning.unit, is_signed=True)


def lapsed(figure: Figure, base: Figure | None, inflow: Figure | None) -> Outcome:
    """失效等: what left a stock in a year, of what it was and what came."""
    added = net_added(figure, base)
    if added.amount is None:
        return added
    if inflow is None or inflow.value is None:
        return Outcome(reason="当年授权数未公布")
    return Outcome(inflow.value - added.amount, figure.meaning.decimals, figure.meaning.unit)


def apart(one: Growth, other: Growth, unit: str) -> Outcome:
    """How much more (+) or less (-) one growth is than another, in 百分点 or the unit."""
    if one.amount is None or other.amount is None:
        return Outcome(reason=one.reason or other.reason or "其中一个没有增幅")
    if one.kind != other.kind:
        return Outcome(reason="增幅与增减量不能相减")
    unit = change_unit(one.kind, unit).replace("%", "个百分点")
    return Outcome(one.amount - other.amount, one.digits, unit, is_signed=True)


def lies_in(figures: FigureSet, figure: Figure, other: Figure) -> bool:
    """Whether the region of `other` contains that of `figure`; 全国（国内） contains every one."""
    return other.region in {*figures.above(figure.region), DOMESTIC}


def share_of_region(figure: Figure, other: Figure) -> Outcome:
    """A region's share in percent of one it `lies_in` (the caller knows); ratios have none."""
    reason = incomparable(figure, other)
    if figure.meaning.kind == "ratio":
        reason = "比率不能相加，没有占比"
    if reason or figure.value is None or other.value is None:
        return Outcome(reason=reason)
    return percent(figure.value, other.value, "上级地区数")


def incomparable(figure: Figure, other: Figure) -> str:
    """Why figures of two regions must not be compared, or an empty string."""
    if figure.value is None or other.value is None:
        return "其中一个没有数值"
    is_one = (figure.meaning.code, *figure.key[2:]) == (other.meaning.code, *other.key[2:])
    return "" if is_one and not differ(figure, other) else DIFFERENT


def yearly(first: Figure, last: Figure, between: Iterable[Figure] = ()) -> Growth:
    """年均增长 from `first` to `last`, compound, in percent; of a ratio, the mean change a year.

    Needs two years or more of one series with no break among them (`between` are its figures of
    the years inside); over a count below 30 only the whole change is given.
    """
    years = last.year - first.year
    reason = unsteady(first, last, between)
    if reason or first.value is None or last.value is None:
        return Growth("none", reason=reason)
    meaning, change = last.meaning, last.value - first.value
    span = f"{first.year}—{last.year}年"
    unit = meaning.unit.split("/")[0]
    if meaning.kind == "ratio":
        kind: Literal["points", "unit"] = "points" if meaning.unit == "%" else "unit"
        words = change_words(kind, change / years, meaning.decimals, unit)
        return Growth(kind, change / years, meaning.decimals, span, f"年均{words}")
    if first.value < SMALL_BASE and not meaning.decimals:
        words = change_words("unit", change, 0, meaning.unit)
        why = f"起始年基数小于{SMALL_BASE}，不算年均增长"
        return Growth("unit", change, 0, span, f"共{words}", why)
    with localcontext() as context:
        context.prec = PRECISION
        amount = ((last.value / first.value) ** (Decimal(1) / years) - 1) * HUNDRED
    return Growth("percent", amount, 1, span, f"年均{change_words('percent', amount, 1, '')}")


def unsteady(first: Figure, last: Figure, between: Iterable[Figure]) -> str:
    """Why there is no 年均增长 from one to the other, or an empty string."""
    if (first.meaning.code, first.through_month) != (last.meaning.code, last.through_month):
        return "不是同一指标的同一时段"
    if last.year - first.year < 2:
        return "相隔不到两年"
    reason = comparable(last, first)
    if reason:
        return reason
    if any(one.status == "B" and first.year < one.year < last.year for one in between):
        return "其间统计口径有变更"
    if first.meaning.kind != "ratio" and min(first.value or 0, last.value or 0) <= 0:
        return "有一年的数不大于 0，不算年均增长"
    return ""


def rounding_note(printed: Iterable[Decimal], whole: Decimal) -> tuple[str, ...]:
    """The standard note, if and only if parts as printed do not add up to their whole as printed.

    For parts that do add up before they are rounded.
    """
    return () if sum(printed, Decimal(0)) == whole else (ROUNDING_NOTE,)


def shares_note(parts: Sequence[Figure]) -> tuple[str, ...]:
    """The standard note for the printed shares of all parts of a whole, beside 100.0%."""
    shares = [share_in(part, parts) for part in parts]
    printed = [rounded(one.amount, one.digits) for one in shares if one.amount is not None]
    return rounding_note(printed, HUNDRED) if printed else ()


def parts_note(parts: Sequence[Figure], whole: Figure | None) -> tuple[str, ...]:
    """The standard note for published parts beside their total, where rounding parts them.

    Where rounding cannot explain it, the rule `sum` speaks of a contradiction instead.
    """
    if whole is None or whole.value is None or any(part.value is None for part in parts):
        return ()
    added = sum((part.interval for part in parts), Interval.around(Decimal(0)))
    if not added.meets(whole.interval):
        return ()
    printed = [Decimal(number(part.value, part.digits)) for part in parts]
    return rounding_note(printed, Decimal(number(whole.value, whole.digits)))


# Where each sum is shown (stats/urls.py).


def growth_of(figure: Figure) -> str:
    return f"/sums/growth/{figure.id}/"


def share_of(part: Figure, whole: Figure | None = None) -> str:
    """Without a published whole: the share in all parts of its kind added up."""
    return f"/sums/share/{part.id}/{whole.id}/" if whole else f"/sums/share/{part.id}/"


def ratio_of(figure: Figure) -> str:
    return f"/sums/ratio/{figure.id}/"


def per_of(count: Figure, people: Figure) -> str:
    return f"/sums/per/{count.id}/{people.id}/"


def completion_of(target: int, figure: Figure) -> str:
    """`target` is the id of the target."""
    return f"/sums/target/{target}/{figure.id}/"


def expected_of(target: int, base: Figure, year: int) -> str:
    """What a target asks for in a year for which nothing is published (yet)."""
    return f"/sums/expected/{target}/{base.id}/{year}/"


def net_of(figure: Figure) -> str:
    """What was added to a stock in its year, and what left it."""
    return f"/sums/net/{figure.id}/"


def against(figure: Figure, other: Figure) -> str:
    """The gap to the same indicator and period of another region."""
    return f"/sums/against/{figure.id}/{other.id}/"


def part_of(figure: Figure, other: Figure) -> str:
    """The share in the same indicator and period of a region above."""
    return f"/sums/part/{figure.id}/{other.id}/"


def apart_of(figure: Figure, other: Figure) -> str:
    """The difference of the growths of one indicator in two regions."""
    return f"/sums/apart/{figure.id}/{other.id}/"


def yearly_of(first: Figure, last: Figure) -> str:
    return f"/sums/yearly/{first.id}/{last.id}/"
