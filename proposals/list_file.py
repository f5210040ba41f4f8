"""The filtered list of proposals as a spreadsheet."""

import io
from collections.abc import Iterable
from datetime import date

import xlsxwriter

from cixi_ip.spreadsheets import print_on_paper
from proposals import dues
from proposals.models import Handling
from proposals.tables import light
from proposals.workdays import Calendar

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    ("届次", 24),
    ("类别", 8),
    ("编号", 8),
    ("标题", 48),
    ("我局角色", 10),
    ("主办单位", 20),
    ("承办科室", 16),
    ("经办人", 10),
    ("状态", 14),
    ("交办日期", 12),
    ("签收日期", 12),
    ("期限", 12),
    ("预估", 6),
    ("期限情况", 16),
    ("送达日期", 12),
)


def as_xlsx(handlings: Iterable[Handling], today: date, days: Calendar) -> bytes:
    """One row a handling; text is written as text, so that none is taken for a formula."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("建议提案")
        bold = book.add_format({"bold": True, "bg_color": "#E4EDF5", "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for index, (name, width) in enumerate(COLUMNS):
            sheet.set_column(index, index, width)
            sheet.write_string(0, index, name, bold)
        count = 0
        for count, handling in enumerate(handlings, 1):
            for index, cell in enumerate(cells(handling, today, days)):
                if isinstance(cell, date):
                    sheet.write_datetime(count, index, cell, day)
                elif isinstance(cell, int):
                    sheet.write_number(count, index, cell)
                elif cell:
                    sheet.write_string(count, index, cell)
        sheet.freeze_panes(1, 4)
        sheet.autofilter(0, 0, count, len(COLUMNS) - 1)
        print_on_paper(sheet)
    return stream.getvalue()


def cells(handling: Handling, today: date, days: Calendar) -> tuple[str | int | date | None, ...]:
    proposal, round = handling.proposal, handling.round
    return (
        proposal.session.name,
        proposal.kind,
        proposal.number,
        proposal.title,
        handling.role_word,
        proposal.lead_unit,
        str(handling.department or ""),
        str(handling.officer or ""),
        handling.get_state_display(),
        proposal.assigned_on,
        handling.received_on,
        round.due_on if round else None,
        "预估" if round and round.is_estimated else "",
        light(dues.of_handling(handling, today, days)),
        round.delivered_on if round else None,
    )
