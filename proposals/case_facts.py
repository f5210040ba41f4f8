"""What rates.py counts, read from the database in a fixed number of queries."""

from collections import defaultdict
from datetime import date

from django.db.models.functions import Coalesce

from proposals.models import (
    Contact,
    Feedback,
    Handling,
    IssuedLetter,
    Publication,
    ResultClass,
    Round,
)
from proposals.rates import CaseFacts
from proposals.workflow import S

CLOSED, AWAY = (S.CLOSED, S.TRACKING), (S.RETURNED_AWAY, S.ARCHIVED)
WORST_FIRST = ("不满意", "基本满意", "满意")
READ_OF_ROUND = ("handling", "number", "receipt_due_on")
OF_YEAR = "handling__proposal__session__year"


def case_facts(year: int) -> list[CaseFacts]:
    """The cases of all sessions of a year; seven queries, however many cases there are."""
    clocks, marks, said = clocks_of(year), marks_of(year), satisfaction_of(year)
    talks = of_handlings(Contact, f"round__{OF_YEAR}", year, way__in=Contact.IN_PERSON)
    public = of_handlings(
        Publication, f"issued__letter__round__{OF_YEAR}", year, published_on__isnull=False
    )
    settled = set(
        ResultClass.objects.filter(session__year=year, is_settled=True).values_list(
            "session", "code"
        )
    )
    found = Handling.objects.filter(proposal__session__year=year).with_proposal()
    return [
        CaseFacts(
            key=one.pk,
            role=one.role,
            is_answering=one.is_answering,
            section=str(one.department or ""),
            topic=one.proposal.topic,
            month=month_of(one),
            mark=marks.get(one.pk, ""),
            is_settled=(one.proposal.session_id, marks.get(one.pk)) in settled,
            is_signed=one.pk in marks,
            is_closed=is_closed(one),
            is_returned_away=one.state in AWAY and not is_closed(one),
            clocks=tuple(clocks[one.pk]),
            has_talk_in_person=one.pk in talks,
            is_published=one.pk in public,
            satisfaction=said.get(one.pk, ""),
        )
        for one in found
    ]


def is_closed(handling: Handling) -> bool:
    """What was put away after closing is closed; what was put away after 退办 is not."""
    is_put_away = handling.state == S.ARCHIVED and handling.round is not None
    return handling.state in CLOSED or (is_put_away and handling.round.closed_on is not None)


def month_of(handling: Handling) -> str:
    """The month in which it was assigned, else received; 2026-03, so that months sort."""
    day = handling.proposal.assigned_on or handling.received_on
    return f"{day:%Y-%m}" if day else ""


def clocks_of(year: int) -> dict[int, list[tuple[date, date | None]]]:
    """A clock stops with delivery; that of a case put away without an answer, with its closing."""
    found: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    rounds = Round.objects.filter(**{OF_YEAR: year}, due_on__isnull=False).order_by("number")
    stopped = Coalesce("delivered_on", "closed_on")
    for handling, due_on, stopped_on in rounds.values_list("handling", "due_on", stopped):
        found[handling].append((due_on, stopped_on))
    return found


def marks_of(year: int) -> dict[int, str]:
    """The class of each case's last signed letter, empty where it carries none."""
    found = IssuedLetter.objects.filter(**{f"letter__round__{OF_YEAR}": year})
    rows = found.order_by("letter__round__number").values_list(
        "letter__round__handling", "letter__class_mark"
    )
    return dict(rows)


def satisfaction_of(year: int) -> dict[int, str]:
    """The worst result said in time of the last round on which anybody said one."""
    rows = Feedback.objects.filter(**{f"round__{OF_YEAR}": year}).select_related("round")
    by_round: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in rows.only("result", "received_on", *(f"round__{name}" for name in READ_OF_ROUND)):
        # A late receipt is of this round, and counts as none (重庆规定第二十九条).
        by_round[one.round.handling_id][one.round.number] |= set() if one.is_late else {one.result}
    last = {handling: rounds[max(rounds)] for handling, rounds in by_round.items()}
    return {key: min(results, key=WORST_FIRST.index) for key, results in last.items() if results}


def of_handlings(model: type, path: str, year: int, **wanted: object) -> set[int]:
    """The handlings for which a row of `model` stands."""
    handling = path.removesuffix("__proposal__session__year")
    found = model.objects.filter(**{path: year}, **wanted)  # type: ignore[attr-defined]
    return set(found.values_list(handling, flat=True))
