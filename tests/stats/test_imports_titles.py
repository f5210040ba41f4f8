"""What the titles and notes around the annexes of a notice say, and of which annex."""

from datetime import date

import pytest
from django.core.management import call_command

from cixi_ip.workbooks.complaints import HINT, REFUSED
from cixi_ip.workbooks.sheets import open_workbook
from stats.imports import catalogue, notice
from stats.imports.contents import Contents
from tests.stats import notices
from tests.stats.workbooks import xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known(db: None) -> None:
    call_command("load_fixtures", "--catalogue-only", verbosity=0)


def read(content: bytes) -> Contents:
    sheets = open_workbook("通报.xlsx", content)
    return notice.read(
        sheets, catalogue.load(), year=2023, today=date(2024, 3, 1), beat=lambda done, rows: None
    )


def test_the_year_of_the_title_must_be_the_one_that_was_said() -> None:
    contents = read(notices.notice(year=2022))
    assert {found.kind for found in contents.complaints} == {REFUSED}
    assert "标题写的是 2022 年，上传时填的年份是 2023 年" in contents.complaints[0].what


@pytest.mark.parametrize(
    ("title", "part"),
    [
        ("2023年1—6月全省PCT国际专利申请量", "2023年1—6月"),
        ("2023年1月至2023年11月PCT国际专利申请量", "2023年1月至2023年11月"),
        ("截至2023年9月底PCT国际专利申请量", "2023年9月底"),
        ("2023年上半年PCT国际专利申请量", "2023年上半年"),
        ("2023年前三季度PCT国际专利申请量", "2023年前三季度"),
        ("2023年1-12月PCT国际专利申请量", ""),
        ("截至2023年12月底PCT国际专利申请量", ""),
        ("2023年PCT国际专利申请量", ""),
    ],
)
def test_some_months_are_not_taken_for_a_year(title: str, part: str) -> None:
    rows = [[title], ["地区", "市县名称", "PCT国际专利申请量"], ["宁波", "慈溪市", 1]]
    refused = [found.what for found in read(xlsx(rows)).complaints if found.kind == REFUSED]
    assert len(refused) == bool(part)
    assert all(f"标题写的是“{part}”，不是全年数" in what for what in refused)


def test_a_note_under_an_annex_says_nothing_of_the_next_one() -> None:
    rows = [
        ["2023年全省有效发明专利拥有量"],
        ["地区", "市县名称", "有效发明专利拥有量", "每万人有效发明专利拥有量"],
        ["宁波", "慈溪市", 10, 1.5],
        ["注：2022年的数见上年通报"],
        ["2023年全省PCT国际专利申请量"],
        ["地区", "市县名称", "PCT国际专利申请量"],
        ["宁波", "慈溪市", 1],
    ]
    contents = read(xlsx(rows))
    assert {found.kind for found in contents.complaints} == {HINT}
    assert len(contents.entries) == 3


@pytest.mark.parametrize(
    "heads",
    [
        (["2022年PCT国际专利申请量", "2023年PCT国际专利申请量"],),
        (["PCT国际专利申请量（2022年）", "PCT国际专利申请量"],),
        (["2022年", "2023年"], ["PCT国际专利申请量", "PCT国际专利申请量"]),
        (["PCT国际专利申请量", ""], ["2022年", "2023年"]),
    ],
)
def test_a_column_of_another_year_is_left_out(heads: tuple[list[str], ...]) -> None:
    first, *more = heads
    rows = [["地区", "市县名称", *first], *(["", "", *row] for row in more)]
    contents = read(xlsx([*rows, ["宁波", "慈溪市", 1, 2]]))
    assert [entry.value for entry in contents.entries] == [2]
    assert [found.kind for found in contents.complaints] == [HINT, HINT]
    assert "2022年" in contents.complaints[0].what


def test_two_columns_of_one_indicator_are_refused() -> None:
    head = ["地区", "市县名称", "PCT国际专利申请量", "PCT申请量"]
    (found, *_hints) = read(xlsx([head, ["宁波", "慈溪市", 1, 2]])).complaints
    assert (found.kind, found.row, found.column) == (REFUSED, 1, "D")
    assert "与前面一栏是同一个指标" in found.what
