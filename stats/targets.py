"""The dashboard's tab 目标: the targets in force in a year, each against its straight way."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.template.loader import render_to_string

from cixi_ip.panels import Asked, Slide, Tab
from stats import figures
from stats.charts import Chart
from stats.charts.plans import plan
from stats.choices import chosen
from stats.kept import cached
from stats.models import Target
from stats.models.figure import FIRST_YEAR
from stats.progress import VERDICTS, Goal, Progress, progress
from stats.selection import page_of, scope_of, status
from stats.sheets import (
    Cell,
    Column,
    Link,
    Number,
    Table,
    amount,
    columns,
    measured,
    short,
)
from stats.sums import completion_of, expected_of

NAME = "目标进度"


@dataclass(frozen=True)
class Targets:
    """What is planned for these regions, as it stands in one year."""

    year: int
    scope_name: str
    found: tuple[Progress, ...]
    others: tuple[Goal, ...]  # not in force in this year

    @cached_property
    def charts(self) -> list[Chart]:
        return [plan(one) for one in self.found]

    @property
    def summary(self) -> str:
        """共 5 个目标：落后进度 1 个，达到进度 2 个."""
        counts = Counter(one.verdict for one in self.found)
        said = [f"{verdict} {counts[verdict]} 个" for verdict in VERDICTS if counts[verdict]]
        return f"{self.year}年共 {len(self.found)} 个目标：{'，'.join(said)}。"

    @cached_property
    def table(self) -> Table:
        return Table(
            columns(
                *(Column("目标", width=30), short("口径"), short("单位"), short("年份", 14)),
                *(amount("目标值"), amount("基数"), amount("应达到"), amount("实际")),
                *(amount("差距"), amount("进度"), amount("完成率")),
                *(Column("结论", width=30), short("性质"), Column("来源", width=40)),
            ),
            tuple(map(row, self.found)),
            id="targets",
            name=f"{self.year}年{NAME}",
            notes=NOTES,
            figures=tuple(one.actual for one in self.found if one.actual is not None),
        )


NOTES = (
    "应达到：从基数到目标年份按直线算出的当年数，四舍五入。基数是提出目标前一年的数。",
    "进度是从基数到目标值已走过的部分；完成率是实际数占目标值的部分。目标不是完成数。",
)


def row(one: Progress) -> tuple[Cell, ...]:
    unit = one.meaning.unit
    return (
        one.goal.title,
        scope_of(one.goal.region, one.goal.region_name),
        unit,
        one.goal.years,
        Number(one.goal.value, one.digits),
        f"{measured(one.base)}（{one.base.year}年）" if one.base else "—",
        expected(one),
        actual(one),
        "—" if one.gap is None else opened(one, Number(one.gap, one.digits, is_signed=True)),
        "—" if one.way is None else opened(one, Number(one.way, 1, "%")),
        opened(one, one.completion.cell) if one.completion.amount is not None else "—",
        opened(one, one.words),
        one.goal.nature,
        one.goal.source,
    )


def opened(one: Progress, cell: str | Number) -> Cell:
    """What was worked out of a target, leading to its sum."""
    if one.goal.id is None or one.actual is None:
        return cell
    return Link(cell, completion_of(one.goal.id, one.actual))


def expected(one: Progress) -> Cell:
    """Of the straight way alone where the year has no figure yet."""
    if one.expected is None or one.base is None:
        return "—"
    due = Number(one.expected, one.digits)
    if one.actual is None and one.goal.id is not None:
        return Link(due, expected_of(one.goal.id, one.base, one.year))
    return opened(one, due)


def actual(one: Progress) -> Cell:
    if one.actual is None or one.actual.value is None:
        return "未公布"
    return Link(
        Number(one.actual.value, one.actual.digits, status(one.actual)), page_of(one.actual)
    )


def goal(target: Target) -> Goal:
    return Goal(
        title=target.title,
        code=target.indicator.code,
        region=target.region.code,
        region_name=target.region.name,
        stated_year=target.stated_year,
        due_year=target.due_year,
        value=target.value,
        source=target.source.title,
        nature=target.nature,
        id=target.pk,
    )


def standing(
    goals: Sequence[Goal], year: int, beside: figures.FigureSet | None = None
) -> list[Progress]:
    """The goals in force in a year, judged by their whole series up to it; what is missed first.

    `beside`: see figures.published.
    """
    in_force = [goal for goal in goals if goal.is_in_force(year)]
    if not in_force:
        return []
    series = figures.published(
        codes={goal.code for goal in in_force},
        regions={goal.region for goal in in_force},
        years=(FIRST_YEAR, year),
        beside=beside,
    )
    found = [progress(goal, series, year) for goal in in_force]
    return sorted(found, key=lambda one: VERDICTS.index(one.verdict))


def tab() -> Tab:
    view = "stats.view_observation"
    return Tab("targets", "目标", 80, view, html, tables, is_landscape=True, slides=slides)


def html(asked: Asked) -> str:
    return cached(("tab", "targets", asked.version, asked.year, asked.scope), lambda: made(asked))


def made(asked: Asked) -> str:
    found = chosen(asked)
    context = {"shown": targets(asked), "files": "/board/targets/", "query": found.query}
    return render_to_string("stats/targets.html", context)


def tables(asked: Asked) -> Iterable[Table]:
    shown = targets(asked)
    if not shown.found:
        return []
    return [shown.table, *(chart.sheet for chart in shown.charts)]


def slides(asked: Asked) -> Iterable[Slide]:
    return [Slide("目标", charts=tuple(targets(asked).charts))]


def targets(asked: Asked) -> Targets:
    found = chosen(asked)
    goals = [goal(target) for target in figures.targets(found.regions)]
    others = tuple(goal for goal in goals if not goal.is_in_force(found.year))
    return Targets(found.year, found.scope_name, tuple(standing(goals, found.year)), others)
