"""Four eyes and stand-ins: who works on whose batch, and who therefore does not review it."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from cixi_ip.actions import end_stand_in
from cixi_ip.models import Event, User
from stats import actions
from stats.models import Entry, Observation, Submission
from tests.makers import make_entry, make_region, make_source, make_stand_in, make_user
from tests.stats.batches import filled, new_entry, new_target, own_batch, planned

pytestmark = pytest.mark.django_db


def again(user: User) -> User:
    """As the next request sees this user."""
    return User.objects.get(pk=user.pk)


@pytest.fixture
def clerk() -> User:
    return make_user("录入员", full_name="张三")


@pytest.fixture
def deputy(clerk: User) -> User:
    """Stands in for the clerk today; by their own roles they review, and do not enter."""
    made = make_user("复核员", full_name="李四")
    make_stand_in(clerk, made)
    return again(made)


class TestWorkingForSomebody:
    def test_a_deputy_enters_describes_submits_and_withdraws(
        self, clerk: User, deputy: User
    ) -> None:
        batch = own_batch(clerk)
        entry = actions.enter(by=deputy, entry=new_entry(batch))
        actions.enter_target(by=deputy, target=new_target(batch))
        actions.remove_target(by=deputy, target=batch.target_entries.get())
        batch.source = make_source("另一份通报")
        actions.describe(by=deputy, submission=batch)
        actions.submit(by=deputy, submission=batch)
        actions.withdraw(by=deputy, submission=batch)
        actions.remove(by=deputy, entry=entry)
        acted = Event.objects.filter(by=deputy)
        assert acted.count() == 7
        assert {event.detail["on_behalf_of"] for event in acted} == {"张三"}
        assert entry.typed_by == deputy

    def test_ones_own_work_is_on_behalf_of_nobody(self, clerk: User, deputy: User) -> None:
        batch = filled(clerk)
        actions.submit(by=clerk, submission=batch)
        assert "on_behalf_of" not in Event.objects.get(kind="提交审核").detail

    def test_what_a_deputy_begins_belongs_to_the_principal(self, clerk: User, deputy: User) -> None:
        for batch in (
            actions.open_submission(by=deputy),
            actions.grid_batch(by=deputy, year=2022, through_month=12, region=make_region()),
        ):
            assert batch.created_by == clerk
        assert "张三" in actions.open_submission(by=deputy).title
        colleague = make_user("录入员")
        make_stand_in(clerk, colleague)
        assert actions.open_submission(by=again(colleague)).created_by == colleague

    def test_after_the_last_day_it_is_somebody_elses_again(self, clerk: User, deputy: User) -> None:
        batch = filled(clerk)
        end_stand_in(by=clerk, stand_in=clerk.deputies.get())
        colleague = make_user("录入员")
        for act in (
            lambda: actions.enter(by=colleague, entry=batch.entries.get()),
            lambda: actions.submit(by=colleague, submission=batch),
            lambda: actions.withdraw(by=colleague, submission=batch),
        ):
            with pytest.raises(PermissionDenied, match="自己的填报批次"):
                act()
        with pytest.raises(PermissionDenied, match="您的角色不能提交审核"):
            actions.submit(by=again(deputy), submission=batch)


class TestReviewing:
    def refused(self, by: User, batch: Submission, said: str) -> None:
        for act in (
            lambda: actions.approve(by=by, submission=batch),
            lambda: actions.send_back(by=by, submission=batch, reason="重填"),
        ):
            with pytest.raises(PermissionDenied, match=said):
                act()
        assert Submission.objects.get(pk=batch.pk).state == "submitted"
        assert batch.state == "submitted"
        assert not Observation.objects.exists()

    def test_not_the_batch_of_the_principal(self, clerk: User, deputy: User) -> None:
        batch = filled(clerk, "submitted")
        self.refused(deputy, batch, "您今天代张三办理，不能审核张三填报的批次")
        end_stand_in(by=clerk, stand_in=clerk.deputies.get())
        actions.approve(by=again(deputy), submission=batch)

    @pytest.mark.parametrize("make", [filled, planned])
    def test_not_what_one_has_typed(self, make: object, clerk: User, deputy: User) -> None:
        batch = make(clerk, "submitted", typed_by=deputy)
        end_stand_in(by=clerk, stand_in=clerk.deputies.get())
        self.refused(again(deputy), batch, "您录入过本批次的数据，不能再审核")

    def test_not_what_the_principal_has_typed_for_another(self, deputy: User) -> None:
        """A right to review that is lent reaches no further than its owner's."""
        head = make_user("科室负责人", full_name="王五")
        make_stand_in(head, deputy)
        batch = filled(make_user("录入员"), "submitted", typed_by=head)
        self.refused(again(deputy), batch, "您今天代王五办理，不能审核王五填报的批次")

    def test_a_lent_right_to_review_is_recorded_as_such(self, clerk: User) -> None:
        head, helper = make_user("科室负责人", full_name="王五"), make_user("经办人")
        batches = [filled(clerk, "submitted"), filled(clerk, "submitted", year=2021)]
        with pytest.raises(PermissionDenied, match="您的角色不能审核数据"):
            actions.approve(by=helper, submission=batches[0])
        make_stand_in(head, helper)
        actions.approve(by=again(helper), submission=batches[0])
        actions.send_back(by=again(helper), submission=batches[1], reason="核对口径")
        for event in Event.objects.filter(by=helper):
            assert event.detail["on_behalf_of"] == "王五"
        assert Observation.objects.get().approved_by == helper

    def test_who_typed_a_figure_is_who_entered_it(self, clerk: User, deputy: User) -> None:
        batch = filled(clerk, typed_by=deputy)
        new_entry(batch, year=2021).save()
        actions.submit(by=clerk, submission=batch)
        actions.approve(by=make_user("复核员"), submission=batch)
        entered = dict(Observation.objects.values_list("year", "entered_by"))
        assert entered == {2022: deputy.pk, 2021: clerk.pk}


class TestPages:
    def test_the_pages_of_a_batch_are_the_deputys_too(
        self, client: Client, clerk: User, deputy: User
    ) -> None:
        entry = make_entry(5, by=clerk)
        client.force_login(deputy)
        page = client.get(reverse("admin:stats_submission_change", args=[entry.submission_id]))
        moves = set(re.findall(r"move/(\w+)/", page.content.decode()))
        assert moves == {"submit"}
        page = client.get(reverse("admin:stats_entry_change", args=[entry.pk]))
        assert 'name="value"' in page.content.decode()
        add = client.get(reverse("admin:stats_entry_add")).content.decode()
        assert str(entry.submission) in add

    def test_a_submitted_one_offers_the_deputy_no_review(
        self, client: Client, clerk: User, deputy: User
    ) -> None:
        batch = filled(clerk, "submitted")
        client.force_login(deputy)
        page = client.get(reverse("admin:stats_submission_change", args=[batch.pk]))
        moves = set(re.findall(r"move/(\w+)/", page.content.decode()))
        assert moves == {"withdraw"}
        assert "本批由您代 张三 填报" in page.content.decode()


def test_a_deputy_is_refused_in_the_same_words_as_the_principal(clerk: User, deputy: User) -> None:
    batch = filled(clerk, "submitted")
    with pytest.raises(ValidationError, match="待审核，不能再改"):
        actions.enter(by=deputy, entry=new_entry(batch, year=2021))
    assert Entry.objects.count() == 1
