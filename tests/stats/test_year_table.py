"""The year table: every indicator in the catalogue's order, in its scope, with what to know."""

import csv
import io
import re
from dataclasses import replace

import openpyxl
import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cixi_ip.models import Event
from stats.arithmetic import Break
from stats.year_table import Addresses, year_table
from tests.makers import make_break, make_indicator, make_observation, make_user
from tests.stats.given import CORE, MEANINGS, WHOLE, figure, reported, seed, selection

TO = Addresses(indicator=lambda meaning: f"/i/{meaning.code}/", figure=lambda pk: f"/f/{pk}/")
NAME, SCOPE, UNIT, LAST, THIS, GROWTH, REPORTED, RANK, STATUS, SOURCE = range(1, 11)


def row(table, name: str, scope: str = "") -> tuple[str, ...]:
    return next(
        found for found in table.words if found[NAME] == name and scope in ("", found[SCOPE])
    )


class TestRows:
    def test_every_indicator_stands_in_the_catalogues_order_under_its_group(self):
        table = year_table(selection(*seed()), TO)
        names = [found[NAME] for found in table.words]
        grouped = [one.name for one in MEANINGS.values() if one.group == "专利"]
        assert names[: len(grouped)] == grouped
        assert set(names) == {one.name for one in MEANINGS.values()}
        assert table.is_grouped

    def test_a_row_says_all_of_its_figure(self):
        figures = [*seed(), figure("patent.granted", 11990, year=2021)]
        found = row(year_table(selection(*figures), TO), "专利授权量")
        assert found == (
            *("专利", "专利授权量", "市本级", "件", "11,990", "12,688"),
            *("▲ 比上年增长5.8%（+698件）", "同比增长5.8%", "宁波市第1位（未写参评单位数）"),
            *("正式", "第220号建议协办意见"),
        )

    def test_a_printed_growth_never_stands_for_a_computed_one(self):
        found = row(year_table(selection(*seed()), TO), "有效发明专利拥有量")
        assert found[LAST : STATUS] == (
            "—", "3,483", "—（上年数未公布）", "同比增长19.3%", "—",
        )  # fmt: skip

    def test_both_scopes_stand_where_both_are_published(self):
        both = [figure("patent.granted", 12688), figure("patent.granted", 15000, WHOLE)]
        shown = year_table(selection(*both), TO)
        assert [found[SCOPE] for found in shown.words if found[NAME] == "专利授权量"] == [
            *("全市", "市本级"),
        ]
        strict = year_table(selection(*both, regions=(CORE,)), TO)
        assert [found[THIS] for found in strict.words if found[NAME] == "专利授权量"] == ["12,688"]

    @pytest.mark.parametrize(
        ("name", "said"),
        [("每万人发明专利拥有量", "—（该口径未公布）"), ("地理标志", "—（未公布）")],
    )
    def test_what_is_absent_says_why(self, name: str, said: str):
        strict = year_table(selection(*seed(), regions=(CORE,)), TO)
        assert row(strict, name)[LAST:] == ("—", said, *("—",) * 5)

    def test_what_is_absent_is_left_out_on_demand(self):
        table = year_table(selection(*seed()), TO, is_whole=False)
        assert len(table.rows) == len(seed())

    def test_groups_are_chosen(self):
        table = year_table(selection(*seed()), TO, ("商标品牌",))
        assert {found[0] for found in table.words} == {"商标品牌"}

    def test_a_status_without_a_value_is_no_number(self):
        table = year_table(selection(figure("brand.gi", None, status="L", status_name="未报")), TO)
        assert row(table, "地理标志")[THIS] == "—"
        assert row(table, "地理标志")[STATUS] == "未报"
        assert "未报：应有而没有报来。" in table.notes


class TestNotes:
    def test_status_words_are_explained_where_they_stand(self):
        final = year_table(selection(figure("patent.granted", 1)), TO)
        assert not [note for note in final.notes if note.startswith(("初步", "口径或时段"))]
        first = figure("patent.granted", 1, status="P", status_name="初步")
        assert "初步：以后公布的数可能不同。" in year_table(selection(first), TO).notes

    def test_what_differs_says_why_in_the_papers_words(self):
        notes = year_table(selection(*seed()), TO).notes
        assert "每万人发明专利拥有量（全市）：原文时段作“去年以来”。" in notes

    def test_a_break_is_noted_and_stops_the_growth(self):
        described = replace(MEANINGS["patent.pct"], breaks=(Break(2022, "口径变更", "说明"),))
        figures = [
            replace(figure("patent.pct", value, year=year), meaning=described)
            for value, year in ((76, 2022), (60, 2021))
        ]
        table = year_table(selection(*figures), TO)
        assert row(table, "PCT国际专利申请量")[GROWTH] == "—（统计口径有变更）"
        assert "PCT国际专利申请量：2022年起与以前不可比（口径变更）。说明" in table.notes

    def test_a_real_growth_is_the_papers_word_alone(self):
        real = figure("finance.pledge.amount", 10, **reported("2.3") | {"growth_base": "可比价"})
        table = year_table(selection(real, figure("finance.pledge.amount", 8, year=2021)), TO)
        found = row(table, "质押融资登记金额")
        assert found[GROWTH].startswith("▲ 比上年增长25.0%")
        assert found[REPORTED] == "按可比价增长2.3%"


pytest_db = pytest.mark.django_db


@pytest.fixture
def browser(client: Client) -> Client:
    cache.clear()
    client.force_login(make_user("读者", full_name="读者甲"))
    return client


@pytest.fixture
def figures(db: None) -> None:
    make_indicator("patent.granted", name="专利授权量", order=10, definition="按授权公告日统计")
    make_indicator("trademark.valid", name="有效注册商标量", order=20, group="商标品牌")
    make_observation(12688)
    make_observation(11990, year=2021)
    make_observation(75685, code="trademark.valid", region="330282", status="P")


def text(response: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest_db
class TestThePage:
    def test_it_shows_the_year_with_its_files_and_links(self, browser: Client, figures: None):
        page = browser.get("/table/")
        assert "2022年知识产权数据一览表" in text(page)
        assert "▲ 比上年增长5.8%（+698件）" in text(page)
        html = page.content.decode()
        assert 'href="year.xlsx?year=2022&amp;scope=published"' in html
        assert 'href="/indicators/patent.granted/"' in html
        assert re.search(r'<a href="/data/\d+/">12,688</a>', html)

    def test_choices_stay_while_the_year_or_scope_is_changed(self, browser: Client, figures: None):
        html = browser.get("/table/?groups=专利&only=published&paper=portrait").content.decode()
        kept = "&amp;groups=%E4%B8%93%E5%88%A9&amp;only=published&amp;paper=portrait"
        assert f"?year=2021&amp;scope=published{kept}" in html
        assert f"?year=2022&amp;scope=core{kept}" in html
        assert "landscape" not in html.replace('value="landscape"', "")
        assert "有效注册商标量" not in html

    def test_paper_lies_on_its_side_unless_chosen(self, browser: Client, figures: None):
        assert "css/landscape" in browser.get("/table/").content.decode()
        assert "css/landscape" in browser.get("/table/?paper=x").content.decode()

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("year=1066", "没有“1066”年的数据。已发布的年份：2022、2021"),
            ("scope=x", "没有“x”这种口径"),
            ("groups=没有", "没有“没有”这个分组。可选：专利、商标品牌"),
            ("groups=%00", "这个分组"),
        ],
    )
    def test_what_there_is_not_is_answered_with_what_there_is(
        self, browser: Client, figures: None, query: str, said: str
    ):
        for address in ("/table/", "/table/year.csv"):
            page = browser.get(f"{address}?{query}")
            assert page.status_code == 404
            assert said in text(page)

    def test_before_the_first_figure_it_says_how_figures_come(self, browser: Client):
        assert "还没有已发布的数据" in text(browser.get("/table/"))
        assert browser.get("/table/year.xlsx").status_code == 404
        assert browser.get("/table/now/").status_code == 404

    def test_who_may_see_it(self, client: Client, figures: None):
        paths = ("/table/", "/table/year.csv", "/table/now/")
        for path in paths:
            assert client.get(path).headers["Location"].startswith("/login/")
        client.force_login(make_user("审计员"))
        for path in paths:
            assert client.get(path).status_code == 403
        client.force_login(make_user("读者"))
        assert client.post("/table/").status_code == 405

    def test_more_figures_need_no_more_queries(
        self, browser: Client, figures: None, django_assert_num_queries: object
    ):
        make_break(year=2022)
        browser.get("/table/")
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            browser.get("/table/")
            count = len(asked)
        for code in ("a.one", "a.two"):
            make_observation(5, code=code)
            make_observation(4, code=code, year=2021)
        with django_assert_num_queries(count):
            browser.get("/table/")
        with django_assert_num_queries(4):  # as it was a moment ago
            browser.get("/table/")


@pytest_db
class TestItsFiles:
    def test_a_book_holds_numbers_and_explains_them(self, browser: Client, figures: None):
        content = browser.get("/table/year.xlsx?scope=published&groups=专利").content
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [cell.value for cell in book["数据"][2]]
        assert cells[:6] == ["专利", "专利授权量", "市本级", "件", 11990, 12688]
        told = {cell.value for line in book["说明"].iter_rows() for cell in line}
        assert {
            "读者甲", "年份：2022年；口径：按发布口径；分组：专利", "按授权公告日统计", "测试通报",
        } <= told  # fmt: skip

    def test_a_file_of_text_holds_plain_numbers(self, browser: Client, figures: None):
        content = browser.get("/table/year.csv?only=published").content.decode("utf-8-sig")
        found = {line["指标"]: line for line in csv.DictReader(io.StringIO(content))}
        assert found["专利授权量"]["2022年"] == "12688"
        assert found["有效注册商标量"]["状态"] == "初步"

    def test_who_took_it_out_is_recorded(self, browser: Client, figures: None):
        browser.get("/table/year.csv?only=published")
        event = Event.objects.get(kind="导出数据")
        assert event.detail["chosen"] == "年份：2022年；口径：按发布口径；只列有数的指标"
