"""`manage.py fonts`: the font in use for each role of a letter, what it covers, what to do."""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from unicodedata import east_asian_width

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cixi_ip.typeset.report import Coverage, Report, Role, report

SHOWN = 20


class Command(BaseCommand):
    requires_system_checks = []
    help = (
        "列出公文各种字体实际使用的字库，以及对 GB 2312、通用规范汉字表、GB 18030 级别 2 的覆盖；"
        "缺少仿宋、楷体、小标宋之一时退出码为 1"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--missing", action="store_true", help="列出缺的每一个字")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        made = report()
        shown = None if options["missing"] else SHOWN
        if options["json"]:
            plain = made.as_json(shown)
            self.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2))
        else:
            for line in lines(made, shown):
                self.stdout.write(line)
        if made.shortcomings:
            raise CommandError("\n".join(made.shortcomings))


def lines(made: Report, shown: int | None) -> Iterator[str]:
    yield f"排版引擎：{made.engine}"
    yield f"字体目录：{made.folder}"
    yield ""
    yield from aligned(rows(made.roles))
    used = {face.name: face.licence for role in made.roles for face in role.faces}
    parts = {
        "首选字体缺的字": [line for role in made.roles for line in gaps(role, shown)],
        "授权": [f"{name}　{licence}" for name, licence in used.items()],
        "没有使用的字体文件": [f"{file}　{said}" for file, said in made.problems],
        "怎么办": list(made.advice),
    }
    for heading, told in parts.items():
        if told:
            yield from ("", f"{heading}：", *(f"  {line}" for line in told))


def rows(roles: Iterable[Role]) -> Iterator[list[str]]:
    """Two rows a role: its first face, and all its faces together."""
    for place, role in enumerate(roles):
        if not place:
            sizes = [f"{one.charset}（{one.size}）" for one in role.coverage]
            yield ["用途", "字体", "文件", *sizes]
        first, *others = role.faces
        yield [role.name, first.name, first.file, *(str(one.first) for one in role.coverage)]
        names = "、".join(face.name for face in others)
        stand_ins = f"缺字时用 {names}" if names else "没有替补"
        yield ["", stand_ins, "", *(str(one.all) for one in role.coverage)]


def gaps(role: Role, shown: int | None) -> Iterator[str]:
    for one in role.coverage:
        if one.missing_first:
            lacking, rest = few(one.missing_first, shown), stood_in(one, shown)
            yield f"{role.name}·{one.charset}：{lacking}；{rest}"


def stood_in(one: Coverage, shown: int | None) -> str:
    return f"替补也没有 {few(one.missing, shown)}" if one.missing else "都由替补补上"


def few(characters: str, shown: int | None) -> str:
    rest = "" if shown is None or len(characters) <= shown else "……"
    return f"{len(characters)} 字（{characters[:shown]}{rest}）"


def aligned(table: Iterable[list[str]]) -> Iterator[str]:
    """The rows with columns one above the other where a hanzi is as wide as two letters."""
    table = list(table)
    columns = [max(map(width, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = zip(row, columns, strict=True)
        yield "  ".join(cell + " " * (room - width(cell)) for cell, room in cells).rstrip()


def width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)
