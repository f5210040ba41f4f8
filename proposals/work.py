"""What waits for a user, most urgent first: derived anew each time, so it clears when acted on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When
from django.urls import reverse

from cixi_ip.models import User
from proposals import dues
from proposals.deadlines import Light, State
from proposals.models import (
    Commitment,
    Feedback,
    Handling,
    IssuedLetter,
    OtherUnit,
    Proposal,
    Publication,
    Role,
    Round,
    Satisfaction,
)
from proposals.models.session import ANSWERING
from proposals.workflow import (
    ACCEPT,
    APPROVE,
    ASSIGN,
    CHECK,
    CLOSE,
    DRAFT,
    REVIEW,
    SEAL,
    SIGN,
    WRITABLE,
    S,
)

RECORD, PUBLISH = "proposals.record_contact", "proposals.publish_answer"
KEEP = "proposals.keep_commitment"
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


def waiting_for(user: User, today: date) -> list[Work]:
    """All that waits, overdue first and without a day last; a fixed number of queries."""
    if not any(user.has_perm(permission) for permission in WORKING):
        return []
    hands = frozenset(user.acts_for())
    desk = Desk(user, today, dues.rules(), hands, sections(user, hands))
    found = [work for source in SOURCES for work in source(desk)]
    return sorted(found, key=lambda work: urgency(work, today))


def urgency(work: Work, today: date) -> tuple[date, bool, str]:
    day = today if work.is_pressing else work.day or date.max
    return day, not work.is_pressing, work.key


def sections(user: User, hands: frozenset[int]) -> frozenset[int]:
    """The user's own section and those of whom they stand in for."""
    found = {user.department_id}
    if hands != {user.pk}:
        found |= set(User.objects.filter(pk__in=hands).values_list("department_id", flat=True))
    return frozenset(pk for pk in found if pk is not None)


def of_handlings(desk: Desk) -> Iterator[Work]:
    """Every move that is the user's to make next."""
    unhappy = Q(attitude=Satisfaction.BAD) | Q(result=Satisfaction.BAD)
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
        .annotate(is_answered=Exists(said), is_unhappy=Exists(said.filter(unhappy)))
        .filter(pk__in=first_of(wanted.order_by(urgent, "pk")))
    )
    for handling in rows:
        yield of_handling(desk, handling)


def first_of(rows: QuerySet[Any]) -> list[int]:
    """The keys of as many as are shown; only these are then read in whole."""
    return list(rows.values_list("pk", flat=True)[:MOST])


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
    S.TRACKING: ("跟踪了结", "承诺事项都已了结"),
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
    if handling.state == S.TRACKING or handling.round is None:
        return None, False
    return handling.round.due_on, handling.round.is_estimated


def of_units(desk: Desk) -> Iterator[Work]:
    """Opinions of other units not asked for yet, near their day or late."""
    if not desk.has(RECORD):
        return
    near = dues.near_until(desk.today, desk.rules.days)
    rows = OtherUnit.objects.filter(
        Q(due_on__isnull=True) | Q(due_on__lte=near),
        role=Role.ASSIST,
        received_on=None,
        waived="",
        handling__role__in=ANSWERING,
        handling__state__in=BEFORE_SIGNING,
        handling__officer__in=desk.hands,
    ).select_related("handling__proposal__session", "handling__round")
    for unit in rows.order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST]:
        word = unit.handling.proposal.session.assist_word
        is_asked = unit.asked_on is not None
        day = unit.due_on if is_asked else unit.handling.round and unit.handling.round.due_on
        yield Work(
            key=f"unit-{unit.pk}",
            what=f"催收{word}意见" if is_asked else f"征求{word}意见",
            reference=unit.handling.proposal.reference,
            title=unit.handling.proposal.title,
            why=f"{unit.unit}的意见还没有收到" if is_asked else f"还没有向{unit.unit}发出",
            url=reverse("proposal_detail", kwargs={"proposal": unit.handling.proposal_id}),
            day=day or None,
            standing=desk.stands(day or None),
        )


HANDLING = "issued__letter__round__handling"


def of_publications(desk: Desk) -> Iterator[Work]:
    if not desk.has(PUBLISH):
        return
    own = IssuedLetter.objects.filter(drafted_by__in=desk.hands).values("pk")
    wanted = Publication.objects.filter(published_on=None).exclude(checked_by=None, issued__in=own)
    soonest = F("due_on").asc(nulls_last=True)
    rows = (
        Publication.objects.filter(pk__in=first_of(wanted.order_by(soonest, "pk")))
        .select_related(f"{HANDLING}__proposal__session")
        .only("due_on", "is_estimated", "checked_by", *named(HANDLING))
    )
    for row in rows:
        proposal = row.issued.letter.round.handling.proposal
        is_checked = row.checked_by_id is not None
        yield Work(
            key=f"publication-{row.pk}",
            what="公开答复" if is_checked else "审查公开文本",
            reference=proposal.reference,
            title=proposal.title,
            why="公开文本已审查" if is_checked else "答复已签发，公开文本还没有审查",
            url=reverse("proposal_detail", kwargs={"proposal": proposal.pk}),
            day=row.due_on,
            is_estimated=row.is_estimated,
            standing=desk.stands(row.due_on),
        )


def named(handling: str) -> tuple[str, ...]:
    """What a reference and a title are made of; letters hold their PDF in the row."""
    proposal = f"{handling}__proposal"
    return (
        "issued__letter__round__handling__proposal_id",
        f"{proposal}__number",
        f"{proposal}__kind",
        f"{proposal}__title",
        f"{proposal}__session__name",
    )


def of_commitments(desk: Desk) -> Iterator[Work]:
    if not desk.has(KEEP):
        return
    wanted = Commitment.objects.filter(state=Commitment.State.OPEN, owner__in=desk.hands)
    rows = (
        Commitment.objects.filter(pk__in=first_of(wanted.order_by("due_on", "pk")))
        .select_related(f"{HANDLING}__proposal__session")
        .only("action", "due_on", *named(HANDLING))
    )
    for row in rows:
        proposal = row.issued.letter.round.handling.proposal
        yield Work(
            key=f"commitment-{row.pk}",
            what="落实承诺",
            reference=proposal.reference,
            title=proposal.title,
            why=row.action,
            url=reverse("proposal_detail", kwargs={"proposal": proposal.pk}),
            day=row.due_on,
            standing=desk.stands(row.due_on),
        )


def of_found_promises(desk: Desk) -> Iterator[Work]:
    """Sentences found in a signed letter that its officer has to confirm, a line for each case."""
    if not desk.has(KEEP):
        return
    proposal = f"{HANDLING}__proposal"
    rows = (
        Commitment.objects.filter(
            **{"state": Commitment.State.PROPOSED, f"{HANDLING}__officer__in": desk.hands}
        )
        .values_list(
            HANDLING,
            f"{proposal}",
            f"{proposal}__session__name",
            f"{proposal}__number",
            f"{proposal}__kind",
            f"{proposal}__title",
        )
        .annotate(count=Count("pk"))
        .order_by(HANDLING)
    )
    for handling, pk, session, number, kind, title, count in rows[:MOST]:
        yield Work(
            key=f"promises-{handling}",
            what="确认承诺",
            reference=Proposal.named(session, number, kind),
            title=title,
            why=f"公文中找到 {count} 处承诺，请确认责任人和时限",
            url=reverse("proposal_detail", kwargs={"proposal": pk}),
        )


SOURCES: tuple[Callable[[Desk], Iterator[Work]], ...] = (
    of_handlings,
    of_units,
    of_publications,
    of_commitments,
    of_found_promises,
)
