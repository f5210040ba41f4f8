"""Cases that came with the system have no date of receipt: it is filled in later, draft kept."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from cixi_ip.models import Event
from proposals import actions
from proposals.models import Handling, Letter, Round
from tests.makers import make_user
from tests.proposals.makers import make_handling
from tests.proposals.pages import as_, path

pytestmark = pytest.mark.django_db
DONE = "签收日期已补填"


def case_220(letter: Letter) -> Handling:
    return Handling.objects.with_proposal().get(pk=letter.round.handling_id)


def test_the_due_day_is_counted_from_what_is_filled_in(no_220):
    handling, office = case_220(no_220), make_user("办公室")
    assert handling.round.due_on is None
    day = timezone.localdate() - timedelta(days=3)
    assert "补填签收日期" in as_(office).get(path("proposal_detail", handling)).text
    page = as_(office).post(path("receipt_fill", handling), {"received_on": str(day)}, follow=True)
    assert DONE in page.text
    handling = case_220(no_220)
    round = Round.objects.get(handling=handling)
    assert (handling.received_on, round.started_on) == (day, day)
    assert round.due_on > day + timedelta(days=27)
    assert handling.return_due_on == day + timedelta(days=10)
    event = Event.objects.get(kind="补填签收日期")
    assert event.detail == {"received_on": str(day), "due_on": str(round.due_on)}
    assert "补填签收日期</a>" not in page.text


def test_only_who_may_accept_fills_it_in(no_220):
    handling, day = case_220(no_220), timezone.localdate()
    for role in ("经办人", "科室负责人", "局领导", "读者"):
        user = make_user(role)
        assert as_(user).get(path("receipt_fill", handling)).status_code == 403
        assert "补填签收日期</a>" not in as_(user).get(path("proposal_detail", handling)).text
        with pytest.raises(PermissionDenied):
            actions.fill_receipt(by=user, handling=handling, received_on=day)


def test_a_day_ahead_or_a_second_time_is_refused(no_220):
    handling, office, today = case_220(no_220), make_user("办公室"), timezone.localdate()
    with pytest.raises(ValidationError, match="不能晚于今天"):
        actions.fill_receipt(by=office, handling=handling, received_on=today + timedelta(days=1))
    actions.fill_receipt(by=office, handling=handling, received_on=today)
    with pytest.raises(ValidationError, match="不用补填"):
        actions.fill_receipt(by=office, handling=handling, received_on=today)


def test_what_waits_for_its_acceptance_is_accepted_instead():
    handling, office = make_handling(is_accepted=False), make_user("办公室")
    page = as_(office).get(path("receipt_fill", handling), follow=True)
    assert "请按“签收”" in page.text


def test_what_we_must_keep_after_all_keeps_its_draft(no_220):
    handling, office = case_220(no_220), make_user("办公室")
    actions.ask_return(by=office, handling=handling, reason="不属于本单位职责")
    today = timezone.localdate()
    actions.rule_on_return(
        by=office, handling=handling, is_granted=False, ruling="仍由你局办理", received_on=today
    )
    handling = case_220(no_220)
    assert [round.pk for round in handling.rounds.all()] == [no_220.round_id]
    assert handling.letter.body == no_220.body
    assert handling.round.due_on is not None
