"""How many rows of a register an indicator counts: on a day (stock) or over days (flow)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from stats.models import Honour, Indicator, Observation, Region, ScaleYear
from stats.region_codes import COUNTY
from stats.registers import brand_rows
from stats.sheets import Number

Rows = Callable[[Indicator, date, date], QuerySet[Model]]


@dataclass(frozen=True)
class Counter:
    """What an indicator counts. `rows` gives the rows of a window (a stock looks at its last day).

    `thing` is the path from a row to what is counted once however many rows it has, `pk` for the
    row itself; `label` that to its name, `place` that to its town: Django's paths, with `__`.
    """

    register: str
    rows: Rows
    thing: str
    label: str
    place: str


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


OF_ENTERPRISES = ("enterprise", "enterprise__name", "enterprise__town")
OF_INDICATIONS = ("gi", "gi__name", "gi__town")
OF_MARKS = ("pk", "mark", "town")
HONOURS = Counter("honours", in_programmes, *OF_ENTERPRISES)
# Indicators that count something else than the honours of the programmes that name them.
COUNTERS: dict[str, Counter] = {
    "brand.gi": Counter("gi-tracks", brand_rows.protected, *OF_INDICATIONS),
    "brand.gi.agri": Counter("gi-tracks", brand_rows.of_agriculture, *OF_INDICATIONS),
    "brand.gi.mark": Counter("gi-tracks", brand_rows.of_marks, "pk", "gi__name", "gi__town"),
    "brand.gi.product": Counter("gi-tracks", brand_rows.of_products, *OF_INDICATIONS),
    "brand.gi_users": Counter("gi-users", brand_rows.using, *OF_ENTERPRISES),
    "brand.library": Counter("brand-library", brand_rows.in_library, *OF_ENTERPRISES),
    "brand.station": Counter("stations", brand_rows.open_stations, "pk", "name", "town"),
    "cultivation.little_giant.ip_standard": Counter("honours", certified_giants, *OF_ENTERPRISES),
    "economy.above_scale_firms": Counter("scale", above_scale, *OF_ENTERPRISES),
    "trademark.certification": Counter("association-marks", brand_rows.certification, *OF_MARKS),
    "trademark.collective": Counter("association-marks", brand_rows.collective, *OF_MARKS),
    "trademark.well_known": Counter(
        "well-known-marks", brand_rows.well_known, "pk", "mark", "enterprise__town"
    ),
}


def counter_of(indicator: Indicator) -> Counter | None:
    if indicator.code in COUNTERS:
        return COUNTERS[indicator.code]
    return HONOURS if indicator.programmes.exists() else None


def counted_indicators() -> QuerySet[Indicator]:
    """Those that a register yields, in the catalogue's order."""
    return (
        Indicator.objects.filter(Q(code__in=COUNTERS) | Q(programmes__isnull=False))
        .distinct()
        .order_by("order")
    )


def own_regions() -> QuerySet[Region]:
    """The scopes and towns whose rows the registers can tell apart, the whole county first."""
    inside = Q(code=COUNTY) | Q(parent__code=COUNTY)
    return Region.objects.filter(inside).order_by("code")


@dataclass(frozen=True)
class Compared:
    """What the registers hold of an indicator now, beside what is published of it."""

    indicator: Indicator
    tally: Tally
    published: Observation | None

    @property
    def difference(self) -> Number | None:
        """Registers less published; None where nothing is published or it has no value."""
        value = self.published.value if self.published is not None else None
        return None if value is None else Number(self.tally.value - value, is_signed=True)

    @property
    def is_taken(self) -> bool:
        """Whether the published figure is a count of these very rows."""
        count = self.published.count if self.published is not None else None
        return count is not None and count.rows == [list(row) for row in self.tally.rows]


def compared(region: Region, year: int, through_month: int) -> list[Compared]:
    """Every counted indicator in the catalogue's order; two or three queries an indicator."""
    rows = Observation.objects.published().filter(
        region=region, year=year, through_month=through_month
    )
    published = {row.indicator_id: row for row in rows.select_related("source", "count", "region")}
    return [
        Compared(
            indicator, tally(indicator, region, year, through_month), published.get(indicator.pk)
        )
        for indicator in counted_indicators()
    ]


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
    counter = counter_of(indicator)
    if counter is None:
        raise ValidationError(
            f"“{indicator}”没有对应的登记册，不能取数。可在培育项目里把名单的“计入指标”设为它，"
            "或仍用录入表填报。"
        )
    rows = counter.rows(indicator, first or last, last)
    inside, unknown = placed(counter, rows, region)
    found = inside.order_by().values_list(counter.thing, counter.label).distinct()
    left_out = 0
    if unknown is not None:
        left_out = unknown.order_by().values(counter.thing).distinct().count()
    return Tally(
        register=counter.register,
        rows=tuple(sorted(((pk, str(name)) for pk, name in found), key=lambda row: row[::-1])),
        left_out=left_out,
        first_day=first,
        day=last,
    )


def placed(
    counter: Counter, rows: QuerySet[Model], region: Region
) -> tuple[QuerySet[Model], QuerySet[Model] | None]:
    """The rows inside a region, and those that nobody can place; the whole county has them all."""
    if region.code == COUNTY:
        return rows, None
    if region.level == Region.Level.TOWN:
        inside = rows.filter(**{counter.place: region})
    elif region.parent is not None and region.parent.code == COUNTY:
        inside = rows.filter(**{f"{counter.place}__scope": region})
    else:
        raise ValidationError(f"登记册只有慈溪的名单，不能取{region.name}的数。请改选本市的口径。")
    return inside, rows.filter(**{f"{counter.place}__isnull": True})
