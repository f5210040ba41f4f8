"""Demonstration accounts: one a role, passwords in one file, nothing outside a demonstration."""

import re
import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cixi_ip.models import Department, Event, User
from cixi_ip.roles import ROLES

LINE = re.compile(r"^([a-z0-9]+) +([a-z2-9]{12}) ", re.MULTILINE)


@pytest.fixture
def demonstration(db, settings, tmp_path):
    settings.ENVIRONMENT = "demo"
    settings.VAR_DIR = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return tmp_path / "demo-accounts.txt"


def run() -> str:
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    return out.getvalue()


def passwords(file: Path) -> dict[str, str]:
    return dict(LINE.findall(file.read_text("utf-8")))


def can_log_in(file: Path) -> bool:
    kept = passwords(file)
    return all(User.objects.get(username=name).check_password(kept[name]) for name in kept)


@pytest.mark.parametrize("environment", ["production", "test"])
def test_refused_outside_a_demonstration(demonstration, settings, environment):
    settings.ENVIRONMENT = environment
    with pytest.raises(CommandError, match="演示环境"):
        run()
    assert not User.objects.exists()
    assert not demonstration.exists()


def test_every_role_has_an_account_and_four_eyes_and_offices_four_more(demonstration):
    run()
    held = [set(user.groups.values_list("name", flat=True)) for user in User.objects.all()]
    assert len(held) == len(ROLES) + 4
    assert all({role.name} in held for role in ROLES)
    assert {"录入员", "复核员", "经办人"} in held
    assert (held.count({"录入员"}), held.count({"局领导"})) == (3, 2)
    assert not User.objects.filter(is_superuser=True).exists()
    assert all(user.full_name.endswith("（演示）") for user in User.objects.all())
    assert set(Department.objects.values_list("name", flat=True)) == {
        "知识产权科",
        "商标品牌科",
        "知识产权保护科",
        "办公室",
    }


def test_the_file_holds_the_passwords_for_its_owner_alone(demonstration):
    printed = run()
    assert stat.S_IMODE(demonstration.stat().st_mode) == 0o600
    assert demonstration.read_text("utf-8") in printed
    assert len(set(passwords(demonstration).values())) == 14
    assert can_log_in(demonstration)


def test_the_second_time_no_password_is_hashed(demonstration, settings):
    run()
    text, events = demonstration.read_text("utf-8"), Event.objects.count()
    settings.PASSWORD_HASHERS = []
    assert "已在库" in run()
    assert demonstration.read_text("utf-8") == text
    assert Event.objects.count() == events


def test_without_the_file_there_are_new_passwords(demonstration):
    run()
    old = passwords(demonstration)
    demonstration.unlink()
    run()
    assert not set(old.values()) & set(passwords(demonstration).values())
    assert can_log_in(demonstration)


def test_a_second_database_shares_the_file(demonstration):
    run()
    text = demonstration.read_text("utf-8")
    User.objects.all().delete()
    run()
    assert demonstration.read_text("utf-8") == text
    assert can_log_in(demonstration)


def test_an_account_that_is_missing_comes_back_alone(demonstration):
    run()
    User.objects.filter(username="luru").update(department=None)
    fuhe = User.objects.get(username="fuhe")
    fuhe.set_password("自己改过的密码")
    fuhe.save()
    User.objects.get(username="shenji").delete()
    run()
    assert User.objects.get(username="luru").department is None
    assert User.objects.get(username="fuhe").check_password("自己改过的密码")
    assert User.objects.get(username="shenji").groups.get().name == "审计员"
