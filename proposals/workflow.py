"""The life of a handling on one screen: every move, from where to where, and who may make it."""

from dataclasses import dataclass

from cixi_ip.models import User
from proposals.models import Handling

S = Handling.State


@dataclass(frozen=True)
class Move:
    """A change of state. `permissions`: any one of them allows it."""

    label: str
    sources: tuple[S, ...]
    to: S
    permissions: tuple[str, ...]

    def allows(self, user: User) -> bool:
        return any(user.has_perm(permission) for permission in self.permissions)


DRAFT, REVIEW, SIGN = "proposals.draft_letter", "proposals.review_letter", "proposals.sign_letter"
MOVES = {
    "register": Move("登记", (), S.REGISTERED, ("proposals.register_proposal",)),
    "take": Move("承办", (S.REGISTERED, S.DRAFTING, S.RETURNED), S.DRAFTING, (DRAFT,)),
    "submit": Move("提交签发", (S.DRAFTING, S.RETURNED), S.AWAITING, (DRAFT,)),
    "send_back": Move("退回修改", (S.AWAITING,), S.RETURNED, (REVIEW, SIGN)),
    "sign": Move("签发", (S.AWAITING,), S.ISSUED, (SIGN,)),
}
WRITABLE = (S.DRAFTING, S.RETURNED)
# Who works on letters reads drafts; everybody else waits for what is issued.
READ_DRAFT = (DRAFT, REVIEW, SIGN)
# The stations of the progress bar, in order; a returned letter stands where it is written.
STATIONS = (S.REGISTERED, S.DRAFTING, S.AWAITING, S.ISSUED)


def open_moves(handling: Handling, user: User) -> list[str]:
    """Names of the moves this user's role allows from the present state."""
    return [
        name for name, move in MOVES.items() if handling.state in move.sources and move.allows(user)
    ]


def may_read_draft(user: User) -> bool:
    return any(user.has_perm(permission) for permission in READ_DRAFT)


def progress(state: str) -> list[tuple[str, str]]:
    """(label, done | here | ahead) of each station."""
    here = S.DRAFTING if state == S.RETURNED else S(state)
    at = STATIONS.index(here)
    marks = {True: "done", False: "ahead"}
    return [
        (str(station.label), "here" if place == at else marks[place < at])
        for place, station in enumerate(STATIONS)
    ]


def may_write_minutes(user: User) -> bool:
    return any(user.has_perm(permission) for permission in (DRAFT, REVIEW))
