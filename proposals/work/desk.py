"""One line of what waits, and the desk it waits at: whose, on which day, by which clocks."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from cixi_ip.models import User
from proposals import dues
from proposals.deadlines import Light, State
from proposals.workflow import (
    ACCEPT,
    APPROVE,
    ASSIGN,
    CHECK,
    CLOSE,
    DRAFT,
    KEEP,
    PUBLISH,
    RECORD,
    REVIEW,
    SEAL,
    SIGN,
    WRITABLE,
    S,
)

WORKING = (
    ACCEPT, ASSIGN, DRAFT, REVIEW, CHECK, APPROVE, SIGN, SEAL, CLOSE, RECORD, PUBLISH, KEEP,
)  # fmt: skip
# Of each kind; nobody works off more on one day, and the list has the rest.
MOST = 50
BEFORE_SIGNING = (S.ASSIGNED, *WRITABLE, S.SECTION, S.OFFICE, S.DEPUTY, S.AWAITING)
URGENT = (Light.OVERDUE, Light.TODAY, Light.NEAR)


@dataclass(frozen=True)
class Work:
    """One thing to do: what, on which case, why, until when, and the one page where it is done."""

    key: str
    what: str
    reference: str
    title: str
    why: str
    url: str
    day: date | None = None
    is_estimated: bool = False
    standing: State | None = None
    # To be done at once although no clock runs.
    is_pressing: bool = False

    @property
    def is_urgent(self) -> bool:
        return self.is_pressing or (self.standing is not None and self.standing.light in URGENT)


@dataclass(frozen=True)
class Desk:
    """Whose work is asked for, on which day, by which clocks."""

    user: User
    today: date
    rules: dues.Rules
    hands: frozenset[int]
    sections: frozenset[int]

    def has(self, *permissions: str) -> bool:
        return any(self.user.has_perm(permission) for permission in permissions)

    def stands(self, day: date | None) -> State | None:
        return dues.standing(day, self.today, self.rules.days)


def first_of(rows: QuerySet[Any]) -> list[int]:
    """The keys of as many as are shown; only these are then read in whole."""
    return list(rows.values_list("pk", flat=True)[:MOST])
