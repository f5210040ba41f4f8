"""Ladders of cultivation: who stands on which step at a year's end, and who moved since."""

import re
from datetime import date

import pytest
from django.utils.timezone import localdate

from stats.registers.ladders import ladders
from tests.makers import make_user
from tests.stats.register_rows import make_enterprise, make_honour, make_programme

pytestmark = pytest.mark.django_db
DAYS = (date(2021, 12, 31), date(2022, 12, 31), date(2023, 12, 31))


def programmes():
    return [
        make_programme(name, ladder="生成梯队", step=step, indicator=None)
        for step, name in enumerate(("低", "中", "高"), 1)
    ]


def hold(programme, firm, first, last=None):
    make_honour(
        programme=programme,
        enterprise=firm,
        valid_from=date(first, 1, 1),
        valid_to=None if last is None else date(last, 12, 30),
    )


def test_counts_on_each_day_and_moves_between_them():
    low, middle, high = programmes()
    climber, stayer, faller, leaver, newcomer = (make_enterprise() for _ in range(5))
    hold(low, climber, 2021)
    hold(middle, climber, 2022)
    hold(low, stayer, 2020)
    hold(high, faller, 2020, 2022)
    hold(low, faller, 2020)
    hold(middle, leaver, 2021, 2023)
    hold(low, newcomer, 2023)
    (found,) = ladders(DAYS)
    assert [(step.programme, step.counts) for step in found.steps] == [
        (high, (1, 0, 0)),
        (middle, (1, 2, 1)),
        (low, (3, 3, 4)),
    ]
    said = [(one.year, one.up, one.down, one.entered, one.left) for one in found.moves]
    assert said == [(2022, 1, 1, 0, 0), (2023, 0, 0, 1, 1)]
    assert found.moves[0].counts == {(1, 2): 1, (3, 1): 1}
    assert found.places == ["不在梯队", "低", "中", "高"]
    assert found.flows == [
        {(1, 2): 1, (1, 1): 1, (3, 1): 1, (2, 2): 1},
        {(2, 2): 1, (1, 1): 2, (2, 0): 1, (0, 1): 1},
    ]


def test_steps_with_gaps_and_lists_of_one_rank_are_places_one_after_another():
    firm = make_enterprise()
    low, high, other = (
        make_programme(name, ladder="生成梯队", step=step, kind=kind, indicator=None)
        for name, step, kind in (("低", 2, "认定"), ("高", 7, "认定"), ("同级", 7, "认证"))
    )
    hold(low, firm, 2020)
    hold(high, firm, 2022)
    hold(other, firm, 2023)
    (found,) = ladders(DAYS)
    assert found.places == ["不在梯队", "低", "同级、高"]
    assert found.flows == [{(1, 2): 1}, {(2, 2): 1}]


def test_the_page_draws_the_moves_with_their_table(client):
    client.force_login(make_user("读者"))
    low, middle, _high = programmes()
    assert "去向的数字" not in client.get("/registers/ladders/").content.decode()
    year, firm = localdate().year, make_enterprise()
    hold(low, firm, year - 3)
    hold(middle, firm, year - 1)
    page = client.get("/registers/ladders/").content.decode()
    assert "<title>低到中：1</title>" in page
    table = " ".join(re.sub(r"<[^>]*>", " ", page[page.index("去向的数字") :]).split())
    assert f"{year - 1}年末 低 中 1" in table
    assert "今天 中 中 1" in table


def test_two_lists_of_one_rank_and_lists_of_no_ladder():
    make_honour(programme=make_programme("没有梯队的名单"))
    assert ladders(DAYS) == []


def test_the_page_takes_the_same_queries_whatever_is_held(client, django_assert_num_queries):
    client.force_login(make_user("读者"))
    client.get("/registers/ladders/")
    for programme in programmes():
        hold(programme, make_enterprise(), 2021)
    with django_assert_num_queries(10):
        page = client.get("/registers/ladders/").content.decode()
    assert "生成梯队" in page
