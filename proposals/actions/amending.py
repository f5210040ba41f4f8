"""Mending what was registered, and setting the demands with what is to be answered to each."""

import hashlib
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Field, Model

from cixi_ip.models import Event, User
from proposals.actions.cleaning import clean_fields
from proposals.actions.indexing import index_proposal
from proposals.actions.intake import TEXTS, own_addressee, save_asks, save_proposers
from proposals.actions.moves import require, today_or_before
from proposals.actions.rounds import set_due
from proposals.models import Ask, Handling, Proposal, Proposer, Role
from proposals.workflow import DRAFT, REGISTER

STALE = (
    "这一页打开之后，别人已经改过，没有保存。您填的内容还在下面；"
    "请在另一个窗口打开这件看清现在的内容，再按“保存”。"
)
TOLD = [field.attname for field in Proposal._meta.concrete_fields]


def state_of(handling: Handling) -> str:
    """A digest of what was registered, to notice that somebody else has changed it meanwhile."""
    proposal = handling.proposal
    told = [str(getattr(proposal, name)) for name in TOLD]
    told += [handling.role, handling.addressee]
    for one in proposal.proposers.all():
        told += [one.part, one.name, one.group, one.phone, one.address]
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()


def state_of_asks(handling: Handling) -> str:
    found = [f"{ask.text}\x1f{ask.unit}\x1f{ask.answer}" for ask in handling.proposal.asks.all()]
    return hashlib.sha256("\x1e".join(found).encode()).hexdigest()


@transaction.atomic
def amend(
    *,
    by: User,
    proposal: Proposal,
    proposers: Sequence[Proposer] | None = None,
    role: str = "",
    addressee: str = "",
    seen: str = "",
) -> tuple[str, ...]:
    """Correct what was registered, as long as no letter is signed; dates move the due date.

    Role and addressee only before there is a draft, which both decide. `seen` is the `state_of`
    what the page was opened with: what somebody else has changed meanwhile is not written over.
    """
    require(by, "register")
    handling = Handling.objects.select_for_update().get(proposal=proposal)
    if seen and seen != state_of(handling):
        raise ValidationError(STALE)
    if handling.rounds.filter(letter__issued__isnull=False).exists():
        raise ValidationError("公文已经签发，登记的内容不能再改。")
    before = Proposal.objects.select_related("session").get(pk=proposal.pk)
    notes = clean_fields(proposal, TEXTS)
    today_or_before(proposal.assigned_on, "交办日期")
    refuse_order(proposal, handling)
    proposal.full_clean()
    proposal.save()
    changes = changed_fields(before, proposal)
    if proposers is not None:
        changes |= replace_proposers(proposal, proposers, notes)
    if role:
        changes |= change_role(handling, role, addressee, notes)
    handling.proposal = proposal
    Event.objects.record("修改登记", by=by, subject=handling, changes=changes)
    index_proposal(handling)
    if handling.round_id:
        # Another role or day may leave no deadline: the one counted before holds no longer.
        set_due(handling.round, keeps=not {"我局角色", "交办日期"} & changes.keys())
    return tuple(notes)


def refuse_order(proposal: Proposal, handling: Handling) -> None:
    received_on = handling.received_on
    if proposal.assigned_on and received_on and received_on < proposal.assigned_on:
        raise ValidationError(
            {"assigned_on": f"交办日期不能晚于签收日期（{received_on}），请核对。"}
        )


def changed_fields(before: Model, after: Model) -> dict[str, list[str]]:
    """Each changed field, as a page names it, with what it was and what it is."""
    return {
        str(field.verbose_name): [shown(before, field), shown(after, field)]
        for field in after._meta.concrete_fields
        if getattr(before, field.attname) != getattr(after, field.attname)
    }


def shown(row: Model, field: Field) -> str:  # type: ignore[type-arg]
    value = getattr(row, field.name)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def replace_proposers(
    proposal: Proposal, proposers: Sequence[Proposer], notes: list[str]
) -> dict[str, list[str]]:
    """The record says who was there before; phones and addresses stay out of it."""
    old = list(proposal.proposers.all())
    Proposer.objects.filter(proposal=proposal).delete()
    notes += save_proposers(proposal, proposers)
    names = [
        "、".join(f"{one.name}（{one.part}）" for one in people) for people in (old, proposers)
    ]
    changes = {"提出人": names} if names[0] != names[1] else {}
    contacts = [
        [(one.name, one.group, one.phone, one.address) for one in people]
        for people in (old, proposers)
    ]
    if contacts[0] != contacts[1] and not changes:
        changes["提出人的代表团、电话或地址"] = ["", "已改"]
    return changes


ROLE_IS_OPEN = (Handling.State.REGISTERED, Handling.State.ACCEPTED, Handling.State.ASSIGNED)


def may_change_role(handling: Handling) -> bool:
    """Before anybody writes: clock, addressee, page form and series follow from the role."""
    has_letter = handling.rounds.filter(letter__isnull=False).exists()
    return handling.state in ROLE_IS_OPEN and not has_letter


def change_role(
    handling: Handling, role: str, addressee: str, notes: list[str]
) -> dict[str, list[str]]:
    before = Handling.objects.get(pk=handling.pk)
    handling.role, handling.addressee = role, addressee
    notes += clean_fields(handling, ("addressee",))
    people = list(handling.proposal.proposers.all())
    handling.addressee = handling.addressee or own_addressee(handling.proposal, role, people)
    changes = changed_fields(before, handling)
    if not changes:
        return {}
    if not may_change_role(before):
        raise ValidationError("已经拟稿，我局角色和主送不能再改。主送可在稿件中改。")
    if role == Role.INFORM and before.state == Handling.State.ASSIGNED:
        raise ValidationError("已经分办的不能改为参阅，请先与承办科室商定。")
    handling.full_clean()
    handling.save(update_fields=["role", "addressee"])
    return changes


def may_set_asks(user: User) -> bool:
    return user.has_perm(DRAFT) or user.has_perm(REGISTER)


@transaction.atomic
def answer_asks(
    *, by: User, handling: Handling, asks: Sequence[Ask], seen: str = ""
) -> tuple[str, ...]:
    """Set the numbered demands, each with its answer; by the officer in charge or before one is."""
    if not may_set_asks(by):
        raise PermissionDenied("您的角色不能填写诉求。如确需办理，请联系系统管理员调整角色。")
    stored = Handling.objects.select_for_update().get(pk=handling.pk)
    if stored.state not in OPEN_TO_ASKS:
        raise ValidationError(
            f"{stored}现为“{stored.get_state_display()}”，诉求和答复要点不能再改。"
        )
    if seen and seen != state_of_asks(stored):
        raise ValidationError(STALE)
    Ask.objects.filter(proposal=stored.proposal_id).delete()
    notes = save_asks(stored.proposal, asks)
    Event.objects.record(
        "填写诉求", by=by, subject=stored, asks=[[str(ask), ask.answer] for ask in asks]
    )
    index_proposal(stored)
    return tuple(notes)


OPEN_TO_ASKS = tuple(
    str(state)
    for state in (
        Handling.State.REGISTERED,
        Handling.State.ACCEPTED,
        Handling.State.ASSIGNED,
        Handling.State.DRAFTING,
        Handling.State.RETURNED,
    )
)
