"""Slips: wrong units, last year's figures as this year's, the row of a similar indicator."""

import pytest

from stats.arithmetic import Figure
from stats.rules.units import times
from tests.stats.rule_figures import (
    CITY,
    CORE,
    INVENTIONS,
    MONEY,
    PEOPLE,
    RATIO,
    TOTAL,
    VALID,
    WHOLE,
    figure,
    kinds,
    said,
    text,
    two_years,
)

PCT, HIGH_VALUE = "patent.pct", "patent.valid.high_value.per_10k"


class TestUnit:
    @pytest.mark.parametrize(
        ("old", "new", "code", "verdicts"),
        [
            (12000, 126880000, TOTAL, 1),
            (126880000, 12000, TOTAL, 1),
            (11990, 1, TOTAL, 1),
            (120, 12688, TOTAL, 1),
            (120, 1300, TOTAL, 0),
            (29, 2900, TOTAL, 0),
            (100, 2000, TOTAL, 0),
            (0, 10000, TOTAL, 0),
            ("1.9", "18590.00", MONEY, 1),
            ("1.90", "18.59", MONEY, 1),
            ("0.20", "2.00", MONEY, 0),
            ("42.5", "425.0", RATIO, 1),
            ("42.5", "4.3", RATIO, 1),
            ("42.5", "85.0", RATIO, 0),
            ("185.9", "1865000.0", PEOPLE, 1),
        ],
        ids=[
            "万 left on", "万 left off", "万 for pieces", "two noughts",
            "ten times is growth", "few may become many", "twenty times is no power of ten",
            "from nothing", "万元 for 亿元", "a lost point", "few of the last digit",
            "a lost point in a ratio", "one too many", "twice", "人 for 万人",
        ],
    )  # fmt: skip
    def test_against_last_year(self, old: object, new: object, code: str, verdicts: int) -> None:
        figures = two_years(old, new, code)
        assert said(*figures, rule="unit") == [("unit", "存疑")] * verdicts
        if verdicts:
            assert said(*figures, rule="jump") == []

    def test_the_sentence_says_how_many_times(self) -> None:
        sentence = text(*two_years(12000, 126880000), rule="unit")
        assert "126880000件，与上年的12000件相差约1万倍" in sentence

    @pytest.mark.parametrize(
        ("power", "words"),
        [(1, "10倍"), (2, "100倍"), (4, "1万倍"), (6, "100万倍"), (8, "1亿倍"), (9, "10亿倍")],
    )
    def test_powers_of_ten_in_words(self, power: int, words: str) -> None:
        assert times(power) == words

    @pytest.mark.parametrize(("part", "rules"), [(12688, 0), (80000, 1), (126880000, 2)])
    def test_against_the_region_above(self, part: int, rules: int) -> None:
        figures = [figure(TOTAL, part, WHOLE), figure(TOTAL, 72390, CITY)]
        assert said(*figures) == [("part_whole", "矛盾"), ("unit", "存疑")][:rules]

    @pytest.mark.parametrize("fields", [{"status": "B"}, {"status": "D"}])
    def test_what_cannot_be_compared_is_skipped(self, fields: dict[str, str]) -> None:
        assert said(*two_years(12000, 126880000, **fields)) == []


class TestRepeat:
    @pytest.mark.parametrize(
        ("old", "new", "code", "verdict"),
        [
            (12688, 12688, TOTAL, "存疑"),
            (596, 596, INVENTIONS, "提示"),
            (30, 30, PCT, "提示"),
            (29, 29, PCT, None),
            (12688, 12689, TOTAL, None),
            ("42.5", "42.5", RATIO, None),
            (0, 0, TOTAL, None),
            (None, None, TOTAL, None),
        ],
        ids=["five digits", "three", "thirty", "fewer", "one more", "a ratio", "none", "no value"],
    )
    def test_last_years_figure_again(
        self, old: object, new: object, code: str, verdict: str | None
    ) -> None:
        found = said(*two_years(old, new, code), rule="repeat")
        assert found == ([("repeat", verdict)] if verdict else [])

    def test_a_rounded_figure_may_well_be_the_same(self) -> None:
        assert said(*two_years("105.8", "105.8", PEOPLE, half_width="0.05"), rule="repeat") == []

    def test_of_another_definition_it_means_nothing(self) -> None:
        assert said(*two_years(12688, 12688, status="D"), rule="repeat") == []

    def year(self, year: int, *values: object, source: str = "通报") -> list[Figure]:
        """Three kinds of figures that one paper prints of a year."""
        pairs = zip((RATIO, HIGH_VALUE, PCT), values, strict=True)
        return [
            figure(code, value, year=year, source=f"{year}{source}", half_width=half)
            for (code, value), half in zip(pairs, ("0.05", "0.05", "0"), strict=True)
            if value is not None
        ]

    @pytest.mark.parametrize(
        ("values", "findings"),
        [
            (("42.5", "15.3", 76), ["存疑"]),
            (("42.5", "15.3", 80), ["存疑"]),
            (("42.5", "16.0", 80), []),
            (("42.5", "15.3", None), ["存疑"]),
            (("42.5", None, None), []),
        ],
        ids=["all", "most", "one of three", "both", "a single rounded one"],
    )
    def test_a_paper_that_repeats_last_year_has_the_wrong_year(
        self, values: tuple[object, ...], findings: list[str]
    ) -> None:
        figures = [*self.year(2021, "42.5", "15.3", 76), *self.year(2022, *values)]
        assert said(*figures, rule="repeat") == [("repeat", word) for word in findings]

    def test_one_finding_names_them_all(self) -> None:
        figures = [*self.year(2021, "42.5", "15.3", 76), *self.year(2022, "42.5", "15.3", 76)]
        sentence = text(*figures, rule="repeat")
        for words in (
            "2022年有3个数",
            "42.5件/万人",
            "15.3件/万人",
            "76件",
            "把2021年的数写成了2022年",
        ):
            assert words in sentence

    def test_two_papers_are_looked_at_one_by_one(self) -> None:
        new = [
            figure(RATIO, "42.5", half_width="0.05", source="甲"),
            figure(HIGH_VALUE, "15.3", half_width="0.05", source="乙"),
        ]
        assert said(*self.year(2021, "42.5", "15.3", 76), *new, rule="repeat") == []

    def test_a_long_number_of_an_older_year(self) -> None:
        figures = [
            figure(TOTAL, n, year=y) for n, y in ((12688, 2019), (13000, 2021), (12688, 2022))
        ]
        assert said(*figures, rule="repeat") == [("repeat", "存疑")]
        assert "2019年的12688件" in text(*figures, rule="repeat")

    def test_a_shorter_one_may_come_again(self) -> None:
        figures = [figure(TOTAL, n, year=y) for n, y in ((5801, 2018), (5900, 2021), (5801, 2022))]
        assert said(*figures, rule="repeat") == []


class TestDuplicateName:
    @pytest.mark.parametrize(
        ("one", "other", "value", "verdicts"),
        [
            (RATIO, HIGH_VALUE, "42.5", 1),
            (VALID, "patent.valid.high_value", 3483, 1),
            ("trademark.applied", "trademark.registered", 9542, 1),
            (INVENTIONS, "patent.applied.invention", 596, 1),
            (INVENTIONS, "patent.applied.invention", 96, 0),
            (RATIO, HIGH_VALUE, "9.4", 0),
            (TOTAL, f"{TOTAL}.service", 12688, 0),
            (f"{TOTAL}.utility", f"{TOTAL}.design", 5902, 0),
            (PEOPLE, "population.registered", "105.8", 0),
            (PCT, "protection.case", 176, 0),
            ("finance.pledge.items", "finance.pledge.firms", 176, 0),
            (RATIO, HIGH_VALUE, None, 0),
        ],
        ids=[
            "per 10,000", "high value", "applied and registered", "granted and applied",
            "two digits", "a short ratio", "a part that is all", "two parts", "other names",
            "unlike names", "other units", "no value",
        ],
    )  # fmt: skip
    def test_one_value_under_two_like_names(
        self, one: str, other: str, value: object, verdicts: int
    ) -> None:
        figures = [figure(code, value) for code in (one, other)]
        found = said(*figures, rule="duplicate_name")
        assert found == [("duplicate_name", "存疑")] * verdicts

    def test_in_another_scope_or_year_it_means_nothing(self) -> None:
        figures = [
            figure(RATIO, "42.5", WHOLE),
            figure(HIGH_VALUE, "42.5", CORE),
            figure(HIGH_VALUE, "42.5", WHOLE, 2021),
        ]
        assert said(*figures, rule="duplicate_name") == []

    def test_the_sentence_names_both(self) -> None:
        sentence = text(figure(RATIO, "42.5"), figure(HIGH_VALUE, "42.5"), rule="duplicate_name")
        for words in ("每万人发明专利拥有量与", "“每万人口高价值发明专利拥有量”", "42.5件/万人"):
            assert words in sentence

    def test_kinds_of_one_total_are_never_mixed_up(self) -> None:
        assert said(*kinds(500, 500, 500, total=1500)) == []
