"""Every change of accounts, each by somebody and recorded: users, passwords, roles, deputies."""

from collections.abc import Iterable
from datetime import date, timedelta

import axes.utils
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cixi_ip.hygiene import sanitise
from cixi_ip.models import Department, Event, StandIn, User
from cixi_ip.roles import HELD_ALONE

RECORDED = ("username", "full_name", "department", "is_active")
LONGEST_STAND_IN = timedelta(days=90)


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


def possible_deputies(by: User) -> QuerySet[User]:
    """Who is at the business and can log in; officers run, grant and watch, and nothing else."""
    officers = User.objects.filter(groups__name__in=HELD_ALONE).values("pk")
    staff = User.objects.filter(is_active=True, groups__isnull=False)
    return staff.exclude(pk=by.pk).exclude(pk__in=officers).distinct()


@transaction.atomic
def name_deputy(*, by: User, deputy: User, starts_on: date, ends_on: date, reason: str) -> StandIn:
    """Let a colleague do, between two days and under their own name, what the user may do."""
    require(by, "cixi_ip.add_standin", "授权他人代办")
    if by.lent_by("cixi_ip.add_standin"):
        raise PermissionDenied("您是代他人办理，不能再授权给别人。请由委托人本人另行授权。")
    stand_in = StandIn(principal=by, deputy=deputy, starts_on=starts_on, ends_on=ends_on)
    stand_in.reason = sanitise(reason)[0].strip()
    stand_in.full_clean()
    if not possible_deputies(by).filter(pk=deputy.pk).exists():
        raise ValidationError(
            {
                "deputy": f"不能授权给{deputy}：代办人须在用、有业务角色；"
                f"{'、'.join(sorted(HELD_ALONE))}不代办业务。请另选一位。"
            }
        )
    refuse_days(stand_in)
    stand_in.save()
    Event.objects.record(
        "授权代办",
        by=by,
        subject=stand_in,
        deputy=str(deputy),
        starts_on=str(starts_on),
        ends_on=str(ends_on),
        reason=stand_in.reason,
    )
    return stand_in


def refuse_days(stand_in: StandIn) -> None:
    today = timezone.localdate()
    if stand_in.starts_on < today:
        raise ValidationError(
            {"starts_on": f"开始日期不能早于今天（{today}），以前的事不能补授权。"}
        )
    if stand_in.ends_on - stand_in.starts_on >= LONGEST_STAND_IN:
        last = stand_in.starts_on + LONGEST_STAND_IN - timedelta(days=1)
        raise ValidationError(
            {"ends_on": f"一次最多授权 {LONGEST_STAND_IN.days} 天，请改在 {last} 或以前结束。"}
        )
    same = StandIn.objects.filter(
        principal=stand_in.principal,
        deputy=stand_in.deputy,
        ended_at__isnull=True,
        starts_on__lte=stand_in.ends_on,
        ends_on__gte=stand_in.starts_on,
    ).first()
    if same is not None:
        raise ValidationError(
            f"已授权{same.deputy}自 {same.starts_on} 至 {same.ends_on} 代办，日期与这次重叠。"
            "请改日期，或先结束原来那一次。"
        )


@transaction.atomic
def end_stand_in(*, by: User, stand_in: StandIn) -> StandIn:
    """Take the authority back before its last day; it is gone with the deputy's next request."""
    if stand_in.principal_id != by.pk:
        raise PermissionDenied("只有委托人本人能提前结束授权。")
    now = timezone.now()
    running = StandIn.objects.filter(
        pk=stand_in.pk, ended_at__isnull=True, ends_on__gte=timezone.localdate(now)
    )
    if not running.update(ended_at=now):
        raise ValidationError("这次授权已经结束，不用再办。")
    stand_in.refresh_from_db()
    Event.objects.record("结束代办", by=by, subject=stand_in, deputy=str(stand_in.deputy))
    return stand_in
