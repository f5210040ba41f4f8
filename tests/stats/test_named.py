"""The enterprises named on the tab of cultivation: whom, as of when, for whom, in which files."""

import csv
import io
from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.test import Client

from stats import actions
from stats.models import Honour
from stats.named import SHOWN
from stats.registers import REGISTERS
from tests.makers import make_indicator, make_observation, make_region, make_user
from tests.stats.register_rows import (
    HONOURED,
    make_enterprise,
    make_honour,
    make_keeper,
    make_programme,
    make_town,
)

pytestmark = pytest.mark.django_db
TAB = "/board/cultivation/?year=2022"
FILE = "/board/cultivation/named.csv?year=2022"


@pytest.fixture
def leader(client: Client) -> Client:
    cache.clear()
    make_region("330282", parent=make_region("330200"))
    counted = make_indicator(HONOURED, kind="stock", unit="家", group="企业培育")
    make_programme(indicator=counted)
    make_observation(110, code=HONOURED, region="330282")
    client.force_login(make_user("局领导"))
    client.get("/password/")
    return client


def text(client: Client, address: str = TAB) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_who_was_on_a_list_at_the_end_of_the_year_with_town_and_batch(leader):
    town = make_town()
    make_honour(enterprise=make_enterprise("生成甲", town=town), batch="生成第三批")
    make_honour(enterprise=make_enterprise("生成乙"), valid_from=date(2023, 1, 1))
    make_honour(enterprise=make_enterprise("生成丙"), valid_to=date(2022, 12, 30))
    uncounted = make_programme("生成名单", indicator=None)
    make_honour(enterprise=make_enterprise("生成丁"), programme=uncounted)
    page = text(leader)
    assert "2022-12-31有效" in page
    assert "生成甲</a>" in page
    assert f"{town.short_name} 生成第三批" in page
    assert not {name for name in ("生成乙", "生成丙", "生成丁") if name in page}
    programme = make_programme()
    listed = f"/registers/honours/?programme={programme.pk}&state=held"
    assert listed.replace("&", "&amp;") in page
    assert '<span class="soft">1家</span>' in page
    assert "生成乙" in text(leader, listed)
    assert "生成丙" not in text(leader, listed)


def test_only_the_latest_of_each_list(leader):
    for day in range(1, SHOWN + 3):
        make_honour(enterprise=make_enterprise(f"生成{day}号"), valid_from=date(2022, 1, day))
    page = text(leader)
    assert [day for day in range(1, SHOWN + 3) if f"生成{day}号" in page] == [3, 4, 5, 6, 7]
    assert f"{SHOWN + 2}家" in page
    rows = list(csv.reader(io.StringIO(leader.get(FILE).content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["名单", "企业", "镇街"]
    assert rows[1][:2] == ["专精特新中小企业（7家）", "生成7号"]
    assert len(rows) >= SHOWN + 1


def test_a_scope_names_its_own(leader):
    make_honour(enterprise=make_enterprise("生成甲", town=make_town()))
    make_honour(enterprise=make_enterprise("生成乙"))
    assert "生成乙" in text(leader, f"{TAB}&scope=published")
    core = text(leader, f"{TAB}&scope=core")
    assert "生成甲" in core
    assert "生成乙" not in core


def test_a_change_of_the_register_is_seen_at_once(leader):
    honour = make_honour(enterprise=make_enterprise("生成甲"))
    assert "生成甲" in text(leader)
    honour.ended_on, honour.end_reason = date(2022, 6, 1), "生成原因"
    actions.save_record(by=make_keeper(), register=REGISTERS["honours"], record=honour)
    page = text(leader)
    assert "生成甲" not in page
    assert "登记册里的企业" not in page


def test_the_lists_of_counted_figures(leader):
    make_honour(enterprise=make_enterprise("生成甲"))
    county = make_region("330282")
    by = make_keeper()
    entry = actions.take_count(
        by=by, indicator=make_indicator(HONOURED), region=county, year=2022, through_month=12,
        explanation="原数含到期的",
    )  # fmt: skip
    assert "已发布的数取自" not in text(leader)
    actions.submit(by=by, submission=entry.submission)
    actions.approve(by=make_user("复核员"), submission=entry.submission)
    page = text(leader)
    assert f'已发布的数取自：<a href="/registers/counts/{entry.count_id}/">' in page


def test_who_may_not_read_the_registers_sees_the_figures_alone(leader):
    make_honour(enterprise=make_enterprise("生成甲"))
    role = Group.objects.create(name="只看数据")
    role.permissions.add(Permission.objects.get(codename="view_observation"))
    leader.force_login(make_user("只看数据"))
    assert "生成甲" not in text(leader)
    assert leader.get(FILE).status_code == 404


@pytest.mark.parametrize("count", [1, 40])
def test_the_same_queries_whatever_is_held(leader, django_assert_num_queries, count):
    for number in range(count):
        make_honour(enterprise=make_enterprise(f"生成{number}", town=make_town()))
    assert Honour.objects.count() == count
    text(leader)
    cache.clear()
    with django_assert_num_queries(20):
        text(leader)
