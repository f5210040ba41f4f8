"""The thirteen real cases of the domain's papers, each with the verdict that is settled for it."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from stats import rules
from stats.arithmetic import Figure, FigureSet, Meaning
from stats.interval import Interval
from tests.stats import catalogue
from tests.stats.rule_figures import (
    ADDED,
    CITY,
    CORE,
    INVENTIONS,
    MEANINGS,
    PEOPLE,
    PERCENT,
    RATIO,
    SHARES,
    TOTAL,
    VALID,
    WHOLE,
    figure,
    kinds,
)

NATION, DOMESTIC, MAINLAND = "100000", "100000-GN", "100000-ML"
HANGZHOU, BINJIANG, YINZHOU = "330100", "330108", "330212"
HIGH_VALUE, PCT_RECEIVED = "patent.valid.high_value.per_10k", "patent.pct.received"
INDUSTRY = "industry"
# Value added of the patent-intensive industries, in 亿元, and its seven groups (CNIPA 562, 2024).
GROUPS = {
    2022: (153176, (31818, 41643, 18575, 12880, 3419, 33888, 10953)),
    2023: (168713, (32101, 48808, 17310, 13695, 3834, 39322, 13643)),
}
INDUSTRIES = {INDUSTRY: Meaning(INDUSTRY, "专利密集型产业增加值", "亿元", "flow")} | {
    f"{INDUSTRY}.{n}": Meaning(
        f"{INDUSTRY}.{n}",
        f"专利密集型产业增加值（{n}）",
        "亿元",
        "flow",
        part_of=INDUSTRY,
        partition="产业大类",
        is_additive=True,
    )
    for n in range(7)
}


@dataclass(frozen=True)
class Case:
    """Figures as a paper printed them, what is said of them, and words the sentence has."""

    name: str
    figures: tuple[Figure, ...]
    findings: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()


def per_10k(value: str, region: str = WHOLE, year: int = 2022, **fields: object) -> Figure:
    half = Decimal(5).scaleb(Decimal(value).as_tuple().exponent - 1)
    return figure(RATIO, value, region, year, half_width=half, **fields)


def people(value: str, region: str = WHOLE, year: int = 2021) -> Figure:
    half = Decimal(5).scaleb(Decimal(value).as_tuple().exponent - 1)
    return figure(PEOPLE, value, region, year, half_width=half)


def intensive(value: str, year: int, **fields: object) -> Figure:
    fields = {"growth_digits": 2, "growth_base": "同比"} | fields if fields else {}
    return figure(PERCENT, value, NATION, year, half_width="0.005", **fields)


def grants_and_high_value(year: int, grants: int, ratio: str, source: str) -> list[Figure]:
    return [
        figure(INVENTIONS, grants, NATION, year, half_width=500, source=source),
        figure(HIGH_VALUE, ratio, NATION, year, half_width="0.05", source=source),
    ]


def hunan(region: str, year: int, stock: int, population: str, ratio: str) -> list[Figure]:
    """The table of November, which prints its own divisor: people at the end of last year."""
    return [
        figure(VALID, stock, region, year, through_month=11),
        people(population, region, year - 1),
        per_10k(ratio, region, year, through_month=11),
    ]


def industry(code: str, value: int, year: int) -> Figure:
    return Figure(INDUSTRIES[code], NATION, "全国", year, 12, Decimal(value), Decimal("0.5"))


def industries(year: int) -> list[Figure]:
    total, groups = GROUPS[year]
    parts = [industry(f"{INDUSTRY}.{n}", value, year) for n, value in enumerate(groups)]
    return [industry(INDUSTRY, total, year), *parts]


STOCK_OF_2022 = figure(VALID, 3483, reported_growth="19.3", growth_base="同比")
YINZHOU_2017 = (
    figure(TOTAL, 9065, YINZHOU, 2017),
    figure(INVENTIONS, 1404, YINZHOU, 2017),
    figure("patent.applied", 15205, YINZHOU, 2017),
    figure("patent.applied.invention", 4558, YINZHOU, 2017),
)
CASES = (
    Case("T1 596 + 5902 + 6190 = 12688", tuple(kinds(596, 5902, 6190, total=12688))),
    Case(
        "T2 19.3 % of 市本级 and 559 added in 全市",
        (STOCK_OF_2022, figure(ADDED, 559, WHOLE, status="D")),
        (("net_change", "存疑"),),
        ("563—564", "559件"),
    ),
    Case(
        "T2 the same in one scope",
        (STOCK_OF_2022, figure(ADDED, 559)),
        (("net_change", "矛盾"),),
    ),
    Case(
        "T3 42.5 in 全市, whose stock is not known",
        (per_10k("42.5"), people("185.9")),
        (("ratio", "无法核对"),),
        ("7890—7910",),
    ),
    Case(
        "T3 42.5 from 3483 in 市本级, with a stand-in population",
        (STOCK_OF_2022, per_10k("42.5", CORE), people("158.9", CORE)),
        (("ratio", "矛盾"),),
        ("21.9",),
    ),
    Case(
        "T4 GI 40 + 19 are 59 and not 58: they may cross, which must be explained",
        (
            figure("brand.gi", 58, CITY, 2021),
            figure("brand.gi.mark", 40, CITY, 2021),
            figure("brand.gi.product", 19, CITY, 2021),
        ),
        (("sum", "提示"),),
        ("=59", "哪些重复计了还没有说明"),
    ),
    Case(
        "T5 +0.44 points to 13.04, while 12.71 stands unrevised",
        (intensive("12.71", 2022), intensive("13.04", 2023, reported_growth="0.44")),
        (("points", "矛盾"),),
        ("0.32—0.34个百分点",),
    ),
    Case(
        "T5 the same after the revision to 12.60",
        (intensive("12.60", 2022), intensive("13.04", 2023, reported_growth="0.44")),
    ),
    Case(
        "T6 335.1 万 with Hong Kong, Macao and Taiwan, 328 万 without",
        (
            figure(VALID, 3351453, DOMESTIC),
            figure(VALID, 3280000, MAINLAND, half_width=5000),
            figure(VALID, 2773287, DOMESTIC, 2021),
            figure(VALID, 2704000, MAINLAND, 2021, half_width=500),
        ),
    ),
    Case(
        "T7 three counts of PCT applications of 2021",
        (
            figure("patent.pct", 69540, NATION, 2021),
            figure(PCT_RECEIVED, 73000, NATION, 2021, half_width=500),
            figure(PCT_RECEIVED, 68000, DOMESTIC, 2021, half_width=500),
        ),
    ),
    Case(
        "T8 Hunan divides by the population at the end of the year before",
        (
            *hunan("430000", 2020, 55313, "6918.40", "8.00"),
            *hunan("430100", 2020, 32981, "839.45", "39.29"),
            *hunan("430400", 2020, 1897, "730.06", "2.60"),
        ),
    ),
    Case(
        "T9 杭州 2023: 31981 + 58912 + 16782 = 107675",
        (
            *kinds(31981, 58912, 16782, total=107675, region=HANGZHOU, year=2023),
            *kinds(7699, 7060, 3558, total=18317, region=BINJIANG, year=2023),
        ),
    ),
    Case(
        "T10 a page of 2023 prints the figures of 2022 as those of 2023",
        (
            *grants_and_high_value(2022, 798000, "9.4", "国新办2022年发布会"),
            *grants_and_high_value(2023, 798000, "9.4", "2023年4月网页"),
        ),
        (("ratio", "无法核对"), ("ratio", "无法核对"), ("repeat", "存疑")),
        ("798000件", "9.4件/万人", "把2022年的数写成了2023年"),
    ),
    Case(
        "T10 the true figures of 2023",
        (
            *grants_and_high_value(2022, 798000, "9.4", "国新办2022年发布会"),
            *grants_and_high_value(2023, 921000, "11.8", "国新办2023年发布会"),
        ),
        (("ratio", "无法核对"), ("ratio", "无法核对")),
    ),
    Case(
        "T11 鄞州 2017: 30.8 % is of the applications, not of the grants",
        (*YINZHOU_2017, figure(SHARES["invention"], "30.8", YINZHOU, 2017, half_width="0.05")),
        (("share", "矛盾"),),
        ("1404件÷9065件=15.5%", "30.8%是以发明专利申请量4558件为分母"),
    ),
    Case(
        "T11 the right share",
        (*YINZHOU_2017, figure(SHARES["invention"], "15.5", YINZHOU, 2017, half_width="0.05")),
    ),
    Case(
        # 42673 of October; last October's stock is made up, and no base of 12.41 %.
        "T12 南通 2023-10: 12.41 % more than at last year's end, not than last October",
        (
            figure(VALID, 36000, "320600", 2022, through_month=10),
            figure(
                VALID,
                42673,
                "320600",
                2023,
                through_month=10,
                reported_growth="12.41",
                growth_digits=2,
                growth_base="比上年末",
            ),
        ),
    ),
    Case("T13 the seven groups of 2022 make 153176", tuple(industries(2022))),
    Case("T13 the seven groups of 2023 make 168713", tuple(industries(2023))),
)


def found_in(figures: tuple[Figure, ...]) -> list[rules.Finding]:
    return rules.check(FigureSet(figures, MEANINGS | INDUSTRIES, catalogue.parents()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_verdict_is_the_settled_one(case: Case) -> None:
    found = found_in(case.figures)
    assert sorted((f.rule, f.verdict) for f in found) == sorted(case.findings)
    sentences = "\n".join(finding.text for finding in found)
    for words in case.words:
        assert words in sentences


def test_all_thirteen_are_here() -> None:
    assert {case.name.split()[0] for case in CASES} == {f"T{n}" for n in range(1, 14)}


@pytest.mark.parametrize(
    ("part", "whole", "code", "printed"),
    [(18317, 107675, TOTAL, "17.01"), (7699, 31981, INVENTIONS, "24.07")],
)
def test_t9_shares_of_the_city(part: int, whole: int, code: str, printed: str) -> None:
    """A district's share of its city, as a letter would print it."""
    ours, citys = figure(code, part, BINJIANG, 2023), figure(code, whole, HANGZHOU, 2023)
    assert rules.wrong_share(Interval.printed(Decimal(printed), 2), 2, ours, citys, []) == ""
    off = Interval.printed(Decimal(printed) + 1, 2)
    assert printed in rules.wrong_share(off, 2, ours, citys, [])


@pytest.mark.parametrize(
    ("group", "printed"), list(enumerate(("20.8", "27.2", "12.1", "8.4", "2.2", "22.1", "7.2")))
)
def test_t13_the_shares_printed_beside_the_groups(group: int, printed: str) -> None:
    total, *groups = industries(2022)
    share = Interval.printed(Decimal(printed), 1)
    assert rules.wrong_share(share, 1, groups[group], total, []) == ""


def test_a_broken_group_of_t13_is_found() -> None:
    total, first, *rest = industries(2022)
    wrong = industry(f"{INDUSTRY}.0", 31881, 2022)
    assert [finding.rule for finding in found_in((total, wrong, *rest))] == ["sum"]
    assert first.value != wrong.value
