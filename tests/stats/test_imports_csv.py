"""Text files: in the encodings of our machines, whatever parts their cells."""

from datetime import date

import pytest

from cixi_ip.workbooks.complaints import REFUSED
from cixi_ip.workbooks.sheets import open_workbook
from stats.imports import catalogue, template
from tests.makers import make_indicator, make_region

CSV = "指标,地区,数\n专利授权量,慈溪市,12688\n"


@pytest.mark.parametrize(
    "content",
    [
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.encode("gbk"),
        CSV.encode("gb18030"),
        CSV.replace(",", "\t").encode(),
        CSV.replace(",", ";").encode(),
        CSV.replace("\n", "\r\n").encode("gbk"),
    ],
    ids=["utf-8", "utf-8 with mark", "gbk", "gb18030", "tabs", "semicolons", "windows"],
)
def test_csv_in_the_encodings_of_our_machines(content: bytes) -> None:
    (sheet,) = open_workbook("数据.csv", content)
    assert sheet.rows == [["指标", "地区", "数"], ["专利授权量", "慈溪市", "12688"]]


def test_a_title_above_the_headings_does_not_hide_what_parts_the_cells() -> None:
    (sheet,) = open_workbook("a.csv", f"2023年，一、二\n{CSV.replace(',', chr(9))}".encode())
    assert sheet.rows[1] == ["指标", "地区", "数"]


def test_rare_characters_of_gb18030_are_read() -> None:
    (sheet,) = open_workbook("a.csv", "地名\n㐂\U00020000\n".encode("gb18030"))
    assert sheet.rows[1] == ["㐂\U00020000"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("12,700", [(REFUSED, 2, "E")]),
        ("12700,,,见注", [(REFUSED, 2, "E")]),
        ('"12,700"', []),
        ("12700,,,", []),
    ],
)
def test_a_cell_too_many_is_refused(row: str, told: list[tuple[str, int, str]]) -> None:
    make_region("330282")
    make_indicator(name="专利授权量")
    # A heading of blanks is none.
    text = f"指标代码,地区代码,年份,本年数, \u3000,\npatent.granted,330282,2023,{row}\n"
    contents = template.read(
        open_workbook("a.csv", text.encode()),
        catalogue.load(),
        today=date(2024, 3, 1),
        beat=lambda done, rows: None,
    )
    assert [(found.kind, found.row, found.column) for found in contents.complaints] == told
    assert all("有千位逗号的，请去掉逗号" in found.how for found in contents.complaints)
