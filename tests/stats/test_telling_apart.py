"""Rows of one name are told apart where they are chosen, and a sheet may still say less."""

from datetime import date

import pytest

from stats.models import BrandMove, ChainNode, IncentivePolicy, NodeHolder
from stats.registers.imports.naming import Names, Unnamed
from tests.stats import chain_rows
from tests.stats.brand_rows import make_member
from tests.stats.register_rows import make_enterprise, saved

pytestmark = pytest.mark.django_db


def names(model, field):
    return Names(model._meta.get_field(field))


def test_a_node_says_its_sequence_and_when_its_chain_began():
    chain = saved(chain_rows.chain())
    later = saved(chain_rows.chain(valid_from=date(2026, 1, 1)))
    made = [
        saved(chain_rows.node(chain=one, sequence=sequence, stage="关键核心技术"))
        for one in (chain, later)
        for sequence in ("产品", "系统")
    ]
    assert str(made[0]) == "生成链（2022-01-01起）·产品·关键核心技术·生成节点"
    found = names(NodeHolder, "node")
    assert [found.find(str(one)) for one in made] == made
    with pytest.raises(Unnamed, match="有几个"):
        found.find("生成链·关键核心技术·生成节点")
    chains = names(ChainNode, "chain")
    assert [chains.find(str(one)) for one in (chain, later)] == [chain, later]


def test_a_node_without_a_namesake_is_found_by_less():
    made = saved(chain_rows.node(chain=saved(chain_rows.chain())))
    assert names(NodeHolder, "node").find("生成链·部件·生成节点") == made


def test_a_policy_says_since_when():
    days = (date(2022, 1, 1), date(2024, 1, 1))
    made = [IncentivePolicy(name="生成政策", starts_on=day, rewarded="生成") for day in days]
    assert [str(one) for one in made] == [
        "生成政策（2022-01-01起施行）",
        "生成政策（2024-01-01起施行）",
    ]


def test_a_brand_that_came_back_says_when():
    firm = make_enterprise("生成厂")
    left = {"ended_on": date(2021, 1, 1), "end_reason": "停产"}
    first = make_member(enterprise=firm, brand="生成", entered_on=date(2020, 1, 1), **left)
    found = names(BrandMove, "membership")
    assert found.find("生成（生成厂）") == first
    again = make_member(enterprise=firm, brand="生成", entered_on=date(2022, 1, 1))
    found = names(BrandMove, "membership")
    assert found.find("生成（生成厂，2022-01-01入库）") == again
    with pytest.raises(Unnamed, match="有几个"):
        found.find("生成（生成厂）")
