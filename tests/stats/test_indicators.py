"""The catalogue and the page of one indicator: meaning, series, revisions, findings, letters."""

import csv
import io
import re
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cixi_ip import panels
from cixi_ip.models import Event
from stats.models import Region, Target
from tests.makers import (
    make_break,
    make_indicator,
    make_observation,
    make_region,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client) -> Client:
    cache.clear()
    client.force_login(make_user("读者"))
    return client


@pytest.fixture
def real() -> None:
    call_command("load_fixtures", verbosity=0)


@pytest.fixture
def county() -> None:
    """The tree above the county, as the fixtures have it."""
    nation = make_region("100000", name="全国", level="国家")
    province = make_region("330000", name="浙江省", level="省", parent=nation)
    city = make_region("330200", parent=province)
    make_region("330282-BJ", parent=make_region("330282", parent=city))


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def text(response: HttpResponse) -> str:
    return plain(response.content.decode())


def part(response: HttpResponse, id: str) -> str:
    """One section of the page, by the id of its heading or its own."""
    html = response.content.decode()
    start = re.search(rf'id="{id}"', html).start()
    return plain("<" + html[start:].partition("</section>")[0])


class TestTheList:
    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("", ["专利授权量", "有效注册商标量"]),
            ("授权", ["专利授权量"]),
            ("实有商标", ["有效注册商标量"]),
            ("trademark.valid", ["有效注册商标量"]),
            ("公告日", ["专利授权量"]),
            ("专利 授权", ["专利授权量"]),
            ("没有", []),
            ("\u200b授\u202e权", ["专利授权量"]),
        ],
    )
    def test_every_word_is_found_somewhere(self, browser: Client, words: str, found: list[str]):
        make_indicator("patent.granted", name="专利授权量", order=1, definition="按授权公告日统计")
        make_indicator("trademark.valid", name="有效注册商标量", order=2, aliases="实有商标")
        page = browser.get("/indicators/", {"q": words})
        names = re.findall(
            r'<th scope="row"><a href="/indicators/[^"]+">([^<]+)', page.content.decode()
        )
        assert names == found
        if not found:
            assert "没有这样的指标。请换一个词" in text(page)

    def test_it_says_what_is_published_of_each(self, browser: Client):
        make_observation(1, year=2021)
        make_observation(2, year=2022)
        make_observation(3, year=2022, based_on=1, revision_kind="更正", reason="有误")
        make_observation(9, year=2023, region="330200")
        content = browser.get("/indicators/list.csv").content.decode("utf-8-sig")
        row = next(csv.DictReader(io.StringIO(content)))
        assert (row["本市最近年份"], row["已发布"]) == ("2022年", "3")

    def test_what_was_searched_for_goes_with_the_files(self, browser: Client):
        make_indicator("patent.granted", name="专利 & 授权")
        page = browser.get("/indicators/", {"q": "专利 &"}).content.decode()
        assert 'href="list.csv?q=%E4%B8%93%E5%88%A9+%26"' in page
        browser.get("/indicators/list.csv", {"q": "专利 &"})
        assert Event.objects.get(kind="导出数据").detail["chosen"] == "指标目录；查找：专利 &"


class TestTheMeaning:
    def test_all_the_catalogue_says(self, browser: Client, real: None):
        page = text(browser.get("/indicators/patent.valid.invention.per_10k/"))
        for said in (
            "有效发明专利拥有量÷上年末常住人口（万人）", "patent.valid.invention.per_10k",
            "件/万人（文中写作 件/万人、件）", "比率", "越高越好", "知识产权科",
            "万人发明专利拥有量、每万人口发明专利拥有量",
            "有效发明专利拥有量 ÷ 上年 常住人口 （同一口径）",
        ):  # fmt: skip
            assert said in page, said

    def test_its_total_its_parts_and_what_is_worked_out_from_it(self, browser: Client, real: None):
        page = text(browser.get("/indicators/patent.valid.invention/"))
        assert "所属合计 有效专利拥有量 （专利类型，各部分相加等于合计）" in page
        assert "用它计算的 每万人发明专利拥有量" in page
        total = text(browser.get("/indicators/patent.granted/"))
        assert "专利类型： 发明专利授权量 、 实用新型专利授权量 、 外观设计专利授权量" in total
        assert "可交叉，不能相加" in text(browser.get("/indicators/brand.gi.mark/"))

    def test_breaks_and_notes_are_told(self, browser: Client, real: None):
        page = browser.get("/indicators/patent.applied/")
        assert "2017年起与以前不可比（受理量改为申请量）" in part(page, "breaks-title")
        assert 'id="breaks-title"' not in browser.get("/indicators/patent.pct/").content.decode()


class TestTheSeries:
    def test_each_scope_has_its_own_table_and_growth(self, browser: Client, county: None):
        make_observation(11990, year=2021)
        latest = make_observation(12688, reported_growth=Decimal("5.8"), growth_base="同比")
        make_observation(15000, region="330282")
        page = browser.get("/indicators/patent.granted/")
        core = part(page, "series-330282-bj")
        assert "2022年 12,688 ▲ 比上年增长5.8%（+698件） 同比增长5.8% — 正式 测试通报 第1版" in core
        assert f'<a href="/data/{latest.pk}/">第1版</a>' in page.content.decode()
        assert "15,000 —（上年数未公布）" in part(page, "series-330282")
        html = page.content.decode()
        assert html.index('id="series-330282"') < html.index('id="series-330282-bj"')

    def test_months_stand_among_the_years(self, browser: Client, county: None):
        make_observation(5000, year=2022, through_month=6)
        make_observation(12688, year=2021)
        core = part(browser.get("/indicators/patent.granted/"), "series-330282-bj")
        assert core.index("2022年1—6月 5,000") < core.index("2021年 12,688")

    def test_two_years_make_a_chart_with_its_break(self, browser: Client, county: None):
        make_observation(11990, year=2021)
        alone = browser.get("/indicators/patent.granted/").content.decode()
        assert "chart-canvas" not in alone
        assert "plotly.min.js" not in alone
        make_observation(12688)
        make_break(year=2022, title="口径变更")
        page = browser.get("/indicators/patent.granted/").content.decode()
        assert page.count('class="chart-canvas"') == 1
        assert 'id="chart-patent-granted-330282-bj"' in page
        assert ">口径变更</text>" in page

    def test_the_countys_and_those_above_are_shown_and_others_on_demand(
        self, browser: Client, county: None
    ):
        make_observation(1)
        make_observation(2, region="330200")
        make_observation(3, region="330000")
        make_observation(4, region="330102")
        page = browser.get("/indicators/patent.granted/").content.decode()
        assert re.findall(r'id="series-([\w-]+)"\s+aria-labelledby', page) == [
            *("330282-bj", "330200", "330000"),
        ]
        assert "其他地区 1 个" in plain(page)
        assert '<a href="?region=330102#series-330102">' in page
        asked = browser.get("/indicators/patent.granted/?region=330102").content.decode()
        assert 'id="series-330102"' in asked
        assert 'href="series-330102.xlsx?region=330102"' in asked

    def test_without_figures_it_says_so(self, browser: Client):
        make_indicator("brand.gi", name="地理标志")
        page = text(browser.get("/indicators/brand.gi/"))
        assert "这项指标还没有已发布的数。" in page
        assert "还没有修订过。" in page
        assert "还没有已签发的文件引用这项指标的数。" in page
        assert "这项指标没有目标。" in page


class TestWhatHappened:
    def test_every_revision_says_from_to_when_who_and_why(self, browser: Client):
        clerk = make_user("录入员", full_name="填报甲")
        make_observation(10, by=clerk)
        make_observation(
            12, by=clerk, based_on=1, revision_kind="修订", reason="有新资料", status="P"
        )
        third = make_observation(11, by=clerk, based_on=2, revision_kind="更正", reason="原数有误")
        content = browser.get("/indicators/patent.granted/revisions.csv").content
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        names = ("原数", "新数", "差", "状态", "性质", "原因", "填报", "版次")
        assert [tuple(row[name] for name in names) for row in rows] == [
            ("12", "11", "-1", "初步→正式", "更正（原数有误）", "原数有误", "填报甲", "第3版"),
            ("10", "12", "2", "正式→初步", "修订（新资料）", "有新资料", "填报甲", "第2版"),
        ]
        page = part(browser.get("/indicators/patent.granted/"), "revisions-title")
        assert "12 11 −1" in page
        assert "10 12 +2" in page
        assert str(third.approved_by) in page

    def test_what_the_rules_say_of_it_leads_to_the_figure(self, browser: Client, real: None):
        page = browser.get("/indicators/patent.valid.invention/")
        assert "整体小于其中一部分" in part(page, "findings-title")
        link = re.search(r'整体小于其中一部分.*?<a href="(/data/\d+/)">', page.content.decode())[1]
        assert browser.get(link).status_code == 200
        assert "没有发现问题" in part(
            browser.get("/indicators/patent.pct.received/"), "findings-title"
        )

    def test_letters_that_cite_any_of_its_vintages(
        self, browser: Client, monkeypatch: pytest.MonkeyPatch
    ):
        first = make_observation(10)
        second = make_observation(11, based_on=1, revision_kind="更正", reason="原数有误")
        other = make_observation(5, code="patent.pct")
        lines = [(pk, "慈市监函〔2023〕1号", "/letter/1/") for pk in (first.pk, second.pk)]
        monkeypatch.setattr(
            panels, "_cited_by", [lambda ids: [*lines, (other.pk, "别的", "/letter/2/")]]
        )
        page = part(browser.get("/indicators/patent.granted/"), "letters-title")
        assert "慈市监函〔2023〕1号" in page
        assert "慈溪市（市本级）2022年第2版、慈溪市（市本级）2022年第1版" in page
        assert "别的" not in page

    def test_targets_are_named_as_plans(self, browser: Client):
        Target.objects.create(
            title="贯标目标",
            indicator=make_indicator(),
            region=make_region(),
            stated_year=2023,
            value=24,
            source=make_source(),
        )
        page = part(browser.get("/indicators/patent.granted/"), "targets-title")
        assert "贯标目标 慈溪市（全市） — 2023年 未写明 24 预期性" in page
        assert "目标是计划数，不是完成数。" in page


class TestTheDoor:
    @pytest.mark.parametrize(
        ("path", "said"),
        [
            ("/indicators/no.such/", "没有代码为“no.such”的指标"),
            ("/indicators/patent.granted/?region=999999", "没有地区“999999”的数据"),
            ("/indicators/patent.granted/nothing.csv", "这一页没有这张表"),
            ("/indicators/%00/", "没有找到"),
            ("/indicators/专利/", "没有找到"),
        ],
    )
    def test_what_there_is_not_is_said_in_chinese(self, browser: Client, path: str, said: str):
        make_observation()
        page = browser.get(path)
        assert page.status_code == 404
        assert said in text(page)

    def test_every_file_of_the_page_is_there(self, browser: Client, real: None):
        make_observation(11990, year=2021, printed_scope="市本级")
        page = browser.get("/indicators/patent.granted/").content.decode()
        links = set(re.findall(r'href="([\w-]+\.(?:xlsx|csv))"', page))
        assert len(links) >= 6
        for link in links:
            assert browser.get(f"/indicators/patent.granted/{link}").status_code == 200

    def test_who_may_see_it(self, client: Client):
        make_observation()
        paths = ("/indicators/", "/indicators/list.csv", "/indicators/patent.granted/",
                 "/indicators/patent.granted/series-330282-bj.csv")  # fmt: skip
        for path in paths:
            assert client.get(path).headers["Location"].startswith("/login/")
        client.force_login(make_user("审计员"))
        for path in paths:
            assert client.get(path).status_code == 403

    def test_the_number_of_queries_does_not_grow(
        self, browser: Client, county: None, django_assert_num_queries: object
    ):
        make_observation(2022)
        browser.get("/indicators/patent.granted/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/indicators/patent.granted/")
            count = len(asked)
        for year in (2019, 2020, 2021):
            make_observation(year, year=year)
            make_observation(year * 9, year=year, region="330200")
            make_observation(
                year + 100, year=year, based_on=1, revision_kind="修订", reason="有新资料"
            )
        browser.get("/indicators/patent.granted/")
        assert Region.objects.count() == 5
        with django_assert_num_queries(count):
            browser.get("/indicators/patent.granted/")
