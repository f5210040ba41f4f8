"""Every number of the tab of proposals, counted again from raw rows; all of them made up."""

import pytest
from django.core.cache import cache
from django.test import Client
from lxml import html

from tests.makers import make_observation, make_user
from tests.proposals import recount
from tests.proposals.many import Many, judged
from tests.proposals.pages import as_
from tests.proposals.recount import plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(db: None) -> Many:
    """Three years of cases."""
    cache.clear()
    make_observation()
    return judged(1300)


def test_each_number_is_that_of_the_raw_rows(many: Many):
    client: Client = as_(make_user("读者"))
    for year in (many.today.year, many.today.year - 1, many.today.year - 2):
        page = client.get(f"/board/proposals/?sessions={year}").content.decode()
        tree = html.fromstring(page)
        standing = list(recount.standing(year))
        assert recount.rows(tree, "办到哪一步") == standing
        assert recount.rows(tree, "与上年比较") == list(recount.rates(year))
        drawn = [plain(one) for one in tree.xpath("//*[@class='chart-static']/svg/text")]
        assert drawn == [f"{part[0]} {part[-1]} 件" for part in standing]
        (counts,) = tree.xpath("//*[@class='open-counts']")
        for name, roles in recount.PARTS.items():
            held = recount.still_open(roles)
            late = sum(due is not None and due < many.today for _one, due in held)
            mine = [text for text in map(plain, counts.xpath("./span")) if text.startswith(name)]
            assert len(mine) == bool(held)
            if mine:
                assert mine[0].startswith(f"{name} {len(held)} 件")
                assert (f"逾期 {late} 件" in mine[0]) == bool(late)


def test_each_day_left_is_counted_again(many: Many):
    client: Client = as_(make_user("读者"))
    tree = html.fromstring(client.get("/board/proposals/").content.decode())
    due_on = {
        f"/proposals/{one.proposal_id}/": due
        for roles in recount.PARTS.values()
        for one, due in recount.still_open(roles)
    }
    lines = tree.xpath("//*[contains(@class, 'open-cases')]//tbody/tr[td]")
    assert len(lines) == 50
    for line in lines:
        due = due_on[line.xpath("./th/a/@href")[0]]
        left, day = map(plain, line.xpath("./td")[:2])
        assert due is not None
        assert day.startswith(f"{due:%Y-%m-%d}")
        assert recount.remaining(due, many.today) in left
