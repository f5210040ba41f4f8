"""The dashboard's body, read and rendered once for each data version, year and scope."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Max
from django.http import Http404
from django.template.loader import render_to_string
from django.utils.timezone import localtime

from cixi_ip.edition import edition
from cixi_ip.wording import chinese_date
from stats import attention, dashboard, figures, sections
from stats.charts.comparisons import CITY, NATION, PROVINCE
from stats.models import Observation, Target
from stats.sections import Goal
from stats.selection import YEARS_SHOWN, Selection

COUNTY_REGIONS = (figures.COUNTY, figures.COUNTY_CORE, figures.QIANWAN)
KEPT_SECONDS = 24 * 60 * 60
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Board:
    """What is the same for every user. `year` is None while nothing has been published."""

    year: int | None
    scope: str
    scope_name: str
    lead: str = ""
    body: str = ""
    findings: tuple[attention.Line, ...] = ()


def board(*, version: str, year: str, scope: str) -> Board:
    """The board for what the address asks for; 404 in Chinese for a year or scope there is not."""
    if scope not in figures.SCOPES:
        names = "、".join(f"{name}（{code}）" for code, (name, _) in figures.SCOPES.items())
        raise Http404(f"没有“{scope[:20]}”这种口径。可选：{names}。")
    years = cached(("years", version), figures.years_published)
    if year and year not in map(str, years):
        known = "、".join(map(str, years)) or "（还没有）"
        raise Http404(f"没有“{year[:20]}”年的数据。已发布的年份：{known}。")
    if not years:
        return Board(None, scope, figures.SCOPES[scope][0])
    chosen = int(year) if year else years[0]
    return cached(("board", version, chosen, scope), lambda: built(chosen, scope, years))


def cached(key: tuple[object, ...], make: Callable[[], Kept]) -> Kept:
    """From this process's memory; the version in the key comes from the database each time."""
    name = "-".join(str(part) for part in (*key, edition()))
    found: Kept | None = cache.get(name)
    if found is None:
        found = make()
        cache.set(name, found, KEPT_SECONDS)
    return found


def built(year: int, scope: str, years: list[int]) -> Board:
    scope_name, regions = figures.SCOPES[scope]
    published = figures.published(
        regions=(*COUNTY_REGIONS, CITY, PROVINCE, NATION), years=(year - YEARS_SHOWN + 1, year)
    )
    selection = Selection(published, regions, year)
    goals = [goal(target) for target in figures.targets(regions)]
    context = {
        "year": year,
        "years": years,
        "scope": scope,
        "scopes": [(code, name) for code, (name, _regions) in figures.SCOPES.items()],
        "scope_name": scope_name,
        "standing": dashboard.standing(selection),
        "updated": in_words(latest(regions, year)),
        "headline": dashboard.headline(selection),
        "cards": dashboard.cards(selection, goals),
        "sections": sections.sections(selection, goals),
    }
    return Board(
        year,
        scope,
        scope_name,
        lead=render_to_string("stats/board_lead.html", context),
        body=render_to_string("stats/board_body.html", context),
        findings=tuple(attention.findings(published, regions, year)),
    )


def goal(target: Target) -> Goal:
    return Goal(
        title=target.title,
        code=target.indicator.code,
        region=target.region.code,
        region_name=target.region.name,
        stated_year=target.stated_year,
        due_year=target.due_year,
        value=target.value,
        source=target.source.title,
    )


def latest(regions: tuple[str, ...], year: int) -> datetime | None:
    """When a figure of the year was last published."""
    rows = Observation.objects.published().filter(region__code__in=regions, year=year)
    moment: datetime | None = rows.aggregate(latest=Max("approved_at"))["latest"]
    return moment


def in_words(moment: datetime | None) -> str:
    if moment is None:
        return "—"
    here = localtime(moment)
    return f"{chinese_date(here)} {here:%H:%M}"
