"""What holds for any figures: no rule breaks on odd ones, or contradicts consistent ones."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cixi_ip.wording import rounded
from stats import rules
from stats.arithmetic import Figure, FigureSet
from tests.stats import catalogue
from tests.stats.rule_figures import (
    CITY,
    CORE,
    KINDS,
    MEANINGS,
    PEOPLE,
    PROVINCE,
    QIANWAN,
    SHARES,
    TOTAL,
    VALID,
    WHOLE,
    figure,
)

VALUES = st.one_of(
    st.none(),
    st.sampled_from([Decimal(n) for n in ("0", "-1", "0.000001", "1", "29", "30", "12688")]),
    st.decimals(Decimal(-(10**14)), Decimal(10**14), places=6),
)
# Few keys, so that figures meet: parts with totals, stocks with flows, years with years.
CODES = st.sampled_from(
    [
        *(TOTAL, *(f"{TOTAL}.{kind}" for kind in KINDS), *SHARES.values()),
        *(VALID, f"{VALID}.net_added", f"{VALID}.per_10k", "patent.valid.high_value", PEOPLE),
        *("brand.gi", "brand.gi.product", "brand.gi.mark", "finance.pledge.amount"),
    ]
)
FIGURES = st.builds(
    figure,
    CODES,
    VALUES,
    st.sampled_from([CORE, QIANWAN, WHOLE, CITY, PROVINCE]),
    st.sampled_from([2021, 2022]),
    through_month=st.sampled_from([6, 12]),
    half_width=st.sampled_from(["0", "0.05", "50", "1000000"]),
    status=st.sampled_from("APEBDLMQ"),
    reported_growth=st.sampled_from(["-100", "-99.9", "0", "5.8", "1000"]),
    growth_base=st.sampled_from(["", "同比", "比上年末", "可比价"]),
    rank=st.sampled_from([None, 1]),
    printed_scope=st.sampled_from(["", "全市"]),
    printed_period=st.sampled_from(["", "去年以来"]),
)


def set_of(figures: list[Figure]) -> FigureSet:
    return FigureSet(figures, MEANINGS, catalogue.parents())


@given(st.lists(FIGURES, max_size=30))
def test_no_rule_breaks_on_odd_figures(figures: list[Figure]) -> None:
    for finding in rules.check(set_of(figures)):
        assert finding.text.endswith("。")
        assert finding.verdict in rules.VERDICTS
        assert set(finding.figures) <= set(figures)


def granted(values: tuple[int, ...], region: str, year: int) -> list[Figure]:
    parts = [
        figure(f"{TOTAL}.{kind}", value, region, year)
        for kind, value in zip(KINDS, values, strict=True)
    ]
    return [figure(TOTAL, sum(values), region, year), *parts]


def stock_and_ratio(stocks: tuple[int, int], people: int, region: str) -> list[Figure]:
    """Two years' stocks, what was added, and the ratio to last year's people (in tenths of 万)."""
    before, after = stocks
    population = Decimal(people) / 10
    return [
        figure(VALID, before, region, 2021),
        figure(VALID, after, region),
        figure(f"{VALID}.net_added", after - before, region),
        figure(PEOPLE, population, region, 2021, half_width="0.05"),
        figure(f"{VALID}.per_10k", rounded(after / population, 1), region, half_width="0.05"),
    ]


GRANTS = st.tuples(*[st.integers(0, 50_000)] * 3)
PARTS = st.tuples(GRANTS, st.integers(0, 50_000), st.integers(0, 100), st.integers(10, 2000))


@given(PARTS, PARTS, st.integers(0, 1000))
def test_figures_that_follow_from_one_another_are_never_contradicted(
    core: tuple, qianwan: tuple, elsewhere: int
) -> None:
    """Two scopes, their sum, and a city that has more: every total and stock is worked out."""
    both = tuple(a + b for a, b in zip(core[0], qianwan[0], strict=True))
    city = tuple(n + elsewhere for n in both)
    figures = [*granted(both, WHOLE, 2022), *granted(city, CITY, 2022)]
    whole = [0, 0, 0]
    for region, (grants, before, lapsed, people) in ((CORE, core), (QIANWAN, qianwan)):
        after = before + grants[0] - before * lapsed // 100
        figures += granted(grants, region, 2022)
        figures += stock_and_ratio((before, after), people, region)
        whole = [n + m for n, m in zip(whole, (before, after, people), strict=True)]
    figures += stock_and_ratio((whole[0], whole[1]), whole[2], WHOLE)
    found = rules.check(set_of(figures))
    assert [each.text for each in found if each.verdict == rules.CONTRADICTION] == []


@given(GRANTS, st.integers(1, 1000))
def test_a_total_that_is_off_by_anything_is_found(values: tuple[int, ...], off: int) -> None:
    total, *parts = granted(values, CORE, 2022)
    wrong = figure(TOTAL, sum(values) + off)
    assert rules.check(set_of([total, *parts])) == []
    assert [finding.rule for finding in rules.check(set_of([wrong, *parts]))] == ["sum"]
