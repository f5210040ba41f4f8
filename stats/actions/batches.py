"""A batch on its way to the reviewer: opened, described, submitted, withdrawn, sent back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from cixi_ip.edition import edition
from cixi_ip.models import Event, User
from stats import figures, review
from stats.actions.refusals import (
    AUTHOR_EXPLAINS,
    AUTHOR_MENDS,
    AUTHOR_RETARGETS,
    on_behalf,
    own_and_open,
    refuse_outdated,
    refuse_targets,
    refuse_unexplained,
    require,
    tidy,
)
from stats.models import Source, Submission

State = Submission.State
SUBMITTED = "提交审核"
REVIEW = "stats.approve_submission"


@transaction.atomic
def open_submission(*, by: User, title: str = "", source: Source | None = None) -> Submission:
    """The user's own open draft, made when there is none; a title always makes a new one.

    Drafts of a grid or a round hold one period and scope, so they are not for single figures.
    """
    require(by, "stats.add_entry", "录入数据")
    author = author_for(by)
    open_ones = Submission.objects.filter(created_by=author, state__in=Submission.OPEN)
    draft = open_ones.filter(year=None).first()
    if draft is None or title:
        today = timezone.localdate()
        name = title or f"{author} {today.year}年{today.month}月{today.day}日填报"
        draft = Submission(title=name, created_by=author, source=source)
        tidy(draft)
        draft.full_clean()
        draft.save()
        Event.objects.record("新建批次", by=by, subject=draft, **on_behalf(draft, by))
    return draft


def author_for(by: User) -> User:
    """Whose a new batch is: who enters only as a deputy leaves it to the principal."""
    return next(iter(by.lent_by("stats.add_entry")), by)


def locked(submission_id: int) -> Submission:
    """The batch as stored, held until the end: nobody enters, submits or reviews it meanwhile.

    All locks here leave the key alone: rows that refer to the locked one are written meanwhile.
    """
    return Submission.objects.select_for_update(no_key=True).get(pk=submission_id)


@transaction.atomic
def describe(*, by: User, submission: Submission) -> Submission:
    """Change the title or the source of the user's own open batch."""
    require(by, "stats.add_entry", "录入数据")
    own_and_open(locked(submission.pk), by)
    tidy(submission)
    submission.full_clean()
    submission.save(update_fields=["title", "source"])
    source = str(submission.source or "")
    Event.objects.record(
        "修改批次", by=by, subject=submission, source=source, **on_behalf(submission, by)
    )
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
    """Hand the batch to a reviewer; all of it has a source, every doubt an explanation."""
    require(by, "stats.submit_submission", "提交审核")
    own_and_open(locked(submission.pk), by)
    entries, targets = submission.entries.all(), submission.target_entries.all()
    rested_on = basis()
    read = review.complete(entries)
    planned = targets.count()
    if not (read or planned):
        raise ValidationError(f"批次“{submission}”还没有数据，请先录入再提交。")
    if not submission.source_id:
        refuse_bare(submission)
    for entry in read:
        entry.clean()
    refuse_outdated(entries, AUTHOR_MENDS)
    refuse_targets(targets, AUTHOR_RETARGETS)
    refuse_unexplained(read, AUTHOR_EXPLAINS)
    move(submission, sources=Submission.OPEN, to=State.SUBMITTED, submitted_at=timezone.now())
    Event.objects.record(
        SUBMITTED,
        by=by,
        subject=submission,
        figures=len(read),
        targets=planned,
        basis=rested_on,
        **on_behalf(submission, by),
    )
    return submission


def basis() -> str:
    """What the rules' verdict on a batch rests on besides the batch itself."""
    return f"{figures.version()} {edition()}"


def basis_of(submission: Submission) -> str:
    """The basis at the time the batch was last submitted."""
    last = Event.objects.filter(
        kind=SUBMITTED, subject_type=submission._meta.label_lower, subject_id=str(submission.pk)
    ).first()
    return str(last.detail.get("basis", "")) if last else ""


def refuse_bare(submission: Submission) -> None:
    """Without a source of the batch, each figure and each target has its own."""
    few = 6
    entries = submission.entries.filter(source=None).select_related(
        "indicator__numerator", "region"
    )
    targets = submission.target_entries.filter(source=None)
    bare = [entry.place for entry in entries[:few]] + [f"目标“{each}”" for each in targets[:few]]
    if bare:
        raise ValidationError(
            f"以下数据没有来源：{'、'.join(bare[: few - 1])}{'等' if len(bare) >= few else ''}。"
            "请在批次上选一个来源，或逐条填写。"
        )


@transaction.atomic
def withdraw(*, by: User, submission: Submission) -> Submission:
    """Take the batch back before anyone has reviewed it."""
    require(by, "stats.submit_submission", "撤回")
    if submission.created_by_id not in by.acts_for():
        raise PermissionDenied("只能撤回自己的填报批次。")
    move(submission, sources=(State.SUBMITTED,), to=State.DRAFT)
    Event.objects.record("撤回", by=by, subject=submission, **on_behalf(submission, by))
    return submission


@transaction.atomic
def send_back(*, by: User, submission: Submission, reason: str) -> Submission:
    require(by, REVIEW, "审核数据")
    refuse_own(locked(submission.pk), by)
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
    Event.objects.record("退回", by=by, subject=submission, reason=reason, **by.on_behalf(REVIEW))
    return submission


def refuse_own(submission: Submission, by: User) -> None:
    """Four eyes: none of the reviewer's own work, nor of those the reviewer stands in for."""
    theirs = {submission.created_by_id} & by.acts_for()
    for rows in (submission.entries, submission.target_entries):
        typed = rows.filter(typed_by__in=by.acts_for()).order_by()
        theirs |= set(typed.values_list("typed_by", flat=True).distinct())
    if submission.created_by_id == by.pk:
        raise PermissionDenied("填报人不能审核自己的批次，请由另一位复核人员办理。")
    if by.pk in theirs:
        raise PermissionDenied("您录入过本批次的数据，不能再审核，请由另一位复核人员办理。")
    if theirs:
        names = "、".join(str(user) for user in by.stands_in_for() if user.pk in theirs)
        raise PermissionDenied(
            f"您今天代{names}办理，不能审核{names}填报的批次，请由另一位复核人员办理。"
        )
