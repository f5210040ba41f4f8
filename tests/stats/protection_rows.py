"""Rows of the registers of protection, not yet saved and all invented."""

from datetime import date
from itertools import count
from typing import Any

from stats.models import (
    Agency,
    AgencyAct,
    Campaign,
    Case,
    CaseStage,
    Evidence,
    Inspection,
    Mediation,
    RapidCase,
    Ruling,
)
from tests.stats.register_rows import saved

numbers = count(1)
DAY = date(2022, 5, 10)


def number() -> str:
    return f"生成〔2022〕{next(numbers)}号"


def campaign(**fields: Any) -> Campaign:
    return Campaign(**({"name": f"生成行动{next(numbers)}", "starts_on": DAY} | fields))


def inspection(**fields: Any) -> Inspection:
    """Of a place of its own, unless it or an enterprise is given."""
    given = {"day": DAY, "kind": "商标印制企业", "result": "未发现问题"} | fields
    if "enterprise" not in given:
        given.setdefault("place", f"生成市场{next(numbers)}")
    return Inspection(**given)


def case(**fields: Any) -> Case:
    given = {"number": number(), "kind": "商标侵权", "subject": "生成案由", "found_on": DAY}
    return Case(**(given | fields))


def stage(of: Case, **fields: Any) -> CaseStage:
    return CaseStage(**({"case": of, "stage": "调查", "day": DAY} | fields))


def mediation(**fields: Any) -> Mediation:
    given = {"number": number(), "day": DAY, "subject": "生成事由", "outcome": "达成协议"}
    return Mediation(**(given | fields))


def ruling(**fields: Any) -> Ruling:
    given = {"number": number(), "subject": "生成事由", "accepted_on": DAY}
    return Ruling(**(given | fields))


def evidence(**fields: Any) -> Evidence:
    given = {"number": number(), "day": DAY} | fields
    if "enterprise" not in given:
        given.setdefault("holder", "测试某")
    return Evidence(**given)


def rapid_case(**fields: Any) -> RapidCase:
    return RapidCase(**({"number": number(), "kind": "快速预审", "accepted_on": DAY} | fields))


def agency(**fields: Any) -> Agency:
    return Agency(**({"name": f"生成代理机构{next(numbers)}", "kind": "专利"} | fields))


def act(**fields: Any) -> AgencyAct:
    """Against an agency of its own, unless it or somebody without a licence is given."""
    given = {"kind": "约谈", "day": DAY, "reason": "生成原因", "document": number()} | fields
    if "unlicensed_name" not in given and "agency" not in given:
        given["agency"] = saved(agency())
    return AgencyAct(**given)


def one_of_each() -> dict[str, Any]:
    """A saved row of every register of protection, by its slug."""
    opened = saved(case(parties="测试某"))
    return {
        "campaigns": saved(campaign()),
        "inspections": saved(inspection()),
        "cases": opened,
        "case-stages": saved(stage(opened)),
        "mediations": saved(mediation()),
        "rulings": saved(ruling()),
        "evidence": saved(evidence()),
        "rapid-cases": saved(rapid_case()),
        "agencies": saved(agency()),
        "agency-acts": saved(act()),
    }
