"""Places one under another: a dot plot, and bars in the order of their rank; pure.

Names stand left, what is printed of each stands right, so that nothing is covered at any width.
The picture and the data for plotly.js are measured alike: across in percent, downwards in pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from cixi_ip.patterns import COLOURS, INK, PAPER
from stats.charts.drawing import DOT_GAP, DOT_ROW, LINE, SOFT, Drawing, Mark
from stats.charts.picture import PAINTERS, percent, rect, text

RADIUS, THICKNESS = 6, 16  # pixels
PALE = "#D5DCE4"
# Where the values begin and end, in percent of the width; ranked bars print theirs behind the end.
PLOTS = {"dots": (27, 69), "ranked": (22, 74)}
Row = tuple[int, float, str, Mark]


def rows(drawing: Drawing) -> list[Row]:
    """Index, middle in pixels, name and mark of each row."""
    marks = drawing.series[0].marks
    return [
        (index, DOT_ROW * (index + 0.5) + DOT_GAP * is_apart(drawing, index), name, mark)
        for index, (name, mark) in enumerate(zip(drawing.categories, marks, strict=True))
    ]


def ends(drawing: Drawing) -> tuple[Decimal, Decimal]:
    """The values at both edges of the plot; 0 is always inside."""
    values = [mark.value for mark in drawing.series[0].marks if mark.value is not None]
    low, high = min(values, default=Decimal(0)), max(values, default=Decimal(0))
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    return low, high if high > low else low + 1


def across(drawing: Drawing, value: Decimal) -> float:
    """Where a value stands, in percent of the width."""
    left, right = PLOTS[drawing.kind]
    low, high = ends(drawing)
    return left + float((value - low) / (high - low)) * (right - left)


def is_apart(drawing: Drawing, index: int) -> bool:
    return index >= len(drawing.categories) - drawing.apart


def reference(drawing: Drawing) -> Decimal | None:
    """The value that a dashed line leads past all the rows."""
    return None if drawing.guide is None else drawing.series[0].marks[drawing.guide].value


def ink(drawing: Drawing, index: int) -> str:
    return INK if index == drawing.own else SOFT


def upright(x: float, y1: float, y2: float, paint: str) -> str:
    place = percent(x)
    return f'<line x1="{place}" x2="{place}" y1="{y1:.0f}" y2="{y2:.0f}" {paint}/>'


def paint_dots(drawing: Drawing) -> Iterator[str]:
    left, right = map(percent, PLOTS["dots"])
    end = drawing.height - 2
    yield upright(across(drawing, Decimal(0)), 2, end, f'class="rule" stroke="{LINE}"')
    aim = reference(drawing)
    if aim is not None:
        paint = f'class="line" stroke="{COLOURS[2]}" stroke-dasharray="3 3"'
        yield upright(across(drawing, aim), 2, end, paint)
    for index, y, name, mark in rows(drawing):
        yield text("0", y + 4, name, anchor="start", fill=ink(drawing, index))
        yield text("100%", y + 4, mark.label, anchor="end", fill=ink(drawing, index))
        if mark.value is None:
            continue
        rule = f'<line class="rule" x1="{left}" x2="{right}" y1="{y:.0f}" y2="{y:.0f}"'
        yield f'{rule} stroke="{PALE}"/>'
        x = across(drawing, mark.value)
        if is_apart(drawing, index):
            yield upright(x, y - 8, y + 8, f'class="line" stroke="{COLOURS[2]}" stroke-width="4"')
            continue
        kind, fill = ("point", COLOURS[0]) if index == drawing.own else ("ring", PAPER)
        yield (
            f'<circle class="{kind}" cx="{percent(x)}" cy="{y:.0f}" r="{RADIUS}" fill="{fill}" '
            f'stroke="{COLOURS[0]}" stroke-width="2"/>'
        )


def paint_ranked(drawing: Drawing) -> Iterator[str]:
    zero = across(drawing, Decimal(0))
    for index, y, name, mark in rows(drawing):
        yield text(percent(PLOTS["ranked"][0]), y + 4, name, anchor="end", dx=-8)
        if drawing.details:
            yield text("100%", y + 4, drawing.details[index], anchor="end", fill=SOFT)
        if mark.value is None:
            yield text(percent(zero), y + 4, mark.label, anchor="start", fill=SOFT, dx=6)
            continue
        x = across(drawing, mark.value)
        place = (percent(min(x, zero)), y - THICKNESS / 2, percent(abs(x - zero)), float(THICKNESS))
        yield rect(drawing, mark, 0, place)
        yield text(percent(max(x, zero)), y + 4, mark.label, anchor="start", dx=6)
    yield upright(zero, 0, drawing.height, f'class="rule" stroke="{LINE}"')


PAINTERS["dots"] = paint_dots
PAINTERS["ranked"] = paint_ranked


def plotly(drawing: Drawing) -> dict[str, Any]:
    """As `interactive.plotly`: the same picture with a hover text for every place."""
    left, right = PLOTS[drawing.kind]
    known = [row for row in rows(drawing) if row[3].value is not None]
    axis = {"visible": False, "fixedrange": True}
    layout: dict[str, Any] = {
        "height": drawing.height,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": axis
        | {"domain": [left / 100, right / 100], "range": list(map(float, ends(drawing)))},
        "yaxis": axis | {"range": [drawing.height, 0]},
        "annotations": list(words(drawing)),
        "shapes": list(guides(drawing)),
    }
    trace: dict[str, Any] = {
        "x": [float(mark.value or 0) for _index, _y, _name, mark in known],
        "y": [y for _index, y, _name, _mark in known],
        "customdata": [f"{name}：{mark.hover or mark.label}" for _index, _y, name, mark in known],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
    }
    looks = bars() if drawing.kind == "ranked" else symbols(drawing, known)
    return {"data": [trace | looks], "layout": layout}


def bars() -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "width": THICKNESS,
        "marker": {"color": COLOURS[0]},
    }


def symbols(drawing: Drawing, known: list[Row]) -> dict[str, Any]:
    """Ours is filled, the others are hollow, those apart are strokes."""
    apart = [is_apart(drawing, index) for index, *_rest in known]
    own = [index == drawing.own for index, *_rest in known]
    return {
        "type": "scatter",
        "mode": "markers",
        "marker": {
            "symbol": ["line-ns" if is_far else "circle" for is_far in apart],
            "size": [8 if is_far else 2 * RADIUS for is_far in apart],
            "color": [COLOURS[0] if is_own else PAPER for is_own in own],
            "opacity": 1,
            "line": {
                "color": [COLOURS[2 if is_far else 0] for is_far in apart],
                "width": [4 if is_far else 2 for is_far in apart],
            },
        },
    }


def words(drawing: Drawing) -> Iterator[dict[str, Any]]:
    """Names on the left, and what stands on the right or behind the end of a bar."""
    is_ranked = drawing.kind == "ranked"
    for index, y, name, mark in rows(drawing):
        base = {"y": y, "yanchor": "middle", "showarrow": False}
        edge = base | {
            "xref": "paper",
            "font": {"color": SOFT if is_ranked else ink(drawing, index)},
        }
        yield edge | named_at(drawing, index, name)
        if not is_ranked:
            yield edge | {"x": 1, "xanchor": "right", "text": mark.label}
            continue
        behind = float(max(mark.value or Decimal(0), Decimal(0)))
        yield base | {"x": behind, "xanchor": "left", "xshift": 4, "text": mark.label}
        if drawing.details:
            yield edge | {"x": 1, "xanchor": "right", "text": drawing.details[index]}


def named_at(drawing: Drawing, index: int, name: str) -> dict[str, Any]:
    """The name of a row: left of all values, or close to the bar it belongs to."""
    if drawing.kind != "ranked":
        return {"x": 0, "xanchor": "left", "text": name}
    left = PLOTS["ranked"][0] / 100
    return {"x": left, "xanchor": "right", "xshift": -8, "text": name, "font": {"color": INK}}


def guides(drawing: Drawing) -> Iterator[dict[str, Any]]:
    """The zero, the reference, and a pale line under each dot."""
    line = {"type": "line", "layer": "below"}
    high = {"yref": "paper", "y0": 0, "y1": 1}
    yield line | high | {"x0": 0, "x1": 0, "line": {"color": LINE, "width": 1}}
    aim = reference(drawing)
    if aim is not None:
        paint = {"color": COLOURS[2], "width": 1, "dash": "3px,3px"}
        yield line | high | {"x0": float(aim), "x1": float(aim), "line": paint}
    if drawing.kind == "ranked":
        return
    low, top = map(float, ends(drawing))
    for _index, y, _name, mark in rows(drawing):
        if mark.value is not None:
            paint = {"color": PALE, "width": 1}
            yield line | {"x0": low, "x1": top, "y0": y, "y1": y, "line": paint}
