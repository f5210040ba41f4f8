"""A bureau of nineteen people over up to six cases, who do whatever comes into their heads."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from cixi_ip.actions import end_stand_in
from cixi_ip.models import Event, StandIn, User
from proposals import actions
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
)
from proposals.workflow import MOVES, S
from tests.makers import make_stand_in
from tests.proposals.makers import make_proposal
from tests.proposals.moving import edition_of, make_move

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
OF_ROLE = {
    role: tuple(n for n, (roles, _section) in enumerate(PEOPLE) if role in roles)
    for role in ("经办人", "科室负责人", "办公室", "局领导")
}


def often(name: str, role: str) -> tuple[tuple[str, str], ...]:
    return ((name, role),) * 5


# What mostly comes next from a state, and whose task it is; several where the case decides.
NEXT = {
    S.REGISTERED: (*often("accept", "办公室"), ("ask_return", "办公室")),
    S.RETURNING: (("grant_return", "办公室"), ("refuse_return", "办公室")),
    S.RETURNED_AWAY: (("archive", "办公室"),),
    S.ACCEPTED: (*often("assign", "办公室"), ("ask_return", "办公室")),
    S.ASSIGNED: (("take", "经办人"),),
    S.DRAFTING: (*often("submit", "经办人"), ("reassign", "办公室")),
    S.SECTION: (
        *often("pass_section", "科室负责人"),
        ("withdraw", "经办人"),
        ("send_back", "科室负责人"),
    ),
    S.OFFICE: (*often("pass_section", "办公室"), ("send_back", "办公室")),
    S.DEPUTY: (*often("pass_section", "局领导"), ("send_back", "局领导")),
    S.AWAITING: (*often("sign", "局领导"), ("send_back", "局领导")),
    S.RETURNED: (("submit", "经办人"),),
    S.SIGNED: (("seal", "办公室"),),
    S.SEALED: (("deliver", "办公室"),),
    S.DELIVERED: (("close", "办公室"), ("rehandle", "办公室"), ("resubmit", "办公室")),
    S.CLOSED: (("archive", "办公室"),),
    S.TRACKING: (("settle", "办公室"), ("answer_again", "经办人")),
    S.ARCHIVED: (("archive", "办公室"),),
}
ANY_MOVE = tuple(name for name in MOVES if name != "register")
BODIES = (
    "现提出如下意见。",
    "我局将于2027年6月底前建成商标品牌指导站10家。",
    "授权{{patent.granted@330282-BJ/2021|value}}。",
    "",
)
WORDS = ("满意", "基本满意", "不满意")
CASE, PERSON, COLLEAGUE = st.integers(0, 5), st.integers(0, len(PEOPLE) - 1), st.integers(0, 7)


class Walk(RuleBasedStateMachine):
    """What people do; what is refused leaves no trace."""

    people: ClassVar[list[int]]
    sessions: ClassVar[list[CongressSession]]
    done: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.cases: list[int] = []

    def teardown(self) -> None:
        connection.check_constraints()
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

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
        if name in ("submit", "withdraw"):
            user = self.person(self.people.index(handling.officer_id))
        if name == "submit":
            self.prepare(handling, user, which)
        elif state == S.DELIVERED and handling.is_answering and name != "resubmit":
            self.hear(case, who, WORDS[0], WORDS[2 * (name == "rehandle")])
        elif name == "assign" and not handling.writes:
            name = "note"
        elif name == "reassign":
            officer = OF_ROLE["经办人"][who % len(OF_ROLE["经办人"])]
        self.make(name, handling, user, officer)

    @rule(case=CASE, which=st.integers(0, 7), who=st.lists(COLLEAGUE, min_size=12, max_size=12))
    def go_far(self, case: int, which: int, who: list[int]) -> None:
        """Many steps of the ordinary way, each by another one, who may be the wrong one."""
        for place, number in enumerate(who):
            self.go_on(case, which + 5 * place, number, None)

    @rule(case=CASE, name=st.sampled_from(ANY_MOVE), who=PERSON, officer=st.none() | PERSON)
    def try_anything(self, case: int, name: str, who: int, officer: int | None) -> None:
        self.make(name, self.case(case), self.person(who), officer)

    def make(self, name: str, handling: Handling, user: User, officer: int | None) -> None:
        with self.tried():
            given = None if officer is None else self.person(officer)
            make_move(name, handling, user, officer=given)
        self.read_on()

    def read_on(self) -> None:
        """What an observer does after each act, before the next one goes further."""

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
