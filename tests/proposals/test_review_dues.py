"""Due dates that were missing or stale: follow-up answers, changed roles, receipts."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cixi_ip.models import Event
from proposals import actions, dues
from proposals.case.dues import PROMISES_SETTLED, deadlines
from proposals.models import (
    ClockSetting,
    Commitment,
    Handling,
    IssuedLetter,
    Proposal,
    Round,
)
from proposals.models.session import ClockName
from tests.makers import make_user
from tests.proposals.makers import make_delivered, make_handling
from tests.proposals.moving import make_in

pytestmark = pytest.mark.django_db
SOON, LATER = date(2030, 6, 28), date(2030, 12, 31)


def promise(handling: Handling, action: str, due_on: date) -> Commitment:
    issued = IssuedLetter.objects.filter(letter__round__handling=handling).latest("pk")
    return Commitment.objects.create(
        issued=issued,
        position=issued.commitments.count() + 1,
        sentence=action,
        action=action,
        state="open",
        owner=handling.officer,
        due_on=due_on,
    )


def tracked_again() -> tuple[Handling, list[Commitment]]:
    handling = make_in("tracking")
    promises = [promise(handling, "建成工作站", LATER), promise(handling, "开展培训", SOON)]
    actions.answer_again(by=make_user("办公室"), handling=handling)
    return stored(handling), promises


def stored(handling: Handling) -> Handling:
    return Handling.objects.with_proposal().get(pk=handling.pk)


def answer_deadline(handling: Handling):
    return deadlines(handling, make_user("办公室"))["deadlines"][0]


def test_a_follow_up_answer_is_due_with_the_earliest_open_promise():
    handling, (later, soon) = tracked_again()
    assert handling.round.due_on == SOON
    explained = answer_deadline(handling)
    assert any("开展培训" in line and "2030年6月28日" in line for line in explained.lines)
    assert any("另有 1 项" in line for line in explained.lines)
    actions.settle_commitment(
        by=handling.officer, commitment=soon, is_kept=True, outcome="已办三期"
    )
    assert stored(handling).round.due_on == LATER
    event = Event.objects.filter(kind="期限重算").get()
    assert (event.detail["before"], event.detail["after"]) == (str(SOON), str(LATER))
    later.due_on = SOON + timedelta(days=2)
    actions.confirm(by=handling.officer, commitment=later)
    assert stored(handling).round.due_on == SOON + timedelta(days=2)


def test_settling_all_promises_does_not_take_the_due_day_away():
    handling, promises = tracked_again()
    for one in promises:
        actions.settle_commitment(
            by=handling.officer, commitment=one, is_kept=True, outcome="已落实"
        )
    assert stored(handling).round.due_on == SOON
    assert answer_deadline(stored(handling)).note == PROMISES_SETTLED


def test_without_open_promises_a_follow_up_answer_has_no_day():
    handling = make_in("tracking")
    actions.answer_again(by=make_user("办公室"), handling=handling)
    assert stored(handling).round.due_on is None
    assert "请及时答复" in answer_deadline(stored(handling)).note


def test_many_follow_up_answers_take_one_query(django_assert_num_queries):
    handling, _promises = tracked_again()
    rounds = list(Round.objects.select_related("handling__proposal__session"))
    rules = dues.rules()
    with django_assert_num_queries(1):
        days = [rules.of_round(round) for round in rounds + rounds]
    assert [one.day for one in days if one][1] == SOON
    assert rounds[-1].handling_id == handling.pk


def test_what_becomes_for_information_has_no_due_day_left():
    handling = make_in("accepted")
    proposal, office = handling.proposal, make_user("办公室")
    proposal.assigned_on = timezone.localdate()
    actions.amend(by=office, proposal=proposal)
    assert stored(handling).round.due_on is not None
    actions.amend(by=office, proposal=proposal, role="参阅")
    assert stored(handling).round.due_on is None


def test_an_assigned_day_taken_back_takes_the_due_day_along():
    handling = make_handling(role="主办", assigned_on=timezone.localdate())
    assert handling.round.due_on is not None
    proposal = Proposal.objects.get(pk=handling.proposal_id)
    proposal.assigned_on = None
    actions.amend(by=make_user("办公室"), proposal=proposal)
    assert stored(handling).round.due_on is None


def test_a_missing_period_of_receipts_can_be_given_after_delivery():
    handling = make_handling(role="主办")
    session = handling.proposal.session
    clock = session.clocks.get(name=ClockName.RECEIPT)
    ClockSetting.objects.filter(pk=clock.pk).delete()
    handling, office = make_delivered(role="主办"), make_user("办公室")
    assert handling.round.receipt_due_on is None
    with pytest.raises(ValidationError, match="后台“办理期限”"):
        actions.close(by=office, handling=handling)
    clock.pk = None
    actions.save_setting(by=office, setting=clock)
    assert stored(handling).round.receipt_due_on is not None
