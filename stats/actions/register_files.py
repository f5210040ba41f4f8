"""Sheets for the registers: uploaded, looked at, then taken as a whole or not at all."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from cixi_ip.models import Event, User
from cixi_ip.sent_sheets import received
from cixi_ip.workbooks.complaints import Refusal
from stats.actions.refusals import AT_MOST, tidy
from stats.actions.registers import changes, require_keeper
from stats.imports.reading import uncollected
from stats.models import Enterprise, FormerName, RegisterFile
from stats.registers import REGISTERS, Register
from stats.registers.imports.holding import broken_checks, twins
from stats.registers.imports.preview import Verdict, preview
from stats.registers.keeping import KEEP

BATCH = 1000
UNDECIDED_DAYS = 30  # after which a sheet is given up: it may name people
MOVED_ON = "预览之后登记册又有变动，结果已经不同，没有导入。请重新核对下面的预览后再确认。"
RACED = "刚才有人登记了同样的内容，没有导入。请刷新预览，核对后再确认。"


@transaction.atomic
def upload_rows(*, by: User, register: Register, name: str, content: bytes) -> RegisterFile:
    """Keep a sheet to be looked at; what cannot be opened as one is refused at once."""
    require_keeper(by, register)
    drop_undecided()
    file = RegisterFile(register=register.slug, uploaded_by=by, **received(name, content))
    refuse_taken(register, file)
    file.full_clean(exclude=["content"])
    file.save()
    Event.objects.record(
        "上传登记册文件",
        by=by,
        subject=file,
        register=register.slug,
        sha256=file.sha256,
        size=len(content),
        **by.on_behalf(KEEP),
    )
    return file


def refuse_taken(register: Register, file: RegisterFile) -> None:
    """The same bytes again, unless rows of theirs were left out and can be taken by now."""
    taken = RegisterFile.objects.filter(
        register=register.slug, sha256=file.sha256, taken_at__isnull=False
    )
    twin = taken.defer("content").select_related("uploaded_by").first()
    if twin is not None and not has_more(register, file):
        raise ValidationError(
            f"这份文件已由{twin.uploaded_by}上传并导入过（“{twin.name}”），没有可再导入的；"
            "名单有变动的，请改好文件再传。"
        )


def has_more(register: Register, file: RegisterFile) -> bool:
    try:
        return bool(preview(register, file.name, bytes(file.content)).fresh)
    except Refusal:
        return False


def own(file: RegisterFile, by: User) -> Register:
    """Whoever uploaded a sheet decides on it; once it is taken, or given up, nobody does."""
    register = REGISTERS[file.register]
    require_keeper(by, register)
    if file.uploaded_by_id not in by.acts_for():
        raise PermissionDenied(f"这份文件由{file.uploaded_by}上传，请由本人确认或放弃。")
    if file.taken_at is not None:
        raise ValidationError(f"“{file}”已经导入过，不能再导入或放弃。")
    return register


@uncollected()
@transaction.atomic
def take_file(*, by: User, file: RegisterFile, seen: str, leaves_faulty: bool = False) -> int:
    """Save the rows of a sheet, all that were decided on or none; returns how many.

    `seen` is the digest of the preview the decision was made on.
    """
    stored = RegisterFile.objects.select_for_update(of=("self",)).filter(pk=file.pk).first()
    if stored is None:
        raise ValidationError("这份文件已经放弃，没有导入。需要的请重新上传。")
    register = own(stored, by)
    refuse_taken(register, stored)
    try:
        found = preview(register, stored.name, bytes(stored.content))
    except Refusal as refusal:
        raise ValidationError(str(refusal)) from refusal
    if found.digest != seen:
        raise ValidationError(MOVED_ON, code="stale")
    if (faulty := found.counts[Verdict.FAULTY]) and not leaves_faulty:
        raise ValidationError(
            f"有 {faulty} 行有问题，没有导入。请改好后重新上传；"
            "先导入其余各行的，请勾选“有问题的先不导入”。"
        )
    if not found.fresh:
        raise ValidationError("没有要导入的：各行都没有变化，或有问题。")
    taken = take_rows(
        by=by,
        register=register,
        records=[one.record for one in found.fresh if one.record is not None],
        enterprises=found.brought,
        file=stored.name,
        sha256=stored.sha256,
    )
    # What people are called stays in the register alone.
    kept = {"content": b""} if register.private else {}
    RegisterFile.objects.filter(pk=stored.pk).update(taken_at=timezone.now(), **kept)
    return taken


@transaction.atomic
def drop_file(*, by: User, file: RegisterFile) -> None:
    """Give up a sheet of which nothing was taken; its digest stays in the record."""
    stored = RegisterFile.objects.select_for_update(of=("self",)).filter(pk=file.pk).first()
    if stored is None:
        raise ValidationError("这份文件已经放弃。")
    own(stored, by)
    Event.objects.record(
        "放弃登记册文件", by=by, subject=stored, sha256=stored.sha256, **by.on_behalf(KEEP)
    )
    stored.delete()


@transaction.atomic
def drop_undecided() -> int:
    """Give up the sheets of all registers that nobody decided on; returns how many."""
    before = timezone.now() - timedelta(UNDECIDED_DAYS)
    old = RegisterFile.objects.filter(taken_at__isnull=True, uploaded_at__lt=before)
    files = list(old.select_for_update(of=("self",)).defer("content"))
    for file in files:
        Event.objects.record(
            "放弃登记册文件",
            by=None,
            label="系统",
            subject=file,
            register=file.register,
            sha256=file.sha256,
            reason=f"{UNDECIDED_DAYS}天没有确认",
        )
        file.delete()
    return len(files)


@transaction.atomic
def take_rows(
    *,
    by: User,
    register: Register,
    records: Sequence[Model],
    file: str,
    sha256: str,
    enterprises: Sequence[Enterprise] = (),
) -> int:
    """Save the rows of a file, all of them or none; new ones have no number yet.

    `enterprises` are new ones that the rows name, saved before them.
    """
    require_keeper(by, register)
    told = {"file": file, **by.on_behalf(KEEP)}
    try:
        with transaction.atomic():
            if enterprises:
                firms = REGISTERS["enterprises"]
                require_keeper(by, firms)
                save_all(by, firms, enterprises, told)
            save_all(by, register, records, told)
    except IntegrityError as error:
        raise ValidationError(RACED, code="stale") from error
    Event.objects.record(
        "导入登记",
        by=by,
        register=register.slug,
        sha256=sha256,
        rows=len(records),
        enterprises=len(enterprises),
        **told,
    )
    return len(records)


def save_all(by: User, register: Register, records: Sequence[Model], told: dict[str, Any]) -> None:
    """Save many rows with an event each; new ones and events in thousands."""
    manager = register.model._default_manager
    locked = manager.select_for_update(of=("self",)).select_related(*register.related)
    before = locked.in_bulk([record.pk for record in records if record.pk])
    refuse_wrong(records, before)
    new = [record for record in records if not record.pk]
    changed = [record for record in records if record.pk]
    lines = [(record, changes(register, before.get(record.pk), record)) for record in records]
    manager.bulk_create(new, batch_size=BATCH)
    for record in changed:
        if hasattr(record, "edition"):
            record.edition += 1
        record.save(force_update=True)
    keep_names(changed, before)
    kinds = {id(record): "新增登记" for record in new}
    events = [
        Event.objects.told(
            kinds.get(id(record), "修改登记"),
            by=by,
            subject=record,
            register=register.slug,
            changes=line,
            **told,
        )
        for record, line in lines
    ]
    Event.objects.bulk_create(events, batch_size=BATCH)


def refuse_wrong(records: Sequence[Model], before: dict[int, Model]) -> None:
    """What the form of one row refuses is refused of many, and none of them is saved."""
    wrong: list[str] = []
    for record in records:
        tidy(record)
        stored = before.get(record.pk)
        if record.pk and edition(stored) != edition(record):
            raise ValidationError(MOVED_ON, code="stale")
        related = [field.name for field in record._meta.concrete_fields if field.is_relation]
        try:
            record.clean_fields(exclude=related)
            record.clean()
        except ValidationError as error:
            wrong += error.messages
        wrong += broken_checks(record)
    if records:
        wrong += [sentence for _place, _first, sentence in twins(records)]
    if wrong:
        raise ValidationError(wrong[:AT_MOST])


def edition(row: Model | None) -> int:
    """0 of a row that was removed."""
    return 0 if row is None else getattr(row, "edition", 1)


def keep_names(changed: Sequence[Model], before: dict[int, Model]) -> None:
    FormerName.objects.bulk_create(
        FormerName(
            enterprise=record,
            name=before[record.pk].name,  # type: ignore[attr-defined]
            until=timezone.localdate(),
            reason="更名",
        )
        for record in changed
        if isinstance(record, Enterprise) and before[record.pk].name != record.name  # type: ignore[attr-defined]
    )
