"""How many rows of a register an indicator counts: on a day (stock) or over days (flow)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from cixi_ip.exact import decimals
from cixi_ip.wording import rounded, unit_scale
from stats.models import Count, Indicator, Region
from stats.models.money import UNIT
from stats.region_codes import COUNTY
from stats.registers.counters import Counter, counter_of

KEPT_PLACES = 6  # decimals that figures are stored with
Days = tuple[date | None, date]


@dataclass(frozen=True)
class Tally:
    """`rows` are the id and name of each thing counted; `left_out` had no town to place them by.

    `total` is what was summed, in the indicator's unit; None where rows were counted.
    """

    register: str
    rows: tuple[tuple[int, str], ...]
    left_out: int
    first_day: date | None
    day: date
    total: Decimal | None = None

    @property
    def value(self) -> Decimal:
        return Decimal(len(self.rows)) if self.total is None else self.total

    @property
    def said(self) -> str:
        """The value with every decimal it has."""
        return decimals(self.value)


def last_day(year: int, through_month: int) -> date:
    return date(year, through_month, monthrange(year, through_month)[1])


def span(indicator: Indicator, last: date) -> Days:
    """The days a count to a last day stands for: a stock has only that one."""
    return (date(last.year, 1, 1) if indicator.timing == "flow" else None), last


def tally(indicator: Indicator, region: Region, year: int, through_month: int) -> Tally:
    """What the registers hold now of an indicator, a region of the county and a period.

    Two queries; refused where no register yields the indicator or the region is another county's.
    """
    first, last = span(indicator, last_day(year, through_month))
    return tally_on(indicator, region, first, last)


def tally_on(indicator: Indicator, region: Region, first: date | None, last: date) -> Tally:
    """As `tally`, for any last day."""
    counter, rows = counted(indicator, (first, last))
    inside, unknown = placed(counter, rows, region)
    total = None
    if counter.amount:
        named, total = summed(counter, inside, indicator)
    else:
        named = list(inside.order_by().values_list(counter.thing, counter.label).distinct())
    return Tally(
        register=counter.register,
        rows=tuple(sorted(((pk, str(name)) for pk, name in named), key=lambda row: row[::-1])),
        left_out=distinct(counter, unknown),
        first_day=first,
        day=last,
        total=total,
    )


def same_rows(count: Count, tally: Tally) -> bool:
    """Whether a count that was taken froze the very rows of a tally."""
    return bool(count.rows == [list(row) for row in tally.rows])


def distinct(counter: Counter, rows: QuerySet[Model] | None) -> int:
    if rows is None:
        return 0
    return rows.order_by().values(counter.thing, counter.label).distinct().count()


def summed(
    counter: Counter, inside: QuerySet[Model], indicator: Indicator
) -> tuple[list[tuple[int, str]], Decimal]:
    """Each row with its amount in its name, and the sum in the indicator's unit.

    Added up here, not in the database: SQLite would add floats. Rounded half up, once, to the
    decimals figures are stored with.
    """
    scale = unit_scale(UNIT, (indicator.unit,))
    if scale is None:
        raise ValidationError(
            f"“{indicator}”的单位是{indicator.unit}，登记册里是{UNIT}，换算不了。"
            "请系统管理员核对指标的单位。"
        )
    rows = list(inside.order_by().values_list(counter.thing, counter.label, counter.amount))
    total = sum((amount for _pk, _name, amount in rows), Decimal(0))
    named = [(pk, f"{name}（{decimals(amount)}{UNIT}）") for pk, name, amount in rows]
    return named, rounded(total * scale, KEPT_PLACES)


def counted(indicator: Indicator, days: Days) -> tuple[Counter, QuerySet[Model]]:
    """How an indicator is counted, and its rows of these days wherever they are."""
    counter = counter_of(indicator)
    if counter is None:
        raise ValidationError(
            f"“{indicator}”没有对应的登记册，不能取数。可在培育项目里把名单的“计入指标”设为它，"
            "或仍用录入表填报。"
        )
    first, last = days
    return counter, counter.rows(indicator, first or last, last)


def placed(
    counter: Counter, rows: QuerySet[Model], region: Region
) -> tuple[QuerySet[Model], QuerySet[Model] | None]:
    """The rows inside a region, and those that nobody can place; the whole county has them all."""
    where = whereabouts(counter, region)
    return (rows, None) if where is None else (rows.filter(where[0]), rows.filter(where[1]))


def whereabouts(counter: Counter, region: Region) -> tuple[Q, Q] | None:
    """What rows inside a region have in common, and those that nobody can place.

    None of the whole county, which has them all.
    """
    if region.code == COUNTY:
        return None
    if not counter.place:
        raise ValidationError("这个指标的名单是全市的，分不到镇街和口径。请改选全市。")
    if region.level == Region.Level.TOWN:
        inside = Q((counter.place, region))
    elif region.parent is not None and region.parent.code == COUNTY:
        towns = Region.objects.filter(scope=region).order_by()
        inside = Q((f"{counter.place}__in", towns.values("pk")))
    else:
        raise ValidationError(f"登记册只有慈溪的名单，不能取{region.name}的数。请改选本市的口径。")
    return inside, Q((f"{counter.place}__isnull", True))
