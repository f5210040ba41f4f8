"""Tables as spreadsheets: xlsx with a sheet of explanations, and csv."""

import csv
import io
import re
from collections.abc import Iterable

import xlsxwriter

from cixi_ip.spreadsheets import harmless, print_on_paper
from cixi_ip.wording import DASH, number
from stats.sheets import Cell, Link, Number, Table, Toned

Explanations = Iterable[tuple[str, ...]]
NAME_LENGTH = 31  # what a spreadsheet allows a sheet's name
EXPLAINED = "说明"
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']+")


def plain(cell: Cell) -> str | Number:
    """What a file holds of a cell: text, a number, or nothing where the page prints a dash."""
    said = cell.said if isinstance(cell, Link) else cell
    said = said.said if isinstance(said, Toned) else said
    return "" if said == DASH else harmless(said)


def typed(cell: Number) -> str:
    """A number as a file of plain text holds it: with no commas, for programs to read."""
    words = number(cell.value, cell.digits) + cell.suffix
    return words if cell.suffix in ("", "%") else harmless(words)


def as_csv(table: Table) -> bytes:
    """UTF-8 with a byte order mark, which Excel and WPS need to show Chinese."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(harmless(column.name) for column in table.columns)
    for row in table.rows:
        cells = map(plain, row)
        writer.writerow(typed(cell) if isinstance(cell, Number) else cell for cell in cells)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table, explanations: Explanations) -> bytes:
    return as_book({"数据": table}, explanations)


def as_book(sheets: dict[str, Table], explanations: Explanations) -> bytes:
    """A sheet for each table under its name (see `sheet_names`), the explanations behind them."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        formats = Formats(book)
        for name, table in sheets.items():
            write_data(book, name, table, formats)
        write_explanations(book, explanations)
    return stream.getvalue()


def sheet_names(tables: Iterable[Table]) -> dict[str, Table]:
    """Tables by names a spreadsheet takes: short, without its signs, each once."""
    named: dict[str, Table] = {}
    taken = {EXPLAINED}
    for table in tables:
        name = plain_name = NOT_IN_SHEET_NAMES.sub(" ", table.name).strip() or "数据"
        name, count = name[:NAME_LENGTH], 1
        while name.casefold() in taken:
            count += 1
            ending = f" {count}"
            name = plain_name[: NAME_LENGTH - len(ending)] + ending
        taken.add(name.casefold())
        named[name] = table
    return named


class Formats:
    """The book's number formats, one for each way a number is printed."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.head = book.add_format({"bold": True, "bg_color": "#E4EDF5", "bottom": 1})
        self.made: dict[tuple[int, str, bool], xlsxwriter.format.Format] = {}

    def of(self, cell: Number) -> xlsxwriter.format.Format:
        key = (cell.digits, cell.suffix, cell.is_signed)
        if key not in self.made:
            decimals = "." + "0" * cell.digits if cell.digits else ""
            words = cell.suffix.replace('"', "")
            suffix = f'"{words}"' if words else ""
            plain = f"#,##0{decimals}{suffix}"
            signed = f"+{plain};-{plain};{plain}" if cell.is_signed else plain
            self.made[key] = self.book.add_format({"num_format": signed})
        return self.made[key]


def write_data(book: xlsxwriter.Workbook, name: str, table: Table, formats: Formats) -> None:
    sheet = book.add_worksheet(name)
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, harmless(column.name), formats.head)
    for line, row in enumerate(table.rows, start=1):
        for index, cell in enumerate(map(plain, row)):
            if isinstance(cell, Number):
                sheet.write_number(line, index, cell.value, formats.of(cell))
            elif cell:
                sheet.write_string(line, index, cell)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    print_on_paper(sheet)


def write_explanations(book: xlsxwriter.Workbook, explanations: Explanations) -> None:
    """A row of one cell is a heading."""
    sheet = book.add_worksheet(EXPLAINED)
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    for column, width in enumerate((30, 60, 20, 40)):
        sheet.set_column(column, column, width)
    for line, row in enumerate(explanations):
        for column, words in enumerate(row):
            sheet.write_string(line, column, harmless(words), bold if len(row) == 1 else wrap)
