"""`manage.py check_document`: any PDF held against GB/T 9704-2012, as a table or as JSON."""

import dataclasses
import json
import sys
import time
import unicodedata
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from proposals.letters.geometry import KINDS, SEALS, Examination, Finding, examine

FAILED, UNREADABLE = 1, 2
ROW = ("页", "强度", "条款", "规则", "应为", "实测", "容差")
WIDEST = 44


class Command(BaseCommand):
    help = "检查一份 PDF 是否合 GB/T 9704-2012（有不合规定的返回 1，读不出文件返回 2）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="要检查的 PDF")
        parser.add_argument("--kind", choices=KINDS, default="", help="版式；不填则由版面判断")
        parser.add_argument("--seal", choices=SEALS, default="", help="署名排法；不填则由版面判断")
        parser.add_argument("--text", type=Path, help="原文（UTF-8 文本），逐字比对文字层")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        pdf, text = read_bytes(options["file"]), read_text(options["text"])
        start = time.perf_counter()
        try:
            found = examine(pdf, kind=options["kind"], text=text, seal=options["seal"])
        except ValueError as error:
            raise CommandError(str(error), returncode=UNREADABLE) from error
        seconds = time.perf_counter() - start
        if options["json"]:
            self.stdout.write(as_json(found, options["file"], seconds))
        else:
            self.stdout.write(as_table(found, seconds))
        if any(finding.is_failure for finding in found.findings):
            sys.exit(FAILED)


def read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"读不了 {path}：{error.strerror}。请核对文件名和权限。"
        raise CommandError(message, returncode=UNREADABLE) from error


def read_text(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{path} 不是 UTF-8 文本。请另存为 UTF-8 编码的文本文件再比对。"
        raise CommandError(message, returncode=UNREADABLE) from error


def as_json(found: Examination, path: Path, seconds: float) -> str:
    failed, warned = counts(found)
    answer = {
        "file": str(path),
        "kind": found.kind,
        "kind_is_guessed": found.is_guessed,
        "pages": found.pages,
        "seconds": round(seconds, 3),
        "failures": failed,
        "warnings": warned,
        "findings": [dataclasses.asdict(finding) for finding in found.findings],
    }
    return json.dumps(answer, ensure_ascii=False, indent=1)


def counts(found: Examination) -> tuple[int, int]:
    missed = [finding for finding in found.findings if not finding.ok]
    failed = sum(finding.is_failure for finding in missed)
    return failed, len(missed) - failed


def as_table(found: Examination, seconds: float) -> str:
    """Failures first, then warnings, each by page, and a line that sums up."""
    failed, warned = counts(found)
    missed = sorted(
        (finding for finding in found.findings if not finding.ok),
        key=lambda finding: (not finding.is_failure, finding.page),
    )
    told = f"按{found.kind}格式检查" + (
        "（由版面判断，可用 --kind 指定）" if found.is_guessed else ""
    )
    lines = [f"{told}，共 {found.pages} 面。"]
    if missed:
        lines += ["", *aligned([ROW, *map(row, missed)]), ""]
    rules = len({finding.rule for finding in found.findings})
    verdict = "没有不合规定的地方" if not failed else f"不合规定 {failed} 处"
    lines.append(
        f"{verdict}，建议 {warned} 处；查了 {rules} 条规则、{len(found.findings)} 处，"
        f"用时 {seconds:.2f} 秒。"
    )
    return "\n".join(lines)


def row(finding: Finding) -> tuple[str, ...]:
    page = str(finding.page) if finding.page else "全文"
    strength = finding.strength if finding.is_failure else f"{finding.strength}（建议）"
    told = (finding.label, finding.expected, finding.measured, finding.tolerance)
    return (page, strength, finding.clause, *told)


def aligned(rows: list[tuple[str, ...]]) -> list[str]:
    """Columns as wide as their widest cell, overlong cells cut short."""
    short = [tuple(shortened(cell) for cell in row) for row in rows]
    widths = [max(map(width, column)) for column in zip(*short, strict=True)]
    return [
        "  ".join(
            cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)
        ).rstrip()
        for row in short
    ]


def width(text: str) -> int:
    """Columns on a terminal, where full-width characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def shortened(cell: str) -> str:
    cell = " ".join(cell.split())
    while width(cell) > 2 * WIDEST:
        cell = cell[: len(cell) * 9 // 10].rstrip("…") + "…"
    return cell
