"""Rules of text hygiene on headings: the form of their numbers (GB/T 9704), their order; pure."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from proposals.letters.hygiene.reading import ATTACHED, NUMERALS, TITLE, Edit, Reading

FORMS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern), new, why)
    for pattern, new, why in (
        (
            rf"(?P<n>[{NUMERALS}]{{1,4}})(?:[.．，,][ \u3000]*|、[ \u3000]+)",
            "{}、",
            "一级标题的序号写作“一、”。",
        ),
        (
            rf"[（(](?P<n>[{NUMERALS}]{{1,4}})[）)][、.．，,]?[ \u3000]*",
            "（{}）",
            "二级标题的序号写作“（一）”，后面不加标点。",
        ),
        (r"(?P<n>\d{1,2})[、．.][ \u3000]*(?!\d)", "{}.", "三级标题的序号写作“1.”。"),
        (
            r"[（(](?P<n>\d{1,2})[）)][、.．，,]?[ \u3000]*",
            "（{}）",
            "四级标题的序号写作“（1）”，后面不加标点。",
        ),
    )
)
OPEN_LIST = re.compile(r"(?P<n>\d{1,2})[）)][、.．，,]?")
ALONE = re.compile(
    rf"(?:[{NUMERALS}]{{1,4}}、|（[{NUMERALS}]{{1,4}}）)[^，。；：！？]{{1,30}}([。，：；])"
)
LEVELS = (
    re.compile(rf"(?P<n>[{NUMERALS}]{{1,4}})、"),
    re.compile(rf"（(?P<n>[{NUMERALS}]{{1,4}})）"),
    re.compile(r"(?P<n>\d{1,2})\.(?!\d)"),
    re.compile(r"（(?P<n>\d{1,2})）"),
)
SECOND_SERIES = "这是第二组“一、”，正文的一级标题宜只编一组；可接着编，或改为另一级。"
DIGITS = {char: value for value, char in enumerate("一二三四五六七八九", 1)}


class Heading(NamedTuple):
    """A line's opening number: where it stands, its level from 1 (0: an attachment), its value."""

    start: int
    end: int
    level: int
    value: int


def opened(reading: Reading) -> Iterator[tuple[int, str]]:
    """(position, text) of each line of the body behind its indent."""
    if reading.is_body:
        for start, line in reading.lines:
            bare = line.lstrip(" \t\u3000")
            yield start + len(line) - len(bare), bare


def heading_forms(reading: Reading) -> Iterator[Edit]:
    """标题序号依次写作“一、”“（一）”“1.”“（1）”；（一）和（1）后面不加标点，1 后面用小圆点。"""
    for start, line in opened(reading):
        for pattern, form, why in FORMS:
            match = pattern.match(line)
            new = form.format(match["n"]) if match else ""
            if match and match[0] != new and line[match.end() :].strip():
                yield Edit(start, start + match.end(), new, why)


def open_lists(reading: Reading) -> Iterator[Edit]:
    """段首的 1）改为（1），公文的四级序号用一对括号。"""
    for start, line in opened(reading):
        if match := OPEN_LIST.match(line):
            new = f"（{match['n']}）"
            yield Edit(start, start + match.end(), new, "公文的四级序号写作“（1）”。")


def heading_ends(reading: Reading) -> Iterator[Edit]:
    """单独成行的一、二级标题和公文标题末尾不加标点；后面接正文的用句号。"""
    why = "单独成行的标题末尾不加标点。"
    if reading.field == TITLE and reading.text[-1:] and reading.text[-1] in "。，；：、":
        yield Edit(len(reading.text) - 1, len(reading.text), "", why)
    for start, line in opened(reading):
        if match := ALONE.fullmatch(line.rstrip(" \u3000")):
            yield Edit(start + match.start(1), start + match.end(1), "", why)


def value_of(numeral: str) -> int:
    """二十三 is 23; 0 for what is no number."""
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return DIGITS.get(numeral, 0)
    return 10 * (DIGITS.get(tens, 0) if tens else 1) + DIGITS.get(ones, 0)


def headings(reading: Reading) -> Iterator[Heading]:
    for start, line in opened(reading):
        if line.startswith(ATTACHED):
            yield Heading(start, start, 0, 0)
        for level, pattern in enumerate(LEVELS, 1):
            match = pattern.match(line)
            if match and value_of(match["n"]):
                yield Heading(start, start + match.end(), level, value_of(match["n"]))


def numbering(reading: Reading) -> Iterator[Edit]:
    """标题序号要从一起、逐个连续：指出缺号、重号，和正文里的第二组“一、二、三、”；附件另起。"""
    last = [0, 0, 0, 0]
    for heading in headings(reading):
        if heading.level == 0:
            last = [0, 0, 0, 0]
            continue
        before, last[heading.level - 1] = last[heading.level - 1], heading.value
        last[heading.level :] = [0] * (4 - heading.level)
        if why := out_of_order(heading, before):
            yield Edit(heading.start, heading.end, None, why)


def out_of_order(heading: Heading, before: int) -> str:
    """What is wrong with a number after the one before at its level (0: none); empty if right."""
    if heading.value == before:
        return "序号与前一个重复，请核对。"
    if heading.value == before + 1 or (heading.value == 1 and heading.level > 1):
        return ""
    if heading.value == 1:
        return SECOND_SERIES
    return f"序号不连续：前一个是第{before}，请核对。" if before else "序号不是从一起，请核对。"
