"""A sheet read by the headings of a register: cells of every kind, and what is said of them."""

from datetime import date
from decimal import Decimal

import pytest

from cixi_ip.workbooks.complaints import Refusal
from cixi_ip.workbooks.sheets import Fault, Sheet, open_workbook
from stats.models import Programme
from stats.registers import REGISTERS
from stats.registers.imports.reading import amount, columns_of, day, one_of, read, whole, yes
from tests.stats.register_sheets import HONOUR, honour, rows_of
from tests.stats.workbooks import xlsx

HONOURS, ENTERPRISES = REGISTERS["honours"], REGISTERS["enterprises"]


def read_rows(content: bytes, slug: str = "honours", name: str = "表.xlsx"):
    return read(open_workbook(name, content), REGISTERS[slug])


@pytest.mark.parametrize(
    "cell",
    [
        "2022-01-01",
        "2022年1月1日",
        "2022/1/1",
        "2022.01.01",
        "２０２２年１月１日",
        "20220101",
        44562.0,
        "2022-01-01 00:00:00",
    ],
)
def test_a_day_in_every_way_of_writing(cell):
    assert day(cell) == date(2022, 1, 1)


@pytest.mark.parametrize("cell", ["2022年", "1月1日", "2022-02-30", "22-1-1", "长期", 3.0])
def test_what_is_no_day_says_how_to_write_one(cell):
    with pytest.raises(ValueError, match="请照 2022-01-31 的写法"):
        day(cell)


@pytest.mark.parametrize(
    ("cell", "value"), [("是", True), ("否", False), ("√", True), (0.0, False)]
)
def test_yes_and_no(cell, value):
    assert yes(cell) is value
    with pytest.raises(ValueError, match="请填“是”或“否”"):
        yes("大概")


def test_choices_by_their_label_or_what_is_stored():
    level = one_of(Programme.Level.choices)
    assert (level("宁波市级"), level("省")) == ("宁波市", "省")
    with pytest.raises(ValueError, match="请从这几项中选：国家级、省级"):
        level("县级")


def test_numbers():
    assert whole(100)("12") == 12
    assert amount(2, 10)("1,234.50") == Decimal("1234.50")
    for wrong, said in (("1.234", "小数超过 2 位"), ("x", "不是数字"), ("999999999", "太大")):
        with pytest.raises(ValueError, match=said):
            amount(2, 10)(wrong)
    with pytest.raises(ValueError, match="太大"):
        whole(100)("101")


def test_the_columns_of_honours_tell_their_enterprise():
    assert list(columns_of(HONOURS))[:4] == ["企业", "统一社会信用代码", "镇街", "项目"]
    assert "镇街" in columns_of(ENTERPRISES)
    assert columns_of(ENTERPRISES)["统一社会信用代码"].name == "credit_code"


def test_below_a_title_in_any_order_without_notes():
    rows = [
        ["某某名单"],
        ["序号", "有效期自*", "项目", "企业", "批 次", "联系人"],
        [1, date(2022, 1, 1), "专精特新中小企业", "生成甲", "第一批", "某"],
        [None, None, None, None, None, None],
        ["注：以上为生成数据"],
    ]
    found = read_rows(xlsx(rows))
    assert [row.cells for row in found.rows] == [
        {
            "valid_from": date(2022, 1, 1),
            "programme": "专精特新中小企业",
            "enterprise": "生成甲",
            "batch": "第一批",
        }
    ]
    assert [(one.place, one.what) for one in found.complaints] == [
        ("Sheet第 2 行F 列".replace("Sheet", "数据"), "“联系人”一栏不认得，没有读入。")
    ]


def test_each_wrong_cell_is_named():
    content = rows_of([honour(1, 有效期自="去年"), honour(2, 企业="长" * 90), honour(3)])
    found = read_rows(content)
    assert [row.is_sound for row in found.rows] == [False, True, True]
    assert (found.complaints[0].row, found.complaints[0].column) == (2, "E")
    assert "去年" in found.complaints[0].what


def test_a_formula_without_a_result_is_not_read():
    sheet = Sheet("名单", [["企业", "项目", "有效期自"], ["甲", Fault("#REF!"), "2022-01-01"]])
    found = read([sheet], HONOURS)
    assert "请在 Excel 或 WPS 中改好公式" in found.complaints[0].how


def test_covered_names_are_not_taken_for_names():
    sheet = Sheet("名单", [["企业", "姓名", "电话"], ["生成甲", "张＊＊", ""]])
    found = read([sheet], REGISTERS["contacts"])
    assert "遮盖过" in found.complaints[0].what
    assert not found.rows[0].is_sound


def test_csv_in_both_encodings():
    for encoding in ("utf-8-sig", "gb18030"):
        content = "企业,项目,有效期自\n生成甲,专精特新,2022年1月1日\n".encode(encoding)
        assert read_rows(content, name="表.csv").rows[0].cells["enterprise"] == "生成甲"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["甲", "乙"], [1, 2]], "没有找到表头"),
        ([["企业", "批次"], ["甲", "一"]], "没有“项目”“有效期自”栏"),
        ([list(HONOUR)], "表头下面没有内容"),
    ],
)
def test_what_cannot_be_read_as_a_whole_is_refused(rows, said):
    with pytest.raises(Refusal, match=said):
        read_rows(xlsx(rows))
