"""How many things every counted indicator counts on one day, in few queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Count

from stats.models import Honour, Indicator, Region
from stats.registers.counters import HONOURS, Counter, counter_of
from stats.registers.counting import counted, distinct, placed, span, summed, whereabouts

Size = tuple[Decimal, int]
NOTHING = (Decimal(0), 0)


def sizes_on(indicators: Iterable[Indicator], region: Region, last: date) -> dict[int, Size]:
    """By indicator the value of its tally and how many it leaves out; every one has a register.

    The honours of all programmes are one query, what is summed two, every other indicator one.
    """
    sizes, honoured = {}, []
    for indicator in indicators:
        if counter_of(indicator) is HONOURS:
            honoured.append(indicator)
        else:
            sizes[indicator.pk] = size_on(indicator, region, last)
    return sizes | sizes_of_honours(honoured, region, last)


def size_on(indicator: Indicator, region: Region, last: date) -> Size:
    counter, rows = counted(indicator, span(indicator, last))
    if counter.amount:
        inside, unknown = placed(counter, rows, region)
        return summed(counter, inside, indicator)[1], distinct(counter, unknown)
    one = rows.order_by().aggregate(**numbers(counter, region))
    return Decimal(one["inside"]), one.get("unknown", 0)


def sizes_of_honours(indicators: list[Indicator], region: Region, last: date) -> dict[int, Size]:
    """The honours of several indicators in one pass: an enterprise once for each."""
    rows = Honour.objects.in_force(last).filter(programme__indicator__in=indicators)
    groups = rows.order_by().values("programme__indicator")
    sizes = dict.fromkeys((one.pk for one in indicators), NOTHING)
    for one in groups.annotate(**numbers(HONOURS, region)):
        sizes[one["programme__indicator"]] = Decimal(one["inside"]), one.get("unknown", 0)
    return sizes


def numbers(counter: Counter, region: Region) -> dict[str, Count]:
    """What to ask of rows: how many things are inside a region, and how many nobody can place."""
    once = counter.once or counter.thing
    where = whereabouts(counter, region)
    if where is None:
        return {"inside": Count(once, distinct=True)}
    return {
        name: Count(once, filter=condition, distinct=True)
        for name, condition in zip(("inside", "unknown"), where, strict=True)
    }
