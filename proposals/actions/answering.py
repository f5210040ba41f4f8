"""After signing: seal, delivery, what the receivers say, another round, closing, the archive."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cixi_ip.hygiene import sanitise
from cixi_ip.models import Event, User
from proposals import dues
from proposals.actions.cleaning import clean_fields, needed
from proposals.actions.moves import (
    move,
    refuse_state,
    require,
    require_permission,
    today_or_before,
)
from proposals.actions.rounds import new_letter, set_due, start_round
from proposals.models import Feedback, Handling, Round
from proposals.models.session import ClockName
from proposals.requirements import is_to_follow_up
from proposals.workflow import ANSWERED, RECORD


@transaction.atomic
def seal(*, by: User, handling: Handling, sealed_on: date, copies: int) -> Handling:
    """用印登记: the number was taken at signing; now the seal is put and copies counted."""
    stored = hold(handling, "seal", by)
    today_or_before(sealed_on, "用印日期")
    if not 1 <= copies <= 999:
        raise ValidationError("印数从 1 到 999，请核对。")
    round = stored.round
    signed_on = stored.letter.issued.date
    if sealed_on < signed_on:
        raise ValidationError(f"用印日期不能早于签发日期（{signed_on}），请核对。")
    move(handling, "seal", by=by, detail={"sealed_on": str(sealed_on), "copies": copies})
    Round.objects.filter(pk=round.pk).update(sealed_on=sealed_on, copies=copies)
    return handling


@transaction.atomic
def deliver(*, by: User, handling: Handling, delivered_on: date, delivery: str) -> Handling:
    """送达: the answer's own clock stops, and that of the receipt begins."""
    stored = hold(handling, "deliver", by)
    today_or_before(delivered_on, "送达日期")
    delivery = needed(delivery, "送达方式，如：当面送交、机要、公文系统", 40)
    round = Round.objects.select_for_update().get(pk=stored.round_id)
    if round.sealed_on and delivered_on < round.sealed_on:
        raise ValidationError(f"送达日期不能早于用印日期（{round.sealed_on}），请核对。")
    round.delivered_on, round.delivery = delivered_on, delivery
    if handling.is_answering and handling.proposal.needs_answer:
        receipt = dues.after(handling.proposal.session, ClockName.RECEIPT, delivered_on)
        round.receipt_due_on = receipt.day if receipt else None
    round.full_clean()
    round.save()
    detail = {"delivered_on": str(delivered_on), "delivery": delivery}
    return move(handling, "deliver", by=by, detail=detail)


@transaction.atomic
def record_feedback(*, by: User, handling: Handling, feedback: Feedback) -> tuple[str, ...]:
    """Type in what one receiver says; a paper receipt names who typed it."""
    stored = awaiting_feedback(by, handling)
    feedback.round, feedback.typed_by = stored.round, by
    refuse_feedback(stored, feedback)
    notes = clean_fields(feedback, ("reason",))
    feedback.full_clean()
    feedback.save()
    Event.objects.record(
        "录入征询意见",
        by=by,
        subject=stored,
        proposer=str(feedback.proposer or ""),
        attitude=feedback.attitude,
        result=feedback.result,
        reason=feedback.reason,
        on_paper=feedback.is_on_paper,
    )
    return tuple(notes)


@transaction.atomic
def correct_feedback(*, by: User, feedback: Feedback, why: str) -> tuple[str, ...]:
    """Put another entry in the place of a wrong one; what stood before stays in the record."""
    stored = awaiting_feedback(by, feedback.round.handling)
    why = needed(why, "更正的原因", 200)
    before = Feedback.objects.select_for_update(of=("self",)).select_related("proposer")
    wrong = before.get(pk=feedback.pk)
    if wrong.round_id != stored.round_id:
        raise ValidationError("这是以前一轮的征询意见，已据此重新办理，不能再更正。")
    feedback.round, feedback.typed_by, feedback.typed_at = stored.round, by, timezone.now()
    refuse_feedback(stored, feedback)
    notes = clean_fields(feedback, ("reason",))
    feedback.full_clean()
    changes = {
        label: [before, after]
        for (label, before), after in zip(
            as_read(wrong).items(), as_read(feedback).values(), strict=True
        )
        if before != after
    }
    if not changes:
        raise ValidationError("没有改动，不用更正。")
    feedback.save()
    Event.objects.record("更正征询意见", by=by, subject=stored, changes=changes, reason=why)
    return tuple(notes)


def awaiting_feedback(by: User, handling: Handling) -> Handling:
    """The row, held, while it is open to what its receivers say."""
    require_permission(by, RECORD, "录入征询意见")
    stored = Handling.objects.select_for_update(of=("self",)).with_proposal().get(pk=handling.pk)
    if stored.state not in ANSWERED or not stored.is_answering:
        raise ValidationError(
            f"{stored}现为“{stored.get_state_display()}”，送达以后、归档以前才录入征询意见；"
            f"{stored.proposal.session.assist_word}意见不征询。"
        )
    return stored


def refuse_feedback(handling: Handling, feedback: Feedback) -> None:
    refuse_feedback_day(handling.round, feedback.received_on)
    proposer = feedback.proposer
    if proposer is not None and proposer.proposal_id != handling.proposal_id:
        raise ValidationError("所选的提出人不是这一件的，请重新选择。")
    if proposer is not None:
        return
    if handling.proposal.proposers.exists():
        raise ValidationError("请选是哪一位提出人的意见。")
    if handling.round.feedback.filter(proposer=None).exclude(pk=feedback.pk).exists():
        raise ValidationError("本轮的意见已经录入；有几位提出人的，请先补登提出人。")


def as_read(feedback: Feedback) -> dict[str, str]:
    return {
        "提出人": str(feedback.proposer or ""),
        "办理态度": feedback.attitude,
        "办理结果": feedback.result,
        "不满意的原因": feedback.reason,
        "收到日期": str(feedback.received_on),
        "纸质回执": "是" if feedback.is_on_paper else "否",
    }


def refuse_feedback_day(round: Round, day: date) -> None:
    today_or_before(day, "收到日期")
    if round.delivered_on and day < round.delivered_on:
        raise ValidationError(f"收到日期不能早于送达日期（{round.delivered_on}），请核对。")


@transaction.atomic
def rehandle(*, by: User, handling: Handling, started_on: date, note: str = "") -> Handling:
    """重新办理: a round of its own, with its own clock and letter; the earlier one stays."""
    stored = hold(handling, "rehandle", by)
    today_or_before(started_on, "重新交办日期")
    unhappy = [one for one in stored.round.feedback.all() if one.is_unhappy]
    if unhappy and started_on < min(one.received_on for one in unhappy):
        raise ValidationError("重新交办日期不能早于收到不满意意见的日期，请核对。")
    return begin_again(
        handling,
        "rehandle",
        by=by,
        kind=Round.Kind.AGAIN,
        started_on=started_on,
        detail={"started_on": str(started_on), "note": sanitise(note)[0].strip()[:200]},
    )


@transaction.atomic
def opinion_returned(*, by: User, handling: Handling, returned_on: date, reason: str) -> Handling:
    """退回重报: the lead unit found our opinion without substance; it is due again by a clock."""
    stored = hold(handling, "resubmit", by)
    reason = needed(reason, "主办单位退回的原因", 200)
    today_or_before(returned_on, "退回日期")
    delivered_on = stored.round.delivered_on
    if delivered_on and returned_on < delivered_on:
        raise ValidationError(f"退回日期不能早于送达日期（{delivered_on}），请核对。")
    return begin_again(
        handling,
        "resubmit",
        by=by,
        kind=Round.Kind.AGAIN,
        started_on=returned_on,
        detail={"returned_on": str(returned_on), "reason": reason},
        return_reason=reason,
    )


def hold(handling: Handling, name: str, by: User) -> Handling:
    """The row, held, where the move starts from; whoever comes second is told the state."""
    require(by, name)
    stored = Handling.objects.select_for_update(of=("self",)).with_proposal().get(pk=handling.pk)
    refuse_state(stored, name)
    return stored


@transaction.atomic
def answer_again(*, by: User, handling: Handling) -> Handling:
    """跟踪件有了结果的，再次答复 (浙江 2016 规定第二十条)."""
    return begin_again(
        handling, "answer_again", by=by, kind=Round.Kind.FOLLOW_UP, started_on=timezone.localdate()
    )


def begin_again(
    handling: Handling,
    name: str,
    *,
    by: User,
    kind: str,
    started_on: date,
    detail: dict[str, object] | None = None,
    **changes: object,
) -> Handling:
    hold(handling, name, by)
    round = start_round(handling, kind, started_on)
    detail = {**(detail or {}), "round": round.number}
    move(handling, name, by=by, detail=detail, round=round, **changes)
    new_letter(handling)
    set_due(handling.round)
    return handling


def closing_move(handling: Handling) -> str:
    return "track" if is_to_follow_up(handling) else "close"


@transaction.atomic
def close(*, by: User, handling: Handling) -> Handling:
    """办结; a class that is to be followed up goes on as 跟踪办理."""
    if handling.round_id is None or handling.state != Handling.State.DELIVERED:
        require(by, "close")
        raise ValidationError(
            f"{handling}现为“{handling.get_state_display()}”，送达并征询以后才能办结。"
        )
    Round.objects.filter(pk=handling.round_id).update(closed_on=timezone.localdate())
    return move(handling, closing_move(handling), by=by)


@transaction.atomic
def settle(*, by: User, handling: Handling) -> Handling:
    """跟踪了结: each promise kept, or said why not."""
    return move(handling, "settle", by=by)


@transaction.atomic
def archive(*, by: User, handling: Handling) -> Handling:
    return move(handling, "archive", by=by)
