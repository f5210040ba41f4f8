"""What a case's page tells of dealings with others: contacts, units, rounds, feedback."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from cixi_ip.models import User
from proposals import dues, requirements
from proposals.actions import lacks_receipt
from proposals.deadlines import Light
from proposals.models import Contact, Feedback, Handling, OtherUnit, Proposal, Proposer, Role, Round
from proposals.models.dealings import Satisfaction
from proposals.workdays import Calendar
from proposals.workflow import ACCEPT, ANSWERED, CLOSE, RECORD, WITH_SIGNED_LETTER, may

Content = dict[str, object] | None
TONES = {
    Light.DONE: "good",
    Light.NORMAL: "good",
    Light.NEAR: "bad",
    Light.TODAY: "bad",
    Light.OVERDUE: "alarm",
}
# The second time, an office above coordinates (浙江代表法办法第四十三条及各地办理规定).
ESCALATES_AT = 2


@dataclass(frozen=True)
class Standing:
    """How another unit's opinion stands: a word, and the tone of its tag."""

    word: str
    tone: str


@dataclass(frozen=True)
class Tally:
    """Receipts of one round; late ones are left out of the rate."""

    counted: int
    content_with_manner: int
    content_with_result: int
    late: int


def may_record(handling: Handling, user: User) -> bool:
    is_open = handling.round_id is not None and handling.state not in Handling.OVER
    return is_open and user.has_perm(RECORD)


def contacts(handling: Handling, user: User) -> Content:
    if handling.round_id is None or not handling.writes:
        return None
    rows = list(
        Contact.objects.filter(round__handling=handling).select_related("round", "recorded_by")
    )
    present = [row for row in rows if row.round_id == handling.round_id]
    is_signed = handling.state in WITH_SIGNED_LETTER
    return {
        "rows": [(row, row in present) for row in rows],
        "by_way": Counter(row.get_way_display() for row in rows).most_common(),
        "needed": [] if present or is_signed else requirements.contact(handling),
        "lacks_meeting": handling.is_answering
        and bool(present)
        and not any(row.way in Contact.IN_PERSON for row in present),
        "may_record": may_record(handling, user),
    }


def units(handling: Handling, user: User) -> Content:
    if handling.round_id is None or not handling.writes:
        return None
    today, found = timezone.localdate(), list(handling.other_units.all())
    waiting = [unit for unit in found if unit.due_on and not unit.is_settled]
    days = dues.calendar() if waiting else None
    rows = [(unit, standing(unit, today, days)) for unit in found]
    return {
        "rows": rows if handling.is_answering else [(unit, None) for unit in found],
        "is_collecting": handling.is_answering,
        "assist_word": handling.proposal.session.assist_word,
        "left": sum(not unit.is_settled for unit in found) if handling.is_answering else 0,
        "may_record": may_record(handling, user),
        "may_resubmit": handling.role == Role.ASSIST and may(handling, "resubmit", user),
    }


def standing(unit: OtherUnit, today: date, days: Calendar | None) -> Standing:
    """`days` may be left out where nothing waits with a due day."""
    if unit.role != Role.ASSIST:
        return Standing("各自答复，不用征求", "")
    if unit.received_on:
        late = (unit.received_on - unit.due_on).days if unit.due_on else 0
        return Standing(f"已收到，逾期{late}天" if late > 0 else "已收到", "good")
    if unit.waived:
        return Standing("不再等", "")
    if unit.asked_on is None and unit.returned_on is None:
        return Standing("还没有发出", "bad")
    begun = "已退回，等重报" if unit.returned_on else "等回复"
    now = dues.standing(unit.due_on, today, days) if days else None
    if now is None:
        return Standing(f"{begun}（没有应回日期）", "bad")
    return Standing(
        begun if now.light == Light.NORMAL else f"{begun}，{now.label}", TONES[now.light]
    )


def rounds(handling: Handling, user: User) -> Content:
    if handling.round_id is None or not handling.writes:
        return None
    said = Feedback.objects.select_related("proposer", "typed_by", "round")
    found = list(handling.rounds.prefetch_related(Prefetch("feedback", said)))
    for round in found:
        round.handling = handling
    present = next(round for round in found if round.pk == handling.round_id)
    is_open = present.delivered_on is None and handling.state not in Handling.OVER
    is_sent_back = present.kind == Round.Kind.AGAIN and handling.role == Role.ASSIST
    is_unheard = is_sent_back and handling.state == Handling.State.DRAFTING
    return {
        "rows": [(round, original_day(round)) for round in found],
        "present": present,
        "sent_back_for": handling.return_reason if is_unheard else "",
        "may_fill_receipt": lacks_receipt(handling) and user.has_perm(ACCEPT),
        "may_extend": is_open and present.kind == Round.Kind.FIRST and user.has_perm(CLOSE),
    }


def original_day(round: Round) -> date | None:
    """The day an extension moved; None where there is no extension."""
    if round.extended_to is None:
        return None
    found = dues.of_round(round)
    return found.original if found else None


def feedback(handling: Handling, user: User) -> Content:
    """Who put it forward, each with what was said of the present round's answer."""
    if handling.round_id is None or not handling.is_answering:
        return None
    said = list(
        Feedback.objects.filter(round__handling=handling).select_related(
            "round", "proposer", "typed_by"
        )
    )
    present = [one for one in said if one.round_id == handling.round_id]
    if handling.round.delivered_on is None and not present:
        return None
    is_open = handling.state in ANSWERED
    is_unhappy = any(one.is_unhappy for one in present)
    return {
        "rows": by_proposer(handling.proposal.proposers.all(), present),
        "tally": tally(present),
        "receipt_due_on": handling.round.receipt_due_on,
        "is_overdue": handling.state == Handling.State.DELIVERED
        and not present
        and bool(handling.round.receipt_due_on)
        and handling.round.receipt_due_on < timezone.localdate(),
        "may_record": is_open and user.has_perm(RECORD),
        "may_rehandle": is_unhappy and may(handling, "rehandle", user),
        "is_unhappy": is_unhappy,
        "escalation": escalation(handling.proposal, said) if is_unhappy else "",
    }


def by_proposer(
    proposers: Iterable[Proposer], said: Sequence[Feedback]
) -> list[tuple[Proposer | None, Feedback | None]]:
    """Each proposer's receipt or None; first the one of no name, as before any was registered."""
    by_key = {one.proposer_id: one for one in said}
    named: list[tuple[Proposer | None, Feedback | None]] = [
        (proposer, by_key.get(proposer.pk)) for proposer in proposers
    ]
    return [(None, by_key.get(None)), *named] if None in by_key or not named else named


def tally(said: Sequence[Feedback]) -> Tally:
    timely = [one for one in said if not one.is_late]
    return Tally(
        counted=len(timely),
        content_with_manner=sum(one.attitude != Satisfaction.BAD for one in timely),
        content_with_result=sum(one.result != Satisfaction.BAD for one in timely),
        late=len(said) - len(timely),
    )


def escalation(proposal: Proposal, said: Iterable[Feedback]) -> str:
    """Whom a second 不满意 is reported to; empty for the first."""
    unhappy = {one.round_id for one in said if one.is_unhappy}
    if len(unhappy) < ESCALATES_AT:
        return ""
    assigner = f"交办机关（{proposal.assigned_by}）" if proposal.assigned_by else "交办机关"
    is_congress = proposal.session.body == "人大"
    office = "人大常委会代表工作机构" if is_congress else "政协提案工作机构"
    return (
        f"已有 {len(unhappy)} 轮“不满意”，要上报：请先向{assigner}和{office}报告，"
        "由其协调后再重新办理。本届办理规定另有程序的，照规定办。"
    )
