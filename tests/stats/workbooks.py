"""Files of made-up figures for the tests of imports: filled templates, and hostile ones."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from openpyxl import Workbook

from cixi_ip.models import User
from stats.imports.template import COLUMNS
from stats.models import ImportFile

HEADINGS = [column.heading for column in COLUMNS]
SHEET = "xl/worksheets/sheet1.xml"
Row = Mapping[str, Any]
# One row of the template as somebody fills it in.
FILLED = {"指标代码": "patent.granted", "地区代码": "330282", "年份": 2023, "本年数": 12700}


def xlsx(rows: Iterable[Iterable[Any]], *, title: str = "数据") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def template(*rows: Row, headings: list[str] | None = None) -> bytes:
    """A template with these rows; a row names the cells that are filled."""
    names = headings or HEADINGS
    return xlsx([names, *([row.get(name, "") for name in names] for row in rows)])


def filled(**cells: Any) -> Row:
    return FILLED | cells


def with_parts(
    content: bytes, changes: Mapping[str, Callable[[bytes], bytes] | bytes | None]
) -> bytes:
    """The same package with parts changed, added or (None) left out."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in [*old.namelist(), *(name for name in changes if name not in old.namelist())]:
            change = changes.get(name, lambda part: part)
            part = old.read(name) if name in old.namelist() else b""
            if change is not None:
                new.writestr(name, change if isinstance(change, bytes) else change(part))
    return stream.getvalue()


def sheet_of(rows: bytes) -> bytes:
    """A package whose only sheet holds this XML as its rows."""
    return with_parts(
        xlsx([["a"]]),
        {
            SHEET: b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            b"<sheetData>" + rows + b"</sheetData></worksheet>"
        },
    )


def related(kind: str, target: str) -> Callable[[bytes], bytes]:
    """Adds a relation to something outside the package."""
    line = (
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )
    return lambda part: part.replace(b"</Relationships>", line.encode())


def make_file(by: User, content: bytes, **fields: Any) -> ImportFile:
    """An uploaded file that is to be read; past the action, so that nothing is recorded."""
    defaults = {
        "kind": "template",
        "name": "填好的表.xlsx",
        "size": len(content),
        "sha256": "0" * 64,
    }
    return ImportFile.objects.create(content=content, uploaded_by=by, **(defaults | fields))
