"""Ratios and shares: the quotient, what cannot be checked, and the wrong denominator."""

from decimal import Decimal

import pytest

from stats.arithmetic import Figure
from stats.interval import Interval
from stats.rules import wrong_share
from stats.rules.sums import is_part
from tests.stats.rule_figures import (
    CORE,
    INVENTIONS,
    KINDS,
    MEANINGS,
    PEOPLE,
    QUOTIENT,
    RATIO,
    SHARES,
    TOTAL,
    VALID,
    WHOLE,
    figure,
    kinds,
    said,
    text,
)


class TestRatio:
    def per_10k(self, region: str = WHOLE, **fields: object) -> list[Figure]:
        """7900 / 185.9 = 42.5"""
        return [
            figure(VALID, 7900, region, **fields),
            figure(RATIO, "42.5", region, half_width="0.05", **fields),
        ]

    def test_one_that_fits(self) -> None:
        people = figure(PEOPLE, "185.9", WHOLE, 2021, half_width="0.05")
        assert said(*self.per_10k(), people) == []

    def test_the_denominator_is_that_of_the_year_before(self) -> None:
        people = figure(PEOPLE, "185.9", WHOLE, half_width="0.05")
        figures = [*self.per_10k(), people]
        assert said(*figures) == [("ratio", "无法核对")]
        assert "没有常住人口" in text(*figures, rule="ratio")

    def test_in_the_middle_of_a_year_it_is_that_of_last_years_end(self) -> None:
        people = figure(PEOPLE, "185.9", WHOLE, 2021, half_width="0.05")
        assert said(*self.per_10k(through_month=10), people) == []

    def test_another_scope_is_no_denominator(self) -> None:
        people = figure(PEOPLE, "185.9", WHOLE, 2021, half_width="0.05")
        assert said(*self.per_10k(CORE), people) == [("ratio", "无法核对")]

    @pytest.mark.parametrize(("value", "findings"), [("0.6", []), ("0.7", ["矛盾"])])
    def test_in_percent_it_is_a_hundred_times_the_quotient(
        self, value: str, findings: list[str]
    ) -> None:
        # 76 / 12688 = 0.60 %; what is no part of its denominator is no share.
        figures = [
            figure(QUOTIENT, value, half_width="0.05"),
            figure("patent.pct", 76),
            figure(TOTAL, 12688),
        ]
        assert said(*figures) == [("ratio", word) for word in findings]

    def test_nothing_is_divided_by_nothing(self) -> None:
        figures = [figure(VALID, 5), figure(RATIO, 1), figure(PEOPLE, 0, year=2021)]
        assert said(*figures, rule="ratio") == []


class TestShare:
    # 596 / 12688 = 4.70 %
    def share(self, value: str, kind: str = "invention", **fields: object) -> Figure:
        return figure(SHARES[kind], value, half_width="0.05", **fields)

    @pytest.mark.parametrize(("value", "verdicts"), [("4.7", []), ("4.8", ["矛盾"])])
    def test_it_is_the_part_over_the_whole(self, value: str, verdicts: list[str]) -> None:
        figures = [self.share(value), *kinds(596, total=12688)]
        assert said(*figures) == [("share", word) for word in verdicts]

    def test_of_the_same_months(self) -> None:
        half_year = kinds(300, total=6000, through_month=6)
        assert said(self.share("5.0", through_month=6), *half_year, *kinds(1, total=9)) == []

    def test_without_the_whole_it_cannot_be_checked(self) -> None:
        assert said(self.share("4.7"), figure(INVENTIONS, 596)) == [("ratio", "无法核对")]

    def test_it_names_the_denominator_that_was_taken(self) -> None:
        # 596 / 2000 = 29.8 %
        figures = [
            self.share("29.8"),
            *kinds(596, total=12688),
            figure("patent.applied.invention", 2000),
            figure("trademark.applied", 2003),
            figure("cultivation.new_product", 2000),
        ]
        assert said(*figures) == [("share", "矛盾")]
        sentence = text(*figures, rule="share")
        assert "596件÷12688件=4.7%；29.8%是以发明专利申请量2000件或商标注册申请量2003件" in sentence
        assert "新产品" not in sentence

    @pytest.mark.parametrize(
        ("values", "verdicts"),
        [
            (("4.7", "46.5", "48.8"), []),
            (("4.7", "46.5", "49.0"), []),
            (("4.7", "46.5", "49.2"), ["矛盾"]),
            (("4.7", "46.5"), []),
        ],
        ids=["fit", "but for rounding", "too much", "one is missing"],
    )
    def test_all_shares_of_a_whole_make_a_hundred(
        self, values: tuple[str, ...], verdicts: list[str]
    ) -> None:
        figures = [self.share(n, kind) for n, kind in zip(values, KINDS, strict=False)]
        assert said(*figures, rule="share") == [("share", word) for word in verdicts]

    def test_shares_of_two_years_are_not_added(self) -> None:
        figures = [
            self.share("4.7", "invention"),
            self.share("46.5", "utility"),
            self.share("60.0", "design", year=2021),
        ]
        assert said(*figures, rule="share") == []

    @pytest.mark.parametrize(("part", "whole"), [(0, 5), (5, 0), (-5, 100)])
    def test_odd_numbers_break_nothing(self, part: int, whole: int) -> None:
        printed = Interval.printed(Decimal("30.8"), 1)
        wrong_share(printed, 1, figure(INVENTIONS, part), figure(TOTAL, whole), [])
        said(self.share("30.8"), *kinds(part, total=whole))


@pytest.mark.parametrize(
    ("part", "whole", "is_one"),
    [
        (INVENTIONS, TOTAL, True),
        ("patent.valid.high_value", VALID, True),
        ("patent.valid.high_value", "patent.valid", True),
        (TOTAL, INVENTIONS, False),
        ("patent.pct", TOTAL, False),
        (TOTAL, TOTAL, False),
        ("no.such", TOTAL, False),
    ],
)
def test_what_is_a_part_of_what(part: str, whole: str, is_one: bool) -> None:
    assert is_part(part, whole, MEANINGS) == is_one
