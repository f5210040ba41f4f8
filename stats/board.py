"""The front page of the dashboard, read and rendered once for each data version, year, scope."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.template.loader import render_to_string
from django.utils.timezone import localtime

from cixi_ip.wording import chinese_date
from stats import attention, dashboard, figures
from stats.choices import Choice
from stats.kept import cached
from stats.models import Observation
from stats.progress import Goal
from stats.region_codes import CITY, COUNTY_REGIONS, DOMESTIC, PROVINCE
from stats.selection import YEARS_SHOWN, Selection
from stats.sheets import Table, linked
from stats.targets import goal, standing


@dataclass(frozen=True)
class Board:
    """What is the same for every user. `year` is None while nothing has been published."""

    year: int | None
    scope: str
    scope_name: str
    lead: str = ""
    charts: str = ""
    findings: tuple[attention.Line, ...] = ()


def board(*, version: str, chosen: Choice) -> Board:
    if not chosen.year:
        return Board(None, chosen.scope, chosen.scope_name)
    key = ("board", version, chosen.year, chosen.scope)
    return cached(key, lambda: built(version, chosen))


def bar(
    *,
    version: str,
    chosen: Choice,
    extra: str = "",
    title: str = "",
    read: Selection | None = None,
) -> str:
    """Year, scope, state of the data: the same on every page of the dashboard.

    `extra` is what else an address keeps when the year or the scope is changed; `title` is that of
    a page which shows no figures and has neither; `read` are the figures where they have been read.
    """
    if not chosen.year:
        return ""
    if title:
        return rendered_bar(chosen, extra, title=title)
    key = ("board-bar", version, chosen.year, chosen.scope, extra)
    updated = last_updated(version=version, chosen=chosen)
    return cached(key, lambda: bar_of(chosen, extra, read or selected(chosen)[0], updated))


def last_updated(*, version: str, chosen: Choice) -> str:
    """When a figure of the year was last published, in words."""
    key = ("board-updated", version, chosen.year, chosen.scope)
    return cached(key, lambda: in_words(latest(chosen.regions, chosen.year)))


def bar_of(chosen: Choice, extra: str, selection: Selection, updated: str) -> str:
    return rendered_bar(chosen, extra, standing=dashboard.standing(selection), updated=updated)


def rendered_bar(chosen: Choice, extra: str, **told: str) -> str:
    context = {"choice": chosen, "extra": extra, **told}
    return render_to_string("stats/board_bar.html", context)


def selected(chosen: Choice) -> tuple[Selection, list[Goal]]:
    """The figures a board is drawn from, and the targets beside them."""
    published = figures.published(
        regions=(*COUNTY_REGIONS, CITY, PROVINCE, DOMESTIC),
        years=(chosen.year - YEARS_SHOWN + 1, chosen.year),
    )
    goals = [goal(target) for target in figures.targets(chosen.regions)]
    return Selection(published, chosen.regions, chosen.year), goals


def tables(chosen: Choice) -> list[Table]:
    """The figures behind the charts of the front page."""
    selection, goals = selected(chosen)
    return [chart.sheet for chart in dashboard.charts(selection, goals)]


def built(version: str, chosen: Choice) -> Board:
    selection, goals = selected(chosen)
    bar(version=version, chosen=chosen, read=selection)
    lead = {
        "headline": linked(dashboard.headline(selection)),
        "cards": dashboard.cards(selection, goals),
    }
    shown = {
        "charts": dashboard.charts(selection, goals),
        "files": "/board/overview/",
        "query": chosen.query,
    }
    return Board(
        chosen.year,
        chosen.scope,
        chosen.scope_name,
        lead=render_to_string("stats/board_lead.html", lead),
        charts=render_to_string("stats/board_charts.html", shown),
        findings=(
            *attention.behind(standing(goals, chosen.year, selection.figures), chosen.query),
            *attention.findings(selection),
            *attention.provisional(selection.figures, chosen.regions, chosen.year),
        ),
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
