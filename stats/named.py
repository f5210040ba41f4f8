"""The enterprises behind the figures of cultivation, by name, for who may read the registers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.template.loader import render_to_string
from django.urls import reverse

from cixi_ip.panels import Asked
from cixi_ip.wording import DASH
from stats.choices import chosen
from stats.models import Honour, Observation, Programme
from stats.region_codes import COUNTY_CORE
from stats.registers.enterprises import HONOURS
from stats.registers.keeping import READ
from stats.registers.listing import list_address
from stats.registers.narrowing import HELD
from stats.sheets import Column, Link, Table, columns, short

GROUP = "企业培育"
SHOWN = 5  # of each list, the latest


@dataclass(frozen=True)
class Group:
    """One list on the day: how many enterprises, and the latest; `url` leads to all of today."""

    name: str
    firms: int
    url: str
    rows: tuple[Honour, ...]


@dataclass(frozen=True)
class Named:
    """`counted` leads to the lists that published counts were taken from."""

    day: date
    groups: tuple[Group, ...]
    counted: tuple[Link, ...]

    @property
    def table(self) -> Table:
        """As a file holds it: each list with how many it holds; no contacts."""
        return Table(
            columns(
                short("名单", 40), Column("企业", width=36), short("镇街"),
                Column("批次、文件", width=30), short("有效期自", 14), short("有效期至", 14),
            ),
            tuple(
                (f"{group.name}（{group.firms}家）", *said(row))
                for group in self.groups
                for row in group.rows
            ),
            id="named",
            name=f"企业名单：{self.day:%Y-%m-%d}有效，各名单最近{SHOWN}家",
        )  # fmt: skip


def said(row: Honour) -> tuple[str, ...]:
    town = row.enterprise.town
    return (
        row.enterprise.name,
        town.short_name if town is not None else DASH,
        "，".join(filter(None, (row.batch, row.document))) or DASH,
        f"{row.valid_from:%Y-%m-%d}",
        f"{row.valid_to:%Y-%m-%d}" if row.valid_to else "长期",
    )


def html(asked: Asked) -> str:
    """Read each time: a page of the dashboard is kept only while no act was recorded."""
    if (found := named(asked)) is None:
        return ""
    context = {"named": found, "files": "/board/cultivation/", "query": chosen(asked).query}
    return render_to_string("stats/named.html", context)


def tables(asked: Asked) -> Iterable[Table]:
    found = named(asked)
    return [found.table] if found is not None else []


def named(asked: Asked) -> Named | None:
    """None for who may not read the registers, and where nobody was on a list; three queries."""
    if asked.user is None or not asked.user.has_perm(READ):
        return None
    day = min(date(asked.year, 12, 31), asked.today)
    held = on_lists(day, asked.scope)
    rows = list(latest(held))
    if not rows:
        return None
    firms = Count("enterprise", distinct=True)
    sizes = dict(held.order_by().values_list("programme").annotate(firms=firms))
    return Named(
        day=day,
        groups=tuple(
            grouped(programme, sizes[programme.pk], found)
            for programme, found in groupby(rows, key=attrgetter("programme"))
        ),
        counted=tuple(counts(asked)),
    )


def grouped(programme: Programme, firms: int, rows: Iterable[Honour]) -> Group:
    url = f"{list_address(HONOURS)}?programme={programme.pk}&state={HELD}"
    return Group(programme.name, firms, url, tuple(rows))


def on_lists(day: date, scope: str) -> QuerySet[Honour]:
    """The honours that count for an indicator of cultivation on a day, in a scope by their town."""
    held = Honour.objects.in_force(day).filter(programme__indicator__group=GROUP)
    return held.filter(enterprise__town__scope__code=COUNTY_CORE) if scope == "core" else held


def latest(held: QuerySet[Honour]) -> QuerySet[Honour]:
    """Of each list, ladders from the top."""
    newest = (F("valid_from").desc(), "enterprise__name")
    place = Window(RowNumber(), partition_by="programme", order_by=newest)
    return (
        held.annotate(place=place)
        .filter(place__lte=SHOWN)
        .select_related("enterprise__town", "programme")
        .order_by("-programme__ladder", "-programme__step", "programme__name", "place")
    )


def counts(asked: Asked) -> Iterable[Link]:
    """The lists that published figures of the year were counted from."""
    found = Observation.objects.published().filter(
        indicator__group=GROUP,
        region__code__in=chosen(asked).regions,
        year=asked.year,
        count__isnull=False,
    )
    for row in found.select_related("indicator", "region").order_by("indicator__order", "pk"):
        yield Link(f"{row.indicator.name}（{row.region}）", reverse("count", args=[row.count_id]))
