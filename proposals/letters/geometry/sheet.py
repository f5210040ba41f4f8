"""A page as a ruler sees it: glyphs gathered into lines, and drawn rules, all in mm."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol
from unicodedata import normalize

MM = 25.4 / 72
Box = tuple[float, float, float, float]  # left, top, right, bottom
# Height of a font's em box above the base line; PDF files do not tell it.
EM_TOPS = (
    (re.compile("fandol", re.I), 0.80),
    (re.compile("noto|sourcehan", re.I), 0.88),
    (re.compile("babelstone", re.I), 0.82),
)
OTHER_EM_TOP = 0.86
FACES = {
    "小标宋": re.compile(
        "xiaobiaosong|xbs|小标宋|fandolsong-?bold|notoserif.*(bold|black)|方正大标宋", re.I
    ),
    "仿宋": re.compile("fang(?!zheng)|仿宋|fzfs", re.I),
    "楷体": re.compile("kai|楷|fzkt", re.I),
    "黑体": re.compile("hei(?!ti-?light)|黑|fzht", re.I),
    "宋体": re.compile("song(?!-?bold)|simsun|宋|fzss", re.I),
}
STAND_IN = re.compile("noto|sourcehan|babelstone|lxgw", re.I)
OPENING = frozenset("“‘（《〈【〔「『")
CLOSING = frozenset("，。、；：？！”’）》〉】〕」』")
RADICALS = {code: normalize("NFKC", chr(code)) for code in range(0x2E80, 0x2FE0)}
HANZI = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff〇]")


class Place(NamedTuple):
    """A spot on a page; page 0 stands for the whole file, no spot for the whole page."""

    page: int = 0
    spot: Box | None = None


FILE = Place()


class Placed(Protocol):
    @property
    def place(self) -> Place: ...


@dataclass(frozen=True)
class Glyph:
    """One glyph in the frame it is read in; `order` counts as the file draws them."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    font: str
    colour: tuple[float, ...]
    order: int = 0
    is_artifact: bool = False

    @property
    def top(self) -> float:
        return self.base - em_top(self.font) * self.size * MM

    @property
    def box(self) -> Box:
        return (self.x0, self.top, self.x1, self.top + self.size * MM)

    @property
    def is_hanzi(self) -> bool:
        return bool(HANZI.match(self.text.translate(RADICALS)))

    @property
    def is_red(self) -> bool:
        return is_red(self.colour)

    @property
    def is_black(self) -> bool:
        # One number is grey, three RGB, four CMYK.
        if len(self.colour) == 4:
            return self.colour[3] > 0.9
        return all(part < 0.1 for part in self.colour)

    def is_in(self, face: str) -> bool:
        return bool(FACES[face].search(self.font))

    @property
    def is_stand_in(self) -> bool:
        """Set in a face that helps out where the proper one lacks a character."""
        return bool(STAND_IN.search(self.font))


@dataclass(frozen=True)
class Turn:
    """How a line is turned on its page: 0, 90 (it reads upwards) or 270 (it reads downwards)."""

    degrees: int
    width: float
    height: float

    def on_page(self, box: Box) -> Box:
        """A box of the line's own upright frame as it lies on the page shown."""
        left, top, right, bottom = box
        if self.degrees == 90:
            return (top, self.height - right, bottom, self.height - left)
        if self.degrees == 270:
            return (self.width - bottom, left, self.width - top, right)
        return box


@dataclass(frozen=True)
class Line:
    """Glyphs on one base line, left to right, white space left out."""

    page: int
    glyphs: tuple[Glyph, ...]
    turn: Turn = Turn(0, 210, 297)

    @cached_property
    def text(self) -> str:
        """What the line says; radicals that some makers write for hanzi count as those."""
        return "".join(glyph.text for glyph in self.glyphs).translate(RADICALS)

    @cached_property
    def main(self) -> Glyph:
        """A glyph of the line's commonest font, whose base line is the line's."""
        fonts = Counter(glyph.font for glyph in self.glyphs if glyph.is_hanzi)
        fonts = fonts or Counter(glyph.font for glyph in self.glyphs)
        font = fonts.most_common(1)[0][0]
        return next(glyph for glyph in self.glyphs if glyph.font == font)

    @property
    def size(self) -> float:
        return self.main.size

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @cached_property
    def x1(self) -> float:
        return max(glyph.x1 for glyph in self.glyphs)

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def ink_start(self) -> float:
        """Where ink begins: an opening mark leaves its left half empty."""
        first = self.glyphs[0]
        return (first.x0 + first.x1) / 2 if first.text in OPENING else first.x0

    @property
    def ink_end(self) -> float:
        """Where ink ends: a closing mark leaves its right half empty."""
        last = max(self.glyphs, key=lambda glyph: glyph.x1)
        return (last.x0 + last.x1) / 2 if last.text in CLOSING else last.x1

    def off_centre(self, middle: float) -> float:
        """How far from the middle, whether marks at the ends count whole or half."""
        offs = [
            (start + end) / 2 - middle
            for start in (self.x0, self.ink_start)
            for end in (self.x1, self.ink_end)
        ]
        return min(offs, key=abs)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def base_line(self) -> float:
        return self.main.base

    @property
    def top(self) -> float:
        return self.main.top

    @property
    def bottom(self) -> float:
        return self.top + self.size * MM

    @property
    def box(self) -> Box:
        return (self.x0, self.top, self.x1, self.bottom)

    @property
    def place(self) -> Place:
        return Place(self.page, self.turn.on_page(self.box))

    @property
    def is_red(self) -> bool:
        return self.main.is_red

    @cached_property
    def pieces(self) -> tuple["Line", ...]:
        """The line cut where more than a character is left empty: cells, or left and right."""
        return self.cut(1.2)

    def cut(self, empty: float) -> tuple["Line", ...]:
        """The line cut where more than so much of a character is left empty."""
        cuts = [
            at
            for at in range(1, len(self.glyphs))
            if self.glyphs[at].x0 - self.glyphs[at - 1].x1 > empty * self.size * MM
        ]
        ends = zip((0, *cuts), (*cuts, len(self.glyphs)), strict=True)
        return tuple(self.part(start, end) for start, end in ends)

    def part(self, start: int, end: int | None = None) -> "Line":
        return Line(self.page, self.glyphs[start:end], self.turn)

    def after(self, words: int) -> float | None:
        """Where the glyph after so many characters of text begins."""
        seen = 0
        for glyph in self.glyphs:
            if seen >= words:
                return glyph.x0
            seen += len(glyph.text)
        return None


@dataclass(frozen=True)
class Stroke:
    """A straight line drawn on the page, flat or upright, however the file draws it."""

    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    colour: tuple[float, ...]

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def thickness(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def is_flat(self) -> bool:
        return self.width >= self.thickness

    @property
    def place(self) -> Place:
        return Place(self.page, (self.x0, self.top, self.x1, self.bottom))

    @property
    def is_red(self) -> bool:
        return is_red(self.colour)


@dataclass(frozen=True)
class Page:
    """One page as shown; `turned` are the lines that read upwards or downwards on it.

    `slanted` is what is written across it, as a watermark is.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    turned: tuple[Line, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    pictures: tuple[Box, ...] = ()
    slanted: str = ""

    @cached_property
    def is_landscape(self) -> bool:
        """Its text is read with the long side level, whichever way the file turns the sheet."""
        if self.width > self.height:
            return True
        return len(glyphs_of(self.turned)) > len(glyphs_of(self.lines))

    @cached_property
    def text_lines(self) -> tuple[Line, ...]:
        """The lines of the direction most text has."""
        if len(glyphs_of(self.turned)) > len(glyphs_of(self.lines)):
            return self.turned
        return self.lines

    @property
    def is_blank(self) -> bool:
        return not self.lines and not self.turned and not self.pictures

    @cached_property
    def rules(self) -> tuple[Stroke, ...]:
        """The long flat strokes from the top down."""
        return tuple(rule for rule in self.strokes if rule.is_flat and rule.width > 100)


def glyphs_of(lines: Iterable[Line]) -> list[Glyph]:
    return [glyph for line in lines for glyph in line.glyphs]


def around(boxes: Iterable[Box]) -> Box | None:
    """The smallest box that holds them all; None without any."""
    sides = list(zip(*boxes, strict=True))
    if not sides:
        return None
    return (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))


def place_of(things: Iterable[Placed], page: int = 0) -> Place:
    """Where several things stand: the page of the first, and the box around those on it."""
    places = [thing.place for thing in things]
    page = places[0].page if places else page
    return Place(page, around(one.spot for one in places if one.page == page and one.spot))


def em_top(font: str) -> float:
    return next((top for name, top in EM_TOPS if name.search(font)), OTHER_EM_TOP)


def is_red(colour: tuple[float, ...]) -> bool:
    if len(colour) == 4:
        return colour[0] < 0.3 and min(colour[1:3]) > 0.5
    return len(colour) == 3 and colour[0] > 0.6 and max(colour[1:]) < 0.4


def rows(page: int, glyphs: Iterable[Glyph], turn: Turn) -> Iterator[Line]:
    """Glyphs whose base lines lie within 1.5 mm: stand-in faces sit a little lower."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        if row and glyph.base - row[0].base > 1.5:
            yield _line(page, row, turn)
            row = []
        row.append(glyph)
    if row:
        yield _line(page, row, turn)


def _line(page: int, row: list[Glyph], turn: Turn) -> Line:
    return Line(page, tuple(sorted(row, key=lambda glyph: glyph.x0)), turn)
