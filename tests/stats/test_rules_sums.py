"""Totals and their parts, regions and the region above, and what is a part by definition."""

import pytest

from stats.arithmetic import Figure
from tests.stats.rule_figures import (
    ADDED,
    CITY,
    CORE,
    DESIGNS,
    INVENTIONS,
    PEOPLE,
    PROVINCE,
    QIANWAN,
    TOTAL,
    VALID,
    WHOLE,
    figure,
    kinds,
    said,
    text,
)

GI = "brand.gi"


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

    def test_of_another_window_it_is_a_doubt(self) -> None:
        figures = kinds(1, 2, 3, total=9)
        odd = figure(DESIGNS, 3, status="D", printed_period="去年以来")
        assert said(*figures[:3], odd, rule="sum") == [("sum", "存疑")]

    def test_each_partition_by_itself(self) -> None:
        figures = [
            *kinds(1, 2, 3, total=6),
            figure(f"{TOTAL}.service", 4),
            figure(f"{TOTAL}.nonservice", 1),
        ]
        assert said(*figures, rule="sum") == [("sum", "矛盾")]
        assert "职务属性" in text(*figures, rule="sum")

    @pytest.mark.parametrize(
        ("total", "marks", "explanation", "verdicts"),
        [
            (58, 40, "", ["提示"]),
            (59, 40, "", []),
            (58, 40, "1件兼有两种保护", []),
            (58, None, "", []),
        ],
        ids=["one is counted twice", "none is", "it is explained", "one part alone"],
    )
    def test_parts_that_cross_may_be_more_together_and_say_so(
        self, total: int, marks: int | None, explanation: str, verdicts: list[str]
    ) -> None:
        figures = [
            figure(GI, total, CITY, explanation=explanation),
            figure(f"{GI}.product", 19, CITY),
            figure(f"{GI}.mark", marks, CITY),
        ]
        assert said(*figures) == [("sum", verdict) for verdict in verdicts]


class TestRegions:
    """A region is never more than the region above it."""

    @pytest.mark.parametrize(
        ("part", "whole", "verdict"),
        [
            (figure(TOTAL, 200, WHOLE), figure(TOTAL, 100, CITY), "矛盾"),
            (figure(TOTAL, 200, "330282107", 2022), figure(TOTAL, 100, CORE), "矛盾"),
            (figure(TOTAL, 200, "330282107", 2022), figure(TOTAL, 100, PROVINCE), "矛盾"),
            (figure(TOTAL, 100, WHOLE), figure(TOTAL, 100, CITY), None),
            (figure(TOTAL, 100, WHOLE), figure(TOTAL, 98, CITY, half_width=5), None),
            (figure(TOTAL, 200, WHOLE, 2021), figure(TOTAL, 100, CITY), None),
            (figure(TOTAL, 200, WHOLE, through_month=6), figure(TOTAL, 100, CITY), None),
            (figure(TOTAL, 200, "330281"), figure(TOTAL, 100, WHOLE), None),
            (figure(VALID, 200, WHOLE), figure(TOTAL, 100, CITY), None),
            (figure(TOTAL, 200, WHOLE), figure(TOTAL, None, CITY, status="L"), None),
            (figure("trademark.international", 1857, WHOLE),
             figure("trademark.madrid.valid", 1200, CITY), None),
            (figure("cultivation.chain", 6, WHOLE), figure("cultivation.chain", 4, CITY), None),
            (figure(ADDED, 50, WHOLE), figure(ADDED, 40, CITY), None),
            (figure("economy.patent_intensive_share", "15.2", WHOLE, half_width="0.05"),
             figure("economy.patent_intensive_share", "13.04", CITY, half_width="0.005"), None),
            (figure(TOTAL, 200, WHOLE, status="D"), figure(TOTAL, 100, CITY), "存疑"),
            (figure(TOTAL, 200, WHOLE, printed_period="去年以来"),
             figure(TOTAL, 100, CITY), "存疑"),
        ],
        ids=[
            "a county", "a town in its scope", "a town in the province", "as much", "when rounded",
            "another year", "other months", "a neighbour", "another indicator", "no value above",
            "international marks are not those of Madrid", "a list of its own", "a net change",
            "a ratio", "another definition", "another window",
        ],
    )  # fmt: skip
    def test_a_part_against_its_whole(
        self, part: Figure, whole: Figure, verdict: str | None
    ) -> None:
        found = said(part, whole, rule="part_whole")
        assert found == ([("part_whole", verdict)] if verdict else [])

    def test_one_error_is_told_once(self) -> None:
        figures = [figure(TOTAL, n, r) for n, r in ((900, WHOLE), (100, CITY), (500, PROVINCE))]
        (sentence,) = text(*figures, rule="part_whole").splitlines()
        assert "宁波市2022年专利授权量的100件" in sentence


class TestScopes:
    """市本级 and 前湾 make up 全市."""

    @pytest.mark.parametrize(
        ("core", "qianwan", "whole", "verdicts"),
        [
            ("158.9", "28.3", "187.2", []),
            ("158.9", "28.3", "187.3", []),
            ("158.9", "28.3", "190.0", ["矛盾"]),
            ("158.9", "28.3", "180.0", ["矛盾"]),
            ("158.9", None, "187.2", []),
            ("190.0", "28.3", "187.2", ["矛盾"]),
        ],
        ids=["fits", "fits when rounded", "too little", "too much", "one is missing", "told once"],
    )
    def test_they_add_up(
        self, core: str, qianwan: str | None, whole: str, verdicts: list[str]
    ) -> None:
        figures = [
            figure(PEOPLE, value, region, 2023, half_width="0.05")
            for value, region in ((core, CORE), (qianwan, QIANWAN), (whole, WHOLE))
        ]
        assert said(*figures, rule="part_whole") == [("part_whole", word) for word in verdicts]

    def test_the_sentence_shows_the_sum(self) -> None:
        figures = [figure(TOTAL, n, r) for n, r in ((100, CORE), (20, QIANWAN), (130, WHOLE))]
        assert "100件+20件=120件" in text(*figures, rule="part_whole")

    def test_what_lies_in_both_is_not_added(self) -> None:
        figures = [figure(GI, n, r) for n, r in ((8, CORE), (5, QIANWAN), (10, WHOLE))]
        assert said(*figures) == []

    def test_the_scopes_of_the_nation_overlap(self) -> None:
        figures = [
            figure(VALID, 4212188, "100000-ALL"),
            figure(VALID, 3351453, "100000-GN"),
            figure(VALID, 3280000, "100000-ML", half_width=5000),
            figure(VALID, 4212000, "100000", half_width=500),
        ]
        assert said(*figures) == []


class TestKinds:
    """A kind is never more than the whole, by the catalogue or by definition."""

    @pytest.mark.parametrize(
        ("part", "whole"),
        [
            ("patent.valid.high_value", "patent.valid.invention"),
            ("patent.valid.high_value.per_10k", "patent.valid.invention.per_10k"),
            ("trademark.madrid.valid", "trademark.international"),
            ("cultivation.little_giant.ip_standard", "cultivation.little_giant"),
            ("brand.gi.product", "brand.gi"),
            ("patent.granted.invention", "patent.granted"),
        ],
    )
    def test_a_part_against_its_whole(self, part: str, whole: str) -> None:
        assert said(figure(part, 41), figure(whole, 40), rule="part_whole") == [
            ("part_whole", "矛盾")
        ]
        assert said(figure(part, 40), figure(whole, 41), rule="part_whole") == []
        assert said(figure(part, 41, CITY), figure(whole, 40), rule="part_whole") == []

    def test_the_parts_that_are_known_are_not_more_together(self) -> None:
        figures = kinds(60, 50, total=100)
        assert said(*figures) == [("part_whole", "矛盾")]
        assert "60件+50件=110件" in text(*figures, rule="part_whole")

    def test_of_complete_parts_the_sum_speaks(self) -> None:
        assert said(*kinds(60, 50, 10, total=100)) == [("sum", "矛盾")]
        assert said(*kinds(160, 0, 0, total=100)) == [("sum", "矛盾")]

    def test_in_another_window_it_is_a_doubt(self) -> None:
        odd = figure(INVENTIONS, 41, status="D", printed_period="去年以来")
        assert said(odd, figure(TOTAL, 40), rule="part_whole") == [("part_whole", "存疑")]
