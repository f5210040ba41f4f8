"""Figures and targets of one's own open batch: entered, changed, removed."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cixi_ip.models import Event, User
from stats import seen
from stats.actions.batches import author_for, locked
from stats.actions.refusals import (
    AUTHOR_MENDS,
    exactly,
    on_behalf,
    own_and_open,
    refuse_clashes,
    require,
    shown,
    tidy,
)
from stats.models import Count, Entry, Region, RevisionKind, Submission, TargetEntry
from stats.registers.counting import last_day

SAME_PLACE = "请打开原有那一条修改；如指标、地区或时段选错了，请改正后再保存。"
TYPED_ALREADY = "原有那一条是录入的数；如要改用登记册的数，请先删去它，再取数。"


@transaction.atomic
def enter(*, by: User, entry: Entry, seen_edition: int | None = None) -> Entry:
    """Save a new or changed entry of the user's own open submission.

    `seen_edition` is the edition the form was opened with and `entry.based_on` the published
    vintage its author saw: when either has moved on, the save is refused with both values, and
    the form keeps what was typed.
    """
    require(by, "stats.add_entry", "录入数据")
    submission = locked(entry.submission_id)
    own_and_open(submission, by)
    if entry.pk:
        stored = Entry.objects.select_related("indicator__numerator", "region").get(pk=entry.pk)
        if seen_edition is not None and stored.edition != seen_edition:
            raise ValidationError(stale_entry(stored, entry), code="stale")
        entry.edition = stored.edition + 1
    entry.typed_by = by
    if entry.count is not None and not stands_for(entry.count, entry):
        entry.origin, entry.count = Entry.Origin.TYPED, None
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
        **on_behalf(submission, by),
    )
    return entry


def stands_for(count: Count, entry: Entry) -> bool:
    """Whether an entry still says what was counted: the same number of the same place."""
    counted = (count.indicator_id, count.region_id, count.day, count.value)
    day = last_day(entry.year, entry.through_month)
    return counted == (entry.indicator_id, entry.region_id, day, entry.value)


@transaction.atomic
def enter_seen(*, by: User, entry: Entry, mark: str) -> Entry:
    """As `enter`, from a page that showed everybody's drafts of this key as `mark` (seen.py) tells.

    Refused with both values when a draft or a published vintage has come or changed since.
    """
    require(by, "stats.add_entry", "录入数据")
    # Two people have two batches; the region is what both grids have in common.
    hold(entry.region_id)
    Submission.objects.select_for_update().get(pk=entry.submission_id)
    now = seen.key_state(entry.key)
    if now.mark != mark:
        raise ValidationError(now.told(shown(entry)), code="seen")
    entry.based_on = now.vintage
    if not now.vintage:
        entry.revision_kind, entry.reason = RevisionKind.FIRST, ""
    return enter(by=by, entry=entry)


def hold(region: int) -> None:
    """One at a time in a region, whoever's batch it is; references to the region go on."""
    Region.objects.select_for_update(no_key=True).get(pk=region)


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
        .select_related("indicator__numerator")
        .first()
    )
    if twin is not None:
        raise ValidationError(
            f"{entry.place}在本批次中已经录入，为 {shown(twin)}，您填的是 {shown(entry)}。"
            + (SAME_PLACE if entry.count is None else TYPED_ALREADY),
            code="duplicate",
        )


@transaction.atomic
def remove(*, by: User, entry: Entry, mark: str | None = None) -> None:
    """Delete a draft of the user's own open batch; `mark` as in `enter_seen`."""
    require(by, "stats.delete_entry", "删除录入数据")
    hold(entry.region_id)
    if mark is not None and (now := seen.key_state(entry.key)).mark != mark:
        raise ValidationError(now.told("（空）"), code="seen")
    submission = locked(entry.submission_id)
    own_and_open(submission, by)
    told = {"value": exactly(entry.value), **on_behalf(submission, by)}
    Event.objects.record("删除录入数据", by=by, subject=entry, **told)
    entry.delete()


@transaction.atomic
def enter_target(*, by: User, target: TargetEntry) -> TargetEntry:
    """Save a new or changed target of the user's own open batch."""
    require(by, "stats.add_entry", "录入目标")
    submission = locked(target.submission_id)
    own_and_open(submission, by)
    target.typed_by = by
    tidy(target)
    target.full_clean()
    target.save()
    Event.objects.record(
        "录入目标",
        by=by,
        subject=target,
        value=exactly(target.value),
        submission=target.submission_id,
        **on_behalf(submission, by),
    )
    return target


@transaction.atomic
def remove_target(*, by: User, target: TargetEntry) -> None:
    require(by, "stats.delete_entry", "删除录入目标")
    submission = locked(target.submission_id)
    own_and_open(submission, by)
    told = {"value": exactly(target.value), **on_behalf(submission, by)}
    Event.objects.record("删除录入目标", by=by, subject=target, **told)
    target.delete()


@transaction.atomic
def grid_batch(*, by: User, year: int, through_month: int, region: Region) -> Submission:
    """The open batch of one grid: the user's own, or one they stand in for; made when none is."""
    require(by, "stats.add_entry", "录入数据")
    hold(region.pk)
    found = open_grid_batch(by, year, through_month, region)
    if found is not None:
        return found
    months = "" if through_month == 12 else f"1—{through_month}月" if through_month > 1 else "1月"
    batch = Submission(
        title=f"{year}年{months} {region}",
        created_by=author_for(by),
        year=year,
        through_month=through_month,
        region=region,
    )
    batch.full_clean()
    batch.save()
    Event.objects.record("新建批次", by=by, subject=batch, **on_behalf(batch, by))
    return batch


def open_grid_batch(by: User, year: int, through_month: int, region: Region) -> Submission | None:
    """Own batches come before those of somebody the user stands in for."""
    found = Submission.objects.filter(
        created_by__in=by.acts_for(),
        state__in=Submission.OPEN,
        year=year,
        through_month=through_month,
        region=region,
    ).select_related("source", "created_by")
    return min(found, key=lambda batch: (batch.created_by_id != by.pk, -batch.pk), default=None)
