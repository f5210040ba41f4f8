"""A file that a register gave out is read back by its import: nothing is new, nothing wrong."""

from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from stats.models import Contact
from stats.registers import REGISTERS
from stats.registers.imports.preview import Preview, preview
from tests.stats.every_register import one_of_each
from tests.stats.register_rows import make_enterprise, make_keeper
from tests.stats.register_sheets import look
from tests.stats.workbooks import xlsx

pytestmark = pytest.mark.django_db

# What a second row says differently whose key is the same; of a mark it is the key that differs.
ALIKE: dict[str, dict[str, Any]] = {
    "contacts": {"phone": ""},
    "node-holders": {"since": date(2019, 2, 1)},
    "initiative-tasks": {"office": "另一个科室"},
    "station-services": {"outcome": "另一个结果"},
    "pledges": {"amount": Decimal(7)},
    "well-known-marks": {"registration_no": "00000007"},
}


def another(row: Model, **fields: Any) -> Model:
    made = copy(row)
    made.pk, made._state.adding = None, True
    for name, value in fields.items():
        setattr(made, name, value)
    made.save()
    return made


def sent_back(client: Client, slug: str) -> Preview:
    register = REGISTERS[slug]
    client.force_login(make_keeper(office=register.office))
    return preview(register, "名单.xlsx", client.get(f"/registers/{slug}/list.xlsx").content)


def test_an_exported_file_comes_back_unchanged(client: Client):
    one_of_each()
    for slug in REGISTERS:
        found = sent_back(client, slug)
        counts = {str(verdict): count for verdict, count in found.counts.items() if count}
        assert set(counts) == {"不变"}, (slug, [str(each) for each in found.complaints][:3])


def test_so_does_one_with_rows_of_the_same_key(client: Client):
    made = one_of_each()
    made["pledges"].document = ""
    made["pledges"].save()
    for slug, fields in ALIKE.items():
        another(made[slug], **fields)
        found = sent_back(client, slug)
        assert found.counts["不变"] == len(found.judged) >= 2, (slug, found.complaints[:3])


def contacts(*rows: tuple[str, str, str]) -> Preview:
    return look(xlsx([("企业", "姓名", "电话"), *rows]), "contacts")


def test_a_change_of_one_of_several_alike_is_refused():
    firm = make_enterprise("生成甲")
    for phone in ("100", "200"):
        Contact.objects.create(enterprise=firm, name="测试某", phone=phone)
    found = contacts(("生成甲", "测试某", "100"), ("生成甲", "测试某", "300"))
    assert [str(one.verdict) for one in found.judged] == ["不变", "有问题"]
    assert "“企业、姓名”都相同，分不清这一行是其中哪一条" in found.complaints[0].what
    assert contacts(("生成甲", "测试某", "300")).counts["有问题"] == 1


def test_two_rows_never_change_the_same_one():
    Contact.objects.create(enterprise=make_enterprise("生成甲"), name="测试某", phone="100")
    found = contacts(("生成甲", "测试某", "200"), ("生成甲", "测试某", "300"))
    assert found.counts["有问题"] == 2


def test_several_alike_are_new_where_there_is_none():
    make_enterprise("生成甲")
    found = contacts(("生成甲", "测试某", "200"), ("生成甲", "测试某", "300"))
    assert found.counts["新增"] == 2
