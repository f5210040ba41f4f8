"""Whatever an office does in whatever order, published figures keep their vintages and values."""

from collections import Counter
from contextlib import suppress
from decimal import Decimal
from typing import ClassVar

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cixi_ip.actions import end_stand_in
from cixi_ip.models import StandIn, User
from stats import actions
from stats.models import Entry, Observation, Submission
from tests.makers import make_indicator, make_region, make_source, make_stand_in, make_user

WORD = "编造的数，供测试"
REFUSED = (PermissionDenied, ValidationError)
OPEN, SUBMITTED, APPROVED = ("draft", "returned"), ("submitted",), ("approved",)
MOVES = {
    "draft": {"draft", "submitted"},
    "returned": {"returned", "submitted"},
    "submitted": {"submitted", "draft", "returned", "approved"},
    "approved": {"approved"},
}
# Two clerks, two reviewers, one of both, and a case officer who can only stand in.
ROLES = (("录入员",), ("录入员",), ("复核员",), ("科室负责人",), ("录入员", "复核员"), ("经办人",))
PERSON, CELL = st.integers(0, len(ROLES) - 1), st.integers(0, 2)
CLERK, REVIEWER = st.sampled_from((0, 1, 4)) | PERSON, st.sampled_from((2, 3, 4)) | PERSON
CELLS, VALUE = st.sets(CELL, min_size=1), st.integers(1, 999)


class Office(RuleBasedStateMachine):
    """Six people and three cells; what is refused leaves no trace, and the rest must hold."""

    people: ClassVar[list[int]]
    cells: ClassVar[list[dict[str, object]]]
    done: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.states: dict[int, str] = {}
        self.published: dict[int, dict[str, object]] = {}

    def teardown(self) -> None:
        connection.check_constraints()
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    def person(self, number: int) -> User:
        """As a request sees them: what they may today is asked anew."""
        return User.objects.get(pk=self.people[number])

    def batch(self, data: st.DataObject, *states: str) -> Submission:
        known = sorted(pk for pk, state in self.states.items() if state in states)
        return Submission.objects.get(pk=data.draw(st.sampled_from(known)))

    def has(self, *states: str) -> bool:
        return any(state in states for state in self.states.values())

    def count(self, name: str) -> None:
        self.done[name] += 1

    @rule(
        by=CLERK,
        cells=CELLS,
        value=VALUE,
        helper=st.none() | REVIEWER,
        reviewer=st.none() | REVIEWER,
    )
    def hand_in_a_batch(
        self, by: int, cells: set[int], value: int, helper: int | None, reviewer: int | None
    ) -> None:
        """The way things mostly go, with a deputy's help or without, and through the review."""
        with suppress(*REFUSED):
            title = f"第{len(self.states) + 1}批"
            batch = actions.open_submission(by=self.person(by), title=title, source=make_source())
            self.states[batch.pk] = "draft"
            if helper is not None:
                self.stand_in(by, helper)
            for cell in cells:
                who = self.person(by if helper is None else helper)
                self.type_in(who, batch, cell, value, stale=False)
            actions.submit(by=self.person(by), submission=batch)
            self.states[batch.pk] = "submitted"
            self.come_back(by)
            if reviewer is not None:
                self.review(batch, self.person(reviewer))

    @precondition(lambda self: self.states)
    @rule(data=st.data(), by=CLERK, cell=CELL, value=VALUE, stale=st.booleans())
    def enter(self, data: st.DataObject, by: int, cell: int, value: int, stale: bool) -> None:
        batch = self.batch(data, *MOVES)
        with suppress(*REFUSED):
            self.type_in(self.person(by), batch, cell, value, stale=stale)
            assert self.states[batch.pk] in OPEN

    def type_in(self, by: User, batch: Submission, cell: int, value: int, *, stale: bool) -> None:
        place = self.cells[cell]
        last = Observation.objects.filter(**place).count() - stale
        based_on = max(last, 0)
        entry = batch.entries.filter(**place).first() or Entry(submission=batch, **place)
        entry.value, entry.explanation = Decimal(value), WORD
        entry.based_on = based_on
        entry.revision_kind = "修订" if based_on else "首次"
        entry.reason = WORD if based_on else ""
        actions.enter(by=by, entry=entry)
        assert batch.created_by_id in by.acts_for()
        if batch.created_by_id != by.pk:
            self.count("entered for another")

    @precondition(lambda self: self.states)
    @rule(data=st.data(), by=PERSON)
    def remove(self, data: st.DataObject, by: int) -> None:
        entry = self.batch(data, *MOVES).entries.first()
        if entry is not None:
            with suppress(*REFUSED):
                actions.remove(by=self.person(by), entry=entry)

    @precondition(lambda self: self.has(*OPEN))
    @rule(data=st.data(), by=st.none() | PERSON)
    def submit(self, data: st.DataObject, by: int | None) -> None:
        """By whoever, or by its author, who is refused less often."""
        batch = self.batch(data, *OPEN)
        with suppress(*REFUSED):
            actions.submit(by=self.of(batch, by), submission=batch)

    def of(self, batch: Submission, by: int | None) -> User:
        return User.objects.get(pk=batch.created_by_id) if by is None else self.person(by)

    @precondition(lambda self: self.states)
    @rule(data=st.data(), by=st.none() | PERSON)
    def withdraw(self, data: st.DataObject, by: int | None) -> None:
        batch = self.batch(data, *MOVES)
        with suppress(*REFUSED):
            actions.withdraw(by=self.of(batch, by), submission=batch)

    @precondition(lambda self: self.has(*SUBMITTED))
    @rule(data=st.data(), by=REVIEWER)
    def send_back(self, data: st.DataObject, by: int) -> None:
        batch, reviewer = self.batch(data, *SUBMITTED), self.person(by)
        with suppress(*REFUSED):
            actions.send_back(by=reviewer, submission=batch, reason=WORD)
            self.saw_with_other_eyes(batch, reviewer)
            self.count("sent back")

    @precondition(lambda self: self.states)
    @rule(data=st.data(), by=REVIEWER, whichever=st.booleans())
    def approve(self, data: st.DataObject, by: int, whichever: bool) -> None:
        ready = SUBMITTED if self.has(*SUBMITTED) and not whichever else tuple(MOVES)
        batch = self.batch(data, *ready)
        with suppress(*REFUSED):
            self.review(batch, self.person(by))

    def review(self, batch: Submission, reviewer: User) -> None:
        before = Observation.objects.count()
        try:
            written = actions.approve(by=reviewer, submission=batch)
        except REFUSED:
            assert Observation.objects.count() == before
            raise
        assert self.states[batch.pk] in SUBMITTED
        assert written.count() == batch.entries.count() == Observation.objects.count() - before
        self.saw_with_other_eyes(batch, reviewer)
        self.done.update(f"vintage {min(found.vintage, 3)}" for found in written)

    def saw_with_other_eyes(self, batch: Submission, reviewer: User) -> None:
        hands = {batch.created_by_id, *batch.entries.values_list("typed_by", flat=True)}
        assert not hands & reviewer.acts_for()

    @rule(principal=PERSON, deputy=PERSON)
    def stand_in(self, principal: int, deputy: int) -> None:
        with suppress(*REFUSED):
            make_stand_in(self.person(principal), self.person(deputy))

    @rule(by=PERSON)
    def come_back(self, by: int) -> None:
        for stand_in in StandIn.objects.filter(principal=self.people[by]):
            with suppress(*REFUSED):
                end_stand_in(by=self.person(by), stand_in=stand_in)

    @invariant()
    def batches_move_as_they_may(self) -> None:
        now = dict(Submission.objects.values_list("pk", "state"))
        for pk, state in now.items():
            assert state in MOVES[self.states.get(pk, "draft")]
        assert self.states.keys() <= now.keys()
        self.states = now

    @invariant()
    def what_is_published_stays_as_it_was(self) -> None:
        now = {row["id"]: row for row in Observation.objects.order_by("pk").values()}
        for pk, row in self.published.items():
            ended = row["superseded_at"] is None and now[pk]["superseded_at"] is not None
            assert now[pk] == row or (ended and now[pk] | {"superseded_at": None} == row)
        self.published = now

    @invariant()
    def vintages_are_gapless_and_the_last_one_is_current(self) -> None:
        for cell in self.cells:
            rows = list(Observation.objects.filter(**cell).order_by("vintage"))
            assert [row.vintage for row in rows] == list(range(1, len(rows) + 1))
            followers = [*(row.approved_at for row in rows[1:]), None]
            assert [row.superseded_at for row in rows] == followers[: len(rows)]
            assert all(row.entered_by_id != row.approved_by_id for row in rows)


@pytest.mark.django_db
def test_any_sequence_of_acts_keeps_the_vintages() -> None:
    Office.people = [make_user(*roles).pk for roles in ROLES]
    region = make_region()
    Office.cells = [
        {"indicator": make_indicator(code), "region": region, "year": year}
        for code, year in (("a", 2021), ("a", 2022), ("b", 2022))
    ]
    Office.done = Counter()
    make_source()
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Office.done["vintage 1"], "nothing was ever published"
