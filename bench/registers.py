"""Query time of the registers with 50,000 enterprises and 200,000 honours, on both databases.

Everything is generated and rolled back: no enterprise of it exists.
"""

import os
import random
import statistics
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from time import perf_counter
from urllib.parse import unquote

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.test import Client
from stdnum.cn import uscc

from stats.models import Chain, Enterprise, Honour, Indicator, Programme, Region
from stats.registers.counting import tally
from tests.makers import make_user

FIRMS, HONOURS, ROUNDS, AT_ONCE = 50_000, 200_000, 5, 5_000
BAR = 100
ALREADY = "CIXI_BENCH_DATABASE"


def run() -> None:
    print(f"\n登记册：{FIRMS:,} 家生成的企业，{HONOURS:,} 条称号（{connection.vendor}）")
    with transaction.atomic():
        fill()
        settle()
        reader = Client()
        reader.force_login(make_user("读者"))
        for address in addresses():
            tell(f"页面 {unquote(address)}", lambda address=address: opened(reader, address))
        counted = Indicator.objects.get(code="cultivation.srdi")
        for region in Region.objects.filter(code__in=("330282", "330282-BJ")):
            tell(f"取数 {region}，一个指标", lambda region=region: tally(counted, region, 2023, 12))
        transaction.set_rollback(True)
    if connection.vendor == "sqlite" and ALREADY not in os.environ:
        on_postgresql()


def on_postgresql() -> None:
    """The same again on a throw-away cluster, in a process of its own."""
    from tests.postgres import Cluster

    cluster = Cluster()
    cluster.start()
    try:
        subprocess.run(
            [sys.executable, "-m", "bench", "registers"],
            env=os.environ | {"DATABASE_URL": cluster.url(), ALREADY: "1"},
            check=True,
        )
    finally:
        cluster.stop()


def addresses() -> list[str]:
    """The lists as a whole, searched, narrowed each way and far into them; a row; the counts."""
    first, listed = Enterprise.objects.order_by("pk").first(), Programme.objects.first()
    narrowed = {
        "enterprises": (
            *("", "page=1500", "q=企业4999", f"q={first.credit_code}", f"town={first.town_id}"),
            *(f"honour={listed.pk}", f"chain={Chain.objects.first().pk}", "is_listed=true"),
        ),
        "honours": (
            *("", "page=6000", "q=企业4999", "document=生成〔2020〕7号", f"programme={listed.pk}"),
            *("state=held", "state=over", f"town={first.town_id}", "valid_from=2020"),
            f"programme={listed.pk}&state=held&town={first.town_id}",
        ),
    }
    return [
        *(f"/registers/{slug}/?{query}" for slug, asked in narrowed.items() for query in asked),
        *(f"/registers/enterprises/{first.pk}/", "/registers/expiring/", "/registers/ladders/"),
        "/registers/counts/?year=2023&month=12&region=330282",
        "/registers/counts/?year=2023&month=12&region=330282-BJ",
    ]


def opened(reader: Client, address: str) -> None:
    """A page with all it asks the database: who reads it, its filters, its rows."""
    response = reader.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")


class Timed(CursorWrapper):
    """Notes how long queries take with their rows: SQLite finds most while they are read."""

    def __init__(self, cursor: object, spent: list[float]) -> None:
        super().__init__(cursor, connection)
        self.spent = spent

    def execute(self, *given: object) -> object:
        self.spent.append(0.0)
        return self.timed(super().execute, *given)

    def fetchone(self) -> object:
        return self.timed(self.cursor.fetchone)

    def fetchmany(self, *given: object) -> object:
        return self.timed(self.cursor.fetchmany, *given)

    def timed(self, act: Callable[..., object], *given: object) -> object:
        start = perf_counter()
        try:
            return act(*given)
        finally:
            self.spent[-1] += (perf_counter() - start) * 1000


def queries(ask: Callable[[], object]) -> list[float]:
    """The milliseconds of each query of one page or one count."""
    spent: list[float] = []
    usual, connection.make_cursor = connection.make_cursor, lambda cursor: Timed(cursor, spent)
    try:
        ask()
    finally:
        connection.make_cursor = usual
    return spent


def tell(name: str, ask: Callable[[], object]) -> None:
    """The median of the time the database took, of one page or one count."""
    rounds = [queries(ask) for _round in range(ROUNDS)]
    taken = [sum(spent) for spent in rounds]
    middle = statistics.median(taken)
    mark = "" if middle < BAR else f"，超过 {BAR} 毫秒"
    print(
        f"  {name}：{middle:.1f} 毫秒（{min(taken):.1f}—{max(taken):.1f}），"
        f"{len(rounds[-1])} 次查询{mark}"
    )


def fill() -> None:
    dice = random.Random(7)  # noqa: S311 - not a secret
    towns = list(Region.objects.filter(level="镇街", parent__code="330282"))
    programmes = list(Programme.objects.all())
    for start in range(0, FIRMS, AT_ONCE):
        Enterprise.objects.bulk_create(
            Enterprise(name=f"生成企业{number}", credit_code=code(number), town=dice.choice(towns))
            for number in range(start, start + AT_ONCE)
        )
    firms = list(Enterprise.objects.values_list("pk", flat=True))
    for _part in range(0, HONOURS, AT_ONCE):
        Honour.objects.bulk_create(
            (honour(dice, firm, dice.choice(programmes)) for firm in dice.sample(firms, AT_ONCE)),
            ignore_conflicts=True,
        )


def honour(dice: random.Random, firm: int, programme: Programme) -> Honour:
    first = date(2015, 1, 1) + timedelta(dice.randrange(3650))
    return Honour(
        enterprise_id=firm,
        programme=programme,
        valid_from=first,
        valid_to=first + timedelta(3 * 365),
        document=f"生成〔{first.year}〕{dice.randrange(200)}号",
    )


def code(number: int) -> str:
    body = f"91330282{number:09d}"
    return body + uscc.calc_check_digit(body)


def settle() -> None:
    """So that the planner knows how much there is."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
