"""交办清单 read as such lists really come: heads, numbers, dates, names, and what is wrong."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from cixi_ip.workbooks.complaints import DOUBT, HINT, REFUSED, Refusal
from cixi_ip.workbooks.sheets import open_workbook
from proposals.intake import template
from proposals.intake.listing import Listing, Terms
from proposals.intake.reading import MOST_CASES, read
from tests.stats.workbooks import xlsx

TODAY = date(2026, 4, 1)
TERMS = Terms(("建议", "议案"), "慈溪市市场监督管理局", TODAY)
HEAD = ("编号", "标题", "领衔人", "主办单位", "协办单位", "我局角色", "交办日期")
# All persons, titles and numbers are invented.
ROW = (220, "关于甲事的建议", "甲代表", "市科技局", "市市场监管局", "协办", "2026-03-05")


def listing(*rows: Any, head: Any = HEAD, terms: Terms = TERMS) -> Listing:
    return read(open_workbook("清单.xlsx", xlsx([head, *rows])), terms)


def complaints(found: Listing, kind: str = REFUSED) -> list[str]:
    return [
        f"{one.column}{one.row} {one.what}{one.how}" for one in found.complaints if one.kind == kind
    ]


def row(**cells: Any) -> list[Any]:
    return list((dict(zip(HEAD, ROW, strict=True)) | cells).values())


def test_a_plain_row():
    found = listing(ROW)
    (case,) = found.rows
    assert (case.number, case.kind, case.role) == (220, "建议", "协办")
    assert (case.lead_unit, case.units, case.lead) == ("市科技局", [], ["甲代表"])
    assert case.assigned_on == date(2026, 3, 5)
    assert case.is_sound
    assert not found.complaints


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (220, 220),
        (220.0, 220),
        ("第220号", 220),
        ("２２０", 220),
        (" 220 ", 220),
        ("建议220号", 220),
        ("007", 7),
    ],
)
def test_numbers_as_lists_write_them(cell, number):
    assert listing(row(编号=cell)).rows[0].number == number


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-03-05", date(2026, 3, 5)),
        ("2026/3/5", date(2026, 3, 5)),
        ("2026.3.5", date(2026, 3, 5)),
        ("2026年3月5日", date(2026, 3, 5)),
        ("２０２６年３月５日", date(2026, 3, 5)),
        ("20260305", date(2026, 3, 5)),
        (date(2026, 3, 5), date(2026, 3, 5)),
        (46086, date(2026, 3, 5)),
        ("", None),
        ("—", None),
    ],
)
def test_dates_as_text_as_date_and_as_serial_number(cell, day):
    found = listing(row(交办日期=cell))
    assert found.rows[0].assigned_on == day
    assert found.rows[0].is_sound


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        ({"编号": ""}, "A2 没有填编号。请照来文补上，如 220。"),
        ({"编号": "二百二十"}, "A2 编号“二百二十”读不出来。请只填数字，如 220。"),
        ({"编号": "2026-220"}, "A2 编号“2026-220”读不出来。"),
        ({"编号": 0}, "A2 编号“0”读不出来。"),
        ({"编号": "=A1+1"}, "A2 这一格是公式"),
        ({"标题": ""}, "B2 没有填标题。请照来文补上。"),
        ({"标题": "长" * 121}, "B2 “标题”有 121 个字，最多 120 个。请缩短。"),
        ({"标题": "=B1"}, "B2 这一格是公式"),
        ({"我局角色": "督办"}, "F2 “督办”认不出。请从这几项中选：主办、协办、分办、独办、参阅。"),
        ({"我局角色": "主办"}, "D2 我局角色是主办，主办单位却是“市科技局”。"),
        ({"主办单位": "市市场监管局"}, "F2 我局角色是协办，主办单位却是我局。"),
        ({"主办单位": ""}, "D2 没有填主办单位。请补上。"),
        ({"我局角色": "", "协办单位": ""}, "F2 看不出我局的角色"),
        ({"交办日期": "3月5日"}, "G2 日期“3月5日”读不出来。"),
        ({"交办日期": "2026-02-30"}, "G2 日期“2026-02-30”读不出来。"),
        ({"交办日期": "2026-12-05"}, "G2 日期 2026-12-05 晚于今天。请核对年份。"),
        ({"交办日期": "=TODAY()"}, "G2 这一格是公式"),
        ({"主办单位": "", "我局角色": "独办", "领衔人": ""}, "C2 我局独办要答复，没有填领衔人。"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place_and_the_way_out(cells, complaint):
    found = listing(row(**cells))
    assert any(one.startswith(complaint) for one in complaints(found)), complaints(found)
    assert not found.rows[0].is_sound


def test_a_kind_of_the_other_body():
    found = listing((*ROW, "提案"), head=(*HEAD, "类别"))
    assert complaints(found) == [
        "H2 类别“提案”不属于所选的届次（应为建议、议案）。请改正，或换一个届次另行上传。"
    ]


@pytest.mark.parametrize(
    ("lead", "others", "role"),
    [
        ("慈溪市市场监督管理局", "市科技局", "主办"),
        ("市市场监管局（知识产权局）", "", "独办"),
        ("市市场监管局、市科技局", "", "分办"),
        ("市科技局", "市财政局，市知识产权局", "协办"),
    ],
)
def test_our_role_follows_from_the_units_where_it_is_not_told(lead, others, role):
    (case,) = listing(row(主办单位=lead, 协办单位=others, 我局角色="")).rows
    assert (case.role, case.is_role_told, case.is_sound) == (role, False, True)


def test_several_names_in_one_cell():
    (case,) = listing(row(领衔人="张 某、李某，王某某")).rows
    assert (case.lead, case.joint) == (["张某"], ["李某", "王某某"])
    (body,) = listing(row(领衔人="民建慈溪市总支")).rows
    assert body.is_group


def test_a_head_below_a_merged_title_with_merged_parts():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "2026年市人大代表建议交办清单"
    sheet.merge_cells("A1:F1")
    sheet.append(["序号", "建议\n编号", "提出人", None, "案由", "承办单位", None, "备注"])
    sheet.append([None, None, "领衔代表", "联名代表", None, "主办", "会办", None])
    for merge in ("A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:G2", "H2:H3"):
        sheet.merge_cells(merge)
    sheet.append(
        [1, 31, "甲代表", "乙代表、丙代表", "关于乙事的建议", "市科技局", "市市场监管局", "急"]
    )
    sheet.append([])
    sheet.append(["合计", 1])
    sheet.append(["说明：以上各件三个月内办结。"])
    stream = io.BytesIO()
    book.save(stream)
    found = read(open_workbook("清单.xlsx", stream.getvalue()), TERMS)
    (case,) = found.rows
    assert (case.row, case.number, case.title, case.role) == (4, 31, "关于乙事的建议", "协办")
    assert (case.lead, case.joint) == (["甲代表"], ["乙代表", "丙代表"])
    assert complaints(found, HINT) == [
        "H2 “备注”一栏不认得，没有读入。需要读入的，请改用模板中的栏名。"
    ]


def test_one_number_twice_and_one_title_twice():
    found = listing(ROW, row(标题="关于丙事的建议"), row(编号=221))
    assert [case.is_sound for case in found.rows] == [True, False, True]
    assert complaints(found)[0].startswith("3 建议220号在数据第 2 行已有。")
    assert complaints(found, DOUBT)[0].startswith("4 标题与数据第 2 行相同，编号不同。")


def test_every_column_of_the_template_is_read_back():
    content = template.blank(["建议", "提案", "议案"])
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["交办清单"]
    cells = {
        "编号": 12, "类别": "建议", "标题": "关于丁事的建议", "领衔人": "甲代表",
        "联名人": "乙代表", "代表团/界别": "某镇代表团", "联系电话": "0574-00000000",
        "主办单位": "",
        "协办单位": "市科技局、市财政局", "我局角色": "主办", "交办机关": "市人大",
        "交办日期": "2026-03-05", "提出时间": "闭会", "主题": "商标", "重点": "是",
        "公开意愿": "仅公开标题", "多年提出": "两年", "需书面答复": "否", "全文": "全文一段。",
    }  # fmt: skip
    headings = [cell.value for cell in sheet[1]]
    assert set(headings) == set(cells)
    for place, heading in enumerate(headings, 1):
        sheet.cell(2, place, cells[heading])
    stream = io.BytesIO()
    book.save(stream)
    found = read(open_workbook("清单.xlsx", stream.getvalue()), TERMS)
    (case,) = found.rows
    assert not found.complaints
    assert (case.lead_unit, case.units) == (TERMS.bureau, ["市科技局", "市财政局"])
    assert (case.sitting, case.wish, case.repeated) == ("闭会", "标题", "两年")
    assert (case.is_key, case.needs_answer, case.text) == (True, False, "全文一段。")
    assert (case.group, case.phone, case.topic) == ("某镇代表团", "0574-00000000", "商标")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["甲", "乙"], ["丙", "丁"]], "没有找到表头"),
        ([["标题", "主办单位"], ["某事", "某局"]], "没有“编号”栏"),
        ([HEAD], "表头下面没有内容"),
        (
            [HEAD, *[[n, "某事", "", "某局", "", "协办", ""] for n in range(1, MOST_CASES + 2)]],
            "一次最多",
        ),
    ],
)
def test_a_table_that_is_no_list_is_refused(rows, sentence):
    with pytest.raises(Refusal, match=sentence):
        read(open_workbook("清单.xlsx", xlsx(rows)), TERMS)
