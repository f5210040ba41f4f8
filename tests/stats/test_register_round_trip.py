"""A file that a register gave out is read back by its import: nothing is new, nothing wrong."""

import io

import pytest
from django.test import Client

from stats.registers import REGISTERS
from stats.registers.imports.preview import preview
from tests.stats.register_rows import make_keeper
from tests.stats.test_register_pages import MADE, others

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", REGISTERS)
def test_an_exported_file_comes_back_unchanged(client: Client, slug: str):
    _made = MADE[slug]() if slug in MADE else others()[slug]
    client.force_login(make_keeper(office=REGISTERS[slug].office))
    content = client.get(f"/registers/{slug}/list.xlsx").content
    found = preview(REGISTERS[slug], "名单.xlsx", io.BytesIO(content).getvalue())
    counts = {str(verdict): count for verdict, count in found.counts.items() if count}
    assert set(counts) == {"不变"}, (counts, [str(each) for each in found.complaints][:3])
