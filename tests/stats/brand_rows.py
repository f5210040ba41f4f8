"""Made rows of the brand registers, all invented."""

from datetime import date
from itertools import count
from typing import Any

from django.db.models import Model

from stats.models import (
    ApplicationStep,
    AssociationMark,
    BrandApplication,
    BrandMembership,
    BrandMove,
    BrandTier,
    Enterprise,
    GeographicalIndication,
    GITrack,
    GuidanceStation,
    MarkUser,
    StationService,
    WellKnownMark,
)
from tests.stats.register_rows import make_enterprise

numbers = count(1)
FIRST = date(2020, 1, 1)
TIERS = ("种子", "成长", "领军")


def make_tier(name: str = "种子") -> BrandTier:
    """One of three tiers, the lowest first."""
    step = TIERS.index(name) + 1
    return BrandTier.objects.get_or_create(name=name, defaults={"step": step})[0]


def make_member(**fields: Any) -> BrandMembership:
    return BrandMembership.objects.create(**member_fields(**fields))


def member_fields(**fields: Any) -> dict[str, Any]:
    defaults = {"brand": f"生成品牌{next(numbers)}", "entered_on": FIRST}
    if "enterprise" not in fields:
        defaults["enterprise"] = make_enterprise()
    return defaults | {"tier": make_tier()} | fields


def make_move(member: BrandMembership, tier: str, day: date, **fields: Any) -> BrandMove:
    return BrandMove.objects.create(
        membership=member, tier=make_tier(tier), moved_on=day, **({"reason": "年度评审"} | fields)
    )


def mark_fields(**fields: Any) -> dict[str, Any]:
    defaults = {
        "mark": f"生成商标{next(numbers)}",
        "way": "行政",
        "document": "生成文书1号",
        "recognised_on": FIRST,
    }
    if "enterprise" not in fields:
        defaults["enterprise"] = make_enterprise()
    return defaults | fields


def make_well_known(**fields: Any) -> WellKnownMark:
    return WellKnownMark.objects.create(**mark_fields(**fields))


def association_fields(**fields: Any) -> dict[str, Any]:
    number = next(numbers)
    defaults = {
        "kind": "集体",
        "mark": f"生成集群{number}",
        "registration_no": f"生成{number:06d}",
        "holder": "生成协会",
        "registered_on": FIRST,
    }
    return defaults | fields


def make_association_mark(**fields: Any) -> AssociationMark:
    return AssociationMark.objects.create(**association_fields(**fields))


def make_gi(name: str = "", **fields: Any) -> GeographicalIndication:
    return GeographicalIndication.objects.create(name=name or f"生成特产{next(numbers)}", **fields)


def track_fields(**fields: Any) -> dict[str, Any]:
    defaults = {"track": "产品", "document": f"生成公告{next(numbers)}号", "valid_from": FIRST}
    if "gi" not in fields:
        defaults["gi"] = make_gi()
    return defaults | fields


def make_track(**fields: Any) -> GITrack:
    return GITrack.objects.create(**track_fields(**fields))


def user_fields(**fields: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {"approved_on": FIRST}
    for name, make in (("enterprise", make_enterprise), ("gi", make_gi)):
        if name not in fields:
            defaults[name] = make()
    return defaults | fields


def make_mark_user(**fields: Any) -> MarkUser:
    return MarkUser.objects.create(**user_fields(**fields))


def station_fields(**fields: Any) -> dict[str, Any]:
    defaults = {
        "name": f"生成指导站{next(numbers)}",
        "host_kind": "协会",
        "host": "生成协会",
        "opened_on": FIRST,
    }
    return defaults | fields


def make_station(**fields: Any) -> GuidanceStation:
    return GuidanceStation.objects.create(**station_fields(**fields))


def make_service(**fields: Any) -> StationService:
    defaults: dict[str, Any] = {"day": date(2021, 3, 1), "topic": "商标注册辅导"}
    if "station" not in fields:
        defaults["station"] = make_station()
    return StationService.objects.create(**(defaults | fields))


def application_fields(**fields: Any) -> dict[str, Any]:
    defaults = {
        "kind": "集体",
        "name": f"生成申报{next(numbers)}",
        "applicant": "生成协会",
        "opened_on": FIRST,
    }
    return defaults | fields


def make_application(**fields: Any) -> BrandApplication:
    return BrandApplication.objects.create(**application_fields(**fields))


def make_step(application: BrandApplication, stage: str, day: date) -> ApplicationStep:
    return ApplicationStep.objects.create(application=application, stage=stage, moved_on=day)


def one_of_each(enterprise: Enterprise) -> dict[str, Model]:
    """A row of every register of brands, by its slug."""
    member, station = make_member(enterprise=enterprise), make_station()
    gi, application = make_gi(), make_application(enterprise=enterprise)
    return {
        "brand-tiers": member.tier,
        "brand-library": member,
        "brand-moves": make_move(member, "成长", date(2021, 1, 1)),
        "well-known-marks": make_well_known(enterprise=enterprise),
        "association-marks": make_association_mark(),
        "gi": gi,
        "gi-tracks": make_track(gi=gi),
        "gi-users": make_mark_user(enterprise=enterprise, gi=gi),
        "stations": station,
        "station-services": make_service(station=station, enterprise=enterprise),
        "brand-applications": application,
        "brand-steps": make_step(application, "已提交", date(2020, 6, 1)),
    }


# Whose page also shows the rows of a register, by slugs.
OWNERS = {
    "brand-moves": "brand-library",
    "gi-tracks": "gi",
    "gi-users": "gi",
    "station-services": "stations",
    "brand-steps": "brand-applications",
}
