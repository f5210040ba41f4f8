"""Published figures as spreadsheets: xlsx with a sheet of explanations, and csv."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

import xlsxwriter
from django.utils.timezone import localtime, now

from cixi_ip.wording import chinese_date, number
from stats.models import Observation
from stats.tables import changes, when

COLUMNS = (
    *("指标", "地区（口径）", "时段", "数值", "单位", "增幅"),
    *("状态", "来源", "版次", "发布时间"),
)
WIDTHS = (30, 22, 26, 14, 10, 34, 14, 48, 8, 18)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | Decimal | None


def harmless(cell: Cell) -> Cell:
    """Text a spreadsheet might take for a formula gets an apostrophe; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


def rows(records: Sequence[Observation]) -> Iterable[tuple[Cell, ...]]:
    grown = changes(records)
    for record in records:
        yield tuple(
            harmless(cell)
            for cell in (
                record.indicator.name,
                record.region.name,
                when(record),
                record.value,
                record.indicator.unit,
                grown[record.pk].text,
                record.get_status_display(),
                record.source.title,
                record.vintage,
                f"{localtime(record.approved_at):%Y-%m-%d %H:%M}",
            )
        )


def as_csv(records: Sequence[Observation]) -> bytes:
    """UTF-8 with a byte order mark, which Excel and WPS need to show Chinese."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for record, row in zip(records, rows(records), strict=True):
        writer.writerow(plain(cell, record.digits) for cell in row)
    return text.getvalue().encode("utf-8-sig")


def plain(cell: Cell, decimals: int) -> str:
    if isinstance(cell, Decimal):
        return number(cell, decimals)
    return "" if cell is None else str(cell)


def as_xlsx(records: Sequence[Observation], *, filters: str, by: str) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        write_data(book, records)
        write_explanations(book, records, filters=filters, by=by)
    return stream.getvalue()


def write_data(book: xlsxwriter.Workbook, records: Sequence[Observation]) -> None:
    sheet = book.add_worksheet("数据")
    head = book.add_format({"bold": True, "bg_color": "#E4EDF5", "bottom": 1})
    for column, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    formats = {
        decimals: book.add_format({"num_format": "#,##0" + ("." + "0" * decimals) * bool(decimals)})
        for decimals in {record.digits for record in records}
    }
    for line, (record, row) in enumerate(zip(records, rows(records), strict=True), start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, Decimal):
                sheet.write_number(line, column, cell, formats[record.digits])
            elif isinstance(cell, int):
                sheet.write_number(line, column, cell)
            elif cell is not None:
                sheet.write_string(line, column, cell)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(records), len(COLUMNS) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def write_explanations(
    book: xlsxwriter.Workbook, records: Sequence[Observation], *, filters: str, by: str
) -> None:
    sheet = book.add_worksheet("说明")
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    for column, width in enumerate((30, 60, 20, 40)):
        sheet.set_column(column, column, width)
    for line, row in enumerate(explanations(records, filters=filters, by=by)):
        is_head = len(row) == 1 or line == 0
        for column, words in enumerate(row):
            sheet.write_string(line, column, str(harmless(words)), bold if is_head else wrap)


def explanations(
    records: Sequence[Observation], *, filters: str, by: str
) -> Iterable[tuple[str, ...]]:
    """Rows of the sheet 说明; a row of one cell is a heading."""
    moment = localtime(now())
    yield ("慈溪知识产权数据 数据明细",)
    yield ("导出时间", f"{chinese_date(moment)} {moment:%H:%M}")
    yield ("导出人", by)
    yield ("范围", filters)
    yield ("条数", str(len(records)))
    yield ("空白", "数值空白表示没有数据（见“状态”），不等于 0。")
    yield ("版次", "同一指标、地区、时段每公布一次为一版；这里是导出时的最新一版。")
    yield ("增幅", "注明“上报”的取自原文；其余按同一口径两年的公布数计算，四舍五入。")
    yield ("指标定义",)
    for indicator in dict.fromkeys(record.indicator for record in records):
        kind = f"{indicator.get_kind_display()}，单位：{indicator.unit}"
        yield (indicator.name, indicator.definition or "—", kind)
    yield ("地区（口径）",)
    for region in dict.fromkeys(record.region for record in records):
        yield (region.name, region.note or "—", region.code)
    yield ("状态",)
    for status in dict.fromkeys(record.get_status_display() for record in records):
        yield (status, f"{sum(record.get_status_display() == status for record in records)} 条")
    yield ("来源",)
    for source in dict.fromkeys(record.source for record in records):
        yield (source.title, source.issuer or "—", source.doc_no or "—", source.note or "")
    yield ("原文口径、时段与备注",)
    for record in records:
        if record.printed_scope or record.printed_period or record.note:
            place = f"{record.indicator.name} {record.region.name} {record.year}年"
            scope = f"口径：{record.printed_scope or '未写明'}"
            yield (place, record.note or "—", scope, f"时段：{record.printed_period or '一致'}")
