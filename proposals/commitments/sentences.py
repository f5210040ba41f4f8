"""Parts a letter's text into lines and sentences that know where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from proposals.letters.body import ATTACHMENT, CAPTION, LEVELS

NUMERALS = "一二三四五六七八九十"
# Sentences end here; so do lead-ins, at a colon before a count (一是, 1.) or after 以下工作.
END = re.compile(
    r"[。！？!?；;]+[”’」』）)]*"
    rf"|：(?=\s*$|第?[{NUMERALS}][是步，]|[（(]?[{NUMERALS}1]+[）)、.．]|①|首先)"
    r"|(?:(?<=如下)|(?<=工作)|(?<=方面)|(?<=考虑是)|(?<=措施)|(?<=安排))："
)
OPENING, CLOSING = "（(“‘《【〔", "）)”’》】〕"
BRACKET = re.compile(f"[{OPENING}{CLOSING}]")
SEMICOLON = ("；", ";")
RUN_IN = 24
COUNTER = re.compile(
    rf"(?:[（(]?([{NUMERALS}]+|\d{{1,2}})[）)、.．]|第?([{NUMERALS}]+)是|其[{NUMERALS}][，,])"
)
HOW_MANY = re.compile(
    "(?:[两三四五六几]|以下几?)(?:项|个?方面|件|点)的?(?:重点|具体)?(?:工作|措施|举措|任务|努力)?。$"
)


@dataclass(frozen=True)
class Sentence:
    """text[start:end] of the letter; a heading or a lead-in announces what others say."""

    start: int
    end: int
    text: str
    is_heading: bool = False

    @property
    def is_lead_in(self) -> bool:
        """It ends in a colon, or says how many things follow: 重点推进三项工作。"""
        return self.text.endswith(("：", ":")) or bool(HOW_MANY.search(self.text))


@dataclass(frozen=True)
class Line:
    """One paragraph: `level` 1–4 of a numbered heading and its number, 0 of plain text."""

    text: str
    level: int
    number: int
    sentences: tuple[Sentence, ...]

    @property
    def is_bare_heading(self) -> bool:
        """A short line without a number and without a mark at its end."""
        return self.level == 0 and len(self.text) <= 20 and not re.search(r"[^\w”）]$", self.text)


def lines(text: str) -> Iterator[Line]:
    """The paragraphs that hold sentences: no tables, captions and names of attachments."""
    start = 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        first = start + raw.find(stripped)
        start += len(raw)
        is_text = stripped and not stripped.startswith("|")
        if is_text and not CAPTION.fullmatch(stripped) and not ATTACHMENT.match(stripped):
            yield _line(stripped, first)


def _line(text: str, start: int) -> Line:
    level = next((level for level, _face, opening in LEVELS if opening.match(text)), 0)
    counter = COUNTER.match(text) if level else None
    number = _value(counter[1] or "") if counter else 0
    found = [
        Sentence(start + first, start + end, text[first:end])
        for first, end in _spans(text)
        if re.search(r"\w", text[first:end])
    ]
    if level and found and _is_heading(level, found):
        found[0] = replace(found[0], is_heading=True)
    found = [
        replace(one, is_heading=True) if _announces(one, after) else one
        for one, after in zip_longest(found, found[1:])
    ]
    return Line(text, level, number, tuple(found))


def _announces(sentence: Sentence, after: Sentence | None) -> bool:
    """一是加强检查。 in a few words, before the sentences that say how."""
    is_short = len(sentence.text) <= RUN_IN and sentence.text.endswith("。")
    return bool(
        is_short and COUNTER.match(sentence.text) and after and not COUNTER.match(after.text)
    )


def _is_heading(level: int, found: list[Sentence]) -> bool:
    """一、 and （一） always head; 1. and （1） when they are short and more follows."""
    return level <= 2 or (len(found) > 1 and len(found[0].text) <= RUN_IN)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = depth = read = 0
    for end in END.finditer(text):
        depth = _depth(text[read : end.start()], depth)
        read = end.start()
        if depth and end[0].startswith(SEMICOLON):
            continue
        yield start, end.end()
        start = end.end()
    if start < len(text):
        yield start, len(text)


def _depth(text: str, depth: int) -> int:
    """How many brackets and quotation marks are open after `text`."""
    for mark in BRACKET.findall(text):
        depth = max(0, depth + (1 if mark in OPENING else -1))
    return depth


def _value(numeral: str) -> int:
    """一 to 九十九, or digits; 0 of what is no number."""
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.partition("十")
    digit = {char: value for value, char in enumerate(NUMERALS[:9], 1)}
    if not ten:
        return digit.get(tens, 0)
    return digit.get(tens, 1) * 10 + digit.get(ones, 0)
