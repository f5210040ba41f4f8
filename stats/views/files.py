"""A table of a page as a file; who took it out is recorded."""

import re
from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate

from cixi_ip.models import Event
from stats import exports, legends
from stats.sheets import Table

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


class FileKind:
    """The last part of an address: which file a table is wanted as."""

    regex = "xlsx|csv"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def named(tables: Iterable[Table], id: str) -> Table:
    """The table of a page that an address asks for; 404 where the page has none of that name."""
    for table in tables:
        if table.id == id and table.rows:
            return table
    raise Http404("这一页没有这张表，或表里还没有数据。请回到原页面，用表旁的按钮导出。")


def spreadsheet(
    request: HttpRequest,
    table: Table,
    kind: str,
    *,
    filters: str,
    facts: Iterable[tuple[str, ...]] = (),
) -> HttpResponse:
    """`filters` says what was chosen, `facts` what else the sheet 说明 must say."""
    if kind == "csv":
        content = exports.as_csv(table)
    else:
        told = legends.explained(table, filters=filters, by=str(request.user), facts=facts)
        content = exports.as_xlsx(table, told)
    return sent(request, content, kind, name=table.name, filters=filters, rows=len(table.rows))


def workbook(
    request: HttpRequest, tables: Iterable[Table], *, name: str, filters: str
) -> HttpResponse:
    """All tables of a page in one file; one with no rows has no sheet."""
    sheets = exports.sheet_names(table for table in tables if table.rows)
    whole = together(name, sheets.values())
    told = legends.explained(whole, filters=filters, by=str(request.user))
    content = exports.as_book(sheets, told)
    return sent(request, content, "xlsx", name=name, filters=filters, rows=len(whole.rows))


def together(name: str, tables: Iterable[Table]) -> Table:
    """What the explanations of several tables are made of: each row, note and figure once."""
    all_of = tuple(tables)
    return Table(
        columns=(),
        rows=tuple(row for table in all_of for row in table.rows),
        name=name,
        notes=tuple(dict.fromkeys(note for table in all_of for note in table.notes)),
        figures=tuple(dict.fromkeys(figure for table in all_of for figure in table.figures)),
    )


def sent(
    request: HttpRequest, content: bytes, kind: str, *, name: str, filters: str, rows: int
) -> HttpResponse:
    """The file itself, once it is on record."""
    Event.objects.record(
        "导出数据",
        by=request.user,
        kind_of_file=kind,
        chosen=filters,
        figures=rows,
    )
    name = NOT_IN_NAMES.sub("-", f"慈溪知识产权{name}-{localdate():%Y%m%d}")
    disposition = content_disposition_header(True, f"{name}.{kind}") or ""
    return HttpResponse(content, MEDIA[kind], headers={"Content-Disposition": disposition})
