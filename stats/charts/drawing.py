"""A chart's marks, and the static SVG of them; pure.

The SVG measures across in percent and upwards in pixels: it fills any width, from a telephone to
A4 paper, and its letters keep their size. Without JavaScript and in print it is the chart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from html import escape
from typing import Literal

COLOURS = ("#12436D", "#28A197", "#801650", "#F46A25")
INK, SOFT, LINE = "#0B1F33", "#46566A", "#66768A"
# Letters inside a bar of each colour: at least 4.5 to 1.
ON_COLOUR = ("#FFFFFF", "#0B1F33", "#FFFFFF", "#0B1F33")
TOP, BOTTOM, PLOT = 24, 26, 170
ROW, BAR = 52, 22
FEWEST_BANDS = 3
ROOM_ACROSS, ROOM_UPWARDS = 14, 16  # percent, pixels: what a label needs inside a bar
LINES_WIDTH, LABEL_HEIGHT = 88, 15  # percent left of the labels at the end; pixels


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
class Series:
    name: str
    marks: tuple[Mark, ...]


Kind = Literal["columns", "stacked", "bars", "shares", "lines"]


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

    @property
    def ticks(self) -> tuple[str, ...]:
        """What stands under the columns: years need no 年 there, and have no room for it."""
        return tuple(category.removesuffix("年") for category in self.categories)

    @property
    def height(self) -> int:
        if self.kind in ("bars", "shares"):
            return ROW * len(self.categories) + 4
        return self.floor + BOTTOM

    @property
    def floor(self) -> int:
        """Where the plot ends below; the names of breaks stand above it, one over another."""
        return TOP + LABEL_HEIGHT * len(self.partings) + PLOT

    @cached_property
    def largest(self) -> Decimal:
        """The value that fills the plot; every bar starts at 0."""
        heights = [
            [mark.value for mark in column if mark.value is not None] or [Decimal(0)]
            for column in zip(*(series.marks for series in self.series), strict=True)
        ]
        is_sum = self.kind in ("stacked", "shares")
        tallest = max(sum(h, Decimal(0)) if is_sum else max(h) for h in heights)
        return max(tallest, Decimal(0)) or Decimal(1)

    @cached_property
    def lowest(self) -> Decimal:
        """Below 0 only where something fell."""
        values = [mark.value for series in self.series for mark in series.marks if mark.value]
        return min(*values, Decimal(0), Decimal(0)) if self.kind == "bars" else Decimal(0)


def svg(drawing: Drawing) -> str:
    body = "".join([*parted(drawing), *PAINTERS[drawing.kind](drawing)])
    return (
        f'<svg width="100%" height="{drawing.height}" aria-hidden="true" focusable="false">'
        f"{hatch(drawing) if has_implied(drawing) else ''}{body}</svg>"
    )


def has_implied(drawing: Drawing) -> bool:
    return any(mark.is_implied for series in drawing.series for mark in series.marks)


def hatch(drawing: Drawing) -> str:
    return (
        f'<defs><pattern id="hatch-{drawing.id}" width="7" height="7" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="7" height="7" fill="#FFFFFF"/>'
        f'<rect width="2" height="7" fill="{COLOURS[0]}"/></pattern></defs>'
    )


def percent(number: Decimal | float) -> str:
    return f"{float(number):.2f}%"


def text(
    x: str, y: float, words: str, *, anchor: str = "middle", fill: str = INK, dx: int = 0
) -> str:
    shift = f' dx="{dx}"' if dx else ""
    return (
        f'<text x="{x}" y="{y:.0f}"{shift} text-anchor="{anchor}" fill="{fill}">'
        f"{escape(words)}</text>"
    )


def rect(drawing: Drawing, mark: Mark, colour: str, place: tuple[str, float, str, float]) -> str:
    x, y, width, height = place
    paint = f'fill="{colour}"'
    if mark.is_implied:
        paint = f'fill="url(#hatch-{drawing.id})" stroke="{colour}" stroke-dasharray="4 3"'
    return f'<rect x="{x}" y="{y:.1f}" width="{width}" height="{height:.1f}" {paint}/>'


def base_line(y: int) -> str:
    return f'<line x1="0" x2="100%" y1="{y}" y2="{y}" stroke="{LINE}"/>'


def parted(drawing: Drawing) -> Iterator[str]:
    """A dashed line before each category a break stands at, with the break's name at its head."""
    count = len(drawing.categories)
    lefts = [line_band(drawing) * index for index in range(count)]
    if drawing.kind != "lines":
        lefts = [left for _index, left, _band in bands(drawing)]
    for order, parting in enumerate(drawing.partings):
        x, y = percent(lefts[parting.index]), LABEL_HEIGHT * (order + 1)
        is_left = parting.index * 2 >= count
        yield (
            f'<line x1="{x}" x2="{x}" y1="{y - 12}" y2="{drawing.floor}" stroke="{LINE}" '
            'stroke-dasharray="5 4"/>'
        )
        anchor, dx = ("end", -5) if is_left else ("start", 5)
        yield text(x, y - 2, parting.words, anchor=anchor, fill=SOFT, dx=dx)


def line_band(drawing: Drawing) -> float:
    """How wide a year of a line chart is, in percent: several lines leave room at their ends."""
    return (100 if len(drawing.series) == 1 else LINES_WIDTH) / len(drawing.categories)


def bands(drawing: Drawing) -> Iterator[tuple[int, float, float]]:
    """Index, left edge and width of each category, in percent; few categories stay slim."""
    band = 100 / max(len(drawing.categories), FEWEST_BANDS)
    start = (100 - band * len(drawing.categories)) / 2
    for index in range(len(drawing.categories)):
        yield index, start + band * index, band


def pixels(drawing: Drawing, number: Decimal) -> float:
    return float(number / drawing.largest) * PLOT


def columns(drawing: Drawing) -> Iterator[str]:
    for index, left, band in bands(drawing):
        yield text(percent(left + band / 2), drawing.floor + 18, drawing.ticks[index], fill=SOFT)
        width = band * 0.68 / len(drawing.series)
        for order, series in enumerate(drawing.series):
            mark = series.marks[index]
            x = left + band * 0.16 + width * order
            middle = percent(x + width / 2)
            if mark.value is None:
                yield text(middle, drawing.floor - 6, mark.label, fill=SOFT)
                continue
            height = pixels(drawing, mark.value)
            y = drawing.floor - height
            yield rect(
                drawing, mark, COLOURS[order], (percent(x), y, percent(width * 0.96), height)
            )
            yield text(middle, y - 6, mark.label)
    yield base_line(drawing.floor)


def stacked(drawing: Drawing) -> Iterator[str]:
    for index, left, band in bands(drawing):
        middle = percent(left + band / 2)
        yield text(middle, drawing.floor + 18, drawing.ticks[index], fill=SOFT)
        y = float(drawing.floor)
        for order, series in enumerate(drawing.series):
            mark = series.marks[index]
            if mark.value is None:
                continue
            height = pixels(drawing, mark.value)
            y -= height
            place = (percent(left + band * 0.16), y, percent(band * 0.68), max(height - 1, 0.5))
            yield rect(drawing, mark, COLOURS[order], place)
            if height > ROOM_UPWARDS:
                yield text(middle, y + height / 2 + 4, mark.label, fill=ON_COLOUR[order])
    yield base_line(drawing.floor)


def bars(drawing: Drawing) -> Iterator[str]:
    """Names above the bars, so that long ones need no margin; falls reach left of the zero."""
    marks = drawing.series[0].marks
    span = (drawing.largest - drawing.lowest) / 76
    zero = -drawing.lowest / span
    for index, (category, mark) in enumerate(zip(drawing.categories, marks, strict=True)):
        y = ROW * index
        yield text("0", y + 16, category, anchor="start", fill=SOFT)
        if mark.value is None:
            yield text("0", y + 38, mark.label, anchor="start", fill=SOFT)
            continue
        colour = COLOURS[drawing.is_comparison and index > 0]
        end = zero + mark.value / span
        place = (percent(min(zero, end)), y + 22.0, percent(abs(end - zero)), float(BAR))
        yield rect(drawing, mark, colour, place)
        yield text(percent(max(zero, end)), y + 38, mark.label, anchor="start", dx=6)


def shares(drawing: Drawing) -> Iterator[str]:
    for index, category in enumerate(drawing.categories):
        y, x = ROW * index, Decimal(0)
        detail = f"　{drawing.details[index]}" if drawing.details else ""
        yield text("0", y + 16, category + detail, anchor="start", fill=SOFT)
        for order, series in enumerate(drawing.series):
            mark = series.marks[index]
            if mark.value is None:
                continue
            place = (percent(x), y + 22.0, percent(mark.value), float(BAR))
            yield rect(drawing, mark, COLOURS[order], place)
            if mark.value > ROOM_ACROSS:
                middle = percent(x + mark.value / 2)
                yield text(middle, y + 38, mark.label, fill=ON_COLOUR[order])
            x += mark.value


def lines(drawing: Drawing) -> Iterator[str]:
    """A single line prints every value; several print the last ones, behind their ends."""
    band = line_band(drawing)
    for index, category in enumerate(drawing.ticks):
        yield text(percent(band * (index + 0.5)), drawing.floor + 18, category, fill=SOFT)
    yield base_line(drawing.floor)
    for order, series in reversed(list(enumerate(drawing.series))):
        before = None
        for index, mark in enumerate(series.marks):
            if mark.value is None:
                before = None
                continue
            x, y = percent(band * (index + 0.5)), drawing.floor - pixels(drawing, mark.value)
            if before and not mark.is_break:
                yield (
                    f'<line x1="{before[0]}" y1="{before[1]:.1f}" x2="{x}" y2="{y:.1f}" '
                    f'stroke="{COLOURS[order]}" stroke-width="{3 if order == 0 else 2}"/>'
                )
            yield f'<circle cx="{x}" cy="{y:.1f}" r="4" fill="{COLOURS[order]}"/>'
            if len(drawing.series) == 1:
                yield text(x, y - 9, mark.label)
            before = (x, y)
    end = percent(band * (len(drawing.categories) - 0.5))
    for order, height in end_labels(drawing).items():
        label = drawing.series[order].marks[-1].label
        yield text(end, drawing.floor - height + 4, label, anchor="start", dx=9)


def end_labels(drawing: Drawing) -> dict[int, float]:
    """Height in pixels of each line's label behind its last point, pushed apart where too close."""
    if len(drawing.series) == 1:
        return {}
    wanted = {
        order: pixels(drawing, last)
        for order, series in enumerate(drawing.series)
        if (last := series.marks[-1].value) is not None
    }
    placed: dict[int, float] = {}
    floor = float("-inf")
    for order in sorted(wanted, key=lambda order: wanted[order]):
        placed[order] = floor = max(wanted[order], floor + LABEL_HEIGHT)
    return placed


PAINTERS: dict[Kind, Callable[[Drawing], Iterator[str]]] = {
    "columns": columns,
    "stacked": stacked,
    "bars": bars,
    "shares": shares,
    "lines": lines,
}


def spark(values: list[Decimal]) -> str:
    """A row of small columns without letters, for a card; decoration only."""
    top = max(values) or Decimal(1)
    step = 100 / len(values)
    drawn = []
    for index, number in enumerate(values):
        height = max(float(number / top) * 28, 1)
        colour = COLOURS[0] if index == len(values) - 1 else "#9DB4C8"
        drawn.append(
            f'<rect x="{percent(step * index)}" y="{28 - height:.1f}" '
            f'width="{percent(step * 0.7)}" height="{height:.1f}" fill="{colour}"/>'
        )
    return (
        f'<svg width="96" height="28" aria-hidden="true" focusable="false">{"".join(drawn)}</svg>'
    )
