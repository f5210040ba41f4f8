"""Keeps the search index equal to what is registered and signed; drafts never enter it."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from proposals import searching
from proposals.models import CongressSession, Handling, IssuedLetter, SearchDocument

AT_ONCE = 500
# The number of a document, its head, its text.
Line = tuple[int, str, str]
Named = dict[str, Handling | IssuedLetter]
Row = TypeVar("Row", Handling, IssuedLetter)


@transaction.atomic
def index_proposal(handling: Handling) -> None:
    """After its text has changed."""
    fresh = Handling.objects.select_related("proposal__session").get(pk=handling.pk)
    document, _is_new = SearchDocument.objects.get_or_create(handling=fresh, issued=None)
    searching.write([proposal_line(document, fresh)])


@transaction.atomic
def index_letter(issued: IssuedLetter) -> None:
    """Once it is signed: its text is frozen from then on."""
    handling = issued.letter.round.handling
    document, _is_new = SearchDocument.objects.get_or_create(handling=handling, issued=issued)
    searching.write([letter_line(document, issued)])


@transaction.atomic
def index_session(session: CongressSession) -> None:
    """After its name has changed, which stands in the number of each of its proposals."""
    for handling in Handling.objects.filter(proposal__session=session):
        index_proposal(handling)


@transaction.atomic
def index_missing() -> int:
    """Index what was registered or signed before there was an index; how many documents."""
    known = SearchDocument.objects.filter(issued=None).values("handling")
    proposals = Handling.objects.exclude(pk__in=known)
    letters = IssuedLetter.objects.filter(search_document=None)
    return index_all(whole_proposals(proposals), proposal_line, lambda row: {"handling": row}) + (
        index_all(
            whole_letters(letters),
            letter_line,
            lambda row: {"handling": row.letter.round.handling, "issued": row},
        )
    )


@transaction.atomic
def reindex() -> int:
    """Build the whole index anew; how many documents."""
    searching.clear()
    SearchDocument.objects.all().delete()
    return index_missing()


def proposal_line(document: SearchDocument, handling: Handling) -> Line:
    proposal = handling.proposal
    head, body = searching.head_of_proposal(proposal), searching.body_of_proposal(proposal)
    return document.pk, head, body


def letter_line(document: SearchDocument, issued: IssuedLetter) -> Line:
    return document.pk, searching.head_of_letter(issued), searching.body_of_letter(issued)


def whole_proposals(rows: QuerySet[Handling]) -> QuerySet[Handling]:
    return rows.select_related("proposal__session").prefetch_related(
        "proposal__asks", "proposal__proposers"
    )


def whole_letters(rows: QuerySet[IssuedLetter]) -> QuerySet[IssuedLetter]:
    return rows.select_related("letter__round__handling").defer("pdf")


def index_all(
    rows: QuerySet[Row], line: Callable[[SearchDocument, Row], Line], named: Callable[[Row], Named]
) -> int:
    """Give each row a document and lay it down, so many at a time that memory holds them."""
    count = 0
    for some in in_parts(rows.order_by("pk").iterator(AT_ONCE)):
        documents = SearchDocument.objects.bulk_create(SearchDocument(**named(row)) for row in some)
        searching.write(map(line, documents, some))
        count += len(some)
    return count


def in_parts(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some
