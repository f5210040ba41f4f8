"""What the registers of brands tell of an enterprise, for its story."""

from collections.abc import Iterator
from datetime import date

from stats.models import Enterprise
from stats.registers.stories.moment import Moment


def of_brands(enterprise: Enterprise, today: date) -> Iterator[Moment]:
    """Its brands in the library, marks, indications, visits by stations and applications."""
    yield from of_library(enterprise, today)
    yield from of_well_known_marks(enterprise)
    yield from of_indications(enterprise)
    yield from of_stations(enterprise)
    yield from of_applications(enterprise)


def of_library(enterprise: Enterprise, today: date) -> Iterator[Moment]:
    members = enterprise.brands.select_related("tier").prefetch_related("moves__tier")
    for member in members:
        entered = f"“{member.brand}”进入品牌培育库（{member.tier}）"
        yield Moment(member.entered_on, entered, member.document, member.entered_on > today)
        for move in member.moves.all():
            what = f"“{member.brand}”在品牌培育库变动到{move.tier}"
            yield Moment(move.moved_on, what, move.reason, move.moved_on > today)
        yield from ended(member.ended_on, f"“{member.brand}”移出品牌培育库", member.end_reason)


def of_well_known_marks(enterprise: Enterprise) -> Iterator[Moment]:
    for mark in enterprise.well_known_marks.all():
        what = f"“{mark.mark}”认定为驰名商标（{mark.way}）"
        yield Moment(mark.recognised_on, what, mark.document)
        yield from ended(mark.ended_on, f"“{mark.mark}”驰名商标不再计入", mark.end_reason)


def of_indications(enterprise: Enterprise) -> Iterator[Moment]:
    for use in enterprise.gi_uses.select_related("gi"):
        yield Moment(use.approved_on, f"核准使用“{use.gi}”专用标志", use.document)
        yield from ended(use.ended_on, f"不再使用“{use.gi}”专用标志", use.end_reason)


def of_stations(enterprise: Enterprise) -> Iterator[Moment]:
    for service in enterprise.station_services.select_related("station"):
        yield Moment(service.day, f"{service.station}：{service.topic}", service.outcome)


def of_applications(enterprise: Enterprise) -> Iterator[Moment]:
    for one in enterprise.brand_applications.prefetch_related("steps"):
        yield Moment(one.opened_on, f"开始指导“{one.name}”申报{one.get_kind_display()}")
        for step in one.steps.all():
            yield Moment(step.moved_on, f"“{one.name}”申报{step.stage}", step.note)


def ended(day: date | None, what: str, reason: str) -> Iterator[Moment]:
    if day is not None:
        yield Moment(day, what, reason)
