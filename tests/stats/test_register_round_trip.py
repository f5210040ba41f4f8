"""A file that a register gave out is read back by its import: nothing is new, nothing wrong."""

import pytest
from django.test import Client

from stats.registers import REGISTERS
from stats.registers.imports.preview import preview
from tests.stats.every_register import one_of_each
from tests.stats.register_rows import make_keeper

pytestmark = pytest.mark.django_db


def test_an_exported_file_comes_back_unchanged(client: Client):
    one_of_each()
    for slug, register in REGISTERS.items():
        client.force_login(make_keeper(office=register.office))
        content = client.get(f"/registers/{slug}/list.xlsx").content
        found = preview(register, "名单.xlsx", content)
        counts = {str(verdict): count for verdict, count in found.counts.items() if count}
        assert set(counts) == {"不变"}, (slug, [str(each) for each in found.complaints][:3])
