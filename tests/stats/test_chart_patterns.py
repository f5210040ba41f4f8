"""What tells the series of a chart apart without colour, and that its letters can be read."""

import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path

import pytest

from cixi_ip import patterns
from stats.charts.chart import Chart
from stats.charts.drawing import Drawing, Mark, Series
from stats.charts.interactive import plotly
from stats.charts.picture import keys, svg
from stats.sheets import Table

STYLES = Path(__file__).parents[2] / "static" / "css"
ORDERS = range(4)


def drawing(kind: str = "columns", count: int = 4, id: str = "made-up", **more: object) -> Drawing:
    """Invented values: as many series as asked for, over two years."""
    series = tuple(
        Series(f"甲{order}", (Mark(Decimal(10), "10"), Mark(Decimal(20 + order), f"{20 + order}")))
        for order in range(count)
    )
    return Drawing(id, kind, ("2021年", "2022年"), series, **more)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_colours_are_those_of_the_design_tokens():
    tokens = (STYLES / "tokens.css").read_text(encoding="utf-8")
    named = [re.search(rf"--series-{order + 1}: (#\w+)", tokens)[1] for order in ORDERS]
    assert [each.upper() for each in named] == list(patterns.COLOURS)


@pytest.mark.parametrize("order", ORDERS)
def test_letters_can_be_read_on_the_colour_and_on_its_pattern(order: int):
    letters = patterns.ON_COLOUR[order]
    assert contrast(letters, patterns.COLOURS[order]) >= 4.5
    assert contrast(letters, patterns.FAINT[order]) >= 4.5


def test_neighbours_differ_in_colour_and_every_two_series_in_pattern_dash_and_marker():
    for one, other in zip(patterns.COLOURS, patterns.COLOURS[1:], strict=False):
        assert contrast(one, other) >= 3
        assert contrast(one, patterns.PAPER) >= 2.9
    for found in (patterns.WEAVES, patterns.SHAPES, patterns.DASHES):
        assert len(set(found)) == 4
    assert len(set(patterns.SYMBOLS)) == len(set(patterns.OUTLINES)) == 4


@pytest.mark.parametrize("kind", ["columns", "stacked", "shares"])
def test_each_series_is_filled_with_the_pattern_of_its_own_chart(kind: str):
    picture = ET.fromstring(svg(drawing(kind)))  # noqa: S314 - our own drawing
    defined = {node.get("id") for node in picture.iter("pattern")}
    fills = {node.get("fill") for node in picture.iter("rect") if "bar" in node.get("class", "")}
    used = {fill[5:-1] for fill in fills if fill.startswith("url(#")}
    assert used == defined == {f"weave-{order}-made-up" for order in (2, 3, 4)}
    assert patterns.COLOURS[0] in fills  # the first one stays plain


def test_no_two_patterns_of_a_page_share_an_id():
    page = "".join(
        svg(made) + "".join(key for key, _name in keys(made))
        for made in (drawing(), drawing("stacked", id="another"))
    )
    found = re.findall(r' id="([^"]+)"', page)
    assert len(found) == len(set(found)) == 12


def test_the_others_of_a_comparison_have_the_second_pattern():
    made = drawing("bars", 1, is_comparison=True)
    assert svg(made).count('fill="url(#weave-2-made-up)"') == 1
    trace = Chart(("题",), "", made, Table((), ())).plotly["data"][0]
    assert trace["marker"]["pattern"]["shape"] == ["", "\\"]


def test_lines_differ_by_dash_and_marker_in_both_drawings():
    made = drawing("lines", 3)
    picture = svg(made)
    for order in (1, 2):
        assert f'stroke-dasharray="{patterns.DASHES[order]}"' in picture
        assert f'd="{patterns.OUTLINES[order]}"' in picture
    traces = Chart(("题",), "", made, Table((), ())).plotly["data"]
    assert [trace["marker"]["symbol"] for trace in traces] == ["circle", "square", "diamond"]
    assert [trace["line"]["dash"] for trace in traces] == ["solid", "7px,4px", "2px,3px"]
    assert "weave" not in picture


def test_what_was_worked_out_is_slanted_against_the_second_series():
    implied = Mark(Decimal(5), "5", is_implied=True)
    made = Drawing(
        "x", "columns", ("2021年", "2022年"), (Series("甲", (implied, Mark(Decimal(6), "6"))),)
    )
    assert 'fill="url(#hatch-x)" stroke=' in svg(made)
    pattern = Chart(("题",), "", made, Table((), ())).plotly["data"][0]["marker"]["pattern"]
    assert pattern["shape"] == ["/", ""]
    assert patterns.SHAPES[1] == "\\"
    assert [name for _key, name in keys(made)] == ["甲", "推算区间"]


def test_the_legend_draws_each_series_as_the_picture_does():
    bars, lines = keys(drawing()), keys(drawing("lines", 2))
    assert "weave-" not in bars[0][0]
    assert 'fill="url(#key-3-made-up)"' in bars[2][0]
    assert "stroke-dasharray" not in lines[0][0]
    assert "stroke-dasharray" in lines[1][0]
    assert keys(drawing("columns", 1)) == []


def test_letters_inside_a_bar_are_cut_free_of_its_pattern():
    made = drawing("stacked", 3)
    labels = ET.fromstring(svg(made)).iter("text")  # noqa: S314 - our own drawing
    inside = {node.get("fill"): node.get("stroke") for node in labels if node.get("stroke")}
    assert inside == {
        patterns.ON_COLOUR[0]: patterns.COLOURS[0],  # plain
        "#0B1F33": patterns.PAPER,
    }
    assert contrast("#0B1F33", patterns.PAPER) >= 4.5


def test_a_part_of_a_stack_too_low_for_its_letters_has_none_in_either_drawing():
    values = {"高": 900, "够": 90, "低": 20, "最低": 0}
    series = tuple(Series(name, (Mark(Decimal(n), str(n)),)) for name, n in values.items())
    drawn = Drawing("x", "stacked", ("2022年",), series)
    labels = list(ET.fromstring(svg(drawn)).iter("text"))  # noqa: S314 - our own drawing
    inside = [node.text for node in labels if node.get("stroke")]
    assert inside == ["900", "90"]
    live = plotly(drawn)
    assert [trace["text"] for trace in live["data"]] == [["900"], ["90"], [""], [""]]
    assert "annotations" not in live["layout"]


def test_paper_and_forced_colours_make_the_patterns_strong():
    styles = (STYLES / "charts.css").read_text(encoding="utf-8")
    forced, paper = styles.split("@media (forced-colors: active)")[1].split("@media print")
    assert "stroke: CanvasText" in forced
    assert "stroke-opacity: 1" in forced
    assert "stroke-opacity: 1" in paper
    assert "print-color-adjust: exact" in paper
