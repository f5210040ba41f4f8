"""The list as spreadsheets: numbers stay numbers, formulas stay text, the file explains itself."""

import csv
import io
from decimal import Decimal
from urllib.parse import unquote

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client

from cixi_ip.models import Event, User
from cixi_ip.spreadsheets import harmless
from stats.tables import FILE_COLUMNS
from tests.makers import make_indicator, make_observation, make_source, make_user

COLUMNS = tuple(column.name for column in FILE_COLUMNS)
pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> User:
    return make_user("读者", full_name="读者甲")


@pytest.fixture
def browser(client: Client, reader: User) -> Client:
    client.force_login(reader)
    return client


def table(response: HttpResponse) -> list[list[str]]:
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def book(response: HttpResponse) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(response.content))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("正常", "正常"),
        ("—（上年数未公布）", "—（上年数未公布）"),
        (Decimal("-5.2"), Decimal("-5.2")),
        (None, None),
    ],
)
def test_what_looks_like_a_formula_is_text(cell, written):
    assert harmless(cell) == written


def test_csv_holds_the_list_with_plain_numbers(browser: Client):
    make_indicator("net", name="净增", is_signed=True)
    make_observation(-559, code="net")
    make_observation(12688, code="patent.granted")
    rows = table(browser.get("/data/export.csv"))
    assert tuple(rows[0]) == COLUMNS
    assert sorted(row[3] for row in rows[1:]) == ["-559", "12688"]


def test_a_hostile_name_stays_text_in_both(browser: Client):
    make_indicator("evil", name="=HYPERLINK(1)")
    make_observation(1, code="evil", submission=None)
    assert table(browser.get("/data/export.csv"))[1][0] == "'=HYPERLINK(1)"
    sheet = book(browser.get("/data/export.xlsx"))["数据"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("'=HYPERLINK(1)", "s")


def test_xlsx_holds_numbers_with_the_decimals_of_their_indicator(browser: Client):
    make_indicator("ratio", name="每万人", unit="件/万人", kind="ratio", decimals=1)
    make_observation("42.5", code="ratio")
    make_observation(None, code="patent.granted", status="L")
    sheet = book(browser.get("/data/export.xlsx"))["数据"]
    assert tuple(cell.value for cell in sheet[1]) == COLUMNS
    by_name = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    assert by_name["每万人"][3].value == 42.5
    assert by_name["每万人"][3].number_format == "#,##0.0"
    empty = by_name["指标patent.granted"]
    assert (empty[3].value, empty[6].value) == (None, "未报")
    assert sheet.freeze_panes == "B2"


def test_the_second_sheet_explains_the_first(browser: Client):
    make_source("测试通报", issuer="某局", doc_no="某发〔2023〕1号")
    make_indicator("patent.granted", name="专利授权量", definition="按授权公告日统计")
    make_observation(12688, printed_period="去年以来", note="时段待核实", status="D")
    sheet = book(browser.get("/data/export.xlsx?year=2022"))["说明"]
    cells = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {
        *(
            "读者甲",
            "年份：2022年",
            "按授权公告日统计",
            "某局",
            "某发〔2023〕1号",
            "口径或时段不同",
        ),
        *("时段待核实", "口径：未写明", "时段：去年以来"),
    } <= cells
    assert "数值空白表示没有数据（见“状态”），不等于 0。" in cells


def test_an_export_holds_what_the_list_was_narrowed_to(browser: Client):
    make_observation(1, year=2021)
    make_observation(2, year=2022)
    assert [row[3] for row in table(browser.get("/data/export.csv?year=2021"))[1:]] == ["1"]


def test_the_file_has_a_readable_chinese_name(browser: Client):
    disposition = browser.get("/data/export.xlsx").headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    name = unquote(disposition.rpartition("'")[2])
    assert name.startswith("慈溪知识产权数据明细-")
    assert name.endswith(".xlsx")


def test_who_took_what_out_is_recorded(browser: Client, reader: User):
    make_observation()
    browser.get("/data/export.csv?year=2022")
    event = Event.objects.get(kind="导出数据")
    assert (event.by, event.by_label) == (reader, "读者甲")
    assert event.detail == {"kind_of_file": "csv", "chosen": "年份：2022年", "figures": 1}
