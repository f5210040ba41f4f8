"""What the registers of protection say of an enterprise; never of the persons in them."""

from collections.abc import Iterator
from datetime import date

from stats.models import Case, Enterprise
from stats.registers.stories.moment import Moment


def of_protection(enterprise: Enterprise) -> Iterator[Moment]:
    """A query for each register."""
    for visit in enterprise.inspections.select_related("campaign"):
        detail = "，".join(filter(None, (str(visit.campaign or ""), visit.result)))
        yield Moment(visit.day, f"检查（{visit.kind}）", detail)
    for evidence in enterprise.evidence.all():
        yield Moment(evidence.day, "区块链存证", evidence.number)
    yield from of_rapid_cases(enterprise)


def of_conflicts(enterprise: Enterprise, today: date) -> Iterator[Moment]:
    """The cases and disputes in which it is a party: not for everybody to read."""
    for case in enterprise.cases.prefetch_related("stages"):
        for day, stage, _words in case.story():
            yield Moment(day, f"案件{stage}（{case.kind}）", case.number, day > today)
    yield from of_disputes(enterprise)


def of_disputes(one: Enterprise | Case) -> Iterator[Moment]:
    """The mediations and rulings of an enterprise or of a case."""
    for mediation in one.mediations.all():
        yield Moment(mediation.day, f"纠纷调解：{mediation.outcome}", mediation.number)
    for ruling in one.rulings.all():
        yield Moment(ruling.accepted_on, "行政裁决立案", ruling.number)
        if ruling.decided_on is not None:
            yield Moment(ruling.decided_on, f"行政裁决：{ruling.result}", ruling.number)


def of_rapid_cases(enterprise: Enterprise) -> Iterator[Moment]:
    for rapid in enterprise.rapid_cases.all():
        yield Moment(rapid.accepted_on, f"{rapid.kind}受理", rapid.number)
        if rapid.closed_on is not None:
            detail = f"{rapid.number}，用时{rapid.days_used}天"
            yield Moment(rapid.closed_on, f"{rapid.kind}办结", detail)
