"""Full text of proposals and signed letters: what of them is indexed, and which are found.

Both databases hold one row a document, the bigrams of `cixi_ip.bigrams`: SQLite in a virtual table
of FTS5, PostgreSQL as tsvectors. The number of a row is its place among the hits, so that an index
read from its end gives the newest first and is not read on once the list is full. What is found in
the head (number and title) comes before what is found in the text.

PostgreSQL knows from its index which texts hold the pairs of a phrase, not whether they follow each
other there; it looks into the texts for that, the newest first, until the list is full. A text
longer than it keeps places for lies there in parts that overlap by the longest query.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from cixi_ip.bigrams import LONGEST_QUERY, Phrase, Query, terms
from proposals.models import IssuedLetter, Proposal

# Nobody reads on so far: a word or a condition more finds what is looked for.
MOST = 500
# PostgreSQL keeps the places of 16,383 terms, and takes no more than a megabyte of terms.
LONGEST_PART = 16_000
LONGEST_TEXT = 900_000
STEP = LONGEST_PART - LONGEST_QUERY
# Bits of a place that hold the number of the proposal, and that of the row the document is made of.
NUMBER_BITS, ROW_BITS = 20, 30

INSERT = {
    "sqlite": "INSERT INTO proposals_searchindex (rowid, head, body) VALUES (%s, %s, %s)",
    "postgresql": "INSERT INTO proposals_searchindex (rowid, head, words, parts) VALUES"
    " (%s, to_tsvector('simple', %s), array_to_tsvector(%s),"
    " (SELECT array_agg(to_tsvector('simple', part)) FROM unnest(%s) AS part))",
}
DELETE = "DELETE FROM proposals_searchindex WHERE rowid = %s"
# Subqueries of one value each, so that no planner joins all hits before the list is full.
HEADS = {
    "sqlite": "proposals_searchindex AS hit WHERE proposals_searchindex MATCH %s",
    "postgresql": "(SELECT * FROM proposals_searchheads(to_tsquery('simple', %s)) AS rowid"
    " ORDER BY 1 DESC) AS hit WHERE true",
}
TEXTS = {
    "sqlite": HEADS["sqlite"],
    "postgresql": "(SELECT * FROM proposals_searchwords(to_tsquery('simple', %s)) AS rowid"
    " ORDER BY 1 DESC) AS hit WHERE true",
}
SAID = (
    " AND (SELECT bool_or(part @@ to_tsquery('simple', %s)) FROM proposals_searchindex AS one,"
    " unnest(one.parts) AS part WHERE one.rowid = hit.rowid)"
)
FITS = (
    " AND (SELECT one.id FROM proposals_searchdocument AS one"
    " JOIN proposals_handling AS handling ON handling.id = one.handling_id"
    " JOIN proposals_proposal AS proposal ON proposal.id = handling.proposal_id"
    " WHERE one.place = hit.rowid AND {conditions}) IS NOT NULL"
)
# The year of a session is the upper end of its places, so that no others need be looked at.
FIRST_OF_YEAR = (
    f"(SELECT CAST(year AS bigint) << {NUMBER_BITS + ROW_BITS + 1}"  # noqa: S608 - constants only
    " FROM proposals_congresssession WHERE id = %s)"
)
OF_YEAR = (
    f" AND hit.rowid BETWEEN {FIRST_OF_YEAR}"
    f" AND {FIRST_OF_YEAR} + {(1 << NUMBER_BITS + ROW_BITS + 1) - 1}"
)
CONDITIONS = {
    "session": "proposal.session_id = %s",
    "kind": "proposal.kind = %s",
    "role": "handling.role = %s",
    "state": "handling.state = %s",
}
Said = tuple[str, list[str | int]]


@dataclass(frozen=True)
class Narrowing:
    """Conditions beside the words; empty ones do not count."""

    session: int | None = None
    kind: str = ""
    role: str = ""
    state: str = ""

    def condition(self) -> Said:
        wanted = [(sql, getattr(self, name)) for name, sql in CONDITIONS.items()]
        given = [(sql, value) for sql, value in wanted if value]
        if not given:
            return "", []
        conditions = " AND ".join(sql for sql, _value in given)
        values = [value for _sql, value in given]
        if self.session:
            return OF_YEAR + FITS.format(conditions=conditions), [self.session] * 2 + values
        return FITS.format(conditions=conditions), values


def find(asked: Query, narrowing: Narrowing | None = None, most: int = MOST) -> list[int]:
    """Numbers of the documents in which every phrase stands, heads first, then the newest first.

    One more than `most` tells that there are more.
    """
    if not asked:
        return []
    narrowed, values = (narrowing or Narrowing()).condition()
    tiers = [
        (f"{sql}{narrowed} ORDER BY hit.rowid DESC LIMIT {most + 1:d}", [*said, *values])
        for sql, said in (in_heads(asked), in_texts(asked))
    ]
    hits = " UNION ALL ".join(
        f"SELECT * FROM (SELECT {tier} AS tier, hit.rowid AS place FROM {sql}) AS hit{tier}"  # noqa: S608 - constants only
        for tier, (sql, _said) in enumerate(tiers)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT one.id FROM proposals_searchdocument AS one JOIN"  # noqa: S608 - constants only
            f" (SELECT place, min(tier) AS tier FROM ({hits}) AS hits GROUP BY place) AS found"
            f" ON found.place = one.place ORDER BY tier, one.place DESC LIMIT {most + 1:d}",
            [value for _sql, said in tiers for value in said],
        )
        return [row[0] for row in cursor.fetchall()]


def in_heads(asked: Query) -> Said:
    phrases = asked.tsquery if connection.vendor == "postgresql" else f"head : ({asked.fts5})"
    return HEADS[connection.vendor], [phrases]


def in_texts(asked: Query) -> Said:
    """Words asked for together may stand apart, in the head and in any part of the text."""
    if connection.vendor == "sqlite":
        return TEXTS["sqlite"], [asked.fts5]
    words = " & ".join(map(loose, asked.phrases))
    longer = [phrase.tsquery for phrase in asked.phrases if len(phrase.terms) > 1]
    return TEXTS["postgresql"] + SAID * len(longer), [words, *longer]


def loose(phrase: Phrase) -> str:
    """The terms of a phrase in whatever order, which the index tells without the text."""
    return " & ".join(f"'{term}'" for term in phrase.terms) + ":*" * phrase.open_ended


def place(year: int, number: int, row: Proposal | IssuedLetter) -> int:
    """The number of a document's row: the later year higher, then the later number.

    The rest of it, the row the document is made of, makes it the only one.
    """
    of_number = year << NUMBER_BITS | min(number, (1 << NUMBER_BITS) - 1)
    of_row = isinstance(row, Proposal) << ROW_BITS | row.pk
    return of_number << ROW_BITS + 1 | of_row


def head_of_proposal(proposal: Proposal) -> str:
    return f"{proposal.reference}\n{proposal.title}"


def body_of_proposal(proposal: Proposal) -> str:
    """Nothing of how we mean to answer, and no telephone or address of anybody."""
    said = [proposal.text, proposal.topic, proposal.lead_unit, proposal.assigned_by]
    said += [ask.text for ask in proposal.asks.all()]
    said += [f"{one.name}\n{one.group}" for one in proposal.proposers.all()]
    return "\n".join(filter(None, said))


def head_of_letter(issued: IssuedLetter) -> str:
    return f"{issued.reference}\n{issued.title}"


def body_of_letter(issued: IssuedLetter) -> str:
    """As printed; of letters older than the column, the body and whom it is for."""
    return issued.text or f"{issued.addressee}\n{issued.body}"


def indexed(text: str) -> str:
    """The terms of a text, of one that no hand has written not all."""
    found = terms(text)
    if len(found.encode()) <= LONGEST_TEXT:
        return found
    return found.encode()[:LONGEST_TEXT].decode(errors="ignore").rpartition(" ")[0]


def parts(body: str) -> list[str]:
    found = body.split(" ")
    starts = range(0, max(len(found) - LONGEST_QUERY, 1), STEP)
    return [" ".join(found[start : start + LONGEST_PART]) for start in starts]


def row(place: int, head: str, body: str) -> tuple[int | str | list[str], ...]:
    head, body = terms(head), indexed(body)
    if connection.vendor == "sqlite":
        return place, head, body
    words = dict.fromkeys(filter(None, f"{head} {body}".split(" ")))
    return place, head, list(words), [head, *parts(body)]


def write(lines: Iterable[tuple[int, str, str]]) -> None:
    """Lay down (place, head, body) of documents that are not there."""
    with connection.cursor() as cursor:
        cursor.executemany(INSERT[connection.vendor], [row(*line) for line in lines])


def erase(places: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(DELETE, [(one,) for one in places])


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM proposals_searchindex")
