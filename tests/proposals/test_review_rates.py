"""What the statistics count of cases as they were really handled."""

from datetime import timedelta

import pytest
from django.utils import timezone

from proposals import actions
from proposals.case_facts import case_facts
from proposals.models import Feedback, Handling, Proposer, Round
from proposals.rates import rates
from tests.makers import make_user
from tests.proposals.makers import make_delivered, make_handling
from tests.proposals.moving import make_in, make_move, say

pytestmark = pytest.mark.django_db


def counted(name: str) -> str:
    (rate,) = (one for one in rates(timezone.localdate()) if one.name == name)
    return rate.among(case_facts(2026)).counted


def test_a_late_receipt_is_left_out_of_the_rates():
    handling = make_delivered(role="主办")
    say(handling, "满意")
    assert counted("满意率") == "1/1"
    Round.objects.update(receipt_due_on=timezone.localdate() - timedelta(days=1))
    assert counted("满意率") == counted("满意和基本满意率") == "0/0"


def test_a_late_receipt_beside_one_in_time_does_not_count():
    handling = make_delivered(role="主办")
    for name, result, days in (("甲代表", "不满意", 9), ("乙代表", "满意", 0)):
        Feedback.objects.create(
            round=handling.round,
            proposer=Proposer.objects.create(proposal=handling.proposal, name=name),
            attitude="满意",
            result=result,
            reason="太慢" if result == "不满意" else "",
            received_on=timezone.localdate() + timedelta(days=days),
            typed_by=make_user("办公室"),
        )
    Round.objects.update(receipt_due_on=timezone.localdate() + timedelta(days=5))
    assert counted("满意率") == "1/1"


def test_an_earlier_round_does_not_speak_for_a_late_last_one():
    handling = make_delivered(role="主办")
    say(handling, "不满意")
    make_move("rehandle", handling, make_user("办公室"))
    assert counted("满意率") == "0/1"
    again = Round.objects.get(number=2)
    Round.objects.filter(pk=again.pk).update(
        receipt_due_on=timezone.localdate() - timedelta(days=1)
    )
    Feedback.objects.create(
        round=again,
        attitude="满意",
        result="满意",
        received_on=timezone.localdate(),
        typed_by=make_user("办公室"),
    )
    assert counted("满意率") == "0/0"


def test_what_was_put_away_in_time_without_an_answer_is_in_time():
    handling = make_in("accepted")
    handling.proposal.needs_answer = False
    handling.proposal.save()
    actions.note_and_close(
        by=make_user("办公室"), handling=Handling.objects.with_proposal().get(pk=handling.pk)
    )
    Round.objects.update(
        due_on=timezone.localdate() - timedelta(days=1),
        closed_on=timezone.localdate() - timedelta(days=2),
    )
    assert counted("按期率") == "1/1"
    assert counted("办结率") == "1/1"


def test_what_is_for_information_has_no_clock():
    handling = make_handling(role="参阅")
    actions.note_and_close(by=make_user("办公室"), handling=handling)
    assert counted("按期率") == "0/0"
    assert counted("办结率") == "1/1"


def test_reading_facts_takes_as_many_queries_for_many_receipts(django_assert_num_queries):
    for _ in range(2):
        say(make_delivered(role="主办"), "满意")
    with django_assert_num_queries(7):
        assert len(case_facts(2026)) == 2
