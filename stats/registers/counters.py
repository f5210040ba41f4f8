"""What each indicator counts: which rows of which register, and what of them once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from stats.models import (
    AgencyAct,
    Case,
    Chain,
    Evidence,
    Honour,
    Indicator,
    Inspection,
    Mediation,
    NewProduct,
    Pledge,
    Programme,
    Ruling,
    ScaleYear,
)
from stats.registers import brand_rows

Rows = Callable[[Indicator, date, date], QuerySet[Model]]
GIANT, CERTIFIED = "cultivation.little_giant", "cultivation.ip_standard"


@dataclass(frozen=True)
class Counter:
    """What an indicator counts. `rows` gives the rows of a window (a stock looks at its last day).

    `thing` is the path from a row to what is counted once however many rows it has, `pk` for the
    row itself; `label` that to its name, `place` that to its town: Django's paths, with `__`. What
    has no place belongs to the whole county. `amount` is the path to what is summed, in 万元, and
    needs `pk`; rows are counted where it is empty. `once` tells things apart where `thing` cannot.
    """

    register: str
    rows: Rows
    thing: str
    label: str
    place: str = ""
    amount: str = ""
    once: str = ""


def in_programmes(indicator: Indicator, _first: date, day: date) -> QuerySet[Honour]:
    return Honour.objects.in_force(day).filter(programme__indicator=indicator)


def certified_giants(_indicator: Indicator, _first: date, day: date) -> QuerySet[Honour]:
    """小巨人 that also hold a certificate of GB/T 29490 on the day; a query for the programmes.

    Their numbers are given to the database, which misjudges how many honours an indicator has.
    """
    lists: dict[str, list[int]] = {GIANT: [], CERTIFIED: []}
    programmes = Programme.objects.filter(indicator__code__in=lists).order_by("pk")
    for code, pk in programmes.values_list("indicator__code", "pk"):
        lists[code].append(pk)
    held = Honour.objects.in_force(day)
    certified = held.filter(programme__in=lists[CERTIFIED], enterprise=OuterRef("enterprise"))
    return held.filter(Exists(certified), programme__in=lists[GIANT])


def above_scale(_indicator: Indicator, _first: date, day: date) -> QuerySet[ScaleYear]:
    return ScaleYear.objects.filter(year=day.year)


def chains_in_force(_indicator: Indicator, _first: date, day: date) -> QuerySet[Chain]:
    return Chain.objects.in_force(day)


def happened(model: type[Model], day: str = "day", **only: Any) -> Rows:
    """The rows of a model whose day lies in the window, and which are as `only` says."""

    def rows(_indicator: Indicator, first: date, last: date) -> QuerySet[Model]:
        return model._default_manager.filter(**{f"{day}__range": (first, last)}, **only)

    return rows


def printers(_indicator: Indicator, first: date, last: date) -> QuerySet[Inspection]:
    found = Inspection.objects.filter(kind=Inspection.Kind.PRINTER, day__range=(first, last))
    return found.by_inspected()


OF_ENTERPRISES = ("enterprise", "enterprise__name", "enterprise__town")
OF_ROWS = ("pk", "enterprise__name", "enterprise__town")
OF_INDICATIONS = ("gi", "gi__name", "gi__town")
OF_MARKS = ("pk", "mark", "town")
OF_NUMBERED = ("pk", "number", "town")
OF_ACTS = ("pk", "agency__name", "town")
PLEDGED = happened(Pledge, "registered_on")  # ended ones too
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
    "cultivation.chain": Counter("chains", chains_in_force, "pk", "name"),
    "cultivation.little_giant.ip_standard": Counter("honours", certified_giants, *OF_ENTERPRISES),
    "cultivation.new_product": Counter(
        "new-products", happened(NewProduct, "recognised_on"), "pk", "name", "enterprise__town"
    ),
    "economy.above_scale_firms": Counter("scale", above_scale, *OF_ENTERPRISES),
    "finance.pledge.amount": Counter("pledges", PLEDGED, *OF_ROWS, amount="amount"),
    "finance.pledge.firms": Counter("pledges", PLEDGED, *OF_ENTERPRISES),
    "finance.pledge.items": Counter("pledges", PLEDGED, *OF_ROWS),
    "protection.blockchain": Counter("evidence", happened(Evidence), *OF_NUMBERED),
    "protection.print_inspection": Counter(
        "inspections", printers, "who", "called", "town", once="inspected"
    ),
    "protection.print_inspection.visits": Counter("inspections", printers, "pk", "called", "town"),
    "protection.case": Counter("cases", happened(Case, "opened_on"), *OF_NUMBERED),
    "protection.case_patent": Counter(
        "cases", happened(Case, "opened_on", kind=Case.Kind.PATENT), *OF_NUMBERED
    ),
    "protection.mediation": Counter("mediations", happened(Mediation), *OF_NUMBERED),
    "protection.ruling": Counter(
        "rulings", happened(Ruling, "decided_on", result__in=Ruling.RULED), *OF_NUMBERED
    ),
    "protection.agency_interview": Counter(
        *("agency-acts", happened(AgencyAct, kind=AgencyAct.Kind.INTERVIEW)),
        *("agency", "agency__name", "town"),
    ),
    "protection.agency_penalty": Counter(
        "agency-acts", happened(AgencyAct, kind=AgencyAct.Kind.PENALTY), *OF_ACTS
    ),
    "trademark.certification": Counter("association-marks", brand_rows.certification, *OF_MARKS),
    "trademark.collective": Counter("association-marks", brand_rows.collective, *OF_MARKS),
    "trademark.well_known": Counter(
        "well-known-marks", brand_rows.well_known, "pk", "mark", "enterprise__town"
    ),
    # Who was found without a licence may be a person: the paper stands for the case.
    "protection.unlicensed_agency": Counter(
        *("agency-acts", happened(AgencyAct, kind=AgencyAct.Kind.UNLICENSED)),
        *("pk", "document", "town"),
    ),
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
