"""The calendar of protection: what begins, ends, is done or is due on the days of a month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Model, Q

from stats.models import (
    AgencyAct,
    Campaign,
    Case,
    CaseStage,
    Inspection,
    Mediation,
    RapidCase,
    Ruling,
)
from stats.registers import protection
from stats.registers.register import Register
from stats.registers.showing import address
from stats.sheets import Column, Link, Table, columns, short

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Item:
    """Something on a day; `name` leads to the row that tells it."""

    day: date
    what: str
    name: str
    url: str
    detail: str = ""


def agenda(first: date, last: date, today: date) -> list[Item]:
    """Everything between two days, both included, in the order of days; eight queries.

    Numbers of cases and names of enterprises and places only: never a party.
    """
    days = (first, last)
    found = [
        *of_campaigns(days),
        *of_inspections(days),
        *of_cases(days),
        *of_stages(days),
        *of_rulings(days, today),
        *of_mediations(days),
        *of_agency_acts(days),
        *of_rapid_cases(days),
    ]
    inside = (item for item in found if first <= item.day <= last)
    return sorted(inside, key=lambda item: (item.day, item.what, item.name))


def on(day: date, what: str, register: Register, row: Model, name: str, detail: str = "") -> Item:
    return Item(day, what, name, address(register, row), detail)


Days = tuple[date, date]


def of_campaigns(days: Days) -> Iterator[Item]:
    for row in Campaign.objects.filter(Q(starts_on__range=days) | Q(ends_on__range=days)):
        yield on(row.starts_on, "专项行动开始", protection.CAMPAIGNS, row, row.name, row.document)
        if row.ends_on is not None:
            yield on(row.ends_on, "专项行动结束", protection.CAMPAIGNS, row, row.name, row.document)


def of_inspections(days: Days) -> Iterator[Item]:
    rows = Inspection.objects.filter(day__range=days).select_related("enterprise")
    for row in rows:
        what, detail = f"检查（{row.kind}）", "，".join(filter(None, (row.result, row.finding)))
        yield on(row.day, what, protection.INSPECTIONS, row, row.inspected, detail)


def of_cases(days: Days) -> Iterator[Item]:
    for row in Case.objects.filter(Q(found_on__range=days) | Q(opened_on__range=days)):
        yield on(row.found_on, "案件线索", protection.CASES, row, row.number, row.kind)
        if row.opened_on is not None:
            yield on(row.opened_on, "案件立案", protection.CASES, row, row.number, row.kind)


def of_stages(days: Days) -> Iterator[Item]:
    for row in CaseStage.objects.filter(day__range=days).select_related("case"):
        name = row.case.number
        yield on(row.day, f"案件{row.stage}", protection.CASES, row.case, name, row.case.kind)


def of_rulings(days: Days, today: date) -> Iterator[Item]:
    asked = Q(accepted_on__range=days) | Q(due_on__range=days) | Q(decided_on__range=days)
    for row in Ruling.objects.filter(asked):
        yield on(row.accepted_on, "行政裁决立案", protection.RULINGS, row, row.number)
        if row.decided_on is not None:
            yield on(
                row.decided_on, "行政裁决结案", protection.RULINGS, row, row.number, row.result
            )
        if row.due_on is not None:
            told = standing(row, today)
            yield on(row.due_on, "行政裁决应结案", protection.RULINGS, row, row.number, told)


def of_mediations(days: Days) -> Iterator[Item]:
    for row in Mediation.objects.filter(day__range=days):
        detail = row.get_outcome_display()
        yield on(row.day, "纠纷调解", protection.MEDIATIONS, row, row.number, detail)


def of_agency_acts(days: Days) -> Iterator[Item]:
    """Who has no licence may be a person, and is not named."""
    for row in AgencyAct.objects.filter(day__range=days).select_related("agency"):
        name = row.agency.name if row.agency else "无资质主体"
        yield on(row.day, row.get_kind_display(), protection.AGENCY_ACTS, row, name, row.document)


def of_rapid_cases(days: Days) -> Iterator[Item]:
    for row in RapidCase.objects.filter(Q(accepted_on__range=days) | Q(closed_on__range=days)):
        kind = row.get_kind_display()
        yield on(row.accepted_on, "快维受理", protection.RAPID_CASES, row, row.number, kind)
        if row.closed_on is not None:
            told = f"{kind}，用时{row.days_used}天"
            yield on(row.closed_on, "快维办结", protection.RAPID_CASES, row, row.number, told)


def standing(ruling: Ruling, today: date) -> str:
    """How a ruling stands to the day it is due."""
    if ruling.due_on is None:
        return ""
    if ruling.decided_on is not None:
        late = (ruling.decided_on - ruling.due_on).days
        return f"已结案，超期{late}天" if late > 0 else "已按期结案"
    left = (ruling.due_on - today).days
    return f"未结案，已超期{-left}天" if left < 0 else f"未结案，还有{left}天"


def calendar(first: date, last: date, today: date) -> Table:
    """The agenda as a table with a heading for each day."""
    rows = (
        (f"{item.day:%Y-%m-%d} 星期{WEEKDAYS[item.day.weekday()]}", item.what,
         Link(item.name, item.url), item.detail)
        for item in agenda(first, last, today)
    )  # fmt: skip
    return Table(
        columns(short("日期", 20), Column("事项", width=22), Column("对象", width=40), "说明"),
        tuple(rows),
        name=f"{first.year}年{first.month}月保护日历",
        is_grouped=True,
    )
