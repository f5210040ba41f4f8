"""Rows of the database as what the interface answers."""

from datetime import datetime
from decimal import Decimal

from django.utils.timezone import localtime

from cixi_ip.wording import number
from stats import models
from stats.api import shapes


def exact(value: Decimal, digits: int = 0) -> str:
    """All digits of the value, at least those it was printed with: nothing is rounded away."""
    kept = -int(value.normalize().as_tuple().exponent)
    return number(value, max(digits, kept))


def moment(at: datetime) -> str:
    """With its zone, and to the microsecond, so that it can be asked for as `as_of`."""
    return localtime(at).isoformat()


def indicator(row: models.Indicator) -> shapes.Indicator:
    copied = ("code", "name", "unit", "kind", "direction", "decimals", "is_signed", "group")
    more = ("office", "partition", "is_additive", "is_nominal", "denominator_lag", "definition")
    return shapes.Indicator(
        **{name: getattr(row, name) for name in (*copied, *more)},
        part_of=row.part_of.code if row.part_of else None,
        numerator=row.numerator.code if row.numerator else None,
        denominator=row.denominator.code if row.denominator else None,
        aliases=[alias for alias in row.aliases.split("|") if alias],
    )


def region(row: models.Region) -> shapes.Region:
    return shapes.Region(
        **{name: getattr(row, name) for name in ("code", "name", "short_name", "level", "note")},
        parent=row.parent.code if row.parent else None,
        scope=row.scope.code if row.scope else None,
    )


def source(row: models.Source) -> shapes.Source:
    return shapes.Source(
        title=row.title,
        doc_no=row.doc_no,
        issuer=row.issuer,
        issued_on=row.issued_on.isoformat() if row.issued_on else None,
        kind=row.kind,
    )


COPIED = (
    "id",
    "year",
    "through_month",
    "status",
    "growth_base",
    "rank",
    "rank_of",
    "printed_scope",
    "printed_period",
    "vintage",
    "revision_kind",
    "reason",
    "explanation",
    "note",
)


def observation(row: models.Observation) -> shapes.Observation:
    growth, within = row.reported_growth, row.rank_region
    return shapes.Observation(
        **{name: getattr(row, name) for name in COPIED},
        indicator=row.indicator.code,
        indicator_name=row.indicator.name,
        region=row.region.code,
        region_name=row.region.name,
        period=row.when,
        value=None if row.value is None else exact(row.value, row.digits),
        unit=row.indicator.unit,
        shown=row.measure,
        half_width=exact(row.half_width),
        status_name=row.get_status_display(),
        reported_growth=None if growth is None else exact(growth, row.growth_digits),
        rank_region=shapes.Named(code=within.code, name=within.name) if within else None,
        denominator=row.denominator_id,
        source=source(row.source),
        approved_at=moment(row.approved_at),
        superseded_at=moment(row.superseded_at) if row.superseded_at else None,
    )


def note(row: models.SeriesBreak) -> shapes.Note:
    return shapes.Note(
        **{name: getattr(row, name) for name in ("year", "is_break", "title", "note")},
        indicator=row.indicator.code,
        indicator_name=row.indicator.name,
        source=source(row.source) if row.source else None,
    )


def target(row: models.Target) -> shapes.Target:
    copied = ("title", "plan", "stated_year", "due_year", "nature", "note")
    return shapes.Target(
        **{name: getattr(row, name) for name in copied},
        indicator=row.indicator.code,
        indicator_name=row.indicator.name,
        region=row.region.code,
        region_name=row.region.name,
        value=exact(row.value, row.indicator.decimals),
        unit=row.indicator.unit,
        shown=row.measure,
        source=source(row.source),
    )
