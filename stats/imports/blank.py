"""Our template to be filled in: one row for each figure, with last year's beside it."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cixi_ip.wording import MULTIPLIERS
from stats.imports.template import COLUMNS, HEADINGS
from stats.models import GrowthBase, Indicator, Observation, Region, RevisionKind, Status

SHEET, EXPLANATIONS = "数据", "填写说明"
PLACES = {column.field: number for number, column in enumerate(COLUMNS)}
CHOICES = {
    "status": [str(status.label) for status in Status],
    "growth_base": [str(base.label) for base in GrowthBase],
    "revision_kind": [str(RevisionKind.REVISION.value), str(RevisionKind.CORRECTION.value)],
}
# Typed into a cell of numbers, 5.8% would be kept as 0.058.
AS_TEXT = ("code", "region_code", "reported_growth")
LAST_ROW = 200_000
FRAME = {"border": 1, "border_color": "#C3CCD6", "valign": "vcenter"}
LINES = (
    ("怎么填", ""),
    ("", "白色的格子填写，灰色的格子不用改。灰色的“上年数”只供对照，导入时不读。"),
    ("", "没有填“本年数”和“状态”的行，导入时跳过：空白不会把已有的数改没，也不等于 0。"),
    ("", "一个文件可以填多个地区、多个年份：在下面加行，写上指标代码、地区代码、年份即可。"),
    ("", "各栏顺序可以换，栏名不能改；也可以另存为 CSV（UTF-8 或 GBK）上传，栏名相同。"),
    ("本年数", "照原文填：12688、12,688、1.2万、3.5亿、42.5 都认得。单位与“单位”栏一致。"),
    ("上报增幅", "原文印出的增幅，如 5.8%；须同时选增幅基准。原文没印的留空，不要自己算。"),
    ("位次", "须同时填位次范围（如 宁波市）；知道参评单位数的一并填。"),
    ("状态", "不填按“正式”；没有数据的选“未报”“无此项”或“不予公布”，本年数留空。"),
    ("原文口径", "原文用的口径字样，如“市本级”；原文没写就留空。"),
    ("原文时段", "只在原文时段不是整年或期末时填，如“去年以来”。"),
    ("截至月", "全年或年末填 12；1 月至某月的填该月。"),
    ("说明", "对异常变动的一句话说明，随数据交审核人。"),
    ("修改性质", "只在改已发布的数时填：有新资料选“修订”，原数有误选“更正”；并写修改原因。"),
)


def blank(
    indicators: Sequence[Indicator],
    regions: Sequence[Region],
    *,
    year: int,
    through_month: int,
    last_year: dict[tuple[int, int], Observation],
) -> bytes:
    """The xlsx; `last_year` by indicator and region."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        rows = len(indicators) * len(regions)
        set_up(book, sheet, rows)
        formats = Formats(book)
        row = 1
        for region in regions:
            for indicator in indicators:
                old = last_year.get((indicator.pk, region.pk))
                cells = {
                    "code": indicator.code,
                    "indicator": indicator.name,
                    "unit": indicator.unit,
                    "region_code": region.code,
                    "region": region.name,
                    "year": year,
                    "through_month": through_month,
                }
                write_row(sheet, row, cells, indicator, old, formats)
                row += 1
        explain(book)
    return stream.getvalue()


class Formats:
    """Cell formats by what they say: grey or white, number of decimals, text."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.known: dict[str, Format] = {}

    def of(self, kind: str, **looks: Any) -> Format:
        if kind not in self.known:
            self.known[kind] = self.book.add_format(FRAME | looks)
        return self.known[kind]

    @property
    def grey(self) -> Format:
        return self.of("grey", bg_color="#EEF1F4", font_color="#46566A")

    def grey_number(self, decimals: int) -> Format:
        return self.of(
            f"grey{decimals}",
            bg_color="#EEF1F4",
            font_color="#46566A",
            num_format="#,##0" + ("." + "0" * decimals) * bool(decimals),
        )

    @property
    def white(self) -> Format:
        return self.of("white", locked=False)

    @property
    def text(self) -> Format:
        return self.of("text", locked=False, num_format="@")


def set_up(book: xlsxwriter.Workbook, sheet: Worksheet, rows: int) -> None:
    head = book.add_format(
        FRAME | {"bold": True, "bg_color": "#E4EDF5", "text_wrap": True, "align": "center"}
    )
    loose = book.add_format({"locked": False})
    loose_text = book.add_format({"locked": False, "num_format": "@"})
    for number, column in enumerate(COLUMNS):
        is_text = column.field in AS_TEXT
        sheet.set_column(number, number, column.width, loose_text if is_text else loose)
        sheet.write_string(0, number, column.heading, head)
    sheet.set_row(0, 32, book.add_format({"locked": True}))
    for field, choices in CHOICES.items():
        place = PLACES[field]
        sheet.data_validation(
            1,
            place,
            LAST_ROW,
            place,
            {
                "validate": "list",
                "source": choices,
                "error_title": f"“{HEADINGS[field]}”请从下拉表选",
                "error_message": "可选：" + "、".join(choices),
            },
        )
    sheet.ignore_errors({"number_stored_as_text": f"A1:U{rows + 1000}"})
    sheet.freeze_panes(1, PLACES["unit"])
    sheet.protect(
        "",
        {
            "format_columns": True,
            "format_rows": True,
            "insert_rows": True,
            "sort": True,
            "autofilter": True,
        },
    )
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&F&R第 &P 页，共 &N 页")


def write_row(
    sheet: Worksheet,
    row: int,
    cells: dict[str, str | int],
    indicator: Indicator,
    old: Observation | None,
    formats: Formats,
) -> None:
    for field, cell in cells.items():
        if isinstance(cell, int):
            sheet.write_number(row, PLACES[field], cell, formats.grey)
        else:
            sheet.write_string(row, PLACES[field], cell, formats.grey)
    place = PLACES["last_year"]
    if old is None:
        sheet.write_blank(row, place, None, formats.grey)
    elif old.value is None:
        sheet.write_string(row, place, old.measure_bare, formats.grey)
    else:
        sheet.write_number(row, place, old.value, formats.grey_number(old.digits))
    for column in COLUMNS:
        if not column.is_grey:
            is_text = column.field in AS_TEXT or (column.field == "value" and indicator.unit == "%")
            form = formats.text if is_text else formats.white
            sheet.write_blank(row, PLACES[column.field], None, form)


def explain(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(EXPLANATIONS)
    bold = book.add_format({"bold": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 90)
    units = "、".join(word for word in MULTIPLIERS if word)
    lines: Iterable[tuple[str, str]] = (*LINES, ("大数单位", f"数的后面可以写 {units}。"))
    for row, (name, sentence) in enumerate(lines):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, sentence, wrap)
    sheet.protect("")
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
