"""From one letter a handling to rounds: what was there before 0005 is all there afterwards."""

import hashlib
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from proposals import actions
from proposals.models import Handling, RoleSetting
from proposals.models.session import DEFAULT_CLASSES, DEFAULT_CLOCKS
from tests.makers import make_observation, make_user
from tests.proposals.makers import make_handling, pass_reviews, seen

BEFORE = [("proposals", "0004_minutes_and_joint_signing")]
AFTER = [("proposals", "0005_life_cycle")]
PDF = b"%PDF frozen"
# Old state of a handling, and where it stands in the new life.
STATES = {
    "registered": "registered",
    "drafting": "drafting",
    "awaiting": "section",
    "returned": "returned",
    "issued": "signed",
}


def leaves(*, of_proposals: bool) -> list[tuple[str, str]]:
    nodes = MigrationExecutor(connection).loader.graph.leaf_nodes()
    return [node for node in nodes if (node[0] == "proposals") is of_proposals]


def migrate(to: list[tuple[str, str]]) -> Any:
    """Bring the proposals' tables there; the models as they were, the other apps' as they are."""
    MigrationExecutor(connection).migrate(to)
    state = MigrationExecutor(connection).loader.project_state([*to, *leaves(of_proposals=False)])
    return state.apps


@pytest.fixture
def old() -> Iterator[Any]:
    """The database as it was before 0005; afterwards as it is now, empty.

    Once for all, since there and back takes many seconds.
    """
    yield migrate(BEFORE)
    call_command("flush", verbosity=0, interactive=False)
    migrate(leaves(of_proposals=True))


def manager(state: Any) -> Callable[[str], Any]:
    return lambda name: state.get_model("proposals", name).objects


def make_old(state: Any) -> dict[str, int]:
    """One handling in each old state, each but the first with its letter; old state → key."""
    model = manager(state)
    user = state.get_model("cixi_ip", "User").objects
    officer, leader = (user.create(username=name, full_name=name) for name in ("甲", "乙"))
    session = model("CongressSession").create(name="编造的届次", body="人大", year=2025)
    model("RoleSetting").create(session=session, role="协办", page_form="文件", series="慈市监函")
    keys = {}
    for number, state in enumerate(STATES, 1):
        proposal = model("Proposal").create(
            session=session, kind="建议", number=number, title=f"第{number}件", lead_unit="市科技局"
        )
        handling = model("Handling").create(
            proposal=proposal,
            role="协办",
            addressee="市科技局",
            state=state,
            officer=None if state == "registered" else officer,
            return_reason="请改" if state == "returned" else "",
        )
        keys[state] = handling.pk
        if state == "registered":
            continue
        letter = model("Letter").create(
            handling=handling,
            page_form="文件",
            title=f"公文{number}",
            addressee="市科技局",
            body=f"正文{number}。",
            edition=number,
            explanations={"ratio-1": "已核实"},
        )
        letter.authors.add(officer)
        if state == "issued":
            freeze(model, letter, officer, leader)
    return keys


def freeze(model: Any, letter: Any, officer: Any, leader: Any) -> None:
    issued = model("IssuedLetter").create(
        letter=letter,
        prefix="慈市监函",
        year=2025,
        number=7,
        date="2025-04-12",
        page_form="文件",
        title=letter.title,
        addressee=letter.addressee,
        body=letter.body,
        figures=[],
        checks=[],
        pdf=PDF,
        sha256=hashlib.sha256(PDF).hexdigest(),
        engine="typst",
        fonts=[],
        notes=[],
        pages=1,
        drafted_by=officer,
        signed_by=leader,
        signed_at=timezone.now(),
    )
    model("LetterFigure").create(
        issued=issued,
        position=1,
        token="{{}}",
        printed="1件",
        region="市本级",
        period="2022年",
        observation_id=make_observation(1).pk,
    )


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_and_each_handling_goes_on_from_where_it_belongs(old: Any):
    keys = make_old(old)
    model = manager(migrate(AFTER))
    handlings_stand(model, keys)
    letters_are_all_there(model, keys)
    sessions_have_clocks_and_classes(model)
    migrate(leaves(of_proposals=True))
    it_goes_on(keys)


def handlings_stand(model: Callable[[str], Any], keys: dict[str, int]) -> None:
    states = dict(model("Handling").values_list("pk", "state"))
    assert states == {keys[before]: after for before, after in STATES.items()}
    assert model("Proposal").count() == len(STATES)
    assert model("Handling").get(pk=keys["registered"]).round is None
    assert model("Handling").get(pk=keys["returned"]).return_reason == "请改"
    rounds = model("Round").values_list("handling", "number", "kind")
    assert sorted(rounds) == sorted(
        (key, 1, "首次") for state, key in keys.items() if state != "registered"
    )


def letters_are_all_there(model: Callable[[str], Any], keys: dict[str, int]) -> None:
    for number, state in enumerate(STATES, 1):
        if state == "registered":
            continue
        handling = model("Handling").get(pk=keys[state])
        letter = model("Letter").get(round=handling.round)
        assert (letter.title, letter.body) == (f"公文{number}", f"正文{number}。")
        assert (letter.edition, letter.explanations) == (number, {"ratio-1": "已核实"})
        assert [author.username for author in letter.authors.all()] == ["甲"]
        assert handling.officer.username == "甲"
    issued = model("IssuedLetter").get()
    assert issued.letter.round.handling_id == keys["issued"]
    assert bytes(issued.pdf) == PDF
    assert issued.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (issued.number, issued.cited.get().printed) == (7, "1件")


def sessions_have_clocks_and_classes(model: Callable[[str], Any]) -> None:
    clocks = model("ClockSetting").values_list("name", "amount", "unit", "start", "note")
    assert set(clocks) == {
        (name.value, clock.amount, clock.unit.value, clock.start.value, clock.note)
        for name, clock in DEFAULT_CLOCKS.items()
    }
    classes = model("ResultClass").order_by("order")
    assert list(classes.values_list("code", "wording", "is_settled", "follows_up")) == list(
        DEFAULT_CLASSES
    )


def it_goes_on(keys: dict[str, int]) -> None:
    """A letter that waited for its signature is reviewed like any other, then signed."""
    assert RoleSetting.objects.get().deputy_reviews
    handling = pass_reviews(Handling.objects.get(pk=keys["awaiting"]))
    issued = actions.sign(by=make_user("局领导"), handling=handling, seen=seen(handling))
    assert issued.number == 1
    assert Handling.objects.get(pk=keys["awaiting"]).state == "signed"


@pytest.mark.django_db
def test_there_is_no_way_back_once_there_are_rounds():
    migration = import_module("proposals.migrations.0005_life_cycle")
    migration.take_rounds(apps, None)
    make_handling()
    with pytest.raises(IrreversibleError, match="请从备份恢复"):
        migration.take_rounds(apps, None)
