"""Dot plots of the counties of 宁波 beside each other and beside those above them; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from cixi_ip.wording import DASH, rounded
from stats.arithmetic import Figure, Growth, change_unit
from stats.charts.chart import Chart, listed, mark, slug
from stats.charts.comparisons import printed_in_full
from stats.charts.drawing import Drawing, Mark, Series
from stats.places import FEWEST, Beside, Row, lacking, ranks
from stats.region_codes import CITY
from stats.selection import (
    NOMINAL,
    change,
    growth_label,
    nominal,
    page_of,
    printed,
    quoted,
    scope_name,
    status,
)
from stats.sheets import Cell, Link, Number, Table, amount, columns, counted, measured
from stats.sums import apart, apart_of

KEY, OTHERS = "实心点是慈溪（全市）", "，空心点是其他区县（市）"


def values(beside: Beside) -> Chart | None:
    """Values of the year, counties from the largest down; those above only beside ratios."""
    above = tuple(row for row in beside.above if row.figure) if beside.is_ratio else ()
    rows = (*beside.listed, *above)
    if len(beside.measured) < FEWEST:
        return None
    found = tuple(row.figure for row in rows if row.figure is not None)
    return Chart(
        said=listed(f"{beside.own.period}{beside.meaning.name}", *said_of_values(beside)),
        about=placed(beside, rows, found, beside.meaning.unit),
        drawing=drawing(beside, "values", rows, tuple(marked(row) for row in rows), len(above)),
        table=Table(
            columns("地区（口径）", amount(f"数值（{beside.meaning.unit}）"), "状态", "来源"),
            tuple(cells(row) for row in rows),
            figures=found,
        ),
        notes=(key(rows, above), *(of_absent(beside.absent) if beside.is_ratio else ())),
    )


def placed(beside: Beside, rows: Sequence[Row], figures: Sequence[Figure], unit: str) -> str:
    """As `about`, with one name for all the counties."""
    whole = f"宁波{len(beside.counties)}个区县（市），慈溪为{scope_name(beside.own)}"
    few = "、".join(row.place.name for row in rows)
    return " · ".join(
        (
            f"口径：{whole if beside.ranks else few}",
            f"时段：{quoted(beside.own)}",
            f"单位：{unit}",
            f"来源：{'；'.join(dict.fromkeys(figure.source for figure in figures))}",
        )
    )


def key(rows: Sequence[Row], above: Sequence[Row]) -> str:
    """What the marks are."""
    said = KEY + OTHERS if len(rows) - len(above) > 1 else KEY
    if not above:
        return f"{said}。"
    dashed = "，虚线在宁波的数值上" if above[0].place.code == CITY else ""
    return f"{said}；竖线是{'、'.join(row.place.short for row in above)}{dashed}。"


def of_absent(rows: Iterable[Row]) -> tuple[str, ...]:
    """Which of those above are not drawn, and why."""
    return lacking((row.place.name, row.reason or "增幅不可比") for row in rows)


def said_of_values(beside: Beside) -> list[str]:
    own, place = beside.own.region, f"慈溪{scope_name(beside.own)}"
    rank = beside.ranks.get(own)
    if rank:
        return [f"{place}在{beside.field}中居{ordinal(beside.ranks, own)}"]
    city = [f"宁波{printed(beside.city)}"] if beside.city else []
    return [f"{place}{printed(beside.own)}", *city]


def ordinal(ranked: dict[str, int], code: str) -> str:
    """第2位, 并列第2位."""
    shared = list(ranked.values()).count(ranked[code]) > 1
    return f"{'并列' if shared else ''}第{ranked[code]}位"


def cells(row: Row) -> tuple[Cell, ...]:
    figure = row.figure
    if figure is None:
        return (row.place.name, DASH, row.reason, DASH)
    value = Link(measured(figure), page_of(figure))
    return (row.place.name, value, figure.standing, figure.source)


def marked(row: Row) -> Mark:
    if row.figure is None:
        return Mark(None, row.reason)
    made = mark(row.figure)
    return Mark(made.value, made.label + status(row.figure), made.hover)


def drawing(
    beside: Beside, id: str, rows: tuple[Row, ...], marks: tuple[Mark, ...], apart: int
) -> Drawing:
    codes = [row.place.code for row in rows]
    return Drawing(
        f"dots-{id}-{slug(beside.meaning.code)}",
        "dots",
        tuple(row.place.short for row in rows),
        (Series(beside.meaning.name, marks),),
        own=codes.index(beside.own.region),
        apart=apart,
        guide=codes.index(CITY) if CITY in codes else None,
    )


def growths(beside: Beside) -> Chart | None:
    """Growth of the year, all places; None where ours is unknown or too few may be compared."""
    found = beside.growths
    if not found:
        return None
    ranked = growth_ranks(beside)
    counties = sorted(
        (row for row in beside.listed if ranked or row.place.code in found),
        key=lambda row: (row.place.code not in found, -amount_of(found, row)),
    )
    above = [row for row in beside.above if row.place.code in found]
    absent = [row for row in beside.above if row.place.code not in found]
    rows = (*counties, *above)
    figures = [row.figure for row in rows if row.figure and row.place.code in found]
    marks = tuple(grown_mark(found, row) for row in rows)
    return Chart(
        said=listed(f"{beside.own.period}{beside.meaning.name}", *said_of_growths(beside)),
        about=placed(
            beside, rows, figures, change_unit(found[beside.own.region].kind, beside.meaning.unit)
        ),
        drawing=drawing(beside, "growths", rows, marks, len(above)),
        table=growth_table(beside, rows),
        notes=(key(rows, above), *of_absent(absent), *mixed(found), *priced(rows, found)),
    )


def said_of_growths(beside: Beside) -> list[str]:
    ranked, own = growth_ranks(beside), beside.own.region
    grown = beside.growths[own]
    said = [f"慈溪{scope_name(beside.own)}{grown.said}{nominal(beside.own, grown)}"]
    if ranked:
        field = f"宁波{len(beside.counties)}个区县（市）"
        if len(ranked) < len(beside.counties):
            field += f"可比的{len(ranked)}个"
        what = "增幅" if beside.growths[own].kind == "percent" else "增减量"
        said.append(f"{what}在{field}中居{ordinal(ranked, own)}")
    return said


def growth_ranks(beside: Beside) -> dict[str, int]:
    """By region among the counties, equal where they are printed alike; empty for too few."""
    found = beside.growths
    amounts = {
        row.place.code: rounded(amount_of(found, row), found[row.place.code].digits)
        for row in beside.known
        if row.place.code in found
    }
    return ranks(amounts) if len(amounts) >= FEWEST else {}


def amount_of(found: Mapping[str, Growth], row: Row) -> Decimal:
    growth = found.get(row.place.code)
    return (growth.amount if growth else None) or Decimal(0)


def mixed(found: Mapping[str, Growth]) -> tuple[str, ...]:
    both = len({growth.is_reported for growth in found.values()}) > 1
    return ("上报增幅与计算增幅并列时，请留意各自的基数。",) if both else ()


def priced(rows: Iterable[Row], found: Mapping[str, Growth]) -> tuple[str, ...]:
    """What 现价 means, where a growth is marked so."""
    held = ((row.figure, found.get(row.place.code)) for row in rows)
    is_marked = any(figure and growth and nominal(figure, growth) for figure, growth in held)
    return (NOMINAL,) if is_marked else ()


def grown_mark(found: Mapping[str, Growth], row: Row) -> Mark:
    if row.figure is None:
        return Mark(None, row.reason)
    growth = found.get(row.place.code)
    if growth is None:
        return Mark(None, "不可比")
    label = growth_label(row.figure, growth)
    behind = nominal(row.figure, growth)
    hover = f"{growth.said}{behind}，{printed_in_full(row.figure)}"
    return Mark(growth.amount, label + growth.marks, hover)


def growth_table(beside: Beside, rows: Iterable[Row]) -> Table:
    found, ranked = beside.growths, growth_ranks(beside)
    unit = change_unit(found[beside.own.region].kind, beside.meaning.unit).replace("%", "个百分点")
    return Table(
        columns(
            "地区（口径）",
            amount(f"数值（{beside.meaning.unit}）"),
            "变化",
            amount(f"增幅位次（{len(ranked)}个中）"),
            amount(f"与宁波差（{unit}）"),
            *("增幅依据", "状态", "来源"),
        ),
        tuple(growth_cells(beside, row, ranked) for row in rows),
        figures=tuple(row.figure for row in rows if row.figure),
    )


def growth_cells(beside: Beside, row: Row, ranked: Mapping[str, int]) -> tuple[Cell, ...]:
    found, code = beside.growths, row.place.code
    if row.figure is None:
        return (row.place.name, DASH, f"—（{row.reason}）", *[DASH] * 3, row.reason, DASH)
    growth = found.get(code)
    based = "上报" if growth and growth.is_reported else "按两年公布数计算"
    return (
        row.place.name,
        Link(measured(row.figure), page_of(row.figure)),
        change(beside.figures, row.figure).cell,
        counted(ranked[code]) if code in ranked else DASH,
        beside_city(beside, row),
        based if growth else "不可比",
        row.figure.standing,
        row.figure.source,
    )


def beside_city(beside: Beside, row: Row) -> Cell:
    """How far a growth is from the city's, leading to its sum."""
    growth, city = beside.growths.get(row.place.code), beside.growths.get(CITY)
    if not growth or not city or not row.figure or not beside.city or row.place.code == CITY:
        return DASH
    gap = apart(growth, city, beside.meaning.unit)
    if gap.amount is None:
        return DASH
    said = Number(gap.amount, gap.digits, is_signed=True)
    return Link(said, apart_of(row.figure, beside.city))
