"""The version code: the same for the same content in any order, another for any other."""

import re

from hypothesis import given
from hypothesis import strategies as st

from stats.version_code import version_code

RECORDS = st.lists(st.lists(st.text(), min_size=1, max_size=4).map(tuple), max_size=5)


def test_it_is_short_enough_to_compare_by_eye() -> None:
    assert re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", version_code([("数据", "12688")]))


def test_it_is_the_same_wherever_it_is_computed() -> None:
    """Written down once by hand: sha256 of the JSON lines, sorted, joined by line ends."""
    assert version_code([("数据", "2"), ("批次", "甲")]) == "1742-85B1-97C6"


@given(RECORDS, RECORDS)
def test_only_the_same_records_have_the_same_code(
    one: list[tuple[str, ...]], other: list[tuple[str, ...]]
) -> None:
    assert (version_code(one) == version_code(other)) == (sorted(one) == sorted(other))


@given(RECORDS)
def test_the_order_plays_no_part(records: list[tuple[str, ...]]) -> None:
    assert version_code(records) == version_code(reversed(records))
