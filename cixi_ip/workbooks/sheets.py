"""Opens an uploaded xlsx or csv file as plain sheets, or refuses it in words; pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from cixi_ip.workbooks.archive import DAMAGED, Package, recognise
from cixi_ip.workbooks.complaints import Refusal, column_of

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 200_000, 200, 6_000_000
CSV_SHEET = "CSV"
DELIMITERS = (",", "\t", ";")
# What a cell holds: a text, or the number a spreadsheet keeps; "" when it is empty.
Cell = str | float
Merge = tuple[tuple[int, int], tuple[int, int]]

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
ROW = re.compile(rb"<(?:\w+:)?row(?:\s[^>]*?\br=[\"'](\d+)|[\s>/])")
# Whole sheets are searched for these: beginning with plain letters is five times as fast.
HERE = rb"r=(?<=\br=)[\"']"
# Rows from 200,000 and columns from GS (the 201st) on.
FAR = re.compile(
    HERE + rb"(?i:([A-Z]*)([2-9]\d{5}|\d{7,})|((?:[A-Z]{3,}|G[S-Z]|[H-Z][A-Z])\d+))[\"']"
)
TWO_LETTERS = re.compile(HERE + rb"(?i:([A-Z]{2}))\d+[\"']")
FAULTY = re.compile(rb"<(?:\w+:)?c\b([^>]*\bt=[\"']e[\"'][^>]*)>.*?</(?:\w+:)?c>", re.S)
UNSOLVED = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
# What a number format shows as it stands, and the percent sign that multiplies, with its decimals.
LITERAL = re.compile(r"\"[^\"]*\"|[\\_*!].|\[[^\]]*\]")
PERCENT = re.compile(r"(?:\.([0?]*)#*)?\s*%")
PLACE = re.compile(rb"\br=[\"']([A-Za-z]+)(\d+)[\"']")


class Fault(str):
    """What stands in a cell whose formula has no result; nothing may be read from it."""


@dataclass
class Sheet:
    """One sheet: `rows[0]` is the sheet's row 1; merged ranges count from 0, ends included."""

    name: str
    rows: list[list[Cell]]
    merges: list[Merge] = field(default_factory=list)

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Also outside what was read: the reader leaves faulty cells at the edges away."""
        while row >= len(self.rows):
            self.rows.append([])
        cells = self.rows[row]
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = cell


def open_workbook(name: str, content: bytes) -> list[Sheet]:
    """The visible sheets that hold anything; raise Refusal for a file that is not to be read."""
    if recognise(name, content) == "csv":
        return [csv_sheet(content)]
    return [sheet for sheet in xlsx_sheets(content) if sheet.rows]


def csv_sheet(content: bytes) -> Sheet:
    text = decoded(content)
    rows: list[list[Cell]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    try:
        for row in reader:
            rows.append([*row])
            refuse_size(CSV_SHEET, len(rows), len(row))
    except csv.Error as error:
        raise Refusal(
            f"第 {reader.line_num} 行起读不下去：引号没有成对，或一格过长。"
            "请在 Excel 或 WPS 中打开检查，另存为 .xlsx 或 CSV 后再上传。"
        ) from error
    return Sheet(CSV_SHEET, rows)


def delimiter(text: str) -> str:
    """What parts the cells of the first line that has several; a title alone has one."""
    for line in io.StringIO(text):
        mark = max(DELIMITERS, key=line.count)
        if line.count(mark) > 1:
            return mark
    return ","


def decoded(content: bytes) -> str:
    """UTF-8, with or without a mark, or GB 18030 (which holds GBK); never a guess."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("文字编码既不是 UTF-8 也不是 GBK，读不出来。请另存为“CSV UTF-8（逗号分隔）”。")


def refuse_size(sheet: str, rows: int, columns: int) -> None:
    if rows > MOST_ROWS:
        raise Refusal(
            f"工作表“{sheet}”超过 {MOST_ROWS // 10_000} 万行（多半是下方有大片空白行）。"
            "请删除多余的行（选中整行，右键删除），保存后再上传；数据确实很多的，拆成几个文件。"
        )
    if columns > MOST_COLUMNS:
        raise Refusal(
            f"工作表“{sheet}”超过 {MOST_COLUMNS} 列（多半是右方有大片空白列）。"
            "请删除多余的列（选中整列，右键删除），保存后再上传。"
        )


def xlsx_sheets(content: bytes) -> Iterator[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook

    package = Package(content)
    parts = sheet_parts(package)
    for name, part in parts.items():
        refuse_extent(name, package.xml[part])
    percents = percent_styles(package)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for name, part in parts.items():
                table = book.get_sheet_by_name(name)
                rows = [made_plain(row) for row in table.to_python(skip_empty_area=False)]
                sheet = Sheet(name, rows, table.merged_cell_ranges or [])
                mark_faults(sheet, package.xml[part])
                show_percents(sheet, package.xml[part], percents)
                yield sheet
    except (CalamineError, OSError) as error:
        raise Refusal(DAMAGED) from error


def sheet_parts(package: Package) -> dict[str, str]:
    """The part of each visible sheet, by its name, in the order of the workbook."""
    targets = {
        relation.get("Id", ""): relation
        for relation in package.relations("xl/_rels/workbook.xml.rels")
    }
    found = {}
    for node in package.tree("xl/workbook.xml").iter():
        if node.tag not in (f"{MAIN}sheet", f"{STRICT}sheet"):
            continue
        number = next((value for key, value in node.attrib.items() if key.endswith("}id")), "")
        relation = targets.get(number, {})
        if node.get("state", "visible") != "visible":
            continue
        if relation.get("Type", "").endswith("/worksheet"):
            found[node.get("name", "")] = part_name(relation.get("Target", ""))
    if not found or not set(found.values()) <= set(package.xml):
        raise Refusal(DAMAGED)
    return found


def part_name(target: str) -> str:
    path = PurePosixPath("xl") / target if not target.startswith("/") else PurePosixPath(target[1:])
    return str(path)


def refuse_extent(name: str, part: bytes) -> None:
    """Refuse a sheet by what its cells say of their places, before any room is made for them.

    One cell in the last corner of a sheet would otherwise take as much memory as a full sheet.
    """
    rows = [int(found[1] or 0) for found in ROW.finditer(part)]
    refuse_size(name, len(rows), 0)
    for far in FAR.finditer(part):
        refuse_size(name, int(far[2] or 0), MOST_COLUMNS + 1 if far[3] else 0)
    wide = {found.upper().decode() for found in TWO_LETTERS.findall(part)}
    columns = max(map(column_of, wide), default=25) + 1
    deepest = max(len(rows), *rows, 0)
    if deepest * columns > MOST_CELLS:
        raise Refusal(
            f"工作表“{name}”范围太大（约 {deepest} 行 × {columns} 列）。"
            "请删除右方和下方多余的空白列、空白行，保存后再上传。"
        )


def made_plain(row: list[Any]) -> list[Cell]:
    """The same list: most rows are plain already."""
    for column, cell in enumerate(row):
        if type(cell) is not str and type(cell) is not float:
            row[column] = plain(cell)
    return row


def plain(cell: Any) -> Cell:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return str(cell.date() if cell.time() == time() else cell)
    return float(cell) if isinstance(cell, int) else str(cell)


def percent_styles(package: Package) -> dict[str, int]:
    """The numbers of those cell styles that show 0.058 as 5.8%, with the decimals they show."""
    if "xl/styles.xml" not in package.xml:
        return {}
    tree = package.tree("xl/styles.xml")
    percents = {"9": 0, "10": 2}
    for node in tree.iter():
        # A % that only stands there as a text, in quotes or after a backslash, multiplies nothing.
        found = PERCENT.search(LITERAL.sub("", node.get("formatCode", "")))
        if found and node.tag.endswith("}numFmt"):
            percents[node.get("numFmtId", "")] = len(found[1] or "")
    cell_styles = next((node for node in tree.iter() if node.tag.endswith("}cellXfs")), ())
    return {
        str(number): percents[node.get("numFmtId", "0")]
        for number, node in enumerate(cell_styles)
        if node.get("numFmtId", "0") in percents
    }


def mark_faults(sheet: Sheet, part: bytes) -> None:
    """Errors and formulas without a result, which the reader of cells shows as empty."""
    if b'="e"' in part or b"='e'" in part:
        for found in FAULTY.finditer(part):
            sign = re.search(rb"#[A-Z/0?!]+", found[0])
            shown = sign[0].decode() if sign else "#"
            put_at(sheet, found[1], Fault(f"{shown}（公式出错）"))
    if b"<f" in part or b":f" in part:
        for found in UNSOLVED.finditer(part):
            # A formula may well result in an empty text.
            if not re.search(rb"\bt=[\"']str[\"']", found[1]):
                put_at(sheet, found[1], Fault("（公式没有算出结果）"))


def show_percents(sheet: Sheet, part: bytes, percents: dict[str, int]) -> None:
    """A cell that shows 5.80% holds 0.058; what was meant is what it shows."""
    if not percents:
        return
    styles = b"|".join(style.encode() for style in percents)
    for found in re.finditer(rb"<(?:\w+:)?c\b([^>]*\bs=[\"'](" + styles + rb")[\"'][^>]*)>", part):
        row, column = place_of(found[1]) or (0, 0)
        cells = sheet.rows[row] if row < len(sheet.rows) else []
        if column < len(cells) and isinstance(cells[column], float):
            shown = Decimal(f"{cells[column] * 100:.13g}")
            places = max(-int(shown.as_tuple().exponent), percents[found[2].decode()])
            put_at(sheet, found[1], f"{shown:.{places}f}%")


def put_at(sheet: Sheet, attributes: bytes, cell: Cell) -> None:
    if place := place_of(attributes):
        sheet.put(*place, cell)


def place_of(attributes: bytes) -> tuple[int, int] | None:
    found = PLACE.search(attributes)
    return (int(found[2]) - 1, column_of(found[1].upper().decode())) if found else None
