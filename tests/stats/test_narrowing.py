"""Lists narrowed by how a row stands today: honours held, states, tiers, stages."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from tests.makers import make_user
from tests.stats import brand_rows as brands
from tests.stats.chain_rows import holder, kept_node
from tests.stats.register_rows import (
    make_enterprise,
    make_honour,
    make_programme,
    make_town,
    saved,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(make_user("读者"))
    return client


def shown(client: Client, address: str, *names: str) -> list[str]:
    """Which of the names stand in a list and in its file."""
    response = client.get(f"/registers/{address}")
    assert response.status_code == 200
    path, _mark, query = address.partition("?")
    file = client.get(f"/registers/{path}list.csv?{query}").content.decode()
    table = response.content.decode().split("<tbody")[-1]
    found = [name for name in names if name in table]
    assert found == [name for name in names if name in file.split("\n", 1)[1]]
    return found


def test_enterprises_by_the_honours_they_hold_today(reader):
    today, names = localdate(), ("生成甲", "生成乙", "生成丙", "生成丁")
    first, second, third, _none = (make_enterprise(name) for name in names)
    low, high = make_programme("生成低级"), make_programme("生成高级")
    make_honour(enterprise=first, programme=low)
    make_honour(enterprise=second, programme=low)
    make_honour(enterprise=second, programme=high)
    make_honour(enterprise=third, programme=low, valid_to=today - timedelta(1))
    # Who holds two lists is found by either.
    assert shown(reader, f"enterprises/?honour={low.pk}", *names) == ["生成甲", "生成乙"]
    assert shown(reader, f"enterprises/?honour={high.pk}", *names) == ["生成乙"]
    page = reader.get(f"/registers/enterprises/?honour={high.pk}").content.decode()
    assert "现有称号：生成高级" in page
    assert "不在列表中" in reader.get("/registers/enterprises/?honour=0").content.decode()


def test_enterprises_by_the_chain_they_stand_on_today(reader):
    today, names = localdate(), ("生成甲", "生成乙", "生成丙")
    here, gone, elsewhere = (make_enterprise(name) for name in names)
    node = kept_node()
    saved(holder(node=node, enterprise=here))
    saved(holder(node=node, enterprise=gone, until=today - timedelta(1)))
    chain = node.chain_id
    assert shown(reader, f"enterprises/?chain={chain}", *names) == ["生成甲"]
    assert "所在产业链" in reader.get(f"/registers/enterprises/?chain={chain}").content.decode()
    # The register of those who stand there keeps who has left.
    assert shown(reader, f"node-holders/?chain={chain}", *names) == ["生成甲", "生成乙"]
    assert elsewhere.nodes.count() == 0


def test_honours_by_the_town_of_the_enterprise_and_by_year(reader):
    names = ("生成甲", "生成乙")
    town, other = make_town(), make_town("330282003")
    programme = make_programme()
    for name, place, year in (("生成甲", town, 2021), ("生成乙", other, 2022)):
        firm = make_enterprise(name, town=place)
        make_honour(enterprise=firm, programme=programme, valid_from=date(year, 5, 1))
    assert shown(reader, f"honours/?town={town.pk}", *names) == ["生成甲"]
    assert shown(reader, "honours/?valid_from=2022", *names) == ["生成乙"]
    assert shown(reader, f"honours/?town={town.pk}&valid_from=2022", *names) == []


def test_honours_by_state(reader):
    today, day = localdate(), timedelta(1)
    names = ("生成有效", "生成到期", "生成终止", "生成未来")
    held, over, ended, later = (make_enterprise(name) for name in names)
    make_honour(enterprise=held, valid_to=today)
    make_honour(enterprise=over, valid_to=today - day)
    make_honour(enterprise=ended, ended_on=today, end_reason="撤销")
    make_honour(enterprise=later, valid_from=today + day)
    assert shown(reader, "honours/?state=held", *names) == ["生成有效"]
    assert shown(reader, "honours/?state=over", *names) == ["生成到期", "生成终止"]
    assert shown(reader, "honours/?state=to-come", *names) == ["生成未来"]


def test_brands_by_the_tier_they_stand_on(reader):
    names, today = ("生成升", "生成留", "生成出"), localdate()
    for tier in brands.TIERS:
        brands.make_tier(tier)
    risen, _stayed, left = (brands.make_member(brand=name) for name in names)
    brands.make_move(risen, "成长", today - timedelta(1))
    left.ended_on, left.end_reason = today, "停产"
    left.save()
    assert shown(reader, "brand-library/?tier_today=成长", *names) == ["生成升"]
    assert shown(reader, "brand-library/?tier_today=种子", *names) == ["生成留"]
    assert shown(reader, "brand-library/?tier_today=out", *names) == ["生成出"]


def test_applications_by_their_stage(reader):
    names = ("生成甲报", "生成乙报")
    first, _second = (brands.make_application(name=name) for name in names)
    brands.make_step(first, "审查中", localdate() - timedelta(1))
    assert shown(reader, "brand-applications/?stage_today=审查中", *names) == ["生成甲报"]
    assert shown(reader, "brand-applications/?stage_today=摸底", *names) == ["生成乙报"]
