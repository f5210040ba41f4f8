"""What a case's page shows of earlier ones like it, while it is still being worked on."""

from collections.abc import Iterable
from dataclasses import dataclass

from cixi_ip.models import User
from proposals.likeness import like
from proposals.models import Handling, IssuedLetter, ResultClass

MOST = 5
Content = dict[str, object] | None
# Of a signed letter what a line about it prints, without its bytes and texts.
PRINTED = ("prefix", "year", "number", "date", "parts", "letter__round__handling")


@dataclass(frozen=True)
class Similar:
    """A case like the one shown, by which words, and how it ended so far."""

    handling: Handling
    words: tuple[str, ...]
    issued: IssuedLetter | None
    result: str


def similar(handling: Handling, user: User) -> Content:
    if handling.state in Handling.OVER:
        return None
    return {"cases": cases(handling)}


def cases(handling: Handling) -> list[Similar]:
    """The five most alike, in a fixed number of queries."""
    found = like(handling.proposal, most=MOST)
    keys = [one.case.key for one in found]
    handlings = {
        row.proposal_id: row for row in Handling.objects.with_proposal().filter(proposal__in=keys)
    }
    signed = last_signed(handlings.values())
    wordings = wordings_of(handlings.values())
    return [
        told(handlings[one.case.key], one.words, signed, wordings)  # type: ignore[index]
        for one in found
        if one.case.key in handlings
    ]


def told(
    handling: Handling,
    words: tuple[str, ...],
    signed: dict[int, IssuedLetter],
    wordings: dict[tuple[int, str], str],
) -> Similar:
    issued = signed.get(handling.pk)
    mark = issued.parts.get("class_mark", "") if issued else ""
    known = wordings.get((handling.proposal.session_id, mark), "")
    return Similar(handling, words, issued, known or (f"{mark}类" if mark else ""))


def last_signed(handlings: Iterable[Handling]) -> dict[int, IssuedLetter]:
    """The letter of the last round that has one, by handling."""
    rows = IssuedLetter.objects.filter(letter__round__handling__in=[row.pk for row in handlings])
    ordered = rows.select_related("letter__round").only(*PRINTED).order_by("letter__round__number")
    return {row.letter.round.handling_id: row for row in ordered}


def wordings_of(handlings: Iterable[Handling]) -> dict[tuple[int, str], str]:
    sessions = {row.proposal.session_id for row in handlings}
    rows = ResultClass.objects.filter(session__in=sessions)
    return {(row.session_id, row.code): str(row) for row in rows}
