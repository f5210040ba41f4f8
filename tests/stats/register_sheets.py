"""Sheets for the registers, all invented: honours with the enterprises they bring."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from cixi_ip.models import User
from stats.models import RegisterFile
from stats.registers import REGISTERS
from stats.registers.imports.preview import Preview, preview
from tests.stats.register_rows import credit_code, make_programme, make_town
from tests.stats.workbooks import xlsx

HONOUR = ("企业", "统一社会信用代码", "镇街", "项目", "有效期自", "有效期至")


def honour(number: int, **cells: Any) -> dict[str, Any]:
    """A row of the honours: an enterprise that is not registered, on a list from 2022."""
    usual = {
        "企业": f"生成企业第{number}",
        "统一社会信用代码": credit_code(500_000 + number),
        "项目": "专精特新中小企业",
        "有效期自": date(2022, 1, 1),
    }
    return usual | cells


def rows_of(rows: Iterable[Mapping[str, Any]], *headings: str) -> bytes:
    names = headings or HONOUR
    return xlsx([names, *([row.get(name, "") for name in names] for row in rows)], title="名单")


def sheet() -> bytes:
    """One honour of an enterprise that is registered along with it."""
    make_programme()
    return rows_of([honour(1, 镇街=make_town().name)])


def look(content: bytes, slug: str = "honours", name: str = "表.xlsx") -> Preview:
    return preview(REGISTERS[slug], name, content)


def make_register_file(by: User, content: bytes, **fields: Any) -> RegisterFile:
    """An uploaded sheet, past the action, so that nothing is recorded."""
    usual = {"register": "honours", "name": "表.xlsx", "sha256": "0" * 64}
    return RegisterFile.objects.create(content=content, uploaded_by=by, **(usual | fields))


def digest_of(file: RegisterFile) -> str:
    return look(bytes(file.content), file.register, file.name).digest
