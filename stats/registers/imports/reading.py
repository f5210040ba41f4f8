"""Reads a sheet by the headings of a register into plain values, cell by cell; no database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models

from cixi_ip.spreadsheets import FORMULA_SIGNS
from cixi_ip.workbooks.cells import clean, is_blank, squeezed, text_of
from cixi_ip.workbooks.complaints import HINT, REFUSED, Complaint, Refusal, letter, shown, split
from cixi_ip.workbooks.sheets import Cell, Fault, Sheet
from stats.imports.cells import FAULT, whole_of
from stats.models import Enterprise
from stats.registers.masking import COVER
from stats.registers.register import Register

CODE, TOWN = "统一社会信用代码", "镇街"
HIGHEST_HEAD, FEWEST, MOST_ROWS = 20, 2, 50_000
SMALL, LARGE = 2**15 - 1, 2**31 - 1
PASSED_OVER = frozenset(("序号", "行号", "编号"))
ASIDE = re.compile(r"(?:合计|总计|小计)$|(?:注|说明|备注)[:：]")
# What a spreadsheet keeps for a date is the number of days since then.
DAY_ZERO, SERIALS = date(1899, 12, 30), range(30_000, 80_000)
YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: \d{1,2}:\d\d(?::\d\d)?)?")
TOGETHER = re.compile(r"(\d{4})(\d\d)(\d\d)")
YES_NO = {
    "是": True, "有": True, "√": True, "1": True, "true": True, "y": True,
    "否": False, "无": False, "×": False, "0": False, "false": False, "n": False,
}  # fmt: skip


def text(cell: Cell) -> str:
    """One line without what nobody can see, nor the apostrophe our own files put before a sign."""
    plain, _removed = clean(text_of(cell))
    return plain[1:] if plain[:1] == "'" and plain[1:].startswith(FORMULA_SIGNS) else plain


def day(cell: Cell) -> date:
    """2022-01-01, 2022年1月1日, 2022/1/1, 20220101, or the number kept for a date."""
    said = unicodedata.normalize("NFKC", text_of(cell)).strip()
    if said.isascii() and said.isdecimal() and int(said) in SERIALS:
        return DAY_ZERO + timedelta(int(said))
    found = YEAR_FIRST.fullmatch(said) or TOGETHER.fullmatch(said)
    try:
        read = date(*(int(part) for part in found.groups()[:3])) if found else None
    except ValueError:
        read = None
    if read is None or not 1949 <= read.year <= 2100:
        raise ValueError(f"日期“{said[:20]}”读不出来。请照 2022-01-31 的写法填写，年份要写全。")
    return read


def yes(cell: Cell) -> bool:
    said = squeezed(text_of(cell)).lower()
    if said not in YES_NO:
        raise ValueError(f"“{said[:20]}”认不出。请填“是”或“否”。")
    return YES_NO[said]


def whole(largest: int) -> Callable[[Cell], int]:
    def read(cell: Cell) -> int:
        number = whole_of(cell)
        if number is None or number > largest:
            raise ValueError(f"“{text_of(cell)[:20]}”太大。请检查是否多打了数字。")
        return number

    return read


def amount(places: int, digits: int) -> Callable[[Cell], Decimal]:
    def read(cell: Cell) -> Decimal:
        said = unicodedata.normalize("NFKC", text_of(cell)).replace(",", "").strip()
        try:
            number = Decimal(said)
        except InvalidOperation:
            raise ValueError(f"“{said[:20]}”不是数字。请填阿拉伯数字，如 12.5。") from None
        if not number.is_finite() or number.adjusted() >= digits - places:
            raise ValueError(f"“{said[:20]}”太大。请检查单位或是否多打了数字。")
        if -int(number.normalize().as_tuple().exponent) > places:
            raise ValueError(f"“{said[:20]}”的小数超过 {places} 位。请删去多余的小数位。")
        return number

    return read


def one_of(choices: Sequence[tuple[Any, Any]]) -> Callable[[Cell], Any]:
    """By the label, or by what is stored."""
    known = {squeezed(str(word)): value for value, label in choices for word in (value, label)}

    def read(cell: Cell) -> Any:
        said = squeezed(text_of(cell))
        if said not in known:
            labels = "、".join(str(label) for _value, label in choices)
            raise ValueError(f"“{said[:20]}”认不出。请从这几项中选：{labels}。")
        return known[said]

    return read


def limited(longest: int) -> Callable[[Cell], str]:
    def read(cell: Cell) -> str:
        said = text(cell)
        if len(said) > longest:
            raise ValueError(f"有 {len(said)} 个字，最多 {longest} 个。请缩短。")
        return said

    return read


def uncovered(cell: Cell) -> str:
    said = text(cell)
    if COVER in said:
        raise ValueError("这一格是遮盖过的，不是原来的内容。请填全，或清空这一格。")
    return said


def reader_of(found: models.Field) -> Callable[[Cell], Any]:  # type: ignore[type-arg]
    if found.is_relation:
        return text
    if found.choices:
        return one_of(list(found.choices))
    if isinstance(found, models.BooleanField):
        return yes
    if isinstance(found, models.DateField):
        return day
    if isinstance(found, models.DecimalField):
        return amount(found.decimal_places or 0, found.max_digits or 20)
    if isinstance(found, models.IntegerField):
        is_small = "Small" in found.get_internal_type()
        return whole(SMALL if is_small else LARGE)
    return limited(found.max_length) if found.max_length else text


@dataclass(frozen=True)
class Column:
    """A column of a register: the field it fills (or CODE, TOWN of its enterprise)."""

    name: str
    heading: str
    read: Callable[[Cell], Any]


def enterprise_field(register: Register) -> str:
    """The field by which a row belongs to an enterprise; empty where none does."""
    names = (n for n in register.filled if register.field(n).related_model is Enterprise)
    return next(names, "")


def columns_of(register: Register) -> dict[str, Column]:
    """By heading, in the order of the template."""
    belongs = enterprise_field(register)
    taken = {squeezed(register.heading(name)) for name in register.filled}
    found: dict[str, Column] = {}
    for name in register.filled:
        heading = register.heading(name)
        found[squeezed(heading)] = Column(name, heading, reader_of(register.field(name)))
        if name == belongs:
            found |= {one: Column(one, one, text) for one in (CODE, TOWN) if one not in taken}
    return found


@dataclass
class Row:
    """What a row says; `cells` are the values of the cells that say something, by field."""

    sheet: str
    row: int
    columns: dict[str, str]
    cells: dict[str, Any] = field(default_factory=dict)
    is_sound: bool = True


@dataclass
class Contents:
    rows: list[Row] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)

    def complain(self, kind: str, sheet: str, row: int, column: str, sentence: str) -> None:
        what, how = split(shown(sentence))
        self.complaints.append(Complaint(kind, sheet, row, column, what, how))

    def refuse(self, row: Row, name: str, sentence: str) -> None:
        """Complain of a cell, or of the row where the sheet has no such column."""
        row.is_sound = False
        self.complain(REFUSED, row.sheet, row.row, row.columns.get(name, ""), sentence)

    def hint(self, row: Row, name: str, sentence: str) -> None:
        self.complain(HINT, row.sheet, row.row, row.columns.get(name, ""), sentence)


@dataclass(frozen=True)
class Head:
    """Which column (from 0) of a sheet fills what; `row` counts from 0."""

    row: int
    columns: dict[int, Column]
    unknown: dict[int, str]


def read(sheets: Sequence[Sheet], register: Register) -> Contents:
    """Every row of every sheet that has the headings; Refusal where there is nothing to take."""
    known = columns_of(register)
    computed = {squeezed(heading) for _name, heading in register.computed}
    contents = Contents()
    heads = [(sheet, head) for sheet in sheets if (head := head_of(sheet, known))]
    if not heads:
        wanted = "、".join(register.heading(name) for name in register.key)
        raise Refusal(
            f"没有找到表头。表中要有一行写着栏名，至少有“{wanted}”；请下载模板对照，改好后再上传。"
        )
    for sheet, head in heads:
        refuse_missing(register, sheet, head)
        for place, word in head.unknown.items():
            if word in computed:
                continue
            sentence = f"“{word[:20]}”一栏不认得，没有读入。需要读入的，请改用模板中的栏名。"
            contents.complain(HINT, sheet.name, head.row + 1, letter(place), sentence)
        read_rows(contents, sheet, head, register)
    if not contents.rows:
        raise Refusal("表头下面没有内容。请填好后再上传。")
    return contents


def head_of(sheet: Sheet, known: dict[str, Column]) -> Head | None:
    """The first row that names at least two columns we know."""
    for number, cells in enumerate(sheet.rows[:HIGHEST_HEAD]):
        words = {place: squeezed(text_of(cell)).strip("*") for place, cell in enumerate(cells)}
        found: dict[int, Column] = {}
        unknown = {}
        for place, word in words.items():
            if word in known and known[word] not in found.values():
                found[place] = known[word]
            elif word and word not in PASSED_OVER:
                unknown[place] = word
        if len(found) >= FEWEST:
            return Head(number, found, unknown)
    return None


def refuse_missing(register: Register, sheet: Sheet, head: Head) -> None:
    there = {column.name for column in head.columns.values()}
    if CODE in there:
        there.add(enterprise_field(register))
    if missing := [register.heading(name) for name in register.key if name not in there]:
        raise Refusal(
            f"工作表“{sheet.name}”第 {head.row + 1} 行是表头，但没有“{'”“'.join(missing)}”栏。"
            "请照模板补上这一栏，保存后再上传。"
        )


def read_rows(contents: Contents, sheet: Sheet, head: Head, register: Register) -> None:
    letters = {column.name: letter(place) for place, column in head.columns.items()}
    for place, cells in enumerate(sheet.rows[head.row + 1 :], head.row + 2):
        first = next((cell for cell in cells if not is_blank(cell)), None)
        if first is None or ASIDE.match(text_of(first)):
            continue
        row = Row(sheet.name, place, letters)
        contents.rows.append(row)
        if len(contents.rows) > MOST_ROWS:
            raise Refusal(f"表中超过 {MOST_ROWS} 行，一次读不完。请拆成几个文件上传。")
        for at, column in head.columns.items():
            if at < len(cells) and not is_blank(cells[at]):
                read_cell(contents, row, column, cells[at], register)


def read_cell(contents: Contents, row: Row, column: Column, cell: Cell, register: Register) -> None:
    try:
        if isinstance(cell, Fault):
            raise ValueError(FAULT.format(cell))
        if column.name in register.private:
            uncovered(cell)
        row.cells[column.name] = column.read(cell)
    except ValueError as error:
        contents.refuse(row, column.name, f"“{column.heading}”：{error}")
