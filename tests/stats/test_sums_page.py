"""算给我看: a page for each derived figure, as of the vintage asked for, and the ways to it."""

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stats.models import Observation, Target
from tests.makers import (
    make_indicator,
    make_observation,
    make_region,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db
SAID = {"explanation": "只为测试，已核对"}
WRONG = {"revision_kind": "更正", "reason": "原数有误", **SAID}
KINDS = ["growth", "share", "ratio", "per", "net", "target", "against", "part", "apart", "yearly"]
RATIO = "patent.valid.invention.per_10k"


@pytest.fixture
def browser(client: Client) -> Client:
    client.force_login(make_user("读者"))
    return client


def words(response: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def opened(browser: Client, *address: object) -> str:
    response = browser.get(f"/sums/{'/'.join(map(str, address))}/")
    assert response.status_code == 200
    return words(response)


def refused(browser: Client, *address: object) -> str:
    response = browser.get(f"/sums/{'/'.join(map(str, address))}/")
    assert response.status_code == 404
    return words(response)


def kinds() -> list[Observation]:
    """A total and the three types it is made of."""
    total = make_indicator()
    parts = [
        make_indicator(f"patent.granted.{kind}", part_of=total, partition="类型", is_additive=True)
        for kind in ("invention", "utility", "design")
    ]
    values = zip((6, 2, 3, 1), (total, *parts), strict=True)
    return [make_observation(value, code=indicator.code) for value, indicator in values]


def test_growth_with_links_to_its_figures(browser: Client):
    before, now = make_observation(100, year=2021), make_observation(150)
    response = browser.get(f"/sums/growth/{now.pk}/")
    page = words(response)
    assert "▲ 比上年增长50.0%（+50件）" in page
    assert "（150−100）÷100×100%" in page
    assert "第1版" in page
    for figure in (before, now):
        assert f'href="/data/{figure.pk}/"' in response.content.decode()


def test_a_replaced_figure_is_worked_out_as_of_its_time(browser: Client):
    base = make_observation(100, year=2021)
    first = make_observation(150)
    make_observation(100, year=2022, based_on=1, **WRONG)
    make_observation(50, year=2021, based_on=1, **WRONG)
    assert "增长50.0%（+50件）" in (page := opened(browser, "growth", first.pk))
    assert "旧版" in page
    now = Observation.objects.get(year=2022, superseded_at=None)
    assert "增长100.0%（+50件）" in (page := opened(browser, "growth", now.pk))
    assert "旧版" not in page
    assert "从来没有同时有效" not in opened(browser, "growth", base.pk)


def test_shares_of_a_total_and_of_its_parts(browser: Client):
    total, invention, *_rest = kinds()
    assert "2÷6×100%" in opened(browser, "share", invention.pk, total.pk)
    page = opened(browser, "share", invention.pk)
    assert re.search(r"2÷（[123]\+[123]\+[123]）×100%", page)
    assert "33.3%" in page


def test_two_vintages_that_were_never_valid_together_do_not_fit(browser: Client):
    total, invention, *_rest = kinds()
    make_observation(3, code="patent.granted.invention", based_on=1, **WRONG)
    newer = make_observation(7, based_on=1, **WRONG)
    assert "2÷6×100%" in opened(browser, "share", invention.pk, total.pk)
    assert "从来没有同时有效" in refused(browser, "share", invention.pk, newer.pk)


def test_a_ratio(browser: Client):
    people = make_indicator("population.resident", kind="stock", unit="万人", decimals=1)
    valid = make_indicator("patent.valid.invention", kind="stock")
    make_indicator(
        *(RATIO,),
        kind="ratio",
        unit="件/万人",
        printed_units="件/万人",
        decimals=1,
        numerator=valid,
        denominator=people,
        denominator_lag=1,
    )
    ratio = make_observation("42.5", code=RATIO, **SAID)
    assert "缺分子或分母，无法核对" in opened(browser, "ratio", ratio.pk)
    make_observation(7900, code=valid.code, **SAID)
    make_observation("185.9", code=people.code, year=2021, **SAID)
    assert "7,900÷185.9" in opened(browser, "ratio", ratio.pk)
    assert "分子、分母和复算" in words(browser.get(f"/data/{ratio.pk}/"))
    count = make_observation(1)
    assert "不是比率" in refused(browser, "ratio", count.pk)


def test_a_count_by_residents(browser: Client):
    make_indicator("population.resident", kind="stock", unit="万人", decimals=1)
    count = make_observation(120)
    before, now = (
        make_observation(value, code="population.resident", year=year)
        for year, value in ((2021, "7.5"), (2022, "8.0"))
    )
    page = opened(browser, "per", count.pk, before.pk)
    assert "120÷7.5" in page
    assert "16.0件/万人" in page
    assert "人口取本地2021年末的常住人口" in page
    assert "不是本地2021年末的常住人口" in refused(browser, "per", count.pk, now.pk)
    assert "不是可按人口平均的数量" in refused(browser, "per", now.pk, before.pk)
    town = make_observation(30, region="330282-BJ" if count.region.code == "330282" else "330282")
    assert "不是本地2021年末的常住人口" in refused(browser, "per", town.pk, before.pk)


def test_a_target(browser: Client):
    done = make_observation(80)
    fields = {"indicator": done.indicator, "region": done.region, "source": make_source()}
    target = Target.objects.create(
        title="授权目标", stated_year=2021, due_year=2025, value=100, **fields
    )
    assert "80÷100×100%" in opened(browser, "target", target.pk, done.pk)
    other = make_observation(80, code="patent.pct")
    assert "不是同一指标" in refused(browser, "target", target.pk, other.pk)
    assert "没有编号为 99999 的目标" in refused(browser, "target", 99999, done.pk)


def test_another_region(browser: Client):
    city = make_region("330200")
    make_region("330282", parent=city)
    ours, theirs = make_observation(50, region="330282"), make_observation(200, region="330200")
    page = opened(browser, "against", ours.pk, theirs.pk)
    assert "−150件" in page
    assert "比重" not in page
    page = opened(browser, "part", ours.pk, theirs.pk)
    assert "50÷200×100%" in page
    assert "差距" not in page
    assert "后一个地区不包含前一个地区" in refused(browser, "part", theirs.pk, ours.pk)
    older = make_observation(190, region="330200", year=2021)
    assert "同一年、两个地区" in refused(browser, "against", ours.pk, older.pk)


def test_the_growths_of_two_regions(browser: Client):
    for year, ours, theirs in ((2021, 100, 300), (2022, 115, 310)):
        one = make_observation(ours, region="330282", year=year)
        other = make_observation(theirs, region="330200", year=year)
    page = opened(browser, "apart", one.pk, other.pk)
    assert "（115−100）÷100×100%−（310−300）÷300×100%" in page
    assert "+11.7个百分点" in page


def test_what_came_into_a_stock_and_what_left_it(browser: Client):
    make_indicator("patent.valid.invention", kind="stock")
    make_observation(900, code="patent.valid.invention", year=2021)
    stock = make_observation(1000, code="patent.valid.invention")
    assert "净增+100件" in opened(browser, "net", stock.pk)
    came = make_observation(130, code="patent.granted.invention")
    assert "900+130−1,000" in opened(browser, "net", stock.pk)
    assert "不是年末存量" in refused(browser, "net", came.pk)


def test_what_a_target_asks_for_in_a_year_to_come(browser: Client):
    base, later = make_observation(60, year=2020), make_observation(80)
    fields = {"indicator": base.indicator, "region": base.region, "source": make_source()}
    target = Target.objects.create(
        title="授权目标", stated_year=2021, due_year=2025, value=100, **fields
    )
    assert "60+（100−60）×4÷5" in opened(browser, "expected", target.pk, base.pk, 2024)
    assert "不是这个目标的基数" in refused(browser, "expected", target.pk, later.pk, 2024)
    assert "不在基数年和目标年之间" in refused(browser, "expected", target.pk, base.pk, 2026)


def test_several_years(browser: Client):
    first, last = make_observation(100, year=2020), make_observation(121)
    assert "2020—2022年年均增长10.0%" in opened(browser, "yearly", first.pk, last.pk)
    assert "起始年在前" in refused(browser, "yearly", last.pk, first.pk)
    page = words(browser.get("/indicators/patent.granted/"))
    assert "2020—2022年年均增长10.0%" in page


def test_what_does_not_fit_shows_the_way_out(browser: Client):
    total, invention, *_rest = kinds()
    assert "不是后一个的一部分" in refused(browser, "share", total.pk, invention.pk)
    assert "没有都公布" in refused(browser, "share", total.pk)
    page = refused(browser, "growth", 99999)
    assert "没有编号为 99999 的数据" in page
    assert "请回到看板或数据明细" in page


def test_more_figures_need_no_more_queries(browser: Client):
    now = make_observation(150)
    browser.get(f"/sums/growth/{now.pk}/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(f"/sums/growth/{now.pk}/")
    for year in range(2012, 2022):
        make_observation(100, year=year)
    with CaptureQueriesContext(connection) as many:
        browser.get(f"/sums/growth/{now.pk}/")
    assert len(many) == len(few)


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_no_database_holds_is_not_found(browser: Client, kind: str):
    one, huge = make_observation().pk, 2**63
    pairs = kind not in ("growth", "ratio", "net")
    for address in [(one, huge), (huge, one)] if pairs else [(huge,)]:
        refused(browser, kind, *address)


@pytest.mark.parametrize("method", ["post", "put"])
def test_it_is_only_read(browser: Client, method: str):
    assert getattr(browser, method)("/sums/growth/1/").status_code == 405


def test_who_may_not_see_figures_sees_no_sum(client: Client):
    now = make_observation(150)
    client.force_login(make_user())
    assert client.get(f"/sums/growth/{now.pk}/").status_code == 403


def test_a_page_leads_from_a_figure_to_its_sums(browser: Client):
    _total, invention, *_rest = kinds()
    page = browser.get(f"/data/{invention.pk}/").content.decode()
    assert f"/sums/growth/{invention.pk}/" in page
    assert f"/sums/share/{invention.pk}/" in page
