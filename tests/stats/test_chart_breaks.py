"""A break on a chart: a gap in the line, a dashed line with its name, the whole note below."""

from dataclasses import replace

import pytest

from stats import charts
from stats.arithmetic import Break, Figure
from stats.charts.drawing import LONGEST
from stats.selection import Selection
from tests.stats.given import CITY, CORE, MEANINGS, figure, reported, selection

MARK = Break(2021, "统计口径变更", "前后口径不同，只为测试")
RATIO, TYPES = "patent.valid.invention.per_10k", ("invention", "utility", "design")


def parted(*figures: Figure, mark: Break = MARK) -> Selection:
    return selection(
        *(replace(one, meaning=replace(one.meaning, breaks=(mark,))) for one in figures)
    )


def series(code: str, *values: int, region: str = CORE) -> list[Figure]:
    first = 2023 - len(values)
    return [figure(code, value, region, first + index) for index, value in enumerate(values)]


def test_columns_stand_apart_and_the_note_is_below():
    chart = charts.trend(parted(*series("patent.granted", 90, 100, 120, 130)), "patent.granted")
    assert [(one.index, one.name) for one in chart.drawing.partings] == [(2, "统计口径变更")]
    assert "stroke-dasharray" in chart.svg
    assert ">统计口径变更</text>" in chart.svg
    assert chart.notes == (
        "专利授权量：2021年起与以前不可比（统计口径变更）。前后口径不同，只为测试",
    )
    assert chart.table.words[1][2] == "—（统计口径有变更）"
    assert chart.sheet.notes == chart.notes


def test_a_line_has_a_gap_in_the_picture_and_in_the_live_chart():
    chart = charts.trend(
        parted(*series("trademark.valid", 90, 100, 120, 130)), "trademark.valid", kind="lines"
    )
    assert chart.svg.count('stroke-width="3"') == 2  # 2019—2020, 2021—2022
    trace = chart.plotly["data"][0]
    assert trace["x"] == ["2019", "2020", "2021", "2021", "2022"]
    assert trace["y"] == [90.0, 100.0, None, 120.0, 130.0]
    assert len(trace["text"]) == len(trace["customdata"]) == 5
    assert trace["connectgaps"] is False


def test_the_live_chart_draws_the_break_where_the_picture_does():
    layout = charts.trend(
        parted(*series("patent.granted", 90, 100, 120, 130)), "patent.granted"
    ).plotly["layout"]
    assert [(shape["x0"], shape["yref"]) for shape in layout["shapes"]] == [(1.5, "paper")]
    named = [one for one in layout["annotations"] if one["text"] == "统计口径变更"]
    assert [(one["x"], one["xanchor"]) for one in named] == [(1.5, "right")]


@pytest.mark.parametrize(
    ("mark", "noted"),
    [
        (replace(MARK, is_break=False), True),
        (replace(MARK, year=2019), False),  # the first year shown: parted from nothing
        (replace(MARK, year=2010), False),
        (replace(MARK, year=2023), False),
    ],
)
def test_what_parts_no_two_years_shown_is_not_drawn(mark: Break, noted: bool):
    figures = series("patent.granted", 90, 100, 120, 130)
    chart = charts.trend(parted(*figures, mark=mark), "patent.granted")
    assert chart.drawing.partings == ()
    assert "shapes" not in chart.plotly["layout"]
    assert bool(chart.notes) is noted


def test_no_base_is_worked_out_across_a_break():
    alone = figure("patent.granted", 12688, **reported("5.8"))
    assert charts.trend(selection(alone), "patent.granted") is not None
    assert charts.trend(parted(alone, mark=replace(MARK, year=2022)), "patent.granted") is None


def test_a_ratio_beside_others_and_the_stack_of_types_are_parted_too():
    ours, city = series(RATIO, 10, 11, 12, 13), series(RATIO, 9, 10, 11, 12, region=CITY)
    ratio = charts.rate(parted(*ours, *city), RATIO)
    assert [one.index for one in ratio.drawing.partings] == [2]
    assert MARK.note in ratio.notes[-1]
    stack = charts.grants_by_year(
        parted(
            *series("patent.granted", 6, 12),
            *(one for kind in TYPES for one in series(f"patent.granted.{kind}", 2, 4)),
            mark=replace(MARK, year=2022),
        )
    )
    assert stack.drawing.kind == "stacked"
    assert [one.index for one in stack.drawing.partings] == [1]


def test_a_long_name_is_cut_on_the_picture_alone():
    name = "一二三四五六七八九十一二"
    chart = charts.trend(
        parted(*series("patent.granted", 90, 100, 120), mark=replace(MARK, title=name)),
        "patent.granted",
    )
    assert f">{name[: LONGEST - 1]}…</text>" in chart.svg
    assert name in chart.notes[0]


def test_a_picture_with_breaks_is_as_much_taller_as_their_names_need():
    plain = charts.trend(selection(*series("patent.granted", 90, 100, 120)), "patent.granted")
    marks = (MARK, replace(MARK, year=2022, title="又一次变更"))
    described = replace(MEANINGS["patent.granted"], breaks=marks)
    figures = [replace(one, meaning=described) for one in series("patent.granted", 90, 100, 120)]
    chart = charts.trend(selection(*figures), "patent.granted")
    assert chart.drawing.height == plain.drawing.height + 30
    assert chart.plotly["layout"]["height"] == chart.drawing.height
