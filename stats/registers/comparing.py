"""What the registers hold of each indicator they yield, beside what is published of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from cixi_ip.exact import decimals
from stats.models import Entry, Indicator, Observation, Region, Submission
from stats.region_codes import COUNTY
from stats.registers.counters import counted_indicators, counter_of
from stats.registers.counting import last_day, same_rows, span, tally_on
from stats.registers.sizes import Size, sizes_on
from stats.sheets import Number


def own_regions() -> QuerySet[Region]:
    """The scopes and towns whose rows the registers can tell apart, the whole county first."""
    inside = Q(code=COUNTY) | Q(parent__code=COUNTY)
    return Region.objects.filter(inside).order_by("code")


@dataclass(frozen=True)
class Compared:
    """One indicator on a day: counted now, published, and whether the one was taken as the other.

    `left_out` rows have no town and so no place in the region. `drafts` are counts taken that
    nobody has approved yet.
    """

    indicator: Indicator
    register: str
    day: date
    value: Decimal
    left_out: int
    published: Observation | None
    is_taken: bool
    drafts: tuple[Entry, ...] = ()

    @property
    def difference(self) -> Number | None:
        """Registers less published; None where nothing is published or it has no value."""
        value = self.published.value if self.published is not None else None
        if value is None:
            return None
        difference = self.value - value
        digits = max(-int(difference.normalize().as_tuple().exponent), 0)
        return Number(difference, digits, is_signed=True)

    @property
    def said(self) -> str:
        """The counted value with every decimal it has."""
        return decimals(self.value)


def compared(region: Region, year: int, through_month: int) -> list[Compared]:
    """Every counted indicator in the catalogue's order; queries as of `sizes_on`, and four.

    Where the number is as it was taken, one more: the same number may be of other rows.
    """
    rows = Observation.objects.published().filter(
        region=region, year=year, through_month=through_month
    )
    published = {row.indicator_id: row for row in rows.select_related("source", "count", "region")}
    indicators = [
        indicator
        for indicator in counted_indicators().prefetch_related("programmes")
        if fits(indicator, region)
    ]
    last = last_day(year, through_month)
    sizes = sizes_on(indicators, region, last)
    drafts = drafts_of(region, year, through_month)
    return [
        replace(
            beside(one, region, last, sizes[one.pk], published.get(one.pk)),
            drafts=tuple(drafts[one.pk]),
        )
        for one in indicators
    ]


def drafts_of(region: Region, year: int, through_month: int) -> dict[int, list[Entry]]:
    """The counts in batches that are not approved yet, by indicator; one query."""
    held = Entry.objects.filter(
        region=region, year=year, through_month=through_month, count__isnull=False
    ).exclude(submission__state=Submission.State.APPROVED)
    found: dict[int, list[Entry]] = defaultdict(list)
    for entry in held.select_related("indicator", "submission__created_by").order_by("pk"):
        found[entry.indicator_id].append(entry)
    return found


def fits(indicator: Indicator, region: Region) -> bool:
    """Whether the rows of an indicator can be told apart by the towns of a region."""
    counter = counter_of(indicator)
    return region.code == COUNTY or (counter is not None and bool(counter.place))


def beside(
    indicator: Indicator,
    region: Region,
    last: date,
    size: Size,
    published: Observation | None,
) -> Compared:
    value, left_out = size
    count = published.count if published is not None else None
    is_taken = count is not None and count.value == value
    if is_taken:
        now = tally_on(indicator, region, *span(indicator, last))
        is_taken = same_rows(count, now)
    counter = counter_of(indicator)
    return Compared(
        indicator=indicator,
        register=counter.register if counter is not None else "",
        day=last,
        value=value,
        left_out=left_out,
        published=published,
        is_taken=is_taken,
    )
