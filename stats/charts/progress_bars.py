"""How far the planned values of a section have been reached, each as a bar in its frame; pure."""

from __future__ import annotations

from collections.abc import Iterable

from cixi_ip.wording import number
from stats.charts.chart import Chart, listed
from stats.charts.drawing import Drawing, Mark, Series
from stats.progress import Goal, Progress, progress
from stats.selection import Selection, scope_name, scope_of, status
from stats.sheets import Cell, Link, Number, Table, amount, columns, measured
from stats.sums import completion_of


def progress_bars(selection: Selection, id: str, goals: Iterable[Goal]) -> Chart | None:
    """The goals of one unit, those of the first; a goal is a frame, never a bar of its own."""
    held = [progress(goal, selection.figures, selection.year) for goal in goals]
    held = [each for each in held if each.meaning.unit == held[0].meaning.unit]
    if not held:
        return None
    unit = held[0].meaning.unit
    marks = tuple(marked(each) for each in held)
    rows = tuple(
        (
            each.goal.title,
            scope_of(each.goal.region, each.goal.region_name),
            Number(each.goal.value, each.meaning.decimals),
            f"{each.goal.due_year}年" if each.goal.due_year else "未写明",
            measured(each.actual),
            completed(each),
            each.goal.source,
        )
        for each in held
    )
    first = held[0]
    return Chart(
        said=listed(f"{first.meaning.name}目标{aim(first)}", standing(first)),
        about=(
            f"口径：{'、'.join(dict.fromkeys(row[1] for row in rows))}"
            f" · 时段：截至{selection.year}年末 · 单位：{unit}"
            f" · 来源：{'；'.join(dict.fromkeys(each.goal.source for each in held))}"
        ),
        drawing=Drawing(
            id,
            "bars",
            tuple(named(each) for each in held),
            (Series("完成数", marks),),
        ),
        table=Table(
            columns(
                *("目标", "口径", amount(f"目标值（{unit}）"), "完成年份"),
                *(amount(f"完成数（{unit}）"), amount("完成率"), "目标来源"),
            ),
            rows,
            figures=tuple(each.actual for each in held if each.actual is not None),
        ),
        notes=("虚线框是目标，不是完成数；实心条是已公布的完成数。",),
    )


def completed(held: Progress) -> Cell:
    """完成率, leading to its sum; or why there is none."""
    cell = held.completion.cell
    if held.actual is None or held.goal.id is None:
        return cell
    return Link(cell, completion_of(held.goal.id, held.actual))


def standing(held: Progress) -> str:
    value = held.actual.value if held.actual else None
    return "完成数未公布" if value is None else f"已有{held.measure(value)}"


def named(held: Progress) -> str:
    due = f"{held.goal.due_year}年" if held.goal.due_year else ""
    return f"{held.meaning.name}：{due}目标{aim(held)}"


def aim(held: Progress) -> str:
    return number(held.goal.value, held.meaning.decimals, grouped=True) + held.meaning.unit


def marked(held: Progress) -> Mark:
    """The actual value in its frame; only the frame where nothing has been published."""
    if held.actual is None or held.actual.value is None:
        return Mark(None, "完成数未公布", aim=held.goal.value)
    done = held.measure(held.actual.value)
    share = held.completion.words if held.completion.amount is not None else ""
    label = f"{done}，{share}" if share else done
    said = f"{done}{status(held.actual)}{f'，完成{share}' if share else ''}"
    hover = f"{scope_name(held.actual)}{said}，目标{aim(held)}"
    return Mark(held.actual.value, label, hover, aim=held.goal.value)
