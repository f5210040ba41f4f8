"""Our figures beside the counties of 宁波: who is compared, ranks, shares, gaps."""

from dataclasses import replace
from decimal import Decimal

import pytest

from stats.arithmetic import Figure, FigureSet
from stats.comparison import compared
from stats.places import Place, ranks
from stats.selection import NOMINAL, Selection
from tests.stats.given import CITY, CORE, MEANINGS, NAMES, NATION, PARENTS, PROVINCE, WHOLE, figure

GRANTED, RATIO, VALID = "patent.granted", "patent.valid.invention.per_10k", "patent.valid.invention"
COUNTIES = (
    Place("330203", "海曙区", "海曙"),
    Place("330212", "鄞州区", "鄞州"),
    Place("330281", "余姚市", "余姚"),
    Place(WHOLE, "慈溪市（全市）", "慈溪全市"),
)


def of(code: str, value: object, region: str, year: int = 2022, **fields: object) -> Figure:
    """A generated figure of any place."""
    made = figure(code, value, WHOLE, year, **fields)
    return replace(
        made, region=region, region_name=NAMES.get(region, region), id=int(region[-3:], 36) + year
    )


def page(*figures: Figure, code: str = "", regions: tuple[str, ...] = (WHOLE, CORE)):
    chosen = Selection(FigureSet(figures, MEANINGS, PARENTS), regions, 2022)
    return compared(chosen, COUNTIES, code)


def grants(*values: object, year: int = 2022, city: object = None) -> list[Figure]:
    """海曙, 鄞州, 余姚, 慈溪, None for those unknown; then 宁波."""
    regions = [*(place.code for place in COUNTIES), CITY]
    return [
        of(GRANTED, value, region, year)
        for region, value in zip(regions, (*values, city), strict=True)
        if value is not None
    ]


def test_growths_printed_alike_share_a_rank():
    """6.96 % and 7.04 %, both printed as 7.0 %."""
    before = grants(10_000, 10_000, 10_000, 10_000, year=2021)
    shown = page(*before, *grants(10_704, 10_696, 10_300, 10_500))
    (chart,) = (one for one in shown.charts if "增幅" in one.title)
    ranked = {row[0]: row[3] for row in chart.table.words}
    assert (ranked["海曙区"], ranked["鄞州区"], ranked["慈溪市（全市）"]) == ("1", "1", "3")


def test_equal_values_share_a_rank():
    held = {"a": Decimal(5), "b": Decimal(9), "c": Decimal(5), "d": Decimal(1)}
    assert ranks(held) == {"b": 1, "a": 2, "c": 2, "d": 4}


def test_value_rank_share_and_gap_of_a_count():
    shown = page(*grants(300, 900, 200, 600, city=2000))
    assert shown.said == (
        "2022年，慈溪全市专利授权量600件，在宁波4个区县（市）中居第2位，"
        "比第1位的鄞州区少300件，占宁波市的30.0%。"
    )
    assert [row[0] for row in shown.table.words] == [
        "鄞州区",
        "慈溪市（全市）",
        "海曙区",
        "余姚市",
        "宁波市",
    ]
    assert [(row[3], row[4], row[5]) for row in shown.table.words] == [
        ("1", "45.0%", "—"),
        ("2", "30.0%", "−300件"),
        ("3", "15.0%", "−600件"),
        ("4", "10.0%", "−700件"),
        ("—", "—", "—"),
    ]
    assert shown.table.name == "2022年专利授权量：宁波4个区县（市），按数值从高到低"
    assert [column.name for column in shown.table.columns][3] == "位次（4个中）"


def test_derived_cells_lead_to_their_sums():
    shown = page(*grants(300, 900, 200, 600, city=2000))
    own, first, city = (of(GRANTED, 1, region).id for region in (WHOLE, "330212", CITY))
    links = [cell.url for cell in shown.table.rows[1] if hasattr(cell, "url")]
    assert links == [
        f"/data/{own}/",
        f"/sums/growth/{own}/",
        f"/sums/part/{own}/{city}/",
        f"/sums/against/{own}/{first}/",
    ]


def test_a_tie_is_said_to_be_one():
    shown = page(*grants(300, 600, 200, 600))
    assert "居并列第1位" in shown.said
    assert [row[3] for row in shown.table.words] == ["1", "1", "3", "4"]


def test_a_missing_county_is_named_and_the_rank_says_among_how_many():
    late = of(GRANTED, 5, "330281", status="D", status_name="口径或时段不同")
    shown = page(*grants(None, 900, None, 600), of(GRANTED, 700, "330203"), late)
    assert "在宁波4个区县（市）有数据的3个中居第3位" in shown.said
    assert [column.name for column in shown.table.columns][3] == "位次（有数据的3个中）"
    assert shown.table.notes == (
        "没有可比数据：余姚市（口径或时段不同）、宁波市（未公布）、浙江省（未公布）、全国（未公布）。",
    )
    assert shown.table.words[-1][:4] == ("余姚市", "—", "—（口径或时段不同）", "—")


@pytest.mark.parametrize(
    "figures",
    [
        grants(300, None, None, 600, city=2000),  # two counties
        grants(300, 900, 200, None, city=2000),  # not ours
        [*grants(300, 900, 200, None), of(GRANTED, 600, WHOLE, status="D")],
    ],
)
def test_fewer_than_three_places_or_without_ours_nothing_is_compared(figures):
    shown = page(*figures, code=GRANTED)
    assert (shown.table, shown.charts, shown.options) == (None, (), ())
    assert "可比的地区不足3个" in shown.reasons[0]
    assert (
        "《浙江省市场监督管理局关于印发2022年全省专利授权量等统计数据的通知》附件1"
        in shown.reasons[2]
    )


def test_it_says_who_published_and_who_did_not():
    shown = page(*grants(300, None, None, 600), code=GRANTED)
    said = "已公布：慈溪市（全市）、海曙区；未公布：宁波市、浙江省、全国、鄞州区、余姚市。"
    assert shown.reasons[1] == said
    without_ours = page(*grants(300, None, None, None), code=GRANTED)
    assert without_ours.reasons[1].startswith("已公布：海曙区；未公布：鄞州区、余姚市、慈溪市")


def alone(**fields: object):
    """Ours beside the city and the province, no other county; two generated years."""
    figures = [
        of(GRANTED, value, region, year, **fields)
        for year, values in ((2021, (500, 1600, 8000)), (2022, (600, 2000, 9000)))
        for region, value in zip((WHOLE, CITY, PROVINCE), values, strict=True)
    ]
    return page(*figures, code=GRANTED)


def test_counties_that_published_nothing_are_no_empty_rows():
    shown = alone()
    assert [row[0] for row in shown.table.words] == ["慈溪市（全市）", "宁波市", "浙江省"]
    heads = [column.name for column in shown.table.columns]
    assert heads[3:5] == ["占宁波", "占浙江"]
    assert not any("位次" in head or "第1位" in head for head in heads)
    (chart,) = shown.charts
    assert chart.drawing.categories == ("慈溪全市", "宁波", "浙江")
    assert "口径：慈溪市（全市）、宁波市、浙江省 ·" in chart.about
    assert "空心点" not in chart.notes[0]
    assert shown.reasons[0] == "2022年专利授权量只有1个区县（市）有可比的数，不足3个，不排位次。"
    assert shown.reasons[1].startswith("已公布：慈溪市（全市）、宁波市、浙江省；未公布：全国、")
    assert "附件1" in shown.reasons[2]


def test_counts_of_those_above_are_rows_with_the_share_of_each():
    shown = page(*grants(300, 900, 200, 600, city=2000), figure(GRANTED, 9000, PROVINCE))
    heads = [column.name for column in shown.table.columns]
    assert heads[4:7] == ["占宁波", "占浙江", "与第1位差"]
    rows = {row[0]: row for row in shown.table.words}
    assert rows["慈溪市（全市）"][4:6] == ("30.0%", "6.7%")
    assert rows["宁波市"][3:6] == ("—", "—", "22.2%")
    assert rows["浙江省"][3:7] == ("—", "—", "—", "—")
    assert shown.said.endswith("占宁波市的30.0%、浙江省的6.7%。")
    assert "浙江" not in shown.charts[0].drawing.categories


def test_growth_at_current_prices_says_so():
    plain = alone()
    gdp = replace(MEANINGS[GRANTED], is_nominal=True)
    figures = [replace(one, meaning=gdp) for one in plain.table.figures]
    before = [replace(one, year=2021, value=one.value / 2, id=9) for one in figures]
    chosen = Selection(
        FigureSet([*figures, *before], MEANINGS | {GRANTED: gdp}, PARENTS), (WHOLE, CORE), 2022
    )
    shown = compared(chosen, COUNTIES, GRANTED)
    assert shown.table.words[0][2] == "▲ 比上年增长100.0%（+300件）（现价）"
    assert NOMINAL in shown.table.notes
    (chart,) = shown.charts
    assert chart.title.endswith("增长100.0%（现价）")
    assert "（现价）" in chart.drawing.series[0].marks[0].hover
    assert NOMINAL in chart.notes
    assert NOMINAL not in (*plain.table.notes, *plain.charts[0].notes)


def test_where_only_the_core_is_published_it_says_so():
    shown = page(*grants(300, 900, 200, None), figure(GRANTED, 500, CORE))
    assert shown.table is None
    assert "只公布了慈溪市本级数、不能与各区县（市）同列的指标1项：专利授权量。" in shown.reasons


def test_the_core_is_never_listed_among_whole_counties():
    shown = page(*grants(300, 900, 200, 600), figure(GRANTED, 500, CORE), regions=(CORE,))
    assert shown.table is None
    assert "“市本级”不能与各区县（市）同列" in shown.reasons[0]
    both = page(*grants(300, 900, 200, 600), figure(GRANTED, 500, CORE))
    assert "市本级" not in str(both.table.words)


def test_counties_that_add_up_to_more_than_the_city_have_no_share():
    shown = page(*grants(300, 900, 200, 600, city=1900))
    assert not any(column.name.startswith("占") for column in shown.table.columns)
    assert "占宁波" not in shown.said


def test_shares_that_rounding_alone_parts_from_a_hundred_carry_the_note():
    def notes(*counties: int, city: int) -> str:
        table = page(*grants(*counties, city=city)).table
        assert table is not None
        return "".join(table.notes)

    assert "略有出入" in notes(1000, 1000, 1000, 3000, city=6000)  # 16.7×3+50.0
    assert "略有出入" not in notes(1000, 1000, 1000, 1000, city=4000)
    assert "略有出入" not in notes(1000, 1000, 1000, 3000, city=6001)  # not all of the city


def test_a_ratio_is_compared_with_those_above_too():
    figures = [
        of(RATIO, value, region)
        for region, value in zip(("330203", "330212", WHOLE), (50, 30, 40), strict=True)
    ]
    above = [figure(RATIO, 35, CITY), figure(RATIO, 25, PROVINCE), figure(RATIO, 20, NATION)]
    shown = page(*figures, *above, code=RATIO)
    assert [row[0] for row in shown.table.words][-3:] == ["宁波市", "浙江省", "全国"]
    own = shown.table.words[1]
    assert (own[4], own[5]) == ("+5.0件", "−10.0件")
    drawing = shown.charts[0].drawing
    assert (drawing.categories[drawing.own], drawing.apart) == ("慈溪全市", 3)
    assert "占宁波" not in shown.said


def ratios(*above: Figure):
    figures = [
        of(RATIO, value, region)
        for region, value in zip(("330203", "330212", WHOLE), (50, 30, 40), strict=True)
    ]
    return page(*figures, *above, code=RATIO)


def test_those_above_that_published_nothing_are_named_and_lead_no_line():
    shown = ratios(figure(RATIO, 25, PROVINCE))
    assert "没有可比数据：余姚市（未公布）、宁波市（未公布）、全国（未公布）。" in shown.table.notes
    (chart,) = shown.charts
    assert chart.drawing.categories[-1] == "浙江"
    assert chart.drawing.guide is None
    assert chart.notes[0].endswith("；竖线是浙江。")
    assert chart.notes[1] == "没有可比数据：宁波市（未公布）、全国（未公布）。"
    led = ratios(figure(RATIO, 35, CITY)).charts[0].drawing
    assert led.categories[led.guide] == "宁波"


def test_growths_name_those_above_that_cannot_be_compared():
    figures = [*grants(300, 900, 200, 600, city=2000), *grants(200, 1000, 200, 500, year=2021)]
    growths = page(*figures).charts[1]
    assert "宁波市（增幅不可比）、浙江省（未公布）、全国（未公布）" in growths.notes[1]


def test_ours_stands_among_the_counties_whatever_list_there_is():
    figures = grants(300, 900, 200, 600)
    chosen = Selection(FigureSet(figures, MEANINGS, PARENTS), (WHOLE, CORE), 2022)
    shown = compared(chosen, COUNTIES[:3])
    assert "在宁波4个区县（市）中居第2位" in shown.said


def test_a_printed_growth_across_a_break_is_not_ranked():
    broken = {"status": "B", "reported_growth": Decimal(9), "growth_base": "同比"}
    figures = [
        *grants(300, 900, 200, None, city=2000),
        *grants(200, 1000, 100, 500, city=1900, year=2021),
        of(GRANTED, 600, WHOLE, **broken),
    ]
    assert len(page(*figures).charts) == 1


def test_counts_are_plotted_among_counties_and_growths_among_all():
    figures = [
        *grants(300, 900, 200, 600, city=2000),
        *grants(200, 1000, 200, 500, city=1600, year=2021),
    ]
    values, growths = page(*figures).charts
    assert values.drawing.categories == ("鄞州", "慈溪全市", "海曙", "余姚")
    assert growths.drawing.categories == ("海曙", "慈溪全市", "余姚", "鄞州", "宁波")
    assert [mark.label for mark in growths.drawing.series[0].marks] == [
        *("50.0%", "20.0%", "0.0%", "−10.0%", "25.0%")
    ]
    assert "增幅在宁波4个区县（市）中居第2位" in growths.title
    assert [row[4] for row in growths.table.words] == ["+25.0", "−5.0", "−25.0", "−35.0", "—"]


def test_growth_at_constant_prices_stands_beside_its_kind_alone():
    real = {"reported_growth": Decimal("2.3"), "growth_base": "可比价"}
    figures = [
        of(GRANTED, value, place.code, **(real if place.code == WHOLE else {}))
        for place, value in zip(COUNTIES, (300, 900, 200, 600), strict=True)
    ]
    shown = page(*figures, *grants(200, 1000, 100, None, year=2021))
    assert len(shown.charts) == 1


def test_the_indicator_known_in_most_places_is_the_first_shown():
    fewer = [
        of(VALID, value, place.code) for place, value in zip(COUNTIES[1:], (1, 2, 3), strict=True)
    ]
    shown = page(*grants(300, 900, 200, 600), *fewer)
    assert shown.code == GRANTED
    assert [(option.code, option.count) for option in shown.options] == [(GRANTED, 4), (VALID, 3)]
    assert page(*grants(300, 900, 200, 600), *fewer, code=VALID).code == VALID
