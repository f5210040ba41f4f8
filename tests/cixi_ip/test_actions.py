"""Accounts, passwords and roles: who changes them, what is refused, what is written down."""

import inspect
from collections.abc import Callable

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError

from cixi_ip import actions
from cixi_ip.models import Department, Event, User
from cixi_ip.roles import DEPUTISE, ROLES
from tests.makers import make_stand_in, make_user

pytestmark = pytest.mark.django_db
GOOD = "九龙湖-watershed-7"
SYSTEM, SECURITY = {"系统管理员"}, {"安全管理员"}
STAFF = {role.name for role in ROLES if role.permissions >= DEPUTISE}


def roles(*names: str) -> list[Group]:
    return list(Group.objects.filter(name__in=names))


def locked() -> User:
    user = make_user()
    AccessAttempt.objects.create(username=user.username, failures_since_start=5)
    return user


TRIES: dict[str, tuple[set[str], Callable[[User], object]]] = {
    "save_user": (
        SYSTEM,
        lambda by: actions.save_user(by=by, user=User(username="new"), password=GOOD),
    ),
    "grant_roles": (
        SECURITY,
        lambda by: actions.grant_roles(by=by, user=make_user(), roles=roles("读者")),
    ),
    "unlock": (SYSTEM, lambda by: actions.unlock(by=by, user=locked())),
    "change_own_password": (
        {role.name for role in ROLES},
        lambda by: actions.change_own_password(by=by, password=GOOD),
    ),
    "save_department": (
        SYSTEM,
        lambda by: actions.save_department(by=by, department=Department(name="新科")),
    ),
    "name_deputy": (STAFF, lambda by: make_stand_in(by, make_user("读者"))),
}
# Whoever has named a deputy may end it: shown in test_stand_ins.py.
ELSEWHERE = {"end_stand_in", "possible_deputies", "require"}


def test_every_action_is_in_the_matrix() -> None:
    public = {
        name
        for name, found in inspect.getmembers(actions, inspect.isfunction)
        if found.__module__ == "cixi_ip.actions" and "by" in inspect.signature(found).parameters
    }
    assert public - ELSEWHERE == set(TRIES)


@pytest.mark.parametrize("role", [role.name for role in ROLES])
@pytest.mark.parametrize("action", TRIES)
def test_each_officer_has_their_own_work(action: str, role: str) -> None:
    allowed, attempt = TRIES[action]
    by = make_user(role)
    if role in allowed:
        attempt(by)
        assert Event.objects.filter(by=by).count() == 1
    else:
        with pytest.raises(PermissionDenied, match="您的角色不能"):
            attempt(by)
        assert not Event.objects.filter(by=by).exists()


class TestAccounts:
    def test_a_new_account_can_log_in_and_has_no_role(self) -> None:
        user = actions.save_user(
            by=make_user("系统管理员"), user=User(username="wang"), password=GOOD
        )
        assert user.check_password(GOOD)
        assert (user.groups.count(), user.is_staff, user.is_superuser) == (0, False, False)
        assert Event.objects.get(kind="新建账号").subject_label == "wang"

    def test_it_needs_a_password(self) -> None:
        with pytest.raises(ValidationError, match="新账号须设初始密码"):
            actions.save_user(by=make_user("系统管理员"), user=User(username="wang"))

    @pytest.mark.parametrize("password", ["short", "1234567890", "password123", "wangwangwang"])
    def test_a_weak_one_is_refused_in_chinese(self, password: str) -> None:
        with pytest.raises(ValidationError) as refusal:
            actions.save_user(
                by=make_user("系统管理员"), user=User(username="wangwangwang"), password=password
            )
        assert not [words for words in refusal.value.messages if words.isascii()]
        assert not User.objects.filter(username="wangwangwang").exists()

    def test_an_account_name_is_used_once(self) -> None:
        make_user(username="wang")
        with pytest.raises(ValidationError, match="已存在"):
            actions.save_user(by=make_user("系统管理员"), user=User(username="wang"), password=GOOD)

    def test_changes_are_recorded_old_and_new_and_never_the_password(self) -> None:
        user = make_user(username="wang")
        user.full_name = "王某"
        actions.save_user(by=make_user("系统管理员"), user=user, password=GOOD)
        changed, reset = Event.objects.filter(subject_id=str(user.pk)).order_by("pk")
        assert (changed.kind, changed.detail) == (
            "修改账号",
            {"changes": {"full_name": ["wang", "王某"]}},
        )
        assert (reset.kind, reset.detail) == ("重设密码", {})
        assert GOOD not in str(list(Event.objects.values()))

    def test_nothing_changed_is_nothing_recorded(self) -> None:
        actions.save_user(by=make_user("系统管理员"), user=make_user())
        assert not Event.objects.exists()

    @pytest.mark.parametrize(("active", "kind"), [(False, "停用账号"), (True, "启用账号")])
    def test_stopping_and_starting_have_names_of_their_own(self, active: bool, kind: str) -> None:
        user = make_user(is_active=not active)
        user.is_active = active
        actions.save_user(by=make_user("系统管理员"), user=user)
        assert Event.objects.get().kind == kind

    def test_nobody_stops_their_own(self) -> None:
        admin = make_user("系统管理员")
        same = User.objects.get(pk=admin.pk)
        same.is_active = False
        with pytest.raises(ValidationError, match="不能停用自己的账号"):
            actions.save_user(by=admin, user=same)


class TestRoles:
    def test_granting_is_recorded_before_and_after(self) -> None:
        user = make_user("读者")
        actions.grant_roles(by=make_user("安全管理员"), user=user, roles=roles("录入员", "复核员"))
        assert set(user.groups.values_list("name", flat=True)) == {"录入员", "复核员"}
        detail = Event.objects.get().detail
        assert (detail["before"], set(detail["after"])) == (["读者"], {"录入员", "复核员"})

    def test_the_same_again_is_nothing(self) -> None:
        actions.grant_roles(by=make_user("安全管理员"), user=make_user("读者"), roles=roles("读者"))
        assert not Event.objects.exists()

    def test_nobody_grants_to_themselves(self) -> None:
        officer = make_user("安全管理员")
        with pytest.raises(PermissionDenied, match="不能调整自己的角色"):
            actions.grant_roles(by=officer, user=officer, roles=roles("局领导"))

    @pytest.mark.parametrize(
        "names",
        [("系统管理员", "安全管理员"), ("审计员", "读者"), ("安全管理员", "局领导", "复核员")],
    )
    def test_an_officer_holds_nothing_beside(self, names: tuple[str, ...]) -> None:
        user = make_user("读者")
        with pytest.raises(ValidationError, match="须单独担任，不能与其他角色兼任"):
            actions.grant_roles(by=make_user("安全管理员"), user=user, roles=roles(*names))
        assert user.groups.get().name == "读者"
