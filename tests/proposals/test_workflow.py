"""The table of moves: what it allows is allowed, everything else is refused and changes nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from cixi_ip.models import Department, Event, User
from cixi_ip.roles import ROLES
from proposals import actions
from proposals.actions.moves import move
from proposals.models import Commitment, Handling, Letter, RoleSetting, Round
from proposals.requirements import REQUIREMENTS
from proposals.workflow import MOVES, REVIEWS, STATIONS, S, open_moves, progress
from tests.makers import make_stand_in, make_user
from tests.proposals.makers import make_awaiting, make_draft, make_submitted, pass_reviews, write
from tests.proposals.moving import (
    edition_of,
    make_in,
    make_move,
    same_action,
    say,
)

pytestmark = pytest.mark.django_db
NAMES = [name for name in MOVES if name != "register"]
# Whose permission each move is, held against roles.py by hand.
WHO = {
    "register": {"经办人", "办公室"},
    "accept": {"办公室"},
    "ask_return": {"办公室"},
    "grant_return": {"办公室"},
    "refuse_return": {"办公室"},
    "assign": {"科室负责人", "办公室"},
    "reassign": {"科室负责人", "办公室"},
    "note": {"办公室"},
    "take": {"经办人"},
    "submit": {"经办人"},
    "withdraw": {"经办人"},
    "pass_section": {"科室负责人"},
    "pass_office": {"办公室"},
    "pass_office_only": {"办公室"},
    "pass_deputy": {"局领导"},
    "send_back": {"科室负责人", "办公室", "局领导"},
    "sign": {"局领导"},
    "seal": {"办公室"},
    "deliver": {"办公室"},
    "rehandle": {"办公室"},
    "resubmit": {"办公室"},
    "close": {"办公室"},
    "track": {"办公室"},
    "answer_again": {"经办人", "办公室"},
    "settle": {"办公室"},
    "archive": {"办公室"},
}

REVIEWER_AT = {
    "section": "科室负责人",
    "office": "办公室",
    "deputy": "局领导",
    "awaiting": "局领导",
}


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back, for the next try from the same state."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def traces() -> tuple[list[object], int, int, int]:
    rows = Handling.objects.order_by("pk").values_list(
        "state", "officer", "department", "round", "return_reason", "received_on"
    )
    return list(rows), Event.objects.count(), Round.objects.count(), Letter.objects.count()


def refused(
    kind: type[Exception], words: str, act: Callable[..., object], *given: object, **named: object
) -> None:
    """Refused with these words, and nothing at all is changed by it."""
    before = traces()
    with pytest.raises(kind, match=words), transaction.atomic():
        act(*given, **named)
    assert traces() == before


def fit(name: str, handling: Handling) -> None:
    """Let the case be of the kind this move is for, where the ordinary one is not."""
    if name == "note":
        Handling.objects.filter(pk=handling.pk).update(role="参阅")
    elif name == "resubmit":
        Handling.objects.filter(pk=handling.pk).update(role="协办")
    elif name == "pass_office_only":
        RoleSetting.objects.update(deputy_reviews=False)
    elif name == "track":
        Letter.objects.filter(round=handling.round).update(class_mark="B")
    if name in ("rehandle", "close", "track"):
        say(handling, "不满意" if name == "rehandle" else "满意")
    handling.refresh_from_db()


def who_makes(name: str, handling: Handling) -> User:
    """One whom the move is for, so that nothing but the state can stand against it."""
    if name in ("submit", "withdraw"):
        if handling.officer is None:
            Handling.objects.filter(pk=handling.pk).update(officer=make_user("经办人"))
            handling.refresh_from_db()
        return handling.officer
    if name == "send_back":
        return make_user(REVIEWER_AT.get(handling.state, "局领导"))
    return make_user(sorted(WHO[name])[0])


def go(name: str, handling: Handling, user: User) -> None:
    officer = make_user("经办人") if same_action(name)[0] == "assign" else None
    make_move(name, handling, user, officer=officer)


@pytest.mark.parametrize("state", S.values)
def test_each_move_from_each_state(state: str):
    handling = make_in(state)
    for name in NAMES:
        with undone():
            if state in MOVES[name].sources:
                fit(name, handling)
                go(name, handling, who_makes(name, handling))
                assert Handling.objects.get(pk=handling.pk).state == MOVES[name].to
                event = Event.objects.filter(subject_type="proposals.handling").first()
                assert (event.detail["move"], event.detail["state"]) == (name, MOVES[name].to)
                assert event.kind == MOVES[name].label
            elif not any(state in MOVES[other].sources for other in same_action(name)):
                user = who_makes(name, handling)
                label = handling.get_state_display()
                refused(ValidationError, label, go, name, handling, user)
        handling = Handling.objects.get(pk=handling.pk)


@pytest.mark.parametrize("state", S.values)
def test_each_move_from_each_state_in_the_one_place_that_moves(state: str):
    """Also for those moves that share an action, whatever calls them."""
    handling = make_in(state)
    for name in NAMES:
        if state not in MOVES[name].sources:
            user = make_user(sorted(WHO[name])[0])
            label = handling.get_state_display()
            refused(ValidationError, label, move, handling, name, by=user)


@pytest.mark.parametrize("name", NAMES)
def test_each_move_by_each_role(name: str):
    handling = make_in(MOVES[name].sources[0])
    fit(name, handling)
    assert WHO[name]
    for role in ROLES:
        handling = Handling.objects.get(pk=handling.pk)
        user = make_user(role.name)
        if role.name not in WHO[name]:
            refused(PermissionDenied, "您的角色不能|由审核这一步的人", go, name, handling, user)
            continue
        with undone():
            if name in ("submit", "withdraw"):
                user = handling.officer
            elif name == "send_back" and not may_review(handling, user):
                refused(PermissionDenied, "由审核这一步的人", go, name, handling, user)
                continue
            go(name, handling, user)
            assert Handling.objects.get(pk=handling.pk).state == MOVES[name].to


def may_review(handling: Handling, user: User) -> bool:
    return any(MOVES[step].allows(user) for step in REVIEWS[S(handling.state)])


def test_each_role_registers_or_does_not():
    for role in ROLES:
        assert MOVES["register"].allows(make_user(role.name)) is (role.name in WHO["register"])


@pytest.mark.parametrize(("state", "role"), REVIEWER_AT.items())
def test_sending_back_is_for_those_who_review_there(state: str, role: str):
    handling = make_in(state)
    for other in WHO["send_back"] - {role}:
        user = make_user(other)
        refused(PermissionDenied, "由审核这一步的人", go, "send_back", handling, user)
    go("send_back", handling, make_user(role))
    assert Handling.objects.get().state == "returned"


def test_every_move_is_somebodys():
    assert set(WHO) == set(MOVES)


@pytest.mark.parametrize("name", MOVES)
def test_every_permission_of_the_table_exists(name: str):
    assert MOVES[name].permissions
    for permission in MOVES[name].permissions:
        app, codename = permission.split(".")
        assert Permission.objects.filter(content_type__app_label=app, codename=codename).exists()


def test_every_need_is_a_requirement_and_every_requirement_is_needed():
    needs = {need for move in MOVES.values() for need in move.needs}
    assert needs == set(REQUIREMENTS)


@pytest.mark.parametrize("name", [name for name in NAMES if MOVES[name].needs])
def test_a_need_that_is_not_met_refuses_the_move(name: str, monkeypatch: pytest.MonkeyPatch):
    handling = make_in(MOVES[name].sources[0])
    fit(name, handling)
    user = who_makes(name, handling)
    for need in MOVES[name].needs:
        with monkeypatch.context() as patch:
            patch.setitem(REQUIREMENTS, need, lambda _handling: ["还差一样东西。"])
            refused(ValidationError, "还差一样东西", go, name, handling, user)
        handling = Handling.objects.get(pk=handling.pk)
    go(name, handling, user)
    assert Handling.objects.get(pk=handling.pk).state == MOVES[name].to


@pytest.mark.parametrize(("state", "role"), REVIEWER_AT.items())
class TestOwnDrafts:
    """Whoever had a hand in a draft neither reviews nor signs it, alone or for another."""

    def test_the_officer_is_refused(self, state: str, role: str):
        both = make_user("经办人", role)
        handling = brought(make_submitted(by=both, role="主办"), state)
        self.is_refused(handling, both)

    def test_who_wrote_an_earlier_edition_is_refused(self, state: str, role: str):
        both, colleague = make_user("经办人", role), make_user("经办人")
        letter = make_draft(by=both)
        actions.take(by=colleague, handling=letter.handling)
        handling = actions.submit(by=colleague, handling=letter.handling)
        self.is_refused(brought(handling, state), both)

    def test_who_stands_in_for_the_officer_is_refused(self, state: str, role: str):
        handling, reviewer = brought(make_submitted(role="主办"), state), make_user(role)
        make_stand_in(handling.officer, reviewer)
        self.is_refused(handling, User.objects.get(pk=reviewer.pk))

    def test_the_officer_standing_in_for_a_reviewer_is_refused(self, state: str, role: str):
        handling = brought(make_submitted(role="主办"), state)
        make_stand_in(make_user(role), handling.officer)
        self.is_refused(handling, User.objects.get(pk=handling.officer_id))

    def test_another_one_standing_in_for_a_reviewer_is_not(self, state: str, role: str):
        handling, another = brought(make_submitted(role="主办"), state), make_user("经办人")
        principal = make_user(role)
        make_stand_in(principal, another)
        go(REVIEWS[S(state)][0], handling, User.objects.get(pk=another.pk))
        event = Event.objects.filter(subject_type="proposals.handling").first()
        assert event.detail["on_behalf_of"] == str(principal)

    def is_refused(self, handling: Handling, user: User) -> None:
        name = REVIEWS[S(handling.state)][0]
        refused(PermissionDenied, "拟稿人不能", go, name, handling, user)


def brought(handling: Handling, state: str) -> Handling:
    return pass_reviews(handling, to=state)


@pytest.mark.parametrize("state", ["section", "office", "deputy"])
def test_a_page_of_another_edition_passes_nothing(state: str):
    handling = make_in(state)
    reviewer, shown = make_user("科室负责人", "办公室", "局领导"), edition_of(handling)
    actions.send_back(by=reviewer, handling=handling, reason="请改")
    write(handling.letter, body="改过的稿。")
    brought(actions.submit(by=handling.officer, handling=handling), state)
    for edition in (shown, shown + 2, 0):
        refused(
            ValidationError,
            "请重新看过再通过",
            actions.pass_on,
            by=reviewer,
            handling=handling,
            seen_edition=edition,
        )
    actions.pass_on(by=reviewer, handling=handling, seen_edition=shown + 1)
    assert Handling.objects.get().state != state


def test_a_page_of_an_earlier_state_passes_nothing():
    """Who reviews at two steps does not pass both by pressing one button twice."""
    handling, reviewer = make_in("section"), make_user("科室负责人", "办公室", "局领导")
    late = Handling.objects.get()
    go("pass_section", handling, reviewer)
    refused(ValidationError, "办公室审核", go, "pass_section", late, reviewer)
    assert Handling.objects.get().state == "office"


def test_a_letter_is_passed_by_its_own_section():
    handling = make_submitted()
    other = Department.objects.create(name="商标科")
    head = make_user("科室负责人", department=other)
    refused(PermissionDenied, "由知识产权科承办", go, "pass_section", handling, head)
    own = make_user("科室负责人", department=handling.department)
    make_stand_in(own, head)
    go("pass_section", handling, User.objects.get(pk=head.pk))
    assert Handling.objects.get().state == "office"


def test_the_head_of_the_own_section_passes_it():
    handling = make_submitted()
    go("pass_section", handling, make_user("科室负责人", department=handling.department))
    assert Handling.objects.get().state == "office"


def test_a_letter_is_not_closed_with_promises_nobody_confirmed():
    handling = make_awaiting("我局将于2027年6月底前建成商标品牌指导站10家。", role="主办")
    go("sign", handling, make_user("局领导"))
    assert Commitment.objects.filter(state="proposed").exists()
    for name in ("seal", "deliver"):
        go(name, handling, make_user("办公室"))
    say(handling, "满意")
    refused(ValidationError, "处承诺还没有确认", go, "close", handling, make_user("办公室"))


@pytest.mark.parametrize(
    ("role", "state", "moves"),
    [
        ("经办人", "registered", []),
        ("办公室", "registered", ["accept", "ask_return"]),
        ("办公室", "accepted", ["ask_return", "assign", "note"]),
        ("经办人", "assigned", ["take"]),
        ("经办人", "drafting", ["take", "submit"]),
        ("科室负责人", "drafting", ["reassign"]),
        ("经办人", "section", ["withdraw"]),
        ("科室负责人", "section", ["pass_section", "send_back"]),
        ("办公室", "office", ["pass_office", "pass_office_only", "send_back"]),
        ("局领导", "deputy", ["pass_deputy", "send_back"]),
        ("经办人", "awaiting", []),
        ("科室负责人", "awaiting", []),
        ("局领导", "awaiting", ["send_back", "sign"]),
        ("局领导", "signed", []),
        ("办公室", "delivered", ["rehandle", "resubmit", "close", "track"]),
        ("经办人", "tracking", ["answer_again"]),
        ("办公室", "archived", []),
        ("读者", "awaiting", []),
    ],
)
def test_the_moves_a_page_offers(role: str, state: str, moves: list[str]):
    assert open_moves(Handling(state=state), make_user(role)) == moves


@pytest.mark.parametrize(
    ("state", "place"),
    [
        ("registered", 0), ("returning", 0), ("away", 0), ("accepted", 1), ("assigned", 1),
        ("drafting", 2), ("returned", 2), ("section", 3), ("office", 4), ("deputy", 5),
        ("awaiting", 6), ("signed", 7), ("sealed", 8), ("delivered", 9), ("closed", 10),
        ("tracking", 10), ("archived", 11),
    ],
)  # fmt: skip
def test_progress(state: str, place: int):
    marks = [mark for _label, mark in progress(state)]
    assert marks == ["done"] * place + ["here"] + ["ahead"] * (len(STATIONS) - place - 1)
