"""Proposes how a proposal's full text falls into its demands, one each to be answered; pure.

Deputies number what they ask for, or say it in sentences with 建议…; the officer mends the rest.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LONGEST = 500
MOST = 30
DIGITS = "一二三四五六七八九十"
# From the outermost kind of number inwards, as official texts nest them.
MARKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[{DIGITS}]{{1,3}}、",
        rf"\([{DIGITS}]{{1,3}}\)",
        r"\d{1,2}(?:\.(?!\d)|、)",
        r"\(\d{1,2}\)|[①-⑳]",
        rf"[第其][{DIGITS}]{{1,3}}[,，、:：]|(?:[{DIGITS}]{{1,2}}|再|首先|其次)[是要]",
    )
)
# A heading of the part that demands; what stands before it tells why.
DEMANDS = re.compile(
    r"^.{0,4}(?:具体|几点|主要|对策|有关|相关|工作|意见和|意见及|为此)*.{0,3}建议.{0,8}$"
)
REASONS = re.compile(r"现状|问题|原因|背景|案由|理由|情况|困难|短板|意义|必要性|基本")
ASKING = re.compile(
    r"(?:^|[,，;；:：])(?:为此|因此|对此|鉴于此|故)?[,，]?(?:我们?|本人)?(?:特|再次)?"
    r"(?:建议|希望|恳请|呼吁)"
)
SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]?")


@dataclass(frozen=True)
class Line:
    """One paragraph; `level` is how deep its number stands, -1 without one."""

    text: str
    level: int


def split(text: str) -> list[str]:
    """The demands found, in order, each within its column; empty when the text shows none.

    Numbered paragraphs of the demanding part count first, at the level that has several of them;
    without any, the sentences that ask.
    """
    lines = [line_of(found) for found in text.splitlines() if found.strip()]
    part = demanding(lines)
    numbered = of_one_level(part)
    found = numbered if len(numbered) > 1 else list(asking([line.text for line in lines]))
    return [fitting(one) for one in found or numbered][:MOST]


def line_of(text: str) -> Line:
    plain = " ".join(text.split())
    level = next((level for level, mark in enumerate(MARKS) if mark.match(half_width(plain))), -1)
    return Line(plain, level)


def half_width(text: str) -> str:
    """（一） as (一); a number in a circle stays one."""
    return "".join(
        char if "①" <= char <= "⑳" else unicodedata.normalize("NFKC", char) for char in text
    )


def demanding(lines: Sequence[Line]) -> Sequence[Line]:
    """From the heading that begins the demands on; without one, what stands under no reasons."""
    for place, line in enumerate(lines):
        if DEMANDS.match(bare(line.text).rstrip("：:。")) and place + 1 < len(lines):
            return until(lines[place + 1 :], line.level)
    return lines


def until(lines: Sequence[Line], level: int) -> Sequence[Line]:
    """The lines below a heading: until the next of its own kind, where it has a number."""
    if level < 0:
        return lines
    ends = (place for place, line in enumerate(lines) if 0 <= line.level <= level)
    return lines[: next(ends, len(lines))]


def of_one_level(lines: Sequence[Line]) -> list[str]:
    """The paragraphs of the outermost level with several numbers, each with what goes on below."""
    for level in range(len(MARKS)):
        if sum(line.level == level for line in lines) > 1:
            return [one for one in grouped(lines, level) if not REASONS.search(one[:12])]
    return [bare(line.text) for line in lines if line.level >= 0]


def grouped(lines: Sequence[Line], level: int) -> Iterator[str]:
    held: list[str] = []
    for line in lines:
        if line.level == level:
            if held:
                yield joined(held)
            held = [bare(line.text)]
        elif held:
            held.append(line.text)
    if held:
        yield joined(held)


def joined(held: Sequence[str]) -> str:
    """A heading alone says little: the paragraphs below go with it as far as the column holds."""
    whole = held[0]
    for one in held[1:]:
        if len(whole) + len(one) > LONGEST:
            break
        whole += one if whole.endswith(tuple("。；！？：:;")) else f"。{one}"
    return whole


def asking(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        for found in SENTENCE.findall(bare(text)):
            if ASKING.search(found.strip()):
                yield found.strip()


def bare(text: str) -> str:
    """Without the number, which the list of asks gives anew."""
    for mark in MARKS:
        head = next(
            (
                length
                for length in range(min(6, len(text)), 0, -1)
                if mark.fullmatch(half_width(text[:length]))
            ),
            0,
        )
        if head:
            return text[head:].strip()
    return text.strip()


def fitting(text: str) -> str:
    """Not longer than its column, cut at the end of a sentence where one is near."""
    if len(text) <= LONGEST:
        return text
    stop = max(text.rfind(sign, 0, LONGEST) for sign in "。；！？")
    return text[: stop + 1] if stop > LONGEST // 2 else text[: LONGEST - 1] + "…"
