"""Every role of the system: its code, its Chinese name and what it may do. Nothing else grants."""

from dataclasses import dataclass
from typing import Any

READ = frozenset({"stats.view_observation", "stats.view_enterprise", "proposals.view_handling"})
# Who has work of their own may name somebody to do it while they are away.
DEPUTISE = frozenset({"cixi_ip.add_standin"})
ENTER = frozenset(
    {
        "cixi_ip.enter_admin",
        "stats.view_region",
        "stats.view_indicator",
        "stats.view_source",
        "stats.add_source",
        "stats.change_source",
        "stats.view_target",
        "stats.view_seriesbreak",
        "stats.view_collectionround",
        "stats.view_importfile",
        "stats.add_importfile",
        "stats.view_submission",
        "stats.view_entry",
        "stats.add_entry",
        "stats.change_entry",
        "stats.delete_entry",
        "stats.submit_submission",
    }
)
# Each register is kept by one office (stats/registers); who may keep it sits there.
KEEP_REGISTERS = frozenset({"stats.keep_registers", "stats.view_contacts"})
APPROVE = frozenset(
    {
        "cixi_ip.enter_admin",
        "stats.view_region",
        "stats.view_indicator",
        "stats.view_source",
        "stats.view_target",
        "stats.view_seriesbreak",
        "stats.view_collectionround",
        "stats.view_submission",
        "stats.view_entry",
        "stats.approve_submission",
    }
)
# Who sets tasks and keeps the notes of the series.
ORGANISE = frozenset(
    {
        "stats.add_collectionround",
        "stats.change_collectionround",
        "stats.change_seriesbreak",
    }
)
DRAFT = frozenset(
    {
        "proposals.register_proposal",
        "proposals.draft_letter",
        "proposals.record_contact",
        "proposals.keep_commitment",
        "proposals.view_contact_data",
    }
)
LETTER_SETTINGS = frozenset(
    {"cixi_ip.enter_admin"}
    | {
        f"proposals.{doing}_{noun}"
        for doing in ("view", "add", "change")
        for noun in (
            "congresssession",
            "rolesetting",
            "numberseries",
            "clocksetting",
            "resultclass",
            "holiday",
            "calendaryear",
        )
    }
    | {
        "proposals.delete_resultclass",
        "proposals.delete_holiday",
        "proposals.delete_calendaryear",
    }
)
# Who guides a case from intake to archive without writing its letter.
CONDUCT = frozenset(
    {
        "proposals.register_proposal",
        "proposals.accept_handling",
        "proposals.assign_handling",
        "proposals.check_letter",
        "proposals.seal_letter",
        "proposals.record_contact",
        "proposals.close_handling",
        "proposals.publish_answer",
        "proposals.keep_commitment",
        "proposals.view_contact_data",
    }
)
HEAD = frozenset(
    {
        "proposals.assign_handling",
        # So that the office, which edits a public text, need not check it as well.
        "proposals.publish_answer",
        "proposals.review_letter",
        "proposals.record_contact",
        "proposals.keep_commitment",
        "proposals.view_contact_data",
    }
)


@dataclass(frozen=True)
class Role:
    code: str
    name: str
    permissions: frozenset[str]


ROLES = (
    Role("entry_clerk", "录入员", READ | ENTER | KEEP_REGISTERS | DEPUTISE),
    Role("reviewer", "复核员", READ | APPROVE | DEPUTISE),
    Role("case_officer", "经办人", READ | DRAFT | DEPUTISE),
    Role(
        "section_head",
        "科室负责人",
        READ | APPROVE | ORGANISE | DEPUTISE | HEAD | KEEP_REGISTERS | {"stats.merge_enterprise"},
    ),
    Role(
        "office",
        "办公室",
        READ | LETTER_SETTINGS | DEPUTISE | CONDUCT,
    ),
    Role(
        "bureau_leader",
        "局领导",
        READ | DEPUTISE | {"proposals.approve_letter", "proposals.sign_letter"},
    ),
    Role("reader", "读者", READ),
    Role(
        "system_admin",
        "系统管理员",
        frozenset(
            {
                "cixi_ip.enter_admin",
                "cixi_ip.view_department",
                "cixi_ip.add_department",
                "cixi_ip.change_department",
                "cixi_ip.view_user",
                "cixi_ip.add_user",
                "cixi_ip.change_user",
                "stats.change_display",
            }
        ),
    ),
    Role(
        "security_admin",
        "安全管理员",
        frozenset({"cixi_ip.enter_admin", "cixi_ip.view_user", "cixi_ip.grant_roles"}),
    ),
    Role("auditor", "审计员", frozenset({"cixi_ip.enter_admin", "cixi_ip.view_event"})),
)

# Who runs the system, who grants and who watches: three people, none of them at the business.
HELD_ALONE = frozenset({"系统管理员", "安全管理员", "审计员"})


def write_groups(**_: Any) -> None:
    """Make the groups of the database equal to this table; runs after every migration."""
    from django.contrib.auth.models import Group, Permission

    known = {
        f"{label}.{codename}": pk
        for pk, label, codename in Permission.objects.values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role.name)
        # Apps are migrated one after another: what does not exist yet comes with the last of them.
        group.permissions.set(known[name] for name in role.permissions if name in known)
