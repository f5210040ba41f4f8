"""What the dashboard says first: the headline, the cards, the state of the data, the sections."""

from decimal import Decimal

import pytest

from stats.dashboard import cards, headline, standing
from stats.progress import Goal
from stats.sections import SECTIONS
from stats.selection import valued
from stats.sheets import Link, measured
from tests.stats.given import CORE, WHOLE, figure, seed, selection


def by_code(chosen, goals=()):
    return {card.code: card for card in cards(chosen, list(goals))}


def sections(chosen, *goals):
    return {made.id: made for made in (build(chosen, list(goals)) for build in SECTIONS)}


def goal(**fields: object) -> Goal:
    defaults = {
        "title": "有效发明目标",
        "code": "patent.valid.invention",
        "region": CORE,
        "region_name": "慈溪市（市本级）",
        "stated_year": 2021,
        "due_year": 2022,
        "value": Decimal(3600),
        "source": "规划",
    }
    return Goal(**(defaults | fields))


def test_the_headline_says_the_year_in_one_sentence():
    told = headline(selection(*seed()))
    assert "".join(map(str, told)) == (
        "2022年，市本级专利授权量12,688件，同比增长5.8%（上报）；"
        "2022年末，市本级有效发明专利拥有量3,483件，同比增长19.3%（上报）；"
        "全市每万人发明专利拥有量42.5件（时段原文作“去年以来”）。"
    )
    opened = {str(piece): piece.url for piece in told if isinstance(piece, Link)}
    assert [*opened] == ["同比增长5.8%（上报）", "同比增长19.3%（上报）"]
    assert all(url.startswith("/sums/growth/") for url in opened.values())


def test_a_ratio_that_can_be_worked_out_again_leads_to_its_sum():
    ratio = figure("patent.valid.invention.per_10k", "42.5", WHOLE)
    people = figure("population.resident", "185.9", WHOLE, 2021)
    whole = selection(ratio, figure("patent.valid.invention", 7900, WHOLE), people)
    place = f"/sums/ratio/{ratio.id}/"
    assert Link("42.5件", place) in headline(whole)
    assert place in [fact.url for fact in by_code(whole)[ratio.meaning.code].facts]
    assert Link(measured(ratio), place) == valued(whole.figures, ratio)
    alone = selection(ratio, people)
    assert valued(alone.figures, ratio) == measured(ratio)
    assert "42.5件" in headline(alone)


def test_the_headline_marks_what_is_provisional():
    first = figure("patent.granted", 100, status="P", status_name="初步")
    assert headline(selection(first))[-2:] == ("（初步）", "。")


def test_a_year_without_its_main_figures_says_so():
    assert headline(selection(figure("brand.gi", 6))) == (
        "2022年专利授权和有效发明专利的数据尚未公布。",
    )


def test_a_card_says_everything_of_its_figure():
    card = by_code(selection(*seed()))["patent.granted"]
    assert (card.value, card.unit, card.scope) == ("12,688", "件", "市本级")
    assert (card.as_of, card.status, card.source) == ("2022年全年", "正式", "第220号建议协办意见")
    assert card.change.text == "▲ 同比增长5.8%（上报）"
    assert card.change.tone == "neutral"
    assert [*map(str, card.facts)] == ["其中发明596件，占4.7%", "居宁波市第1位（上报，未附排名表）"]


def test_a_window_without_an_end_is_not_called_a_full_year():
    card = by_code(selection(*seed()))["patent.valid.invention.per_10k"]
    assert (card.value, card.unit, card.scope) == ("42.5", "件/万人", "全市")
    assert card.as_of == "时段原文作“去年以来”"
    assert not card.is_final


@pytest.mark.parametrize(
    ("regions", "code", "missing"),
    [
        ((WHOLE, CORE), "brand.gi", "2022年未公布"),
        ((WHOLE,), "patent.granted", "该口径未公布"),
        ((CORE,), "trademark.valid", "该口径未公布"),
    ],
)
def test_what_is_missing_is_a_dash_with_the_reason_and_never_0(regions, code, missing):
    card = by_code(selection(*seed(), regions=regions))[code]
    assert (card.value, card.missing, card.id) == ("—", missing, None)


def test_a_later_vintage_is_said_to_be_revised():
    said = [
        by_code(selection(figure("brand.gi", 1, WHOLE, **changes)))["brand.gi"].status
        for changes in ({}, {"vintage": 2}, {"vintage": 3, "status": "P", "status_name": "初步"})
    ]
    assert said == ["正式", "正式（修订）", "初步（修订）"]


def test_a_status_without_a_value_is_shown_as_such():
    card = by_code(selection(figure("brand.gi", None, WHOLE, status="L", status_name="未报")))
    assert (card["brand.gi"].value, card["brand.gi"].missing) == ("—", "未报")
    assert card["brand.gi"].change.text == "—"


@pytest.mark.parametrize(
    ("goals", "said"),
    [
        ([goal()], "2022年目标 3,600件 · 完成 96.8%"),
        ([goal(due_year=2025)], "2025年目标 3,600件 · 完成 96.8%"),
        ([goal(due_year=None)], "目标 3,600件 · 完成 96.8%"),
        ([goal(due_year=2030, value=Decimal(9000)), goal(due_year=2023)], "2023年目标 3,600件"),
    ],
)
def test_the_next_target_in_force_stands_on_the_card_with_its_year(goals: list[Goal], said: str):
    (fact,) = by_code(selection(*seed()), goals)["patent.valid.invention"].facts
    assert str(fact).startswith(said)


@pytest.mark.parametrize(
    "other", [goal(due_year=2021), goal(region=WHOLE), goal(stated_year=2026, due_year=2030)]
)
def test_a_target_that_is_over_or_of_another_scope_or_to_come_is_not_on_it(other: Goal):
    assert by_code(selection(*seed()), [other])["patent.valid.invention"].facts == ()


def test_a_small_picture_needs_three_years():
    two = [figure("brand.gi", 5, year=2021), figure("brand.gi", 6)]
    assert by_code(selection(*two))["brand.gi"].spark == ""
    card = by_code(selection(*two, figure("brand.gi", 4, year=2020)))["brand.gi"]
    assert card.spark.count("<rect") == 3
    assert 'aria-hidden="true"' in card.spark


def test_the_state_of_the_data_counts_the_years_own_figures():
    people = figure("population.resident", 186, WHOLE)
    assert standing(selection(*seed(), people)) == "正式 9 项，口径或时段不同 1 项"
    assert standing(selection(people)) == "尚无数据"


def test_sections_list_what_is_published_and_name_what_is_not():
    made = sections(selection(*seed()))
    trademarks = made["trademarks"]
    assert [row[0] for row in trademarks.table.words] == [
        "商标注册申请量",
        "商标注册量",
        "有效注册商标量",
    ]
    assert trademarks.unpublished == ("地理标志",)
    assert made["cultivation"].table is None
    assert made["protection"].charts == ()


def test_a_plan_is_named_a_plan():
    plan = goal(title="贯标", code="cultivation.little_giant", region=WHOLE, due_year=None)
    made = sections(selection(*seed()), plan)
    assert made["cultivation"].notes == (
        "目标：贯标 3,600家（未写明期限，完成数未公布）。目标不是完成数。来源：规划。",
    )
    assert made["patents"].notes == ()
