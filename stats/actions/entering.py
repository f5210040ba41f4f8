"""Figures and targets of one's own open batch: entered, changed, removed."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cixi_ip.models import Event, User
from stats.actions.refusals import (
    AUTHOR_MENDS,
    exactly,
    own_and_open,
    refuse_clashes,
    require,
    shown,
    tidy,
)
from stats.models import Entry, Submission


@transaction.atomic
def enter(*, by: User, entry: Entry, seen_edition: int | None = None) -> Entry:
    """Save a new or changed entry of the user's own open submission.

    `seen_edition` is the edition the form was opened with and `entry.based_on` the published
    vintage its author saw: when either has moved on, the save is refused with both values, and
    the form keeps what was typed.
    """
    require(by, "stats.add_entry", "录入数据")
    submission = Submission.objects.select_for_update().get(pk=entry.submission_id)
    own_and_open(submission, by)
    if entry.pk:
        stored = Entry.objects.select_related("indicator", "region").get(pk=entry.pk)
        if seen_edition is not None and stored.edition != seen_edition:
            raise ValidationError(stale_entry(stored, entry), code="stale")
        entry.edition = stored.edition + 1
    tidy(entry)
    refuse_twice(entry)
    refuse_clashes([entry], AUTHOR_MENDS)
    entry.full_clean()
    entry.save()
    Event.objects.record(
        "录入数据",
        by=by,
        subject=entry,
        value=exactly(entry.value),
        submission=submission.pk,
    )
    return entry


def stale_entry(stored: Entry, typed: Entry) -> str:
    return (
        f"{stored.place}在您打开页面之后已被修改：现为 {shown(stored)}，您填的是 {shown(typed)}。"
        "您填的内容仍在页面上；请核对，再次保存即以您填的为准。"
    )


def refuse_twice(entry: Entry) -> None:
    twin = (
        Entry.objects.filter(
            submission=entry.submission_id,
            indicator=entry.indicator_id,
            region=entry.region_id,
            year=entry.year,
            through_month=entry.through_month,
        )
        .exclude(pk=entry.pk)
        .select_related("indicator")
        .first()
    )
    if twin is not None:
        raise ValidationError(
            f"{entry.place}在本批次中已经录入，为 {shown(twin)}，您填的是 {shown(entry)}。"
            "请打开原有那一条修改；如指标、地区或时段选错了，请改正后再保存。",
            code="duplicate",
        )


@transaction.atomic
def remove(*, by: User, entry: Entry) -> None:
    require(by, "stats.delete_entry", "删除录入数据")
    own_and_open(Submission.objects.select_for_update().get(pk=entry.submission_id), by)
    Event.objects.record("删除录入数据", by=by, subject=entry, value=exactly(entry.value))
    entry.delete()
