"""A target's chart: the years that passed as columns, and the straight way to the plan; pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cixi_ip.wording import DASH
from stats.arithmetic import Figure
from stats.charts.chart import Chart, mark, partings
from stats.charts.drawing import NOTHING, Drawing, Mark, Path, Series
from stats.progress import Progress
from stats.selection import YEARS_SHOWN, scope_of, value
from stats.sheets import Cell, Link, Number, Table, amount, columns, measured, noted
from stats.sums import completion_of, expected_of

TO_COME = Mark(None)
WAY, AIM, LEVEL = "应达到的进度（直线）", "目标值", "目标值（未写明年份）"


def plan(progress: Progress) -> Chart:
    """The target's own indicator in its own region, from the base to the year it is due."""
    years = shown_years(progress)
    known = {figure.year: figure for figure in progress.series if figure.year in years}
    return Chart(
        said=(f"{progress.goal.title}：", *standing(progress)),
        about=caption(progress, years),
        drawing=Drawing(
            f"target-{progress.goal.id}",
            "columns",
            tuple(f"{year}年" for year in years),
            (Series("实际", tuple(marked(progress, known, year) for year in years)),),
            partings=partings(progress.meaning, years),
            path=path(progress, years),
        ),
        table=table(progress, years, known),
        notes=tuple(notes(progress, years)),
    )


def shown_years(progress: Progress) -> range:
    """From the base on; of a target without a year no more than a trend shows."""
    first = progress.base.year if progress.base else progress.year
    if progress.goal.due_year is None:
        first = max(first, progress.year - YEARS_SHOWN + 1)
    return range(first, max(progress.goal.due_year or 0, progress.year) + 1)


def standing(progress: Progress) -> Iterator[str]:
    if progress.actual is not None:
        yield f"{progress.measure(progress.actual.value)}，"
    yield progress.words


def caption(progress: Progress, years: range) -> str:
    goal = progress.goal
    return " · ".join(
        (
            f"口径：{scope_of(goal.region, goal.region_name)}",
            f"时段：{years[0]}—{years[-1]}年" if len(years) > 1 else f"时段：{years[0]}年",
            f"单位：{progress.meaning.unit}",
            f"目标来源：{goal.source}",
        )
    )


def marked(progress: Progress, known: dict[int, Figure], year: int) -> Mark:
    if year > progress.year:
        return TO_COME
    return mark(known[year]) if year in known else NOTHING


def path(progress: Progress, years: range) -> Path:
    """From the base to the plan's year; alone without a base, level where no year was written."""
    goal = progress.goal
    label = f"目标{value_of(progress, goal.value)}"
    if goal.due_year is None:
        return Path(((0, goal.value), (len(years) - 1, goal.value)), LEVEL, label)
    aim = (years.index(goal.due_year), goal.value)
    if progress.base is None or progress.base.value is None:
        return Path((aim,), AIM, label)
    return Path(((years.index(progress.base.year), progress.base.value), aim), WAY, label)


def value_of(progress: Progress, amount: Decimal) -> str:
    return str(Number(amount, progress.digits))


def table(progress: Progress, years: range, known: dict[int, Figure]) -> Table:
    """Each year: what there is, what the straight way asks for, and the difference."""
    unit = progress.meaning.unit
    rows: list[tuple[Cell, ...]] = []
    for year in reversed(years):
        figure = known.get(year)
        status = figure.standing if figure else "未到" if year > progress.year else "未公布"
        rows.append(
            (
                f"{year}年",
                measured(figure),
                *asked(progress.as_in(year), figure),
                status,
                figure.source if figure else "—",
            )
        )
    heads = (amount(f"{name}（{unit}）") for name in ("实际", "应达到", "差距"))
    return Table(
        columns("年份", *heads, "状态", "来源"), tuple(rows), figures=tuple(known.values())
    )


def asked(stood: Progress, figure: Figure | None) -> tuple[Cell, Cell]:
    """What the straight way asks for and how far from it the figure is, leading to their sums."""
    goal, base = stood.goal, stood.base
    if stood.expected is None or base is None:
        return (DASH, DASH)
    due, gap = Number(stood.expected, stood.digits), stood.gap
    if goal.id is None:
        return (due, DASH if gap is None else Number(gap, stood.digits, is_signed=True))
    if figure is None:
        return (Link(due, expected_of(goal.id, base, stood.year)), DASH)
    place = completion_of(goal.id, figure)
    return (
        Link(due, place),
        DASH if gap is None else Link(Number(gap, stood.digits, is_signed=True), place),
    )


def notes(progress: Progress, years: range) -> Iterator[str]:
    base, goal = progress.base, progress.goal
    if progress.formula and base is not None:
        yield (
            f"基数：{base.year}年{value(base)}{progress.meaning.unit}；"
            f"{progress.year}年应达到：{progress.formula}（四舍五入）。"
        )
    if base is not None and base.year != goal.stated_year - 1:
        yield f"{goal.stated_year - 1}年数未公布，以最近的{base.year}年数为基数。"
    if progress.actual is not None and progress.actual.status != "A":
        yield f"{progress.year}年数为{progress.actual.status_name}数。"
    yield from noted(progress.series[-1:], years[0], progress.year)
