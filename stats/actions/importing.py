"""Imports: uploaded, read, confirmed, written as a batch of one's own, or given up."""

from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cixi_ip.hygiene import sanitise
from cixi_ip.models import Event, User
from cixi_ip.sent_sheets import LONGEST_NAME
from cixi_ip.uploads import plain_name
from cixi_ip.workbooks.archive import recognise
from cixi_ip.workbooks.complaints import DOUBT, Refusal
from stats import bulk
from stats.actions.refusals import require, tidy
from stats.imports import reading
from stats.imports.comparing import ADDED, CHANGED
from stats.imports.process import AT_WORK, SILENT
from stats.models import ImportFile, RevisionKind, Source, Submission

State, Kind = ImportFile.State, ImportFile.Kind
STALE = "读取之后，同一批数据又有新的发布或目录有改动，预览已更新。请重新核对后再确认。"
STOPPED = (
    "读取程序意外中断，没有写入任何数据。请重新读取；再次中断的，把文件拆小，或联系系统管理员。"
)


@transaction.atomic
def upload_import(
    *,
    by: User,
    kind: str,
    name: str,
    content: bytes,
    year: int | None = None,
    source: Source | None = None,
) -> ImportFile:
    """Keep an uploaded file, to be read next; what is no table at all is refused at once."""
    require(by, "stats.add_importfile", "导入文件")
    plain = plain_name(name)
    try:
        recognise(plain, content)
    except Refusal as refusal:
        raise ValidationError({"file": str(refusal)}) from refusal
    if kind == Kind.NOTICE and year is None:
        raise ValidationError({"year": "省局通报须填数据年份，如 2023。"})
    file = ImportFile(
        kind=kind,
        name=plain[-LONGEST_NAME:],
        content=content,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        year=year,
        source=source,
        uploaded_by=by,
    )
    file.full_clean(exclude=["content"])
    file.save()
    Event.objects.record("上传导入文件", by=by, subject=file, sha256=file.sha256, size=file.size)
    return file


def own(file: ImportFile, by: User) -> None:
    require(by, "stats.add_importfile", "导入文件")
    if file.uploaded_by_id != by.pk:
        raise PermissionDenied("只能办理自己上传的导入文件。")


def move(file: ImportFile, *, sources: tuple[str, ...], to: str, **changes: Any) -> None:
    """As for batches, by compare-and-set: whoever comes second is told the present state."""
    found = ImportFile.objects.filter(pk=file.pk, state__in=sources)
    count = found.update(state=to, beat_at=timezone.now(), **changes)
    file.refresh_from_db(fields=["state", "outcome", "submission", "beat_at"])
    if not count:
        raise elsewhere(file)


def elsewhere(file: ImportFile) -> ValidationError:
    return ValidationError(
        f"“{file}”现为“{file.get_state_display()}”，不能这样办理。请刷新页面查看最新状态。"
    )


def tell_progress(file: ImportFile, done: int, rows: int) -> None:
    """How far the reading is; seen at once by whoever looks at the page."""
    ImportFile.objects.filter(pk=file.pk, state__in=AT_WORK).update(
        rows_done=done, rows_all=rows, beat_at=timezone.now()
    )


def read_import(file: ImportFile, *, told: tuple[str, ...] = ()) -> ImportFile:
    """Read the file and keep what was found, with what its owner is to be told besides."""
    try:
        result = read(file)
    except Refusal as refusal:
        return settle(file, State.REFUSED, {"refusal": str(refusal), "told": list(told)})
    state = State.REFUSED if result.comparison.refused else State.READY
    return settle(file, state, result.outcome() | {"told": list(told)})


def read(file: ImportFile) -> reading.Result:
    return reading.read(
        file,
        today=timezone.localdate(),
        beat=lambda done, rows: tell_progress(file, done, rows),
    )


@transaction.atomic
def settle(file: ImportFile, state: str, outcome: dict[str, Any]) -> ImportFile:
    move(file, sources=(State.READING,), to=state, outcome=outcome, rows_done=F("rows_all"))
    told = {name: outcome[name] for name in ("counts", "kinds", "refusal") if name in outcome}
    Event.objects.record("读取导入文件", by=file.uploaded_by, subject=file, **told)
    return file


@transaction.atomic
def refuse_import(file: ImportFile, sentence: str = STOPPED) -> ImportFile:
    """The process was stopped, or died of something it did not expect; nothing was written."""
    move(file, sources=AT_WORK, to=State.REFUSED, outcome={"refusal": sentence})
    Event.objects.record("读取导入文件中断", by=file.uploaded_by, subject=file, refusal=sentence)
    return file


@transaction.atomic
def read_again(*, by: User, file: ImportFile) -> ImportFile:
    """Read once more: after a stop, or because figures were published meanwhile."""
    own(file, by)
    move(file, sources=at_rest(file), to=State.READING, rows_done=0, outcome={})
    Event.objects.record("重新读取导入文件", by=by, subject=file)
    return file


@transaction.atomic
def cancel_import(*, by: User, file: ImportFile) -> ImportFile:
    own(file, by)
    move(file, sources=at_rest(file), to=State.CANCELLED)
    Event.objects.record("放弃导入", by=by, subject=file)
    return file


def at_rest(file: ImportFile) -> tuple[str, ...]:
    """The states one may leave by hand; those at work too, once their process has died."""
    quiet = ImportFile.objects.filter(
        pk=file.pk, state__in=AT_WORK, beat_at__lt=timezone.now() - SILENT
    )
    return (State.READY, State.REFUSED, *(AT_WORK if quiet.exists() else ()))


@transaction.atomic
def confirm_import(
    *,
    by: User,
    file: ImportFile,
    title: str,
    source: Source | None,
    revision_kind: str = "",
    reason: str = "",
    explanation: str = "",
) -> ImportFile:
    """Order the writing of what was shown, all of it or nothing.

    Kind and reason are for changes that give none in their row; the explanation is for figures
    that a complaint or a rule asks about and that say nothing themselves.
    """
    own(file, by)
    if file.state != State.READY:
        raise elsewhere(file)
    words = {"title": title, "reason": reason, "explanation": explanation}
    order = {name: sanitise(text)[0].strip() for name, text in words.items()}
    refuse_order(file.outcome, order | {"kind": revision_kind}, source)
    order |= {"source": source.pk if source else None, "kind": revision_kind}
    move(file, sources=(State.READY,), to=State.WRITING, outcome=file.outcome | {"order": order})
    told = {"explanation": order["explanation"]} if order["explanation"] else {}
    Event.objects.record("确认导入", by=by, subject=file, counts=file.outcome["counts"], **told)
    return file


def refuse_order(outcome: dict[str, Any], order: dict[str, Any], source: Source | None) -> None:
    counts = outcome.get("counts", {})
    faults = {}
    if not order["title"]:
        faults["title"] = "请填写批次名称，如 2023年度省局通报。"
    if source is None:
        faults["source"] = "请选择本批来源；没有的，先到“来源”里登记。"
    if outcome.get("unreasoned") and not order["reason"]:
        faults["reason"] = "有变更的数据没有写修改原因。请写明为什么改、依据什么。"
    if outcome.get("unreasoned") and order["kind"] not in (
        RevisionKind.REVISION,
        RevisionKind.CORRECTION,
    ):
        faults["revision_kind"] = "有变更的数据没有选修改性质。有新资料选“修订”，原数有误选“更正”。"
    if outcome.get("kinds", {}).get(DOUBT) and not order["explanation"]:
        faults["explanation"] = "有须说明的问题。请对照原件核对，写一句说明。"
    if faults:
        raise ValidationError(faults)
    if not counts.get(ADDED, 0) + counts.get(CHANGED, 0):
        raise ValidationError("没有要写入的数据：表中的数与已发布的相同，或没有填数。")


def write_import(*, by: User, file: ImportFile) -> Submission:
    """Write what was confirmed as a new draft batch, or refuse when it would be anything else."""
    own(file, by)
    order = file.outcome["order"]
    try:
        result = read(file)
    except Refusal as refusal:
        raise ValidationError(str(refusal)) from refusal
    if result.comparison.refused or result.digest != file.outcome["digest"]:
        raise ValidationError(STALE)
    with transaction.atomic():
        move(file, sources=(State.WRITING,), to=State.WRITTEN)
        submission = batch(result, order, by)
        entries = list(prepared(result, order, submission, by))
        bulk.write(entries)
        ImportFile.objects.filter(pk=file.pk).update(submission=submission)
        Event.objects.record(
            "导入数据",
            by=by,
            subject=submission,
            file=file.pk,
            sha256=file.sha256,
            counts=result.comparison.counts,
        )
    return submission


def batch(result: reading.Result, order: dict[str, Any], by: User) -> Submission:
    """The batch; of one period and scope when all its figures are."""
    grids = {(entry.year, entry.through_month, entry.region_id) for entry, _v in result.fresh}
    year, month, region = grids.pop() if len(grids) == 1 else (None, None, None)
    submission = Submission(
        title=order["title"],
        source_id=order["source"],
        created_by=by,
        year=year,
        through_month=month,
        region_id=region,
    )
    tidy(submission)
    submission.full_clean()
    submission.save()
    return submission


def prepared(
    result: reading.Result, order: dict[str, Any], submission: Submission, by: User
) -> Any:
    asked = result.unexplained
    for entry, verdict in result.fresh:
        entry.submission, entry.typed_by = submission, by
        if verdict == CHANGED:
            entry.reason = entry.reason or order["reason"]
            if entry.revision_kind == RevisionKind.FIRST:
                entry.revision_kind = order["kind"]
        if entry.key in asked:
            entry.explanation = order["explanation"]
        yield entry


@transaction.atomic
def give_back(file: ImportFile) -> ImportFile:
    """What was not written is to be read anew, so that its owner sees what has changed."""
    move(file, sources=(State.WRITING,), to=State.READING, outcome={})
    Event.objects.record("导入未写入", by=file.uploaded_by, subject=file)
    return file
