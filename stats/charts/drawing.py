"""A chart's marks, and where they stand: across in percent, upwards in pixels; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from cixi_ip.patterns import COLOURS

SOFT, LINE = "#46566A", "#66768A"
WAY = COLOURS[3]  # seen on the bars and beside them
TOP, BOTTOM, PLOT = 24, 26, 170
ROW, BAR, BAR_TOP = 52, 22, 22
BARS_WIDTH = 76  # percent left of the label of the longest bar
DOT_ROW, DOT_GAP = 26, 10
FEWEST_BANDS = 3
ROOM_ACROSS, ROOM_UPWARDS = 14, 16  # percent, pixels: what a label needs inside a bar
LETTERS = 13  # pixels: a part of a stack as high as this holds its value
LINES_WIDTH, LABEL_HEIGHT = 84, 15  # percent left of the labels at the end; pixels
END_GAP = 17  # pixels from one label at the end of a line to the next
AIM_HALF = 0.25  # half the width of a planned value by itself, as a part of its category


@dataclass(frozen=True)
class Mark:
    """One bar, segment or point: what it measures, what is printed beside it, what hover says.

    `is_implied` is worked out from a printed growth rate, never published: it is hatched.
    """

    value: Decimal | None
    label: str = ""
    hover: str = ""
    is_implied: bool = False
    is_break: bool = False
    aim: Decimal | None = None  # of bars: a planned value, drawn as an empty frame


NOTHING = Mark(None, "未公布")
LONGEST = 10  # characters of a break's name on the picture; the notes below say all of it


@dataclass(frozen=True)
class Parting:
    """A break before the category of this index: what stands left of it counts something else."""

    index: int
    name: str

    @property
    def words(self) -> str:
        return self.name if len(self.name) <= LONGEST else f"{self.name[: LONGEST - 1]}…"


@dataclass(frozen=True)
class Path:
    """The straight way to a planned value, a dashed line; its end is the plan's mark.

    `points` are (index of the category, value). A level one stands behind what it is compared with;
    one point alone is the planned value in its own place, a short line, and no way to it.
    """

    points: tuple[tuple[int, Decimal], ...]
    name: str
    label: str

    @property
    def is_level(self) -> bool:
        return len({value for _index, value in self.points}) == 1


@dataclass(frozen=True)
class Series:
    """What is counted, over all categories; `short` is its name where its line ends."""

    name: str
    marks: tuple[Mark, ...]
    short: str = ""


Kind = Literal["columns", "stacked", "bars", "shares", "lines", "dots", "ranked"]


@dataclass(frozen=True)
class Drawing:
    """What is drawn: one mark of each series per category."""

    id: str
    kind: Kind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    is_comparison: bool = False  # bars: ours first, the others in another colour
    details: tuple[str, ...] = ()  # said behind the name of each category
    partings: tuple[Parting, ...] = ()  # of columns, stacked and lines
    path: Path | None = None  # of columns, stacked and lines
    own: int | None = None  # of dots: which place is ours
    apart: int = 0  # of dots: so many of the last places are what the others are measured by
    guide: int | None = None  # of dots: which place's value a dashed line leads past all others

    @property
    def ticks(self) -> tuple[str, ...]:
        """What stands under the columns: years need no 年 there, and have no room for it."""
        return tuple(category.removesuffix("年") for category in self.categories)

    @property
    def height(self) -> int:
        if self.kind in ("bars", "shares"):
            return ROW * len(self.categories) + 4
        if self.kind in ("dots", "ranked"):
            return DOT_ROW * len(self.categories) + (DOT_GAP if self.apart else 0) + 4
        return self.floor + BOTTOM

    @property
    def floor(self) -> int:
        """Where the plot ends below; the names of breaks stand above it, one over another."""
        return TOP + LABEL_HEIGHT * len(self.partings) + PLOT

    @cached_property
    def largest(self) -> Decimal:
        """The value that fills the plot; every bar starts at 0."""
        heights = [
            [height for mark in column for height in (mark.value, mark.aim) if height is not None]
            or [Decimal(0)]
            for column in zip(*(series.marks for series in self.series), strict=True)
        ]
        is_sum = self.kind in ("stacked", "shares")
        tallest = max(sum(h, Decimal(0)) if is_sum else max(h) for h in heights)
        if self.path:
            tallest = max(tallest, *(value for _index, value in self.path.points))
        return max(tallest, Decimal(0)) or Decimal(1)

    def is_footed(self, mark: Mark) -> bool:
        """Whether a column's value stands in its foot: over the tops runs the way to the plan."""
        is_crossed = self.path is not None and not self.path.is_level
        return is_crossed and pixels(self, mark.value or Decimal(0)) > 2 * ROOM_UPWARDS

    @cached_property
    def lowest(self) -> Decimal:
        """Below 0 only where something fell."""
        values = [mark.value for series in self.series for mark in series.marks if mark.value]
        return min(*values, Decimal(0), Decimal(0)) if self.kind == "bars" else Decimal(0)


def has_implied(drawing: Drawing) -> bool:
    return any(mark.is_implied for series in drawing.series for mark in series.marks)


def unknown(drawing: Drawing, index: int) -> str:
    """The word 未公布 of a category none of whose marks has a value."""
    marks = [series.marks[index] for series in drawing.series]
    return marks[0].label if all(mark.value is None for mark in marks) else ""


def line_band(drawing: Drawing) -> float:
    """How wide a year of a line chart is, in percent: several lines leave room at their ends."""
    has_room = len(drawing.series) == 1 or drawing.path is not None
    return (100 if has_room else LINES_WIDTH) / len(drawing.categories)


def category_width(drawing: Drawing) -> float:
    """In percent."""
    if drawing.kind == "lines":
        return line_band(drawing)
    return 100 / max(len(drawing.categories), FEWEST_BANDS)


def bands(drawing: Drawing) -> Iterator[tuple[int, float, float]]:
    """Index, left edge and width of each category, in percent; few categories stay slim."""
    band = category_width(drawing)
    start = (100 - band * len(drawing.categories)) / 2
    for index in range(len(drawing.categories)):
        yield index, start + band * index, band


def middles(drawing: Drawing) -> list[float]:
    """Where the categories stand, in percent."""
    if drawing.kind == "lines":
        band = line_band(drawing)
        return [band * (index + 0.5) for index in range(len(drawing.categories))]
    return [left + band / 2 for _index, left, band in bands(drawing)]


def pixels(drawing: Drawing, number: Decimal) -> float:
    return float(number / drawing.largest) * PLOT


def has_room(drawing: Drawing, index: int, order: int) -> bool:
    """Whether a part of a stack or of a whole holds its label."""
    value = drawing.series[order].marks[index].value or Decimal(0)
    return pixels(drawing, value) >= LETTERS if drawing.kind == "stacked" else value > ROOM_ACROSS


def last_known(series: Series) -> int | None:
    """Index of the last mark that has a value."""
    known = [index for index, mark in enumerate(series.marks) if mark.value is not None]
    return known[-1] if known else None


def end_labels(drawing: Drawing) -> dict[int, float]:
    """Height in pixels of each line's label behind its last point, pushed apart where too close.

    Upwards, as far as the picture goes; from there downwards.
    A line that ends before the others has none: its label would stand at the wrong year.
    """
    if len(drawing.series) == 1:
        return {}
    ends = {order: last_known(series) for order, series in enumerate(drawing.series)}
    end = max((index for index in ends.values() if index is not None), default=None)
    wanted = {
        order: pixels(drawing, drawing.series[order].marks[index].value or Decimal(0))
        for order, index in ends.items()
        if index is not None and index == end
    }
    placed: dict[int, float] = {}
    upwards = sorted(wanted, key=lambda order: wanted[order])
    floor, ceiling = float("-inf"), float(PLOT + TOP - LABEL_HEIGHT)
    for order in upwards:
        placed[order] = floor = max(wanted[order], floor + END_GAP)
    for order in reversed(upwards):
        placed[order] = min(placed[order], ceiling)
        ceiling = placed[order] - END_GAP
    return placed
