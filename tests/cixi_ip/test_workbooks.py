"""Files that are opened, and files that are refused: by content, in words, and quickly."""

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest

from cixi_ip.workbooks.archive import LARGEST
from cixi_ip.workbooks.complaints import Refusal
from cixi_ip.workbooks.sheets import Fault, Sheet, open_workbook
from tests.stats.workbooks import SHEET, related, sheet_of, with_parts, xlsx

GOOD = xlsx([["指标", "数"], ["专利授权量", 12688], ["PCT", 42.5]])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>'
)
RELATIONS = "xl/_rels/workbook.xml.rels"


def part(name: str, content: bytes | Callable[[bytes], bytes]) -> bytes:
    return with_parts(GOOD, {name: content})


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def twice(content: bytes) -> bytes:
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    return stream.getvalue()


def locked(content: bytes) -> bytes:
    """The flag of an encrypted part, in both places where a zip file says so."""
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.index(sign)
        content = content[: start + at] + b"\x01" + content[start + at + 1 :]
    return content


def lying(content: bytes) -> bytes:
    """A bomb that claims in the directory to be small."""
    bomb = with_parts(content, {"xl/media/image1.png": b"\0" * (30 * 1024 * 1024)})
    start = bomb.rindex(b"xl/media/image1.png") - 46
    return bomb[: start + 24] + (1000).to_bytes(4, "little") + bomb[start + 28 :]


def blank_rows() -> bytes:
    return sheet_of(
        b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(1, 1_000_001))
    )


HOSTILE = {
    "empty": ("a.xlsx", b"", "空文件"),
    "too large": ("a.xlsx", lambda: GOOD + b"\0" * LARGEST, "超过 20 MB"),
    "old Excel": ("a.xls", OLE, "旧版 Excel 或 WPS 文件.*另存为"),
    "old Excel renamed": ("a.xlsx", OLE, "旧版 Excel 或 WPS 文件.*另存为"),
    "encrypted": ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码.*不加密"),
    "encrypted parts": ("a.xlsx", locked(GOOD), "内部加了密码"),
    "macro workbook by name": ("a.xlsm", GOOD, "启用宏"),
    "macros": ("a.xlsx", part("xl/vbaProject.bin", b"x"), "含有宏"),
    "macros by type": (
        "a.xlsx",
        part("[Content_Types].xml", lambda old: old.replace(b"sheet.main", b"macroEnabled.main")),
        "含有宏",
    ),
    "external link": ("a.xlsx", part("xl/externalLinks/externalLink1.xml", b"<a/>"), "断开链接"),
    "external relation": (
        "a.xlsx",
        part(RELATIONS, related("externalLinkPath", "file:///c:/secret.xlsx")),
        "断开链接",
    ),
    "picture from elsewhere": (
        "a.xlsx",
        part(RELATIONS, related("image", "http://192.168.0.1/a.png")),
        "断开链接",
    ),
    "data connection": ("a.xlsx", part("xl/connections.xml", b"<connections/>"), "外部数据连接"),
    "embedded object": ("a.xlsx", part("xl/embeddings/oleObject1.bin", b"x"), "嵌入的对象"),
    "entities": ("a.xlsx", part("xl/sharedStrings.xml", BILLION_LAUGHS), "实体（DOCTYPE）"),
    "other encoding": (
        "a.xlsx",
        part("xl/sharedStrings.xml", "<sst/>".encode("utf-16")),
        "不是 UTF-8",
    ),
    "bomb": ("a.xlsx", lambda: part("xl/media/image1.png", b"\0" * (30 * 1024 * 1024)), "异常地大"),
    "bomb in a sheet": ("a.xlsx", lambda: sheet_of(b" " * (30 * 1024 * 1024)), "异常地大"),
    "bomb that lies": ("a.xlsx", lambda: lying(GOOD), "异常地大|不完整或已损坏"),
    "zip in a zip": ("a.xlsx", part("xl/media/image1.png", GOOD), "又套着压缩包"),
    "many parts": (
        "a.xlsx",
        with_parts(GOOD, {f"xl/media/{n}.txt": b"x" for n in range(1100)}),
        "个部分，不像正常的表格",
    ),
    "path upwards": ("a.xlsx", part("../../etc/cron.d/x.xml", b"<a/>"), "不合规矩"),
    "absolute path": ("a.xlsx", part("/etc/x.xml", b"<a/>"), "不合规矩"),
    "part twice": ("a.xlsx", twice(GOOD), "不合规矩"),
    "million blank rows": ("a.xlsx", blank_rows, "超过 20 万行.*空白行"),
    "cell in the last row": (
        "a.xlsx",
        sheet_of(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
        "超过 20 万行",
    ),
    "cell in the last corner": (
        "a.xlsx",
        sheet_of(b'<row r="1"><c r="XFD1048576"><v>1</v></c></row>'),
        "超过 20 万行|超过 200 列",
    ),
    "many columns": ("a.xlsx", sheet_of(b'<row r="1"><c r="GS1"/></row>'), "超过 200 列"),
    "wide and deep": (
        "a.xlsx",
        sheet_of(b'<row r="1"><c r="GR1"/></row><row r="190000"><c r="A190000"/></row>'),
        "范围太大",
    ),
    "cut off": ("a.xlsx", GOOD[: len(GOOD) // 2], "不完整或已损坏"),
    "broken part": ("a.xlsx", part("xl/workbook.xml", b"<workbook"), "不完整或已损坏"),
    "sheet away": ("a.xlsx", with_parts(GOOD, {SHEET: None}), "不完整或已损坏"),
    "document": ("a.xlsx", zipped(**{"word/document.xml": b""}), "Word 文档"),
    "binary workbook": ("a.xlsb", zipped(**{"xl/workbook.bin": b""}), "扩展名|xlsb"),
    "binary workbook renamed": ("a.xlsx", zipped(**{"xl/workbook.bin": b""}), r"\.xlsb"),
    "plain zip": ("a.xlsx", zipped(readme=b"x"), "压缩包，不是 Excel"),
    "pdf renamed": ("a.xlsx", b"%PDF-1.7 ...", "按内容看这是PDF"),
    "program renamed": ("a.csv", b"MZ\x90\0", "按内容看这是程序"),
    "page renamed": ("a.xlsx", b"<html><table><tr><td>1</td></tr></table></html>", "网页或 XML"),
    "csv named xlsx": ("a.xlsx", "指标,数\n".encode(), "改过扩展名"),
    "xlsx named csv": ("a.csv", GOOD, "改过扩展名"),
    "csv with NUL": ("a.csv", b"a,b\n1,\0\n", "空字符"),
    "csv in UTF-16": ("a.csv", "指标,数\n".encode("utf-16"), "UTF-16"),
    "csv in no encoding": ("a.csv", b"a,b\n\xff\xff,1\n", "不是 UTF-8 也不是 GBK"),
    "csv with a lone quote": ("a.csv", b'a,b\n"1,2\n', "引号没有成对"),
    "csv of a million blank rows": ("a.csv", b"\n" * 1_000_000, "超过 20 万行"),
    "csv of many columns": ("a.csv", b"," * 500, "超过 200 列"),
}  # fmt: skip


def hostile(name: str) -> tuple[str, bytes, str]:
    """The big ones are made when they are wanted."""
    file, content, words = HOSTILE[name]
    return file, content() if callable(content) else content, words


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_table_of_ours_is_refused_in_words(name: str) -> None:
    file, content, words = hostile(name)
    began = time.process_time()
    with pytest.raises(Refusal, match=words) as refusal:
        open_workbook(file, content)
    assert time.process_time() - began < 5
    assert str(refusal.value).endswith("。")
    assert "请" in str(refusal.value)


@pytest.mark.parametrize("name", ["cell in the last corner", "bomb", "wide and deep"])
def test_no_room_is_made_for_what_is_refused(name: str) -> None:
    file, content, _words = hostile(name)
    tracemalloc.start()
    with pytest.raises(Refusal):
        open_workbook(file, content)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 60 * 1024 * 1024


class TestXlsx:
    def sheet(self, content: bytes) -> Sheet:
        (sheet,) = open_workbook("a.xlsx", content)
        return sheet

    def test_texts_and_numbers_stand_at_their_places(self) -> None:
        assert self.sheet(GOOD).rows == [["指标", "数"], ["专利授权量", 12688.0], ["PCT", 42.5]]

    def test_blank_rows_and_columns_before_the_data_count(self) -> None:
        book = openpyxl.Workbook()
        book.active["C3"] = 5
        assert self.sheet(saved(book)).rows == [["", "", ""], ["", "", ""], ["", "", 5.0]]

    def test_merged_ranges_are_told(self) -> None:
        book = openpyxl.Workbook()
        book.active["A1"] = "专利类型"
        book.active.merge_cells("A1:C2")
        assert self.sheet(saved(book)).merges == [((0, 0), (1, 2))]

    def test_a_link_to_click_on_may_stay(self) -> None:
        book = openpyxl.Workbook()
        book.active["A1"] = "网址"
        book.active["A1"].hyperlink = "http://www.example.gov.cn/"
        assert self.sheet(saved(book)).rows == [["网址"]]

    def test_what_a_percent_cell_shows_is_what_is_read(self) -> None:
        book = openpyxl.Workbook()
        for cell, value, shown in (
            ("A1", 0.058, "0.0%"),
            ("B1", 0.1271, "0.00%"),
            ("C1", 1.5, "0.0"),
            ("D1", 0.24, "[Red]0.0%"),
            ("E1", 0.24, "0%"),
            ("F1", 0.1271, "0%"),
        ):
            book.active[cell] = value
            book.active[cell].number_format = shown
        shown_as = ["5.8%", "12.71%", 1.5, "24.0%", "24%", "12.71%"]
        assert self.sheet(saved(book)).rows == [shown_as]

    @pytest.mark.parametrize("shown", ['0.0"%"', "0.0\\%", '#,##0.0" %"'])
    def test_a_percent_sign_that_is_only_shown_multiplies_nothing(self, shown: str) -> None:
        book = openpyxl.Workbook()
        book.active["A1"] = 24.1
        book.active["A1"].number_format = shown
        assert self.sheet(saved(book)).rows == [[24.1]]

    def test_an_error_and_a_formula_without_a_result_are_faults_not_blanks(self) -> None:
        book = openpyxl.Workbook()
        book.active["A1"] = 1
        book.active["B2"] = "#REF!"
        book.active["B2"].data_type = "e"
        book.active["D1"] = "=SUM(A1:A9)"
        rows = self.sheet(saved(book)).rows
        assert isinstance(rows[1][1], Fault)
        assert isinstance(rows[0][3], Fault)
        assert rows[1][1] == "#REF!（公式出错）"
        assert rows[0][3] == "（公式没有算出结果）"

    def test_a_formula_may_result_in_an_empty_text(self) -> None:
        sheet = self.sheet(
            sheet_of(
                b'<row r="1"><c r="A1"><v>3</v></c>'
                b'<c r="B1" t="str"><f>IF(1,"","")</f><v></v></c></row>'
            )
        )
        assert not any(isinstance(cell, Fault) for cell in sheet.rows[0])

    def test_dates_and_truth_values_are_texts(self) -> None:
        book = openpyxl.Workbook()
        book.active.append(["2023-01-31", True])
        book.active["A1"] = date(2023, 1, 31)
        assert self.sheet(saved(book)).rows == [["2023-01-31", "TRUE"]]

    def test_hidden_and_empty_sheets_are_left_out(self) -> None:
        book = openpyxl.Workbook()
        book.active.title = "空"
        book.create_sheet("数据")["A1"] = 1
        hidden = book.create_sheet("藏")
        hidden["A1"] = 2
        hidden.sheet_state = "hidden"
        assert [sheet.name for sheet in open_workbook("a.xlsx", saved(book))] == ["数据"]


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
