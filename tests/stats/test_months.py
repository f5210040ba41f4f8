"""A year month by month: taken apart where every month is known, else as it was published."""

from dataclasses import replace

from stats import charts
from stats.arithmetic import Figure
from stats.sections import protection
from tests.stats.given import CORE, WHOLE, figure, selection

CASE = "protection.case"


def through(month: int, value: int, region: str = WHOLE, **fields: object) -> Figure:
    """A generated total since January 2022."""
    made = figure(CASE, value, region, **fields)
    return replace(made, through_month=month, id=100 + month)


def test_months_in_a_row_are_taken_apart():
    chart = charts.months(selection(*(through(*pair) for pair in ((1, 5), (2, 14), (3, 18)))), CASE)
    assert chart.title == "2022年1—3月行政案件18件，2月最多，9件"
    assert chart.drawing.categories == ("1月", "2月", "3月")
    assert [mark.label for mark in chart.drawing.series[0].marks] == ["5", "9", "4"]
    assert chart.drawing.series[0].marks[1].hover == "2月9件，1—2月14件"
    assert [row[:3] for row in chart.table.words] == [
        ("1月", "5", "5"),
        ("1—2月", "14", "9"),
        ("1—3月", "18", "4"),
    ]
    assert "相减得出" in chart.notes[0]


def test_months_with_a_gap_stay_totals_since_january():
    held = (through(3, 18), through(6, 40), through(12, 77))
    chart = charts.months(selection(*held), CASE)
    assert chart.title == "2022年行政案件77件"
    assert chart.drawing.categories == ("1—3月", "1—6月", "全年")
    assert [mark.label for mark in chart.drawing.series[0].marks] == ["18", "40", "77"]
    assert {row[2] for row in chart.table.words} == {"—"}
    assert "累计数" in chart.notes[0]


def test_a_total_below_the_one_before_is_not_taken_apart():
    chart = charts.months(selection(through(1, 5), through(2, 4)), CASE)
    assert chart.drawing.categories == ("1月", "1—2月")


def test_months_never_mix_scopes_and_leave_out_what_has_no_period():
    core = [through(1, 2, CORE), through(2, 6, CORE)]
    vague = through(2, 14, printed_period="年初以来")
    chart = charts.months(selection(through(1, 5), vague, *core), CASE)
    assert [mark.label for mark in chart.drawing.series[0].marks] == ["2", "4"]
    assert charts.months(selection(through(12, 77)), CASE) is None


def test_the_tab_says_that_no_months_were_published():
    said = "2022年的行政案件没有按月公布，不画分月图；各月累计数录入后自动显示。"
    assert protection(selection(through(12, 77)), []).notes == (said,)
    made = protection(selection(through(1, 5), through(2, 14)), [])
    assert (made.notes, [chart.id for chart in made.charts]) == ((), ["months-protection-case"])
