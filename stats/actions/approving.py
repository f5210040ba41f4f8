"""A batch becomes published figures, all of it or nothing; and what comes with the system."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cixi_ip.models import Event, User
from stats.actions.batches import move, not_own
from stats.actions.refusals import (
    RACED,
    REVIEWER_ASKS,
    REVIEWER_MENDS,
    refuse_clashes,
    refuse_unexplained,
    require,
)
from stats.models import Entry, Observation, Submission
from stats.models.figure import Figure

State = Submission.State
MEASURES = tuple(field.name for field in Figure._meta.get_fields())


def approve(*, by: User, submission: Submission) -> list[Observation]:
    """Publish every entry as a new vintage, or refuse the whole batch.

    Refused with both values when a figure was published since its author looked (`based_on` is no
    longer the current vintage); two first vintages racing for one key end in the same message.
    """
    require(by, "stats.approve_submission", "审核数据")
    not_own(submission, by)
    try:
        with transaction.atomic():
            now = timezone.now()
            move(
                submission,
                sources=(State.SUBMITTED,),
                to=State.APPROVED,
                reviewed_by=by,
                reviewed_at=now,
                return_reason="",
            )
            entries = in_key_order(submission.entries.select_related("indicator", "region"))
            supersede(entries, now)
            # What was published since the batch was submitted may contradict it.
            refuse_unexplained(entries, REVIEWER_ASKS)
            written = Observation.objects.bulk_create(
                observation(entry, submission, approved_by=by, now=now) for entry in entries
            )
            Event.objects.record("审核通过", by=by, subject=submission, figures=len(written))
            return written
    except (IntegrityError, ValidationError) as error:
        submission.refresh_from_db()
        if isinstance(error, ValidationError):
            raise
        refuse_clashes(
            list(submission.entries.select_related("indicator", "region")), REVIEWER_MENDS
        )
        raise ValidationError(RACED) from error


def in_key_order(entries: Iterable[Entry]) -> list[Entry]:
    """One order for all approvals, so that two of them never wait for each other."""
    return sorted(entries, key=lambda entry: entry.key)


def supersede(entries: list[Entry], now: object) -> None:
    for entry in entries:
        if not entry.based_on:
            continue
        count = (
            Observation.objects.published()
            .of_key(entry.key)
            .filter(vintage=entry.based_on)
            .update(superseded_at=now)
        )
        if not count:
            refuse_clashes(entries, REVIEWER_MENDS)
            raise ValidationError(RACED)
    refuse_clashes([entry for entry in entries if not entry.based_on], REVIEWER_MENDS)


def observation(
    entry: Entry, submission: Submission, *, approved_by: User | None, now: object
) -> Observation:
    measures = {name: getattr(entry, name) for name in MEASURES}
    return Observation(
        **measures,
        submission=submission,
        source_id=entry.source_id or submission.source_id,
        vintage=entry.based_on + 1,
        revision_kind=entry.revision_kind,
        reason=entry.reason,
        origin=entry.origin if approved_by else "装载",
        entered_by=submission.created_by,
        approved_by=approved_by,
        approved_at=now,
    )


@transaction.atomic
def load(*, title: str, entries: Iterable[Entry]) -> int:
    """Publish figures that come with the system (origin 装载); keys that exist are left alone.

    `entries` are unsaved, each with its source. Returns how many were written.
    """
    known = set(
        Observation.objects.values_list("indicator_id", "region_id", "year", "through_month")
    )
    fresh = in_key_order(entry for entry in entries if entry.key not in known)
    if not fresh:
        return 0
    now = timezone.now()
    submission = Submission.objects.create(title=title, state=State.APPROVED, reviewed_at=now)
    for entry in fresh:
        entry.submission = submission
        entry.clean()
        entry.clean_fields(exclude=["submission"])
    Observation.objects.bulk_create(
        [observation(entry, submission, approved_by=None, now=now) for entry in fresh]
    )
    Event.objects.record("装载数据", by=None, label=title, subject=submission, figures=len(fresh))
    return len(fresh)
