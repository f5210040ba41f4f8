"""Whatever people do in whatever order: nothing is signed unreviewed, and the record tells all."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from cixi_ip.actions import end_stand_in
from cixi_ip.admin import DETAIL_NAMES
from cixi_ip.models import Event, StandIn, User
from proposals import actions
from proposals.examination import examine
from proposals.models import (
    Ask,
    Commitment,
    CongressSession,
    Contact,
    Feedback,
    Handling,
    IssuedLetter,
    Letter,
    OtherUnit,
    Role,
    RoleSetting,
    Round,
)
from proposals.workflow import MOVES, S
from tests.makers import make_stand_in, make_user
from tests.proposals.makers import make_department, make_proposal, make_session
from tests.proposals.moving import edition_of, make_move

IS_SOAK = os.environ.get("CIXI_SOAK") == "1"
EXAMPLES, STEPS = (180, 50) if IS_SOAK else (8, 50)
REFUSED = (PermissionDenied, ValidationError)
# (roles, section): three officers, heads of two sections, and those who are several at once.
PEOPLE = (
    (("经办人",), "知识产权科"),
    (("经办人",), "知识产权科"),
    (("经办人",), "商标科"),
    (("科室负责人",), "知识产权科"),
    (("科室负责人",), "商标科"),
    (("科室负责人",), None),
    (("办公室",), "办公室"),
    (("办公室",), "办公室"),
    (("局领导",), None),
    (("局领导",), None),
    (("经办人", "科室负责人"), "知识产权科"),
    (("经办人", "局领导"), None),
    (("科室负责人", "办公室"), "办公室"),
    (("录入员",), None),
    (("复核员",), None),
    (("读者",), None),
    (("系统管理员",), None),
    (("安全管理员",), None),
    (("审计员",), None),
)
BUSINESS = 13
OF_ROLE = {
    role: tuple(n for n, (roles, _section) in enumerate(PEOPLE) if role in roles)
    for role in ("经办人", "科室负责人", "办公室", "局领导")
}
# What mostly comes next from a state, and whose task it is; several where the case decides.
NEXT = {
    S.REGISTERED: (("accept", "办公室"),),
    S.RETURNING: (("grant_return", "办公室"), ("refuse_return", "办公室")),
    S.RETURNED_AWAY: (("archive", "办公室"),),
    S.ACCEPTED: (("assign", "办公室"), ("note", "办公室")),
    S.ASSIGNED: (("take", "经办人"),),
    S.DRAFTING: (("submit", "经办人"),),
    S.SECTION: (("pass_section", "科室负责人"),),
    S.OFFICE: (("pass_section", "办公室"),),
    S.DEPUTY: (("pass_section", "局领导"),),
    S.AWAITING: (("sign", "局领导"),),
    S.RETURNED: (("submit", "经办人"),),
    S.SIGNED: (("seal", "办公室"),),
    S.SEALED: (("deliver", "办公室"),),
    S.DELIVERED: (("close", "办公室"), ("rehandle", "办公室"), ("resubmit", "办公室")),
    S.CLOSED: (("archive", "办公室"),),
    S.TRACKING: (("settle", "办公室"), ("answer_again", "经办人")),
    S.ARCHIVED: (("archive", "办公室"),),
}
ANY_MOVE = tuple(name for name in MOVES if name != "register")
PASSES = (["pass_section", "pass_office", "pass_deputy"], ["pass_section", "pass_office_only"])
WITH_LETTER = (S.SIGNED, S.SEALED, S.DELIVERED, S.TRACKING)
BODIES = (
    "现提出如下意见。",
    "我局将于2027年6月底前建成商标品牌指导站10家。",
    "授权{{patent.granted@330282-BJ/2021|value}}。",
    "",
)
WORDS = ("满意", "基本满意", "不满意")
CASE, PERSON, COLLEAGUE = st.integers(0, 5), st.integers(0, len(PEOPLE) - 1), st.integers(0, 7)


class Bureau(RuleBasedStateMachine):
    """Nineteen people over up to six cases; what is refused leaves no trace, the rest must hold."""

    people: ClassVar[list[int]]
    sessions: ClassVar[list[CongressSession]]
    done: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.cases: list[int] = []
        self.trails: dict[int, list[Event]] = {}
        self.hands: dict[int, set[int]] = {}
        self.last_event = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def teardown(self) -> None:
        connection.check_constraints()
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    # What people do

    def person(self, number: int) -> User:
        """Afresh, since what a user may do is kept with the object."""
        return User.objects.get(pk=self.people[number])

    def of_role(self, role: str, number: int) -> User:
        return self.person(OF_ROLE[role][number % len(OF_ROLE[role])])

    def case(self, number: int) -> Handling:
        return Handling.objects.with_proposal().get(pk=self.cases[number % len(self.cases)])

    @contextmanager
    def tried(self) -> Iterator[None]:
        """An act that may be refused: refused, it has changed nothing."""
        before = self.traces()
        self.done["steps"] += 1
        try:
            with transaction.atomic():
                yield
        except REFUSED:
            self.done["refused"] += 1
            assert self.traces() == before

    def traces(self) -> tuple[object, ...]:
        states = Handling.objects.order_by("pk").values_list("pk", "state", "round", "officer")
        return tuple(states), Event.objects.count(), IssuedLetter.objects.count()

    @initialize(role=st.sampled_from(Role.values), session=st.integers(0, 3))
    def begin(self, role: str, session: int) -> None:
        for other in (role, "主办", "协办"):
            self.take_in(other, session, 6)

    def take_in(self, role: str, session: int, by: int) -> None:
        proposal = make_proposal(session=self.sessions[session])
        with self.tried():
            actions.register(
                by=self.person(by), proposal=proposal, role=role, addressee="某代表", asks=["某事"]
            )
            self.cases.append(Handling.objects.get(proposal=proposal).pk)

    @rule(role=st.sampled_from(Role.values), session=st.integers(0, 3), by=PERSON)
    def register(self, role: str, session: int, by: int) -> None:
        if len(self.cases) < 6:
            self.take_in(role, session, by)

    @rule(case=CASE, which=st.integers(0, 7), who=COLLEAGUE, officer=st.none() | PERSON)
    def go_on(self, case: int, which: int, who: int, officer: int | None) -> None:
        """The way things mostly go."""
        handling = self.case(case)
        state = S(handling.state)
        ways = NEXT[state]
        name, role = ways[which % len(ways)]
        user = self.of_role(role, who)
        if name == "submit":
            user = self.person(self.people.index(handling.officer_id))
            self.prepare(handling, user, which)
        elif state == S.DELIVERED and handling.is_answering and name == "close":
            self.hear(case, who, WORDS[which % 3], WORDS[0])
        elif state == S.ACCEPTED:
            name = "assign" if handling.writes else "note"
        self.make(name, handling, user, officer)

    @rule(case=CASE, which=st.integers(0, 7), who=st.lists(COLLEAGUE, min_size=12, max_size=12))
    def go_far(self, case: int, which: int, who: list[int]) -> None:
        """Many steps of the ordinary way, each by another one, who may be the wrong one."""
        for number in who:
            self.go_on(case, which, number, None)

    @rule(case=CASE, name=st.sampled_from(ANY_MOVE), who=PERSON, officer=st.none() | PERSON)
    def try_anything(self, case: int, name: str, who: int, officer: int | None) -> None:
        self.make(name, self.case(case), self.person(who), officer)

    def make(self, name: str, handling: Handling, user: User, officer: int | None) -> None:
        with self.tried():
            given = None if officer is None else self.person(officer)
            make_move(name, handling, user, officer=given)

    def prepare(self, handling: Handling, officer: User, missing: int) -> None:
        """What an answer needs, mostly all of it."""
        today = timezone.localdate()
        if not Letter.objects.filter(round=handling.round, body__gt="", disclosure__gt="").exists():
            self.write(handling, officer, BODIES[missing % 2], missing != 1)
        if not handling.is_answering:
            return
        if missing != 2 and not handling.round.contacts.exists():
            talk = Contact(day=today, way="面商", with_whom="甲", our_people="乙", content="丙")
            with self.tried():
                actions.record_contact(by=officer, handling=handling, contact=talk)
        if missing != 3 and handling.proposal.asks.filter(answer="").exists():
            with self.tried():
                actions.answer_asks(
                    by=officer, handling=handling, asks=[Ask(text="某事", answer="已办")]
                )

    def write(self, handling: Handling, by: User, body: str, is_marked: bool) -> None:
        letter = Letter.objects.select_related("round__handling__proposal__session").get(
            round=handling.round
        )
        letter.body = body
        letter.class_mark, letter.disclosure = ("AB"[len(body) % 2], "主动公开")
        if not is_marked:
            letter.class_mark = letter.disclosure = ""
        with self.tried():
            actions.save_draft(by=by, letter=letter, seen_edition=letter.edition)

    @rule(
        case=CASE,
        by=st.none() | PERSON,
        body=st.sampled_from(BODIES),
        is_marked=st.booleans(),
    )
    def draft(self, case: int, by: int | None, body: str, is_marked: bool) -> None:
        handling = self.case(case)
        if not edition_of(handling):
            return
        user = handling.officer if by is None else self.person(by)
        self.write(handling, user, body, is_marked)

    @rule(case=CASE, who=PERSON, is_old=st.booleans())
    def pass_what_was_not_seen(self, case: int, who: int, is_old: bool) -> None:
        handling = self.case(case)
        edition = edition_of(handling) + (-1 if is_old else 1)
        before = handling.state
        with self.tried():
            actions.pass_on(by=self.person(who), handling=handling, seen_edition=edition)
        assert Handling.objects.get(pk=handling.pk).state == before

    @rule(case=CASE, who=PERSON)
    def sign_what_was_not_seen(self, case: int, who: int) -> None:
        handling = self.case(case)
        with self.tried():
            actions.sign(by=self.person(who), handling=handling, seen="0" * 64)
        assert Handling.objects.get(pk=handling.pk).state == handling.state

    @rule(case=CASE, who=PERSON, act=st.sampled_from(("add", "receive", "waive")))
    def deal_with_units(self, case: int, who: int, act: str) -> None:
        handling, by, today = self.case(case), self.person(who), timezone.localdate()
        unit = handling.other_units.first()
        with self.tried():
            if act == "add" or unit is None:
                new = OtherUnit(unit=f"某单位{handling.other_units.count()}", asked_on=today)
                actions.add_unit(by=by, handling=handling, unit=new)
            elif act == "receive":
                actions.receive_opinion(by=by, unit=unit, received_on=today, opinion="意见。")
            else:
                actions.waive_opinion(by=by, unit=unit, reason="多次催办未回")

    @rule(case=CASE, who=COLLEAGUE, attitude=st.sampled_from(WORDS), result=st.sampled_from(WORDS))
    def hear(self, case: int, who: int, attitude: str, result: str) -> None:
        said = Feedback(
            attitude=attitude, result=result, reason="没有解决", received_on=timezone.localdate()
        )
        with self.tried():
            actions.record_feedback(
                by=self.of_role("办公室", who), handling=self.case(case), feedback=said
            )

    @rule(who=PERSON, is_promise=st.booleans())
    def look_after_promises(self, who: int, is_promise: bool) -> None:
        found = Commitment.objects.filter(state__in=("proposed", "open")).first()
        if found is None:
            return
        by = self.of_role("办公室", who)
        with self.tried():
            if found.state == "open":
                actions.settle_commitment(
                    by=by, commitment=found, is_kept=is_promise, outcome="已核实"
                )
            elif is_promise:
                found.owner, found.due_on = by, timezone.localdate()
                actions.confirm(by=by, commitment=found)
            else:
                actions.dismiss(by=by, commitment=found, reason="不是承诺")

    @rule(principal=PERSON, deputy=PERSON)
    def stand_in(self, principal: int, deputy: int) -> None:
        with self.tried():
            make_stand_in(self.person(principal), self.person(deputy))

    @rule()
    def all_come_back(self) -> None:
        for one in StandIn.objects.filter(ended_at=None).select_related("principal"):
            with self.tried():
                end_stand_in(by=one.principal, stand_in=one)

    # What must hold

    @invariant()
    def the_record_tells_how_each_case_stands(self) -> None:
        """Replaying the events gives state and round of each case, by moves the table knows."""
        self.read_on()
        for pk, state, number in Handling.objects.values_list("pk", "state", "round__number"):
            assert (state, number) == replay(self.trails[pk])

    def read_on(self) -> None:
        """Events since the last look, and whose hands were in what they are about."""
        fresh = Event.objects.filter(pk__gt=self.last_event).order_by("pk")
        for event in fresh:
            self.last_event = event.pk
            assert set(event.detail) <= set(DETAIL_NAMES), event.detail
            if event.subject_type != "proposals.handling":
                continue
            pk = int(event.subject_id)
            self.trails.setdefault(pk, []).append(event)
            if name := event.detail.get("move"):
                self.done[name] += 1
                self.look_at(Handling.objects.get(pk=pk), name, event)

    def look_at(self, handling: Handling, name: str, event: Event) -> None:
        if name == "submit":
            letter = Letter.objects.get(round=handling.round)
            self.hands[handling.pk] = {*letter.authors.values_list("pk", flat=True)}
            self.hands[handling.pk].add(handling.officer_id)
        elif name in (*PASSES[0], *PASSES[1], "sign"):
            assert not self.hands[handling.pk] & event.by.acts_for()
        if name == "sign":
            self.was_ready(handling)

    def was_ready(self, handling: Handling) -> None:
        letter = Letter.objects.get(round=handling.round)
        assert examine(letter).obstacles == []
        assert handling.writes
        if not handling.is_answering:
            return
        session = handling.proposal.session
        assert handling.round.contacts.exists() or not session.contact_required
        assert not handling.proposal.asks.filter(answer="", unit="").exists()
        assert letter.class_mark
        assert letter.disclosure
        owed = handling.other_units.filter(role="协办", received_on=None, waived="")
        assert not owed.exists()

    @invariant()
    def nothing_is_signed_that_was_not_reviewed(self) -> None:
        self.read_on()
        signed = dict.fromkeys(self.cases, 0)
        rounds = set()
        for case, number in IssuedLetter.objects.values_list(
            "letter__round__handling", "letter__round"
        ):
            signed[case] += 1
            rounds.add(number)
        rows = Handling.objects.values_list("pk", "state", "round", "proposal__session")
        for pk, state, number, session in rows:
            moves = [one.detail["move"] for one in self.trails[pk] if "move" in one.detail]
            way = PASSES[not self.deputy_reviews(session)]
            for place, name in enumerate(moves):
                if name == "sign":
                    last = max(n for n in range(place) if moves[n] == "submit")
                    assert moves[last + 1 : place] == way
            assert signed[pk] == moves.count("sign")
            assert state not in WITH_LETTER or number in rounds

    def deputy_reviews(self, session: int) -> bool:
        return [one.pk for one in self.sessions].index(session) % 2 == 0

    @invariant()
    def rounds_are_counted_and_have_one_letter_each(self) -> None:
        found: dict[int, list[int]] = {}
        rows = Round.objects.order_by("handling", "number").values_list("handling", "number")
        for handling, number in rows:
            found.setdefault(handling, []).append(number)
        current = dict(Handling.objects.values_list("pk", "round__number"))
        for pk, numbers in found.items():
            assert numbers == list(range(1, len(numbers) + 1))
            assert current[pk] == len(numbers)
        letters = list(Letter.objects.values_list("round", flat=True))
        assert len(set(letters)) == len(letters)


def replay(trail: list[Event]) -> tuple[str, int | None]:
    """State and number of the round, from the events alone."""
    state, number = "", None
    for event in trail:
        name = event.detail.get("move")
        if name is None:
            continue
        move = MOVES[name]
        assert event.kind == move.label or name == "register"
        assert (state in move.sources) if state else name == "register"
        assert event.detail["state"] == move.to
        state = move.to
        number = event.detail.get("round", number or (1 if "received_on" in event.detail else None))
    return state, number


def prepare_bureau() -> None:
    Bureau.people = [
        make_user(*roles, department=make_department(section) if section else None).pk
        for roles, section in PEOPLE
    ]
    Bureau.sessions = []
    for number in range(4):
        session = make_session(f"编造的第{number}届", contact_required=number < 2)
        RoleSetting.objects.filter(session=session).update(deputy_reviews=number % 2 == 0)
        Bureau.sessions.append(session)
    Bureau.done = Counter()


@pytest.mark.django_db
@pytest.mark.soak
def test_any_sequence_of_acts_signs_nothing_unreviewed() -> None:
    """600 steps in the usual run, 10,000 in `make soak`."""
    prepare_bureau()
    run_state_machine_as_test(
        Bureau,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Bureau.done["sign"], "nothing was ever signed"
    if IS_SOAK:
        assert Bureau.done["steps"] >= 10_000
        assert {name for name in MOVES if not Bureau.done[name]} == set()
