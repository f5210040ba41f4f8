"""The life of a handling on one screen: every move, from where to where, who may, what it needs."""

from dataclasses import dataclass

from cixi_ip.models import User
from proposals.models import Handling

S = Handling.State


@dataclass(frozen=True)
class Move:
    """A change of state.

    `permissions`: any one of them allows it. `needs`: names in requirements.py, all to be met.
    """

    label: str
    sources: tuple[S, ...]
    to: S
    permissions: tuple[str, ...]
    needs: tuple[str, ...] = ()

    def allows(self, user: User) -> bool:
        return any(user.has_perm(permission) for permission in self.permissions)


REGISTER, ACCEPT = "proposals.register_proposal", "proposals.accept_handling"
ASSIGN, DRAFT = "proposals.assign_handling", "proposals.draft_letter"
REVIEW, CHECK = "proposals.review_letter", "proposals.check_letter"
APPROVE, SIGN = "proposals.approve_letter", "proposals.sign_letter"
SEAL, CLOSE = "proposals.seal_letter", "proposals.close_handling"
# What is done beside the moves.
RECORD, KEEP = "proposals.record_contact", "proposals.keep_commitment"
PUBLISH, SEE_CONTACTS = "proposals.publish_answer", "proposals.view_contact_data"
READY = ("figures", "asks", "contact", "units", "marks")
ANSWERED = (S.DELIVERED, S.TRACKING, S.CLOSED)

MOVES = {
    "register": Move("登记", (), S.REGISTERED, (REGISTER,)),
    "accept": Move("签收", (S.REGISTERED,), S.ACCEPTED, (ACCEPT,)),
    "ask_return": Move(
        "申请退办",
        (S.REGISTERED, S.ACCEPTED, S.ASSIGNED),
        S.RETURNING,
        (ACCEPT,),
        ("return_window",),
    ),
    "grant_return": Move("准予退办", (S.RETURNING,), S.RETURNED_AWAY, (ACCEPT,)),
    "refuse_return": Move("不予退办", (S.RETURNING,), S.ACCEPTED, (ACCEPT,), ("received",)),
    "assign": Move("分办", (S.ACCEPTED, S.ASSIGNED), S.ASSIGNED, (ASSIGN,), ("writing",)),
    "reassign": Move("改派", (S.DRAFTING, S.RETURNED), S.DRAFTING, (ASSIGN,)),
    "note": Move("阅存", (S.ACCEPTED,), S.CLOSED, (ACCEPT,), ("no_letter",)),
    "take": Move("承办", (S.ASSIGNED, S.DRAFTING, S.RETURNED), S.DRAFTING, (DRAFT,)),
    "submit": Move("送科室核稿", (S.DRAFTING, S.RETURNED), S.SECTION, (DRAFT,), READY),
    "withdraw": Move("撤回", (S.SECTION,), S.DRAFTING, (DRAFT,)),
    "pass_section": Move("科室核稿通过", (S.SECTION,), S.OFFICE, (REVIEW,)),
    "pass_office": Move("办公室审核通过", (S.OFFICE,), S.DEPUTY, (CHECK,), ("deputy",)),
    "pass_office_only": Move("办公室审核通过", (S.OFFICE,), S.AWAITING, (CHECK,), ("no_deputy",)),
    "pass_deputy": Move("分管领导审核通过", (S.DEPUTY,), S.AWAITING, (APPROVE,)),
    "send_back": Move(
        "退回修改",
        (S.SECTION, S.OFFICE, S.DEPUTY, S.AWAITING),
        S.RETURNED,
        (REVIEW, CHECK, APPROVE, SIGN),
    ),
    "sign": Move("签发", (S.AWAITING,), S.SIGNED, (SIGN,), READY),
    "seal": Move("用印登记", (S.SIGNED,), S.SEALED, (SEAL,)),
    "deliver": Move("送达", (S.SEALED,), S.DELIVERED, (SEAL,)),
    # What a receiver says may come in after the window of the receipt, when the case is closed.
    "rehandle": Move("重新办理", ANSWERED, S.DRAFTING, (CLOSE,), ("unhappy",)),
    # The lead unit may find an opinion without substance after we have closed the case.
    "resubmit": Move("退回重报", (S.DELIVERED, S.CLOSED), S.DRAFTING, (CLOSE,), ("assisting",)),
    "close": Move("办结", (S.DELIVERED,), S.CLOSED, (CLOSE,), ("feedback", "promises", "final")),
    "track": Move(
        "办结转跟踪", (S.DELIVERED,), S.TRACKING, (CLOSE,), ("feedback", "promises", "follow_up")
    ),
    "answer_again": Move("再次答复", (S.TRACKING,), S.DRAFTING, (DRAFT, CLOSE)),
    "settle": Move("跟踪了结", (S.TRACKING,), S.CLOSED, (CLOSE,), ("kept",)),
    "archive": Move("归档", (S.CLOSED, S.RETURNED_AWAY), S.ARCHIVED, (CLOSE,)),
}
WRITABLE = (S.DRAFTING, S.RETURNED)
# Who reviews at which state, and by which move it goes on; whoever may do that may send it back.
REVIEWS = {
    S.SECTION: ("pass_section",),
    S.OFFICE: ("pass_office", "pass_office_only"),
    S.DEPUTY: ("pass_deputy",),
    S.AWAITING: ("sign",),
}
# Who works on letters reads drafts; everybody else waits for what is issued.
READ_DRAFT = (DRAFT, REVIEW, CHECK, APPROVE, SIGN)
WITH_SIGNED_LETTER = (S.SIGNED, S.SEALED, S.DELIVERED, S.CLOSED, S.TRACKING, S.ARCHIVED)
# The stations of the progress bar, in order, each with the states that stand there.
STATIONS = (
    ("签收", (S.REGISTERED, S.RETURNING, S.RETURNED_AWAY)),
    ("分办", (S.ACCEPTED, S.ASSIGNED)),
    ("拟稿", (S.DRAFTING, S.RETURNED)),
    ("科室核稿", (S.SECTION,)),
    ("办公室审核", (S.OFFICE,)),
    ("分管审核", (S.DEPUTY,)),
    ("签发", (S.AWAITING,)),
    ("用印", (S.SIGNED,)),
    ("送达", (S.SEALED,)),
    ("征询", (S.DELIVERED,)),
    ("办结", (S.CLOSED, S.TRACKING)),
    ("归档", (S.ARCHIVED,)),
)


def open_moves(handling: Handling, user: User) -> list[str]:
    """Names of the moves this user's role allows from the present state, needs left aside."""
    return [name for name in MOVES if may(handling, name, user)]


def may(handling: Handling, name: str, user: User) -> bool:
    """Whether state and role allow the move."""
    state, move = S(handling.state), MOVES[name]
    if state not in move.sources or not move.allows(user):
        return False
    return name != "send_back" or any(MOVES[step].allows(user) for step in REVIEWS[state])


def may_read_draft(user: User) -> bool:
    return any(user.has_perm(permission) for permission in READ_DRAFT)


def progress(state: str) -> list[tuple[str, str]]:
    """(label, done | here | ahead) of each station."""
    at = next(place for place, (_label, states) in enumerate(STATIONS) if state in states)
    marks = {True: "done", False: "ahead"}
    return [
        (label, "here" if place == at else marks[place < at])
        for place, (label, _states) in enumerate(STATIONS)
    ]


def may_write_minutes(user: User) -> bool:
    return any(user.has_perm(permission) for permission in (DRAFT, REVIEW, CHECK))
