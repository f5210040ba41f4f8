"""The columns of a 交办清单: what each is called in this list or that, and where its head is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cixi_ip.workbooks.cells import is_blank, squeezed, text_of
from cixi_ip.workbooks.complaints import Refusal
from cixi_ip.workbooks.sheets import Cell, Sheet

BRACKETS = re.compile(r"\([^()]*\)|[*:]")
# A head stands below a title, a date and a note or two.
HIGHEST_ROWS, DEEPEST_HEAD = 20, 3
FEWEST = 2


@dataclass(frozen=True)
class Column:
    """One column: the field it fills, its usual heading, others seen in such lists."""

    field: str
    heading: str
    others: str = ""
    about: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.heading, *self.others.split())


COLUMNS = (
    Column(
        "number",
        "编号",
        "建议编号 提案编号 议案编号 案号 建议号 提案号 件号",
        "必填。只填数字，如 220；“第220号”也认得。",
    ),
    Column("kind", "类别", "类型 案别 种类", "建议、议案或提案；留空按届次判断。"),
    Column(
        "title",
        "标题",
        "案由 题目 名称 建议标题 提案标题 建议名称 提案名称 提案案由 建议题目 内容标题",
        "必填。照来文抄写，最多 120 字。",
    ),
    Column(
        "lead",
        "领衔人",
        "领衔 领衔代表 领衔委员 提出人 第一提案人 提案人 提案者 代表姓名 委员姓名 代表 委员 姓名",
        "代表、委员的姓名，或代表团、党派、团体的全称。",
    ),
    Column(
        "joint",
        "联名人",
        "联名 联名代表 联名委员 附议人 附议代表 其他提案人",
        "几位用顿号分开。",
    ),
    Column("group", "代表团/界别", "代表团 界别 代表团或界别 所属代表团 代表团组 组别"),
    Column("phone", "联系电话", "电话 手机 联系方式 手机号码 代表电话", "领衔人的电话。"),
    Column(
        "lead_unit",
        "主办单位",
        "主办 牵头单位 承办单位 主办部门 主办(独办)单位",
        "协办件必填；我局主办的可留空。",
    ),
    Column(
        "units",
        "协办单位",
        "会办单位 协办 会办 配合单位 协办部门 会办部门 协办(会办)单位",
        "几个单位用顿号分开。",
    ),
    Column(
        "role",
        "我局角色",
        "角色 承办方式 办理方式 办理类型 承办类型",
        "主办、协办（会办）、分办、独办或参阅；留空的，从单位栏中我局的位置判断。",
    ),
    Column("assigned_by", "交办机关", "交办单位 交办部门"),
    Column("assigned_on", "交办日期", "交办时间 交办日", "如 2026-03-05；期限从这一天算起。"),
    Column("sitting", "提出时间", "大会/闭会 会议期间 提出时段 提交时间", "大会或闭会。"),
    Column("topic", "主题", "分类 主题词 内容分类 所属类别", "最多 20 字。"),
    Column("is_key", "重点", "重点督办 是否重点 重点件 重点建议 重点提案", "是或否。"),
    Column(
        "wish",
        "公开意愿",
        "是否公开 公开意见 是否同意公开 公开情况",
        "同意全文公开、仅公开标题或不同意公开。",
    ),
    Column("repeated", "多年提出", "多年多次提出 连续提出", "两年、三年或三年以上。"),
    Column("needs_answer", "需书面答复", "是否书面答复 书面答复", "是或否；留空按“是”。"),
    Column("text", "全文", "正文 内容 建议内容 提案内容 主要内容 具体内容 建议全文"),
)
# Columns that say nothing of a case and are passed over without a word.
PASSED_OVER = frozenset(("序号", "行号", "no", "no."))
NEEDED = ("number", "title")


def plain(heading: str) -> str:
    return BRACKETS.sub("", squeezed(heading)).lower()


MEANINGS = {
    form(name): column.field
    for form in (plain, squeezed)
    for column in COLUMNS
    for name in column.names
}
HEADINGS = {column.field: column.heading for column in COLUMNS}


@dataclass(frozen=True)
class Head:
    """Where the head of a sheet ends, which column holds what, and which are not known.

    Columns count from 0; `doubled` are headed as another one is.
    """

    row: int
    end: int
    columns: dict[str, int]
    unknown: dict[int, str]
    doubled: dict[int, str]

    @property
    def missing(self) -> list[str]:
        return [HEADINGS[field] for field in NEEDED if field not in self.columns]


def head_of(sheet: Sheet) -> Head | None:
    """The first row that names at least two columns we know, with what is merged below it."""
    for row in range(min(HIGHEST_ROWS, len(sheet.rows))):
        if len(read_head(sheet, row, row + 1).columns) >= FEWEST:
            return read_head(sheet, row, min(head_end(sheet, row), len(sheet.rows)))
    return None


def head_end(sheet: Sheet, row: int) -> int:
    """As deep as its cells are merged; a cell merged to the right has its parts named below it."""
    ends = [row + 1]
    for (top, left), (bottom, right) in sheet.merges:
        if top == row:
            ends.append(bottom + 1 + (right > left and bottom == row))
    return min(max(ends), row + DEEPEST_HEAD)


def read_head(sheet: Sheet, row: int, end: int) -> Head:
    columns: dict[str, int] = {}
    unknown, doubled = {}, {}
    for place, path in paths(sheet, row, end):
        field = meaning(path)
        if field and field not in columns:
            columns[field] = place
        elif field:
            doubled[place] = path[-1]
        elif plain(path[-1]) not in PASSED_OVER:
            unknown[place] = "/".join(path)
    return Head(row, end, columns, unknown, doubled)


def paths(sheet: Sheet, row: int, end: int) -> Iterator[tuple[int, list[str]]]:
    """The words above each column, from the top, each merged range counted for all it covers."""
    width = max((len(cells) for cells in sheet.rows[row:end]), default=0)
    for place in range(width):
        words = [text_of(shown(sheet, number, place)) for number in range(row, end)]
        path = [word for word in dict.fromkeys(words) if word]
        if path:
            yield place, path


def shown(sheet: Sheet, row: int, place: int) -> Cell:
    for (top, left), (bottom, right) in sheet.merges:
        if top <= row <= bottom and left <= place <= right:
            row, place = top, left
            break
    cells = sheet.rows[row]
    return cells[place] if place < len(cells) else ""


def meaning(path: Sequence[str]) -> str:
    """The field a column is headed as, by its lowest words or by several together; else empty."""
    endings = ("".join(path[start:]) for start in range(len(path) - 1, -1, -1))
    for ending in endings:
        for word in (squeezed(ending), plain(ending)):
            if word in MEANINGS:
                return MEANINGS[word]
    return ""


def refuse_missing(head: Head, name: str) -> None:
    if head.missing:
        wanted = "”“".join(head.missing)
        raise Refusal(
            f"工作表“{name}”第 {head.row + 1} 行是表头，但没有“{wanted}”栏。"
            "请照模板补上这一栏（栏名可写“编号”“标题”），保存后再上传。"
        )


def is_empty(cells: Sequence[Cell]) -> bool:
    return all(is_blank(cell) for cell in cells)
