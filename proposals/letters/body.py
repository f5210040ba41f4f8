"""The text of a letter as its writer types it, read into paragraphs, headings and tables; pure.

A line is a paragraph. Lines that begin with | are the rows of a table; a row of dashes (|---|)
ends its head, a row of equals signs (|===|) does too and asks for the three-line form. A line
“表1　名称” right above is the table's caption. A line “【附件】名称” begins an attachment, which
takes all that follows up to the next; “【附件 横排】名称” one of landscape pages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from proposals.letters.title import balance_title

NUMERALS = "一二三四五六七八九十百"
LEVELS = (
    (1, "黑体", re.compile(rf"[{NUMERALS}]+、")),
    (2, "楷体", re.compile(rf"[（(][{NUMERALS}]+[）)]")),
    (3, "仿宋", re.compile(r"\d{1,2}[.．、](?!\d)")),
    (4, "仿宋", re.compile(r"[（(]\d{1,2}[）)]")),
)
# Written so that a line of 50,000 dashes is read as fast as it can be looked at.
HEAD_ENDS = re.compile(r"\|?\s*:?(?:-{3,}|={3,}):?\s*(?:\|\s*:?(?:-{3,}|={3,}):?\s*)*\|?")
ATTACHMENT = re.compile(r"^[ \t\u3000]*【附件[ \u3000]*(横排)?】[ \t\u3000]*(\S.*)$", re.MULTILINE)
NO_MARK_AT_END = "，。；、,;. "
CAPTION = re.compile(r"表\s*\d{0,2}[\s\u3000：:]\S.*")


class Ruling(StrEnum):
    """The two usual forms of a table: lines around every cell, or three lines in all."""

    FULL = "全框"
    THREE = "三线"


@dataclass(frozen=True)
class Run:
    """Text set in one face, named by its role: 仿宋, 黑体 or 楷体."""

    text: str
    face: str = "仿宋"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the body; `level` 1–4 is a heading's rank, 0 plain text."""

    runs: tuple[Run, ...]
    level: int = 0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Table:
    """Rows of equally many cells; the first `heads` of them are the head, repeated on each page."""

    rows: tuple[tuple[str, ...], ...]
    heads: int = 1
    caption: str = ""
    ruling: Ruling = Ruling.FULL

    @property
    def text(self) -> str:
        """Caption and cells, row by row."""
        return "\n".join((self.caption, *("".join(row) for row in self.rows))).strip("\n")


Block = Paragraph | Table


@dataclass(frozen=True)
class Attachment:
    """One 附件: it begins a new page, and may be of landscape pages for a wide table (7.3.7)."""

    title: str
    body: tuple[Block, ...]
    landscape: bool = False

    @property
    def name(self) -> str:
        """As 附件说明 names it: without a mark at its end (7.3.4)."""
        return self.title.replace("\n", "").rstrip(NO_MARK_AT_END)

    @property
    def title_lines(self) -> tuple[str, ...]:
        return balance_title(self.title)


def parse_text(text: str) -> tuple[tuple[Block, ...], tuple[Attachment, ...]]:
    """The body of a letter, and its attachments in order."""
    body, *parts = ATTACHMENT.split(text)
    # A split by a pattern of two groups gives both between the pieces.
    found = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return parse_body(body), tuple(
        Attachment(title.rstrip(" \t\u3000"), parse_body(content), landscape=bool(turned))
        for turned, title, content in found
    )


def parse_body(text: str) -> tuple[Block, ...]:
    """Paragraphs and tables in order; blank lines and indents typed by hand are dropped."""
    lines = [line.strip(" \t\u3000") for line in text.splitlines()]
    return tuple(_blocks([line for line in lines if line]))


def _blocks(lines: list[str]) -> Iterator[Block]:
    waiting = ""
    for is_table, group in groupby(lines, lambda line: line.startswith("|")):
        if is_table:
            yield _table(list(group), waiting)
            waiting = ""
            continue
        *before, last = group
        if waiting:
            yield paragraph(waiting)
        yield from map(paragraph, before)
        waiting = last if CAPTION.fullmatch(last) else ""
        if not waiting:
            yield paragraph(last)
    if waiting:
        yield paragraph(waiting)


def _table(lines: list[str], caption: str) -> Table:
    ends = next((at for at, line in enumerate(lines) if HEAD_ENDS.fullmatch(line)), None)
    is_three = ends is not None and "=" in lines[ends]
    rows = [_cells(line) for line in lines if not HEAD_ENDS.fullmatch(line)]
    widest = max(map(len, rows), default=0)
    return Table(
        rows=tuple((*row, *[""] * (widest - len(row))) for row in rows),
        heads=1 if ends is None else min(ends, len(rows)),
        caption=caption,
        ruling=Ruling.THREE if is_three else Ruling.FULL,
    )


def _cells(line: str) -> tuple[str, ...]:
    inner = line.removeprefix("|").removesuffix("|")
    return tuple(cell.strip(" \t\u3000") for cell in inner.split("|"))


def paragraph(line: str) -> Paragraph:
    """One line with its heading's rank; a run-in heading ends at its first full stop."""
    level, face = next(
        ((level, face) for level, face, opening in LEVELS if opening.match(line)), (0, "仿宋")
    )
    if face == "仿宋":
        return Paragraph((Run(line),), level)
    end = line.find("。") + 1 or len(line)
    rest = (Run(line[end:]),) if line[end:] else ()
    return Paragraph((Run(line[:end], face), *rest), level)
