"""The library through the years, and the picture of where its brands went."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.registers.library import OUTSIDE, Stay, Year, flows, year_of
from stats.registers.sankey import FOOT, HEAD, HEIGHT, WIDTH, course, sankey

TODAY = date(2023, 6, 30)
NAMES = ("库外", "种子", "成长", "领军")


def stay(*steps, ended_on=None, brand="生成"):
    return Stay(brand, "1", tuple((date(*day), place) for day, place in steps), ended_on)


RISING = stay(((2020, 3, 1), 1), ((2021, 5, 1), 2), ((2022, 5, 1), 3))
FALLING = stay(((2020, 3, 1), 2), ((2022, 1, 1), 1), ended_on=date(2023, 1, 1), brand="乙")


@pytest.mark.parametrize(
    ("day", "since", "place"),
    [
        (date(2020, 2, 28), date(2020, 2, 28), OUTSIDE),
        (date(2020, 3, 1), date(2020, 3, 1), 2),
        (date(2021, 12, 31), date(2020, 3, 1), 2),
        (date(2022, 1, 1), date(2022, 1, 1), 1),
        (date(2023, 1, 1), date(2023, 1, 1), OUTSIDE),
    ],
)
def test_the_tier_of_a_day(day, since, place):
    assert FALLING.since(day) == (since, place)
    assert FALLING.tier(day) == place


@pytest.mark.parametrize(
    ("year", "told"),
    [
        (2019, Year(2019, 0, 0, 0, 0, 0)),
        (2020, Year(2020, 2, 0, 0, 0, 2)),
        (2021, Year(2021, 0, 1, 0, 0, 2)),
        (2022, Year(2022, 0, 1, 1, 0, 2)),
        (2023, Year(2023, 0, 0, 0, 1, 1)),
    ],
)
def test_what_happened_in_a_year(year, told):
    assert year_of([RISING, FALLING], year, TODAY) == told


def test_what_is_dated_later_this_year_has_not_happened():
    to_come = stay(((2023, 1, 1), 1), ((2023, 12, 1), 2), ended_on=date(2023, 12, 31))
    assert year_of([to_come], 2023, TODAY) == Year(2023, 1, 0, 0, 0, 1)


def test_two_moves_of_a_brand_in_a_year_are_two():
    to_and_fro = stay(((2020, 1, 1), 1), ((2021, 2, 1), 2), ((2021, 9, 1), 1))
    assert year_of([to_and_fro], 2021, TODAY) == Year(2021, 0, 1, 1, 0, 1)


def test_where_brands_went_between_the_ends_of_years():
    assert flows([RISING, FALLING], (2019, 2020, 2021, 2022, 2023), TODAY) == [
        {(0, 1): 1, (0, 2): 1},
        {(1, 2): 1, (2, 2): 1},
        {(2, 3): 1, (2, 1): 1},
        {(3, 3): 1, (1, 0): 1},
    ]


def test_a_brand_that_left_and_came_back_in_a_year_is_one():
    before = stay(((2020, 1, 1), 2), ended_on=date(2021, 3, 1))
    after = stay(((2021, 9, 1), 1))
    assert flows([before, after], (2020, 2021), TODAY) == [{(2, 1): 1}]


histories = st.lists(
    st.lists(st.integers(0, 3), min_size=4, max_size=4), min_size=0, max_size=30
).map(
    lambda brands: [
        {
            pair: sum(one[column] == pair[0] and one[column + 1] == pair[1] for one in brands)
            for pair in {(one[column], one[column + 1]) for one in brands}
            if pair != (0, 0)
        }
        for column in range(3)
    ]
)


@given(histories)
def test_a_picture_holds_every_flow_and_stays_on_its_sheet(told):
    made = sankey(("一", "二", "三", "四"), NAMES, told)
    assert len(made.ribbons) == sum(len(step) for step in told)
    assert len(made.heads) == 4
    for block in made.blocks:
        assert 0 <= block.x <= WIDTH
        assert HEAD - 0.1 <= block.y <= block.y + block.height <= HEIGHT - FOOT + 0.2
    for x, _head in made.heads:
        column = [block for block in made.blocks if block.x <= x <= block.x + made.block]
        for upper, lower in pairwise(column):
            assert upper.y + upper.height < lower.y


def test_the_highest_stands_at_the_top_and_kinds_are_told_apart():
    made = sankey(
        ("上年末", "年末"), NAMES, [{(1, 2): 3, (3, 2): 1, (2, 2): 4, (0, 1): 2, (1, 0): 1}]
    )
    first = [block.label for block in made.blocks if block.anchor == "end"]
    assert first == ["领军", "成长", "种子", "库外"]
    assert {ribbon.says: ribbon.kind for ribbon in made.ribbons} == {
        "领军到成长：1": "down",
        "成长到成长：4": "same",
        "种子到成长：3": "up",
        "种子到库外：1": "out",
        "库外到种子：2": "in",
    }
    counts = [(block.label, block.count) for block in made.blocks if block.anchor == "start"]
    assert counts == [("成长", "8"), ("种子", "2"), ("库外", "")]


def test_a_place_is_named_at_both_ends_and_only_counted_between():
    told = [{(1, 1): 3}, {(1, 1): 3, (0, 2): 1}, {(1, 1): 2, (2, 2): 1}]
    made = sankey(("一", "二", "三", "四"), NAMES, told)
    said = [block.label + block.count for block in made.blocks if block.count]
    assert said == ["种子3", "3", "1", "3", "成长1", "种子2"]


def test_a_place_that_is_seen_in_between_alone_is_named_there():
    told = [{(1, 1): 3, (0, 2): 1}, {(1, 1): 3, (2, 1): 1}]
    made = sankey(("一", "二", "三"), NAMES, told)
    said = [block.label + block.count for block in made.blocks if block.count]
    assert said == ["种子3", "成长1", "3", "种子4"]


def test_a_long_name_is_cut_and_finds_room():
    made = sankey(("上年末", "年末"), ["库外", "一个" + "很长" * 8 + "的梯级"], [{(1, 1): 3}])
    assert [block.label for block in made.blocks] == ["一个" + "很长" * 6 + "…"] * 2
    assert all(block.x > 15 * 12 for block in made.blocks)


def test_nothing_is_drawn_of_nothing():
    made = sankey(("上年末", "年末"), NAMES, [{}])
    assert (made.blocks, made.ribbons) == ((), ())


def test_the_table_says_every_flow_of_the_picture_the_highest_first():
    told = [{(1, 2): 3, (3, 2): 1}, {(2, 0): 4}]
    made = course(("一", "二", "三"), NAMES, told)
    assert made.between == (
        ("二", (("领军", "成长", 1), ("种子", "成长", 3))),
        ("三", (("成长", "库外", 4),)),
    )
    assert made.picture == sankey(("一", "二", "三"), NAMES, told)
