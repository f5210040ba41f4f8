"""Every change of accounts, each by somebody and each recorded: users, passwords, roles."""

from collections.abc import Iterable

import axes.utils
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from cixi_ip.models import Department, Event, User
from cixi_ip.roles import HELD_ALONE

RECORDED = ("username", "full_name", "department", "is_active")


def require(by: User, permission: str, doing: str) -> None:
    if not by.has_perm(permission):
        raise PermissionDenied(f"您的角色不能{doing}。")


@transaction.atomic
def save_user(*, by: User, user: User, password: str = "") -> User:
    """Make an account, or change one; its roles are another officer's matter (`grant_roles`)."""
    is_new = user.pk is None
    require(by, "cixi_ip.add_user" if is_new else "cixi_ip.change_user", "管理账号")
    if user.pk == by.pk and not user.is_active:
        raise ValidationError({"is_active": "不能停用自己的账号，请由另一位系统管理员办理。"})
    if is_new and not password:
        raise ValidationError({"password1": "新账号须设初始密码。"})
    changes = {} if is_new else differences(user)
    if password:
        validate_password(password, user)
        user.set_password(password)
        user.must_change_password = user.pk != by.pk
    user.full_clean()
    user.save()
    kind = "新建账号" if is_new else "修改账号"
    if "is_active" in changes:
        kind = "启用账号" if user.is_active else "停用账号"
    if is_new or changes:
        Event.objects.record(kind, by=by, subject=user, changes=changes)
    if password and not is_new:
        Event.objects.record("重设密码", by=by, subject=user)
    return user


@transaction.atomic
def unlock(*, by: User, user: User) -> bool:
    """Let a locked account try again at once; False when no refused login is on its account."""
    require(by, "cixi_ip.change_user", "解除登录锁定")
    is_there = bool(axes.utils.reset(username=user.username))
    if is_there:
        Event.objects.record("解除锁定", by=by, subject=user)
    return is_there


@transaction.atomic
def change_own_password(*, by: User, password: str) -> User:
    by.set_password(password)
    by.must_change_password = False
    by.save(update_fields=["password", "must_change_password"])
    Event.objects.record("修改密码", by=by, subject=by)
    return by


def differences(user: User) -> dict[str, list[str]]:
    """Old and new of each recorded field that is about to change."""
    stored = User.objects.get(pk=user.pk)
    pairs = ((name, getattr(stored, name), getattr(user, name)) for name in RECORDED)
    return {name: [str(old), str(new)] for name, old, new in pairs if old != new}


@transaction.atomic
def grant_roles(*, by: User, user: User, roles: Iterable[Group]) -> User:
    """Set the roles of somebody else; an office that watches the others is held alone."""
    require(by, "cixi_ip.grant_roles", "授予角色")
    if user.pk == by.pk:
        raise PermissionDenied("不能调整自己的角色，请由另一位安全管理员办理。")
    before = sorted(user.groups.values_list("name", flat=True))
    after = sorted(role.name for role in roles)
    alone = sorted(HELD_ALONE.intersection(after))
    if alone and len(after) > 1:
        raise ValidationError(
            f"“{'、'.join(alone)}”须单独担任，不能与其他角色兼任。请只保留这一个角色，或将其取消。"
        )
    if before != after:
        user.groups.set(roles)
        Event.objects.record("调整角色", by=by, subject=user, before=before, after=after)
    return user


@transaction.atomic
def save_department(*, by: User, department: Department) -> Department:
    is_new = department.pk is None
    require(by, "cixi_ip.add_department" if is_new else "cixi_ip.change_department", "管理科室")
    department.full_clean()
    department.save()
    Event.objects.record("新建科室" if is_new else "修改科室", by=by, subject=department)
    return department
