"""The tab 对比 as a page: real figures, what is chosen, files, the same cost for any number."""

import io
import re

import openpyxl
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stats.models import Region
from tests.makers import make_observation, make_region, make_user

GRANTED = "patent.granted"


@pytest.fixture
def browser(client: Client, db: None) -> Client:
    cache.clear()
    client.force_login(make_user("读者", full_name="读者甲"))
    return client


ADDRESS = "/board/comparison/"


def test_real_figures_keep_their_comparisons_and_name_what_is_missing(browser: Client):
    call_command("load_fixtures", verbosity=0)
    found = browser.get(f"{ADDRESS}?year=2022").content.decode()
    assert "2022年还没有一项指标在3个以上地区公布了同一口径的全年数" in found
    assert "发明占4.7%" in found
    assert (
        "宁波10个区县（市）、宁波市、浙江省2022年专利授权量：待录入《浙江省市场监督管理局"
        in re.sub(r"\s+", "", found)
    )
    assert "只公布了慈溪市本级数" in found
    earlier = browser.get(f"{ADDRESS}?year=2021").content.decode()
    assert "在宁波10个区县（市）有数据的4个中居第1位" in earlier
    assert "改看全市口径的对比" in browser.get(f"{ADDRESS}?year=2021&scope=core").content.decode()


def county(code: str, value: int, **fields: object) -> None:
    names = {} if code == "330282" else {"name": f"区县{code}"}
    make_region(code, parent=make_region("330200"), **names)
    make_observation(value, region=code, code=GRANTED, **fields)


@pytest.fixture
def counties(db: None) -> None:
    for code, value in (("330282", 600), ("330203", 300), ("330212", 900)):
        county(code, value)


def test_a_list_of_counties_without_ours_is_no_fault(browser: Client, db: None):
    """Ours below no city, three others below it; all invented."""
    make_region("330282", parent=None)
    make_observation(600, region="330282", code=GRANTED)
    for code, value in (("330203", 300), ("330212", 900), ("330213", 700)):
        county(code, value)
    Region.objects.filter(code="330282").update(parent=None)
    found = browser.get(f"{ADDRESS}?year=2022")
    assert found.status_code == 200
    assert "在宁波4个区县（市）中居第3位" in found.content.decode()


def test_the_indicator_stays_when_the_year_is_changed(counties: None, browser: Client):
    make_observation(5, region="330282", year=2021)
    found = browser.get(f"{ADDRESS}?indicator={GRANTED}&nothing=1").content.decode()
    assert f"?year=2021&amp;scope=published&amp;indicator={GRANTED}" in found
    assert "nothing=1" not in found
    before = browser.get(f"{ADDRESS}?year=2021&scope=published&indicator={GRANTED}")
    assert "可比的地区不足3个" in before.content.decode()


def test_an_unknown_indicator_is_answered_with_what_there_is(counties: None, browser: Client):
    response = browser.get(f"{ADDRESS}?indicator=x")
    assert response.status_code == 404
    assert f"没有“x”这个指标。可选：指标{GRANTED}（{GRANTED}）。" in response.content.decode()


def test_the_table_is_taken_out_as_a_file(counties: None, browser: Client):
    links = re.findall(r'href="(/board/[^"]+xlsx[^"]*)"', browser.get(ADDRESS).content.decode())
    assert any("counties.xlsx" in link for link in links)
    for link in {link.replace("&amp;", "&") for link in links}:
        assert browser.get(link).status_code == 200, link
    book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{ADDRESS}counties.xlsx").content))
    rows = [[cell.value for cell in row[:4]] for row in book["数据"].iter_rows(min_row=2)]
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("区县330212", 900, 1),
        ("慈溪市（全市）", 600, 2),
        ("区县330203", 300, 3),
    ]


def test_more_places_and_years_need_no_more_queries(counties: None, browser: Client):
    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(f"{ADDRESS}?year=2022").status_code == 200
        return len(caught)

    queries()
    before = queries()
    for code in ("330205", "330206", "330211"):
        for year in (2021, 2022):
            county(code, 100, year=year)
    assert queries() == before
