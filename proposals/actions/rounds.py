"""Rounds of answering: begun, given a due date, extended; each has one letter."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from cixi_ip.models import Event, User
from proposals import dues
from proposals.actions.cleaning import needed
from proposals.actions.moves import require_permission
from proposals.models import Handling, Letter, Round
from proposals.workflow import CLOSE

# What a letter of a later round takes over from the one before; the text is written anew.
TAKEN_OVER = ("addressee", "page_form", "cc", "contact", "phone", "seal", "post", "joint")


def start_round(
    handling: Handling, kind: str = Round.Kind.FIRST, started_on: date | None = None
) -> Round:
    number = handling.rounds.count() + 1
    return Round.objects.create(
        handling=handling, number=number, kind=kind, started_on=started_on or handling.received_on
    )


def set_due(round: Round, *, keeps: bool = True) -> bool:
    """Count the round's due date anew; whether it changed. `keeps` one that cannot be counted."""
    found = dues.of_round(round)
    before, kept = (round.due_on, round.is_estimated), round.due_on if keeps else None
    round.due_on = found.day if found else kept
    round.is_estimated = bool(found and found.is_estimated)
    if (round.due_on, round.is_estimated) == before:
        return False
    round.save(update_fields=["due_on", "is_estimated"])
    return True


def follow_promises(*, by: User, handling: Handling, why: str) -> None:
    """A follow-up answer that is being written is due when the open promises are."""
    round = handling.round
    if round is None or round.kind != Round.Kind.FOLLOW_UP or round.delivered_on:
        return
    round.handling, before = handling, round.due_on
    if set_due(round):
        Event.objects.record(
            "期限重算",
            by=by,
            subject=handling,
            what="答复期限",
            before=str(before or ""),
            after=str(round.due_on),
            why=why,
        )


def new_letter(handling: Handling) -> Letter:
    """An empty draft as the session's settings have it, or as the round before had it."""
    setting = handling.setting
    letter = Letter(
        round=handling.round,
        page_form=setting.page_form,
        title=handling.letter_title,
        addressee=handling.addressee,
        cc=setting.cc,
    )
    handling.round.handling = handling
    earlier = Letter.objects.filter(round__handling=handling).order_by("-round__number").first()
    if earlier is not None:
        for name in TAKEN_OVER:
            setattr(letter, name, getattr(earlier, name))
    letter.full_clean()
    letter.save()
    return letter


def extendable(handling: Handling) -> Round:
    """The round that waits for its letter."""
    round = handling.round
    if round is None or round.delivered_on or handling.state in Handling.OVER:
        raise ValidationError("已经送达或办结的不用延期；还没有签收的请先签收。")
    round.handling = handling
    return round


def extension_limits(handling: Handling) -> tuple[date, date | None]:
    """The present day without extension and the last one allowed, or why there is none."""
    try:
        return dues.extension_limits(extendable(handling))
    except ValueError as refusal:
        raise ValidationError(f"{refusal}。") from refusal


@transaction.atomic
def extend(*, by: User, handling: Handling, extended_to: date, note: str) -> Round:
    """延期: by consent, which the note names; within what the session allows."""
    require_permission(by, CLOSE, "办理延期")
    note = needed(note, "延期依据（谁同意的，文号或日期）", 200)
    stored = Handling.objects.select_for_update(of=("self",)).with_proposal().get(pk=handling.pk)
    round = extendable(stored)
    try:
        dues.refuse_extension(round, extended_to)
    except ValueError as refusal:
        raise ValidationError(f"{refusal}。") from refusal
    before = round.due_on
    round.extended_to, round.extension_note = extended_to, note
    round.full_clean()
    round.save(update_fields=["extended_to", "extension_note"])
    set_due(round)
    Event.objects.record(
        "延期", by=by, subject=stored, before=str(before), after=str(round.due_on), note=note
    )
    return round
