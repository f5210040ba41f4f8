"""No page of the registers asks more of the database the more there is on it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from stats.models import Honour
from stats.registers import REGISTERS
from stats.registers.children import naming
from tests.makers import make_user
from tests.stats.copies import copies
from tests.stats.every_register import one_of_each
from tests.stats.test_sizes import indicators_of_all_counters

pytestmark = pytest.mark.django_db
MANY = 19
BOARDS = (
    *("/registers/", "/registers/ladders/", "/registers/chains/board/", "/registers/brands/board/"),
    *("/registers/expiring/", "/registers/protection/calendar/?month=2022-05"),
    "/registers/counts/?year=2022&month=12&region=330282",
    "/registers/counts/?year=2022&month=12&region=330282-BJ",
)


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(make_user("读者"))
    return client


def asked(client: Client, address: str) -> int:
    """How many queries a page takes once it has been opened before."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return len(queries)


def test_lists_take_the_same_queries_for_one_row_and_for_twenty(reader):
    made = one_of_each()
    lists = {slug: f"/registers/{slug}/" for slug in REGISTERS}
    few = {slug: asked(reader, address) for slug, address in lists.items()}
    for slug, row in made.items():
        assert len(copies(row, MANY)) >= 2, slug
    assert {slug: asked(reader, address) for slug, address in lists.items()} == few


def test_pages_of_rows_take_the_same_queries_however_many_belong_to_them(reader):
    made = one_of_each()
    few, many = {}, {}
    for slug, row in made.items():
        children = [(made[child.slug], via) for child, via in naming(REGISTERS[slug])]
        address = f"/registers/{slug}/{row.pk}/"
        for child, via in children:
            assert copies(child, 1, **{via: row}), (slug, via)
        few[slug] = asked(reader, address)
        for child, via in children:
            copies(child, MANY, **{via: row})
        many[slug] = asked(reader, address)
    assert many == few


def test_boards_take_the_same_queries_however_much_stands_on_them(reader):
    made = one_of_each()
    indicators_of_all_counters()
    soon = localdate() + timedelta(30)
    Honour.objects.update(valid_to=soon)
    few = {address: asked(reader, address) for address in BOARDS}
    for row in made.values():
        copies(row, MANY)
    Honour.objects.update(valid_to=soon)
    assert {address: asked(reader, address) for address in BOARDS} == few
