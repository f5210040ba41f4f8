"""Where a login leads, and that a password somebody else has set is changed first of all."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from cixi_ip import actions
from cixi_ip.models import Event, User
from cixi_ip.roles import HELD_ALONE, ROLES
from tests.makers import PASSWORD, make_user

pytestmark = pytest.mark.django_db
FIRST, OWN = "杭州湾-wetland-3", "九龙湖-watershed-7"


@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_everybody_arrives_at_a_page_they_may_see(client: Client, role: str) -> None:
    typed = {"username": make_user(role).username, "password": PASSWORD}
    page = client.post(reverse("login"), typed, follow=True)
    assert page.status_code == 200
    start = "admin:index" if role in HELD_ALONE else "dashboard"
    assert page.redirect_chain[-1][0] == reverse(start)


def test_an_officer_arrives_where_they_wanted_to_go(client: Client) -> None:
    wanted = reverse("admin:cixi_ip_event_changelist")
    typed = {"username": make_user("审计员").username, "password": PASSWORD, "next": wanted}
    assert client.post(reverse("login"), typed).url == wanted


class TestOwnPasswordFirst:
    @pytest.fixture
    def user(self, client: Client) -> User:
        user = make_user("读者", "录入员")
        actions.save_user(by=make_user("系统管理员"), user=user, password=FIRST)
        client.force_login(user)
        return user

    def change(self, client: Client, old: str, new: str) -> str:
        typed = {"old_password": old, "new_password1": new, "new_password2": new}
        page = client.post(reverse("password_change"), typed, follow=True)
        return page.content.decode()

    @pytest.mark.parametrize("name", ["dashboard", "admin:index", "password_change_done"])
    def test_until_then_every_page_leads_there(self, client: Client, user: User, name: str) -> None:
        page = client.get(reverse(name), follow=True)
        assert page.redirect_chain == [(reverse("password_change"), 302)]
        assert "请先换成只有您自己知道的密码" in page.content.decode()

    def test_nothing_is_done_meanwhile(self, client: Client, user: User) -> None:
        client.post(reverse("admin:stats_source_add"), {"title": "通报", "kind": "公报"})
        assert not Event.objects.filter(by=user).exclude(kind="登录").exists()

    def test_one_can_log_out(self, client: Client, user: User) -> None:
        assert client.post(reverse("logout")).url == reverse("login")

    def test_the_same_again_is_no_change(self, client: Client, user: User) -> None:
        assert "新密码与旧密码相同" in self.change(client, FIRST, FIRST)
        assert client.get(reverse("dashboard")).url == reverse("password_change")

    def test_afterwards_all_is_open_and_written_down(self, client: Client, user: User) -> None:
        assert "密码已修改" in self.change(client, FIRST, OWN)
        assert client.get(reverse("dashboard")).status_code == 200
        event = Event.objects.get(kind="修改密码")
        assert (event.by, event.subject_id, event.detail) == (user, str(user.pk), {})

    def test_a_new_account_has_to_as_well(self) -> None:
        by = make_user("系统管理员")
        actions.save_user(by=by, user=User(username="wang"), password=FIRST)
        assert User.objects.get(username="wang").must_change_password

    def test_what_one_chose_oneself_may_stay(self, client: Client) -> None:
        by = make_user("系统管理员")
        actions.save_user(by=by, user=by, password=OWN)
        assert not User.objects.get(pk=by.pk).must_change_password
        client.force_login(by)
        self.change(client, OWN, PASSWORD)
        assert User.objects.get(pk=by.pk).check_password(PASSWORD)


class TestSessionLimits:
    def after(self, client: Client, **minutes: float) -> int:
        """The answer to somebody whose session has these ages."""
        client.force_login(make_user("读者"))
        session = client.session
        for name, age in minutes.items():
            session[name] -= age * 60
        session.save()
        return client.get(reverse("dashboard")).status_code

    @pytest.mark.parametrize(
        ("minutes", "status"),
        [
            ({"seen": 29}, 200),
            ({"seen": 31}, 302),
            ({"begun": 12 * 60 - 1}, 200),
            ({"begun": 12 * 60 + 1}, 302),
        ],
    )
    def test_half_an_hour_idle_or_twelve_hours_at_all(
        self, client: Client, minutes: dict[str, float], status: int
    ) -> None:
        assert self.after(client, **minutes) == status
        assert ("_auth_user_id" in client.session) == (status == 200)

    @pytest.mark.parametrize(("age", "is_written"), [(4, False), (6, True)])
    def test_being_there_is_written_every_few_minutes_only(
        self, client: Client, age: float, is_written: bool
    ) -> None:
        self.after(client, seen=age)
        assert (time.time() - client.session["seen"] < 60) == is_written
