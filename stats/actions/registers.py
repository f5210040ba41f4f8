"""Rows of the registers: saved, removed, merged; each on record."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError, Q
from django.utils import timezone

from cixi_ip.models import Event, User
from stats.actions.refusals import require, tidy
from stats.models import Enterprise, FormerName
from stats.registers import REGISTERS
from stats.registers.enterprises import ENTERPRISES
from stats.registers.keeping import KEEP, sits_in
from stats.registers.register import Register
from stats.registers.showing import words

STALE = (
    "在您打开页面之后，{}修改过这一条。您填的内容仍在页面上；"
    "请核对下面的现有内容，再次保存即以您填的为准。"
)
RACED = "刚才有人登记了同样的内容，没有保存。请先在登记册里核对。"
AGAIN = "您刚才已经登记了同样的一条，没有重复保存。确有两条相同的，请过一分钟再登记。"
AT_ONCE = timedelta(minutes=1)  # within which the same row is the same click

UNTOLD = ["（不记录）"] * 2  # of people


def require_keeper(by: User, register: Register) -> None:
    """Who keeps registers, and sits in the office of this one or stands in for one who does."""
    require(by, KEEP, "维护登记册")
    if not sits_in(by, register):
        raise PermissionDenied(
            f"“{register.name}”由{register.office}维护。如确需修改，请联系该科室，"
            "或请系统管理员调整您的科室。"
        )


@transaction.atomic
def save_record(
    *, by: User, register: Register, record: Model, seen_edition: int | None = None
) -> Model:
    """Save a new or changed row; `seen_edition` is the one the form was opened with."""
    require_keeper(by, register)
    return write(by, register, record, seen_edition)


def write(by: User, register: Register, record: Model, seen_edition: int | None) -> Model:
    before = locked(record, seen_edition) if record.pk else None
    refuse_merged(before)
    tidy(record)
    record.full_clean()
    if before is None:
        refuse_again(by, register, record)
    elif hasattr(record, "edition"):
        record.edition = before.edition + 1
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        raise ValidationError(RACED) from error
    if isinstance(record, Enterprise) and before is not None and before.name != record.name:
        keep_name(record, before.name, "更名")
    Event.objects.record(
        "修改登记" if before is not None else "新增登记",
        by=by,
        subject=record,
        register=register.slug,
        changes=changes(register, before, record),
        **by.on_behalf(KEEP),
    )
    return record


def refuse_again(by: User, register: Register, record: Model) -> None:
    """A form that was sent twice is saved once; who sends waits for their own other click."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    named = (register.field(name).attname for name in register.filled)
    values = {name: getattr(record, name) for name in named}
    same = Q(**{name: value for name, value in values.items() if value is not None})
    same &= Q(**{f"{name}__isnull": True for name, value in values.items() if value is None})
    alike = type(record)._default_manager.order_by().filter(same)
    pks = [str(pk) for pk in alike.values_list("pk", flat=True)]
    told = Event.objects.filter(
        subject_type=record._meta.label_lower, subject_id__in=pks, kind="新增登记", by=by
    )
    if pks and told.filter(at__gte=timezone.now() - AT_ONCE).exists():
        raise ValidationError(AGAIN)


def locked(record: Model, seen_edition: int | None) -> Any:
    """The row as it is stored; refused when somebody changed it since the form was opened."""
    rows = type(record)._default_manager.select_for_update(of=("self",))
    if (stored := rows.filter(pk=record.pk).first()) is None:
        raise ValidationError("这一条刚才已被删除，没有保存。需要的请重新登记。")
    if seen_edition is not None and getattr(stored, "edition", seen_edition) != seen_edition:
        last = Event.objects.filter(
            subject_type=stored._meta.label_lower, subject_id=str(stored.pk)
        ).first()
        raise ValidationError(STALE.format(last.by_label if last else "有人"), code="stale")
    return stored


def refuse_merged(stored: Any) -> None:
    """An enterprise that was merged is kept as it was, to lead to the other."""
    if getattr(stored, "merged_into", None) is not None:
        raise ValidationError(f"“{stored}”已并入“{stored.merged_into}”，请改那一家。")


def changes(register: Register, before: Model | None, after: Model) -> dict[str, list[str]]:
    """Old and new words of each field that differs; private ones say only that they changed."""
    found = {}
    for name in register.filled:
        pair = [words(before, name) if before is not None else "", words(after, name)]
        if pair[0] != pair[1]:
            found[register.heading(name)] = UNTOLD if name in register.private else pair
    return found


def keep_name(enterprise: Enterprise, name: str, reason: str) -> None:
    FormerName.objects.create(
        enterprise=enterprise, name=name, until=timezone.localdate(), reason=reason
    )


@transaction.atomic
def remove_record(*, by: User, register: Register, record: Model, reason: str) -> None:
    """Delete a row that was entered by mistake; what it said stays in the record of acts."""
    require_keeper(by, register)
    if not reason.strip():
        raise ValidationError({"reason": "请写明为什么删除，如“重复登记”“登错了企业”。"})
    stored = locked(record, None)
    refuse_merged(stored)
    told = changes(register, None, stored)
    Event.objects.record(
        "删除登记",
        by=by,
        subject=record,
        register=register.slug,
        reason=reason.strip(),
        removed={heading: pair[1] for heading, pair in told.items()},
        **by.on_behalf(KEEP),
    )
    try:
        record.delete()
    except ProtectedError as error:
        users = sorted({str(one._meta.verbose_name) for one in error.protected_objects})
        instead = "重复的企业请用“合并”。" if isinstance(record, Enterprise) else "请先删除它们。"
        raise ValidationError(
            f"“{record}”还被这些登记用着：{'、'.join(users)}，不能删除。{instead}"
        ) from error


@transaction.atomic
def merge_enterprises(*, by: User, kept: Enterprise, dropped: Enterprise, reason: str) -> int:
    """Give all rows of one entry to another; the dropped one stays on record and leads there.

    Returns how many rows were moved. Refused where both hold the same honour or year: one of the
    two has to be removed first, with a reason.
    """
    require(by, "stats.merge_enterprise", "合并企业")
    require_keeper(by, ENTERPRISES)
    pair = Enterprise.objects.select_for_update(of=("self",)).filter(pk__in=(kept.pk, dropped.pk))
    stored = {one.pk: one for one in pair.order_by("pk")}
    if len(stored) < 2:
        raise ValidationError("请选另一家企业：不能并入自己。")
    if any(one.merged_into_id for one in stored.values()):
        raise ValidationError("其中一家已经并入别的企业，请刷新后重选。")
    if not reason.strip():
        raise ValidationError({"reason": "请写明合并的原因，如“同一企业，更名前后各登记了一次”。"})
    moved = [(row, name) for name, row in given(kept, dropped)]
    Enterprise.objects.filter(pk=dropped.pk).update(merged_into=kept)
    if dropped.name != stored[kept.pk].name:
        keep_name(kept, dropped.name, reason.strip()[:100])
    learnt = take_town(kept, stored[kept.pk], stored[dropped.pk])
    told = {"reason": reason.strip(), **by.on_behalf("stats.merge_enterprise")}
    tell_moved(by, moved, kept, dropped, told)
    was = {"id": dropped.pk, "name": dropped.name, "credit_code": dropped.credit_code}
    Event.objects.record(
        "合并企业", by=by, subject=kept, dropped=was, moved=len(moved), changes=learnt, **told
    )
    Event.objects.record("并入企业", by=by, subject=dropped, into=kept.name, **told)
    return len(moved)


def take_town(kept: Enterprise, stored: Enterprise, dropped: Enterprise) -> dict[str, list[str]]:
    """The town only the dropped entry knows; says what changed."""
    if stored.town_id is not None or dropped.town_id is None:
        return {}
    kept.town, kept.edition = dropped.town, stored.edition + 1
    kept.save(update_fields=["town", "edition"])
    return {ENTERPRISES.heading("town"): ["", str(dropped.town)]}


def given(kept: Enterprise, dropped: Enterprise) -> Iterator[tuple[str, Any]]:
    """Every row that named one enterprise and now names the other, with the field that does."""
    for relation in Enterprise._meta.related_objects:
        name = relation.field.name
        if name == "merged_into":
            continue
        for row in relation.field.model._default_manager.filter(**{name: dropped}):
            give(row, name, kept)
            yield name, row


def give(row: Any, name: str, kept: Enterprise) -> None:
    setattr(row, name, kept)
    what = row._meta.verbose_name
    try:
        row.clean()
    except ValidationError as error:
        raise ValidationError(
            f"要移过来的{what}（{row}）有问题：{'；'.join(error.messages)}请先改正这一条，再合并。"
        ) from error
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise ValidationError(
            f"两家企业都有同一条{what}（{'；'.join(error.messages)}）。"
            f"请先删除其中一条（{row}），再合并。"
        ) from error
    changed = [name]
    if hasattr(row, "edition"):
        row.edition += 1
        changed.append("edition")
    row.save(update_fields=changed)


def tell_moved(
    by: User,
    moved: Sequence[tuple[Any, str]],
    kept: Enterprise,
    dropped: Enterprise,
    told: dict[str, Any],
) -> None:
    """An event for each row of a register, so that its own page tells the merger too."""
    registers = {register.model: register for register in REGISTERS.values()}
    events = []
    for row, name in moved:
        if (register := registers.get(type(row))) is not None:
            pair, said = [dropped.name, kept.name], told
            if name in register.private:
                # The reason names whom it is about, in free words.
                pair, said = UNTOLD, {k: v for k, v in told.items() if k != "reason"}
            line = {register.heading(name): pair}
            events.append(
                Event.objects.told(
                    "随企业合并", by=by, subject=row, register=register.slug, changes=line, **said
                )
            )
    Event.objects.bulk_create(events)
