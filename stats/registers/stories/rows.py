"""What the page of a row tells beyond its fields: what came before, and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model

from stats.models import Agency, AgencyAct, Campaign, Case, Enterprise
from stats.registers.stories.moment import Moment
from stats.registers.stories.protection import of_disputes
from stats.registers.stories.timeline import timeline

UNLISTED = "这家企业的案件、调解和裁决，只有维护登记册的人看得到。"


@dataclass(frozen=True)
class Story:
    """Moments, newest first; `remark` is what should be seen at once, `empty` said where none are.

    `adds` leads to where the next moment is entered.
    """

    moments: list[Moment]
    remark: str = ""
    empty: str = "还没有记录。"
    adds: tuple[str, str, str] | None = None  # its words, slug, and what is filled in already


def of_enterprise(enterprise: Enterprise, today: date, sees_people: bool) -> Story:
    return Story(
        timeline(enterprise, today, sees_people=sees_people),
        remark="" if sees_people else UNLISTED,
        empty="还没有这家企业的称号、规上名单或其他登记。",
    )


def of_campaign(campaign: Campaign, _today: date, _sees: bool) -> Story:
    rows = list(campaign.inspections.select_related("enterprise"))
    inspected = {(row.enterprise_id, row.place) for row in rows}
    return Story(
        [Moment(row.day, f"检查{row.inspected}", f"{row.kind}，{row.result}") for row in rows],
        remark=f"共检查 {len(rows)} 家次，{len(inspected)} 家。" if rows else "",
        empty="还没有登记这次行动的检查。",
        adds=("登记检查", "inspections", f"campaign={campaign.pk}"),
    )


def of_case(case: Case, today: date, _sees: bool) -> Story:
    moments = [Moment(day, stage, words, day > today) for day, stage, words in case.story()]
    moments += of_disputes(case)
    # Turned round after sorting, so that the later of two steps of one day stands above.
    return Story(
        sorted(moments, key=lambda moment: moment.day)[::-1],
        adds=("登记进展", "case-stages", f"case={case.pk}"),
    )


def of_agency(agency: Agency, _today: date, _sees: bool) -> Story:
    return Story(
        [told(act) for act in agency.acts.all()],
        empty="没有监管措施。",
        adds=("登记监管措施", "agency-acts", f"agency={agency.pk}"),
    )


def of_act(act: AgencyAct, _today: date, _sees: bool) -> Story:
    """What came before this act; a step that was left out is said, not refused."""
    skipped = act.skipped()
    remark = f"此前没有{'、'.join(skipped)}的记录，直接到了{act.get_kind_display()}。"
    return Story(
        [told(one) for one in reversed(act.before())],
        remark=remark if skipped else "",
        empty="此前没有对这家的监管措施。",
    )


def told(act: AgencyAct) -> Moment:
    return Moment(act.day, act.get_kind_display(), f"{act.reason}，{act.document}")


STORIES: dict[type[Model], Callable[[Any, date, bool], Story]] = {
    Enterprise: of_enterprise,
    Campaign: of_campaign,
    Case: of_case,
    Agency: of_agency,
    AgencyAct: of_act,
}


def story(record: Model, today: date, *, sees_people: bool = False) -> Story | None:
    """None where a row has no story but its own changes."""
    tell = STORIES.get(type(record))
    return tell(record, today, sees_people) if tell is not None else None
