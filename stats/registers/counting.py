"""How many rows of a register an indicator counts: on a day (stock) or over days (flow)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from stats.models import Chain, Honour, Indicator, Region, ScaleYear
from stats.region_codes import COUNTY

Rows = Callable[[Indicator, date, date], QuerySet[Model]]


@dataclass(frozen=True)
class Counter:
    """What an indicator counts. `rows` gives the rows of a window (a stock looks at its last day).

    `thing` is the path from a row to what is counted once however many rows it has, `pk` for the
    row itself; `label` that to its name, `place` that to its town: Django's paths, with `__`. What
    has no place belongs to the whole county.
    """

    register: str
    rows: Rows
    thing: str
    label: str
    place: str = ""


@dataclass(frozen=True)
class Tally:
    """`rows` are the id and name of each thing counted; `left_out` had no town to place them by."""

    register: str
    rows: tuple[tuple[int, str], ...]
    left_out: int
    first_day: date | None
    day: date

    @property
    def value(self) -> int:
        return len(self.rows)


def in_programmes(indicator: Indicator, _first: date, day: date) -> QuerySet[Honour]:
    return Honour.objects.in_force(day).filter(programme__indicator=indicator)


def certified_giants(_indicator: Indicator, _first: date, day: date) -> QuerySet[Honour]:
    """小巨人 that also hold a certificate of GB/T 29490 on the day."""
    held = Honour.objects.in_force(day)
    certified = held.filter(programme__indicator__code="cultivation.ip_standard")
    return held.filter(
        programme__indicator__code="cultivation.little_giant",
        enterprise__in=certified.values("enterprise"),
    )


def above_scale(_indicator: Indicator, _first: date, day: date) -> QuerySet[ScaleYear]:
    return ScaleYear.objects.filter(year=day.year)


def chains_in_force(_indicator: Indicator, _first: date, day: date) -> QuerySet[Chain]:
    return Chain.objects.in_force(day)


OF_ENTERPRISES = ("enterprise", "enterprise__name", "enterprise__town")
HONOURS = Counter("honours", in_programmes, *OF_ENTERPRISES)
# Indicators that count something else than the honours of the programmes that name them.
COUNTERS: dict[str, Counter] = {
    "cultivation.chain": Counter("chains", chains_in_force, "pk", "name"),
    "cultivation.little_giant.ip_standard": Counter("honours", certified_giants, *OF_ENTERPRISES),
    "economy.above_scale_firms": Counter("scale", above_scale, *OF_ENTERPRISES),
}


def counter_of(indicator: Indicator) -> Counter | None:
    if indicator.code in COUNTERS:
        return COUNTERS[indicator.code]
    return HONOURS if indicator.programmes.all() else None


def counted_indicators() -> QuerySet[Indicator]:
    """Those that a register yields, in the catalogue's order."""
    return (
        Indicator.objects.filter(Q(code__in=COUNTERS) | Q(programmes__isnull=False))
        .distinct()
        .order_by("order")
    )


def window(indicator: Indicator, year: int, through_month: int) -> tuple[date | None, date]:
    """The days a period stands for: a stock has only its last."""
    last = date(year, through_month, monthrange(year, through_month)[1])
    return (date(year, 1, 1) if indicator.timing == "flow" else None), last


def tally(indicator: Indicator, region: Region, year: int, through_month: int) -> Tally:
    """What the registers hold now of an indicator, a region of the county and a period.

    Two queries; refused where no register yields the indicator or the region is another county's.
    """
    first, last = window(indicator, year, through_month)
    return tally_on(indicator, region, first, last)


def tally_on(indicator: Indicator, region: Region, first: date | None, last: date) -> Tally:
    """As `tally`, for any last day."""
    counter, inside, unknown = found(indicator, region, first, last)
    rows = inside.order_by().values_list(counter.thing, counter.label).distinct()
    return Tally(
        register=counter.register,
        rows=tuple(sorted(((pk, str(name)) for pk, name in rows), key=lambda row: row[::-1])),
        left_out=distinct(counter, unknown),
        first_day=first,
        day=last,
    )


def size_on(
    indicator: Indicator, region: Region, first: date | None, last: date
) -> tuple[int, int]:
    """The value of `tally_on` and how many it leaves out, without the rows themselves."""
    counter, inside, unknown = found(indicator, region, first, last)
    return distinct(counter, inside), distinct(counter, unknown)


def distinct(counter: Counter, rows: QuerySet[Model] | None) -> int:
    return 0 if rows is None else rows.order_by().values(counter.thing).distinct().count()


def found(
    indicator: Indicator, region: Region, first: date | None, last: date
) -> tuple[Counter, QuerySet[Model], QuerySet[Model] | None]:
    """How an indicator is counted, its rows inside a region, and those that nobody can place."""
    counter = counter_of(indicator)
    if counter is None:
        raise ValidationError(
            f"“{indicator}”没有对应的登记册，不能取数。可在培育项目里把名单的“计入指标”设为它，"
            "或仍用录入表填报。"
        )
    rows = counter.rows(indicator, first or last, last)
    return counter, *placed(counter, rows, region)


def placed(
    counter: Counter, rows: QuerySet[Model], region: Region
) -> tuple[QuerySet[Model], QuerySet[Model] | None]:
    """The rows inside a region, and those that nobody can place; the whole county has them all."""
    if region.code == COUNTY:
        return rows, None
    if not counter.place:
        raise ValidationError("这个指标的名单是全市的，分不到镇街和口径。请改选全市。")
    if region.level == Region.Level.TOWN:
        inside = rows.filter(**{counter.place: region})
    elif region.parent is not None and region.parent.code == COUNTY:
        inside = rows.filter(**{f"{counter.place}__scope": region})
    else:
        raise ValidationError(f"登记册只有慈溪的名单，不能取{region.name}的数。请改选本市的口径。")
    return inside, rows.filter(**{f"{counter.place}__isnull": True})
