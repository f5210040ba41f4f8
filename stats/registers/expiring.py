"""What ends soon: honours, certificates, marks, chains and policies whose last day is near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.db.models import Q

from cixi_ip.wording import DASH
from stats.models import AssociationMark, Chain, Honour, IncentivePolicy, Programme
from stats.registers.brands import ASSOCIATION_MARKS
from stats.registers.chains import CHAINS
from stats.registers.enterprises import HONOURS
from stats.registers.register import Register
from stats.registers.service import POLICIES
from stats.registers.showing import address
from stats.sheets import Column, Link, Number, Table, amount, columns, short

AHEAD = 90
NOT_RENEWED = "没有续期登记"


@dataclass(frozen=True)
class Ending:
    """A row in force today whose `last_day` is near; `goes_on` tells of a renewal on record.

    `what` ends for `whose` (an enterprise, an association, or the thing itself); `kind` sorts it.
    """

    what: str
    whose: str
    kind: str
    paper: str
    last_day: date
    days_left: int
    goes_on: str
    url: str


def endings(today: date, days: int = AHEAD) -> list[Ending]:
    """All that is in force today and ends within so many days, the nearest first; five queries."""
    until = today + timedelta(days)
    found = [
        *of_honours(today, until),
        *of_marks(today, until),
        *of_listed(CHAINS, Chain.objects.all(), ("valid_from", "valid_to"), today, until),
        *of_listed(POLICIES, IncentivePolicy.objects.all(), ("starts_on", "ends_on"), today, until),
    ]
    return sorted(found, key=lambda each: (each.last_day, each.kind, each.what, each.whose))


def near(today: date, until: date) -> Q:
    """What may end by a day, by its term or early."""
    return Q(valid_to__range=(today, until)) | Q(ended_on__lte=until + timedelta(1))


def of_honours(today: date, until: date) -> Iterator[Ending]:
    """Two queries."""
    found = Honour.objects.in_force(today).filter(near(today, until))
    others: dict[tuple[int, int], list[Honour]] = {}
    for other in Honour.objects.filter(enterprise__in=found.order_by().values("enterprise")):
        others.setdefault((other.enterprise_id, other.programme_id), []).append(other)
    for honour in found.select_related("enterprise", "programme"):
        last, programme = last_day(honour), honour.programme
        if last is not None:
            is_certificate = programme.kind == Programme.Kind.CERTIFIED
            same = others.get((honour.enterprise_id, honour.programme_id), ())
            yield Ending(
                what=programme.name,
                whose=honour.enterprise.name,
                kind="认证证书" if is_certificate else "企业称号",
                paper="，".join(filter(None, (honour.batch, honour.document))),
                last_day=last,
                days_left=(last - today).days,
                goes_on=renewal(last, ((one.valid_from, last_day(one)) for one in same)),
                url=address(HONOURS, honour),
            )


def of_marks(today: date, until: date) -> Iterator[Ending]:
    """A mark that was renewed has a later last day; one that ends has no renewal on record."""
    for mark in AssociationMark.objects.in_force(today).filter(near(today, until)):
        if (last := last_day(mark)) is not None:
            yield Ending(
                what=mark.mark,
                whose=mark.holder,
                kind=mark.get_kind_display(),
                paper=f"注册号{mark.registration_no}",
                last_day=last,
                days_left=(last - today).days,
                goes_on=NOT_RENEWED,
                url=address(ASSOCIATION_MARKS, mark),
            )


def of_listed(
    register: Register, rows: Iterable[Any], ends: tuple[str, str], today: date, until: date
) -> Iterator[Ending]:
    """Rows with a name, a document, a first and a last day: there are few, so all are read."""
    terms: dict[str, list[tuple[date, date | None]]] = {}
    first, last = map(attrgetter, ends)
    found = list(rows)
    for row in found:
        terms.setdefault(row.name, []).append((first(row), last(row)))
    for row in found:
        day = last(row)
        if day is not None and first(row) <= today <= day <= until:
            yield Ending(
                what=row.name,
                whose=DASH,
                kind=register.name,
                paper=row.document,
                last_day=day,
                days_left=(day - today).days,
                goes_on=renewal(day, terms[row.name]),
                url=address(register, row),
            )


def last_day(row: Honour | AssociationMark) -> date | None:
    """The last day it holds, an early end considered; None where no end is known."""
    ends = [row.valid_to] if row.valid_to is not None else []
    if row.ended_on is not None:
        ends.append(row.ended_on - timedelta(1))
    return min(ends, default=None)


def renewal(last: date, terms: Iterable[tuple[date, date | None]]) -> str:
    """What follows without a gap on a last day, of the first and last days of the same."""
    following = [end or date.max for first, end in terms if first <= last + timedelta(1)]
    latest = max(following, default=last)
    if latest <= last:
        return NOT_RENEWED
    return "已续，长期" if latest == date.max else f"已续到{latest:%Y-%m-%d}"


def expiring(today: date) -> Table:
    """The endings as a table, the nearest first."""
    return Table(
        columns(
            Column("名称", width=30), Column("企业或注册人", width=36), short("种类", 16),
            Column("批次、文件", width=30), short("最后一天", 14), amount("还剩天数"),
            short("续期", 18),
        ),
        tuple(
            (
                Link(each.what, each.url), each.whose, each.kind, each.paper or DASH,
                f"{each.last_day:%Y-%m-%d}", Number(Decimal(each.days_left)), each.goes_on,
            )
            for each in endings(today)
        ),
        name=f"{AHEAD}天内到期",
    )  # fmt: skip
