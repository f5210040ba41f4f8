"""Industry chains: what their constraints refuse, what stands on them, and how they are counted."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from stats.models import Chain, ChainNode, Initiative, InitiativeTask, NodeHolder
from stats.registers.chain_board import board
from stats.registers.comparing import compared
from stats.registers.counting import tally
from stats.registers.stories.timeline import timeline
from tests.makers import make_indicator, make_region, make_user
from tests.stats.chain_rows import chain, holder, node, plan, task
from tests.stats.register_rows import make_enterprise, make_town, saved

pytestmark = pytest.mark.django_db


EARLY = date(2021, 12, 31)
REFUSED = {
    "chain_order": lambda: chain(valid_to=EARLY),
    "chain_node_stage": lambda: node(sequence="产品"),
    "chain_node_gap": lambda: node(state="断链"),
    "node_holder_of_something": lambda: holder(technology=""),
    "node_holder_order": lambda: holder(until=EARLY),
    "initiative_order": lambda: plan(starts_on=date(2022, 1, 1), ends_on=EARLY),
    "initiative_task_outcome": lambda: task(done_on=date(2023, 1, 1)),
}
TWICE = {"chain_once": chain, "chain_node_once": node}


def test_every_constraint_has_its_case():
    models = (Chain, ChainNode, NodeHolder, Initiative, InitiativeTask)
    names = {constraint.name for model in models for constraint in model._meta.constraints}
    assert names == set(REFUSED) | set(TWICE)


def refused(record):
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_check_is_for_is_refused(name):
    refused(REFUSED[name]())


@pytest.mark.parametrize("name", TWICE)
def test_a_second_one_is_refused(name):
    TWICE[name]().save()
    refused(TWICE[name]())


def test_both_sequences_take_their_own_five_stages():
    for sequence, stages in ChainNode.STAGES.items():
        for stage in stages:
            node(sequence=sequence, stage=stage).save()
    assert ChainNode.objects.count() == 10


def test_enterprise_or_technology_stands_on_a_node():
    firm = make_enterprise("生成甲")
    assert str(holder(enterprise=firm, technology="")).endswith("节点：生成甲")
    assert str(holder()).endswith("节点：生成技术")


def test_the_story_of_an_enterprise_tells_its_place_on_a_chain():
    firm = make_enterprise()
    holder(enterprise=firm, until=date(2022, 12, 31)).save()
    told = [(moment.day.year, moment.what[:2]) for moment in timeline(firm, date(2023, 6, 1))]
    assert told == [(2022, "离链"), (2022, "上链")]


def test_chains_are_counted_on_a_day_for_the_whole_county_alone():
    make_town()
    county, core = make_region("330282"), make_region("330282-BJ")
    indicator = make_indicator("cultivation.chain", kind="stock", unit="条")
    chain(name="甲链", valid_to=date(2022, 12, 31)).save()
    chain(name="乙链").save()
    found = [tally(indicator, county, year, 12) for year in (2021, 2022, 2023)]
    assert [[name for _pk, name in each.rows] for each in found] == [[], ["乙链", "甲链"], ["乙链"]]
    with pytest.raises(ValidationError, match="分不到镇街和口径"):
        tally(indicator, core, 2022, 12)
    assert [len(compared(region, 2022, 12)) for region in (county, core)] == [1, 0]


class TestBoard:
    def test_nodes_stand_at_their_stages_with_holders_and_gaps(self):
        firm = make_enterprise("生成甲")
        part = node(stage="部件", name="生成电机")
        part.save()
        gap = node(stage="零件", name="生成轴承", state="断链", gap="高速轴承靠外购")
        gap.save()
        for fields in ({"enterprise": firm}, {"enterprise": firm}, {"until": date(2022, 6, 30)}):
            holder(node=part, **fields).save()
        (laid,) = board(date(2023, 1, 1))
        by_stage = dict(laid.lines[1].stages)
        assert [spot.node for spot in by_stage["部件"]] == [part]
        assert len(by_stage["部件"][0].holders) == 2
        assert (laid.firms, [spot.node for spot in laid.gaps]) == (1, [gap])
        assert board(date(2021, 1, 1)) == []

    def test_the_page_takes_the_same_queries_whatever_stands_there(
        self, client, django_assert_num_queries
    ):
        client.force_login(make_user("读者"))
        client.get("/registers/chains/board/")
        for name in ("甲", "乙"):
            made = node(name=name)
            made.save()
            holder(node=made, enterprise=make_enterprise()).save()
        with django_assert_num_queries(7):
            page = client.get("/registers/chains/board/").content.decode()
        assert "链上企业 2 家" in page


def test_holders_without_an_enterprise_are_not_counted_as_one(client):
    client.force_login(make_user("读者"))
    for number in range(8):
        saved(holder(technology=f"生成技术{number}"))
    page = client.get("/registers/chains/board/").content.decode()
    assert "另有 2 项" in page
    assert "链上企业 0 家" in page
