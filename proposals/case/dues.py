"""为什么是这一天: each deadline of the case, counted out line by line, and how it stands today."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from cixi_ip.models import User
from proposals import dues
from proposals.deadlines import Deadline, State
from proposals.models import Handling, OtherUnit, Publication, Role, Round
from proposals.models.session import ClockName
from proposals.workflow import S

PROMISES_SETTLED = "承诺都已了结，期限仍按其中最后了结的一项的时限，请及时答复。"
UNRETURNED = (S.REGISTERED, S.ACCEPTED, S.ASSIGNED)


@dataclass(frozen=True)
class Explained:
    """One deadline as it is stored, with what it was counted from."""

    name: str
    day: date | None
    standing: State | None
    lines: tuple[str, ...]
    is_estimated: bool = False
    # What to say beside it: why there is none, or that it was set by hand.
    note: str = ""


@dataclass(frozen=True)
class Case:
    handling: Handling
    rules: dues.Rules
    today: date

    def explained(
        self, name: str, day: date | None, found: Deadline | None, done_on: date | None = None
    ) -> Explained:
        """`day` is what the system holds to; `found` how it would be counted now."""
        is_counted = found is not None and found.day == day
        return Explained(
            name,
            day,
            dues.standing(day, self.today, self.rules.days, done_on=done_on),
            found.explanation if found and is_counted else (),
            bool(found and is_counted and found.is_estimated),
            "" if is_counted else "这一天由人填写，或规则后来改过，不按现在的设置推算。",
        )


def deadlines(handling: Handling, user: User) -> dict[str, object] | None:
    case = Case(handling, dues.rules(), timezone.localdate())
    found = [one for clock in CLOCKS for one in clock(case)]
    return {"deadlines": found} if found else None


def answer(case: Case) -> Iterator[Explained]:
    handling, round = case.handling, case.handling.round
    if round is None or handling.state == S.RETURNED_AWAY:
        return
    round.handling = handling
    name = "答复期限" if handling.is_answering else f"{handling.role_word}意见期限"
    if round.due_on is None:
        yield Explained(name, None, None, (), note=case.rules.why_none(round))
        return
    done_on, found = round.delivered_on or round.closed_on, case.rules.of_round(round)
    explained = case.explained(name, round.due_on, found, done_on)
    if round.kind == Round.Kind.FOLLOW_UP and found is None:
        explained = replace(explained, note=PROMISES_SETTLED)
    yield explained


def return_window(case: Case) -> Iterator[Explained]:
    handling = case.handling
    if handling.return_due_on is None or handling.state not in UNRETURNED:
        return
    session = handling.proposal.session_id
    found = case.rules.after(session, ClockName.RETURN, handling.received_on or case.today)
    yield case.explained("退办截止", handling.return_due_on, found)


def receipt(case: Case) -> Iterator[Explained]:
    round = case.handling.round
    if round is None or round.receipt_due_on is None or round.delivered_on is None:
        return
    session = case.handling.proposal.session_id
    found = case.rules.after(session, ClockName.RECEIPT, round.delivered_on)
    said = round.feedback.order_by("received_on").values_list("received_on", flat=True).first()
    yield case.explained("征询意见收回", round.receipt_due_on, found, said or round.closed_on)


def publication(case: Case) -> Iterator[Explained]:
    rows = Publication.objects.filter(issued__letter__round=case.handling.round_id)
    for row in rows.select_related("issued").defer("issued__pdf", "issued__text", "text"):
        session = case.handling.proposal.session_id
        found = case.rules.after(session, ClockName.PUBLISH, row.issued.date)
        if row.due_on is not None:
            yield case.explained("答复公开", row.due_on, found, row.published_on)


def opinions(case: Case) -> Iterator[Explained]:
    units = OtherUnit.objects.filter(
        handling=case.handling, role=Role.ASSIST, due_on__isnull=False, waived=""
    )
    for unit in units:
        unit.handling = case.handling
        found = case.rules.of_unit(unit)
        yield case.explained(f"{unit.unit}的意见", unit.due_on, found, unit.received_on)


CLOCKS = (answer, return_window, opinions, receipt, publication)
