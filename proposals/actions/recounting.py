"""Due dates counted anew when a clock or the calendar changes; each that moves is recorded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from cixi_ip.models import Event, User
from proposals import dues
from proposals.deadlines import Deadline
from proposals.models import CongressSession, Handling, OtherUnit, Publication, Round
from proposals.models.session import ANSWERING, ClockName

S = Handling.State
RETURNABLE = (S.REGISTERED, S.ACCEPTED, S.ASSIGNED)


@dataclass(frozen=True)
class Stored:
    """A due date as a row holds it, and as it would be counted now."""

    what: str
    handling: Handling
    row: Handling | Round | OtherUnit | Publication
    field: str
    found: Deadline | None

    def take_over(self) -> tuple[date | None, date] | None:
        """Save what was found; (old, new) where anything changed."""
        if self.found is None:
            return None
        old, values = getattr(self.row, self.field), {self.field: self.found.day}
        if self.field == "due_on" and hasattr(self.row, "is_estimated"):
            values["is_estimated"] = self.found.is_estimated
        if all(getattr(self.row, name) == value for name, value in values.items()):
            return None
        for name, value in values.items():
            setattr(self.row, name, value)
        self.row.save(update_fields=list(values))
        return old, self.found.day


def recount(
    *, by: User, why: str, before: dues.Rules, session: CongressSession | None = None
) -> int:
    """Count the due dates of what is open anew; `before` are the rules as they were until now."""
    now, changed = dues.rules(), 0
    for stored in open_dates(now, before):
        if session is not None and stored.handling.proposal.session_id != session.pk:
            continue
        if days := stored.take_over():
            changed += 1
            Event.objects.record(
                "期限重算",
                by=by,
                subject=stored.handling,
                what=stored.what,
                before=str(days[0]),
                after=str(days[1]),
                is_estimated=bool(stored.found and stored.found.is_estimated),
                why=why,
            )
    return changed


def open_dates(now: dues.Rules, before: dues.Rules) -> Iterator[Stored]:
    """Every due date that something still waits for; a fixed number of queries."""
    yield from answers(now)
    yield from receipts(now)
    yield from return_windows(now)
    yield from opinions(now, before)
    yield from publications(now)


def answers(now: dues.Rules) -> Iterator[Stored]:
    rounds = Round.objects.filter(delivered_on__isnull=True).exclude(
        handling__state__in=Handling.OVER
    )
    for round in rounds.select_related("handling__proposal__session"):
        yield Stored("答复期限", round.handling, round, "due_on", now.of_round(round))


def receipts(now: dues.Rules) -> Iterator[Stored]:
    rounds = Round.objects.filter(
        handling__state=S.DELIVERED,
        handling__round=F("pk"),
        handling__role__in=ANSWERING,
        handling__proposal__needs_answer=True,
        delivered_on__isnull=False,
        feedback=None,
    )
    for round in rounds.select_related("handling__proposal__session"):
        session = round.handling.proposal.session_id
        found = now.after(session, ClockName.RECEIPT, round.delivered_on)
        yield Stored("征询意见截止", round.handling, round, "receipt_due_on", found)


def return_windows(now: dues.Rules) -> Iterator[Stored]:
    handlings = Handling.objects.filter(state__in=RETURNABLE, received_on__isnull=False)
    for handling in handlings.select_related("proposal__session"):
        session = handling.proposal.session_id
        found = now.after(session, ClockName.RETURN, handling.received_on)
        yield Stored("退办截止", handling, handling, "return_due_on", found)


def opinions(now: dues.Rules, before: dues.Rules) -> Iterator[Stored]:
    """Other units' opinions, save those whose day was agreed by hand and not counted."""
    units = OtherUnit.objects.filter(received_on__isnull=True, waived="", due_on__isnull=False)
    units = units.exclude(handling__state__in=Handling.OVER)
    for unit in units.select_related("handling__proposal__session"):
        was = before.of_unit(unit)
        if was is not None and was.day == unit.due_on:
            what = f"{unit.unit}的意见期限"
            yield Stored(what, unit.handling, unit, "due_on", now.of_unit(unit))


def publications(now: dues.Rules) -> Iterator[Stored]:
    rows = Publication.objects.filter(published_on__isnull=True).select_related(
        "issued__letter__round__handling__proposal__session"
    )
    for row in rows.defer("issued__pdf", "issued__text", "issued__body"):
        handling = row.issued.letter.round.handling
        found = now.after(handling.proposal.session_id, ClockName.PUBLISH, row.issued.date)
        yield Stored("公开期限", handling, row, "due_on", found)
