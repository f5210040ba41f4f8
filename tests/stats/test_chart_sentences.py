"""The sentence beside a chart, worded as letters are, and planned values among the years."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from stats import charts
from stats.arithmetic import Figure, Meaning
from stats.charts.sentences import disputed, sentence
from stats.dashboard import cards, headline
from stats.progress import Goal
from stats.sections import cultivation, patents
from stats.selection import change
from tests.stats.given import CORE, WHOLE, figure, reported, seed, selection

VALID, PCT, GRANTED = "patent.valid.invention", "patent.pct", "patent.granted"


def years(code: str, *values: object, region: str = CORE):
    return [figure(code, value, region, 2023 - len(values) + at) for at, value in enumerate(values)]


def goal(code: str, value: object, due: int | None = 2025, **fields: object) -> Goal:
    """An invented target."""
    given = {"region": CORE, "region_name": "慈溪市（市本级）", "stated_year": 2021}
    named = {"id": 1, "title": "测试目标", "source": "测试文件", "code": code, "due_year": due}
    return Goal(**named | given | {"value": Decimal(str(value))} | fields)


def said(*figures, at: int = -1) -> str:
    return sentence(selection(*figures), figures[at])


def test_a_stock_is_compared_with_the_end_of_last_year_without_separators():
    assert said(*years(VALID, 2919, 3483)) == (
        "截至2022年底，市本级有效发明专利拥有量3483件，比上年末增长19.3%。"
    )


def test_a_flow_is_that_of_a_year():
    assert said(*years(GRANTED, 11990, 12688, region=WHOLE)) == (
        "2022年，全市专利授权量12688件，比上年增长5.8%。"
    )


def unsettled(code: str) -> list:
    """Two invented years, the first of them not final."""
    first, last = years(code, 11990, 12688)
    return [replace(first, status="P", status_name="初步"), last]


def test_what_is_not_final_is_said_of_the_growth_too():
    assert said(*unsettled(GRANTED)) == (
        "2022年，市本级专利授权量12688件，比上年增长5.8%（上年数初步）。"
    )
    first, last = years(GRANTED, 11990, 12688)
    last = replace(last, status="P", status_name="初步")
    assert said(first, last).endswith("12688件（初步），比上年增长5.8%。")


def test_a_printed_growth_across_a_break_is_said_with_its_caveat_everywhere():
    first = figure(GRANTED, 11000, year=2021)
    last = figure(GRANTED, 12688, status="B", status_name="口径变更", **reported("5.8"))
    chosen, caveat = selection(first, last), "（统计口径有变更，仅供参考）"
    assert f"同比增长5.8%{caveat}。" in said(first, last)
    assert f"同比增长5.8%（上报）{caveat}" in charts.trend(chosen, GRANTED).title
    assert change(chosen.figures, last).text == f"▲ 同比增长5.8%（上报）{caveat}"
    assert f"同比增长5.8%（上报）{caveat}" in "".join(map(str, headline(chosen)))


def test_a_title_and_the_headline_say_what_is_not_final():
    chosen = selection(*unsettled(GRANTED))
    assert "比上年增长5.8%（+698件）（上年数初步）" in charts.trend(chosen, GRANTED).title
    assert "比上年增长5.8%（上年数初步）" in "".join(map(str, headline(chosen)))


def test_part_of_a_year_says_its_months():
    part = replace(figure(GRANTED, 900), through_month=7)
    stock = replace(figure(VALID, 900), through_month=7)
    assert said(part).startswith("2022年1—7月，")
    assert said(stock).startswith("截至2022年7月底，")


@pytest.mark.parametrize(
    ("given", "wording"),
    [
        ({"status": "P", "status_name": "初步"}, "900件（初步）。"),
        (reported("5.8"), "900件，同比增长5.8%。"),
        ({}, "900件。"),
    ],
)
def test_status_and_growth_are_said_where_there_are_any(given: dict, wording: str):
    assert said(figure(GRANTED, 900, **given)) == f"2022年，市本级专利授权量{wording}"


def test_a_ratio_is_said_with_the_first_word_of_its_unit():
    assert said(*years("patent.valid.invention.per_10k", "10.0", "12.5")) == (
        "截至2022年底，市本级每万人发明专利拥有量12.5件，比上年末增加2.5件。"
    )


@pytest.mark.parametrize(
    "given",
    [{"printed_period": "去年以来"}, {"status": "D", "status_name": "口径或时段不同"}],
)
def test_no_sentence_settles_a_period_that_nobody_confirmed(given: dict):
    assert said(figure(GRANTED, 900, **given)) == ""
    assert said(figure(GRANTED, None)) == ""


def test_a_figure_in_doubt_is_not_offered_for_citing():
    """A count that more than doubled and that nobody has explained; generated."""
    first, leap = years(GRANTED, 1000, 2500)
    chart = charts.trend(selection(first, leap), GRANTED)
    assert (chart.sentence, chart.disputed) == ("", f"/data/{leap.id}/")
    shown = render_to_string("components/chart.html", {"chart": chart})
    assert "这个数有待核实的矛盾，先核实再引用" in shown
    assert f'href="/data/{leap.id}/"' in shown
    assert "复制句子" not in shown


def test_a_doubt_that_was_explained_or_is_a_mere_hint_blocks_nothing():
    first, leap = years(GRANTED, 1000, 2500)
    told = charts.trend(selection(first, replace(leap, explanation="新设两个园区")), GRANTED)
    assert told.sentence.startswith("2022年，市本级专利授权量2500件")
    calm = charts.trend(selection(*years(GRANTED, 1000, 1100)), GRANTED)
    assert calm.sentence
    assert (told.disputed, calm.disputed) == ("", "")


def test_the_stock_that_the_seed_letter_contradicts_is_not_offered():
    """3483 and 19.3 % in 市本级 against 559 newly added in the whole county."""
    code = f"{VALID}.net_added"
    added = Figure(
        Meaning(code, "新增有效发明专利", "件", "flow"), WHOLE, "慈溪市（全市）", 2022, 12,
        Decimal(559), source="测试", id=9,
    )  # fmt: skip
    chosen = selection(*seed(), added)
    stock = chosen.figure(VALID)
    assert (sentence(chosen, stock), disputed(chosen, stock)) == ("", f"/data/{stock.id}/")


@pytest.mark.parametrize(
    ("values", "change"),
    [
        ((60, 76), "比上年增长26.7%（+16件）"),
        ((20, 26), "比上年增加6件"),
    ],
)
def test_card_title_and_table_say_a_change_in_the_same_words(values: tuple[int, int], change: str):
    chosen = selection(*years(PCT, 18, *values))
    chart = charts.trend(chosen, PCT)
    (card,) = (card for card in cards(chosen, []) if card.code == PCT)
    assert card.change.words == change
    assert chart.title == f"PCT国际专利申请量{change}"
    assert chart.table.words[0][2].removeprefix("▲ ") == change


def test_a_title_without_a_change_says_what_it_came_to():
    apart = charts.trend(selection(*years(PCT, 50, None, 76)), PCT)
    assert apart.title == "PCT国际专利申请量76件"
    broken = [figure(PCT, 60, year=2021), figure(PCT, 76, status="B", status_name="口径变更")]
    assert charts.trend(selection(*broken), PCT).title == "PCT国际专利申请量76件"


def test_the_next_planned_value_stands_behind_the_last_year_in_both_drawings():
    chart = charts.trend(
        selection(*years(VALID, 2000, 2500, 3000)), VALID, goals=[goal(VALID, 3600)]
    )
    assert chart.drawing.categories[-1] == "…2025年"
    assert chart.drawing.largest == 3600
    assert chart.drawing.path.points == ((3, Decimal(3600)),)  # not in the years before the plan
    assert chart.drawing.path.label == "3,600"
    assert ">3,600</text>" in chart.svg
    assert chart.svg.count('class="ring"') == 1
    ring = chart.plotly["data"][-1]
    assert (ring["name"], ring["y"][-1], ring["text"][-1]) == ("2025年目标", 3600.0, "3,600")
    (line,) = chart.plotly["layout"]["shapes"]
    assert (line["y0"], line["x0"], line["x1"]) == (3600.0, 2.75, 3.25)
    assert "虚线是2025年目标3,600件，不是完成数。来源：测试文件。" in chart.notes
    assert "2025年目标：3,600" in chart.description
    assert [name for _key, name in chart.legend] == ["有效发明专利拥有量", "2025年目标"]


@pytest.mark.parametrize(
    "other",
    [
        goal(VALID, 3600, 2021),  # was due before the year
        goal(VALID, 3600, 2025, region=WHOLE),
        goal(PCT, 3600, 2025),
        goal(VALID, 3600, 2030, stated_year=2026),  # not yet stated
    ],
)
def test_other_targets_are_not_drawn(other: Goal):
    chart = charts.trend(selection(*years(VALID, 2000, 2500, 3000)), VALID, goals=[other])
    assert chart.drawing.path is None
    assert len(chart.drawing.categories) == 3


def test_the_nearest_target_is_drawn_and_its_year_follows_the_last_one():
    goals = [goal(VALID, 9000, 2030), goal(VALID, 3600, 2023), goal(VALID, 4000, None)]
    chart = charts.trend(selection(*years(VALID, 2000, 2500, 3000)), VALID, goals=goals)
    assert chart.drawing.ticks[-1] == "2023"
    due_now = charts.trend(
        selection(*years(VALID, 2000, 2500, 3000)), VALID, goals=[goal(VALID, 3600, 2022)]
    )
    assert due_now.drawing.ticks[-1] == "目标"


def test_a_line_needs_three_points():
    two, three = (
        charts.trend(selection(*years(VALID, *values)), VALID, kind="lines")
        for values in ((2500, 3000), (2000, 2500, 3000))
    )
    assert (two.drawing.kind, three.drawing.kind) == ("columns", "lines")


def test_the_stock_of_inventions_shows_what_came_and_what_lapsed():
    figures = [
        *years(VALID, 2000, 2500, 3000),
        *years("patent.granted.invention", 500, 596, 620),
        figure("patent.granted.invention", 9999, WHOLE),
    ]
    table = charts.valid_inventions(selection(*figures, regions=(CORE, WHOLE))).table
    assert [column.name for column in table.columns[1:5]] == [
        "年末拥有量（件）", "当年授权（件）", "净增（件）", "失效等（件）",
    ]  # fmt: skip
    assert table.words[0][1:5] == ("3,000", "620", "+500", "120")
    assert table.words[-1][1:5] == ("2,000", "500", "—", "—")


def test_nothing_is_worked_out_for_a_year_that_is_not_known():
    chart = charts.valid_inventions(selection(*seed()))
    assert chart.table.words[0][1:5] == ("3,483", "596", "—", "—")
    assert chart.table.words[1][2:5] == ("—", "—", "—")


def test_a_target_without_a_result_is_an_empty_frame():
    aim = goal("cultivation.little_giant", 24, None, region=WHOLE, region_name="慈溪市（全市）")
    empty = charts.progress_bars(selection(*seed()), "aims", [aim])
    assert empty.title == "小巨人企业目标24家，完成数未公布"
    assert empty.drawing.series[0].marks[0].value is None
    assert empty.svg.count('class="ring"') == 1
    assert empty.plotly["layout"]["shapes"][0]["x1"] == 24.0
    assert empty.table.words[0][1:6] == ("全市", "24", "未写明", "—", "—（2022年数未公布）")
    assert empty.about.startswith("口径：全市 · ")


def test_a_target_with_a_result_is_filled_as_far_as_it_has_come():
    aim = goal("cultivation.little_giant", 24, 2025, region=WHOLE, region_name="慈溪市（全市）")
    done = figure("cultivation.little_giant", 18, WHOLE)
    chart = charts.progress_bars(selection(done), "aims", [aim])
    assert chart.drawing.series[0].marks[0].label == "18家，75.0%"
    assert chart.drawing.largest == 24
    assert charts.progress_bars(selection(done), "aims", []) is None


def test_kinds_of_applicants_are_shared_only_where_all_are_published():
    assert charts.applicants(selection(*seed())) is None


def test_targets_reach_the_charts_of_their_sections():
    chosen = selection(*years(VALID, 2000, 2500, 3000), *years("cultivation.little_giant", 5, 7))
    drawn = patents(chosen, [goal(VALID, 3600)]).charts
    assert [chart.id for chart in drawn if chart.drawing.path] == ["patent-valid-invention"]
    made = cultivation(chosen, [goal("cultivation.little_giant", 24)])
    assert "cultivation-goals" in [chart.id for chart in made.charts]
