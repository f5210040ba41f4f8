"""Our blank 交办清单: the columns named as such lists are, with choices and what goes in each."""

import io
from collections.abc import Sequence

import xlsxwriter

from proposals.intake.columns import COLUMNS, NEEDED
from proposals.intake.reading import MOST_CASES

SHEET, EXPLANATIONS = "交办清单", "填写说明"
WIDTHS = {"title": 44, "text": 60, "lead_unit": 24, "units": 30, "joint": 24, "group": 16}
CHOICES = {
    "role": ["主办", "协办", "会办", "分办", "独办", "参阅"],
    "sitting": ["大会", "闭会"],
    "is_key": ["是", "否"],
    "wish": ["同意全文公开", "仅公开标题", "不同意公开"],
    "repeated": ["两年", "三年", "三年以上"],
    "needs_answer": ["是", "否"],
}
LINES = (
    ("怎么填", "一行一件。栏的次序可以换，用不到的栏可以删，表头上面可以有标题行。"),
    ("", "收到的清单栏名不同的，一般不用改：案由、会办单位、代表姓名等都认得；不认得的栏会说明。"),
    ("", "一个文件只放一个届次的；上传后先预览，逐格说明问题，确认之后才登记。"),
)


def blank(kinds: Sequence[str]) -> bytes:
    """The xlsx; `kinds` are those of the session it is meant for."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        write_columns(book, kinds)
        explain(book)
    return stream.getvalue()


def write_columns(book: xlsxwriter.Workbook, kinds: Sequence[str]) -> None:
    sheet = book.add_worksheet(SHEET)
    frame = {"border": 1, "border_color": "#C3CCD6", "valign": "vcenter"}
    head = book.add_format(frame | {"bold": True, "bg_color": "#E8EEF4", "text_wrap": True})
    needed = book.add_format(frame | {"bold": True, "bg_color": "#FBE9D0", "text_wrap": True})
    text = book.add_format({"valign": "top", "text_wrap": True, "num_format": "@"})
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, WIDTHS.get(column.field, 12), text)
        sheet.write(0, place, column.heading, needed if column.field in NEEDED else head)
        choices = list(kinds) if column.field == "kind" else CHOICES.get(column.field)
        if choices:
            rule = {"validate": "list", "source": choices, "error_type": "warning"}
            sheet.data_validation(1, place, MOST_CASES, place, rule)
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 3)


def explain(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(EXPLANATIONS)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "valign": "top"})
    sheet.set_column(0, 0, 14, bold)
    sheet.set_column(1, 1, 80, wrapped)
    lines = [*LINES, *((column.heading, column.about) for column in COLUMNS if column.about)]
    for place, (name, about) in enumerate(lines):
        sheet.write_row(place, 0, (name, about))
