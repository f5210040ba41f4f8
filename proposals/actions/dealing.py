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

RECORD = "proposals.record_contact"


def open_handling(handling: Handling, doing: str) -> Handling:
    """The row, held; refused once the matter is over or before it was accepted."""
    stored = Handling.objects.select_for_update(of=("self",)).with_proposal().get(pk=handling.pk)
    if stored.round is None:
        raise ValidationError(f"{stored}还没有签收，请先签收再{doing}。")
    if stored.state in Handling.OVER:
        raise ValidationError(f"{stored}现为“{stored.get_state_display()}”，不能再{doing}。")
    return stored


@transaction.atomic
def record_contact(*, by: User, handling: Handling, contact: Contact) -> tuple[str, ...]:
    """沟通记录, kept with the present round."""
    require_permission(by, RECORD, "记录沟通")
    stored = open_handling(handling, "记录沟通")
    today_or_before(contact.day, "沟通日期")
    contact.round, contact.recorded_by = stored.round, by
    notes = clean_fields(contact, ("with_whom", "our_people", "content", "result"))
    contact.full_clean()
    contact.save()
    Event.objects.record("记录沟通", by=by, subject=stored, day=str(contact.day), way=contact.way)
    return tuple(notes)


@transaction.atomic
def add_unit(*, by: User, handling: Handling, unit: OtherUnit) -> tuple[str, ...]:
    """List another unit; one that is to give an opinion to us is given its day."""
    require_permission(by, RECORD, "登记其他单位")
    stored = open_handling(handling, "登记其他单位")
    today_or_before(unit.asked_on, "发出日期")
    unit.handling = stored
    notes = clean_fields(unit, ("unit", "contact", "phone"))
    if unit.role == Role.ASSIST and unit.asked_on and unit.due_on is None:
        found = dues.after(stored.proposal.session, ClockName.ASSIST, unit.asked_on)
        unit.due_on = found.day if found else None
    unit.full_clean()
    unit.save()
    Event.objects.record(
        "登记其他单位", by=by, subject=stored, unit=unit.unit, role=unit.role, due=str(unit.due_on)
    )
    return tuple(notes)


def of_unit(unit: OtherUnit, doing: str) -> tuple[Handling, OtherUnit]:
    stored = open_handling(unit.handling, doing)
    return stored, OtherUnit.objects.select_for_update().get(pk=unit.pk)


@transaction.atomic
def receive_opinion(*, by: User, unit: OtherUnit, received_on: date, opinion: str) -> OtherUnit:
    require_permission(by, RECORD, "登记协办意见")
    handling, unit = of_unit(unit, "登记协办意见")
    today_or_before(received_on, "收到日期")
    if unit.asked_on and received_on < unit.asked_on:
        raise ValidationError(f"收到日期不能早于发出日期（{unit.asked_on}），请核对。")
    unit.received_on, unit.opinion, unit.waived = received_on, opinion, ""
    clean_fields(unit, ("opinion",))
    unit.full_clean()
    unit.save()
    Event.objects.record(
        "收到协办意见", by=by, subject=handling, unit=unit.unit, day=str(received_on)
    )
    return unit


@transaction.atomic
def return_opinion(*, by: User, unit: OtherUnit, returned_on: date, reason: str) -> OtherUnit:
    """退回重报: an opinion without substance; it is due again by the session's clock."""
    require_permission(by, RECORD, "退回协办意见")
    handling, unit = of_unit(unit, "退回协办意见")
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
    require_permission(by, RECORD, "登记协办意见")
    handling, unit = of_unit(unit, "登记协办意见")
    unit.waived = needed(reason, "不再等的原因和催办情况", 200)
    unit.full_clean()
    unit.save()
    Event.objects.record(
        "不再等协办意见", by=by, subject=handling, unit=unit.unit, reason=unit.waived
    )
    return unit
