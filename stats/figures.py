"""THE door to published figures, now or as of a moment; every page and letter reads here."""

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from django.db import connection
from django.db.models import Q

from stats.arithmetic import (
    BASIS,
    SMALL_BASE,
    Break,
    Figure,
    FigureSet,
    Growth,
    Meaning,
    change_words,
)
from stats.models import Indicator, Observation, Region, Status, Target
from stats.region_codes import COUNTY, COUNTY_CORE, PROVINCE, QIANWAN
from stats.rules import Finding, check

# Other apps take the plain types and the rules from here too.
__all__ = [
    "COUNTY",
    "COUNTY_CORE",
    "PROVINCE",
    "QIANWAN",
    "SCOPES",
    "SMALL_BASE",
    "Break",
    "Figure",
    "FigureSet",
    "Finding",
    "Growth",
    "Meaning",
    "change_words",
    "check",
    "meanings",
    "published",
    "targets",
    "version",
    "years_published",
]

SCOPES = {
    "published": ("按发布口径", (COUNTY, COUNTY_CORE)),
    "whole": ("全市", (COUNTY,)),
    "core": ("市本级", (COUNTY_CORE,)),
}

# Kinds of events after which pages look different (stats/actions.py, stats/fixtures.py).
TELLING = ("审核通过", "装载数据", "修改目录", "登记来源", "修改来源", "修改显示")
CATALOGUE = (
    "code",
    "name",
    "unit",
    "kind",
    "direction",
    "decimals",
    "group",
    "definition",
    "part_of__code",
    "partition",
    "is_additive",
    "is_nominal",
    "numerator__code",
    "numerator__kind",
    "denominator__code",
    "denominator_lag",
)
BREAK = (
    "breaks__year",
    "breaks__title",
    "breaks__note",
    "breaks__is_break",
    "breaks__source__title",
)
FIELDS = (
    "id",
    "indicator__code",
    "region__code",
    "region__name",
    "year",
    "through_month",
    "value",
    "half_width",
    "status",
    "reported_growth",
    "growth_digits",
    "growth_base",
    "rank",
    "rank_of",
    "rank_region__name",
    "printed_scope",
    "printed_period",
    "source__title",
    "vintage",
    "denominator_id",
    "count_id",
    "explanation",
    "note",
)


def version() -> str:
    """Changes with every act that changes what a page shows of figures; read for every request.

    The count changes even where an act with a lower number is committed after one with a higher.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*), COALESCE(MAX(id), 0) FROM cixi_ip_event"
            " WHERE kind IN (%s, %s, %s, %s, %s, %s)",
            TELLING,
        )
        return "-".join(str(part) for part in cursor.fetchone())


def meanings() -> dict[str, Meaning]:
    """The catalogue by code, in its order, each with the breaks of its series; one query."""
    rows = Indicator.objects.order_by("order", "code", "breaks__year", "breaks__id").values_list(
        *CATALOGUE, *BREAK
    )
    return {code: meaning(list(of_one)) for code, of_one in groupby(rows, key=itemgetter(0))}


def meaning(rows: list[tuple]) -> Meaning:  # type: ignore[type-arg]
    """Rows of CATALOGUE and BREAK, one for each break of an indicator, as a Meaning."""
    row, length = rows[0], len(CATALOGUE)
    return Meaning(
        code=row[0],
        name=row[1],
        unit=row[2],
        kind=row[3],
        direction=row[4],
        decimals=row[5],
        group=row[6],
        definition=row[7],
        part_of=row[8] or "",
        partition=row[9],
        is_additive=row[10],
        is_nominal=row[11],
        numerator=row[12] or "",
        numerator_kind=row[13] or "",
        denominator=row[14] or "",
        denominator_lag=row[15] or 0,
        breaks=tuple(
            Break(year, title, note, is_break, source or "")
            for year, title, note, is_break, source in (each[length:] for each in rows)
            if year is not None
        ),
    )


def parents() -> dict[str, str]:
    """The region above each region; a town stands below its scope, the scope below the county."""
    return {
        code: scope or parent or ""
        for code, parent, scope in Region.objects.values_list("code", "parent__code", "scope__code")
    }


def published(
    *,
    codes: Collection[str] | None = None,
    regions: Collection[str] | None = None,
    years: tuple[int, int] | None = None,
    as_of: datetime | None = None,
    beside: FigureSet | None = None,
) -> FigureSet:
    """Current figures (or those current at `as_of`), in the order of the catalogue; three queries.

    `years` is an inclusive range; None means everything. What was read already, `beside` these,
    lends its catalogue and regions: then it is one query.
    """
    rows = Observation.objects.published(as_of).order_by("indicator__order", "id")
    if codes is not None:
        rows = rows.filter(indicator__code__in=codes)
    if regions is not None:
        rows = rows.filter(region__code__in=regions)
    if years is not None:
        rows = rows.filter(year__range=years)
    catalogue = meanings() if beside is None else beside.meanings
    above = parents() if beside is None else beside.parents
    return FigureSet((plain(row, catalogue) for row in rows.values_list(*FIELDS)), catalogue, above)


STATUS_NAMES: dict[str, str] = {status.value: str(status.label) for status in Status}


def plain(row: tuple, catalogue: Mapping[str, Meaning]) -> Figure:  # type: ignore[type-arg]
    """A row of FIELDS as a Figure."""
    values = dict(zip(FIELDS, row, strict=True))
    status = values["status"]
    return Figure(
        meaning=catalogue[values["indicator__code"]],
        region=values["region__code"],
        region_name=values["region__name"],
        status_name=STATUS_NAMES[status],
        rank_region_name=values["rank_region__name"] or "",
        source=values["source__title"],
        **{name: values[name] for name in PLAIN},
    )


PLAIN = tuple(name for name in FIELDS if "__" not in name)


def years_published() -> list[int]:
    """Years for which the county has whole-year figures, latest first."""
    return list(
        Observation.objects.published()
        .filter(Q(region__code=COUNTY) | Q(region__code=COUNTY_CORE), through_month=12)
        .exclude(indicator__group=BASIS)
        .order_by("-year")
        .values_list("year", flat=True)
        .distinct()
    )


def targets(regions: Collection[str] | None = None) -> list[Target]:
    rows = Target.objects.select_related("indicator", "region", "source")
    return list(rows if regions is None else rows.filter(region__code__in=regions))
