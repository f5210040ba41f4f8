"""A chart's marks as data for plotly.js, drawn over the static picture; pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stats.charts.drawing import (
    COLOURS,
    FEWEST_BANDS,
    LABEL_HEIGHT,
    LINE,
    ON_COLOUR,
    PLOT,
    ROOM_ACROSS,
    ROOM_UPWARDS,
    SOFT,
    Drawing,
    Series,
    end_labels,
    pixels,
)


def plotly(drawing: Drawing) -> dict[str, Any]:
    """`data` and `layout`; the face and colour of letters are added by the page."""
    is_across = drawing.kind in ("bars", "shares")
    traces = [
        trace(drawing, order, series, is_across) for order, series in enumerate(drawing.series)
    ]
    names: dict[str, Any] = {
        "type": "category",
        "fixedrange": True,
        "showgrid": False,
        "ticks": "",
        "tickcolor": LINE,
        "linecolor": LINE,
        "showline": not is_across,
        "automargin": True,
    }
    values: dict[str, Any] = {
        "visible": False,
        "fixedrange": True,
        "range": [
            float(drawing.lowest),
            float(drawing.largest) * (1.3 if drawing.kind == "bars" else 1.14),
        ],
    }
    if drawing.kind == "shares":
        values["range"] = [0, 100]
    if is_across:
        names["autorange"] = "reversed"
    else:
        empty = max(FEWEST_BANDS - len(drawing.categories), 0) / 2
        names["range"] = [-0.5 - empty, len(drawing.categories) - 0.5 + empty]
    layout: dict[str, Any] = {
        "height": drawing.height,
        "barmode": "stack" if drawing.kind in ("stacked", "shares") else "group",
        "bargap": 0.32,
        "showlegend": False,
        "dragmode": False,
        "margin": {"l": 4, "r": 4, "t": 8, "b": 26, "pad": 4}
        if not is_across
        else {"l": 4, "r": 4, "t": 4, "b": 4, "pad": 6},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": values if is_across else names,
        "yaxis": names if is_across else values,
    }
    if drawing.kind in ("bars", "columns"):
        layout["annotations"] = list(absent(drawing))
    if drawing.kind == "lines":
        layout["annotations"] = list(ends(drawing))
        layout["margin"]["r"] = 44 if layout["annotations"] else 4
    if drawing.partings:
        layout["shapes"] = list(partings(drawing))
        layout["annotations"] = [*layout.get("annotations", ()), *names_of_partings(drawing)]
        layout["margin"]["t"] += LABEL_HEIGHT * len(drawing.partings)
    return {"data": traces, "layout": layout}


def names_of(drawing: Drawing) -> list[str]:
    if not drawing.details:
        return list(drawing.categories if drawing.kind in ("bars", "shares") else drawing.ticks)
    return [
        f"{name}<br>{detail}"
        for name, detail in zip(drawing.categories, drawing.details, strict=True)
    ]


def ends(drawing: Drawing) -> Iterator[dict[str, Any]]:
    """The last values of several lines, behind their ends and apart from each other."""
    for order, height in end_labels(drawing).items():
        mark = drawing.series[order].marks[-1]
        if mark.value is not None:
            yield {
                "x": len(drawing.categories) - 1,
                "y": float(mark.value),
                "xanchor": "left",
                "xshift": 8,
                "yshift": round(height - pixels(drawing, mark.value)),
                "text": mark.label,
                "showarrow": False,
            }


def absent(drawing: Drawing) -> Iterator[dict[str, Any]]:
    """The word 未公布 where a bar would stand: plotly prints no label without a value."""
    for series in drawing.series:
        for index, mark in enumerate(series.marks):
            if mark.value is None:
                across = drawing.kind == "bars"
                yield {
                    "x": 0 if across else index,
                    "y": index if across else 0,
                    "xanchor": "left" if across else "center",
                    "yanchor": "middle" if across else "bottom",
                    "text": mark.label,
                    "showarrow": False,
                    "font": {"color": SOFT},
                }


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


def trace(drawing: Drawing, order: int, series: Series, is_across: bool) -> dict[str, Any]:
    numbers = [None if mark.value is None else float(mark.value) for mark in series.marks]
    categories = names_of(drawing)
    made: dict[str, Any] = {
        "name": series.name,
        "x": numbers if is_across else categories,
        "y": categories if is_across else numbers,
        "text": [mark.label for mark in series.marks],
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
            "line": {"color": COLOURS[order], "width": 3 if order == 0 else 2},
            "marker": {"size": 8},
        }
    is_inside = drawing.kind in ("stacked", "shares")
    colours = [COLOURS[order]] * len(numbers)
    if drawing.kind == "bars":
        is_other = drawing.is_comparison
        colours = [COLOURS[is_other and index > 0] for index in range(len(numbers))]
    made |= {
        "type": "bar",
        "orientation": "h" if is_across else "v",
        "textposition": "inside" if is_inside else "outside",
        "textangle": 0,
        "insidetextanchor": "middle",
        "constraintext": "none",
        "marker": {"color": colours},
    }
    if is_inside:
        room = ROOM_ACROSS / 100 if is_across else ROOM_UPWARDS / PLOT
        fits = [(number or 0) / float(drawing.largest) > room for number in numbers]
        made["text"] = [
            mark.label if fit else "" for mark, fit in zip(series.marks, fits, strict=True)
        ]
        made["textfont"] = {"color": ON_COLOUR[order]}
        made["marker"]["line"] = {"color": "#FFFFFF", "width": 1}
    if any(mark.is_implied for mark in series.marks):
        made["marker"]["pattern"] = {
            "shape": ["/" if mark.is_implied else "" for mark in series.marks],
            "fgcolor": COLOURS[order],
            "bgcolor": "#FFFFFF",
            "size": 7,
            "solidity": 0.3,
        }
    return made
