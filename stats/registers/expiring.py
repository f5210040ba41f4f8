"""What ends soon: honours and certificates whose last day is near, and whether they go on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from stats.models import Honour
from stats.registers.enterprises import HONOURS
from stats.registers.showing import address
from stats.sheets import Column, Link, Number, Table, amount, columns, short

AHEAD = 90


@dataclass(frozen=True)
class Ending:
    """A row in force today whose `last_day` is near; `goes_on` tells of a renewal on record."""

    what: str
    whose: str
    paper: str
    last_day: date
    days_left: int
    goes_on: str
    url: str


def endings(today: date, days: int = AHEAD) -> list[Ending]:
    """All that is in force today and ends within so many days, the nearest first."""
    found = [*of_honours(today, today + timedelta(days))]
    return sorted(found, key=lambda each: (each.last_day, each.what, each.whose))


def of_honours(today: date, until: date) -> Iterable[Ending]:
    """Two queries."""
    soon = Q(valid_to__lte=until) | Q(ended_on__lte=until + timedelta(1))
    found = Honour.objects.in_force(today).filter(soon)
    others: dict[tuple[int, int], list[Honour]] = {}
    for other in Honour.objects.filter(enterprise__in=found.order_by().values("enterprise")):
        others.setdefault((other.enterprise_id, other.programme_id), []).append(other)
    for honour in found.select_related("enterprise", "programme"):
        last = last_day(honour)
        if last is not None:
            yield Ending(
                what=honour.programme.name,
                whose=honour.enterprise.name,
                paper="，".join(filter(None, (honour.batch, honour.document))),
                last_day=last,
                days_left=(last - today).days,
                goes_on=renewal(last, others.get((honour.enterprise_id, honour.programme_id), ())),
                url=address(HONOURS, honour),
            )


def last_day(honour: Honour) -> date | None:
    """The last day it holds, an early end considered; None where no end is known."""
    ends = [honour.valid_to] if honour.valid_to is not None else []
    if honour.ended_on is not None:
        ends.append(honour.ended_on - timedelta(1))
    return min(ends, default=None)


def renewal(last: date, others: Iterable[Honour]) -> str:
    """What follows without a gap on the last day of an honour of the same list."""
    following = [
        last_day(other) or date.max for other in others if other.valid_from <= last + timedelta(1)
    ]
    latest = max(following, default=last)
    if latest <= last:
        return "没有续期登记"
    return "已续，长期" if latest == date.max else f"已续到{latest:%Y-%m-%d}"


def expiring(today: date) -> Table:
    """The endings as a table, the nearest first."""
    return Table(
        columns(
            Column("企业", width=36), Column("称号或证书", width=30), "批次、文件",
            short("最后一天", 14), amount("还剩天数"), short("续期", 18),
        ),
        tuple(
            (
                Link(each.whose, each.url), each.what, each.paper,
                f"{each.last_day:%Y-%m-%d}", Number(Decimal(each.days_left)), each.goes_on,
            )
            for each in endings(today)
        ),
        name=f"{AHEAD}天内到期",
    )  # fmt: skip
