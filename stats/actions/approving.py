"""A batch becomes published figures and targets, all of it or nothing; and set-up figures."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, Exists, Expression, F, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from cixi_ip.models import Event, User
from stats import bulk, review
from stats.actions.batches import REVIEW, basis, basis_of, locked, move, refuse_own
from stats.actions.refusals import (
    KEY,
    RACED,
    REVIEWER_ASKS,
    REVIEWER_MENDS,
    REVIEWER_RETARGETS,
    refuse_outdated,
    refuse_targets,
    refuse_unexplained,
    require,
)
from stats.models import Entry, Indicator, Observation, Submission, Target
from stats.models.figure import Figure
from stats.models.target import PlannedValue

State = Submission.State
MEASURES = tuple(field.name for field in Figure._meta.get_fields())
PLANNED = tuple(field.name for field in PlannedValue._meta.get_fields())


def approve(*, by: User, submission: Submission) -> QuerySet[Observation]:
    """Publish every entry as a new vintage and every target, or refuse the whole batch.

    Refused with both values when a figure was published since its author looked (`based_on` is no
    longer the current vintage) or a target's place is taken; two that race for one place end in
    the same message. Returns the new vintages, not yet loaded.
    """
    require(by, REVIEW, "审核数据")
    try:
        with transaction.atomic():
            publish(submission, by)
    except (IntegrityError, PermissionDenied, ValidationError) as error:
        submission.refresh_from_db()
        if not isinstance(error, IntegrityError):
            raise
        refuse_outdated(submission.entries.all(), REVIEWER_MENDS)
        refuse_targets(submission.target_entries.all(), REVIEWER_RETARGETS)
        raise ValidationError(RACED) from error
    return submission.observations.all()


def publish(submission: Submission, by: User) -> None:
    """All approvals lock and write in the same order, so that no two wait for each other."""
    refuse_own(locked(submission.pk), by)
    now = timezone.now()
    move(
        submission,
        sources=(State.SUBMITTED,),
        to=State.APPROVED,
        reviewed_by=by,
        reviewed_at=now,
        return_reason="",
    )
    supersede(submission, now)
    refuse_outdated(submission.entries.all(), REVIEWER_MENDS)
    # What was published since the batch was submitted may contradict it.
    if basis_of(submission) != basis():
        refuse_unexplained(review.complete(submission.entries.all()), REVIEWER_ASKS)
    entries = submission.entries.order_by(*KEY)
    figures = bulk.transfer(entries, Observation, vintage(submission, by, now))
    targets = set_targets(submission)
    Event.objects.record(
        "审核通过",
        by=by,
        subject=submission,
        figures=figures,
        targets=targets,
        **by.on_behalf(REVIEW),
    )


def supersede(submission: Submission, now: datetime) -> None:
    """Lock the vintages the batch is based on, in key order, and only then end them."""
    revised = submission.entries.filter(
        **{name: OuterRef(name) for name in KEY}, based_on=OuterRef("vintage")
    )
    current = Observation.objects.published().filter(Exists(revised.order_by()))
    rows = current.select_for_update(no_key=True).order_by(*KEY).values_list("pk", flat=True)
    if len(rows):
        current.update(superseded_at=now)


def vintage(submission: Submission, by: User, now: datetime) -> dict[str, Expression | F]:
    """What an observation takes from its entry, its batch and its approval."""
    taken = (*MEASURES, "submission", "revision_kind", "reason", "origin")
    return {name: F(name) for name in taken} | {
        "source": own_or("source", submission.source_id),
        "vintage": F("based_on") + 1,
        "entered_by": own_or("typed_by", submission.created_by_id),
        "approved_by": Value(by.pk),
        "approved_at": Value(now),
    }


def own_or(field: str, otherwise: int | None) -> Coalesce:
    return Coalesce(field, Value(otherwise), output_field=BigIntegerField())


def set_targets(submission: Submission) -> int:
    """A place and a title are two ways to clash: one batch at a time for each indicator."""
    wanted = submission.target_entries.order_by("title")
    indicators = Indicator.objects.filter(pk__in=wanted.order_by().values("indicator"))
    if not len(indicators.select_for_update(no_key=True).order_by("pk").values_list("pk")):
        return 0
    refuse_targets(wanted, REVIEWER_RETARGETS)
    values = {name: F(name) for name in (*PLANNED, "submission")}
    return bulk.transfer(
        wanted, Target, values | {"source": own_or("source", submission.source_id)}
    )


@transaction.atomic
def load(*, title: str, entries: Iterable[Entry]) -> int:
    """Publish figures that come with the system (origin 装载); keys that exist are left alone.

    `entries` are unsaved, each with its source. Returns how many were written.
    """
    known = set(Observation.objects.values_list(*KEY))
    fresh = sorted(
        (entry for entry in entries if entry.key not in known), key=lambda entry: entry.key
    )
    if not fresh:
        return 0
    now = timezone.now()
    submission = Submission.objects.create(title=title, state=State.APPROVED, reviewed_at=now)
    for entry in fresh:
        entry.submission = submission
        entry.clean()
        entry.clean_fields(exclude=["submission"])
    bulk.write([loaded(entry, submission, now) for entry in fresh])
    Event.objects.record("装载数据", by=None, label=title, subject=submission, figures=len(fresh))
    return len(fresh)


def loaded(entry: Entry, submission: Submission, now: datetime) -> Observation:
    return Observation(
        **{name: getattr(entry, name) for name in MEASURES},
        submission=submission,
        source_id=entry.source_id,
        vintage=1,
        revision_kind=entry.revision_kind,
        origin="装载",
        approved_at=now,
    )
