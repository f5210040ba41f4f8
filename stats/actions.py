"""Every change of state of the statistics: enter, submit, withdraw, approve, send back, load."""

from collections.abc import Iterable
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CharField, Model
from django.utils import timezone

from cixi_ip.hygiene import sanitise
from cixi_ip.models import Event, User
from cixi_ip.wording import number
from stats import review
from stats.models import Entry, Observation, Source, Submission
from stats.models.figure import Figure

State = Submission.State
MEASURES = tuple(field.name for field in Figure._meta.get_fields())
IDENTITY = ("title", "doc_no", "issuer", "issued_on")
AUTHOR_MENDS = "请打开该条，核对最新一版，选择“修订”或“更正”并写明原因。"
RACED = "同一数据刚被另一批次发布，请刷新后重试。"
REVIEWER_MENDS = "请退回填报人，按最新一版办理修订。"
AUTHOR_EXPLAINS = "请改正；数字无误的，打开该条在“说明”一栏写一句话，再提交。"
REVIEWER_ASKS = "请退回填报人，改正或在“说明”一栏写一句话。"


def require(by: User, permission: str, doing: str) -> None:
    if not by.has_perm(permission):
        raise PermissionDenied(f"您的角色不能{doing}。如确需办理，请联系系统管理员调整角色。")


def tidy(record: Model) -> None:
    """Sanitise what was typed into a record; its `removed` then says what was taken out."""
    removed = []
    for field in record._meta.concrete_fields:
        if isinstance(field, CharField) and not field.choices:
            text, notes = sanitise(getattr(record, field.attname))
            setattr(record, field.attname, text.strip())
            removed += [f"{field.verbose_name}：{note}" for note in notes]
    record.removed = tuple(removed)  # type: ignore[attr-defined]


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


@transaction.atomic
def save_source(*, by: User, source: Source) -> Source:
    """Add a source to the list, or mend one."""
    require(by, "stats.change_source" if source.pk else "stats.add_source", "登记来源")
    kind = "修改来源" if source.pk else "登记来源"
    tidy(source)
    source.full_clean()
    changes = source_changes(source) if source.pk else {}
    refuse_rewriting(source, changes)
    source.save()
    Event.objects.record(
        kind, by=by, subject=source, doc_no=source.doc_no, issuer=source.issuer, changes=changes
    )
    return source


def source_changes(source: Source) -> dict[str, list[str]]:
    """Each changed field with its value before and after, for the record."""
    stored = Source.objects.select_for_update().get(pk=source.pk)
    pairs = {
        field.name: [str(getattr(found, field.name) or "") for found in (stored, source)]
        for field in Source._meta.concrete_fields
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def refuse_rewriting(source: Source, changes: dict[str, list[str]]) -> None:
    """What a published figure cites stays the paper it was."""
    locked = [name for name in IDENTITY if name in changes]
    if locked and Observation.objects.filter(source=source).exists():
        raise ValidationError(
            {
                name: f"已发布的数据引用了这一来源，“{Source._meta.get_field(name).verbose_name}”"
                f"不能再改（原为“{changes[name][0]}”）。如是另一份文件，请另登记一个来源；"
                "要补充说明，请写在备注里。"
                for name in locked
            }
        )


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


def shown(figure: Figure) -> str:
    if figure.value is None:
        return f"（{figure.get_status_display()}）"
    return number(figure.value, figure.digits) + figure.indicator.unit


def exactly(value: Decimal | None) -> str:
    """Every digit, for the record; empty when there is no value."""
    return "" if value is None else f"{value.normalize():f}"


def own_and_open(submission: Submission, by: User) -> None:
    if submission.created_by_id != by.pk:
        raise PermissionDenied("只能修改自己的填报批次。")
    if not submission.is_open:
        raise ValidationError(
            f"批次“{submission}”{submission.get_state_display()}，不能再改。"
            "待审核的批次可先撤回；已通过的数据请另建批次办理修订。"
        )


@transaction.atomic
def remove(*, by: User, entry: Entry) -> None:
    require(by, "stats.delete_entry", "删除录入数据")
    own_and_open(Submission.objects.select_for_update().get(pk=entry.submission_id), by)
    Event.objects.record("删除录入数据", by=by, subject=entry, value=exactly(entry.value))
    entry.delete()


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


def refuse_clashes(entries: list[Entry], way_out: str) -> None:
    """Refuse, with both values, what is not based on the last vintage published of its key."""
    found = []
    latest = Observation.objects.latest_of(entries)
    for entry in entries:
        last = latest.get(entry.key)
        if (last.vintage if last else 0) != entry.based_on:
            published = f"已发布第{last.vintage}版 {shown(last)}" if last else "尚未发布过"
            based_on = f"依据第{entry.based_on}版" if entry.based_on else "按首次填报"
            found.append(
                f"{entry.place}{published}，本批填的是 {shown(entry)}（{based_on}）。{way_out}"
            )
    if found:
        raise ValidationError(found, code="clash")


def refuse_unexplained(entries: list[Entry], way_out: str) -> None:
    if found := review.unexplained(entries):
        raise ValidationError([sentence + way_out for sentence in found], code="unexplained")


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
