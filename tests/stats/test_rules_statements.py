"""What a figure must say of itself: the field of its rank, its period, its scope, its status."""

import pytest

from stats.arithmetic import Figure
from tests.stats.rule_figures import (
    CITY,
    CORE,
    INVENTIONS,
    PEOPLE,
    RATIO,
    TOTAL,
    VALID,
    WHOLE,
    figure,
    kinds,
    said,
    text,
)

GDP = "economy.gdp"


@pytest.mark.parametrize(("field", "count"), [(None, 1), (10, 0)])
def test_a_rank_needs_its_field(field: int | None, count: int) -> None:
    ranked = figure(TOTAL, 1, rank=1, rank_of=field, rank_region_name="宁波市")
    assert said(ranked) == [("rank", "提示")] * count


@pytest.mark.parametrize(
    ("period", "count"), [("去年以来", 1), ("近年来", 1), ("2022年1—12月", 0), ("", 0)]
)
def test_a_period_needs_two_ends(period: str, count: int) -> None:
    assert said(figure(TOTAL, 1, printed_period=period)) == [("period", "提示")] * count


@pytest.mark.parametrize(("region", "count"), [(WHOLE, 1), (CORE, 1), (CITY, 0)])
def test_a_scope_must_be_stated_where_there_are_several(region: str, count: int) -> None:
    assert said(figure(TOTAL, 1, region, printed_scope="")) == [("scope", "提示")] * count


class TestStatus:
    def gdp(self, *statuses: str) -> list[Figure]:
        years = zip((2021, 2022), ("2379.2", "2521.58"), statuses, strict=True)
        return [figure(GDP, n, WHOLE, y, status=status) for y, n, status in years]

    @pytest.mark.parametrize(
        ("before", "now", "count"),
        [("P", "A", 1), ("E", "A", 1), ("P", "P", 0), ("A", "P", 0), ("A", "A", 0), ("P", "B", 0)],
    )
    def test_last_years_first_figure_is_revised_by_now(
        self, before: str, now: str, count: int
    ) -> None:
        figures = [
            figure(GDP, n, WHOLE, y, status=status, note="初步核算")
            for y, n, status in ((2021, "2379.2", before), (2022, "2521.58", now))
        ]
        assert said(*figures) == [("status", "提示")] * count

    def test_the_sentence_says_what_to_do(self) -> None:
        sentence = text(*self.gdp("P", "A"), rule="status")
        for words in ("2379.20亿元还是初步数", "请补录修订数"):
            assert words in sentence

    def test_a_final_total_has_no_provisional_parts(self) -> None:
        total, *parts = kinds(1, 2, total=9)
        first = figure(f"{TOTAL}.design", 6, status="P")
        assert said(total, *parts, first) == [("status", "提示")]
        assert "外观设计专利授权量（初步数）" in text(total, *parts, first, rule="status")
        assert said(figure(TOTAL, 9, status="P"), *parts, first) == []

    def test_a_final_ratio_has_no_provisional_denominator(self) -> None:
        figures = [
            figure(VALID, 7900, WHOLE),
            figure(RATIO, "42.5", WHOLE, half_width="0.05"),
            figure(PEOPLE, "185.9", WHOLE, 2021, half_width="0.05", status="P"),
        ]
        assert said(*figures) == [("status", "提示")]

    @pytest.mark.parametrize(
        ("fields", "count"),
        [({}, 1), ({"note": "按上年占比估算"}, 0), ({"explanation": "推算"}, 0)],
    )
    def test_an_estimate_says_how_it_was_made(self, fields: dict[str, str], count: int) -> None:
        estimate = figure(INVENTIONS, 596, status="E", **fields)
        assert said(estimate) == [("status", "提示")] * count

    def test_a_figure_that_is_not_there_needs_no_more_words(self) -> None:
        assert (
            said(*(figure(TOTAL, None, year=y, status=s) for y, s in ((2021, "L"), (2022, "Q"))))
            == []
        )
