"""The empty sheet of a register, with its headings and what goes in each."""

import io

import xlsxwriter

from cixi_ip.spreadsheets import print_on_paper
from stats.registers.imports.reading import (
    CODE,
    MOST_ROWS,
    TOWN,
    Column,
    columns_of,
    enterprise_field,
)
from stats.registers.register import Register

EXPLANATIONS = "填写说明"
FRAME = {"border": 1, "border_color": "#C3CCD6", "valign": "vcenter", "text_wrap": True}
LINES = (
    ("怎么填", "一行一条；橙色的栏必填。栏的次序可以换，用不到的栏可以删，栏名不能改。"),
    ("", "已经登记过的，按表中有内容的格子修改；空格不改动、不抹去已有的内容。"),
    ("", "日期写 2022-01-31；是否写“是”或“否”；企业、项目、镇街写登记的名称。"),
    ("", "上传后先预览，逐格说明问题；确认之后才写入登记册，要么全部写入，要么一条也不写。"),
)


def blank(register: Register, *, brings: bool) -> bytes:
    """The xlsx; `brings` says that rows may register their enterprise too."""
    stream = io.BytesIO()
    found = list(columns_of(register).values())
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet(register.name)
        usual = book.add_format(FRAME | {"bold": True, "bg_color": "#E8EEF4"})
        needed = book.add_format(FRAME | {"bold": True, "bg_color": "#FBE9D0"})
        text = book.add_format({"num_format": "@", "valign": "top"})
        for place, column in enumerate(found):
            sheet.set_column(place, place, 24 if column.name in register.key else 16, text)
            sheet.write(0, place, column.heading, needed if is_needed(register, column) else usual)
            if choices := choices_of(register, column):
                rule = {"validate": "list", "source": choices, "error_type": "warning"}
                sheet.data_validation(1, place, MOST_ROWS, place, rule)
        sheet.freeze_panes(1, 1)
        print_on_paper(sheet)
        explain(book, register, found, brings=brings)
    return stream.getvalue()


def is_needed(register: Register, column: Column) -> bool:
    if column.name in (CODE, TOWN):
        return False
    own = register.field(column.name)
    return not own.blank and not own.has_default()


def choices_of(register: Register, column: Column) -> list[str]:
    if column.name in (CODE, TOWN):
        return []
    own = register.field(column.name)
    if own.choices:
        return [str(label) for _value, label in own.choices]
    return ["是", "否"] if own.get_internal_type() == "BooleanField" else []


def about(register: Register, column: Column, *, brings: bool) -> str:
    if column.name in (CODE, TOWN):
        what = register.heading(enterprise_field(register))
        if column.name == CODE:
            return f"“{what}”有同名的，填上代码才分得清"
        return "新企业的镇街；已登记的企业不看这一栏" if brings else "不读入"
    return str(register.field(column.name).help_text)


def explain(
    book: xlsxwriter.Workbook, register: Register, found: list[Column], *, brings: bool
) -> None:
    sheet = book.add_worksheet(EXPLANATIONS)
    bold = book.add_format({"bold": True, "valign": "top"})
    sheet.set_column(0, 0, 18, bold)
    sheet.set_column(1, 1, 80, book.add_format({"text_wrap": True, "valign": "top"}))
    lines = list(LINES)
    if brings and any(column.name == TOWN for column in found):
        told = f"还没有登记的企业，填上“{CODE}”和“{TOWN}”，导入时一并登记。"
        lines.append(("新企业", told))
    lines += [(one.heading, about(register, one, brings=brings)) for one in found]
    for place, line in enumerate(line for line in lines if line[1]):
        sheet.write_row(place, 0, line)
