"""What an official letter consists of, before any typesetting: its parts and its paragraphs."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cixi_ip.wording import chinese_date
from proposals.letters.title import balance_title

BLANK_DATE = "　　　　年　　月　　日"
NUMERALS = "一二三四五六七八九十百"
LEVELS = (
    (1, "黑体", re.compile(rf"[{NUMERALS}]+、")),
    (2, "楷体", re.compile(rf"[（(][{NUMERALS}]+[）)]")),
    (3, "仿宋", re.compile(r"\d{1,2}[.．、](?!\d)")),
    (4, "仿宋", re.compile(r"[（(]\d{1,2}[）)]")),
)


class Format(StrEnum):
    """The two page forms of GB/T 9704-2012 a letter can take (clauses 7 and 10.1)."""

    FILE = "文件"
    LETTER = "信函"


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


def parse_body(text: str) -> tuple[Paragraph, ...]:
    """One paragraph per line that holds anything; indents typed by hand are dropped."""
    lines = (line.strip(" \t\u3000") for line in text.splitlines())
    return tuple(_paragraph(line) for line in lines if line)


def _paragraph(line: str) -> Paragraph:
    level, face = next(
        ((level, face) for level, face, opening in LEVELS if opening.match(line)), (0, "仿宋")
    )
    if face == "仿宋":
        return Paragraph((Run(line),), level)
    # A run-in heading ends at its first full stop; what follows is ordinary text of the paragraph.
    end = line.find("。") + 1 or len(line)
    rest = (Run(line[end:]),) if line[end:] else ()
    return Paragraph((Run(line[:end], face), *rest), level)


@dataclass(frozen=True)
class Letter:
    """All that stands on an official letter; an empty text means the part is left out."""

    format: Format
    issuer: str
    number: str
    title: str
    addressee: str
    body: tuple[Paragraph, ...]
    date: datetime.date | None
    signer: str = ""
    contact: str = ""
    phone: str = ""
    cc: tuple[str, ...] = ()
    printer: str = ""
    print_date: datetime.date | None = None
    class_mark: str = ""
    disclosure: str = ""
    draft: bool = False
    demo: bool = False

    @property
    def head(self) -> str:
        """The red head: the issuer, in 文件格式 followed by 文件 (7.2.4, 10.1)."""
        return self.issuer + "文件" if self.format is Format.FILE else self.issuer

    @property
    def title_lines(self) -> tuple[str, ...]:
        return balance_title(self.title)

    @property
    def opening(self) -> str:
        """The addressee with its full-width colon (7.3.2)."""
        return self.addressee.rstrip("：:") + "："

    @property
    def date_line(self) -> str:
        return chinese_date(self.date) if self.date else BLANK_DATE

    @property
    def note(self) -> str:
        """The 附注 with whom to call (7.3.6); none without a contact."""
        if not self.contact:
            return ""
        phone = f"，联系电话：{self.phone}" if self.phone else ""
        return f"（联系人：{self.contact}{phone}）"

    @property
    def copies(self) -> str:
        """The offices copied, with the full stop that ends them (7.4)."""
        return "，".join(self.cc) + "。" if self.cc else ""

    @property
    def imprint(self) -> tuple[str, str]:
        """印发机关 and 印发日期, which only 文件格式 carries (7.4, 10.1)."""
        if self.format is not Format.FILE or not self.printer:
            return ("", "")
        return (self.printer, chinese_date(self.print_date) + "印发" if self.print_date else "")

    @property
    def marks(self) -> tuple[str, ...]:
        """Class mark and disclosure of an answer by the lead unit, in the upper right."""
        return tuple(mark for mark in (self.class_mark, self.disclosure) if mark)

    @property
    def watermarks(self) -> tuple[str, ...]:
        return ("草稿",) * self.draft + ("演示数据",) * self.demo


def plain_text(letter: Letter) -> str:
    """The letter's whole text in reading order, one line a part.

    The PDF's text layer equals it but for white space, line ends and page numbers.
    """
    return "\n".join(part for part in _parts(letter) if part.strip())


def _parts(letter: Letter) -> Iterator[str]:
    is_file = letter.format is Format.FILE
    number = [letter.number]
    if letter.signer:
        number.insert(1 if is_file else 0, f"签发人：{letter.signer}")
    yield from (
        (*letter.marks, letter.head, *number)
        if is_file
        else (
            letter.head,
            *number,
            *letter.marks,
        )
    )
    yield letter.title.replace("\n", "")
    yield letter.opening
    for paragraph in letter.body:
        yield paragraph.text
    yield letter.issuer
    yield letter.date_line
    yield letter.note
    yield f"抄送：{letter.copies}" if letter.copies else ""
    yield from letter.imprint
