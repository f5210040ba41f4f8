"""承诺台账: promises found in a signed letter, confirmed by its drafter and seen through."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from cixi_ip.models import Event, User
from proposals.actions.cleaning import needed
from proposals.actions.moves import require_permission, today_or_before
from proposals.actions.rounds import follow_promises
from proposals.commitments import Confidence, commitments
from proposals.models import Commitment, Handling, IssuedLetter, Letter, Progress
from proposals.workflow import CLOSE, KEEP

LONGEST_ACTION, LONGEST_OUTCOME = 200, 300


def propose_commitments(issued: IssuedLetter) -> int:
    """Write down what the letter seems to promise, for its drafter to confirm or dismiss."""
    found = [
        one
        for one in commitments(issued.body, on=issued.date)
        if one.confidence is not Confidence.LOW
    ]
    Commitment.objects.bulk_create(
        Commitment(
            issued=issued,
            position=position,
            sentence=one.sentence,
            action=one.action[:LONGEST_ACTION],
            confidence=one.confidence,
            due_on=one.due.day if one.due else None,
            due_words=one.due.words[:40] if one.due else "",
            target=one.targets[0].value if one.targets else None,
            target_unit=one.targets[0].unit[:10] if one.targets else "",
        )
        for position, one in enumerate(found, 1)
    )
    return len(found)


def held_row(commitment: Commitment) -> Commitment:
    return Commitment.objects.select_for_update().get(pk=commitment.pk)


def may_keep(commitment: Commitment, user: User) -> bool:
    """The owner sees a promise through, or the officer of the letter, or who closes handlings."""
    hands = user.acts_for()
    is_ours = commitment.owner_id in hands
    is_ours = is_ours or commitment.issued.letter.round.handling.officer_id in hands
    return user.has_perm(KEEP) and (is_ours or user.has_perm(CLOSE))


def refuse_stranger(commitment: Commitment, by: User) -> None:
    if not may_keep(commitment, by):
        raise PermissionDenied("这项承诺由别人负责。请由责任人或这件的经办人办理。")


@transaction.atomic
def confirm(*, by: User, commitment: Commitment) -> Commitment:
    """The promise is one: with owner, day and, where it has a number, the indicator it is seen by.

    `commitment` carries action, owner, due_on, target, target_unit, indicator, region as typed.
    """
    require_permission(by, KEEP, "确认承诺")
    stored = held_row(commitment)
    refuse_stranger(stored, by)
    if stored.state not in (Commitment.State.PROPOSED, Commitment.State.OPEN):
        raise ValidationError(f"这项已是“{stored.get_state_display()}”，不能再确认。")
    commitment.action = needed(commitment.action, "承诺事项", LONGEST_ACTION)
    if commitment.owner is None or commitment.due_on is None:
        raise ValidationError("请填责任人和完成时限。")
    if commitment.indicator is not None and commitment.region is None:
        raise ValidationError("选了对应指标的，请同时选口径。")
    commitment.state = Commitment.State.OPEN
    commitment.full_clean()
    commitment.save()
    Event.objects.record(
        "确认承诺",
        by=by,
        subject=commitment,
        owner=str(commitment.owner),
        due_on=str(commitment.due_on),
        indicator=str(commitment.indicator or ""),
    )
    recount_answer(commitment, by)
    return commitment


def recount_answer(commitment: Commitment, by: User) -> None:
    round = commitment.issued.letter.round
    handling = Handling.objects.with_proposal().get(pk=round.handling_id)
    follow_promises(by=by, handling=handling, why=f"承诺“{commitment.action}”有变动")


@transaction.atomic
def dismiss(*, by: User, commitment: Commitment, reason: str) -> Commitment:
    """The sentence promises nothing; why stays on record."""
    require_permission(by, KEEP, "确认承诺")
    stored = held_row(commitment)
    refuse_stranger(stored, by)
    if stored.state != Commitment.State.PROPOSED:
        raise ValidationError(f"这项已是“{stored.get_state_display()}”，不能再取消。")
    stored.outcome = needed(reason, "不算承诺的原因", LONGEST_OUTCOME)
    stored.state, stored.settled_on = Commitment.State.DISMISSED, timezone.localdate()
    stored.save()
    Event.objects.record("不算承诺", by=by, subject=stored, reason=stored.outcome)
    return stored


@transaction.atomic
def add_commitment(*, by: User, commitment: Commitment) -> Commitment:
    """A promise the reading overlooked, added by hand to the same letter."""
    require_permission(by, KEEP, "登记承诺")
    # Two at once would take the same position.
    Letter.objects.select_for_update().get(pk=commitment.issued.letter_id)
    refuse_stranger(commitment, by)
    commitment.action = needed(commitment.action, "承诺事项", LONGEST_ACTION)
    commitment.sentence = needed(commitment.sentence, "公文中的原句", 2000)
    if commitment.sentence not in commitment.issued.body.replace("\n", ""):
        raise ValidationError("公文中没有这句话，请照公文原句填写。")
    if commitment.owner is None or commitment.due_on is None:
        raise ValidationError("请填责任人和完成时限。")
    if commitment.indicator is not None and commitment.region is None:
        raise ValidationError("选了对应指标的，请同时选口径。")
    commitment.position = commitment.issued.commitments.count() + 1
    commitment.state = Commitment.State.OPEN
    commitment.full_clean()
    commitment.save()
    Event.objects.record("登记承诺", by=by, subject=commitment)
    recount_answer(commitment, by)
    return commitment


@transaction.atomic
def note_progress(*, by: User, commitment: Commitment, day: date, text: str) -> Progress:
    require_permission(by, KEEP, "填写承诺进展")
    stored = held_row(commitment)
    refuse_stranger(stored, by)
    today_or_before(day, "进展日期")
    if stored.state != Commitment.State.OPEN:
        raise ValidationError(f"这项现为“{stored.get_state_display()}”，不再填写进展。")
    progress = Progress.objects.create(
        commitment=stored, day=day, text=needed(text, "进展", 300), by=by
    )
    Event.objects.record("承诺进展", by=by, subject=stored, text=progress.text)
    return progress


@transaction.atomic
def settle_commitment(
    *, by: User, commitment: Commitment, is_kept: bool, outcome: str
) -> Commitment:
    """兑现, or 未能兑现 with the reason the proposer is to be told."""
    require_permission(by, KEEP, "了结承诺")
    stored = held_row(commitment)
    refuse_stranger(stored, by)
    if stored.state != Commitment.State.OPEN:
        raise ValidationError(f"这项现为“{stored.get_state_display()}”，不能了结。")
    stored.outcome = needed(outcome, "兑现的情况，或未能兑现的原因", LONGEST_OUTCOME)
    stored.state = Commitment.State.KEPT if is_kept else Commitment.State.BROKEN
    stored.settled_on = timezone.localdate()
    stored.full_clean()
    stored.save()
    Event.objects.record(
        "承诺兑现" if is_kept else "承诺未能兑现", by=by, subject=stored, outcome=stored.outcome
    )
    recount_answer(stored, by)
    return stored
