"""The dashboard's body, read and rendered once for each data version, year and scope."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.template.loader import render_to_string
from django.utils.timezone import localtime

from cixi_ip.wording import chinese_date
from stats import attention, dashboard, figures, sections
from stats.charts.comparisons import CITY, NATION, PROVINCE
from stats.choices import Choice, choice
from stats.kept import cached
from stats.models import Observation, Target
from stats.sections import Goal
from stats.selection import YEARS_SHOWN, Selection
from stats.sheets import Table

COUNTY_REGIONS = (figures.COUNTY, figures.COUNTY_CORE, figures.QIANWAN)


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
    chosen = choice(version=version, year=year, scope=scope)
    if not chosen.year:
        return Board(None, scope, chosen.scope_name)
    return cached(("board", version, chosen.year, scope), lambda: built(chosen))


def selected(chosen: Choice) -> tuple[Selection, list[Goal]]:
    """The figures a board is drawn from, and the targets beside them."""
    published = figures.published(
        regions=(*COUNTY_REGIONS, CITY, PROVINCE, NATION),
        years=(chosen.year - YEARS_SHOWN + 1, chosen.year),
    )
    goals = [goal(target) for target in figures.targets(chosen.regions)]
    return Selection(published, chosen.regions, chosen.year), goals


def tables(chosen: Choice) -> list[Table]:
    """Every table of the board: those of its sections, and the figures behind its charts."""
    made = sections.sections(*selected(chosen))
    own = [section.table for section in made if section.table is not None]
    return [*own, *(chart.sheet for section in made for chart in section.charts)]


def built(chosen: Choice) -> Board:
    selection, goals = selected(chosen)
    context = {
        "choice": chosen,
        "year": chosen.year,
        "scope_name": chosen.scope_name,
        "standing": dashboard.standing(selection),
        "updated": in_words(latest(chosen.regions, chosen.year)),
        "headline": dashboard.headline(selection),
        "cards": dashboard.cards(selection, goals),
        "sections": sections.sections(selection, goals),
        # Where the files of the tables stand, seen from the dashboard at the root.
        "files": "board/",
        "query": chosen.query,
    }
    return Board(
        chosen.year,
        chosen.scope,
        chosen.scope_name,
        lead=render_to_string("stats/board_lead.html", context),
        body=render_to_string("stats/board_body.html", context),
        findings=tuple(attention.findings(selection.figures, chosen.regions, chosen.year)),
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
