"""The charts: what they show, what they refuse to show, and that both drawings say the same."""

import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from itertools import pairwise

import orjson
import plotly.graph_objects as go
import pytest

from stats import charts
from stats.charts import Chart
from stats.charts.drawing import Drawing, Mark, Series, end_labels, has_room
from stats.charts.picture import svg
from stats.comparison import comparison
from stats.sections import SECTIONS
from tests.stats.given import (
    CITY,
    CORE,
    NATION,
    PROVINCE,
    WHOLE,
    figure,
    reported,
    seed,
    selection,
)

VALID, RATIO, GRANTED = "patent.valid.invention", "patent.valid.invention.per_10k", "patent.granted"


def years(code: str, *values: object, last: int = 2022, region: str = CORE):
    first = last - len(values) + 1
    return [figure(code, value, region, first + index) for index, value in enumerate(values)]


def parts(region: str, *values: int, year: int = 2022):
    kinds = ("invention", "utility", "design")
    return [
        figure(f"{GRANTED}.{kind}", value, region, year)
        for kind, value in zip(kinds, values, strict=True)
    ]


def nation():
    return parts(NATION, 695591, 2796049, 709563)


def picture(chart: Chart) -> ET.Element:
    return ET.fromstring(chart.svg)  # noqa: S314 - our own drawing


def all_charts() -> list[Chart]:
    """One of every kind, with gaps, falls, implied values and other regions."""
    real = selection(*seed(), *nation())
    rich = selection(
        *[
            found
            for year in (2020, 2021, 2022)
            for found in parts(CORE, 9, 90, 70 + year, year=year)
        ],
        *years(GRANTED, 2000, 2100, 2200),
        *years(VALID, 900, None, 1000),
        *years(RATIO, 10, 11, 12),
        *years(RATIO, 9, 12, 13, region=CITY),
        *years("trademark.valid", 300, 310, 290),
        *years("population.resident", 100, 90),
        *years("population.resident", 100, 120, region=CITY),
        *years("cultivation.srdi", 5, 9),
        *years("cultivation.little_giant", 5, 7),
    )
    return [
        chart
        for chosen in (real, rich)
        for build in (*SECTIONS, comparison)
        for chart in build(chosen, []).charts
    ]


@pytest.fixture(scope="module")
def drawn() -> list[Chart]:
    found = all_charts()
    assert {chart.drawing.kind for chart in found} == {
        "bars",
        "columns",
        "lines",
        "shares",
        "stacked",
    }
    return found


def test_plotly_accepts_every_chart(drawn):
    for chart in drawn:
        go.Figure(chart.plotly)


def test_every_static_picture_is_well_formed_and_keeps_its_letters_size(drawn):
    for chart in drawn:
        drawing = picture(chart)
        assert drawing.get("width") == "100%"
        assert "viewBox" not in drawing.attrib
        assert int(drawing.get("height")) == chart.plotly["layout"]["height"]


def test_bars_start_at_0_and_there_is_one_value_axis(drawn):
    for chart in drawn:
        layout = chart.plotly["layout"]
        assert not {"xaxis2", "yaxis2"} & set(layout)
        values = layout["xaxis" if chart.drawing.kind in ("bars", "shares") else "yaxis"]
        assert values["range"][0] == 0 or any(
            mark.value < 0 for series in chart.drawing.series for mark in series.marks if mark.value
        )


def test_both_drawings_print_the_same_labels(drawn):
    for chart in drawn:
        printed = {node.text for node in picture(chart).iter("text")}
        layout = chart.plotly["layout"]
        live = {word for trace in chart.plotly["data"] for word in trace["text"] if word}
        live |= {note["text"] for note in layout.get("annotations", [])}
        if chart.drawing.kind == "lines" and len(chart.drawing.series) > 1:
            live = {note["text"] for note in layout["annotations"]}
        assert live <= printed, chart.title
        if chart.drawing.kind == "stacked":
            held = [
                mark.label
                for order, series in enumerate(chart.drawing.series)
                for index, mark in enumerate(series.marks)
                if has_room(chart.drawing, index, order)
            ]
            assert set(held) <= live & printed


def test_the_table_of_a_chart_holds_the_numbers_it_draws(drawn):
    for chart in drawn:
        cells = " ".join(cell for row in chart.table.words for cell in row)
        for series in chart.drawing.series:
            for mark in series.marks:
                assert re.sub(r"（.*|[件家%]|亿元|万人", "", mark.label) in cells, chart.title


def test_every_chart_says_scope_period_unit_and_source(drawn):
    for chart in drawn:
        assert re.fullmatch(r"口径：.+ · 时段：.+ · 单位：.+ · 来源：.+", chart.about)
        assert chart.description.endswith("。")
        assert len(chart.title) <= 60


def test_no_text_can_leave_its_place():
    evil = figure(GRANTED, 5, source='</script><b>"x"</b>')
    chart = charts.trend(selection(figure(GRANTED, 4, year=2021), evil), GRANTED)
    assert "<b>" not in chart.table.inside
    assert "&lt;b&gt;" in chart.table.inside
    assert "<" not in chart.json
    assert orjson.loads(chart.json) == chart.plotly
    words = Drawing("x", "bars", ("<i>a</i>",), (Series("s", (Mark(Decimal(1), "<u>"),)),))
    assert "<i>" not in svg(words)
    assert "<u>" not in svg(words)


def test_the_year_before_is_an_interval_with_its_formula_never_a_value():
    chart = charts.trend(selection(*seed()), GRANTED)
    implied, published = chart.drawing.series[0].marks
    assert (implied.is_implied, implied.label) == (True, "11,987—11,998")
    assert (published.is_implied, published.label) == (False, "12,688")
    assert "url(#hatch-patent-granted)" in chart.svg
    assert chart.plotly["data"][0]["marker"]["pattern"]["shape"] == ["/", ""]
    assert chart.table.words[1] == ("2021年", "11,987—11,998", "—", "推算", "由2022年上报增幅推算")
    assert "12,688÷（1+5.8%）=11,987—11,998件" in chart.notes[0]


def test_a_published_year_before_leaves_nothing_to_imply():
    chart = charts.trend(selection(*seed(), figure(GRANTED, 11990, year=2021)), GRANTED)
    assert not chart.has_implied


def test_one_year_alone_is_no_trend():
    assert charts.trend(selection(figure("patent.pct", 76)), "patent.pct") is None
    assert charts.trend(selection(), "patent.pct") is None


def test_a_missing_year_stays_a_gap():
    chart = charts.trend(selection(*years(VALID, 900, None, 1000)), VALID)
    assert [mark.label for mark in chart.drawing.series[0].marks] == ["900", "未公布", "1,000"]
    assert chart.table.words[1] == ("2021年", "—", "—", "未公布", "—")
    assert chart.plotly["data"][0]["y"] == [900.0, None, 1000.0]


def test_the_structure_names_the_share_of_inventions():
    chart = charts.grant_structure(selection(*seed()))
    assert chart.title == "发明占专利授权量的4.7%"
    assert [row[2] for row in chart.table.words] == ["4.7%", "46.5%", "48.8%", "100.0%"]
    assert chart.notes == ()


def test_shares_that_miss_100_say_so():
    chart = charts.grant_structure(selection(*parts(CORE, 1, 1, 1)))
    assert chart.notes == ("部分数据因四舍五入，各分项之和与合计略有出入。",)


def test_types_are_stacked_only_where_two_years_have_all_three():
    assert charts.grants_by_year(selection(*seed())).drawing.kind == "columns"
    before = parts(CORE, 500, 5000, 6000, year=2021)
    chart = charts.grants_by_year(selection(*seed(), *before))
    assert chart.drawing.kind == "stacked"
    assert [series.name for series in chart.drawing.series] == ["发明", "实用新型", "外观设计"]
    assert chart.table.words[0] == (
        *("2022年", "596", "5,902", "6,190", "12,688", "4.7%"),
        *("正式", "第220号建议协办意见"),
    )


def test_the_structure_is_compared_with_the_nation():
    chart = charts.structure(selection(*seed(), *nation()))
    assert chart.title == "授权专利中发明占4.7%，全国（国内）为16.6%"
    assert charts.structure(selection(*seed())) is None


def test_growth_is_compared_whether_reported_or_computed():
    others = [figure(VALID, 2773287, NATION, 2021), figure(VALID, 3351453, NATION)]
    chart = charts.growths(selection(*seed(), *others), VALID, "有效发明专利")
    assert chart.title == "有效发明专利增幅19.3%（上报），全国（国内）20.8%"
    assert [row[4] for row in chart.table.words] == ["上报", "按两年公布数计算"]
    assert charts.growths(selection(*seed()), VALID, "有效发明专利") is None


def test_a_fall_reaches_left_of_the_zero():
    figures = [
        *years("population.resident", 100, 90, region=WHOLE),
        *years("population.resident", 100, 120, region=CITY),
    ]
    chart = charts.growths(selection(*figures), "population.resident", "常住人口")
    assert chart.title == "常住人口增幅−10.0%，宁波市20.0%"
    assert chart.plotly["layout"]["xaxis"]["range"][0] == -10.0
    first, second = [one for one in picture(chart).iter("rect") if "bar" in one.get("class")]
    assert (first.get("x"), second.get("x")) == ("0.00%", "25.33%")


def test_a_ratio_of_one_year_names_the_regions_that_published_none():
    chart = charts.rate(selection(*seed()), RATIO)
    assert [mark.label for mark in chart.drawing.series[0].marks] == ["42.5", "未公布", "未公布"]
    assert "2022年数的时段原文作“去年以来”，起止待核实。" in chart.notes
    assert "时段：“去年以来”（原文）" in chart.about
    assert "原文没有写明分母（人口数的口径和年份）。" in chart.notes


def test_a_ratio_of_three_years_is_a_line_beside_the_others():
    figures = years(RATIO, 10, 11, 12), years(RATIO, 9, 12, 13, region=CITY)
    chart = charts.rate(selection(*figures[0], *figures[1]), RATIO)
    assert chart.drawing.kind == "lines"
    assert [name for _key, name in chart.legend] == ["慈溪市本级", "宁波市"]
    assert chart.table.words[0] == (
        *("2022年", "12.0", "13.0", "未公布"),
        *("正式", "第220号建议协办意见"),
    )
    ends = [text.text for text in picture(chart).iter("text") if text.get("stroke")]
    assert ends == ["慈溪12.0", "宁波13.0"]  # each line is named where it ends


def test_a_break_in_the_definition_breaks_the_line():
    figures = years("trademark.valid", 300, 310, 290, 295)
    broken = figure("trademark.valid", 310, year=2020, status="B", status_name="口径变更")
    whole = charts.trend(selection(*figures), "trademark.valid", kind="lines")
    cut = charts.trend(selection(*figures, broken), "trademark.valid", kind="lines")
    lines = [sum(1 for _ in picture(chart).iter("line")) for chart in (whole, cut)]
    assert lines == [4, 3]


def test_labels_at_the_ends_of_lines_keep_apart():
    series = tuple(Series(str(top), (Mark(Decimal(top), str(top)),)) for top in (60, 59, 58))
    drawn = Drawing("x", "lines", ("2022年",), series)
    heights = sorted(end_labels(drawn).values())
    assert all(high - low >= 17 for low, high in pairwise(heights))
    assert heights[-1] <= drawn.floor - 15  # the highest is not cut off


def test_a_pixel_upwards_is_the_same_in_both_drawings(drawn):
    for chart in drawn:
        layout, drawing = chart.plotly["layout"], chart.drawing
        if drawing.kind not in ("lines", "columns", "stacked"):
            continue
        edge = layout["margin"]
        plot = drawing.height - edge["t"] - edge["b"]
        scale = plot / (layout["yaxis"]["range"][1] - layout["yaxis"]["range"][0])
        assert scale * float(drawing.largest) == pytest.approx(170)


def test_counts_of_one_unit_stand_together_with_their_own_periods():
    figures = [
        figure("cultivation.srdi", 110, WHOLE, printed_period="去年以来"),
        figure("cultivation.champion.municipal", 90, WHOLE, printed_period="去年以来"),
    ]
    codes = ("cultivation.srdi", "cultivation.champion.municipal")
    chart = charts.ladder(selection(*figures), "cultivation", codes)
    assert chart.title == "专精特新企业110家，市级单项冠军90家"
    assert chart.notes == ("时段原文作“去年以来”，起止待核实，不是全年数。",)
    assert charts.ladder(selection(figures[0]), "cultivation", codes) is None


def test_gaps_name_the_notice_that_would_fill_them():
    said = charts.gaps(selection(*seed(), figure(GRANTED, 72390, CITY)))
    assert said[0] == (
        "浙江省2022年专利授权量：待录入"
        "《浙江省市场监督管理局关于印发2022年全省专利授权量等统计数据的通知》附件1。"
    )
    assert len(said) == 5
    assert said[-1].startswith("全国数未公布：2022年专利授权量、有效发明专利拥有量、")
    everything = [
        figure(code, 1, region)
        for code in (GRANTED, VALID, RATIO, "patent.pct")
        for region in (CITY, PROVINCE, NATION)
    ]
    assert charts.gaps(selection(*everything)) == []


def test_a_comparison_names_those_it_could_not_draw():
    figures = [*years(VALID, 100, 119), *years(VALID, 1000, 1100, region=CITY)]
    chart = charts.growths(selection(*figures, figure(VALID, 9, PROVINCE)), VALID, "有效发明专利")
    assert chart.notes == ("没有可比数据：浙江省（上年数未公布）、全国（未公布）。",)
    lines = years(RATIO, 10, 11, 12), years(RATIO, 9, 12, 13, region=CITY)
    rate = charts.rate(selection(*lines[0], *lines[1]), RATIO)
    assert "没有可比数据：浙江省（未公布）。" in rate.notes


def test_a_reported_growth_in_a_title_is_marked():
    chart = charts.trend(selection(figure(VALID, 3483, **reported("-2.0"))), VALID)
    assert chart.title == "有效发明专利拥有量同比下降2.0%（上报）"
    assert chart.heading == "有效发明专利拥有量<wbr>同比下降2.0%（上报）"


def test_derived_cells_of_a_stock_lead_to_their_sums():
    stock = years(VALID, 900, 1000)
    chart = charts.valid_inventions(selection(*stock, figure("patent.granted.invention", 130)))
    cells = dict(zip((one.name for one in chart.table.columns), chart.table.rows[0], strict=True))
    place = f"/sums/net/{stock[-1].id}/"
    assert (str(cells["净增（件）"]), cells["净增（件）"].url) == ("+100", place)
    assert (str(cells["失效等（件）"]), cells["失效等（件）"].url) == ("30", place)


def test_every_table_of_a_chart_has_status_and_source():
    before = parts(CORE, 500, 5000, 6000, year=2021)
    chosen = selection(*seed(), *nation(), *before, *years(RATIO, 10, 11, 12))
    drawn = [
        *(charts.grant_structure(chosen), charts.structure(chosen), charts.grants_by_year(chosen)),
        *(charts.rate(chosen, RATIO), charts.ladder(chosen, "x", (GRANTED, VALID))),
        charts.trend(chosen, GRANTED),
    ]
    for chart in drawn:
        assert [column.name for column in chart.table.columns][-2:] == ["状态", "来源"], chart.id
