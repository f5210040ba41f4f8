"""The static SVG of a chart; pure.

It measures across in percent and upwards in pixels: it fills any width, from a telephone to A4
paper, and its letters keep their size. Without JavaScript and in print it is the chart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from html import escape
from itertools import pairwise

from cixi_ip import patterns
from cixi_ip.patterns import COLOURS, INK, PAPER
from stats.charts.drawing import (
    AIM_HALF,
    BAR,
    BAR_TOP,
    BARS_WIDTH,
    LABEL_HEIGHT,
    LINE,
    ROW,
    SOFT,
    WAY,
    Drawing,
    Kind,
    Mark,
    Series,
    bands,
    category_width,
    end_labels,
    has_implied,
    has_room,
    last_known,
    line_band,
    middles,
    pixels,
    unknown,
)

Place = tuple[str, float, str, float]  # x, y, width, height


def svg(drawing: Drawing, width: int | None = None) -> str:
    """In pixels over any width; or drawn for a `width`, so that all of it grows with its place."""
    size = f'viewBox="0 0 {width} ' if width else 'width="100%" height="'
    is_behind = drawing.path is not None and drawing.path.is_level
    way, marks = list(walked(drawing)), list(PAINTERS[drawing.kind](drawing))
    body = [
        *parted(drawing),
        *([*way, *marks] if is_behind else [*marks, *way]),
        *reached(drawing),
    ]
    return (
        f'<svg {size}{drawing.height}" aria-hidden="true" focusable="false">'
        f"{definitions(drawing)}{''.join(body)}</svg>"
    )


def definitions(drawing: Drawing) -> str:
    """The patterns the bars are filled with."""
    count = 0 if drawing.kind == "lines" else len(drawing.series) + drawing.is_comparison
    made = [patterns.pattern(weave(drawing, order), order) for order in range(count)]
    if has_implied(drawing):
        made.append(patterns.hatch(f"hatch-{drawing.id}"))
    return f"<defs>{''.join(made)}</defs>" if any(made) else ""


def weave(drawing: Drawing, order: int) -> str:
    return f"weave-{order + 1}-{drawing.id}"


def keys(drawing: Drawing) -> list[tuple[str, str]]:
    """The legend: what each series and each special mark looks like, and its name."""
    made = []
    for order, series in enumerate(drawing.series):
        is_line = drawing.kind == "lines"
        key = patterns.key_of_bar(f"key-{order + 1}-{drawing.id}", order)
        made.append((patterns.key_of_line(order) if is_line else key, series.name))
    if has_implied(drawing):
        made.append((patterns.key_of_implied(f"key-hatch-{drawing.id}"), "推算区间"))
    if drawing.path:
        made.append((key_of_path(), drawing.path.name))
    return made if len(made) > 1 else []


def key_of_path() -> str:
    return patterns.small(32, 12, dashed("0", 6, "100%", 6), ring("16", 6, 4))


def dashed(x1: str, y1: float, x2: str, y2: float) -> str:
    return (
        f'<line class="line" x1="{x1}" y1="{y1:.1f}" x2="{x2}" y2="{y2:.1f}" stroke="{WAY}" '
        'stroke-width="2" stroke-dasharray="6 4"/>'
    )


def ring(x: str, y: float, radius: int = 5) -> str:
    return (
        f'<circle class="ring" cx="{x}" cy="{y:.1f}" r="{radius}" fill="{PAPER}" '
        f'stroke="{WAY}" stroke-width="2"/>'
    )


def percent(number: Decimal | float) -> str:
    return f"{float(number):.2f}%"


def text(
    x: str,
    y: float,
    words: str,
    *,
    anchor: str = "middle",
    fill: str = INK,
    dx: int = 0,
    on: str = "",
) -> str:
    """Words, cut free of the pattern or line they stand `on` in that colour."""
    shift = f' dx="{dx}"' if dx else ""
    halo = (
        f' stroke="{on}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
        if on
        else ""
    )
    return (
        f'<text x="{x}" y="{y:.0f}"{shift} text-anchor="{anchor}" fill="{fill}"{halo}>'
        f"{escape(words)}</text>"
    )


def rect(drawing: Drawing, mark: Mark, order: int, place: Place) -> str:
    paint = patterns.paint(weave(drawing, order), order)
    if mark.is_implied:
        paint = patterns.paint_implied(f"hatch-{drawing.id}")
    return f"<rect {placed(place)} {paint}/>"


def placed(place: Place) -> str:
    x, y, width, height = place
    return f'x="{x}" y="{y:.1f}" width="{width}" height="{height:.1f}"'


def base_line(y: int) -> str:
    return f'<line class="rule" x1="0" x2="100%" y1="{y}" y2="{y}" stroke="{LINE}"/>'


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
            f'<line class="rule" x1="{x}" x2="{x}" y1="{y - 12}" y2="{drawing.floor}" '
            f'stroke="{LINE}" stroke-dasharray="5 4"/>'
        )
        anchor, dx = ("end", -5) if is_left else ("start", 5)
        yield text(x, y - 2, parting.words, anchor=anchor, fill=SOFT, dx=dx)


def way_points(drawing: Drawing) -> list[tuple[float, float]]:
    if drawing.path is None:
        return []
    across = middles(drawing)
    return [
        (across[index], drawing.floor - pixels(drawing, value))
        for index, value in drawing.path.points
    ]


def walked(drawing: Drawing) -> Iterator[str]:
    """The way to the planned value; a value alone has a short line in its own place."""
    points = way_points(drawing)
    if len(set(points)) == 1:
        (x, y), half = points[0], AIM_HALF * category_width(drawing)
        points = [(x - half, y), (x + half, y)]
    for (x1, y1), (x2, y2) in pairwise(points):
        yield dashed(percent(x1), y1, percent(x2), y2)


def reached(drawing: Drawing) -> Iterator[str]:
    """The planned value: a ring with the value over it."""
    if drawing.path is not None:
        x, y = way_points(drawing)[-1]
        yield ring(percent(x), y)
        yield text(percent(x), y - 11, drawing.path.label, on=PAPER)


def ticks(drawing: Drawing) -> Iterator[str]:
    """The years under columns and lines, and the line they stand below."""
    for x, tick in zip(middles(drawing), drawing.ticks, strict=True):
        yield text(percent(x), drawing.floor + 18, tick, fill=SOFT)
    yield base_line(drawing.floor)


def columns(drawing: Drawing) -> Iterator[str]:
    for index, left, band in bands(drawing):
        width = band * 0.68 / len(drawing.series)
        for order, series in enumerate(drawing.series):
            x = left + band * 0.16 + width * order
            yield from column(drawing, series.marks[index], order, (x, width))
    yield from ticks(drawing)


def column(drawing: Drawing, mark: Mark, order: int, across: tuple[float, float]) -> Iterator[str]:
    """One column with its value over it; the word 未公布 where there is none."""
    x, width = across
    middle = percent(x + width / 2)
    if mark.value is None:
        yield text(middle, drawing.floor - 6, mark.label, fill=SOFT, on=PAPER)
        return
    height = pixels(drawing, mark.value)
    y = drawing.floor - height
    yield rect(drawing, mark, order, (percent(x), y, percent(width * 0.96), height))
    if drawing.is_footed(mark):
        yield inside(middle, drawing.floor - 8, mark, order)
    else:
        yield text(middle, y - 6, mark.label, on=PAPER)


def stacked(drawing: Drawing) -> Iterator[str]:
    """Parts on one another, each with its value; one too low for letters has it in the table."""
    words = []
    for index, left, band in bands(drawing):
        middle = percent(left + band / 2)
        y = float(drawing.floor)
        if word := unknown(drawing, index):
            words.append(text(middle, y - 6, word, fill=SOFT, on=PAPER))
        for order, series in enumerate(drawing.series):
            mark = series.marks[index]
            if mark.value is None:
                continue
            height = pixels(drawing, mark.value)
            y -= height
            place = (percent(left + band * 0.16), y, percent(band * 0.68), max(height - 1, 0.5))
            yield rect(drawing, mark, order, place)
            if has_room(drawing, index, order):
                words.append(inside(middle, y + height / 2 + 5, mark, order))
    yield from words
    yield from ticks(drawing)


def inside(x: str, y: float, mark: Mark, order: int) -> str:
    fill, on = patterns.letters(order)
    return text(x, y, mark.label, fill=fill, on=on)


def bars(drawing: Drawing) -> Iterator[str]:
    """Names above the bars, so that long ones need no margin; falls reach left of the zero."""
    marks = drawing.series[0].marks
    span = (drawing.largest - drawing.lowest) / BARS_WIDTH
    zero = -drawing.lowest / span
    for index, (category, mark) in enumerate(zip(drawing.categories, marks, strict=True)):
        y = ROW * index
        detail = f"　{drawing.details[index]}" if drawing.details else ""
        yield text("0", y + 16, category + detail, anchor="start", fill=SOFT)
        if mark.aim is not None:
            yield frame((percent(zero), float(y + BAR_TOP), percent(mark.aim / span), float(BAR)))
        if mark.value is None:
            yield text("0", y + 38, mark.label, anchor="start", fill=SOFT, dx=6 * bool(mark.aim))
            continue
        end = zero + mark.value / span
        place = (percent(min(zero, end)), float(y + BAR_TOP), percent(abs(end - zero)), float(BAR))
        yield rect(drawing, mark, int(drawing.is_comparison and index > 0), place)
        right = max(zero, end, zero + (mark.aim or 0) / span)
        yield text(percent(right), y + 38, mark.label, anchor="start", dx=6)


def frame(place: Place) -> str:
    """An empty dashed bar, as long as what is planned."""
    paint = f'class="ring" fill="{PAPER}" stroke="{LINE}" stroke-dasharray="4 3"'
    return f"<rect {placed(place)} {paint}/>"


def shares(drawing: Drawing) -> Iterator[str]:
    for index, category in enumerate(drawing.categories):
        y, x = ROW * index, Decimal(0)
        detail = f"　{drawing.details[index]}" if drawing.details else ""
        yield text("0", y + 16, category + detail, anchor="start", fill=SOFT)
        for order, series in enumerate(drawing.series):
            mark = series.marks[index]
            if mark.value is None:
                continue
            place = (percent(x), float(y + BAR_TOP), percent(mark.value), float(BAR))
            yield rect(drawing, mark, order, place)
            if has_room(drawing, index, order):
                yield inside(percent(x + mark.value / 2), y + 38, mark, order)
            x += mark.value


def lines(drawing: Drawing) -> Iterator[str]:
    """A single line prints every value; several print the last ones, behind their ends."""
    yield from ticks(drawing)
    for order, series in reversed(list(enumerate(drawing.series))):
        yield from line(drawing, order, series)
    across = middles(drawing)
    for order, height in end_labels(drawing).items():
        series = drawing.series[order]
        last = last_known(series) or 0
        label = series.short + series.marks[last].label
        yield text(
            percent(across[last]), drawing.floor - height + 4, label, anchor="start", dx=9, on=PAPER
        )


def line(drawing: Drawing, order: int, series: Series) -> Iterator[str]:
    """One line with a marker at each value; it has a gap where there is none, and at a break."""
    before, points = None, []
    for x, mark in zip(map(percent, middles(drawing)), series.marks, strict=True):
        if mark.value is None:
            before = None
            continue
        y = drawing.floor - pixels(drawing, mark.value)
        if before and not mark.is_break:
            yield (
                f'<line x1="{before[0]}" y1="{before[1]:.1f}" x2="{x}" y2="{y:.1f}" '
                f"{patterns.stroke(order)}/>"
            )
        points.append(patterns.point(x, y, order))
        if len(drawing.series) == 1:
            points.append(text(x, y - 9, mark.label, on=PAPER))
        before = (x, y)
    yield from points


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
    return patterns.small(96, 28, *drawn)
