"""The page of one figure: printed words, checks, vintages, who cites it."""

import re

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client

from cixi_ip import panels
from stats.models import Observation
from tests.makers import make_observation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client) -> Client:
    client.force_login(make_user("读者"))
    return client


def words(response: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", response.content.decode()).split())


def page_of(browser: Client, code: str, region: str) -> str:
    call_command("load_fixtures", verbosity=0)
    found = Observation.objects.get(indicator__code=code, region__code=region, year=2022)
    return words(browser.get(f"/data/{found.pk}/"))


def test_a_printed_growth_implies_last_years_interval(browser: Client):
    page = page_of(browser, "patent.granted", "330282-BJ")
    assert "12,688 件" in page
    assert "▲ 同比增长5.8%（上报）" in page
    assert "2021年的数应为 12688÷(1+5.8%)=11,987—11,998件" in page
    assert "居宁波市第1位，没有写明参评单位数和排名表" in page


def test_a_ratio_shows_why_it_cannot_be_checked(browser: Client):
    page = page_of(browser, "patent.valid.invention.per_10k", "330282")
    assert "无法核对" in page
    assert "时段：去年以来" in page
    assert "随系统装载" in page


def test_a_replaced_vintage_points_to_the_present_one(browser: Client):
    first = make_observation(10)
    second = make_observation(11, based_on=1, revision_kind="更正", reason="原数有误")
    page = words(browser.get(f"/data/{first.pk}/"))
    assert "这是第 1 版，已被替代。看第 2 版" in page
    assert "10 件" in page
    assert "原数有误" in page
    assert "已被替代" not in words(browser.get(f"/data/{second.pk}/"))


def test_a_figure_of_another_region_is_compared_with_its_own_past(browser: Client):
    make_observation(100, region="330200", year=2021)
    now = make_observation(150, region="330200")
    assert "▲ 比上年增长50.0%（+50件）" in words(browser.get(f"/data/{now.pk}/"))


def test_what_has_no_value_says_so(browser: Client):
    empty = make_observation(None, status="L")
    assert "— （未报）" in words(browser.get(f"/data/{empty.pk}/"))


def test_who_cites_it(browser: Client, monkeypatch: pytest.MonkeyPatch):
    figure = make_observation()
    assert "还没有已签发的文件引用这一版数据" in words(browser.get(f"/data/{figure.pk}/"))
    paper = ("第220号协办意见", "/proposals/220/")
    monkeypatch.setattr(panels, "_cited_by", [lambda pk: [paper] if pk == figure.pk else []])
    page = browser.get(f"/data/{figure.pk}/").content.decode()
    assert '<a href="/proposals/220/">第220号协办意见</a>' in page


def test_a_number_nobody_published_is_not_found(browser: Client):
    page = browser.get("/data/4711/")
    assert page.status_code == 404
    assert "没有编号为 4711 的数据" in words(page)
    assert browser.get("/data/99999999999999999999999/").status_code == 404
