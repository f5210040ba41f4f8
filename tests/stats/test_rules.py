"""What the rules say: of the seed letter's figures, and of small made-up cases beside them."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from django.conf import settings

from stats import rules
from stats.arithmetic import Figure, FigureSet, Meaning

WHOLE, CORE, CITY = "330282", "330282-BJ", "330200"
NAMES = {WHOLE: "慈溪市（全市）", CORE: "慈溪市（市本级）", CITY: "宁波市"}
PARENTS = {CORE: WHOLE, WHOLE: CITY, CITY: "330000"}
TOTAL, VALID, ADDED = "patent.granted", "patent.valid.invention", "patent.valid.invention.net_added"
RATIO, PEOPLE = "patent.valid.invention.per_10k", "population.resident"
KINDS = ("invention", "utility", "design")


def meaning(code: str, name: str, kind: str = "flow", **fields: object) -> Meaning:
    return Meaning(code=code, name=name, unit=fields.pop("unit", "件"), kind=kind, **fields)


def part(kind: str, name: str, **fields: object) -> Meaning:
    return meaning(
        f"{TOTAL}.{kind}",
        name,
        part_of=TOTAL,
        **({"partition": "专利类型", "is_additive": True} | fields),
    )


MEANINGS = {
    found.code: found
    for found in (
        meaning(TOTAL, "专利授权量"),
        part("invention", "发明专利授权量"),
        part("utility", "实用新型专利授权量"),
        part("design", "外观设计专利授权量"),
        part("service", "专利授权量（职务）", partition="职务属性"),
        part("pilot", "试点专利", partition="试点（部分）", is_additive=False),
        meaning(VALID, "有效发明专利拥有量", "stock"),
        meaning(ADDED, "新增有效发明专利"),
        meaning(
            RATIO,
            "每万人发明专利拥有量",
            "ratio",
            unit="件/万人",
            decimals=1,
            numerator=VALID,
            denominator=PEOPLE,
            denominator_lag=1,
        ),
        meaning(PEOPLE, "常住人口", "stock", unit="万人", decimals=1),
        meaning("share", "占比", "ratio", unit="%", decimals=2),
        meaning("economy.gdp", "地区生产总值", unit="亿元", decimals=2),
        meaning("other", "其他指标"),
    )
}


def figure(
    code: str, value: object, region: str = CORE, year: int = 2022, **fields: object
) -> Figure:
    if "reported_growth" in fields:
        fields["reported_growth"] = Decimal(str(fields["reported_growth"]))
    return Figure(
        meaning=MEANINGS[code],
        region=region,
        region_name=NAMES[region],
        year=year,
        through_month=fields.pop("through_month", 12),
        value=None if value is None else Decimal(str(value)),
        half_width=Decimal(str(fields.pop("half_width", 0))),
        **({"printed_scope": "原文所写"} | fields),
    )


def said(*figures: Figure, rule: str = "") -> list[tuple[str, str]]:
    """(rule, verdict) of all findings, or of one rule only."""
    found = rules.check(FigureSet(figures, MEANINGS, PARENTS))
    return [(f.rule, f.verdict) for f in found if f.rule == (rule or f.rule)]


def text(*figures: Figure, rule: str) -> str:
    found = rules.check(FigureSet(figures, MEANINGS, PARENTS))
    return "\n".join(finding.text for finding in found if finding.rule == rule)


def kinds(*values: object, total: object) -> list[Figure]:
    parts = [figure(f"{TOTAL}.{kind}", n) for kind, n in zip(KINDS, values, strict=False)]
    return [figure(TOTAL, total), *parts]


VAGUE = {"status": "D", "printed_period": "去年以来", "region": WHOLE}
UNSTATED = {"printed_scope": ""}
SEED = [
    figure(
        TOTAL, 12688, reported_growth="5.8", growth_base="同比", rank=1, rank_region_name="宁波市"
    ),
    figure(f"{TOTAL}.invention", 596),
    figure(f"{TOTAL}.utility", 5902),
    figure(f"{TOTAL}.design", 6190),
    figure(VALID, 3483, reported_growth="19.3", growth_base="同比", **UNSTATED),
    figure("other", 76, **UNSTATED),
    figure(ADDED, 559, **VAGUE),
    figure(RATIO, "42.5", half_width="0.05", **VAGUE),
    figure(PEOPLE, "185.9", WHOLE, 2021, half_width="0.05"),
]


class TestSeed:
    """The verdicts that are settled for the one real letter."""

    def test_exactly_these_findings(self) -> None:
        assert Counter(said(*SEED)) == {
            ("net_change", "存疑"): 1,
            ("ratio", "无法核对"): 1,
            ("rank", "提示"): 1,
            ("period", "提示"): 2,
            ("scope", "提示"): 2,
        }

    def test_the_doubt_names_both_numbers_and_what_is_implied(self) -> None:
        # 3483/1.1935 = 2918.3, 3483/1.1925 = 2920.8: last year 2919 or 2920, added 563 or 564.
        assert 3483 - 2920 == 563
        sentence = text(*SEED, rule="net_change")
        for words in ("3483件", "19.3%", "563—564", "559件", "整体小于其中一部分"):
            assert words in sentence

    def test_what_cannot_be_checked_shows_what_it_implies(self) -> None:
        # 42.45 × 185.85 = 7889.3 and 42.55 × 185.95 = 7912.2, to three digits as 42.5 is.
        sentence = text(*SEED, rule="ratio")
        for words in ("没有有效发明专利拥有量", "185.9万人", "7890—7910"):
            assert words in sentence

    def test_at_the_core_with_a_stand_in_population_it_is_a_contradiction(self) -> None:
        # 3483 / 105 = 33.2
        figures = [
            figure(VALID, 3483),
            figure(RATIO, "42.5", half_width="0.05"),
            figure(PEOPLE, "105", year=2021, half_width="0.05"),
        ]
        assert said(*figures) == [("ratio", "矛盾")]
        assert "33.2" in text(*figures, rule="ratio")

    def test_the_gravest_comes_first(self) -> None:
        verdicts = [verdict for _rule, verdict in said(*SEED, *kinds(1, 2, 3, total=9))]
        assert verdicts == sorted(verdicts, key=rules.VERDICTS.index)


class TestSum:
    @pytest.mark.parametrize(
        ("values", "total", "verdicts"),
        [
            ((596, 5902, 6190), 12688, 0),
            ((596, 5902, 6190), 12689, 1),
            ((596, 5902), 12688, 0),
            ((596, 5902, None), 12688, 0),
            ((596, 5902, 6190), None, 0),
        ],
        ids=["fits", "broken", "a part is missing", "a part has no value", "no total"],
    )
    def test_parts_make_the_total(
        self, values: tuple[object, ...], total: object, verdicts: int
    ) -> None:
        assert said(*kinds(*values, total=total), rule="sum") == [("sum", "矛盾")] * verdicts

    def test_the_sentence_shows_the_sum(self) -> None:
        sentence = text(*kinds(596, 5902, 6191, total=12688), rule="sum")
        assert "596件+5902件+6191件=12689件" in sentence
        assert "12688件" in sentence

    def test_printed_precision_is_allowed_for(self) -> None:
        parts = kinds(600, 5900, 6190, total=12700)
        rounded = [*parts[1:], figure(TOTAL, 12700, half_width=50)]
        assert said(*rounded, rule="sum") == []

    def test_never_across_scopes(self) -> None:
        figures = kinds(1, 2, 3, total=99)
        assert said(figure(TOTAL, 99, WHOLE), *figures[1:], rule="sum") == []

    def test_overlapping_parts_are_not_added(self) -> None:
        assert said(figure(TOTAL, 10), figure(f"{TOTAL}.pilot", 3), rule="sum") == []

    def test_each_partition_by_itself(self) -> None:
        figures = [*kinds(1, 2, 3, total=6), figure(f"{TOTAL}.service", 5)]
        assert said(*figures, rule="sum") == [("sum", "矛盾")]
        assert "职务属性" in text(*figures, rule="sum")


def two_years(old: object, new: object, code: str = TOTAL, **fields: object) -> list[Figure]:
    known = {"growth_base": "同比"} | fields
    return [figure(code, old, year=2021), figure(code, new, **known)]


class TestGrowth:
    # 12688/11990 - 1 = 5.82 %; 12688/12100 - 1 = 4.86 %
    def test_a_printed_rate_that_fits(self) -> None:
        assert said(*two_years(11990, 12688, reported_growth="5.8"), rule="growth") == []

    def test_one_that_does_not(self) -> None:
        figures = two_years(12100, 12688, reported_growth="5.8")
        assert said(*figures, rule="growth") == [("growth", "矛盾")]
        assert "4.9%" in text(*figures, rule="growth")

    @pytest.mark.parametrize(
        "fields",
        [{"growth_base": "可比价"}, {"growth_base": "约"}, {"status": "B"}, {"status": "D"}],
        ids=["at constant prices", "about", "a break", "another window"],
    )
    def test_what_cannot_be_compared_is_skipped(self, fields: dict[str, str]) -> None:
        assert said(*two_years(12100, 12688, reported_growth="5.8", **fields), rule="growth") == []

    def test_real_growth_of_gdp_is_not_held_against_current_prices(self) -> None:
        # 2521.58/2379.2 - 1 = 5.98 %, printed 2.3 % at constant prices
        figures = two_years(
            "2379.2", "2521.58", "economy.gdp", reported_growth="2.3", growth_base="可比价"
        )
        assert said(*figures) == []

    def test_without_last_year_there_is_nothing_to_say(self) -> None:
        assert said(two_years(1, 12688, reported_growth="5.8")[1], rule="growth") == []

    def test_another_scope_is_no_base(self) -> None:
        _old, new = two_years(1, 12688, reported_growth="5.8")
        assert said(figure(TOTAL, 12100, WHOLE, 2021), new, rule="growth") == []

    def test_a_zero_base_is_no_base(self) -> None:
        assert said(*two_years(0, 5, reported_growth="5.8"), rule="growth") == []

    @pytest.mark.parametrize(("printed", "verdicts"), [("1.25", 0), ("1.5", 1)])
    def test_shares_differ_in_points(self, printed: str, verdicts: int) -> None:
        digits = len(printed.split(".")[1])
        figures = two_years(
            "10.00", "11.25", "share", reported_growth=printed, growth_digits=digits
        )
        assert said(*figures) == [("points", "矛盾")] * verdicts


class TestRatio:
    def test_one_that_fits(self) -> None:
        # 7900 / 185.9 = 42.5
        figures = [
            figure(VALID, 7900, WHOLE),
            figure(RATIO, "42.5", WHOLE, half_width="0.05"),
            figure(PEOPLE, "185.9", WHOLE, 2021, half_width="0.05"),
        ]
        assert said(*figures, rule="ratio") == []

    def test_the_denominator_is_that_of_the_year_before(self) -> None:
        figures = [
            figure(VALID, 7900),
            figure(RATIO, "42.5", half_width="0.05"),
            figure(PEOPLE, "185.9", half_width="0.05"),
        ]
        assert said(*figures, rule="ratio") == [("ratio", "无法核对")]
        assert "没有常住人口" in text(*figures, rule="ratio")

    def test_nothing_is_divided_by_nothing(self) -> None:
        figures = [figure(VALID, 5), figure(RATIO, 1), figure(PEOPLE, 0, year=2021)]
        assert said(*figures, rule="ratio") == []


class TestNetChange:
    def stock(self, region: str = CORE) -> Figure:
        return figure(VALID, 3483, region, reported_growth="19.3", growth_base="比上年末")

    @pytest.mark.parametrize(
        ("added", "region", "verdict"),
        [
            (563, CORE, None),
            (564, CORE, None),
            (559, CORE, "矛盾"),
            (559, WHOLE, "存疑"),
            (600, WHOLE, None),
        ],
    )
    def test_added_against_implied(self, added: int, region: str, verdict: str | None) -> None:
        found = said(self.stock(), figure(ADDED, added, region), rule="net_change")
        assert found == ([("net_change", verdict)] if verdict else [])

    def test_a_part_may_have_added_less_than_the_whole(self) -> None:
        assert said(self.stock(WHOLE), figure(ADDED, 5, CORE), rule="net_change") == []

    @pytest.mark.parametrize(("value", "rate"), [(0, "-100.0"), (17, "5.8")])
    def test_a_rate_that_no_count_gives_implies_nothing(self, value: int, rate: str) -> None:
        stock = figure(VALID, value, reported_growth=rate, growth_base="比上年末")
        assert said(stock, figure(ADDED, 1), rule="net_change") == []

    def test_another_year_says_nothing(self) -> None:
        assert said(self.stock(), figure(ADDED, 5, year=2021), rule="net_change") == []


class TestStatements:
    @pytest.mark.parametrize(("field", "count"), [(None, 1), (10, 0)])
    def test_a_rank_needs_its_field(self, field: int | None, count: int) -> None:
        ranked = figure(TOTAL, 1, rank=1, rank_of=field, rank_region_name="宁波市")
        assert len(said(ranked, rule="rank")) == count

    @pytest.mark.parametrize(
        ("period", "count"), [("去年以来", 1), ("近年来", 1), ("2022年1—12月", 0), ("", 0)]
    )
    def test_a_period_needs_two_ends(self, period: str, count: int) -> None:
        assert len(said(figure(TOTAL, 1, printed_period=period), rule="period")) == count

    @pytest.mark.parametrize(("region", "count"), [(WHOLE, 1), (CORE, 1), (CITY, 0)])
    def test_a_scope_must_be_stated_where_there_are_several(self, region: str, count: int) -> None:
        assert len(said(figure(TOTAL, 1, region, **UNSTATED), rule="scope")) == count


def test_every_rule_says_what_it_demands_and_what_it_is_called() -> None:
    for name, (title, rule) in rules.RULES.items():
        assert name.isidentifier()
        assert title
        assert (rule.__doc__ or "").endswith("。"), name


@pytest.mark.parametrize(("added", "findings"), [(563, []), (100, [("net_change", "矛盾")])])
def test_what_was_added_is_the_difference_of_two_stocks(added: int, findings: list) -> None:
    stocks = figure(VALID, 3483), figure(VALID, 2920, year=2021)
    assert said(*stocks, figure(ADDED, added), rule="net_change") == findings


@pytest.mark.parametrize(("share", "findings"), [("4.70", []), ("4.80", [("ratio", "矛盾")])])
def test_a_ratio_in_percent_is_a_hundred_times_the_quotient(share: str, findings: list) -> None:
    meanings = MEANINGS | {
        "share": meaning(
            "share",
            "占比",
            "ratio",
            unit="%",
            decimals=2,
            numerator=f"{TOTAL}.invention",
            denominator=TOTAL,
        )
    }
    figures = [
        figure(f"{TOTAL}.invention", 596),
        figure(TOTAL, 12688),
        replace(figure("share", share, half_width="0.005"), meaning=meanings["share"]),
    ]
    found = rules.ratio(FigureSet(figures, meanings, PARENTS))
    assert [(finding.rule, finding.verdict) for finding in found] == findings


def test_the_handbook_lists_every_rule() -> None:
    handbook = (settings.BASE_DIR / "docs" / "handbook.zh.md").read_text()
    missing = [
        name
        for name, (title, rule) in rules.RULES.items()
        if f"| {title} | {rule.__doc__} |" not in handbook
    ]
    assert missing == []
