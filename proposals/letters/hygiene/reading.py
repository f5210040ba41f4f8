"""How the rules of text hygiene see a text: its tokens and addresses hidden, its lines numbered."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from typing import NamedTuple

from proposals.citations import TOKEN
from proposals.letters.body import ATTACHMENT, HEAD_ENDS

BODY, TITLE = "正文", "标题"
HIDDEN, HIDDEN_LATIN, ATTACHED = "\ue000", "\ue001", "\ue002"
UNTOUCHED = re.compile(f"[{HIDDEN}{HIDDEN_LATIN}{ATTACHED}]+")
# A hidden token counts as a hanzi among its neighbours: it prints a figure with its unit.
HAN = f"\u2e80-\u2fdf〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd{HIDDEN}"
OPENING, CLOSING = "“‘（《〈【〔", "”’）》〉】〕"
MARKS = f"，。、；：？！…—～·{OPENING}{CLOSING}"
IS_CHINESE = re.compile(f"[{HAN}{MARKS}]")
NUMERALS = "一二三四五六七八九十百"
ADDRESS = re.compile(
    r"(?:https?|ftp)://[!-~]*[A-Za-z0-9/]|\bwww\.[!-~]*[A-Za-z0-9/]"
    r"|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}",
    re.ASCII,
)


class Edit(NamedTuple):
    """What a rule says of text[start:end]; `proposed` None where only the writer can know."""

    start: int
    end: int
    proposed: str | None
    why: str


class Pair(NamedTuple):
    """Positions of an opening and its closing mark in a line; the outermost have depth 1."""

    start: int
    end: int
    depth: int


@dataclass(frozen=True)
class Reading:
    """A text as rules read it: as long as the draft's, its tokens, addresses and marks hidden."""

    text: str
    field: str = BODY
    kind: str = ""

    @classmethod
    def of(cls, text: str, field: str, kind: str) -> "Reading":
        text = ATTACHMENT.sub(mark_hidden, text)
        text = TOKEN.sub(lambda found: HIDDEN * len(found[0]), text)
        text = ADDRESS.sub(lambda found: HIDDEN_LATIN * len(found[0]), text)
        return cls(text, field, kind)

    @property
    def is_body(self) -> bool:
        return self.field == BODY

    @cached_property
    def lines(self) -> tuple[tuple[int, str], ...]:
        """(position, line) of every line but those that end a table's head."""
        lines = self.text.split("\n")
        starts = accumulate((len(line) + 1 for line in lines), initial=0)
        return tuple(
            (at, line)
            for at, line in zip(starts, lines, strict=False)
            if not HEAD_ENDS.fullmatch(line.strip())
        )

    def matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        return pattern.finditer(self.text)

    def swap(
        self, pattern: re.Pattern[str], proposed: str | Callable[[re.Match[str]], str], why: str
    ) -> Iterator[Edit]:
        """An edit for each match that `proposed` (a template or a function) would change."""
        for match in self.matches(pattern):
            new = match.expand(proposed) if isinstance(proposed, str) else proposed(match)
            if new != match[0]:
                yield Edit(match.start(), match.end(), new, why)

    def is_in_table(self, at: int) -> bool:
        start = self.text.rfind("\n", 0, at) + 1
        return self.text.startswith("|", start)


def mark_hidden(line: re.Match[str]) -> str:
    """A line that begins an attachment, without its mark 【附件】."""
    mark = line.start(2) - line.start()
    return ATTACHED * mark + line[0][mark:]


def pairs(line: str, opening: str, closing: str) -> tuple[list[Pair], list[int]]:
    """The pairs of these marks, and the positions of marks without a partner."""
    found, waiting, alone = [], [], []
    for match in marks_of(opening + closing).finditer(line):
        at, char = match.start(), match[0]
        if char in opening:
            waiting.append(at)
        elif char in closing and waiting:
            found.append(Pair(waiting.pop(), at, len(waiting) + 1))
        elif char in closing:
            alone.append(at)
    return found, sorted(alone + waiting)


@cache
def marks_of(marks: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(marks)}]")


def chinese_before(line: str) -> list[int]:
    """How many Chinese characters and marks stand before each position."""
    return list(accumulate((bool(IS_CHINESE.match(char)) for char in line), initial=0))
