"""The list of all figures: narrowed, sorted, turned page by page, and never in error."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from cixi_ip.models import Event
from stats.models import Observation
from stats.tables import PER_PAGE
from tests.makers import make_indicator, make_observation, make_region, make_source, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client) -> Client:
    client.force_login(make_user("读者"))
    return client


@pytest.fixture
def figures() -> None:
    make_indicator("patent.granted", name="专利授权量", order=10)
    make_indicator(
        "trademark.valid", name="有效注册商标量", order=20, aliases="实有商标", group="商标品牌"
    )
    make_observation(12688, code="patent.granted", region="330282-BJ")
    make_observation(11990, code="patent.granted", region="330282-BJ", year=2021)
    make_observation(75685, code="trademark.valid", region="330282", status="P")


def rows(page: HttpResponse) -> list[list[str]]:
    body = page.content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [
            " ".join(re.sub(r"<[^>]+>", "", cell).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]


def names(page: HttpResponse) -> list[tuple[str, str]]:
    return [(row[0], row[2]) for row in rows(page)]


def test_each_row_says_all_of_its_figure(browser: Client, figures: None):
    page = browser.get("/data/")
    first = rows(page)[0]
    assert first[:9] == [
        *("专利授权量", "慈溪市（市本级）", "2022年", "12,688", "件"),
        *("▲ 比上年增长5.8%（+698件）", "正式", "测试通报", "第1版"),
    ]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", first[9])
    assert "共 3 条已发布数据" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=授权", ["2022年", "2021年"]),
        ("q=实有商标", ["2022年"]),
        ("q=TRADEMARK.valid", ["2022年"]),
        ("q=专利 授权量", ["2022年", "2021年"]),
        ("q=利民", []),
        ("year=2021", ["2021年"]),
        ("group=商标品牌", ["2022年"]),
        ("status=P", ["2022年"]),
        ("year=2021&status=P", []),
    ],
)
def test_the_list_is_narrowed(browser: Client, figures: None, query: str, found: list[str]):
    page = browser.get(f"/data/?{query}")
    assert [period for _name, period in names(page)] == found
    if not found:
        assert "没有符合条件的数据。请放宽筛选条件" in page.content.decode()


def test_the_list_is_narrowed_to_a_region_or_a_source(browser: Client, figures: None):
    region = make_region("330282").pk
    assert names(browser.get("/data/", {"region": region})) == [("有效注册商标量", "2022年")]
    assert len(names(browser.get("/data/", {"source": make_source().pk}))) == 3


def test_only_the_current_vintage_is_listed(browser: Client):
    first = make_observation(10)
    make_observation(11, based_on=1, revision_kind="更正", reason="原数有误")
    assert [row[3] for row in rows(browser.get("/data/"))] == ["11"]
    assert Observation.objects.filter(pk=first.pk).exists()


@pytest.mark.parametrize(
    "query",
    [
        "year=abc", "region=0", "region=x", "source=99999999999999999999", "status=Z",
        "group=没有", "q=%00", "page=0", "page=-3", "page=x", "page=999999", "per_page=x",
        "sort=nothing", "sort=-", "sort=value&sort=-year", "year=2022&year=2021",
    ],
)  # fmt: skip
def test_an_odd_address_is_never_an_error(browser: Client, figures: None, query: str):
    assert browser.get(f"/data/?{query}").status_code == 200


def test_a_choice_that_does_not_exist_is_said_beside_its_field(browser: Client, figures: None):
    page = browser.get("/data/?year=1066").content.decode()
    assert re.search(r'class="field-errors"[^>]*>\s*<li>所选年份“1066”不在列表中', page)


@pytest.mark.parametrize("query", ["year=abc", "region=0", "status=Z", "q=%00"])
def test_what_is_not_understood_finds_nothing_and_is_not_exported(
    browser: Client, figures: None, query: str
):
    page = browser.get(f"/data/?{query}")
    assert rows(page) == []
    assert "筛选条件有误" in page.content.decode()
    for kind in ("csv", "xlsx"):
        refused = browser.get(f"/data/export.{kind}?{query}", follow=True)
        assert refused.redirect_chain == [(f"/data/?{query}", 302)]
        assert "没有导出：筛选条件有误，请改正后再导出。" in refused.content.decode()
    assert not Event.objects.filter(kind="导出数据").exists()


@pytest.mark.parametrize(
    ("sort", "first"),
    [("value", "11,990"), ("-value", "75,685"), ("when", "11,990"), ("-region", "12,688")],
)
def test_the_list_is_sorted(browser: Client, figures: None, sort: str, first: str):
    page = browser.get("/data/", {"sort": sort})
    assert rows(page)[0][3] == first
    direction = "descending" if sort.startswith("-") else "ascending"
    assert page.content.decode().count(f'aria-sort="{direction}"') == 1


def test_a_page_holds_25_rows_whatever_is_asked(browser: Client):
    for year in range(1990, 2018):
        make_observation(year, year=year)
    page = browser.get("/data/?per_page=1000&year=")
    assert len(rows(page)) == PER_PAGE == 25
    assert '<a href="?per_page=1000&amp;year=&amp;page=2"' in page.content.decode()
    assert len(rows(browser.get("/data/?page=2"))) == 3
    assert len(rows(browser.get("/data/?page=77"))) == 3


def test_the_number_of_queries_does_not_grow_with_the_rows(
    browser: Client, django_assert_max_num_queries: object
):
    for year in range(2010, 2022):
        make_observation(year, year=year)
    with django_assert_max_num_queries(15):
        browser.get("/data/")


def test_who_may_see_it(client: Client):
    for path in ("/data/", "/data/export.csv", "/data/export.xlsx", "/data/1/"):
        assert client.get(path).headers["Location"].startswith("/login/")
    client.force_login(make_user("审计员"))
    for path in ("/data/", "/data/export.csv", "/data/export.xlsx", "/data/1/"):
        assert client.get(path).status_code == 403
        assert client.post(path).status_code in (403, 405)
