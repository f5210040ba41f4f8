"""Taking a proposal in: registering, accepting, returning it, and giving it to somebody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cixi_ip.models import Department, Event, User
from proposals import dues
from proposals.actions.cleaning import clean_fields, needed
from proposals.actions.indexing import index_missing, index_proposal
from proposals.actions.moves import (
    move,
    refuse_state,
    require,
    require_permission,
    today_or_before,
)
from proposals.actions.rounds import new_letter, set_due, start_round
from proposals.models import (
    Ask,
    Handling,
    IssuedLetter,
    OtherUnit,
    Proposal,
    Proposer,
    Role,
    Round,
)
from proposals.models.session import ClockName
from proposals.workflow import ACCEPT, DRAFT

TEXTS = ("title", "lead_unit", "text", "topic", "assigned_by")
PERSON, UNIT = ("name", "group", "phone", "address"), ("unit", "contact", "phone")
LONGEST_REASON = 300


@transaction.atomic
def register(
    *,
    by: User,
    proposal: Proposal,
    role: str,
    addressee: str = "",
    proposers: Sequence[Proposer] = (),
    asks: Sequence[str] = (),
    units: Sequence[OtherUnit] = (),
) -> tuple[str, ...]:
    """Take a proposal in; returns what was cleaned. Without an addressee the role decides it.

    协办意见 go to the lead unit, answers to those who put the proposal forward.
    """
    require(by, "register")
    proposal.registered_by = by
    notes = clean_fields(proposal, TEXTS)
    today_or_before(proposal.assigned_on, "交办日期")
    proposal.full_clean()
    handling = Handling(proposal=proposal, role=role, addressee=addressee)
    notes += clean_fields(handling, ("addressee",))
    handling.addressee = handling.addressee or own_addressee(proposal, role, proposers)
    handling.full_clean(exclude=["proposal"])
    save_once(proposal)
    handling.save()
    notes += save_proposers(proposal, proposers)
    notes += save_asks(proposal, [Ask(text=text) for text in asks])
    for unit in units:
        unit.handling = handling
        notes += clean_fields(unit, UNIT)
        unit.full_clean()
        unit.save()
    Event.objects.record(
        "登记建议提案", by=by, subject=handling, role=role, move="register", state=handling.state
    )
    index_proposal(handling)
    return tuple(notes)


@dataclass
class Arrival:
    """One case of a list, not saved yet."""

    proposal: Proposal
    role: str
    proposers: list[Proposer]
    units: list[OtherUnit]
    place: str

    def prepare(self, by: User) -> Handling:
        """All that `register` looks at, save what the database itself refuses."""
        self.proposal.registered_by = by
        clean_fields(self.proposal, TEXTS)
        today_or_before(self.proposal.assigned_on, "交办日期")
        self.proposal.full_clean(exclude=["session", "registered_by"], **BY_DATABASE)
        addressee = own_addressee(self.proposal, self.role, self.proposers)
        handling = Handling(proposal=self.proposal, role=self.role, addressee=addressee)
        handling.full_clean(exclude=["proposal"], **BY_DATABASE)
        for order, one in enumerate(self.proposers, 1):
            one.proposal, one.order = self.proposal, order
            clean_fields(one, PERSON)
            one.full_clean(exclude=["proposal"], **BY_DATABASE)
        for unit in self.units:
            unit.handling = handling
            clean_fields(unit, UNIT)
            unit.full_clean(exclude=["handling"], **BY_DATABASE)
        return handling


# A query for each constraint of each row would take minutes for a list of a thousand.
BY_DATABASE = {"validate_unique": False, "validate_constraints": False}


@transaction.atomic
def register_all(*, by: User, arrivals: Sequence[Arrival]) -> None:
    """Take the cases of a list in, all or none; what is wrong is told with its place."""
    require(by, "register")
    handlings = [prepared(one, by) for one in arrivals]
    try:
        with transaction.atomic():
            Proposal.objects.bulk_create(one.proposal for one in arrivals)
            Handling.objects.bulk_create(handlings)
            Proposer.objects.bulk_create(who for one in arrivals for who in one.proposers)
            OtherUnit.objects.bulk_create(unit for one in arrivals for unit in one.units)
    except IntegrityError as error:
        raise ValidationError(
            "清单中有一件刚由别人登记了，或提出人、单位重复，整份清单都没有登记。请刷新页面再核对。"
        ) from error
    for handling in handlings:
        Event.objects.record(
            "登记建议提案",
            by=by,
            subject=handling,
            role=handling.role,
            move="register",
            state=handling.state,
        )
    index_missing()


def prepared(arrival: Arrival, by: User) -> Handling:
    try:
        return arrival.prepare(by)
    except ValidationError as error:
        raise ValidationError(
            [f"{arrival.place}：{sentence}" for sentence in error.messages]
            + ["整份清单都没有登记。请改好后重新上传。"]
        ) from error


def own_addressee(proposal: Proposal, role: str, proposers: Sequence[Proposer]) -> str:
    if role in (Role.ASSIST, Role.INFORM):
        return proposal.lead_unit
    title = "委员" if proposal.kind == Proposal.Kind.PROPOSAL else "代表"
    names = (
        one.name
        if one.part == Proposer.Part.GROUP or one.name.endswith(title)
        else one.name + title
        for one in proposers
    )
    return "、".join(names)


def save_once(proposal: Proposal) -> None:
    """Of two who register the same proposal at once, the second gets past the check before it."""
    try:
        with transaction.atomic():
            proposal.save()
    except IntegrityError as error:
        raise ValidationError(
            f"{proposal.reference}刚由别人登记了，没有重复登记。请在列表中查找。"
        ) from error


def save_proposers(proposal: Proposal, proposers: Sequence[Proposer]) -> list[str]:
    notes = []
    for order, one in enumerate(proposers, 1):
        one.proposal, one.order = proposal, order
        notes += clean_fields(one, PERSON)
        one.full_clean()
        one.save()
    return notes


def save_asks(proposal: Proposal, asks: Iterable[Ask]) -> list[str]:
    notes = []
    for number, ask in enumerate(asks, 1):
        ask.proposal, ask.number = proposal, number
        notes += clean_fields(ask, ("text", "unit", "answer"))
        ask.full_clean()
        ask.save()
    return notes


@transaction.atomic
def accept(*, by: User, handling: Handling, received_on: date) -> Handling:
    """签收: the clock of what runs from it begins, and with it the first round."""
    changes = begun(handling, received_on)
    move(handling, "accept", by=by, detail={"received_on": str(received_on)}, **changes)
    set_due(handling.round)
    return handling


def begun(handling: Handling, received_on: date) -> dict[str, object]:
    """What a handling gets with its date of receipt."""
    today_or_before(received_on, "签收日期")
    assigned_on = handling.proposal.assigned_on
    if assigned_on and received_on < assigned_on:
        raise ValidationError(f"签收日期不能早于交办日期（{assigned_on}），请核对。")
    window = dues.after(handling.proposal.session, ClockName.RETURN, received_on)
    return {
        "received_on": received_on,
        "return_due_on": window.day if window else None,
        "round": first_round(handling, received_on),
    }


def first_round(handling: Handling, received_on: date) -> Round:
    """What came with the system has a round, and a draft in it, before its date of receipt."""
    round = handling.round
    if round is None:
        return start_round(handling, started_on=received_on)
    if round.started_on is None:
        round.started_on = received_on
        round.save(update_fields=["started_on"])
    return round


@transaction.atomic
def fill_receipt(*, by: User, handling: Handling, received_on: date) -> Handling:
    """补填签收日期 of a case taken over with its round: what runs from it gets its due date."""
    require_permission(by, ACCEPT, "补填签收日期")
    stored = Handling.objects.select_for_update(of=("self",)).with_proposal().get(pk=handling.pk)
    if not lacks_receipt(stored):
        raise ValidationError(
            f"{stored}现为“{stored.get_state_display()}”，不用补填签收日期。请刷新页面查看。"
        )
    signed = IssuedLetter.objects.filter(letter__round__handling=stored)
    first = signed.order_by("date").values_list("date", flat=True).first()
    if first is not None and received_on > first:
        raise ValidationError(f"签收日期不能晚于签发日期（{first}），请核对。")
    Handling.objects.filter(pk=stored.pk).update(**begun(stored, received_on))
    handling.refresh_from_db()
    set_due(handling.round)
    due = handling.round.due_on
    Event.objects.record(
        "补填签收日期",
        by=by,
        subject=handling,
        received_on=str(received_on),
        due_on=str(due or ""),
    )
    return handling


def lacks_receipt(handling: Handling) -> bool:
    """Taken over without a date of receipt; what waits for 签收 gets it there."""
    is_open = handling.state not in (*Handling.OVER, Handling.State.RETURNING)
    return is_open and handling.round_id is not None and handling.received_on is None


@transaction.atomic
def ask_return(*, by: User, handling: Handling, reason: str) -> Handling:
    """申请退办: not ours; the office that assigned it decides."""
    reason = needed(reason, "退办原因", LONGEST_REASON)
    return move(handling, "ask_return", by=by, detail={"reason": reason}, return_reason=reason)


@transaction.atomic
def rule_on_return(
    *,
    by: User,
    handling: Handling,
    is_granted: bool,
    ruling: str,
    received_on: date | None = None,
) -> Handling:
    """Write down what the assigning office decided; refused, it is ours after all.

    `received_on` is for what was to be returned before it was 签收: refused, its clock begins.
    """
    ruling = needed(ruling, "交办机关的答复", LONGEST_REASON)
    detail: dict[str, object] = {"ruling": ruling}
    if is_granted:
        return move(handling, "grant_return", by=by, detail=detail)
    require(by, "refuse_return")
    stored = Handling.objects.select_for_update(of=("self",)).with_proposal().get(pk=handling.pk)
    refuse_state(stored, "refuse_return")
    if stored.received_on is None and received_on is not None:
        Handling.objects.filter(pk=stored.pk).update(**begun(stored, received_on))
        detail["received_on"] = str(received_on)
    move(handling, "refuse_return", by=by, detail=detail, return_reason="")
    set_due(handling.round)
    return handling


@transaction.atomic
def assign(
    *, by: User, handling: Handling, department: Department, officer: User | None, note: str = ""
) -> Handling:
    """分办 to a section, and to an officer where one is known; while it is written, 改派."""
    if officer is not None and not officer.has_perm(DRAFT):
        raise ValidationError(f"{officer}没有拟稿的角色，请另选一位经办人。")
    name = "reassign" if handling.state in ("drafting", "returned") else "assign"
    if name == "reassign" and officer is None:
        raise ValidationError("已在拟稿的要改派给具体的经办人，请选一位。")
    detail = {
        "department": str(department),
        "officer": str(officer or ""),
        "note": needed(note, "改派说明", LONGEST_REASON) if name == "reassign" else note.strip(),
    }
    return move(handling, name, by=by, detail=detail, department=department, officer=officer)


@transaction.atomic
def note_and_close(*, by: User, handling: Handling) -> Handling:
    """阅存: what needs no answer is read and put away."""
    move(handling, "note", by=by)
    handling.round.closed_on = timezone.localdate()
    handling.round.save(update_fields=["closed_on"])
    return handling


@transaction.atomic
def load(*, proposal: Proposal, role: str, body: str) -> bool:
    """Register what comes with the system, with its draft; what is there already is left alone."""
    known = Proposal.objects.filter(
        session=proposal.session, kind=proposal.kind, number=proposal.number
    )
    if known.exists():
        return False
    proposal.full_clean()
    proposal.save()
    handling = Handling(proposal=proposal, role=role, addressee=proposal.lead_unit)
    handling.full_clean()
    handling.save()
    handling.round = start_round(handling)
    handling.state = Handling.State.ASSIGNED
    handling.save(update_fields=["round", "state"])
    letter = new_letter(handling)
    letter.body = body
    letter.save(update_fields=["body"])
    Event.objects.record(
        "装载建议提案", by=None, label="随系统装载", subject=handling, state=handling.state
    )
    index_proposal(handling)
    return True
