"""The numbers Word itself sets before paragraphs, which stand nowhere in the text of a file."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cixi_ip.wording import hanzi

Element = Any
PLACE = re.compile(r"%(\d)")
DEEPEST, LONGEST = 9, 40
DIGITS = "〇一二三四五六七八九"
ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def counted(count: int) -> str:
    return hanzi(count) if 1 <= count <= 99 else str(count)


def lettered(count: int) -> str:
    """a … z, aa, bb …: Word repeats the letter."""
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count > 0 else ""


def roman(count: int) -> str:
    found = ""
    for value, sign in ROMAN:
        found += sign * (count // value)
        count %= value
    return found


def circled(count: int) -> str:
    return chr(0x2460 + count - 1) if 1 <= count <= 20 else str(count)


def wide(count: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(count))


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02d}",
    "lowerLetter": lettered,
    "upperLetter": lambda count: lettered(count).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda count: roman(count).upper(),
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "decimalFullWidth": wide,
    "decimalFullWidth2": wide,
    "ideographDigital": lambda count: "".join(DIGITS[int(digit)] for digit in str(count)),
}
COUNTED = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting")


@dataclass(frozen=True)
class Level:
    start: int = 1
    kind: str = "decimal"
    text: str = ""

    def shown(self, count: int) -> str:
        if self.kind in COUNTED:
            return counted(count)
        return FORMATS.get(self.kind, str)(count)


class Numbering:
    """Lists of a document, counted paragraph by paragraph in their order."""

    def __init__(self, root: Element | None) -> None:
        self.levels: dict[str, dict[int, Level]] = {}
        self.kinds: dict[str, str] = {}
        self.restarts: dict[str, dict[int, int]] = {}
        self.counts: dict[str, dict[int, int]] = {}
        for element in root if root is not None else ():
            identifier = value(element, "abstractNumId") or attribute(element, "numId")
            if element.tag.endswith("}abstractNum"):
                self.levels[attribute(element, "abstractNumId")] = levels_of(element)
            elif element.tag.endswith("}num"):
                self.kinds[attribute(element, "numId")] = identifier
                self.restarts[attribute(element, "numId")] = restarts_of(element)

    def label(self, number: str, depth: int) -> str:
        """What stands before the next paragraph of this list at this depth; empty for no number."""
        kind = self.kinds.get(number, "")
        levels = self.levels.get(kind, {})
        level = levels.get(depth)
        if level is None or not 0 <= depth < DEEPEST:
            return ""
        counts = self.counts.setdefault(kind, {})
        start = self.restarts.get(number, {}).pop(depth, None)
        counts[depth] = start if start is not None else counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        return PLACE.sub(lambda place: self._part(int(place[1]) - 1, levels, counts), level.text)

    @staticmethod
    def _part(depth: int, levels: dict[int, Level], counts: dict[int, int]) -> str:
        level = levels.get(depth, Level())
        return level.shown(counts.get(depth, level.start))

    def is_bullet(self, number: str, depth: int) -> bool:
        level = self.levels.get(self.kinds.get(number, ""), {}).get(depth)
        return level is not None and level.kind == "bullet"


def levels_of(element: Element) -> dict[int, Level]:
    found = {}
    for level in element.iterfind("{*}lvl"):
        kind = value(level, "numFmt") or "decimal"
        text = "" if kind in ("none", "bullet") else value(level, "lvlText")[:LONGEST]
        depth = whole(attribute(level, "ilvl"))
        found[depth] = Level(whole(value(level, "start"), 1), kind, text)
    return found


def restarts_of(element: Element) -> dict[int, int]:
    """Where this list begins anew although another has counted on."""
    return {
        whole(attribute(one, "ilvl")): whole(value(one, "startOverride"), 1)
        for one in element.iterfind("{*}lvlOverride")
        if value(one, "startOverride")
    }


def value(element: Element, child: str) -> str:
    found = element.find(f"{{*}}{child}")
    return "" if found is None else attribute(found, "val")


def attribute(element: Element, name: str) -> str:
    """An attribute by its name, whatever namespace it is in."""
    return next(
        (text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), ""
    )


def whole(text: str, otherwise: int = 0) -> int:
    """A count as a file gives it: nothing beyond what a letter can hold."""
    is_count = text.isascii() and text.isdecimal() and len(text) < 6
    return int(text) if is_count else otherwise
