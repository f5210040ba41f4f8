"""Each move of the life of a handling by its own action, and a handling in each state of it."""

from collections.abc import Callable

from django.utils import timezone

from cixi_ip.models import User
from proposals import actions
from proposals.models import Feedback, Handling, Letter
from proposals.workflow import MOVES, S
from tests.makers import make_user
from tests.proposals.makers import (
    make_department,
    make_draft,
    make_handling,
    make_ready,
    make_submitted,
    pass_reviews,
    seen,
    write,
)

# The moves that are one action; the state of the handling says which of them it is.
GROUPS = (
    ("assign", "reassign"),
    ("pass_section", "pass_office", "pass_office_only", "pass_deputy"),
    ("close", "track"),
)


def make_move(name: str, handling: Handling, user: User, *, officer: User | None = None) -> None:
    """The action that makes this move, with everything it asks for."""
    today = timezone.localdate()
    acts: dict[str, Callable[[], object]] = {
        "accept": lambda: actions.accept(by=user, handling=handling, received_on=today),
        "ask_return": lambda: actions.ask_return(
            by=user, handling=handling, reason="不属于本单位职责"
        ),
        "grant_return": lambda: actions.rule_on_return(
            by=user, handling=handling, is_granted=True, ruling="同意退回"
        ),
        "refuse_return": lambda: actions.rule_on_return(
            by=user,
            handling=handling,
            is_granted=False,
            ruling="仍由你单位办理",
            received_on=today,
        ),
        "assign": lambda: actions.assign(
            by=user,
            handling=handling,
            department=make_department(),
            officer=officer,
            note="分工调整",
        ),
        "note": lambda: actions.note_and_close(by=user, handling=handling),
        "take": lambda: actions.take(by=user, handling=handling),
        "submit": lambda: actions.submit(by=user, handling=handling),
        "withdraw": lambda: actions.withdraw(by=user, handling=handling),
        "pass_section": lambda: actions.pass_on(
            by=user, handling=handling, seen_edition=edition_of(handling)
        ),
        "send_back": lambda: actions.send_back(by=user, handling=handling, reason="请改"),
        "sign": lambda: actions.sign(by=user, handling=handling, seen=digest_of(handling)),
        "seal": lambda: actions.seal(by=user, handling=handling, sealed_on=today, copies=3),
        "deliver": lambda: actions.deliver(
            by=user, handling=handling, delivered_on=today, delivery="当面送交"
        ),
        "rehandle": lambda: actions.rehandle(by=user, handling=handling, started_on=today),
        "resubmit": lambda: actions.opinion_returned(
            by=user, handling=handling, returned_on=today, reason="没有实质内容"
        ),
        "close": lambda: actions.close(by=user, handling=handling),
        "answer_again": lambda: actions.answer_again(by=user, handling=handling),
        "settle": lambda: actions.settle(by=user, handling=handling),
        "archive": lambda: actions.archive(by=user, handling=handling),
    }
    acts[same_action(name)[0]]()


def same_action(name: str) -> tuple[str, ...]:
    return next((group for group in GROUPS if name in group), (name,))


def edition_of(handling: Handling) -> int:
    """The edition a page of this handling would carry; 0 before there is a letter."""
    return next(iter(Letter.objects.filter(round=handling.round_id).values_list("edition")), (0,))[
        0
    ]


def digest_of(handling: Handling) -> str:
    return seen(handling) if edition_of(handling) else ""


def say(handling: Handling, word: str) -> None:
    """The receiver's opinion of the present round; of one that is there, the right one."""
    office, feedback = make_user("办公室"), handling.round.feedback.first() or Feedback()
    feedback.attitude, feedback.result, feedback.reason = "满意", word, "没有解决"
    feedback.received_on = timezone.localdate()
    if feedback.pk:
        actions.correct_feedback(by=office, feedback=feedback, why="录入有误")
    else:
        actions.record_feedback(by=office, handling=handling, feedback=feedback)


def make_in(state: str) -> Handling:
    """A 主办 case brought into this state by its actions alone."""
    handling = BROUGHT[S(state)]()
    handling.refresh_from_db()
    assert handling.state == state
    return handling


def begun() -> Handling:
    return make_handling(role="主办", is_accepted=False)


def then(name: str, before: str, *roles: str) -> Callable[[], Handling]:
    def brought() -> Handling:
        handling = make_in(before)
        make_move(name, handling, make_user(*roles or ("办公室",)))
        return handling

    return brought


def drafted() -> Handling:
    handling = make_draft(role="主办").handling
    make_ready(handling)
    return handling


def tracked() -> Handling:
    handling = drafted()
    write(handling.letter, class_mark="B")
    pass_reviews(actions.submit(by=handling.officer, handling=handling))
    make_move("sign", handling, make_user("局领导"))
    for name in ("seal", "deliver"):
        make_move(name, handling, make_user("办公室"))
    say(handling, "满意")
    make_move("track", handling, make_user("办公室"))
    return handling


def closed() -> Handling:
    handling = make_in(S.DELIVERED)
    say(handling, "满意")
    make_move("close", handling, make_user("办公室"))
    return handling


BROUGHT: dict[S, Callable[[], Handling]] = {
    S.REGISTERED: begun,
    S.RETURNING: then("ask_return", S.REGISTERED),
    S.RETURNED_AWAY: then("grant_return", S.RETURNING),
    S.ACCEPTED: then("accept", S.REGISTERED),
    S.ASSIGNED: then("assign", S.ACCEPTED),
    S.DRAFTING: drafted,
    S.SECTION: lambda: make_submitted(role="主办"),
    S.OFFICE: then("pass_section", S.SECTION, "科室负责人"),
    S.DEPUTY: then("pass_office", S.OFFICE),
    S.AWAITING: then("pass_deputy", S.DEPUTY, "局领导"),
    S.RETURNED: then("send_back", S.AWAITING, "局领导"),
    S.SIGNED: then("sign", S.AWAITING, "局领导"),
    S.SEALED: then("seal", S.SIGNED),
    S.DELIVERED: then("deliver", S.SEALED),
    S.CLOSED: closed,
    S.TRACKING: tracked,
    S.ARCHIVED: then("archive", S.CLOSED),
}
assert set(BROUGHT) == set(S)
assert {name for name in MOVES if name != "register"} >= {
    name for group in GROUPS for name in group
}
