"""Keeps the search index equal to what is registered and signed; drafts never enter it."""

from collections.abc import Iterator
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from proposals import searching
from proposals.likeness import case
from proposals.models import (
    CongressSession,
    Handling,
    IssuedLetter,
    Proposal,
    SearchDocument,
    TitlePair,
)

AT_ONCE = 500
# The place of a document, its head, its text.
Line = tuple[int, str, str]
Row = TypeVar("Row", Handling, IssuedLetter)


@transaction.atomic
def index_proposal(handling: Handling) -> None:
    """After its text has changed."""
    forget(SearchDocument.objects.filter(handling=handling, issued=None))
    index_proposals(Handling.objects.filter(pk=handling.pk))


@transaction.atomic
def index_letter(issued: IssuedLetter) -> None:
    """Once it is signed: its text is frozen from then on."""
    forget(SearchDocument.objects.filter(issued=issued))
    index_letters(IssuedLetter.objects.filter(pk=issued.pk))


@transaction.atomic
def index_session(session: CongressSession) -> None:
    """After its name or year has changed: every proposal is called and ordered by it."""
    forget(SearchDocument.objects.filter(handling__proposal__session=session))
    index_proposals(Handling.objects.filter(proposal__session=session))
    index_letters(IssuedLetter.objects.filter(letter__round__handling__proposal__session=session))


@transaction.atomic
def index_missing() -> int:
    """Index what was registered or signed before there was an index; how many documents."""
    known = SearchDocument.objects.filter(issued=None).values("handling")
    return index_proposals(Handling.objects.exclude(pk__in=known)) + index_letters(
        IssuedLetter.objects.filter(search_document=None)
    )


@transaction.atomic
def reindex() -> int:
    """Build the whole index anew; how many documents."""
    searching.clear()
    SearchDocument.objects.all().delete()
    TitlePair.objects.all().delete()
    return index_missing()


def forget(documents: QuerySet[SearchDocument]) -> None:
    searching.erase(documents.values_list("place", flat=True))
    documents.delete()


def index_proposals(rows: QuerySet[Handling]) -> int:
    """Give each a document and lay it down, so many at a time that memory holds them."""
    whole = rows.select_related("proposal__session").prefetch_related(
        "proposal__asks", "proposal__proposers"
    )
    count = 0
    for some in in_parts(whole.order_by("pk").iterator(AT_ONCE)):
        lay_down([(line_of_proposal(row.proposal), SearchDocument(handling=row)) for row in some])
        note_titles([row.proposal for row in some])
        count += len(some)
    return count


def index_letters(rows: QuerySet[IssuedLetter]) -> int:
    whole = rows.select_related("letter__round__handling__proposal__session").defer("pdf")
    count = 0
    for some in in_parts(whole.order_by("pk").iterator(AT_ONCE)):
        lay_down(
            [
                (line_of_letter(row), SearchDocument(handling=row.letter.handling, issued=row))
                for row in some
            ]
        )
        count += len(some)
    return count


def line_of_proposal(proposal: Proposal) -> Line:
    place = searching.place(proposal.session.year, proposal.number, proposal)
    return place, searching.head_of_proposal(proposal), searching.body_of_proposal(proposal)


def line_of_letter(issued: IssuedLetter) -> Line:
    proposal = issued.letter.handling.proposal
    place = searching.place(proposal.session.year, proposal.number, issued)
    return place, searching.head_of_letter(issued), searching.body_of_letter(issued)


def lay_down(lines: list[tuple[Line, SearchDocument]]) -> None:
    for line, document in lines:
        document.place = line[0]
    SearchDocument.objects.bulk_create(document for _line, document in lines)
    searching.write(line for line, _document in lines)


def note_titles(proposals: list[Proposal]) -> None:
    TitlePair.objects.filter(proposal__in=proposals).delete()
    TitlePair.objects.bulk_create(
        TitlePair(proposal=one, pair=pair)
        for one in proposals
        for pair in sorted(case(one).title_pairs)
    )


def in_parts(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some
