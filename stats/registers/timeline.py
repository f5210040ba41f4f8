"""The whole story of an enterprise, newest first: what each register says of it and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stats.models import Enterprise


@dataclass(frozen=True)
class Moment:
    """Something that began, ended or will end on a day."""

    day: date
    what: str
    detail: str = ""
    is_to_come: bool = False


def timeline(enterprise: Enterprise, today: date) -> list[Moment]:
    """A query for each register that knows enterprises."""
    found = [
        *of_honours(enterprise, today),
        *of_scale(enterprise),
        *of_brands(enterprise, today),
        *of_well_known_marks(enterprise),
        *of_indications(enterprise),
        *of_stations(enterprise),
        *of_applications(enterprise),
        *(
            Moment(name.until, f"曾用名“{name.name}”用到这天", name.reason)
            for name in enterprise.former_names.all()
        ),
    ]
    return sorted(found, key=lambda moment: (moment.day, moment.what), reverse=True)


def of_honours(enterprise: Enterprise, today: date) -> Iterator[Moment]:
    for honour in enterprise.honours.select_related("programme"):
        paper = "，".join(filter(None, (honour.batch, honour.document, honour.standard)))
        yield Moment(honour.valid_from, f"列入{honour.programme}", paper, honour.valid_from > today)
        if honour.ended_on is not None:
            yield Moment(
                honour.ended_on, f"提前终止：{honour.programme}", honour.end_reason,
                honour.ended_on > today,
            )  # fmt: skip
        elif honour.valid_to is not None:
            word = "到期" if honour.valid_to < today else "将到期"
            yield Moment(honour.valid_to, f"{honour.programme}{word}", "", honour.valid_to > today)


def of_scale(enterprise: Enterprise) -> Iterator[Moment]:
    for listed in enterprise.scale_years.all():
        yield Moment(date(listed.year, 12, 31), f"列入{listed.year}年规上企业名单")


def of_brands(enterprise: Enterprise, today: date) -> Iterator[Moment]:
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
