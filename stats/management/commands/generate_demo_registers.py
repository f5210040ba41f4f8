"""`manage.py generate_demo_registers`: invented rows in every register, kept by demo accounts."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cixi_ip.models import Department, User
from stats import actions
from stats.demo_registers import Demo, generate
from stats.models import Chain, Enterprise, Indicator, Initiative, Programme, Region
from stats.region_codes import COUNTY
from stats.registers import REGISTERS
from stats.registers.keeping import keeps

FILE = "演示数据（随机生成，非真实）"


class Command(BaseCommand):
    help = "生成各登记册的演示名单（仅限演示库，企业、人员均为虚构）"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_DATA:
            raise CommandError(
                "演示数据只能写入演示库。请用 make demo，或先设置 CIXI_DEMO_DATA=1。"
            )
        if Enterprise.objects.filter(name__startswith="演示企业").exists():
            self.stdout.write("演示名单已在库。")
            return
        if Enterprise.objects.exists():
            self.stdout.write("登记册里已有自行登记的企业，没有混入演示名单。")
            return
        count = 0
        for slug, rows in generate(demo()):
            register = REGISTERS[slug]
            by = keeper(register.office)
            count += actions.take_rows(by=by, register=register, records=rows, file=FILE, sha256="")
        self.stdout.write(f"新生成演示名单 {count} 条。")


def demo() -> Demo:
    towns = Region.objects.filter(level=Region.Level.TOWN, scope__parent__code=COUNTY)
    found = Demo(
        today=timezone.localdate(),
        county=Region.objects.filter(code=COUNTY).first(),
        towns={town.code: town for town in towns.order_by("code")},
        programmes={one.name: one for one in Programme.objects.all()},
        chains=list(Chain.objects.order_by("pk")),
        initiatives=list(Initiative.objects.order_by("pk")),
        indicators={one.code: one for one in Indicator.objects.all()},
        departments={one.name: one for one in Department.objects.all()},
    )
    if not (found.county and found.towns and found.programmes and found.indicators):
        raise CommandError("还没有指标和地区。请先执行 manage.py load_fixtures --catalogue-only。")
    return found


def keeper(office: str) -> User:
    """The first demonstration account that keeps the registers of an office."""
    staff = User.objects.filter(department__name=office, full_name__endswith="（演示）")
    register = next(one for one in REGISTERS.values() if one.office == office)
    for user in staff.order_by("pk"):
        if keeps(user, register):
            return user
    raise CommandError(f"{office}还没有录入的演示账号。请先执行 manage.py demo_accounts。")
