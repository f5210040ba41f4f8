"""Places under one another: the picture and the data for plotly.js say the same."""

import re
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest

from stats.charts.dots import across, ends, plotly
from stats.charts.drawing import Drawing, Mark, Series
from stats.charts.picture import svg


def mark(value: object) -> Mark:
    if value is None:
        return Mark(None, "未公布")
    return Mark(Decimal(str(value)), f"{value}件", f"{value}件")


def drawing(*values: object, kind: str = "dots", **fields: object) -> Drawing:
    names = tuple(f"地区{index}" for index in range(len(values)))
    marks = (Series("数量", tuple(map(mark, values))),)
    return Drawing("places", kind, names, marks, **fields)


def elements(made: Drawing, tag: str) -> list[dict[str, str]]:
    return [one.attrib for one in ET.fromstring(svg(made)).iter(tag)]  # noqa: S314 - our own


def test_our_place_is_filled_and_the_others_are_hollow():
    circles = elements(drawing(5, 9, 3, own=1), "circle")
    assert [one["fill"] for one in circles] == ["#FFFFFF", "#12436D", "#FFFFFF"]
    marker = plotly(drawing(5, 9, 3, own=1))["data"][0]["marker"]
    assert marker["color"] == ["#FFFFFF", "#12436D", "#FFFFFF"]


def test_every_place_is_labelled_at_the_side_with_its_name_and_value():
    words = re.findall(r'<text x="([^"]+)"[^>]*>([^<]+)<', svg(drawing(5, None)))
    assert words == [("0", "地区0"), ("100%", "5件"), ("0", "地区1"), ("100%", "未公布")]
    assert len(elements(drawing(5, None), "circle")) == 1
    said = [one["text"] for one in plotly(drawing(5, None))["layout"]["annotations"]]
    assert said == ["地区0", "5件", "地区1", "未公布"]


def test_those_apart_are_strokes_and_the_guide_leads_a_line_past_the_others():
    made = drawing(5, 9, 4, 3, own=0, apart=2, guide=2)
    assert len(elements(made, "circle")) == 2
    dashed = [line for line in elements(made, "line") if "stroke-dasharray" in line]
    assert [line["x1"] for line in dashed] == [f"{across(made, Decimal(4)):.2f}%"]
    assert made.height > drawing(5, 9, 4, 3).height
    shapes = plotly(made)["layout"]["shapes"]
    assert 4.0 in [shape["x0"] for shape in shapes if "dash" in shape["line"]]
    assert plotly(made)["data"][0]["marker"]["symbol"] == ["circle", "circle", *["line-ns"] * 2]


def test_where_one_apart_is_unknown_there_is_no_line():
    lines = elements(drawing(5, 9, None, own=0, apart=1, guide=2), "line")
    assert not [line for line in lines if "stroke-dasharray" in line]


@pytest.mark.parametrize("kind", ["dots", "ranked"])
@pytest.mark.parametrize("values", [(5, 9), (-5, 9), (-5, -9), (0, 0), (None, 3)])
def test_zero_is_always_inside(kind: str, values: tuple[object, ...]):
    made = drawing(*values, kind=kind)
    low, high = ends(made)
    assert low <= 0 <= high
    assert low < high
    assert plotly(made)["layout"]["xaxis"]["range"] == [float(low), float(high)]


def test_ranked_bars_start_at_zero_and_say_how_they_moved():
    made = drawing(8, 4, -4, kind="ranked", details=("▲2", "持平", "▼2"))
    bars = [one for one in elements(made, "rect") if one.get("class", "").startswith("bar")]
    zero = across(made, Decimal(0))
    widths = [float(one["width"].rstrip("%")) for one in bars]
    assert widths[0] == pytest.approx(2 * widths[1], abs=0.02)
    assert [float(one["x"].rstrip("%")) for one in bars] == pytest.approx(
        [zero, zero, zero - widths[2]], abs=0.02
    )
    assert "▲2" in svg(made)
    assert "▼2" in [one["text"] for one in plotly(made)["layout"]["annotations"]]


def test_names_are_escaped():
    made = Drawing("x", "dots", ("<b>",), (Series("数量", (mark(1),)),))
    assert "&lt;b&gt;" in svg(made)
