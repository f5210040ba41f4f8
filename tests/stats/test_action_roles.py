"""Who may do what: every action of the statistics, tried by somebody of each role."""

import inspect
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cixi_ip.models import Event, User
from cixi_ip.roles import ROLES
from stats import actions
from stats.models import (
    CollectionRound,
    ImportFile,
    Paper,
    RegisterFile,
    SeriesBreak,
    Source,
)
from stats.registers import REGISTERS
from tests.makers import (
    make_department,
    make_indicator,
    make_part,
    make_region,
    make_source,
    make_user,
)
from tests.stats.batches import filled, new_entry, new_target, own_batch, planned, submitted
from tests.stats.register_rows import make_enterprise, make_honour
from tests.stats.register_sheets import digest_of, make_register_file, sheet
from tests.stats.uploads import PDF
from tests.stats.workbooks import FILLED, make_file, template

pytestmark = pytest.mark.django_db
CLERKS, REVIEWERS, HEADS = {"录入员"}, {"复核员", "科室负责人"}, {"科室负责人"}
KEEPERS = CLERKS | HEADS
HONOURS = REGISTERS["honours"]


def seated(user: User) -> User:
    """The user in the office that keeps the register."""
    user.department = make_department()
    user.save()
    return user


def kept_paper(user: User) -> Paper:
    return Paper.objects.create(
        source=make_source(), name="通报.pdf", media_type="application/pdf", content=PDF,
        size=len(PDF), sha256="0" * 64, uploaded_by=user,
    )  # fmt: skip


def new_round(user: User) -> CollectionRound:
    return CollectionRound(title="任务", year=2022, due_on=timezone.localdate(), created_by=user)


def running_round(user: User) -> CollectionRound:
    made = new_round(user)
    made.save()
    return made


def new_break() -> SeriesBreak:
    return SeriesBreak(indicator=make_indicator(), year=2017, title="口径变更", note="不可比")


def kept_break() -> SeriesBreak:
    made = new_break()
    made.save()
    return made


def ready_file(user: User) -> ImportFile:
    return make_file(user, template(), state="ready", outcome={"counts": {"新增": 1}})


def confirmed_file(user: User) -> ImportFile:
    make_indicator()
    make_region()
    file = make_file(user, template(FILLED), state="writing")
    order = {"title": "批", "source": None, "kind": "", "reason": "", "explanation": ""}
    file.outcome = actions.importing.read(file).outcome() | {"order": order}
    return file


def kept_sheet(user: User) -> RegisterFile:
    return make_register_file(seated(user), sheet())


TRIES: dict[str, tuple[set[str], Callable[[User], object]]] = {
    "open_submission": (CLERKS, lambda by: actions.open_submission(by=by)),
    "describe": (CLERKS, lambda by: actions.describe(by=by, submission=own_batch(by))),
    "save_source": (
        CLERKS,
        lambda by: actions.save_source(by=by, source=Source(title="新通报", kind="公报")),
    ),
    "add_paper": (
        CLERKS,
        lambda by: actions.add_paper(by=by, source=make_source(), name="通报.pdf", content=PDF),
    ),
    "remove_paper": (CLERKS, lambda by: actions.remove_paper(by=by, paper=kept_paper(by))),
    "save_round": (
        HEADS,
        lambda by: actions.save_round(by=by, round=new_round(by), assignments=[make_part()]),
    ),
    "close_round": (HEADS, lambda by: actions.close_round(by=by, round=running_round(by))),
    "enter": (CLERKS, lambda by: actions.enter(by=by, entry=new_entry(own_batch(by)))),
    "enter_seen": (
        CLERKS,
        lambda by: actions.enter_seen(by=by, entry=new_entry(own_batch(by)), mark="0:"),
    ),
    "enter_target": (
        CLERKS,
        lambda by: actions.enter_target(by=by, target=new_target(own_batch(by))),
    ),
    "remove_target": (
        CLERKS,
        lambda by: actions.remove_target(by=by, target=planned(by).target_entries.get()),
    ),
    "grid_batch": (
        CLERKS,
        lambda by: actions.grid_batch(by=by, year=2022, through_month=12, region=make_region()),
    ),
    "set_tones": ({"系统管理员"}, lambda by: actions.set_tones(by=by, tones="red-up")),
    "save_break": (HEADS, lambda by: actions.save_break(by=by, series_break=new_break())),
    "remove_break": (HEADS, lambda by: actions.remove_break(by=by, series_break=kept_break())),
    "upload_import": (
        CLERKS,
        lambda by: actions.upload_import(
            by=by, kind="template", name="表.xlsx", content=template()
        ),
    ),
    "read_again": (CLERKS, lambda by: actions.read_again(by=by, file=ready_file(by))),
    "cancel_import": (CLERKS, lambda by: actions.cancel_import(by=by, file=ready_file(by))),
    "confirm_import": (
        CLERKS,
        lambda by: actions.confirm_import(
            by=by, file=ready_file(by), title="导入", source=make_source()
        ),
    ),
    "write_import": (
        CLERKS,
        lambda by: actions.write_import(by=by, file=confirmed_file(by)),
    ),
    "remove": (CLERKS, lambda by: actions.remove(by=by, entry=filled(by).entries.get())),
    "submit": (CLERKS, lambda by: actions.submit(by=by, submission=filled(by))),
    "withdraw": (CLERKS, lambda by: actions.withdraw(by=by, submission=filled(by, "submitted"))),
    "approve": (REVIEWERS, lambda by: actions.approve(by=by, submission=submitted())),
    "send_back": (
        REVIEWERS,
        lambda by: actions.send_back(by=by, submission=submitted(), reason="核对口径"),
    ),
    "save_record": (
        KEEPERS,
        lambda by: actions.save_record(by=seated(by), register=HONOURS, record=make_honour()),
    ),
    "remove_record": (
        KEEPERS,
        lambda by: actions.remove_record(
            by=seated(by), register=HONOURS, record=make_honour(), reason="登错了"
        ),
    ),
    "take_rows": (
        KEEPERS,
        lambda by: actions.take_rows(
            by=seated(by), register=HONOURS, records=[make_honour()], file="表.xlsx", sha256="0"
        ),
    ),
    "upload_rows": (
        KEEPERS,
        lambda by: actions.upload_rows(
            by=seated(by), register=HONOURS, name="表.xlsx", content=sheet()
        ),
    ),
    "take_file": (
        KEEPERS,
        lambda by: actions.take_file(by=by, file=(file := kept_sheet(by)), seen=digest_of(file)),
    ),
    "drop_file": (KEEPERS, lambda by: actions.drop_file(by=by, file=kept_sheet(by))),
    "merge_enterprises": (
        HEADS,
        lambda by: actions.merge_enterprises(
            by=seated(by),
            kept=make_enterprise(),
            dropped=make_enterprise(),
            reason="同一企业",
        ),
    ),
    "take_count": (
        CLERKS,
        lambda by: actions.take_count(
            by=by,
            indicator=make_honour().programme.indicator,
            region=make_region(),
            year=2022,
            through_month=12,
        ),
    ),
}

# Actions that are made of others write more than one event.
EVENTS = {"take_rows": 2, "take_file": 3, "take_count": 2, "merge_enterprises": 2}


def test_every_action_by_a_user_is_in_the_matrix() -> None:
    public = {
        name
        for name, found in inspect.getmembers(actions, inspect.isfunction)
        if found.__module__.startswith("stats.actions")
        and "by" in inspect.signature(found).parameters
    }
    assert public - {"require", "require_keeper"} == set(TRIES)


@pytest.mark.parametrize("role", [role.name for role in ROLES])
@pytest.mark.parametrize("action", TRIES)
def test_each_role_can_do_its_own_work_and_nothing_else(action: str, role: str) -> None:
    allowed, attempt = TRIES[action]
    by = make_user(role)
    before = Event.objects.count()
    if role in allowed:
        attempt(by)
        assert Event.objects.count() == before + EVENTS.get(action, 1)
    else:
        with pytest.raises(PermissionDenied, match=r"您的角色不能.*请联系系统管理员"):
            attempt(by)
        assert Event.objects.count() == before
