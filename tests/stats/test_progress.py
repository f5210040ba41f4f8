"""Targets against the straight way to the plan's year; every figure here is made up."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.arithmetic import Break, Figure, FigureSet
from stats.progress import BEHIND, DONE, MISSED, ON_WAY, UNJUDGED, Goal, Progress, progress
from tests.stats.given import CORE, MEANINGS, PARENTS, WHOLE, figure, meaning

UP, DOWN, EITHER = "patent.valid.invention", "protection.case", "population.resident"
FREE = "patent.granted"


def goal(value: object, code: str = UP, due: int | None = 2025, stated: int = 2021) -> Goal:
    return Goal("某目标", code, CORE, "慈溪市（市本级）", stated, due, Decimal(str(value)), "规划")


def years(values: dict[int, object], code: str = UP, **fields: object) -> list[Figure]:
    return [figure(code, value, year=year, **fields) for year, value in values.items()]


def stands(aim: Goal, year: int, *figures: Figure, meanings: dict = MEANINGS) -> Progress:
    return progress(aim, FigureSet(figures, meanings, PARENTS), year)


@pytest.mark.parametrize(
    ("code", "aim", "base", "now", "verdict"),
    [
        (UP, 200, 100, 140, ON_WAY),
        (UP, 200, 100, 139, BEHIND),
        (UP, 200, 100, 200, DONE),
        (UP, 200, 100, 90, BEHIND),
        (DOWN, 50, 100, 80, ON_WAY),
        (DOWN, 50, 100, 81, BEHIND),
        (DOWN, 50, 100, 50, DONE),
        (DOWN, 50, 100, 130, BEHIND),
        (FREE, 50, 100, 80, ON_WAY),  # no direction: the target lies below the base
        (FREE, 50, 100, 90, BEHIND),
        (FREE, 200, 100, 150, ON_WAY),  # and here above it
        (FREE, 100, 100, 100, UNJUDGED),
        (UP, 100, 120, 101, DONE),  # to hold at least
        (UP, 100, 120, 99, BEHIND),
    ],
)
def test_verdicts_after_two_of_five_years(code, aim, base, now, verdict):
    found = stands(goal(aim, code), 2022, *years({2020: base, 2022: now}, code))
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("code", "aim", "now", "words"),
    [
        (UP, 200, 199, "未完成，低于目标值1件"),
        (DOWN, 50, 53, "未完成，高于目标值3件"),
        (UP, 200, 201, "已完成"),
        (DOWN, 50, 50, "已完成"),
    ],
)
def test_in_the_plans_year_it_is_done_or_missed(code, aim, now, words):
    found = stands(goal(aim, code), 2025, *years({2020: 100, 2025: now}, code))
    assert found.words == words
    assert found.verdict in (DONE, MISSED)


def test_what_the_words_say_on_the_way():
    figures = years({2020: 1000, 2022: 1300, 2023: 2000})
    assert stands(goal(2000), 2022, *figures).words == "落后进度，低于应达到的数100件"
    assert stands(goal(2000), 2023, *figures).words == "已完成，提前达到2025年目标值"


def different(year: int) -> Figure:
    return figure(UP, 150, year=year, status="D", printed_period="去年以来")


REASONS = [
    (goal(200, due=None), years({2020: 100, 2022: 140}), "文件未写明完成年份"),
    (goal(200), years({2022: 140}), "2021年以前没有可作基数的数"),
    (goal(200), years({2020: 100, 2021: 120}), "2022年数未公布"),
    (goal(200), [*years({2020: 100}), different(2022)], "口径或时段不同"),
    (goal(200), [*years({2022: 140}), different(2020)], "口径或时段不同"),
    (goal(200), [*years({2020: 9, 2022: 9}), figure(UP, 9, year=2021, status="B")], "口径有变更"),
    (goal(200, stated=2023), years({2022: 100}), "这一年是基数年"),
    (goal(100, FREE), years({2020: 100, 2022: 100}, FREE), "没有好坏方向"),
]


@pytest.mark.parametrize(("aim", "figures", "reason"), REASONS)
def test_no_verdict_without_what_it_needs(aim, figures, reason):
    found = stands(aim, 2022, *figures)
    assert found.verdict == UNJUDGED
    assert reason in found.reason
    assert found.words == f"尚不能判断（{found.reason}）"


def test_a_break_in_the_catalogue_parts_base_and_actual():
    broken = meaning(UP, "有效发明", breaks=(Break(2021, "换了口径", "只为测试"),))
    figures = [figure(UP, 9, year=2020), figure(UP, 99)]
    parted = [Figure(**(vars(one) | {"meaning": broken})) for one in figures]
    assert stands(goal(200), 2022, *parted, meanings={UP: broken}).reason == "统计口径有变更"


def test_what_is_not_comparable_is_neither_a_gap_nor_a_completion():
    found = stands(goal(200), 2022, *years({2020: 100}), figure(UP, 300, year=2022, status="B"))
    assert found.reason == "统计口径有变更"
    assert (found.gap, found.way, found.completion.amount) == (None, None, None)
    assert found.completion.reason == "统计口径有变更"


def test_the_year_of_the_base_has_no_gap_but_a_completion():
    found = stands(goal(200), 2020, *years({2020: 100}))
    assert (found.gap, found.way, found.completion.amount) == (None, None, 50)


def test_without_a_year_to_be_there_by_there_is_no_progress():
    found = stands(goal(200, due=None), 2022, *years({2020: 100, 2022: 90}))
    assert (found.gap, found.way, found.completion.amount) == (None, None, 45)


def test_the_base_is_the_year_before_or_the_nearest_earlier_one():
    exact = stands(goal(200), 2022, *years({2018: 1, 2019: 80, 2020: 100, 2022: 140}))
    earlier = stands(goal(200), 2022, *years({2018: 1, 2019: 80, 2021: 100, 2022: 140}))
    assert (exact.base.year, earlier.base.year) == (2020, 2019)
    assert earlier.expected == 140
    assert "80+（200−80）×3÷6" in earlier.formula


def test_only_the_targets_own_region_counts():
    others = [figure(UP, value, WHOLE, year) for year, value in ((2020, 100), (2022, 400))]
    found = stands(goal(200), 2022, *others)
    assert (found.base, found.actual, found.verdict) == (None, None, UNJUDGED)


def test_a_target_is_not_a_result():
    found = stands(goal(24, due=None, stated=2023), 2022)
    assert (found.actual, found.expected, found.gap, found.way) == (None, None, None, None)
    assert found.completion.amount is None
    assert found.completion.reason == "2022年数未公布"


def test_the_way_and_the_value_are_told_apart():
    found = stands(goal(200), 2022, *years({2020: 100, 2022: 140}))
    assert found.way == 40
    assert found.completion.amount == 70
    falling = stands(goal(50, DOWN), 2022, *years({2020: 100, 2022: 110}, DOWN))
    assert falling.way == -20
    assert falling.completion.reason == "目标是降低，不算完成率"


def test_a_figure_yet_to_come_changes_nothing():
    figures = years({2020: 100, 2022: 140, 2023: 500})
    found = stands(goal(200), 2022, *figures)
    assert [one.year for one in found.series] == [2020, 2022]


@pytest.mark.parametrize(
    ("aim", "year", "is_shown"),
    [
        (goal(1), 2019, False),
        (goal(1), 2020, True),
        (goal(1), 2025, True),
        (goal(1), 2026, False),
        (goal(1, due=None), 2019, False),
        (goal(1, due=None), 2099, True),
    ],
)
def test_when_a_target_is_in_force(aim, year, is_shown):
    assert aim.is_in_force(year) is is_shown


@given(
    base=st.integers(0, 10**6),
    aim=st.integers(1, 10**6),
    now=st.integers(0, 10**6),
    passed=st.integers(1, 10),
    left=st.integers(0, 10),
    code=st.sampled_from([UP, DOWN, FREE]),
)
def test_the_expected_value_lies_on_the_straight_line(base, aim, now, passed, left, code):
    """Recomputed in fractions, and the verdict from what is printed."""
    year = 2020 + passed
    found = stands(goal(aim, code, year + left), year, *years({2020: base, year: now}, code))
    exact = base + Fraction((aim - base) * passed, passed + left)
    whole = Decimal(exact.numerator) / Decimal(exact.denominator)
    expected = int(whole.quantize(Decimal(1), ROUND_HALF_UP))
    assert found.expected == expected
    assert found.gap == now - expected
    if aim != base:
        assert abs(found.way - Decimal(now - base) * 100 / (aim - base)) < Decimal("1e-12")
    side = {UP: 1, DOWN: -1, FREE: (aim > base) - (aim < base)}[code]
    if not side:
        assert found.verdict == UNJUDGED
    elif now * side >= aim * side:
        assert found.verdict == DONE
    elif not left:
        assert found.verdict == MISSED
    else:
        assert found.verdict == (ON_WAY if now * side >= expected * side else BEHIND)
