"""What comes next in a case: one user's buttons, who is waited for, what stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from cixi_ip.models import User
from cixi_ip.roles import ROLES
from proposals.models import Handling
from proposals.requirements import REQUIREMENTS, is_to_follow_up
from proposals.workflow import ANSWERED, MOVES, WRITABLE, S, may

# need of requirements.py → (what it is called in the list, where it is mended); those that only
# choose between two moves are no conditions
CONDITIONS = {
    "return_window": ("退办期限", ""),
    "received": ("签收日期", ""),
    "writing": ("我局角色", ""),
    "no_letter": ("不需答复", ""),
    "figures": ("数字体检", "letter_desk"),
    "asks": ("诉求逐条答复", "#asks"),
    "contact": ("沟通记录", "#contacts"),
    "units": ("其他单位的意见", "#units"),
    "marks": ("结果类别、公开属性", "letter_desk"),
    "unhappy": ("不满意的意见", "#feedback"),
    "assisting": ("我局角色", ""),
    "feedback": ("征询意见", "#feedback"),
    "promises": ("承诺已确认", "#commitments"),
    "kept": ("承诺已了结", "#commitments"),
    "follow_up": ("结果类别", ""),
    "final": ("结果类别", ""),
}
# state → the moves offered there, the usual one first
OFFERED = {
    S.REGISTERED: ("accept", "ask_return"),
    S.RETURNING: ("grant_return",),
    S.ACCEPTED: ("assign", "note", "ask_return"),
    S.ASSIGNED: ("take", "assign", "ask_return"),
    S.DRAFTING: ("submit", "take", "reassign"),
    S.RETURNED: ("submit", "take", "reassign"),
    S.SECTION: ("pass_section", "withdraw"),
    S.OFFICE: ("pass_office",),
    S.DEPUTY: ("pass_deputy",),
    S.AWAITING: ("sign",),
    S.SIGNED: ("seal",),
    S.SEALED: ("deliver",),
    S.DELIVERED: ("rehandle", "close", "resubmit"),
    S.TRACKING: ("rehandle", "settle", "answer_again"),
    S.CLOSED: ("rehandle", "archive", "resubmit"),
    S.RETURNED_AWAY: ("archive",),
}
# Where a move is not made on a page of its own name.
PAGES = {
    "submit": "letter_desk",
    "pass_section": "letter_review",
    "pass_office": "letter_review",
    "pass_deputy": "letter_review",
    "sign": "letter_sign",
    "take": "letter_take",
    "withdraw": "letter_withdraw",
    "rehandle": "rehandle",
    "resubmit": "opinion_returned",
}
AT_ONCE = ("take", "withdraw")
LABELS = {
    "submit": "拟稿",
    "grant_return": "登记退办裁定",
    "pass_section": "看稿审核",
    "pass_office": "看稿审核",
    "pass_deputy": "看稿审核",
    "sign": "看稿签发",
    "resubmit": "主办单位退回重报",
}
# The move each state waits for, where it is not the first one offered.
WAITED_FOR = {S.DELIVERED: "close", S.TRACKING: "settle", S.CLOSED: "archive"}


@dataclass(frozen=True)
class Step:
    """A button: where it leads, and whether it acts at once."""

    name: str
    label: str
    url: str
    is_at_once: bool


@dataclass(frozen=True)
class Condition:
    """One thing a move needs, and what is still missing of it."""

    label: str
    missing: tuple[str, ...]
    url: str


def page_of(name: str, handling: Handling) -> str:
    to = {"proposal": handling.proposal_id}
    if name in PAGES:
        return reverse(PAGES[name], kwargs=to)
    return reverse("proposal_move", kwargs=to | {"name": name})


def label_of(name: str, handling: Handling, user: User) -> str:
    if name == "take":
        is_others = handling.officer_id not in (None, user.pk)
        return "接手承办" if is_others else "承办"
    if name == "assign" and handling.state == S.ASSIGNED:
        return "重新分办"
    if name == "close" and is_to_follow_up(handling):
        return MOVES["track"].label
    return LABELS.get(name, MOVES[name].label)


def steps(handling: Handling, user: User) -> list[Step]:
    """What this user may do now, the usual step first."""
    return [
        Step(name, label_of(name, handling, user), page_of(name, handling), name in AT_ONCE)
        for name in OFFERED.get(S(handling.state), ())
        if may(handling, name, user) and is_sensible(handling, name, user)
    ]


def is_sensible(handling: Handling, name: str, user: User) -> bool:
    """Leaves out what the action would refuse anyway for reasons the page knows."""
    is_own = handling.officer_id == user.pk
    if name in ("submit", "withdraw"):
        return is_own
    if name == "take":
        return not is_own or handling.state == S.ASSIGNED
    if name == "ask_return":
        due = handling.return_due_on
        return due is None or timezone.localdate() <= due
    needs = {
        "assign": "writing",
        "note": "no_letter",
        "rehandle": "unhappy",
        "resubmit": "assisting",
    }
    return name not in needs or not REQUIREMENTS[needs[name]](handling)


def next_move(handling: Handling) -> str:
    """The move that takes the case on from where it stands; "" where it has come to its end."""
    state = S(handling.state)
    if state == S.ACCEPTED and not handling.writes:
        return "note"
    if state in ANSWERED and not REQUIREMENTS["unhappy"](handling):
        return "rehandle"
    return WAITED_FOR.get(state) or next(iter(OFFERED.get(state, ())), "")


def waiting(handling: Handling) -> str:
    """下一步：办公室审核（办公室）, for those who cannot take it themselves."""
    name = next_move(handling)
    if not name:
        return ""
    label = MOVES[name].label.removesuffix("通过")
    return f"{label}（{who(handling, name)}）"


def who(handling: Handling, name: str) -> str:
    if handling.officer_id and (name == "take" or handling.state in WRITABLE):
        return str(handling.officer)
    wanted = MOVES[name].permissions
    roles = "、".join(role.name for role in ROLES if role.permissions.intersection(wanted))
    section = handling.department if name == "pass_section" else None
    return f"{section}{roles}" if section else roles


def conditions(handling: Handling) -> list[Condition]:
    """What the next move needs, met or not."""
    name = next_move(handling)
    if name == "close":
        name = "track" if is_to_follow_up(handling) else "close"
    return list(conditions_of(handling, name)) if name else []


def conditions_of(handling: Handling, name: str) -> Iterator[Condition]:
    for need in MOVES[name].needs:
        if need not in CONDITIONS:
            continue
        label, place = CONDITIONS[need]
        missing = tuple(REQUIREMENTS[need](handling))
        if missing or (place and concerns(handling, need)):
            yield Condition(label, missing, address(handling, place))


def concerns(handling: Handling, need: str) -> bool:
    """Whether a need that is met is worth a line: an opinion for the lead unit needs few."""
    return handling.is_answering or need in ("figures", "asks", "promises", "kept")


def address(handling: Handling, place: str) -> str:
    to = {"proposal": handling.proposal_id}
    if place.startswith("#"):
        return reverse("proposal_detail", kwargs=to) + place
    return reverse(place, kwargs=to) if place else ""
