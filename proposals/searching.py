"""Full text of proposals and signed letters: what of them is indexed, and which are found.

Both databases hold the same rows, the bigrams of `cixi_ip.bigrams` under one number: SQLite in a
virtual table of FTS5, PostgreSQL as tsvectors. A text longer than PostgreSQL keeps places for is
laid down in parts that overlap by the longest query, so that no phrase falls between two of them;
words asked for together may stand in different parts. Part 0 is the head (number and title): what
is found there comes first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from cixi_ip.bigrams import LONGEST_QUERY, Query, terms
from proposals.models import IssuedLetter, Proposal

# The number of a row is that of its document and, in its last ten bits, that of its part.
PART_BITS, MOST_PARTS = 10, 1024
# PostgreSQL keeps the places of 16,383 terms.
LONGEST_PART = 16_000
STEP = LONGEST_PART - LONGEST_QUERY

HITS = {
    "sqlite": "SELECT rowid >> 10 AS document, min(rowid & 1023) AS part"
    " FROM proposals_searchindex WHERE proposals_searchindex MATCH %s GROUP BY 1",
    "postgresql": "SELECT document, part FROM proposals_searchhits(to_tsquery('simple', %s))",
}
INSERT = {
    "sqlite": "INSERT INTO proposals_searchindex (rowid, terms) VALUES (%s, %s)",
    "postgresql": "INSERT INTO proposals_searchindex (rowid, terms)"
    " VALUES (%s, to_tsvector('simple', %s))",
}
DELETE = "DELETE FROM proposals_searchindex WHERE rowid BETWEEN %s AND %s"
NEWEST_FIRST = "session.year DESC, session.id DESC, proposal.number DESC, proposal.id, one.id"
CONDITIONS = {
    "session": "proposal.session_id = %s",
    "kind": "proposal.kind = %s",
    "role": "handling.role = %s",
    "state": "handling.state = %s",
}


@dataclass(frozen=True)
class Narrowing:
    """Conditions beside the words; empty ones do not count."""

    session: int | None = None
    kind: str = ""
    role: str = ""
    state: str = ""

    def conditions(self) -> list[tuple[str, int | str]]:
        wanted = ((sql, getattr(self, name)) for name, sql in CONDITIONS.items())
        return [(sql, value) for sql, value in wanted if value]


def find(asked: Query, narrowing: Narrowing | None = None) -> list[int]:
    """Numbers of the documents in which every phrase stands, heads first, then the newest first."""
    if not asked:
        return []
    said = [
        phrase.fts5 if connection.vendor == "sqlite" else phrase.tsquery for phrase in asked.phrases
    ]
    conditions = (narrowing or Narrowing()).conditions()
    values = [*said, len(said), *(value for _sql, value in conditions)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(len(said), [sql for sql, _value in conditions]), values)
        return [row[0] for row in cursor.fetchall()]


def _statement(phrases: int, conditions: list[str]) -> str:
    """One row a document and phrase, so a document has them all when it has as many rows."""
    hits = " UNION ALL ".join([f"SELECT * FROM ({HITS[connection.vendor]}) AS hit"] * phrases)  # noqa: S608 - constants only
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return (
        f"SELECT one.id FROM (SELECT document, max(part) AS part FROM ({hits}) AS hits"  # noqa: S608 - constants only
        " GROUP BY document HAVING count(*) = %s) AS found"
        " JOIN proposals_searchdocument AS one ON one.id = found.document"
        " JOIN proposals_handling AS handling ON handling.id = one.handling_id"
        " JOIN proposals_proposal AS proposal ON proposal.id = handling.proposal_id"
        " JOIN proposals_congresssession AS session ON session.id = proposal.session_id"
        f"{where} ORDER BY found.part > 0, {NEWEST_FIRST}"
    )


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


def rows(document: int, head: str, body: str) -> Iterator[tuple[int, str]]:
    """(number, terms) of each part of a document."""
    first = document << PART_BITS
    yield first, terms(head)
    found = terms(body).split(" ")
    starts = range(0, max(len(found) - LONGEST_QUERY, 1), STEP)
    for part, start in enumerate(starts[: MOST_PARTS - 1], 1):
        yield first + part, " ".join(found[start : start + LONGEST_PART])


def write(documents: Iterable[tuple[int, str, str]]) -> None:
    """Lay down (document, head, body) in place of what was there."""
    lines = list(documents)
    firsts = [document << PART_BITS for document, _head, _body in lines]
    with connection.cursor() as cursor:
        cursor.executemany(DELETE, [(first, first + MOST_PARTS - 1) for first in firsts])
        cursor.executemany(
            INSERT[connection.vendor], [row for line in lines for row in rows(*line)]
        )


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM proposals_searchindex")
