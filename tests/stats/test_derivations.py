"""Derived figures opened: what is shown is what the pages print, and what fractions give again."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cixi_ip.exact import decimals
from stats import derivations, sums
from stats.arithmetic import Figure, FigureSet, implied_base
from stats.derivations import Derivation
from stats.progress import Goal
from stats.selection import change
from tests.stats.rule_figures import (
    CITY,
    CORE,
    INVENTIONS,
    MEANINGS,
    MONEY,
    PEOPLE,
    RATIO,
    TOTAL,
    VALID,
    WHOLE,
    catalogue,
    figure,
    kinds,
    two_years,
)

COUNTS = st.integers(0, 10**6)
MANY = st.integers(30, 10**6)


def among(*figures: Figure) -> FigureSet:
    return FigureSet(figures, MEANINGS, catalogue.parents())


def half_up(value: Fraction, digits: int) -> str:
    """四舍五入 by whole numbers alone."""
    scaled = abs(value) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    body = f"{whole // 10**digits:,}" + (f".{whole % 10**digits:0{digits}d}" if digits else "")
    return f"−{body}" if value < 0 and whole else body


def notes(derivation: Derivation) -> str:
    return "\n".join(derivation.notes)


def grown(old: object, new: object, code: str = TOTAL, **fields: object) -> Derivation:
    before, now = two_years(old, new, code, **fields)
    return derivations.of_growth(among(before, now), now)


class TestGrowth:
    def test_formula_numbers_and_rounding_are_shown(self) -> None:
        found = grown(11990, 12688)
        percent, difference = found.steps
        assert percent.formula == "（本年数−上年数）÷上年数×100%"
        assert percent.filled == "（12,688−11,990）÷11,990×100%"
        assert (percent.exact, percent.printed) == ("5.82151793…", "5.8%")
        assert percent.rounding == "四舍五入，保留1位小数"
        assert (difference.filled, difference.printed) == ("12,688−11,990", "+698件")
        assert [given.role for given in found.inputs] == ["本年数", "上年数"]

    def test_a_reported_one_cannot_be_worked_out_again_and_implies_a_base(self) -> None:
        now = figure(TOTAL, 12688, reported_growth="5.8", growth_base="同比")
        found = derivations.of_growth(among(now), now)
        assert found.printed == "▲ 同比增长5.8%（上报）"
        assert found.steps[0].printed == "5.8%"
        assert "上年数未公布，增幅取自原文（上报），无法复算。" in found.notes
        assert "12,688÷（1+5.8%）=11,987—11,998件" in notes(found)

    def test_a_measure_implies_a_base_with_its_own_decimals(self) -> None:
        now = figure(MONEY, "2.80", reported_growth="5.0", growth_base="同比")
        base = implied_base(now)
        assert base is not None
        assert base.words == "2.67"
        assert f"={base.words}亿元" in notes(derivations.of_growth(among(now), now))

    @pytest.mark.parametrize(
        ("printed", "verdict"), [("5.8", "与计算结果一致"), ("9.9", "与计算结果不同")]
    )
    def test_the_papers_own_is_compared_with_the_computed_one(
        self, printed: str, verdict: str
    ) -> None:
        found = grown(11990, 12688, reported_growth=printed, growth_base="同比")
        assert verdict in notes(found)

    @pytest.mark.parametrize(
        ("old", "new", "fields", "reason"),
        [
            (0, 5, {}, "上年数为 0"),
            (50, 60, {"status": "B"}, "统计口径有变更"),
            (50, 60, {"status": "D"}, "口径或时段不同"),
            (50, 60, {"printed_period": "去年以来"}, "口径或时段不同"),
            (None, 60, {}, "其中一年没有数值"),
        ],
    )
    def test_without_a_usable_base_the_reason_stands(
        self, old: object, new: object, fields: dict[str, object], reason: str
    ) -> None:
        found = grown(old, new, **fields)
        assert found.reason == reason
        assert found.printed == f"—（{reason}）"

    def test_over_a_small_base_only_the_difference(self) -> None:
        found = grown(12, 15)
        assert [step.printed for step in found.steps] == ["+3件"]
        assert "上年基数小于30，不计算百分比，只写增减量。" in found.notes

    def test_a_base_that_may_be_nothing_gives_no_margin(self) -> None:
        found = grown("0.04", "3", MONEY, half_width="0.05")
        assert "结果实际在" not in notes(found)

    def test_rounded_inputs_give_a_margin(self) -> None:
        found = grown("400000", "420000", half_width="5000")
        assert "用到的数有的是四舍五入后公布的，结果实际在" in notes(found)

    def test_what_is_held_may_have_more_decimals_than_are_printed(self) -> None:
        assert grown("20.10", "25.405", MONEY).steps[1].filled == "25.405−20.10"

    @settings(max_examples=60)
    @given(COUNTS, COUNTS)
    def test_what_is_shown_is_what_fractions_give(self, old: int, new: int) -> None:
        found = grown(old, new)
        before, now = two_years(old, new)
        assert found.printed == change(among(before, now), now).text
        if old < 30:
            assert "%" not in found.printed
            return
        share = Fraction(new - old, old) * 100
        assert found.steps[0].printed == f"{half_up(share, 1)}%"
        size = half_up(abs(share), 1)
        assert (f"{size.replace(',', '')}%" in found.printed) is (size != "0.0")


class TestShare:
    def test_of_a_published_total_with_all_its_parts(self) -> None:
        parts = kinds(596, 5902, 6190, total=12688)
        found = derivations.of_share(among(*parts), parts[1], parts[0])
        assert found.steps[0].filled == "596÷12,688×100%"
        assert (found.printed, found.steps[0].exact) == ("4.7%", "4.69735182…")
        assert [row[2] for row in found.table.words] == ["4.7%", "46.5%", "48.8%", "100.0%"]
        assert found.notes == ()

    def test_of_parts_added_up_where_all_are_known(self) -> None:
        total, *parts = kinds(1, 1, 1, total=3)
        found = derivations.of_share_in(among(*parts), parts[0])
        assert found.steps[0].filled == "1÷（1+1+1）×100%"
        assert found.notes == (sums.ROUNDING_NOTE,)
        assert derivations.of_share_in(among(total, *parts[:2]), parts[0]) is None

    def test_parts_that_contradict_their_total_are_not_put_down_to_rounding(self) -> None:
        parts = kinds(500, 500, 500, total=1400)
        found = derivations.of_share(among(*parts), parts[1], parts[0])
        assert "各分项之和为1,500件，与公布的合计不等，请核对。" in found.notes

    @settings(max_examples=60)
    @given(st.tuples(MANY, MANY, MANY))
    def test_the_note_stands_if_and_only_if_the_printed_shares_miss_100(
        self, values: tuple[int, int, int]
    ) -> None:
        whole = sum(values)
        parts = kinds(*values, total=whole)
        found = derivations.of_share(among(*parts), parts[1], parts[0])
        printed = [half_up(Fraction(value, whole) * 100, 1) for value in values]
        assert [row[2] for row in found.table.words][:3] == [f"{one}%" for one in printed]
        is_off = sum(map(Decimal, printed)) != 100
        assert (sums.ROUNDING_NOTE in found.notes) is is_off

    @given(st.tuples(MANY, MANY, MANY))
    def test_rounded_parts_beside_a_rounded_total(self, values: tuple[int, int, int]) -> None:
        def thousands(value: int) -> Decimal:
            return Decimal(half_up(Fraction(value, 1000), 0).replace(",", "")) * 1000

        parts = [
            figure(f"{TOTAL}.{kind}", thousands(value), half_width=500)
            for kind, value in zip(("invention", "utility", "design"), values, strict=True)
        ]
        total = figure(TOTAL, thousands(sum(values)), half_width=500)
        is_off = sum(part.value for part in parts) != total.value
        assert bool(sums.parts_note(parts, total)) is is_off

    def test_nothing_is_shared_in_nothing_or_across_windows(self) -> None:
        part, whole = figure(INVENTIONS, 0), figure(TOTAL, 0)
        assert sums.share(part, whole).words == "—（合计不大于 0，不算百分比）"
        other = figure(TOTAL, 10, printed_period="去年以来")
        assert sums.share(figure(INVENTIONS, 1), other).amount is None
        assert sums.share(figure(INVENTIONS, 1), figure(TOTAL, 10, WHOLE)).amount is None


class TestRatio:
    def test_numerator_over_last_years_denominator(self) -> None:
        ratio = figure(RATIO, "42.5", half_width="0.05")
        top, bottom = figure(VALID, 7900), figure(PEOPLE, "185.9", year=2021)
        found = derivations.of_ratio(among(ratio, top, bottom), ratio)
        assert found.steps[0].filled == "7,900÷185.9"
        assert found.steps[0].printed == "42.5件/万人"
        assert "分母按目录取2021年末的常住人口。" in found.notes
        assert "公布数为42.5件/万人，与复算结果一致。" in found.notes

    def test_without_a_part_it_cannot_be_checked_but_implies_one(self) -> None:
        ratio, people = figure(RATIO, "42.5", half_width="0.05"), figure(PEOPLE, 185.9, year=2021)
        found = derivations.of_ratio(among(ratio, people), ratio)
        assert found.reason == "缺分子或分母，无法核对"
        assert "有效发明专利拥有量约为7,890—7,910件" in notes(found)

    def test_what_does_not_fit_is_said(self) -> None:
        ratio = figure(RATIO, "99.9", half_width="0.05")
        top, bottom = figure(VALID, 7900), figure(PEOPLE, "185.9", year=2021)
        found = derivations.of_ratio(among(ratio, top, bottom), ratio)
        assert "与复算结果不一致，请核对" in notes(found)

    @settings(max_examples=40)
    @given(COUNTS, st.integers(1, 10**5))
    def test_what_is_shown_is_what_fractions_give(self, top: int, tenths: int) -> None:
        ratio = figure(RATIO, "1.0")
        people = figure(PEOPLE, Decimal(tenths) / 10, year=2021)
        found = derivations.of_ratio(among(ratio, figure(VALID, top), people), ratio)
        assert found.steps[0].printed == f"{half_up(Fraction(top * 10, tenths), 1)}件/万人"


class TestAgainst:
    def test_gap_and_share_of_the_region_above(self) -> None:
        ours, theirs = figure(TOTAL, 12688, WHOLE), figure(TOTAL, 60000, CITY)
        assert derivations.of_comparison(ours, theirs).printed == "−47,312件"
        assert derivations.of_part(among(ours, theirs), ours, theirs).printed == "21.1%"

    def test_no_share_of_a_neighbour_or_of_a_ratio(self) -> None:
        ours, theirs = figure(TOTAL, 10, CORE), figure(TOTAL, 20, "330283")
        assert derivations.of_part(among(ours, theirs), ours, theirs) is None
        ours, theirs = figure(RATIO, "42.5", WHOLE), figure(RATIO, "40.0", CITY)
        (share,) = derivations.of_part(among(ours, theirs), ours, theirs).steps
        assert share.printed == "—（比率不能相加，没有占比）"
        found = derivations.of_comparison(ours, theirs)
        assert (found.printed, found.steps[0].printed) == ("+2.5件", "+2.5件/万人")

    def test_two_growths_are_worked_out_before_they_are_subtracted(self) -> None:
        ours = figure(TOTAL, 100, WHOLE, 2021), figure(TOTAL, 115, WHOLE)
        theirs = figure(TOTAL, 300, CITY, 2021), figure(TOTAL, 310, CITY)
        found = derivations.of_apart(among(*ours, *theirs), ours[1], theirs[1])
        assert [step.printed for step in found.steps] == ["15.0%", "3.3%", "+11.7个百分点"]
        assert found.steps[2].filled == "（115−100）÷100×100%−（310−300）÷300×100%"
        assert [given.figure for given in found.inputs] == [ours[1], ours[0], theirs[1], theirs[0]]

    def test_a_printed_growth_beside_one_worked_out(self) -> None:
        printed = figure(TOTAL, 115, WHOLE, reported_growth=Decimal("-2.5"), growth_base="同比")
        theirs = figure(TOTAL, 100, CITY, 2021), figure(TOTAL, 110, CITY)
        found = derivations.of_apart(among(printed, *theirs), theirs[1], printed)
        assert found.steps[2].filled == "（110−100）÷100×100%−（−2.5%）"
        assert found.printed == "+12.5个百分点"
        alone = derivations.of_apart(among(printed, theirs[1]), printed, theirs[1])
        assert alone.reason == "上年数未公布"


class TestStock:
    def test_what_came_and_what_left(self) -> None:
        stock = figure(VALID, 900, year=2021), figure(VALID, 1000)
        came = figure("patent.granted.invention", 130)
        found = derivations.of_net(among(*stock, came), stock[1])
        assert found.printed == "净增+100件；失效等30件"
        assert [step.filled for step in found.steps] == ["1,000−900", "900+130−1,000"]
        alone = derivations.of_net(among(*stock), stock[1])
        assert alone.printed == "净增+100件"
        assert derivations.of_net(among(stock[1], came), stock[1]).reason == "上年末数未公布"


class TestTarget:
    def test_the_way_alone_and_the_full_unit(self) -> None:
        base = figure(RATIO, "10.0", year=2021)
        goal = Goal("目标", RATIO, CORE, "慈溪市（市本级）", 2022, 2025, Decimal(20), "规划")
        found = derivations.of_expected(goal, among(base), 2023)
        assert (found.printed, found.steps[0].exact) == ("15.0件/万人", "15")
        actual = figure(RATIO, "14.0", year=2022)
        steps = derivations.of_target(goal, among(base, actual), actual).steps
        assert [step.printed for step in steps][1:3] == ["12.5件/万人", "+1.5件/万人"]

    def aim(self, value: object) -> Goal:
        return Goal(
            "目标", VALID, CORE, "慈溪市（市本级）", 2022, 2025, Decimal(str(value)), "规划"
        )

    def test_completion_and_the_straight_way(self) -> None:
        base, now = figure(VALID, 3000, year=2021), figure(VALID, 3483, year=2023)
        found = derivations.of_target(self.aim(4000), among(base, now), now)
        assert [(step.name, step.printed) for step in found.steps] == [
            ("完成率", "87.1%"),
            ("按进度应达到的数", "3,500件"),
            ("与应达到的数之差", "−17件"),
            ("进度", "48.3%"),
        ]

    @given(COUNTS, st.integers(1, 10**6))
    def test_what_is_shown_is_what_fractions_give(self, value: int, aim: int) -> None:
        now = figure(VALID, value, year=2023)
        found = derivations.of_target(self.aim(aim), among(now), now)
        assert found.steps[0].printed == f"{half_up(Fraction(value, aim) * 100, 1)}%"


class TestYearly:
    def found(self, old: object, new: object, *between: Figure, **fields: object) -> Derivation:
        first, last = figure(TOTAL, old, year=2018), figure(TOTAL, new, year=2022, **fields)
        return derivations.of_yearly(among(first, *between, last), first, last)

    def test_compound_with_both_years(self) -> None:
        found = self.found(10000, 14641)
        assert found.printed == "2018—2022年年均增长10.0%"
        assert found.steps[0].filled == "〔（14,641÷10,000）开4次方−1〕×100%"

    def test_not_across_a_break_nor_over_nothing_and_never_in_percent_of_little(self) -> None:
        broken = figure(TOTAL, 100, year=2020, status="B")
        assert self.found(100, 200, broken).reason == "其间统计口径有变更"
        assert self.found(0, 200).reason == "有一年的数不大于 0，不算年均增长"
        assert self.found(20, 200).printed == "2018—2022年共增加180件"

    @settings(max_examples=60)
    @given(MANY, MANY)
    def test_the_rate_carries_the_first_year_to_the_last(self, old: int, new: int) -> None:
        printed = self.found(old, new).steps[0].printed.rstrip("%")
        shown = Fraction(printed.replace(",", "").replace("−", "-"))
        half = Fraction(1, 20)
        low, high = (1 + (shown + end) / 100 for end in (-half, half))
        assert old * max(low, 0) ** 4 <= new <= old * high**4


@pytest.mark.parametrize(
    ("value", "least", "shown"),
    [("5", 0, "5"), ("5", 2, "5.00"), ("1234.5", 0, "1,234.5"), ("0.123456789", 0, "0.12345678…")],
)
def test_all_decimals_are_shown_up_to_a_point(value: str, least: int, shown: str) -> None:
    assert decimals(Decimal(value), least) == shown
