"""Every table of the dashboard is taken out by a link beside it, with what it says of itself."""

import io
import re
from urllib.parse import unquote

import openpyxl
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from cixi_ip.models import Event
from tests.makers import make_break, make_observation, make_user

pytestmark = pytest.mark.django_db
FILE = re.compile(r'href="(/board/[^"]+\.(?:xlsx|csv)[^"]*)"')
PAGES = ("/", *(f"/board/{tab}/" for tab in ("trademarks", "patents", "cultivation", "protection")))


@pytest.fixture
def browser(client: Client) -> Client:
    cache.clear()
    client.force_login(make_user("读者", full_name="读者甲"))
    client.get("/password/")
    return client


def test_every_link_of_a_page_gives_its_table(browser: Client):
    call_command("load_fixtures", verbosity=0)
    pages = [browser.get(f"{page}?scope=core").content.decode() for page in PAGES]
    links = {link.replace("&amp;", "&") for page in pages for link in FILE.findall(page)}
    wholes = {link for link in links if "/all.xlsx" in link}
    assert len(wholes) == len(PAGES)
    assert len(links - wholes) == 2 * sum(page.count("<table") for page in pages) > 4
    for link in links:
        response = browser.get(link)
        assert response.status_code == 200, link
        assert response.content
    taken = Event.objects.filter(kind="导出数据")
    assert taken.count() == len(links)
    assert "年份：2022年；口径：市本级" in taken[0].detail["chosen"]


def test_a_book_says_what_its_figures_mean(browser: Client):
    call_command("load_fixtures", verbosity=0)
    response = browser.get("/board/patents/chart-grant-structure.xlsx?year=2022")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book["数据"]["B2"].value == 596
    cells = {cell.value for row in book["说明"].iter_rows() for cell in row}
    assert {
        *("读者甲", "发明专利授权量", "报告期内公告授权的发明专利", "时期数，单位：件"),
        *("慈溪市（市本级）", "330282-BJ", "正式", "市十八届人大二次会议第220号建议协办意见"),
        "发明占专利授权量的4.7%；年份：2022年；口径：按发布口径",
    } <= cells
    name = unquote(response.headers["Content-Disposition"].rpartition("'")[2])
    assert re.fullmatch(r"慈溪知识产权发明占专利授权量的4\.7%-\d{8}\.xlsx", name)


def test_notes_of_the_series_stand_under_the_table_and_in_its_file(browser: Client):
    make_observation(12688)
    make_break(year=2022, title="口径变更", note="前后口径不同，只为测试")
    words = "2022年起与以前不可比（口径变更）。前后口径不同，只为测试"
    assert words in browser.get("/board/patents/").content.decode()
    book = openpyxl.load_workbook(io.BytesIO(browser.get("/board/patents/patents.xlsx").content))
    assert words in " ".join(str(row[1].value) for row in book["说明"].iter_rows())


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/board/patents/nothing.csv", "这一页没有这张表"),
        ("/board/patents/patents.csv?year=1066", "没有“1066”年的数据"),
        ("/board/patents/patents.csv?scope=x", "没有“x”这种口径"),
    ],
)
def test_what_there_is_not_is_not_found(browser: Client, address: str, said: str):
    make_observation()
    response = browser.get(address)
    assert response.status_code == 404
    assert said in response.content.decode()
    assert not Event.objects.filter(kind="导出数据").exists()


def test_before_the_first_figure_there_is_no_file(browser: Client):
    assert browser.get("/board/patents/patents.csv").status_code == 404


def test_who_may_take_it(client: Client):
    assert client.get("/board/patents/patents.csv").headers["Location"].startswith("/login/")
    client.force_login(make_user("审计员"))
    assert client.get("/board/patents/patents.csv").status_code == 403
