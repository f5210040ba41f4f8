"""The table of roles, and that the groups in the database are that table and nothing else."""

import pytest
from django.contrib.auth.models import Group, Permission

from cixi_ip.roles import HELD_ALONE, ROLES, write_groups
from tests.makers import make_user

NAMES = [
    "录入员", "复核员", "经办人", "科室负责人", "办公室", "局领导", "读者",
    "系统管理员", "安全管理员", "审计员",
]  # fmt: skip
BUSINESS = ("stats.", "proposals.")
LOOKS = {"stats.change_display"}  # colours, no figures


def permissions_of(group: Group) -> set[str]:
    return {
        f"{label}.{codename}"
        for label, codename in group.permissions.values_list("content_type__app_label", "codename")
    }


def test_there_are_these_roles() -> None:
    assert [role.name for role in ROLES] == NAMES
    assert len({role.code for role in ROLES}) == len(NAMES)


@pytest.mark.django_db
def test_groups_are_the_table() -> None:
    granted = {group.name: permissions_of(group) for group in Group.objects.all()}
    assert granted == {role.name: set(role.permissions) for role in ROLES}


@pytest.mark.django_db
def test_every_permission_in_the_table_exists() -> None:
    known = {
        f"{label}.{codename}"
        for label, codename in Permission.objects.values_list("content_type__app_label", "codename")
    }
    assert {name for role in ROLES for name in role.permissions} <= known


@pytest.mark.django_db
def test_what_somebody_changed_in_the_groups_is_put_right() -> None:
    group = Group.objects.get(name="读者")
    group.permissions.set(Permission.objects.filter(codename="approve_submission"))
    write_groups()
    assert permissions_of(group) == set(ROLES[6].permissions)


def test_the_three_officers_have_no_business_and_share_no_power() -> None:
    officers = [role for role in ROLES if role.name in HELD_ALONE]
    assert len(officers) == 3
    for role in officers:
        assert not [name for name in role.permissions - LOOKS if name.startswith(BUSINESS)]
    shared = set.intersection(*(set(role.permissions) for role in officers))
    assert shared == {"cixi_ip.enter_admin"}


def test_nobody_else_touches_accounts_roles_or_records() -> None:
    reserved = {
        "cixi_ip.add_user", "cixi_ip.change_user", "cixi_ip.grant_roles", "cixi_ip.view_event",
        "stats.change_display",
    }  # fmt: skip
    for role in ROLES:
        if role.name not in HELD_ALONE:
            assert not reserved & role.permissions, role.name


def test_one_role_alone_neither_enters_and_approves_nor_drafts_and_signs() -> None:
    for first, second in (
        ("stats.add_entry", "stats.approve_submission"),
        ("proposals.draft_letter", "proposals.sign_letter"),
    ):
        assert not [role.name for role in ROLES if {first, second} <= role.permissions]


@pytest.mark.django_db
def test_several_business_roles_add_up() -> None:
    both = make_user("录入员", "复核员")
    assert both.has_perm("stats.add_entry")
    assert both.has_perm("stats.approve_submission")
    assert not both.has_perm("cixi_ip.grant_roles")


@pytest.mark.django_db
def test_a_permission_past_the_roles_counts_for_nothing() -> None:
    user = make_user("读者")
    user.user_permissions.set(Permission.objects.filter(codename="approve_submission"))
    assert not user.has_perm("stats.approve_submission")


@pytest.mark.django_db
def test_without_a_role_there_is_nothing() -> None:
    assert make_user().get_all_permissions() == set()
