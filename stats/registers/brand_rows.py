"""Which rows of the brand registers stand behind each indicator, on the last day of a window."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from stats.models import (
    AssociationMark,
    BrandMembership,
    GITrack,
    GuidanceStation,
    Indicator,
    MarkUser,
    WellKnownMark,
)


def in_library(_indicator: Indicator, _first: date, day: date) -> QuerySet[BrandMembership]:
    return BrandMembership.objects.in_library(day)


def well_known(_indicator: Indicator, _first: date, day: date) -> QuerySet[WellKnownMark]:
    """One row a mark, its first, however many cases recognised it.

    A mark is its number, whoever holds it and however it is spelt; a case without the number
    is of the mark of that name which the enterprise has by another case.
    """
    held = WellKnownMark.objects.in_force(day)
    numbered, bare = held.exclude(registration_no=""), held.filter(registration_no="")
    named = {name: OuterRef(name) for name in ("enterprise", "mark")}
    earlier = {"pk__lt": OuterRef("pk")}
    again = numbered.filter(registration_no=OuterRef("registration_no"), **earlier)
    return held.exclude(
        (~Q(registration_no="") & Exists(again))
        | (
            Q(registration_no="")
            & (Exists(numbered.filter(**named)) | Exists(bare.filter(**named, **earlier)))
        )
    )


def association_marks(kind: AssociationMark.Kind, day: date) -> QuerySet[AssociationMark]:
    return AssociationMark.objects.in_force(day).filter(kind=kind)


def collective(_indicator: Indicator, _first: date, day: date) -> QuerySet[AssociationMark]:
    return association_marks(AssociationMark.Kind.COLLECTIVE, day)


def certification(_indicator: Indicator, _first: date, day: date) -> QuerySet[AssociationMark]:
    return association_marks(AssociationMark.Kind.CERTIFICATION, day)


def protected(_indicator: Indicator, _first: date, day: date) -> QuerySet[GITrack]:
    """All tracks; a name with several is counted once, since its counter counts names."""
    return GITrack.objects.in_force(day)


def of_products(_indicator: Indicator, _first: date, day: date) -> QuerySet[GITrack]:
    return GITrack.objects.in_force(day).filter(track=GITrack.Track.PRODUCT)


def of_marks(_indicator: Indicator, _first: date, day: date) -> QuerySet[GITrack]:
    return GITrack.objects.in_force(day).filter(track=GITrack.Track.MARK)


def of_agriculture(_indicator: Indicator, _first: date, day: date) -> QuerySet[GITrack]:
    return GITrack.objects.in_force(day).filter(track=GITrack.Track.AGRICULTURAL)


def using(_indicator: Indicator, _first: date, day: date) -> QuerySet[MarkUser]:
    return MarkUser.objects.in_force(day)


def open_stations(_indicator: Indicator, _first: date, day: date) -> QuerySet[GuidanceStation]:
    return GuidanceStation.objects.open_on(day)
