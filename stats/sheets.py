"""A table as pages show it and files hold it: columns, rows, notes, what it is made of; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from html import escape
from itertools import groupby
from typing import Literal

from cixi_ip.wording import DASH, number, rounded
from stats.arithmetic import Break, Figure


@dataclass(frozen=True)
class Number:
    """A number with the decimals it is printed with; a file holds the value itself."""

    value: Decimal
    digits: int = 0
    suffix: str = ""  # %
    is_signed: bool = False  # a difference: +698, -5

    def __str__(self) -> str:
        plus = "+" if self.is_signed and rounded(self.value, self.digits) > 0 else ""
        return plus + number(self.value, self.digits, grouped=True) + self.suffix


@dataclass(frozen=True)
class Toned:
    """Words that a page colours by what they tell (site.css); a file holds the words alone."""

    said: str
    style: str

    def __str__(self) -> str:
        return self.said


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere; a file holds what it says."""

    said: str | Number | Toned
    url: str

    def __str__(self) -> str:
        return str(self.said)


Cell = str | Number | Link | Toned


@dataclass(frozen=True)
class Column:
    name: str
    kind: Literal["text", "number"] = "text"
    width: int = 16  # of a file's column, in characters
    is_unbroken: bool = False

    @property
    def style(self) -> str:
        if self.kind == "number":
            return ' class="number"'
        return ' class="unbroken"' if self.is_unbroken else ""


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first cell of a row is its head.

    Where `is_grouped`, the first column is printed as a heading over the rows that share it; the
    file keeps it as a column. `figures` are what the rows were made of: a file explains them.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    id: str = ""  # in addresses
    name: str = ""
    notes: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    is_grouped: bool = False
    running: str = ""  # a line over the heads on every sheet of paper
    empty: str = ""  # what to say where there are no rows
    names_cells: bool = False

    @property
    def words(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(map(str, row)) for row in self.rows)

    @property
    def inside(self) -> str:
        """Head and rows as HTML, escaped; a template loop would take five times as long."""
        heads = "".join(
            f'<th scope="col"{column.style}>{escape(column.name)}</th>'
            for column in self.columns[self.is_grouped :]
        )
        return f"<thead>{self.top()}<tr>{heads}</tr></thead>{''.join(self.bodies())}"

    def top(self) -> str:
        """Only paper shows it: a screen has the page's own title."""
        if not self.running:
            return ""
        span = len(self.columns) - self.is_grouped
        return f'<tr class="running"><td colspan="{span}">{escape(self.running)}</td></tr>'

    @property
    def stacked(self) -> str:
        """As `inside`, each cell with the name of its column, for where a row is a small block."""
        return replace(self, names_cells=True).inside

    def bodies(self) -> Iterator[str]:
        if not self.is_grouped:
            yield f"<tbody>{''.join(self.lines(self.rows))}</tbody>"
            return
        span = len(self.columns) - 1
        for heading, rows in groupby(self.rows, key=lambda row: str(row[0])):
            head = f'<th colspan="{span}" scope="rowgroup">{escape(heading)}</th>'
            lines = "".join(self.lines(row[1:] for row in rows))
            yield f'<tbody><tr class="group">{head}</tr>{lines}</tbody>'

    def lines(self, rows: Iterable[tuple[Cell, ...]]) -> Iterator[str]:
        columns = self.columns[self.is_grouped :]
        starts = [f"td{column.style}{self.naming(column)}" for column in columns[1:]]
        for row in rows:
            cells = "".join(
                f"<{start}>{shown(cell)}</td>" for start, cell in zip(starts, row[1:], strict=True)
            )
            yield f'<tr><th scope="row"{columns[0].style}>{shown(row[0])}</th>{cells}</tr>'

    def naming(self, column: Column) -> str:
        return f' data-name="{escape(column.name)}"' if self.names_cells else ""


def shown(cell: Cell) -> str:
    if isinstance(cell, Link):
        return f'<a href="{escape(cell.url)}">{shown(cell.said)}</a>'
    if isinstance(cell, Toned):
        return f'<span class="{cell.style}">{arrowed(cell.said)}</span>'
    return escape(str(cell))


def linked(pieces: Iterable[Cell]) -> str:
    """A sentence as HTML, escaped, whose pieces may lead somewhere."""
    return "".join(map(shown, pieces))


def arrowed(said: str) -> str:
    """▲ 比上年增长6.9%: the arrow is larger than the letters, which fonts draw it smaller than."""
    if said[:1] in ("▲", "▼"):
        return f'<span class="arrow">{said[0]}</span>{escape(said[1:])}'
    return escape(said)


def measured(figure: Figure | None) -> Number | str:
    """The value as a cell; a dash where nothing is published."""
    if figure is None or figure.value is None:
        return DASH
    return Number(figure.value, figure.digits)


def difference(old: Number | str, new: Number | str) -> Number | str:
    """New less old, signed; a dash where one of them is none."""
    if isinstance(old, str) or isinstance(new, str):
        return DASH
    return Number(new.value - old.value, max(old.digits, new.digits), is_signed=True)


def counted(count: int) -> Number:
    return Number(Decimal(count))


def columns(*names: str | Column) -> tuple[Column, ...]:
    """Columns of text by their names; others are given as they are."""
    return tuple(Column(name) if isinstance(name, str) else name for name in names)


def amount(name: str) -> Column:
    return Column(name, "number", width=14)


def short(name: str, width: int = 10) -> Column:
    return Column(name, width=width, is_unbroken=True)


def noted(figures: Iterable[Figure], first: int, last: int) -> tuple[str, ...]:
    """The notes on these figures' series that a reader of the years needs, each once.

    A break before the first year is behind the reader; one at it parts it from nothing shown.
    """
    found: dict[Break, list[str]] = {}
    for meaning in dict.fromkeys(figure.meaning for figure in figures):
        for mark in meaning.breaks:
            if first + mark.is_break <= mark.year <= last:
                found.setdefault(mark, []).append(meaning.name)
    return tuple(f"{'、'.join(names)}：{mark.words}" for mark, names in found.items())
