"""The demonstration's cases: each at its stage, and none outside a demonstration."""

import io

import pytest
from django.core.management import CommandError, call_command

from cixi_ip.demo_accounts import ensure
from proposals.demo_cases import generate
from proposals.models import Handling, OtherUnit, Proposer

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Where a case stands whose stage is not the name of a state.
STANDS = {"unhappy": "delivered", "again": "drafting"}


def made() -> str:
    out = io.StringIO()
    call_command("generate_demo_proposals", stdout=out)
    return out.getvalue()


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO_DATA, settings.VAR_DIR = True, str(tmp_path)
    ensure()


def test_each_case_stands_at_its_stage_and_once(demo):
    assert "22 件" in made()
    found = {one.proposal.number: one for one in Handling.objects.select_related("proposal")}
    for case in generate():
        assert found[case.number].state == STANDS.get(case.stage, case.stage), case.stage
        assert found[case.number].role == case.role
    assert "已在库" in made()
    assert Handling.objects.count() == len(generate())


def test_nobody_could_be_taken_for_a_real_person(demo):
    made()
    assert all("（演示）" in name for name in Proposer.objects.values_list("name", flat=True))
    phones = {*Proposer.objects.values_list("phone", flat=True)}
    phones |= {*OtherUnit.objects.values_list("phone", flat=True)}
    assert phones <= {"", "0574-00000000"}


def test_a_database_of_real_figures_is_left_alone(settings):
    settings.DEMO_DATA = False
    with pytest.raises(CommandError, match="make demo"):
        made()
    settings.DEMO_DATA = True
    with pytest.raises(CommandError, match="demo_accounts"):
        made()
    assert not Handling.objects.exists()
