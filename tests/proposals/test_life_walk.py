"""Whatever people do in whatever order: nothing is signed unreviewed, and the record tells all."""

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from cixi_ip.admin import DETAIL_NAMES
from cixi_ip.models import Event
from proposals.examination import examine
from proposals.models import Handling, IssuedLetter, Letter, RoleSetting, Round
from proposals.workflow import MOVES, S
from tests.makers import make_department, make_user
from tests.proposals.makers import make_session
from tests.proposals.walking import PEOPLE, Walk

IS_SOAK = os.environ.get("CIXI_SOAK") == "1"
EXAMPLES, STEPS = (180, 50) if IS_SOAK else (8, 50)
PASSES = (["pass_section", "pass_office", "pass_deputy"], ["pass_section", "pass_office_only"])
WITH_LETTER = (S.SIGNED, S.SEALED, S.DELIVERED, S.TRACKING)


class Bureau(Walk):
    """What must hold after each act."""

    def __init__(self) -> None:
        super().__init__()
        self.trails: dict[int, list[Event]] = {}
        self.hands: dict[int, set[int]] = {}
        self.last_event = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

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


# What ten thousand steps are sure to meet; the rarer moves have their table in test_workflow.py.
WALKED = ("register", "accept", "assign", "submit", "send_back", "withdraw", "sign", "rehandle")


@pytest.mark.django_db
@pytest.mark.slow
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
        assert all(Bureau.done[name] for name in WALKED), Bureau.done
