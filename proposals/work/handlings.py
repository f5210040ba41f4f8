"""What waits of the handlings themselves: every move that is the user's to make next."""

from collections.abc import Callable, Iterator
from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.urls import reverse

from proposals.models import (
    Commitment,
    Feedback,
    Handling,
    Round,
    Satisfaction,
)
from proposals.models.session import ANSWERING
from proposals.work.desk import Desk, Work, first_of
from proposals.workflow import (
    ACCEPT,
    APPROVE,
    ASSIGN,
    CHECK,
    CLOSE,
    DRAFT,
    RECORD,
    REVIEW,
    SEAL,
    SIGN,
    WRITABLE,
    S,
)

BAD = Q(attitude=Satisfaction.BAD) | Q(result=Satisfaction.BAD)
UNHAPPY = Feedback.objects.filter(BAD).values("round")


def of_handlings(desk: Desk) -> Iterator[Work]:
    """Every move that is the user's to make next."""
    said = Feedback.objects.filter(round=OuterRef("round"))
    urgent = Case(
        When(state=S.REGISTERED, then=F("proposal__assigned_on")),
        When(state=S.DELIVERED, then=F("round__receipt_due_on")),
        default=F("round__due_on"),
    ).asc(nulls_last=True)
    wanted = Handling.objects.alias(is_answered=Exists(said)).filter(waits(desk))
    rows = (
        Handling.objects.with_proposal()
        .defer("proposal__text")
        .annotate(is_answered=Exists(said), is_unhappy=Exists(said.filter(BAD)))
        .filter(pk__in=first_of(wanted.order_by(urgent, "pk")))
    )
    for handling in rows:
        yield of_handling(desk, handling)


def waits(desk: Desk) -> Q:
    """Which handlings wait for this user, by state, permission, officer and section."""
    own = Q(officer__in=desk.hands)
    authored = Q(round__letter__authors__in=desk.hands)
    in_section = Q(department__in=desk.sections)
    ours = in_section | Q(department=None) if desk.sections else Q()
    places: tuple[tuple[tuple[S, ...], str, Q], ...] = (
        ((S.REGISTERED, S.RETURNING), ACCEPT, Q()),
        ((S.ACCEPTED,), ACCEPT, Q()),
        ((S.ASSIGNED,), DRAFT, own | (Q(officer=None) & ours)),
        ((S.ASSIGNED,), ASSIGN, Q(officer=None) & in_section),
        (WRITABLE, DRAFT, own),
        ((S.SECTION,), REVIEW, ours & ~own & ~authored),
        ((S.OFFICE,), CHECK, ~own & ~authored),
        ((S.DEPUTY,), APPROVE, ~own & ~authored),
        ((S.AWAITING,), SIGN, ~own & ~authored),
        ((S.SIGNED, S.SEALED), SEAL, Q()),
        ((S.DELIVERED,), CLOSE, Q()),
        ((S.TRACKING, S.CLOSED), CLOSE, Q(round__in=UNHAPPY)),
        ((S.DELIVERED,), RECORD, own & awaits_receipt()),
        ((S.TRACKING,), CLOSE, ~Q(is_promising())),
    )
    wanted = Q(pk__in=[])
    for states, permission, whose in places:
        if desk.has(permission):
            wanted |= Q(state__in=states) & whose
    return wanted


def awaits_receipt() -> Q:
    return Q(role__in=ANSWERING, proposal__needs_answer=True, is_answered=False)


def is_promising() -> Exists:
    """A promise of the handling is not settled; asked of single rows, not of the whole ledger."""
    return Exists(
        Commitment.objects.filter(
            issued__letter__round__handling=OuterRef("pk"),
            state__in=(Commitment.State.PROPOSED, Commitment.State.OPEN),
        )
    )


def of_handling(desk: Desk, handling: Handling) -> Work:
    what, why = words(desk, handling)
    day, is_estimated = due_of(desk, handling)
    number = handling.round.number if handling.round else 0
    kind = "receipt" if what == RECEIPT else "handling"
    return Work(
        key=f"{kind}-{handling.pk}-{number}",
        what=what,
        reference=handling.proposal.reference,
        title=handling.proposal.title,
        why=why,
        url=page_of(handling),
        day=day,
        is_estimated=is_estimated,
        standing=desk.stands(day),
        is_pressing=what == AGAIN,
    )


PAGES = {
    S.DRAFTING: "letter_desk",
    S.RETURNED: "letter_desk",
    S.SECTION: "letter_review",
    S.OFFICE: "letter_review",
    S.DEPUTY: "letter_review",
    S.AWAITING: "letter_sign",
}
RECEIPT, AGAIN = "录入征询意见", "重新办理"
PLAIN = {
    S.REGISTERED: ("签收", "已登记，还没有签收"),
    S.SECTION: ("科室核稿", "稿件已送核"),
    S.OFFICE: ("办公室审核", "科室核稿已通过"),
    S.DEPUTY: ("分管领导审核", "办公室审核已通过"),
    S.AWAITING: ("签发", "审核已通过"),
    S.SIGNED: ("用印登记", "公文已签发"),
    S.SEALED: ("送达", "公文已用印"),
}


def page_of(handling: Handling) -> str:
    name = PAGES.get(S(handling.state), "proposal_detail")
    return reverse(name, kwargs={"proposal": handling.proposal_id})


def words(desk: Desk, handling: Handling) -> tuple[str, str]:
    """What is to be done at this state, and why now."""
    state = S(handling.state)
    special: dict[S, Callable[[Desk, Handling], tuple[str, str]]] = {
        S.RETURNING: lambda _desk, one: ("登记退办结果", f"已申请退办：{one.return_reason}"),
        S.RETURNED: lambda _desk, one: ("修改稿件", f"被退回：{one.return_reason}"),
        S.ACCEPTED: accepted_words,
        S.ASSIGNED: assigned_words,
        S.DRAFTING: drafting_words,
        S.DELIVERED: delivered_words,
        S.TRACKING: late_words,
        S.CLOSED: late_words,
    }
    return special[state](desk, handling) if state in special else PLAIN[state]


def accepted_words(desk: Desk, handling: Handling) -> tuple[str, str]:
    if not handling.writes:
        return "阅存", "参阅件，已签收"
    until = f"；退办截止{handling.return_due_on:%Y-%m-%d}" if handling.return_due_on else ""
    return "分办", f"已签收，还没有分到科室{until}"


def assigned_words(desk: Desk, handling: Handling) -> tuple[str, str]:
    if handling.officer_id is not None:
        return "拟稿", "已分给您承办，还没有起草"
    where = f"已分到{handling.department}" if handling.department else "已分办"
    return ("承办" if desk.has(DRAFT) else "指定经办人"), f"{where}，还没有经办人"


def drafting_words(desk: Desk, handling: Handling) -> tuple[str, str]:
    kind = handling.round.kind if handling.round else Round.Kind.FIRST
    why = {
        Round.Kind.AGAIN: "征询意见为“不满意”，重新办理",
        Round.Kind.FOLLOW_UP: "跟踪事项有了结果，再次答复",
    }
    return "拟稿", why.get(Round.Kind(kind), "稿件还没有送核")


def delivered_words(desk: Desk, handling: Handling) -> tuple[str, str]:
    if handling.is_unhappy:  # type: ignore[attr-defined]
        return AGAIN, "征询意见有“不满意”"
    if is_awaiting_receipt(handling):
        due = handling.round.receipt_due_on
        if due is not None and due < desk.today and desk.has(CLOSE):
            return "办结", "征询意见逾期没有收回，不计入满意率即可办结"
        return RECEIPT, "答复已送达，征询意见还没有收回"
    return "办结", "征询意见已收回" if handling.is_answering else "意见已送达"


def late_words(desk: Desk, handling: Handling) -> tuple[str, str]:
    """What came in after the case was closed, or its last promise settled."""
    if handling.is_unhappy:  # type: ignore[attr-defined]
        return AGAIN, "办结以后收到“不满意”的征询意见"
    return "跟踪了结", "承诺事项都已了结"


def is_awaiting_receipt(handling: Handling) -> bool:
    is_answered = handling.is_answered  # type: ignore[attr-defined]
    return handling.is_answering and handling.proposal.needs_answer and not is_answered


def due_of(desk: Desk, handling: Handling) -> tuple[date | None, bool]:
    """The day the next move is due; before there is a round, where the clock runs from 交办."""
    if handling.state == S.REGISTERED:
        round = Round(handling=handling, number=1)
        found = desk.rules.of_round(round) if handling.writes else None
        return (found.day, found.is_estimated) if found else (None, False)
    if handling.state == S.DELIVERED:
        return (handling.round.receipt_due_on if is_awaiting_receipt(handling) else None), False
    if handling.state in (S.TRACKING, S.CLOSED) or handling.round is None:
        return None, False
    return handling.round.due_on, handling.round.is_estimated
