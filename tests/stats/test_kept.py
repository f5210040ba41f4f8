"""What a worker keeps: by version, every page of ten years, the least used first out."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache

from cixi_ip import panels
from stats import figures
from stats.kept import cached

ENTRIES = settings.CACHES["default"]["OPTIONS"]["MAX_ENTRIES"]


@pytest.fixture(autouse=True)
def empty() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_a_thing_is_made_once_for_each_version():
    made = []

    def make() -> str:
        made.append("一")
        return "一"

    assert [cached(("页", version), make) for version in (1, 1, 2, 1)] == ["一"] * 4
    assert len(made) == 2


def test_every_page_of_ten_years_fits_in_with_room_for_those_of_users():
    pages = 2 * len(panels._tabs) + 3  # a body and a screen of each, front page, bar and charts
    assert 10 * len(figures.SCOPES) * pages < ENTRIES * 3 / 4


def test_what_was_read_last_stays_where_there_is_no_room_left():
    cached(("在看", 1), lambda: "在看")
    for number in range(ENTRIES + 10):
        cached(("旧", number), lambda: "旧")
        cached(("在看", 1), lambda: "重做")
    assert cached(("在看", 1), lambda: "重做") == "在看"
    assert cached(("旧", 0), lambda: "新") == "新"
