"""A new system in production: the README's steps, and the first two officers they make."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from cixi_ip.models import Event, User
from cixi_ip.typeset import fonts_folder
from tests.cixi_ip.test_settings import BASE, started
from tests.makers import make_user

PRINTED = re.compile(r"^(系统管理员|安全管理员)　(\S+)　([a-z2-9]{12})$", re.MULTILINE)
OWN = "九龙湖-watershed-7"


def run(system: str = "xitong", security: str = "anquan") -> list[tuple[str, str, str]]:
    out = StringIO()
    call_command("first_officers", system, security, stdout=out)
    return PRINTED.findall(out.getvalue())


def logged_in(username: str, first: str) -> Client:
    client = Client()
    client.post(reverse("login"), {"username": username, "password": first})
    assert client.get(reverse("admin:index")).url == reverse("password_change")
    typed = {"old_password": first, "new_password1": OWN, "new_password2": OWN}
    client.post(reverse("password_change"), typed)
    return client


@pytest.mark.django_db
class TestFirstOfficers:
    def test_two_accounts_one_role_each(self) -> None:
        printed = run()
        assert [(role, name) for role, name, _ in printed] == [
            ("系统管理员", "xitong"),
            ("安全管理员", "anquan"),
        ]
        for role, name, password in printed:
            user = User.objects.get(username=name)
            assert user.groups.get().name == role
            assert user.check_password(password)
            assert not user.is_superuser
        events = Event.objects.filter(kind="建立首任管理员").order_by("pk")
        assert [event.detail["role"] for event in events] == ["系统管理员", "安全管理员"]
        assert not [password for *_, password in printed if password in str(events.values())]

    def test_with_them_anybody_can_be_given_a_role(self) -> None:
        (_, system, first), (_, security, second) = run()
        new = {"username": "wang", "is_active": "on", "password1": OWN, "password2": OWN}
        logged_in(system, first).post(reverse("admin:cixi_ip_user_add"), new)
        user = User.objects.get(username="wang")
        officer = logged_in(security, second)
        group = User.objects.get(username=security).groups.get()
        url = reverse("admin:cixi_ip_user_change", args=[user.pk])
        assert officer.post(url, {"groups": [group.pk]}).status_code == 302
        assert user.groups.get() == group

    def test_refused_as_long_as_somebody_can_grant(self) -> None:
        officer = make_user("安全管理员", username="first")
        with pytest.raises(CommandError, match="已有安全管理员（first）"):
            run()
        assert list(User.objects.all()) == [officer]

    def test_a_stopped_officer_does_not_lock_everybody_out(self) -> None:
        make_user("安全管理员", is_active=False)
        assert len(run()) == 2

    @pytest.mark.parametrize("security", ["xitong", "taken", "有 空格"])
    def test_with_a_wrong_name_nothing_is_made(self, security: str) -> None:
        make_user(username="taken")
        with pytest.raises(CommandError, match=r"没有建立账号：.*[一-鿿]"):
            run(security=security)
        assert User.objects.count() == 1
        assert not Event.objects.exists()


@pytest.mark.slow
def test_the_steps_of_the_readme_make_a_system_with_its_officers(tmp_path: Path) -> None:
    section = (BASE / "README.md").read_text("utf-8").split("## In production")[1]
    # Those with a file's name to fill in are for later.
    commands = re.findall(r"`manage\.py ([^`A-Z]+)`", section)
    assert {"migrate", "load_fixtures", "collectstatic"} <= set(commands)
    # As `make run` has left it: the fonts are there.
    (tmp_path / "fonts").symlink_to(fonts_folder())
    printed = ""
    for command in commands:
        done = started(
            "manage.py",
            *command.split(),
            SECRET_KEY="x" * 60,
            ALLOWED_HOSTS="ip.example.gov.cn",
            VAR_DIR=str(tmp_path),
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        printed += done.stdout
    assert len(PRINTED.findall(printed)) == 2
