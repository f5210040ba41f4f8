"""The table of moves: what it allows is allowed, everything else is refused."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError

from proposals import actions
from proposals.models import Handling
from proposals.workflow import MOVES, STATIONS, open_moves, progress
from tests.makers import make_user
from tests.proposals.makers import make_draft, seen

STATES = list(Handling.State)
pytestmark = pytest.mark.django_db


def put(handling: Handling, state: str) -> None:
    """Bring the row into a state directly, as no action could."""
    Handling.objects.filter(pk=handling.pk).update(state=state, return_reason="原因")
    handling.refresh_from_db()


def make_move(name: str, handling: Handling, user: object) -> None:
    {
        "take": lambda: actions.take(by=user, handling=handling),
        "submit": lambda: actions.submit(by=user, handling=handling),
        "send_back": lambda: actions.send_back(by=user, handling=handling, reason="请改"),
        "sign": lambda: actions.sign(by=user, handling=handling, seen=seen(handling)),
    }[name]()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", [name for name in MOVES if name != "register"])
def test_each_move_from_each_state(name, state):
    letter = make_draft()
    handling, move = letter.handling, MOVES[name]
    put(handling, state)
    user = handling.officer if name in ("take", "submit") else make_user("局领导")
    if state in move.sources:
        make_move(name, handling, user)
        handling.refresh_from_db()
        assert handling.state == move.to
    else:
        with pytest.raises(ValidationError, match=handling.get_state_display()):
            make_move(name, handling, user)
        handling.refresh_from_db()
        assert handling.state == state


@pytest.mark.parametrize("name", [name for name in MOVES if name != "register"])
def test_a_role_without_the_permission_is_refused(name):
    letter = make_draft()
    put(letter.handling, MOVES[name].sources[0])
    with pytest.raises(PermissionDenied, match="角色不能"):
        make_move(name, letter.handling, make_user("读者"))


@pytest.mark.parametrize("name", MOVES)
def test_every_permission_of_the_table_exists(name):
    for permission in MOVES[name].permissions:
        app, codename = permission.split(".")
        assert Permission.objects.filter(content_type__app_label=app, codename=codename).exists()


@pytest.mark.parametrize(
    ("role", "state", "moves"),
    [
        ("经办人", "registered", ["take"]),
        ("经办人", "drafting", ["take", "submit"]),
        ("经办人", "awaiting", []),
        ("科室负责人", "awaiting", ["send_back"]),
        ("局领导", "awaiting", ["send_back", "sign"]),
        ("局领导", "issued", []),
        ("读者", "awaiting", []),
    ],
)
def test_the_moves_a_page_offers(role, state, moves):
    assert open_moves(Handling(state=state), make_user(role)) == moves


@pytest.mark.parametrize(
    ("state", "marks"),
    [
        ("registered", ["here", "ahead", "ahead", "ahead"]),
        ("drafting", ["done", "here", "ahead", "ahead"]),
        ("returned", ["done", "here", "ahead", "ahead"]),
        ("awaiting", ["done", "done", "here", "ahead"]),
        ("issued", ["done", "done", "done", "here"]),
    ],
)
def test_progress(state, marks):
    assert [mark for _label, mark in progress(state)] == marks
    assert len(STATIONS) == len(marks)
