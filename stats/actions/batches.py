"""A batch on its way to the reviewer: opened, described, submitted, withdrawn, sent back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from cixi_ip.models import Event, User
from stats.actions.refusals import (
    AUTHOR_EXPLAINS,
    AUTHOR_MENDS,
    own_and_open,
    refuse_clashes,
    refuse_unexplained,
    require,
    tidy,
)
from stats.models import Source, Submission

State = Submission.State


@transaction.atomic
def open_submission(*, by: User, title: str = "", source: Source | None = None) -> Submission:
    """The user's own open draft, made when there is none; a title always makes a new one."""
    require(by, "stats.add_entry", "录入数据")
    draft = Submission.objects.filter(created_by=by, state__in=Submission.OPEN).first()
    if draft is None or title:
        today = timezone.localdate()
        name = title or f"{by} {today.year}年{today.month}月{today.day}日填报"
        draft = Submission(title=name, created_by=by, source=source)
        tidy(draft)
        draft.full_clean()
        draft.save()
        Event.objects.record("新建批次", by=by, subject=draft)
    return draft


@transaction.atomic
def describe(*, by: User, submission: Submission) -> Submission:
    """Change the title or the source of the user's own open batch."""
    require(by, "stats.add_entry", "录入数据")
    own_and_open(Submission.objects.select_for_update().get(pk=submission.pk), by)
    tidy(submission)
    submission.full_clean()
    submission.save(update_fields=["title", "source"])
    Event.objects.record("修改批次", by=by, subject=submission, source=str(submission.source or ""))
    return submission


def move(
    submission: Submission, *, sources: tuple[str, ...], to: str, **changes: object
) -> Submission:
    """Change the state by compare-and-set; whoever comes second is told the present state."""
    count = Submission.objects.filter(pk=submission.pk, state__in=sources).update(
        state=to, **changes
    )
    submission.refresh_from_db()
    if not count:
        raise ValidationError(
            f"批次“{submission}”现为“{submission.get_state_display()}”，不能这样办理。"
            "请刷新页面查看最新状态。"
        )
    return submission


@transaction.atomic
def submit(*, by: User, submission: Submission) -> Submission:
    """Hand the batch to a reviewer; every figure has a source, every doubt an explanation."""
    require(by, "stats.submit_submission", "提交审核")
    own_and_open(submission, by)
    entries = list(
        submission.entries.select_related(
            "indicator", "region__parent__parent", "rank_region", "denominator__region"
        )
    )
    if not entries:
        raise ValidationError(f"批次“{submission}”还没有数据，请先录入再提交。")
    bare = [entry.place for entry in entries if not (entry.source_id or submission.source_id)]
    if bare:
        raise ValidationError(
            f"以下数据没有来源：{'、'.join(bare[:5])}{'等' if len(bare) > 5 else ''}。"
            "请在批次上选一个来源，或逐条填写。"
        )
    for entry in entries:
        entry.clean()
    refuse_clashes(entries, AUTHOR_MENDS)
    refuse_unexplained(entries, AUTHOR_EXPLAINS)
    move(submission, sources=Submission.OPEN, to=State.SUBMITTED, submitted_at=timezone.now())
    Event.objects.record("提交审核", by=by, subject=submission, figures=len(entries))
    return submission


@transaction.atomic
def withdraw(*, by: User, submission: Submission) -> Submission:
    """Take the batch back before anyone has reviewed it."""
    require(by, "stats.submit_submission", "撤回")
    if submission.created_by_id != by.pk:
        raise PermissionDenied("只能撤回自己的填报批次。")
    move(submission, sources=(State.SUBMITTED,), to=State.DRAFT)
    Event.objects.record("撤回", by=by, subject=submission)
    return submission


def not_own(submission: Submission, by: User) -> None:
    if submission.created_by_id == by.pk:
        raise PermissionDenied("填报人不能审核自己的批次，请由另一位复核人员办理。")


@transaction.atomic
def send_back(*, by: User, submission: Submission, reason: str) -> Submission:
    require(by, "stats.approve_submission", "审核数据")
    not_own(submission, by)
    submission.return_reason = reason
    tidy(submission)
    if not (reason := submission.return_reason):
        raise ValidationError("请写明退回原因，填报人据此修改。")
    move(
        submission,
        sources=(State.SUBMITTED,),
        to=State.RETURNED,
        return_reason=reason,
        reviewed_by=by,
        reviewed_at=timezone.now(),
    )
    Event.objects.record("退回", by=by, subject=submission, reason=reason)
    return submission
