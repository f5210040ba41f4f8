"""The invented rows of the registers: in every one, marked, and the same on every machine."""

from collections import defaultdict
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from django.utils.timezone import localdate

from cixi_ip.demo_accounts import made_departments
from cixi_ip.models import Event
from stats.demo_registers import generate
from stats.management.commands.generate_demo_registers import demo
from stats.models import Case, Contact, Enterprise, Honour
from stats.registers import REGISTERS
from stats.registers.agenda import agenda
from stats.registers.brand_board import board, under_way
from stats.registers.chain_board import board as chains
from stats.registers.expiring import endings
from stats.registers.imports.holding import broken_checks, twins
from stats.registers.ladders import ladders
from tests.makers import make_user
from tests.stats.register_rows import credit_code, make_enterprise, make_keeper

DAYS = [date(2024, 2, 29), date(2026, 1, 1), date(2026, 12, 31), date(2027, 6, 12)]


def run() -> str:
    out = StringIO()
    call_command("generate_demo_registers", stdout=out)
    return out.getvalue()


def catalogue() -> None:
    call_command("load_fixtures", catalogue_only=True, stdout=StringIO())


def staff() -> None:
    for office in ("知识产权科", "商标品牌科", "知识产权保护科"):
        make_keeper("录入员", office=office, full_name=f"{office}录入员（演示）")


def test_only_in_a_demonstration(db, settings):
    settings.DEMO_DATA = False
    with pytest.raises(CommandError, match="演示库"):
        run()


def test_never_beside_enterprises_that_somebody_typed(db, settings):
    settings.DEMO_DATA = True
    make_enterprise("某公司")
    assert "没有混入演示名单" in run()
    assert Enterprise.objects.count() == 1


def test_without_catalogue_or_accounts_it_says_what_to_do(db, settings):
    settings.DEMO_DATA = True
    with pytest.raises(CommandError, match="--catalogue-only"):
        run()
    catalogue()
    with pytest.raises(CommandError, match="demo_accounts"):
        run()
    assert not Enterprise.objects.exists()


@pytest.mark.parametrize("day", DAYS)
def test_the_rows_hold_together_on_any_day(db, day):
    """Nothing the database would refuse: leap days, ends of years, Saturdays."""
    catalogue()
    made_departments()
    made = demo()
    made.today = day
    found = defaultdict(list)
    for slug, rows in generate(made):
        # As if they were saved, so that later rows name them by number.
        for number, row in enumerate(rows, 10_000 + len(found[slug])):
            row.pk = number
        found[slug] += rows
    for slug, rows in found.items():
        assert [told for row in rows for told in broken_checks(row)] == [], slug
        assert list(twins(rows)) == [], slug


@override_settings(DEMO_DATA=True)
class TestFilled(TestCase):
    """Generated once, looked at from all sides."""

    @classmethod
    def setUpTestData(cls):
        catalogue()
        staff()
        cls.said = run()

    def test_every_register_has_rows_and_tells_who_entered_them(self):
        count = sum(one.model._default_manager.count() for one in REGISTERS.values())
        assert {slug for slug, one in REGISTERS.items() if not one.model.objects.exists()} == set()
        entered = Event.objects.filter(kind="新增登记")
        # What the catalogue brings stands beside them.
        own = ("培育项目", "产业链", "行动计划")
        assert entered.count() == count - sum(
            Event.objects.get(kind="修改目录").detail[x] for x in own
        )
        assert self.said == f"新生成演示名单 {entered.count()} 条。\n"
        assert not entered.exclude(by__full_name__endswith="（演示）").exists()

    def test_the_second_time_nothing_is_written(self):
        before = Event.objects.count()
        assert run() == "演示名单已在库。\n"
        make_enterprise("演示时新增的公司", credit_code=credit_code(990001))
        assert run() == "演示名单已在库。\n"
        assert Event.objects.count() == before

    def test_nobody_and_nothing_is_real(self):
        assert all("生成" in name for name in Enterprise.objects.values_list("name", flat=True))
        assert set(Contact.objects.values_list("name", "phone")) == {
            ("演示联系人", "0574-00000000")
        }
        assert set(Case.objects.values_list("parties", flat=True)) == {"演示当事人（生成）"}
        # What a story would repeat has no note of its own, nor has what the catalogue brings.
        bare = ("programmes", "chains", "case-stages", "brand-steps")
        for register in REGISTERS.values():
            fields = {field.name for field in register.model._meta.fields}
            if "note" in fields and register.slug not in bare:
                assert not register.model.objects.exclude(note__startswith="演示数据").exists()

    def test_the_same_on_every_machine(self):
        firm = Enterprise.objects.get(name="演示企业0042（生成）")
        assert (firm.credit_code, firm.town.short_name) == ("91330282000000042H", "古塘")
        assert Honour.objects.values("enterprise").distinct().count() > 200

    def test_ladders_chains_brands_calendar_and_ends_show_something(self):
        today = localdate()
        days = (today.replace(year=today.year - 1, month=12, day=31), today)
        assert all(step.counts[0] for ladder in ladders(days) for step in ladder.steps[-2:])
        assert any(move.up and move.entered for ladder in ladders(days) for move in ladder.moves)
        laid = chains(today)
        assert len(laid) == 6
        assert all(chain.gaps and chain.firms for chain in laid)
        brands = board(today.year, today)
        assert all(shelf.standing for shelf in brands.shelves)
        kinds = {ribbon.kind for ribbon in brands.flows.picture.ribbons}
        assert kinds == {"up", "down", "same", "in", "out"}
        assert len(under_way(today)) > 4
        first = today.replace(day=1, year=today.year - 1)
        assert {item.what for item in agenda(first, today, today)} > {"案件立案", "行政裁决结案"}
        assert {"认证证书", "集体商标", "证明商标", "奖励政策"} < {
            ending.kind for ending in endings(today)
        }

    def test_the_boards_open_for_a_leader(self):
        self.client.force_login(make_user("局领导"))
        for address in ("ladders/", "chains/board/", "brands/board/", "expiring/", "counts/"):
            response = self.client.get(f"/registers/{address}")
            assert response.status_code == 200
            assert "演示" in response.content.decode()
