"""A year month by month, from the totals since January that were published in its course; pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from cixi_ip.wording import DASH
from stats.arithmetic import Figure
from stats.charts.chart import Chart, about, listed, mark, slug
from stats.charts.drawing import Drawing, Mark, Series
from stats.charts.sentences import is_settled
from stats.selection import Selection, page_of, printed
from stats.sheets import Link, Number, Table, amount, columns, measured

FEWEST = 2  # totals: one alone is no course
TAKEN_APART = "各月数由相邻两个月的累计数相减得出，不是单独公布的数。"
TOGETHER = (
    "公布的累计数不能相减得出每个月的数（月份不连续，或后一个小于前一个），各柱是1月起的累计数。"
)


def months(selection: Selection, code: str) -> Chart | None:
    """A flow's months as columns; totals since January where they cannot be taken apart.

    None where fewer than two totals of the year are published in one scope.
    """
    held = next(filter(None, (totals(selection, code, one) for one in selection.regions)), None)
    if held is None:
        return None
    singles, last = taken_apart(held), held[-1]
    said = [f"{last.period}{last.meaning.name}{printed(last)}"]
    names = [named(figure) for figure in held]
    if singles:
        names = [f"{figure.through_month}月" for figure in held]
        largest = max(range(len(singles)), key=lambda at: singles[at].value)
        said.append(f"{names[largest]}最多，{singles[largest]}{last.meaning.unit}")
    return Chart(
        said=listed(*said),
        about=about(held, last.period),
        drawing=Drawing(
            f"months-{slug(code)}",
            "columns",
            tuple(names),
            (Series(last.meaning.name, tuple(marks(held, singles))),),
        ),
        table=table(held, singles),
        notes=(TAKEN_APART if singles else TOGETHER,),
    )


def totals(selection: Selection, code: str, region: str) -> list[Figure]:
    """What was published of the year in a region, by month; empty where that is no course."""
    found = (selection.figures.get(code, region, selection.year, month) for month in range(1, 13))
    held = [figure for figure in found if figure is not None and is_settled(figure)]
    return held if len(held) >= FEWEST else []


def taken_apart(held: Sequence[Figure]) -> list[Number]:
    """Each month's own number, where every month since January is known and none takes away."""
    if [figure.through_month for figure in held] != list(range(1, len(held) + 1)):
        return []
    values = [Decimal(0), *(figure.value or Decimal(0) for figure in held)]
    own = [now - before for before, now in pairwise(values)]
    digits = max(figure.digits for figure in held)
    return [] if min(own) < 0 else [Number(one, digits) for one in own]


def named(figure: Figure) -> str:
    month = figure.through_month
    return {1: "1月", 12: "全年"}.get(month, f"1—{month}月")


def marks(held: Sequence[Figure], singles: Sequence[Number]) -> list[Mark]:
    if not singles:
        return [mark(figure) for figure in held]
    return [
        Mark(
            one.value,
            str(one),
            f"{figure.through_month}月{one}{figure.meaning.unit}，{named(figure)}{printed(figure)}",
        )
        for figure, one in zip(held, singles, strict=True)
    ]


def table(held: Sequence[Figure], singles: Sequence[Number]) -> Table:
    unit = held[0].meaning.unit
    return Table(
        columns("时段", amount(f"累计（{unit}）"), amount(f"当月（{unit}）"), "状态", "来源"),
        tuple(
            (
                named(figure),
                Link(measured(figure), page_of(figure)),
                singles[at] if singles else DASH,
                figure.standing,
                figure.source,
            )
            for at, figure in enumerate(held)
        ),
        figures=tuple(held),
    )
