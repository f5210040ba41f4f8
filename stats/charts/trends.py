"""Charts of our own figures: over the years, side by side, and as a ladder; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cixi_ip.wording import number
from stats.arithmetic import Figure, ImpliedBase, implied_base
from stats.charts.chart import Chart, about, is_parted, listed, mark, partings, slug
from stats.charts.drawing import Drawing, Kind, Mark, Path, Series
from stats.charts.sentences import disputed, sentence
from stats.progress import Goal, next_goal
from stats.selection import Selection, change, printed, quoted, scope_name, status, valued
from stats.sheets import Cell, Table, amount, columns, measured, noted

FEWEST_POINTS = 3  # of a line


def trend(
    selection: Selection,
    code: str,
    *,
    kind: Kind = "columns",
    goals: Iterable[Goal] = (),
) -> Chart | None:
    """One indicator over the years in one scope, with the next planned value among `goals`.

    Where the year before was never published but follows from the printed growth, its interval is
    hatched, with its formula. None where there is only one year and nothing follows from it.
    """
    known = {figure.year: figure for figure in selection.series(code)}
    current = known.get(selection.year)
    if current is None:
        return None
    # A printed growth across a break stands on the new definition; the old series has no such bar.
    is_apart = selection.year - 1 in known or is_parted(current.meaning, selection.year)
    implied = None if is_apart else implied_base(current)
    first = min([*known, implied.year if implied else selection.year])
    if first == selection.year:
        return None
    years = range(first, selection.year + 1)
    marks = tuple(
        hatched(implied, current)
        if implied and year == implied.year and year not in known
        else mark(known.get(year))
        for year in years
    )
    drawn = Drawing(
        slug(code),
        kind if len(known) >= FEWEST_POINTS else "columns",
        tuple(f"{year}年" for year in years),
        (Series(current.meaning.name, marks),),
        partings=partings(current.meaning, years),
    )
    goal = next_goal(goals, current)
    return Chart(
        said=trend_title(selection, current),
        about=about(list(known.values()), f"{first}—{selection.year}年"),
        drawing=aimed(drawn, goal, current) if goal else drawn,
        table=trend_table(selection, known, years, implied),
        notes=(
            *trend_notes(current, implied),
            *goal_notes(goal, current),
            *noted([current], first, selection.year),
        ),
        sentence=sentence(selection, current),
        disputed=disputed(selection, current),
    )


def aimed(drawn: Drawing, goal: Goal, figure: Figure) -> Drawing:
    """The drawing with the planned value in a place of its own, behind the last year.

    No line leads to it: in the years before the plan nobody aimed at it. Where several lines end
    with their names, these have a place of their own before it.
    """
    value = number(goal.value, figure.meaning.decimals, grouped=True)
    gap = (goal.due_year or figure.year) - figure.year
    skipped = "…" if gap > 1 else ""
    between = (skipped or " ",) if len(drawn.series) > 1 and drawn.kind == "lines" else ()
    tick = f"{'' if between else skipped}{goal.due_year}年" if goal.due_year and gap else "目标"
    last = len(drawn.categories) + len(between)
    empty = (Mark(None),) * (len(between) + 1)
    return replace(
        drawn,
        categories=(*drawn.categories, *between, tick),
        series=tuple(replace(series, marks=(*series.marks, *empty)) for series in drawn.series),
        path=Path(((last, goal.value),), goal_name(goal), value),
    )


def goal_name(goal: Goal) -> str:
    return f"{goal.due_year}年目标" if goal.due_year else "目标（未写明完成年份）"


def goal_notes(goal: Goal | None, figure: Figure) -> Iterator[str]:
    if goal:
        value = number(goal.value, figure.meaning.decimals, grouped=True) + figure.meaning.unit
        yield f"虚线是{goal_name(goal)}{value}，不是完成数。来源：{goal.source}。"


def hatched(implied: ImpliedBase, figure: Figure) -> Mark:
    words = implied.words
    hover = f"{words}{figure.meaning.unit}（按增幅推算，不是公布数）"
    return Mark(implied.interval.high, words, hover, is_implied=True)


def trend_title(selection: Selection, figure: Figure) -> tuple[str, ...]:
    """How it changed, in the words of its card; without a change, what it came to."""
    return (figure.meaning.name, change(selection.figures, figure).said or printed(figure))


def trend_table(
    selection: Selection,
    known: dict[int, Figure],
    years: range,
    implied: ImpliedBase | None,
) -> Table:
    unit = next(iter(known.values())).meaning.unit
    rows: list[tuple[Cell, ...]] = []
    for year in reversed(years):
        figure = known.get(year)
        if figure is not None:
            grown = change(selection.figures, figure).cell
            held = valued(selection.figures, figure)
            rows.append((f"{year}年", held, grown, figure.standing, figure.source))
        elif implied and year == implied.year:
            words = implied.words
            rows.append((f"{year}年", words, "—", "推算", f"由{implied.year + 1}年上报增幅推算"))
        else:
            rows.append((f"{year}年", "—", "—", "未公布", "—"))
    return Table(
        columns("年份", amount(f"数值（{unit}）"), "变化", "状态", "来源"),
        tuple(rows),
        figures=tuple(known.values()),
    )


def trend_notes(figure: Figure, implied: ImpliedBase | None) -> Iterator[str]:
    if implied:
        words = implied.words
        yield (
            f"斜线部分不是公布数：{implied.year}年数未公布，按上报增幅推算应为 "
            f"{implied.formula}={words}{figure.meaning.unit}。"
        )
    if figure.printed_period:
        yield f"{figure.year}年数的时段原文作“{figure.printed_period}”，起止待核实。"
    if figure.meaning.denominator and figure.denominator_id is None:
        yield "原文没有写明分母（人口数的口径和年份）。"


def ladder(
    selection: Selection, id: str, codes: tuple[str, ...], notes: tuple[str, ...] = ()
) -> Chart | None:
    """Several counts of one unit in one year, as bars; the figures keep their own scopes."""
    shown = [figure for figure in selection.of(codes) if figure.value is not None]
    if len(shown) < 2:
        return None
    unit = shown[0].meaning.unit
    shown = [figure for figure in shown if figure.meaning.unit == unit]
    rows = tuple(
        (
            figure.meaning.name,
            measured(figure),
            scope_name(figure),
            quoted(figure),
            figure.standing,
            figure.source,
        )
        for figure in shown
    )
    return Chart(
        said=listed(*(f"{figure.meaning.name}{printed(figure)}" for figure in shown[:2])),
        about=about(shown),
        drawing=Drawing(
            id,
            "bars",
            tuple(figure.meaning.name for figure in shown),
            (
                Series(
                    unit,
                    tuple(
                        Mark(figure.value, printed(figure), f"{printed(figure)}{status(figure)}")
                        for figure in shown
                    ),
                ),
            ),
        ),
        table=Table(
            columns("指标", amount(f"数值（{unit}）"), "口径", "时段", "状态", "来源"),
            rows,
            figures=tuple(shown),
        ),
        notes=(
            *notes,
            *period_notes(shown),
            *noted(shown, selection.year - 1, selection.year),
        ),
    )


def period_notes(figures: list[Figure]) -> tuple[str, ...]:
    words = dict.fromkeys(figure.printed_period for figure in figures if figure.printed_period)
    return tuple(f"时段原文作“{word}”，起止待核实，不是全年数。" for word in words)
