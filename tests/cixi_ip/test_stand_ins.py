"""Standing in for a colleague: who may for how long, what it lends, when it ends; and its page."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cixi_ip import actions
from cixi_ip.models import Event, StandIn, User
from cixi_ip.roles import HELD_ALONE, ROLES
from cixi_ip.wording import chinese_date
from tests.makers import make_stand_in, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ENTER, APPROVE = "stats.add_entry", "stats.approve_submission"


def today() -> date:
    return timezone.localdate()


def again(user: User) -> User:
    """As the next request sees this user."""
    return User.objects.get(pk=user.pk)


def moved(stand_in: StandIn, **fields: object) -> StandIn:
    StandIn.objects.filter(pk=stand_in.pk).update(**fields)
    return stand_in


@pytest.fixture
def clerk() -> User:
    return make_user("录入员")


@pytest.fixture
def deputy() -> User:
    return make_user("经办人")


class TestNaming:
    def test_it_is_recorded(self, clerk: User, deputy: User) -> None:
        made = make_stand_in(clerk, deputy)
        event = Event.objects.get(kind="授权代办")
        assert (event.by, event.subject_id) == (clerk, str(made.pk))
        assert event.detail["deputy"] == str(deputy)
        assert event.detail["ends_on"] == str(today() + 4 * DAY)

    def test_ninety_days_are_the_most(self, clerk: User, deputy: User) -> None:
        last = today() + 89 * DAY
        with pytest.raises(ValidationError, match=f"最多授权 90 天，请改在 {last} 或以前结束"):
            make_stand_in(clerk, deputy, days=91)
        assert make_stand_in(clerk, deputy, days=90).ends_on == last

    def test_nothing_is_lent_for_days_gone_by(self, clerk: User, deputy: User) -> None:
        with pytest.raises(ValidationError, match="不能早于今天"):
            make_stand_in(clerk, deputy, starts_on=today() - DAY)

    def test_it_ends_not_before_it_begins(self, clerk: User, deputy: User) -> None:
        with pytest.raises(ValidationError, match="结束日期不能早于开始日期"):
            make_stand_in(clerk, deputy, days=0)

    def test_nobody_stands_in_for_themselves(self, clerk: User) -> None:
        with pytest.raises(ValidationError, match="不能授权给自己"):
            make_stand_in(clerk, clerk)

    def test_a_reason_is_given(self, clerk: User, deputy: User) -> None:
        with pytest.raises(ValidationError) as refusal:
            actions.name_deputy(
                by=clerk, deputy=deputy, starts_on=today(), ends_on=today(), reason=" \u200b "
            )
        assert list(refusal.value.error_dict) == ["reason"]

    @pytest.mark.parametrize("office", sorted(HELD_ALONE))
    def test_an_officer_neither_gives_nor_takes(self, office: str, clerk: User) -> None:
        officer = make_user(office)
        with pytest.raises(ValidationError, match="不代办业务"):
            make_stand_in(clerk, officer)
        with pytest.raises(PermissionDenied, match="不能授权他人代办"):
            make_stand_in(officer, clerk)

    def test_not_to_a_closed_account_nor_to_one_without_a_role(self, clerk: User) -> None:
        for deputy in (make_user("录入员", is_active=False), make_user()):
            with pytest.raises(ValidationError, match="代办人须在用、有业务角色"):
                make_stand_in(clerk, deputy)

    def test_the_same_deputy_twice_at_a_time_is_refused(self, clerk: User, deputy: User) -> None:
        first = make_stand_in(clerk, deputy)
        with pytest.raises(ValidationError, match=f"自 {today()} 至 {first.ends_on} 代办，日期与"):
            make_stand_in(clerk, deputy, starts_on=first.ends_on)
        make_stand_in(clerk, deputy, starts_on=first.ends_on + DAY)

    def test_a_right_to_name_deputies_is_not_lent(self, clerk: User) -> None:
        reader = make_user("读者")
        make_stand_in(clerk, reader)
        with pytest.raises(PermissionDenied, match="不能再授权给别人"):
            make_stand_in(again(reader), make_user("经办人"))


class TestLending:
    def test_the_deputy_may_what_the_principal_may(self, clerk: User, deputy: User) -> None:
        assert not deputy.has_perm(ENTER)
        make_stand_in(clerk, deputy)
        now = again(deputy)
        assert now.has_perm(ENTER)
        assert now.get_all_permissions() == again(deputy).get_all_permissions() | (
            clerk.get_all_permissions()
        )
        assert now.acts_for() == {deputy.pk, clerk.pk}
        assert not again(clerk).has_perm("proposals.draft_letter")

    @pytest.mark.parametrize(
        ("first", "last", "lends"),
        [(-3, -1, False), (-3, 0, True), (0, 0, True), (0, 3, True), (1, 3, False)],
    )
    def test_only_from_the_first_day_to_the_last(
        self, clerk: User, deputy: User, first: int, last: int, lends: bool
    ) -> None:
        moved(
            make_stand_in(clerk, deputy),
            starts_on=today() + first * DAY,
            ends_on=today() + last * DAY,
        )
        assert again(deputy).has_perm(ENTER) == lends
        assert (clerk.pk in again(deputy).acts_for()) == lends

    def test_what_is_lent_is_not_lent_on(self, clerk: User, deputy: User) -> None:
        third = make_user("局领导")
        make_stand_in(clerk, deputy)
        make_stand_in(deputy, third)
        assert again(third).has_perm("proposals.draft_letter")
        assert not again(third).has_perm(ENTER)
        assert again(third).acts_for() == {third.pk, deputy.pk}

    def test_ended_early_it_is_gone_at_once(self, clerk: User, deputy: User) -> None:
        made = make_stand_in(clerk, deputy)
        actions.end_stand_in(by=clerk, stand_in=made)
        assert not again(deputy).has_perm(ENTER)
        assert Event.objects.filter(kind="结束代办", by=clerk).count() == 1
        with pytest.raises(ValidationError, match="已经结束"):
            actions.end_stand_in(by=clerk, stand_in=made)

    def test_what_is_over_cannot_be_ended(self, clerk: User, deputy: User) -> None:
        made = moved(make_stand_in(clerk, deputy), starts_on=today() - DAY, ends_on=today() - DAY)
        with pytest.raises(ValidationError, match="已经结束"):
            actions.end_stand_in(by=clerk, stand_in=made)

    def test_only_the_principal_ends_it(self, clerk: User, deputy: User) -> None:
        made = make_stand_in(clerk, deputy)
        for by in (deputy, make_user("录入员")):
            with pytest.raises(PermissionDenied, match="只有委托人本人"):
                actions.end_stand_in(by=by, stand_in=made)
        assert again(deputy).has_perm(ENTER)

    def test_a_closed_account_lends_nothing(self, clerk: User, deputy: User) -> None:
        make_stand_in(clerk, deputy)
        User.objects.filter(pk=clerk.pk).update(is_active=False)
        assert not again(deputy).has_perm(ENTER)
        assert again(deputy).acts_for() == {deputy.pk}

    @pytest.mark.parametrize("office", sorted(HELD_ALONE))
    @pytest.mark.parametrize("whose", ["principal", "deputy"])
    def test_who_becomes_an_officer_lends_and_borrows_nothing(
        self, office: str, whose: str, clerk: User, deputy: User
    ) -> None:
        make_stand_in(clerk, deputy)
        changed = clerk if whose == "principal" else deputy
        changed.groups.set(Group.objects.filter(name=office))
        before = {role.name: role.permissions for role in ROLES}
        mine = office if whose == "deputy" else "经办人"
        assert again(deputy).get_all_permissions() == before[mine]
        assert again(deputy).acts_for() == {deputy.pk}

    def test_whose_the_lent_right_is(self, clerk: User, deputy: User) -> None:
        make_stand_in(clerk, deputy)
        assert again(deputy).lent_by(ENTER) == [clerk]
        assert again(deputy).on_behalf(ENTER) == {"on_behalf_of": str(clerk)}
        # Both may read, so that nobody needs to lend it.
        assert again(deputy).lent_by("stats.view_observation") == []
        assert again(deputy).on_behalf(APPROVE) == {}
        assert clerk.on_behalf(ENTER) == {}

    def test_an_ordinary_page_asks_no_more_than_for_the_roles_and_for_whom(
        self, clerk: User, django_assert_num_queries: object
    ) -> None:
        user = again(clerk)
        with django_assert_num_queries(2):
            user.has_perm(ENTER)
            user.has_perm(APPROVE)
            user.acts_for()


CONSTRAINTS = {
    "standin_two_people": {"deputy": None},
    "standin_order": {"ends_on": date(2020, 1, 1)},
}


def test_every_constraint_has_its_case() -> None:
    assert {found.name for found in StandIn._meta.constraints} == set(CONSTRAINTS)


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_the_database_refuses(name: str, clerk: User, deputy: User) -> None:
    fields = {
        "principal": clerk,
        "deputy": deputy,
        "starts_on": today(),
        "ends_on": today(),
        "reason": "年休假",
    }
    wrong = {field: clerk if value is None else value for field, value in CONSTRAINTS[name].items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        StandIn(**(fields | wrong)).save()
    StandIn(**fields).save()


class TestPage:
    def post(self, client: Client, who: User, **fields: str) -> str:
        typed = {
            "deputy": str(who.pk),
            "starts_on": str(today()),
            "ends_on": str(today() + DAY),
            "reason": "出差",
        }
        response = client.post(reverse("stand_ins"), typed | fields, follow=True)
        assert response.status_code == 200
        return response.content.decode()

    def test_naming_and_ending(self, client: Client, clerk: User, deputy: User) -> None:
        client.force_login(clerk)
        page = self.post(client, deputy)
        assert f"{clerk}授权{deputy}代办，自{chinese_date(today())}起" in page
        assert "代办中" in page
        made = StandIn.objects.get()
        page = client.post(reverse("end_stand_in", args=[made.pk]), follow=True)
        assert "已提前结束" in page.content.decode()
        page = client.post(reverse("end_stand_in", args=[made.pk]), follow=True)
        assert "已经结束" in page.content.decode()

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("deputy", "", "请选择代办人"),
            ("deputy", "999999", "所选的人不在列表中"),
            ("starts_on", "昨天", "开始日期请填日期"),
            ("starts_on", "2020-01-01", "不能早于今天"),
            ("ends_on", "2100-01-01", "一次最多授权 90 天"),
            ("ends_on", "2020-01-01", "结束日期不能早于开始日期"),
            ("reason", "", "请填写事由"),
            ("reason", "长" * 101, "事由最多 100 字，现有 101 字"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, client: Client, clerk: User, deputy: User, field: str, typed: str, said: str
    ) -> None:
        client.force_login(clerk)
        page = self.post(client, deputy, **{field: typed})
        assert said in page
        assert not StandIn.objects.exists()
        if field != "reason":
            assert 'value="出差"' in page

    def test_both_see_it_and_the_deputy_on_every_page(
        self, client: Client, clerk: User, deputy: User
    ) -> None:
        make_stand_in(clerk, deputy)
        client.force_login(deputy)
        page = client.get(reverse("stand_ins")).content.decode()
        assert f"您今天代 {clerk} 办理" in page
        assert f"<dt>{clerk}</dt>" in page
        admin = client.get(reverse("admin:index")).content.decode()
        assert f"您今天代 {clerk} 办理" in admin
        client.force_login(clerk)
        page = client.get(reverse("stand_ins")).content.decode()
        assert "您今天代" not in page
        assert f"<dt>{deputy}</dt>" in page

    def test_the_dashboard_is_another_once_a_stand_in_begins_or_ends(
        self, client: Client, clerk: User, deputy: User
    ) -> None:
        client.force_login(deputy)
        client.get(reverse("stand_ins"))  # the token of the forms
        page = client.get(reverse("dashboard"))
        made = make_stand_in(clerk, deputy)
        for words in (True, False):
            later = client.get(reverse("dashboard"), headers={"If-None-Match": page["ETag"]})
            assert later.status_code == 200
            assert ("您今天代" in later.content.decode()) == words
            page = later
            if words:
                actions.end_stand_in(by=clerk, stand_in=made)

    @pytest.mark.parametrize("role", ["读者", "审计员"])
    def test_who_lends_nothing_sees_no_form(self, client: Client, role: str, clerk: User) -> None:
        client.force_login(make_user(role))
        assert "授权一位同事" not in client.get(reverse("stand_ins")).content.decode()
        typed = {"deputy": clerk.pk, "starts_on": today(), "ends_on": today(), "reason": "出差"}
        assert client.post(reverse("stand_ins"), typed).status_code == 403
        assert not StandIn.objects.exists()

    def test_nobody_ends_what_another_has_given(
        self, client: Client, clerk: User, deputy: User
    ) -> None:
        made = make_stand_in(clerk, deputy)
        client.force_login(deputy)
        assert client.post(reverse("end_stand_in", args=[made.pk])).status_code == 404
        assert client.get(reverse("end_stand_in", args=[made.pk])).status_code == 405
        assert again(deputy).has_perm(ENTER)
