"""The towns in order: counts, per 10,000 residents, growth, moves, the check of their sum."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stats.arithmetic import Figure, FigureSet
from stats.places import Place
from stats.sheets import Link
from stats.town_ranks import PEOPLE
from stats.towns import fields, towns_page
from tests.makers import make_indicator, make_observation, make_region, make_user
from tests.stats.given import CORE, MEANINGS, PARENTS, WHOLE, figure

GRANTED, VALID, RATIO = "patent.granted", "patent.valid.invention", "patent.valid.invention.per_10k"
QIANWAN = "330282-QW"
TOWNS = (
    Place("330282002", "宗汉街道", "宗汉", CORE),
    Place("330282107", "观海卫镇", "观海卫", CORE),
    Place("330282121", "周巷镇", "周巷", CORE),
    Place("330282118", "庵东镇", "庵东", QIANWAN),
)


def of(code: str, values: tuple[object, ...], year: int = 2022, **fields: object) -> list[Figure]:
    """Generated figures of 宗汉, 观海卫, 周巷, 庵东; None for those unknown."""
    return [
        replace(figure(code, value, WHOLE, year, **fields), region=town.code, region_name=town.name)
        for town, value in zip(TOWNS, values, strict=True)
        if value is not None
    ]


def page(*figures: Figure, field: str = "4", by: str = "count", code: str = ""):
    held = FigureSet(figures, MEANINGS, PARENTS)
    return towns_page(held, TOWNS, 2022, field=field, by=by, code=code)


def column(shown, name: str) -> list[str]:
    names = [column.name for column in shown.table.columns]
    index = next(place for place, each in enumerate(names) if each.startswith(name))
    return [row[index] for row in shown.table.words]


def test_the_fields_follow_from_the_scopes_of_the_regions():
    assert {size: len(held) for size, held in fields(TOWNS).items()} == {"3": 3, "4": 4}
    assert fields(()) == {}
    shown = page(*of(GRANTED, (5, 9, 7, 8)), field="3")
    assert column(shown, "镇街") == ["观海卫镇", "周巷镇", "宗汉街道"]
    assert shown.fields == {
        "3": "3个镇街（市本级，不含前湾）",
        "4": "4个镇街（全市，含前湾的庵东）",
    }


def test_towns_stand_in_order_and_ties_share_a_rank():
    shown = page(*of(GRANTED, (50, 90, 50, 10)))
    assert column(shown, "镇街") == ["观海卫镇", "宗汉街道", "周巷镇", "庵东镇"]
    assert column(shown, "位次（4个中）") == ["1", "2", "2", "4"]
    assert shown.chart.title == "2022年专利授权量，观海卫镇90件，在4个镇街中居第1位"
    assert shown.chart.drawing.categories == ("1 观海卫", "2 宗汉", "2 周巷", "4 庵东")


def test_arrows_say_how_ranks_moved():
    shown = page(*of(GRANTED, (50, 90, 40, 10)), *of(GRANTED, (90, 40, 50, 10), 2021))
    assert column(shown, "镇街") == ["观海卫镇", "宗汉街道", "周巷镇", "庵东镇"]
    assert column(shown, "与上年位次比") == ["升2位", "降1位", "降1位", "持平"]
    assert shown.chart.drawing.details == ("升2位", "降1位", "降1位", "持平")


def test_ranks_in_another_list_are_not_compared():
    shown = page(*of(GRANTED, (50, 90, 40, 10)), *of(GRANTED, (90, 40, None, 10), 2021))
    assert set(column(shown, "与上年位次比")) == {"—"}
    assert "不比位次升降" in shown.chart.notes[0]


def test_a_town_without_a_figure_is_listed_as_unpublished():
    late = of(GRANTED, (None, None, 7, None), status="D", status_name="口径或时段不同")
    shown = page(*of(GRANTED, (50, 90, None, None)), *late)
    assert column(shown, "位次（有数据的2个中）") == ["1", "2", "—", "—"]
    assert column(shown, "数值")[2:] == ["—（口径或时段不同）", "—（未公布）"]
    assert shown.chart.notes[1] == "未列入位次：周巷镇：口径或时段不同；庵东镇：未公布。"
    assert "在4个镇街有数据的2个中居第1位" in shown.chart.title
    assert shown.check == "合计核对：有2个镇街未公布，不与县级数核对。"


def test_per_10k_divides_by_the_towns_own_residents_of_the_year_before():
    people = of(PEOPLE, ("10.0", "20.0", None, "5.0"), 2021)
    shown = page(*of(VALID, (50, 90, 40, 33)), *people, *of(PEOPLE, (1, 1, 1, 1)), by="per")
    assert column(shown, "镇街") == ["庵东镇", "宗汉街道", "观海卫镇", "周巷镇"]
    assert column(shown, "每万人") == ["6.6", "5.0", "4.5", "—（2021年末常住人口未公布）"]
    assert column(shown, "常住人口") == ["5.0", "10.0", "20.0", "—"]
    assert "每万人 = 当年数 ÷ 本镇街2021年末常住人口（万人）。" in shown.chart.notes


def test_derived_numbers_lead_to_their_sums():
    counts = [replace(one, id=10 + at) for at, one in enumerate(of(VALID, (50, 90, 40, 33)))]
    before = [replace(one, id=20 + at) for at, one in enumerate(of(VALID, (40, 99, 30, 31), 2021))]
    people = [replace(one, id=30 + at) for at, one in enumerate(of(PEOPLE, (10, 20, 9, 5), 2021))]
    for by, first in (("per", "/sums/per/13/33/"), ("growth", "/sums/growth/12/")):
        shown = page(*counts, *before, *people, by=by)
        for table in (shown.table, shown.chart.table):
            assert first in [cell.url for cell in table.rows[0] if isinstance(cell, Link)]


def test_what_cannot_be_divided_says_so():
    shown = page(*of(RATIO, (1, 2, 3, 4)), by="per")
    assert shown.table is None
    assert shown.reasons == ("每万人发明专利拥有量不是可按人口平均的数量，请改看“数量”或“增幅”。",)


def test_a_growth_printed_over_a_break_is_left_out_with_its_reason():
    first, *others = of(GRANTED, (66, 90, 50, 80))
    printed = {"reported_growth": Decimal("5.0"), "growth_base": "同比"}
    broken = replace(first, status="B", status_name="口径变更", **printed)
    shown = page(broken, *others, *of(GRANTED, (60, 80, 49, 70), 2021), by="growth")
    assert "未列入位次：宗汉街道：统计口径有变更，仅供参考。" in shown.table.notes


def test_growth_over_a_small_base_is_left_out_with_its_reason():
    shown = page(*of(GRANTED, (66, 90, 5, 10)), *of(GRANTED, (60, 100, 2, None), 2021), by="growth")
    assert column(shown, "镇街") == ["宗汉街道", "观海卫镇", "周巷镇", "庵东镇"]
    assert column(shown, "位次（有数据的2个中）") == ["1", "2", "—", "—"]
    labels = [mark.label for mark in shown.chart.drawing.series[0].marks]
    assert labels == ["10.0%", "−10.0%"]
    assert shown.chart.table.words[0][3:] == ("10.0", "66", "▲ 比上年增长10.0%（+6件）")
    assert "周巷镇：增加3件，上年基数小于30，不计算百分比" in shown.chart.notes[1]
    assert "庵东镇：上年数未公布" in shown.chart.notes[1]


def test_where_no_town_can_be_ranked_the_reasons_are_given():
    shown = page(*of(GRANTED, (66, 90, 5, 10)), by="growth")
    assert shown.chart is None
    assert shown.reasons == ("2022年各镇街都排不出增幅的位次：上年数未公布。",)


@pytest.mark.parametrize(
    ("field", "whole", "said"),
    [
        ("4", (WHOLE, 190), "4个镇街合计190件，与慈溪全市公布的190件一致。"),
        ("4", (WHOLE, 200), "4个镇街合计190件，比慈溪全市公布的200件少10件，请核对。"),
        ("3", (CORE, 170), "3个镇街合计180件，比慈溪市本级公布的170件多10件，请核对。"),
        ("3", (WHOLE, 180), "3个镇街合计180件，没有同口径的县级数可核对。"),
    ],
)
def test_the_sum_of_the_towns_is_checked_against_its_own_region(field, whole, said):
    region, value = whole
    shown = page(*of(GRANTED, (50, 90, 40, 10)), figure(GRANTED, value, region), field=field)
    assert shown.check == f"合计核对：{said}"


def test_a_sum_apart_by_rounding_alone_is_said_to_be_so():
    half = {"half_width": Decimal("0.05")}
    whole = figure(PEOPLE, "10.1", WHOLE, **half)
    shown = page(*of(PEOPLE, ("1", "2", "3", "4"), **half), whole)
    assert shown.check.endswith("与慈溪全市公布的10.1万人在四舍五入范围内一致。")


def test_ratios_are_never_added_up():
    assert page(*of(RATIO, (1, 2, 3, 4))).check == ""


def test_the_indicator_known_in_most_towns_is_the_first_shown():
    shown = page(*of(GRANTED, (5, None, 7, 8)), *of(VALID, (1, 2, 3, 4)), *of(PEOPLE, (1, 2, 3, 4)))
    assert shown.code == VALID
    assert [code for code, _name in shown.options] == [VALID, GRANTED, PEOPLE]


@pytest.fixture
def browser(client: Client, db: None) -> Client:
    cache.clear()
    client.force_login(make_user("读者", full_name="读者甲"))
    return client


ADDRESS = "/board/towns/"


def test_real_figures_hold_none_of_towns_and_the_page_says_what_to_enter(browser: Client):
    call_command("load_fixtures", verbosity=0)
    found = browser.get(ADDRESS).content.decode()
    assert "2022年还没有已发布的镇街数据。由录入员在“录入后台”录入：地区选具体镇街" in found
    assert "17个镇街（市本级，不含前湾）" in found
    assert "19个镇街（全市，含前湾的崇寿、庵东）" in found
    of_core = browser.get(f"{ADDRESS}?scope=core").content.decode()
    assert re.search(r'field=17" aria-current="true"', of_core)


@pytest.fixture
def towns(db: None) -> None:
    whole = make_region()
    scopes = {code: make_region(code, parent=whole, level="口径") for code in (CORE, QIANWAN)}
    make_indicator(PEOPLE, unit="万人", kind="stock", decimals=1)
    for town, value in zip(TOWNS, (50, 90, 40, 10), strict=True):
        make_region(
            *(town.code,), level="镇街", name=town.name, parent=whole, scope=scopes[town.scope]
        )
        make_observation(value, region=town.code)
    make_observation(190, region=WHOLE)
    make_observation(190, region=WHOLE, year=2021)


def test_switches_keep_each_other_and_the_year(towns: None, browser: Client):
    found = browser.get(f"{ADDRESS}?by=growth&field=3&x=1").content.decode()
    assert "?year=2021&amp;scope=published&amp;by=growth&amp;field=3" in found
    assert "?year=2022&amp;scope=published&amp;by=per&amp;field=3" in found
    assert "x=1" not in found


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("by=x", "没有“x”这种排法。可选：数量（count）、每万人（per）、增幅（growth）。"),
        ("field=18", "没有“18”这个范围。可选：3个镇街（市本级，不含前湾）（3）、"),
        ("indicator=x", "没有“x”这个指标。可选：指标patent.granted（patent.granted）。"),
    ],
)
def test_an_unknown_option_is_answered_with_what_there_is(
    towns: None, browser: Client, option: str, said: str
):
    response = browser.get(f"{ADDRESS}?{option}")
    assert response.status_code == 404
    assert said in response.content.decode()


def test_every_table_is_taken_out_as_a_file(towns: None, browser: Client):
    for by in ("count", "per", "growth"):
        found = browser.get(f"{ADDRESS}?by={by}&field=3").content.decode()
        links = {
            link.replace("&amp;", "&") for link in re.findall(r'"(/board/[^"]+csv[^"]*)"', found)
        }
        assert any(link.startswith("/board/towns/towns.csv") for link in links)
        for link in links:
            assert "庵东" not in browser.get(link).content.decode(), link


def test_more_towns_and_years_need_no_more_queries(towns: None, browser: Client):
    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(f"{ADDRESS}?year=2022").status_code == 200
        return len(caught)

    queries()
    before = queries()
    for number in range(3):
        code = f"33028220{number}"
        make_region(code, level="镇街", parent=make_region(), scope=make_region(CORE))
        for year in (2021, 2022):
            make_observation(5, region=code, year=year)
    assert queries() == before
