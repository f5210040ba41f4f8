"""What is wrong with a file or with one of its cells, where, and how to mend it; pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass

# 拒绝 stands in the way of the whole file; 须说明 asks for a sentence; 提示 is only told.
REFUSED, DOUBT, HINT = "拒绝", "须说明", "提示"


LONGEST = 300


class Refusal(ValueError):
    """The whole file cannot be read; the sentence says why and names the way out."""


@dataclass(frozen=True)
class Complaint:
    """One sentence on one place of the file: sheet, row (from 1), column (letter, or letters)."""

    kind: str
    sheet: str
    row: int
    column: str
    what: str
    how: str

    @property
    def place(self) -> str:
        column = f"{self.column} 列" if self.column else ""
        return f"{self.sheet}第 {self.row} 行{column}"

    def plain(self) -> dict[str, object]:
        return asdict(self)


def shown(sentence: str) -> str:
    """A sentence that quotes a cell: short, and without what no page and no database can show."""
    short = sentence if len(sentence) <= LONGEST else f"{sentence[:LONGEST]}…"
    plain = (" " if char.isspace() else char for char in short)
    return "".join(char if char.isprintable() else "�" for char in plain)


def letter(column: int) -> str:
    """The letters of a column counted from 0, as the spreadsheet shows them: 0 A, 26 AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_of(letters: str) -> int:
    """The column counted from 0 that a spreadsheet shows by these letters."""
    number = 0
    for char in letters:
        number = number * 26 + ord(char) - ord("A") + 1
    return number - 1


def split(sentences: str) -> tuple[str, str]:
    """What is wrong and how to mend it, of a message that says both in this order."""
    what, stop, how = sentences.partition("。")
    if not how and "，请" in what:
        what, _comma, how = what.rpartition("，请")
        return f"{what}。", f"请{how}。"
    return what + stop, how
