"""A chart as the page shows it: title, caption, marks, the same figures in a table, notes; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from typing import Any

import orjson

from cixi_ip.wording import DASH
from stats.arithmetic import Figure, Meaning
from stats.charts import interactive, picture
from stats.charts.drawing import NOTHING, Drawing, Mark, Parting, has_implied
from stats.selection import printed, quoted, scope_name, status, value
from stats.sheets import Table


@dataclass(frozen=True)
class Chart:
    """A figure of the page: title, what it shows in which scope and period, marks, table, notes."""

    said: tuple[str, ...]  # the title, in the pieces a line may be broken between
    about: str
    drawing: Drawing
    table: Table
    notes: tuple[str, ...] = ()
    sentence: str = ""  # ready for a letter
    disputed: str = ""  # or the page of the figure that is to be verified first

    @property
    def title(self) -> str:
        return "".join(self.said)

    @property
    def heading(self) -> str:
        return "<wbr>".join(map(escape, self.said))

    @property
    def id(self) -> str:
        return self.drawing.id

    @cached_property
    def svg(self) -> str:
        return picture.svg(self.drawing)

    @cached_property
    def plotly(self) -> dict[str, Any]:
        return interactive.plotly(self.drawing)

    @property
    def json(self) -> str:
        """The plotly data, safe inside a script element: no text of it can close the element."""
        return orjson.dumps(self.plotly).decode().replace("<", "\\u003c")

    @property
    def sheet(self) -> Table:
        """The table by itself, as a file holds it."""
        return replace(self.table, id=f"chart-{self.id}", name=self.title, notes=self.notes)

    @property
    def legend(self) -> list[tuple[str, str]]:
        """A picture of each kind of mark and its name; a single series needs none."""
        return picture.keys(self.drawing)

    @property
    def has_implied(self) -> bool:
        return has_implied(self.drawing)

    @property
    def definition(self) -> str:
        """What the indicators drawn mean, as the catalogue says it."""
        meanings = dict.fromkeys(figure.meaning for figure in self.table.figures)
        return "；".join(f"{each.name}：{each.definition}" for each in meanings if each.definition)

    @property
    def description(self) -> str:
        """One sentence for those who hear the page."""
        kinds = {
            "lines": "折线图",
            "bars": "条形图",
            "shares": "构成条形图",
            "dots": "点图",
            "ranked": "条形图",
        }
        said = [
            f"{category}{mark.hover or mark.label}"
            for index, category in enumerate(self.drawing.categories)
            for mark in (series.marks[index] for series in self.drawing.series)
            if mark.hover or mark.label
        ]
        path = self.drawing.path
        said += [f"{path.name}：{path.label}"] if path else []
        return f"{kinds.get(self.drawing.kind, '柱状图')}：{'；'.join(said)}。"


def listed(*clauses: str) -> tuple[str, ...]:
    """Clauses of a title with commas between them; the comma ends a line, it never begins one."""
    return (*(f"{clause}，" for clause in clauses[:-1]), clauses[-1])


def slug(code: str) -> str:
    return code.replace(".", "-").replace("_", "-")


def about(figures: list[Figure], periods: str = "", unit: str = "") -> str:
    """口径, period, unit and source of a chart, as its caption prints them.

    `unit` is that of what is drawn where it is not that of the figures: %.
    """
    newest = figures[-1]
    scopes = dict.fromkeys(scope_name(figure) for figure in figures)
    units = dict.fromkeys(figure.meaning.unit for figure in figures)
    sources = dict.fromkeys(figure.source for figure in figures)
    return " · ".join(
        (
            f"口径：{'、'.join(scopes)}",
            f"时段：{periods or quoted(newest)}",
            f"单位：{unit or '、'.join(units)}",
            f"来源：{'；'.join(sources)}",
        )
    )


def origin(figures: Iterable[Figure | None]) -> tuple[str, str]:
    """状态 and 来源 of a row that holds several figures."""
    held = [figure for figure in figures if figure is not None]
    if not held:
        return "未公布", DASH
    standings = dict.fromkeys(figure.standing for figure in held)
    sources = dict.fromkeys(figure.source for figure in held)
    return "；".join(standings), "；".join(sources)


def mark(figure: Figure | None) -> Mark:
    if figure is None or figure.value is None:
        return NOTHING
    hover = f"{printed(figure)}{status(figure)}"
    is_break = figure.status in ("B", "D") or is_parted(figure.meaning, figure.year)
    return Mark(figure.value, value(figure), hover, is_break=is_break)


def is_parted(meaning: Meaning, year: int) -> bool:
    return meaning.is_parted(year - 1, year)


def partings(meaning: Meaning, years: range) -> tuple[Parting, ...]:
    """Where the breaks of a series fall among the years of a chart."""
    return tuple(
        Parting(years.index(mark.year), mark.title)
        for mark in meaning.breaks
        if mark.is_break and mark.year in years[1:]
    )
