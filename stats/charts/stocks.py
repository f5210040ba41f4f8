"""The stock of valid inventions: its line, and what came and lapsed in its table; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cixi_ip.wording import DASH
from stats.arithmetic import Figure
from stats.charts.chart import Chart
from stats.charts.trends import trend
from stats.progress import Goal
from stats.selection import Selection
from stats.sheets import Cell, Link, Number, Table, amount, columns, measured
from stats.sums import Outcome, lapsed, net_added, net_of

STOCK, INFLOW = "patent.valid.invention", "patent.granted.invention"
LAPSED = "失效等＝上年末拥有量＋当年授权－年末拥有量，按公布数推算，含转入转出；缺一项不推算。"


def valid_inventions(selection: Selection, goals: Iterable[Goal] = ()) -> Chart | None:
    """The trend of valid inventions, with a year's grants and what left the stock in its table."""
    chart = trend(selection, STOCK, kind="lines", goals=goals)
    if chart is None:
        return None
    rows = tuple(
        row_of(selection, row, figure) for row, figure in zip_years(selection, chart.table)
    )
    heads = columns(
        "年份",
        *(amount(f"{name}（件）") for name in ("年末拥有量", "当年授权", "净增", "失效等")),
        *chart.table.columns[2:],
    )
    return replace(
        chart,
        table=replace(chart.table, columns=heads, rows=rows),
        notes=(*chart.notes, *([LAPSED] if any(row[4] != DASH for row in rows) else ())),
    )


def zip_years(selection: Selection, table: Table) -> list[tuple[tuple[Cell, ...], Figure | None]]:
    by_year = {f"{figure.year}年": figure for figure in table.figures}
    return [(row, by_year.get(str(row[0]))) for row in table.rows]


def row_of(selection: Selection, row: tuple[Cell, ...], figure: Figure | None) -> tuple[Cell, ...]:
    """A row of the trend with three more cells behind the value: what came, net, what left."""
    year, value, *rest = row
    if figure is None:
        return (year, value, DASH, DASH, DASH, *rest)
    figures = selection.figures
    inflow = figures.known(INFLOW, *figure.key[1:])
    base = figures.base_of(figure)
    made = net_added(figure, base), lapsed(figure, base, inflow)
    return (year, value, measured(inflow), *(opened(each, figure) for each in made), *rest)


def opened(outcome: Outcome, figure: Figure) -> Cell:
    """The number, its unit being in the column's head, leading to its sum."""
    if outcome.amount is None:
        return DASH
    said = Number(outcome.amount, outcome.digits, is_signed=outcome.is_signed)
    return Link(said, net_of(figure))
