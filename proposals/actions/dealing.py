"""Talking with those who put a proposal forward, and collecting other units' opinions."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from cixi_ip.models import Event, User
from proposals import dues
from proposals.actions.cleaning import clean_fields, needed
from proposals.actions.moves import require_permission, today_or_before
from proposals.models import Contact, Handling, OtherUnit, Role
from proposals.models.session import ClockName
from proposals.workflow import RECORD

# What a 沟通记录 tells: day and way, then its texts.
TOLD = ("day", "way", "with_whom", "our_people", "content", "result")


def open_handling(handling: Handling, doing: str) -> Handling:
    """The row, held; refused once the matter is over or before it was accepted."""
    stored = Handling.objects.select_for_update(of=("self",)).with_proposal().get(pk=handling.pk)
    if stored.round is None:
        raise ValidationError(f"{stored}还没有签收，请先签收再{doing}。")
    if stored.state in Handling.OVER:
        raise ValidationError(f"{stored}现为“{stored.get_state_display()}”，不能再{doing}。")
    return stored


def clean_contact(contact: Contact) -> list[str]:
    notes = clean_fields(contact, TOLD[2:])
    contact.content = contact.content.strip()
    return notes


@transaction.atomic
def record_contact(*, by: User, handling: Handling, contact: Contact) -> tuple[str, ...]:
    """沟通记录, kept with the present round."""
    require_permission(by, RECORD, "记录沟通")
    stored = open_handling(handling, "记录沟通")
    today_or_before(contact.day, "沟通日期")
    contact.round, contact.recorded_by = stored.round, by
    notes = clean_contact(contact)
    contact.full_clean()
    contact.save()
    Event.objects.record("记录沟通", by=by, subject=stored, day=str(contact.day), way=contact.way)
    return tuple(notes)


@transaction.atomic
def correct_contact(*, by: User, contact: Contact) -> tuple[str, ...]:
    """Change a wrong record of the present round; what it said before stays in the event."""
    require_permission(by, RECORD, "更正沟通记录")
    stored = open_handling(contact.round.handling, "更正沟通记录")
    wrong = Contact.objects.select_for_update().get(pk=contact.pk)
    if wrong.round_id != stored.round_id:
        raise ValidationError("这是以前一轮的沟通记录，不能再更正。")
    today_or_before(contact.day, "沟通日期")
    notes = clean_contact(contact)
    contact.full_clean()
    pairs = {name: [str(getattr(one, name)) for one in (wrong, contact)] for name in TOLD}
    changed = [name for name, (before, after) in pairs.items() if before != after]
    if not changed:
        raise ValidationError("没有改动，不用更正。")
    contact.save(update_fields=changed)
    labels = {name: str(Contact._meta.get_field(name).verbose_name) for name in changed}
    changes = {labels[name]: pairs[name] for name in changed}
    Event.objects.record("更正沟通记录", by=by, subject=stored, changes=changes)
    return tuple(notes)


@transaction.atomic
def add_unit(*, by: User, handling: Handling, unit: OtherUnit) -> tuple[str, ...]:
    """List another unit; one that is to give an opinion to us is given its day."""
    require_permission(by, RECORD, "登记其他单位")
    stored = open_handling(handling, "登记其他单位")
    today_or_before(unit.asked_on, "发出日期")
    unit.handling = stored
    notes = clean_fields(unit, ("unit", "contact", "phone"))
    if unit.role == Role.ASSIST and unit.asked_on and stored.is_answering:
        set_unit_due(stored, unit, unit.asked_on, unit.due_on)
    unit.full_clean()
    unit.save()
    Event.objects.record(
        "登记其他单位", by=by, subject=stored, unit=unit.unit, role=unit.role, due=str(unit.due_on)
    )
    return tuple(notes)


def set_unit_due(handling: Handling, unit: OtherUnit, asked_on: date, due_on: date | None) -> None:
    """By the session's clock, unless our letter to the unit named a day of its own."""
    if due_on is not None and due_on < asked_on:
        raise ValidationError(f"应回日期不能早于发出日期（{asked_on}），请核对。")
    if due_on is None:
        found = dues.after(handling.proposal.session, ClockName.ASSIST, asked_on)
        due_on = found.day if found else None
    unit.asked_on, unit.due_on = asked_on, due_on


def of_unit(unit: OtherUnit, by: User, doing: str) -> tuple[Handling, OtherUnit]:
    """Both rows, held; only a unit that owes us an opinion can be asked for one."""
    require_permission(by, RECORD, doing)
    stored = open_handling(unit.handling, doing)
    word = stored.proposal.session.assist_word
    if not stored.is_answering:
        raise ValidationError(f"这件由别的单位主办，{word}意见由主办单位收集，不在这里登记。")
    held = OtherUnit.objects.select_for_update().get(pk=unit.pk)
    if held.role != Role.ASSIST:
        raise ValidationError(f"{held}不是{word}单位，不用征求它的意见。")
    return stored, held


@transaction.atomic
def ask_unit(*, by: User, unit: OtherUnit, asked_on: date, due_on: date | None = None) -> OtherUnit:
    """Our letter to the unit went out; asked again, the event keeps both days."""
    handling, unit = of_unit(unit, by, "登记征求意见")
    today_or_before(asked_on, "发出日期")
    if unit.received_on or unit.returned_on:
        raise ValidationError(f"{unit}的意见已经收到过，不用再登记发出；没有内容的请退回重报。")
    before = str(unit.asked_on or "")
    set_unit_due(handling, unit, asked_on, due_on)
    unit.waived = ""
    unit.full_clean()
    unit.save()
    Event.objects.record(
        "征求其他单位意见",
        by=by,
        subject=handling,
        unit=unit.unit,
        before=before,
        asked=str(asked_on),
        due=str(unit.due_on or ""),
    )
    return unit


@transaction.atomic
def receive_opinion(*, by: User, unit: OtherUnit, received_on: date, opinion: str) -> OtherUnit:
    """An opinion came; typed again it is a correction, and the event keeps what was typed first."""
    handling, unit = of_unit(unit, by, "登记协办意见")
    today_or_before(received_on, "收到日期")
    for before, label in ((unit.asked_on, "发出日期"), (unit.returned_on, "退回日期")):
        if before and received_on < before:
            raise ValidationError(f"收到日期不能早于{label}（{before}），请核对。")
    earlier = unit.opinion if unit.received_on else ""
    unit.received_on, unit.opinion, unit.waived = received_on, opinion.strip(), ""
    clean_fields(unit, ("opinion",))
    unit.full_clean()
    unit.save()
    Event.objects.record(
        "更正协办意见" if earlier else "收到协办意见",
        by=by,
        subject=handling,
        unit=unit.unit,
        day=str(received_on),
        before=earlier,
    )
    return unit


@transaction.atomic
def return_opinion(*, by: User, unit: OtherUnit, returned_on: date, reason: str) -> OtherUnit:
    """退回重报: an opinion without substance; it is due again by the session's clock."""
    handling, unit = of_unit(unit, by, "退回协办意见")
    today_or_before(returned_on, "退回日期")
    if unit.received_on is None:
        raise ValidationError("还没有收到这个单位的意见，不用退回。")
    if returned_on < unit.received_on:
        raise ValidationError(f"退回日期不能早于收到日期（{unit.received_on}），请核对。")
    found = dues.after(handling.proposal.session, ClockName.RESUBMIT, returned_on)
    unit.return_reason = needed(reason, "退回原因", 200)
    unit.returned_on, unit.received_on = returned_on, None
    unit.due_on = found.day if found else unit.due_on
    unit.full_clean()
    unit.save()
    Event.objects.record(
        "退回协办意见",
        by=by,
        subject=handling,
        unit=unit.unit,
        reason=unit.return_reason,
        opinion=unit.opinion,
    )
    return unit


@transaction.atomic
def waive_opinion(*, by: User, unit: OtherUnit, reason: str) -> OtherUnit:
    """Go on without an opinion that does not come; the reason stays on record."""
    handling, unit = of_unit(unit, by, "登记协办意见")
    if unit.received_on:
        raise ValidationError(f"{unit}的意见已经收到，不用再等。")
    unit.waived = needed(reason, "不再等的原因和催办情况", 200)
    unit.full_clean()
    unit.save()
    Event.objects.record(
        "不再等协办意见", by=by, subject=handling, unit=unit.unit, reason=unit.waived
    )
    return unit
