"""Who passed a letter on as 分管领导 is not its signer too, also not through a stand-in."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cixi_ip.models import User
from proposals import actions
from proposals.models import IssuedLetter, RoleSetting
from tests.makers import make_stand_in, make_user
from tests.proposals.makers import make_submitted, pass_reviews, seen

pytestmark = pytest.mark.django_db


def passed_by(leader):
    handling = pass_reviews(make_submitted(), to="deputy")
    actions.pass_on(by=leader, handling=handling, seen_edition=handling.letter.edition)
    return handling


def test_the_deputy_who_passed_it_does_not_sign(client):
    leader = make_user("局领导")
    handling = passed_by(leader)
    with pytest.raises(PermissionDenied, match="请由主要负责人签发"):
        actions.sign(by=leader, handling=handling, seen=seen(handling))
    client.force_login(leader)
    page = client.get(reverse("letter_sign", kwargs={"proposal": handling.proposal_id}))
    assert page.status_code == 403
    assert not IssuedLetter.objects.exists()
    actions.sign(by=make_user("局领导"), handling=handling, seen=seen(handling))
    assert IssuedLetter.objects.count() == 1


def test_nor_does_his_stand_in():
    leader, colleague = make_user("局领导"), make_user("局领导")
    handling = passed_by(leader)
    make_stand_in(leader, colleague)
    deputy = User.objects.get(pk=colleague.pk)
    with pytest.raises(PermissionDenied, match="请由主要负责人签发"):
        actions.sign(by=deputy, handling=handling, seen=seen(handling))


def test_a_pass_before_the_letter_came_back_is_forgotten():
    leader = make_user("局领导")
    handling = passed_by(leader)
    actions.send_back(by=make_user("局领导"), handling=handling, reason="请改")
    actions.submit(by=handling.officer, handling=handling)
    pass_reviews(handling)
    actions.sign(by=leader, handling=handling, seen=seen(handling))
    assert IssuedLetter.objects.get().signed_by == leader


def test_where_the_deputy_is_left_out_one_leader_is_enough():
    handling = make_submitted()
    RoleSetting.objects.update(deputy_reviews=False)
    pass_reviews(handling)
    actions.sign(by=make_user("局领导"), handling=handling, seen=seen(handling))
    assert IssuedLetter.objects.count() == 1
