"""A chart's marks as data for plotly.js, drawn over the static picture; pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cixi_ip.patterns import ON_COLOUR, PAPER, letters, plotly_fill, plotly_line
from stats.charts import dots
from stats.charts.drawing import (
    AIM_HALF,
    BAR,
    BAR_TOP,
    BARS_WIDTH,
    BOTTOM,
    FEWEST_BANDS,
    LABEL_HEIGHT,
    LINE,
    PLOT,
    ROW,
    SOFT,
    TOP,
    WAY,
    Drawing,
    Path,
    Series,
    end_labels,
    has_room,
    last_known,
    pixels,
    unknown,
)

BAR_HALF = 0.34  # half the width of a column, as a part of its category


def plotly(drawing: Drawing) -> dict[str, Any]:
    """`data` and `layout`; the face and colour of letters are added by the page."""
    if drawing.kind in dots.PLOTS:
        return dots.plotly(drawing)
    traces = [trace(drawing, order, series) for order, series in enumerate(drawing.series)]
    if drawing.path:
        traces.append(walked(drawing, drawing.path))
    layout: dict[str, Any] = {
        "height": drawing.height,
        "barmode": "stack" if drawing.kind in ("stacked", "shares") else "group",
        "bargap": 1 - 2 * BAR_HALF,
        "showlegend": False,
        "dragmode": False,
        "margin": margin(drawing),
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": values_axis(drawing) if is_across(drawing) else names_axis(drawing),
        "yaxis": rows_axis(drawing) if is_across(drawing) else values_axis(drawing),
        "annotations": [*words(drawing), *names_of_partings(drawing)],
        "shapes": list(shapes(drawing)),
    }
    return {"data": traces, "layout": {name: held for name, held in layout.items() if held != []}}


def is_across(drawing: Drawing) -> bool:
    return drawing.kind in ("bars", "shares")


def margin(drawing: Drawing) -> dict[str, int]:
    if is_across(drawing):
        return {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0}
    top = LABEL_HEIGHT * len(drawing.partings)
    has_names = drawing.kind == "lines" and end_labels(drawing) and drawing.path is None
    right = 52 if has_names else 4
    return {"l": 4, "r": right, "t": top, "b": BOTTOM, "pad": 0}


def names_axis(drawing: Drawing) -> dict[str, Any]:
    empty = max(FEWEST_BANDS - len(drawing.categories), 0) / 2
    return {
        "type": "category",
        "fixedrange": True,
        "showgrid": False,
        "ticks": "",
        "tickcolor": LINE,
        "linecolor": LINE,
        "showline": True,
        "tickangle": 0,
        "range": [-0.5 - empty, len(drawing.categories) - 0.5 + empty],
    }


def rows_axis(drawing: Drawing) -> dict[str, Any]:
    """Downwards in pixels, as the static picture is."""
    return {"visible": False, "fixedrange": True, "range": [drawing.height, 0]}


def values_axis(drawing: Drawing) -> dict[str, Any]:
    """From 0, or from below where something fell; with room for a label behind the longest.

    Upwards a pixel is what it is in the static picture, at any width: labels that were pushed apart
    there (`end_labels`) stay apart here.
    """
    low, high = float(drawing.lowest), float(drawing.largest)
    ends = {"bars": [low, low + (high - low) * 100 / BARS_WIDTH], "shares": [0, 100]}
    return {
        "visible": False,
        "fixedrange": True,
        "range": ends.get(drawing.kind, [low, high * (TOP + PLOT) / PLOT]),
    }


def words(drawing: Drawing) -> Iterator[dict[str, Any]]:
    """What is written at the marks, but not by them."""
    if drawing.kind in ("bars", "columns", "stacked"):
        yield from absent(drawing)
    if drawing.kind == "lines":
        yield from ends(drawing)
    if is_across(drawing):
        yield from names(drawing)
    if drawing.kind == "bars":
        yield from behind_frames(drawing)


def names(drawing: Drawing) -> Iterator[dict[str, Any]]:
    """Names above the bars, as the static picture has them."""
    for index, name in enumerate(drawing.categories):
        detail = f"　{drawing.details[index]}" if drawing.details else ""
        place = {"x": 0, "xref": "paper", "y": ROW * index + 11}
        yield left_of(place, name + detail) | {"font": {"color": SOFT}}


def behind_frames(drawing: Drawing) -> Iterator[dict[str, Any]]:
    """The labels of bars that have a frame, behind the longer of the two."""
    for index, mark in enumerate(drawing.series[0].marks):
        if mark.aim is not None and mark.value is not None:
            place = {"x": float(max(mark.aim, mark.value)), "y": middle_of(index), "xshift": 6}
            yield left_of(place, mark.label)


def left_of(place: dict[str, Any], words: str) -> dict[str, Any]:
    return {
        "xanchor": "left",
        "yanchor": "middle",
        "text": words,
        "showarrow": False,
        "borderpad": 0,
    } | place


def middle_of(index: int) -> int:
    """Where a bar lies, in pixels from above."""
    return ROW * index + BAR_TOP + BAR // 2


def walked(drawing: Drawing, path: Path) -> dict[str, Any]:
    """The way to the planned value, with a ring at its end and the value over it."""
    last = len(path.points) - 1
    return {
        "name": path.name,
        "type": "scatter",
        "mode": "markers+text" if path.is_level else "lines+markers+text",
        "x": [drawing.ticks[index] for index, _value in path.points],
        "y": [float(value) for _index, value in path.points],
        "text": [*[""] * last, path.label],
        "textposition": "top center",
        "hovertemplate": f"{path.name}：{path.label}<extra></extra>",
        "cliponaxis": False,
        "line": {"color": WAY, "width": 2, "dash": "6px,4px"},
        "marker": {
            "size": [*[0] * last, 10],
            "color": PAPER,
            "opacity": 1,
            "line": {"color": WAY, "width": 2},
        },
    }


def level(path: Path) -> dict[str, Any]:
    """A level way, behind the bars; of a value alone the short line in its own place."""
    (first, value), (last, _value) = path.points[0], path.points[-1]
    half = AIM_HALF if first == last else 0
    line = {"color": WAY, "width": 2, "dash": "6px,4px"}
    places = {"x0": first - half, "x1": last + half, "y0": float(value), "y1": float(value)}
    return {"type": "line", "layer": "below", "line": line, **places}


def frames(drawing: Drawing) -> Iterator[dict[str, Any]]:
    """Empty dashed bars, as long as what is planned; the label stands behind the longer one."""
    for index, mark in enumerate(drawing.series[0].marks):
        if mark.aim is None:
            continue
        top = ROW * index + BAR_TOP
        yield {
            "type": "rect",
            "layer": "below",
            "x0": 0,
            "x1": float(mark.aim),
            "y0": top,
            "y1": top + BAR,
            "line": {"color": LINE, "width": 1, "dash": "4px,3px"},
        }


def ends(drawing: Drawing) -> Iterator[dict[str, Any]]:
    """The last values of several lines, behind their ends and apart from each other."""
    for order, height in end_labels(drawing).items():
        series = drawing.series[order]
        last = last_known(series) or 0
        mark = series.marks[last]
        if mark.value is not None:
            yield {
                "x": last,
                "y": float(mark.value),
                "xanchor": "left",
                "xshift": 8,
                "yshift": round(height - pixels(drawing, mark.value)),
                "text": series.short + mark.label,
                "showarrow": False,
            }


def absent(drawing: Drawing) -> Iterator[dict[str, Any]]:
    """The word 未公布 where a bar would stand: plotly prints no label without a value."""
    if drawing.kind == "stacked":
        for index in range(len(drawing.categories)):
            if word := unknown(drawing, index):
                yield word_at(drawing, index, word)
        return
    for series in drawing.series:
        for index, mark in enumerate(series.marks):
            if mark.value is None and mark.label:
                yield word_at(drawing, index, mark.label)


def word_at(drawing: Drawing, index: int, word: str) -> dict[str, Any]:
    font = {"font": {"color": SOFT}}
    if is_across(drawing):
        has_frame = drawing.series[0].marks[index].aim is not None
        return left_of({"x": 0, "y": middle_of(index), "xshift": 6 * has_frame}, word) | font
    place = {"x": index, "y": 0, "xanchor": "center", "yanchor": "bottom"}
    return place | {"text": word, "showarrow": False} | font


def shapes(drawing: Drawing) -> Iterator[dict[str, Any]]:
    """What is drawn behind the marks: breaks, planned values."""
    yield from partings(drawing)
    if drawing.path and drawing.path.is_level:
        yield level(drawing.path)
    if drawing.kind == "bars":
        yield from frames(drawing)


def partings(drawing: Drawing) -> Iterator[dict[str, Any]]:
    for parting in drawing.partings:
        x = parting.index - 0.5
        yield {
            "type": "line",
            "layer": "below",
            "x0": x,
            "x1": x,
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "line": {"color": LINE, "width": 1, "dash": "5px,4px"},
        }


def names_of_partings(drawing: Drawing) -> Iterator[dict[str, Any]]:
    for order, parting in enumerate(reversed(drawing.partings)):
        is_left = parting.index * 2 >= len(drawing.categories)
        yield {
            "x": parting.index - 0.5,
            "xanchor": "right" if is_left else "left",
            "yref": "paper",
            "y": 1,
            "yanchor": "bottom",
            "yshift": LABEL_HEIGHT * order,
            "text": parting.words,
            "showarrow": False,
            "font": {"color": SOFT},
        }


def apart(made: dict[str, Any], series: Series) -> dict[str, Any]:
    """The line's points with an empty one before each break, so that none is drawn across it."""
    breaks = [index for index, mark in enumerate(series.marks) if mark.is_break]
    for index in reversed(breaks):
        nothing = {"x": made["x"][index], "y": None, "text": "", "customdata": ""}
        for name, cell in nothing.items():
            made[name].insert(index, cell)
    return made


def trace(drawing: Drawing, order: int, series: Series) -> dict[str, Any]:
    numbers = [None if mark.value is None else float(mark.value) for mark in series.marks]
    is_lying = is_across(drawing)
    rows, ticks = [middle_of(index) for index in range(len(numbers))], list(drawing.ticks)
    made: dict[str, Any] = {
        "name": series.name,
        "x": numbers if is_lying else ticks,
        "y": rows if is_lying else numbers,
        "text": ["" if mark.aim is not None else mark.label for mark in series.marks],
        "customdata": [mark.hover for mark in series.marks],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
    }
    if drawing.kind == "lines":
        is_alone = len(drawing.series) == 1
        return apart(made, series) | {
            "type": "scatter",
            "mode": "lines+markers+text" if is_alone else "lines+markers",
            "textposition": "top center",
            "connectgaps": False,
            **plotly_line(order),
        }
    return made | bar(drawing, order, series, made)


def bar(drawing: Drawing, order: int, series: Series, made: dict[str, Any]) -> dict[str, Any]:
    """What makes the trace one of bars: how they lie, what is printed in or over them, patterns."""
    is_inside = drawing.kind in ("stacked", "shares")
    is_other = drawing.kind == "bars" and drawing.is_comparison
    orders = [int(index > 0) if is_other else order for index in range(len(series.marks))]
    found: dict[str, Any] = {
        "type": "bar",
        "orientation": "h" if is_across(drawing) else "v",
        "textposition": "inside" if is_inside else "outside",
        "textangle": 0,
        "insidetextanchor": "middle",
        "constraintext": "none",
        "marker": plotly_fill(orders, [mark.is_implied for mark in series.marks]),
    }
    if is_across(drawing):
        found["width"] = BAR
    if is_inside:
        found["text"] = [
            word if has_room(drawing, index, order) else ""
            for index, word in enumerate(made["text"])
        ]
        fill, on = letters(order)
        found["insidetextfont"] = {"color": fill, "shadow": halo(on)}
        found["marker"]["line"] = {"color": PAPER, "width": 1}
    if any(map(drawing.is_footed, series.marks)):
        footed = [drawing.is_footed(mark) for mark in series.marks]
        found["textposition"] = ["inside" if foot else "outside" for foot in footed]
        found["insidetextanchor"] = "start"
        found["insidetextfont"] = {"color": ON_COLOUR[order], "shadow": "none"}
    return found


def halo(colour: str) -> str:
    """Cuts letters free of the pattern or the edge they stand on: a shadow on all sides."""
    return ", ".join(f"{x}px {y}px 1px {colour}" for x in (-1, 0, 1) for y in (-1, 0, 1))
