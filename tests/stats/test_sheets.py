"""A table described once: as a page prints it, as a file holds it, and its notes."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from stats.arithmetic import Break
from stats.exports import as_csv, as_xlsx
from stats.sheets import (
    Column,
    Link,
    Number,
    Table,
    Toned,
    amount,
    columns,
    measured,
    noted,
    short,
)
from tests.stats.given import MEANINGS, figure

SHARE = Number(Decimal("4.697"), 1, "%")
TABLE = Table(
    columns("指标", short("口径"), amount("数值"), amount("占比")),
    (
        (Link("<授权>", "/data/1/"), "全市", Number(Decimal(12688)), SHARE),
        ("净增", "=1+1", Number(Decimal(-5)), "—"),
    ),
    name="测试表",
)


def rows_of(table: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"))))


def test_a_page_prints_it_escaped_with_heads_and_right_aligned_numbers():
    assert TABLE.inside == (
        '<thead><tr><th scope="col">指标</th><th scope="col" class="unbroken">口径</th>'
        '<th scope="col" class="number">数值</th><th scope="col" class="number">占比</th></tr>'
        '</thead><tbody><tr><th scope="row"><a href="/data/1/">&lt;授权&gt;</a></th>'
        '<td class="unbroken">全市</td><td class="number">12,688</td>'
        '<td class="number">4.7%</td></tr><tr><th scope="row">净增</th>'
        '<td class="unbroken">=1+1</td><td class="number">−5</td><td class="number">—</td></tr>'
        "</tbody>"
    )


def test_where_rows_are_stacked_each_cell_says_its_column():
    assert (
        '<tr><th scope="row">净增</th><td class="unbroken" data-name="口径">=1+1</td>'
        '<td class="number" data-name="数值">−5</td>'
        '<td class="number" data-name="占比">—</td></tr>'
    ) in TABLE.stacked
    assert "data-name" not in TABLE.inside


def test_an_arrow_is_marked_to_be_drawn_larger_and_words_of_a_file_are_bare():
    risen = replace(TABLE, columns=columns("指标", "变化"), rows=(("甲", Toned("▲ <1%", "good")),))
    assert '<span class="good"><span class="arrow">▲</span> &lt;1%</span>' in risen.inside
    assert risen.words == (("甲", "▲ <1%"),)


def test_groups_are_headings_on_a_page_and_a_column_in_a_file():
    rows = (("专利", "授权", "1"), ("专利", "有效", "2"), ("商标<b>", "注册", "3"))
    table = Table(columns("分组", "指标", "数"), rows, is_grouped=True)
    assert table.inside.count("<tbody>") == 2
    assert '<tr class="group"><th colspan="2" scope="rowgroup">商标&lt;b&gt;</th></tr>' in (
        table.inside
    )
    assert '<th scope="col">分组</th>' not in table.inside
    assert rows_of(table)[1] == ["专利", "授权", "1"]


def test_a_file_of_text_holds_bare_numbers_and_no_formula():
    assert rows_of(TABLE) == [
        ["指标", "口径", "数值", "占比"],
        ["<授权>", "全市", "12688", "4.7%"],
        ["净增", "'=1+1", "-5", ""],
    ]


def test_a_number_with_words_behind_it_is_text_in_a_file_of_text():
    unsure = Table(
        columns("数"), ((Number(Decimal(-5), 0, "（初步）"),), (Number(Decimal(-5), 1, "%"),))
    )
    assert rows_of(unsure)[1:] == [["'-5（初步）"], ["-5.0%"]]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_text_of_a_file_begins_as_a_formula(sign: str):
    hostile = replace(TABLE, rows=((f"{sign}1", Link(f"{sign}2", "/"), "", f"{sign}3"),))
    assert rows_of(hostile)[1] == [f"'{sign}1", f"'{sign}2", "", f"'{sign}3"]
    sheet = openpyxl.load_workbook(
        io.BytesIO(as_xlsx(hostile, [(f"{sign}头",), (f"{sign}甲", "乙")]))
    )
    cells = [cell for page in sheet for row in page.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell.value for cell in cells if cell.value.startswith(sign)]


def test_a_book_holds_values_with_the_decimals_and_suffix_they_are_printed_with():
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(TABLE, [("题",)])))["数据"]
    share = sheet["D2"]
    assert (share.value, share.number_format) == (4.697, '#,##0.0"%"')
    assert (sheet["C3"].value, sheet["C3"].number_format, sheet["D3"].value) == (-5, "#,##0", None)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.paperSize == 9


def test_a_suffix_cannot_leave_its_quotes():
    odd = Table((Column("数", "number"),), ((Number(Decimal(1), 0, '"[红色]'),),))
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(odd, [("题",)])))["数据"]
    assert sheet["A2"].number_format == '#,##0"[红色]"'


def test_what_has_no_value_is_a_dash_and_never_a_zero():
    assert measured(None) == measured(figure("patent.granted", None, status="L")) == "—"
    assert measured(figure("patent.granted", 0)) == Number(Decimal(0), 0)


@pytest.mark.parametrize(
    ("years", "found"),
    [
        (
            (2015, 2020),
            ["2017年起与以前不可比（口径变更）。说明甲", "2018年注意（年度不同）。说明乙"],
        ),
        ((2017, 2017), []),
        ((2017, 2018), ["2018年注意（年度不同）。说明乙"]),
        ((2018, 2018), ["2018年注意（年度不同）。说明乙"]),
        ((2010, 2016), []),
    ],
)
def test_a_note_is_printed_where_its_year_is_and_a_break_where_it_parts_two_years(years, found):
    marks = (Break(2017, "口径变更", "说明甲"), Break(2018, "年度不同", "说明乙", is_break=False))
    applied = replace(MEANINGS["patent.granted"], breaks=marks)
    other = replace(MEANINGS["patent.pct"], breaks=marks)
    shown = [
        replace(figure("patent.granted", 1), meaning=applied),
        replace(figure("patent.granted", 2, year=2021), meaning=applied),
        replace(figure("patent.pct", 1), meaning=other),
    ]
    assert noted(shown, *years) == tuple(
        f"专利授权量、PCT国际专利申请量：{words}" for words in found
    )
