"""The first two officers of a new system: one keeps accounts, the other grants roles."""

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction

from cixi_ip.models import Event, User
from cixi_ip.passwords import invent

SYSTEM, SECURITY = "系统管理员", "安全管理员"


@transaction.atomic
def appoint(*, system: str, security: str) -> dict[str, str]:
    """Make both accounts; the initial passwords by user name, kept nowhere else.

    Refused while somebody can grant roles: from then on that is how officers are made.
    """
    officers = User.objects.filter(groups__name=SECURITY, is_active=True)
    if officers:
        raise ValidationError(
            f"已有{SECURITY}（{'、'.join(user.username for user in officers)}）。"
            f"新的账号请由{SYSTEM}在后台建立，角色由{SECURITY}授予。"
        )
    return {name: appointed(name, role) for name, role in ((system, SYSTEM), (security, SECURITY))}


def appointed(username: str, role: str) -> str:
    if User.objects.filter(username=username).exists():
        raise ValidationError(f"账号“{username}”已存在，请另取一个。")
    password = invent()
    user = User(username=username, must_change_password=True)
    user.set_password(password)
    user.full_clean()
    user.save()
    user.groups.set([Group.objects.get(name=role)])
    Event.objects.record("建立首任管理员", by=None, label="系统命令", subject=user, role=role)
    return password
