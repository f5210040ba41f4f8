"""What the board of brands shows: the library by tier, its years, the applications under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from stats.models import BrandApplication, BrandMembership, BrandTier
from stats.models.brand_application import CLOSING, Stage
from stats.registers.library import OUTSIDE, Stay, Year, flows, year_of
from stats.registers.sankey import Course, course

YEARS = 5
OUTSIDE_NAME = "库外"


@dataclass(frozen=True)
class Standing:
    """A brand on its tier on the board's day."""

    record: BrandMembership
    since: date


@dataclass(frozen=True)
class Shelf:
    tier: BrandTier
    standing: tuple[Standing, ...]


@dataclass(frozen=True)
class Board:
    """`day` is the last of the year, or today in the running one; `enterprises` are distinct."""

    day: date
    shelves: tuple[Shelf, ...]
    brands: int
    enterprises: int
    years: tuple[Year, ...]
    flows: Course


def board(year: int, today: date) -> Board:
    """Three queries, whatever the library holds."""
    day = min(date(year, 12, 31), today)
    tiers = list(BrandTier.objects.all())
    place = {tier.pk: number for number, tier in enumerate(tiers, 1)}
    records = list(
        BrandMembership.objects.select_related("enterprise__town")
        .prefetch_related("moves")
        .order_by("enterprise__name", "brand")
    )
    stays = [stay(record, place) for record in records]
    pairs = [(record, *one.since(day)) for record, one in zip(records, stays, strict=True)]
    shelves = tuple(
        Shelf(tier, tuple(Standing(record, since) for record, since, at in pairs if at == number))
        for number, tier in reversed(list(enumerate(tiers, 1)))
    )
    held = [record for record, _since, at in pairs if at != OUTSIDE]
    shown = range(year - YEARS + 1, year + 1)
    names = [OUTSIDE_NAME, *(tier.name for tier in tiers)]
    moments = [name_of(year, today) for year in range(year - YEARS, year + 1)]
    told = flows(stays, range(year - YEARS, year + 1), today)
    return Board(
        day=day,
        shelves=shelves,
        brands=len(held),
        enterprises=len({record.enterprise_id for record in held}),
        years=tuple(year_of(stays, each, today) for each in shown),
        flows=course(moments, names, told),
    )


def stay(record: BrandMembership, place: dict[int, int]) -> Stay:
    moves = [(move.moved_on, place[move.tier_id]) for move in record.moves.all()]
    return Stay(
        brand=record.brand,
        enterprise=str(record.enterprise_id),
        steps=((record.entered_on, place[record.tier_id]), *moves),
        ended_on=record.ended_on,
    )


def name_of(year: int, today: date) -> str:
    return f"{year}年末" if date(year, 12, 31) <= today else f"{year}年至今"


@dataclass(frozen=True)
class AtStage:
    stage: str
    applications: tuple[BrandApplication, ...]


def under_way(today: date) -> tuple[AtStage, ...]:
    """The applications that are not closed, by stage, the most urgent first; one query."""
    found = (
        BrandApplication.objects.filter(opened_on__lte=today)
        .exclude(stage_today__in=CLOSING)
        .select_related("department")
        .order_by(F("due_on").asc(nulls_last=True), "name")
    )
    rows = list(found)
    stages = [stage.value for stage in Stage if stage not in CLOSING]
    return tuple(
        AtStage(stage, same)
        for stage in stages
        if (same := tuple(row for row in rows if row.stage_today == stage))
    )
