"""What waits beside the moves: units' opinions, publications, promises."""

from collections.abc import Iterator

from django.db.models import CharField, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from cixi_ip.models import Event
from proposals import dues
from proposals.actions.publishing import EDITED
from proposals.models import (
    Commitment,
    IssuedLetter,
    OtherUnit,
    Proposal,
    Publication,
    Role,
)
from proposals.models.session import ANSWERING
from proposals.work.desk import BEFORE_SIGNING, MOST, Desk, Work, first_of
from proposals.workflow import KEEP, PUBLISH, RECORD


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
    wanted = (
        Publication.objects.filter(published_on=None)
        .alias(editor=Coalesce(Subquery(last_editor(), output_field=IntegerField()), 0))
        .exclude(checked_by=None, issued__in=own)
        .exclude(checked_by=None, editor__in=desk.hands)
    )
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


def last_editor() -> QuerySet[Event, int | None]:
    """Who left the public text as it stands: somebody else checks it."""
    edits = Event.objects.filter(
        kind=EDITED,
        subject_type="proposals.publication",
        subject_id=Cast(OuterRef("pk"), CharField()),
    )
    return edits.order_by("-id").values_list("by", flat=True)[:1]


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
