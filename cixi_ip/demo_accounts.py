"""The accounts of a demonstration: who they are, and the file that keeps their passwords."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from cixi_ip.departments import DEPARTMENTS, OFFICE, PATENTS, PROTECTION, TRADEMARKS
from cixi_ip.models import Department, Event, User
from cixi_ip.passwords import LENGTH, invent


@dataclass(frozen=True)
class Account:
    username: str
    name: str
    department: str
    roles: tuple[str, ...]

    @property
    def full_name(self) -> str:
        return f"{self.name}（演示）"


ACCOUNTS = (
    Account("luru", "录入员", PATENTS, ("录入员",)),
    Account("fuhe", "复核员", PATENTS, ("复核员",)),
    Account("jingban", "经办人", PATENTS, ("经办人",)),
    Account("kezhang", "科室负责人", PATENTS, ("科室负责人",)),
    Account("bangong", "办公室", OFFICE, ("办公室",)),
    Account("juling", "局领导", OFFICE, ("局领导",)),
    Account("duzhe", "读者", PROTECTION, ("读者",)),
    Account("xitong", "系统管理员", OFFICE, ("系统管理员",)),
    Account("anquan", "安全管理员", OFFICE, ("安全管理员",)),
    Account("shenji", "审计员", OFFICE, ("审计员",)),
    # A second leader, for who reviews does not sign as well in most bureaus.
    Account("fenguan", "分管领导", OFFICE, ("局领导",)),
    # More to try four eyes, and each office's registers: other clerks, one with several roles.
    Account("luru2", "录入员二", TRADEMARKS, ("录入员",)),
    Account("luru3", "录入员三", PROTECTION, ("录入员",)),
    Account("jiangang", "兼岗人员", PATENTS, ("录入员", "复核员", "经办人")),
)


def file() -> Path:
    return Path(settings.VAR_DIR) / "demo-accounts.txt"


@transaction.atomic
def ensure() -> list[Account]:
    """Make the accounts that are missing; the file says which password each has.

    A file that is gone (or lacks an account) means new passwords. Several demonstrations may share
    the file: each gives its own accounts the passwords written there.
    """
    kept = read()
    passwords = {account.username: kept.get(account.username) or invent() for account in ACCOUNTS}
    there = set(User.objects.filter(username__in=passwords).values_list("username", flat=True))
    wanted = [
        account
        for account in ACCOUNTS
        if account.username not in kept or account.username not in there
    ]
    if wanted:
        departments = made_departments()
        groups = {group.name: group for group in Group.objects.all()}
        for account in wanted:
            make(account, passwords[account.username], departments, groups)
        Event.objects.record("建立演示账号", by=None, label="系统装载", accounts=len(wanted))
    if kept != passwords:
        write(passwords)
    return wanted


def made_departments() -> dict[str, Department]:
    return {
        name: Department.objects.get_or_create(name=name, defaults={"order": order})[0]
        for order, name in enumerate(DEPARTMENTS, 1)
    }


def make(
    account: Account, password: str, departments: dict[str, Department], groups: dict[str, Group]
) -> None:
    user, is_new = User.objects.get_or_create(username=account.username)
    user.set_password(password)
    if is_new:
        user.full_name = account.full_name
        user.department = departments[account.department]
        user.groups.set(groups[role] for role in account.roles)
    user.save()


def read() -> dict[str, str]:
    """Passwords by user name; nothing when there is no file."""
    if not file().exists():
        return {}
    lines = (line.split() for line in file().read_text("utf-8").splitlines())
    return {
        words[0]: words[1] for words in lines if len(words) > 1 and not words[0].startswith("#")
    }


def write(passwords: dict[str, str]) -> None:
    lines = [
        f"{account.username:<10}{passwords[account.username]:<{LENGTH + 2}}{account.full_name}"
        f"　{account.department}"
        for account in ACCOUNTS
    ]
    path = file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text("\n".join(["# 账号　密码　身份　科室", *lines]) + "\n", "utf-8")
