"""A PDF as a ruler sees it: glyphs gathered into lines, drawn rules, and ink, all in mm."""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pdfplumber
import pypdfium2
from pdfplumber.utils.exceptions import PdfminerException
from PIL import Image, ImageChops

MM = 25.4 / 72
Box = tuple[float, float, float, float]  # left, top, right, bottom
INK_DPI = 300
# Height of a font's em box above the base line; PDF files do not tell it.
EM_TOPS = (
    (re.compile("fandol", re.I), 0.80),
    (re.compile("noto|sourcehan", re.I), 0.88),
    (re.compile("babelstone", re.I), 0.82),
)
OTHER_EM_TOP = 0.86
FACES = {
    "小标宋": re.compile("xiaobiaosong|小标宋|fandolsong-bold|notoserif.*(bold|black)", re.I),
    "仿宋": re.compile("fang|仿宋", re.I),
    "楷体": re.compile("kai|楷", re.I),
    "黑体": re.compile("hei|黑", re.I),
    "宋体": re.compile("song(?!-bold)|simsun|宋", re.I),
}
STAND_IN = re.compile("noto|sourcehan|babelstone|lxgw", re.I)
HANZI = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff〇]")


@dataclass(frozen=True)
class Glyph:
    text: str
    x0: float
    x1: float
    base: float
    size: float
    font: str
    colour: tuple[float, ...]

    @property
    def box(self) -> Box:
        top = self.base - em_top(self.font) * self.size * MM
        return (self.x0, top, self.x1, top + self.size * MM)

    @property
    def is_hanzi(self) -> bool:
        return bool(HANZI.match(self.text))

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
class Line:
    """Glyphs on one base line, left to right, white space left out."""

    page: int
    glyphs: tuple[Glyph, ...]

    @cached_property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

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

    @property
    def x1(self) -> float:
        return max(glyph.x1 for glyph in self.glyphs)

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def base_line(self) -> float:
        return self.main.base

    @property
    def top(self) -> float:
        return self.base_line - em_top(self.main.font) * self.size * MM

    @property
    def bottom(self) -> float:
        return self.top + self.size * MM

    @property
    def box(self) -> Box:
        return (self.x0, self.top, self.x1, self.bottom)

    @property
    def is_red(self) -> bool:
        return self.main.is_red


@dataclass(frozen=True)
class Stroke:
    """A long horizontal rule."""

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
    def box(self) -> Box:
        return (self.x0, self.top, self.x1, self.bottom)

    @property
    def is_red(self) -> bool:
        return is_red(self.colour)


@dataclass(frozen=True)
class Page:
    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    strokes: tuple[Stroke, ...]


def around(boxes: Iterable[Box]) -> Box | None:
    """The smallest box that holds them all; None without any."""
    sides = list(zip(*boxes, strict=True))
    if not sides:
        return None
    return (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))


def em_top(font: str) -> float:
    return next((top for name, top in EM_TOPS if name.search(font)), OTHER_EM_TOP)


def is_red(colour: tuple[float, ...]) -> bool:
    if len(colour) == 4:
        return colour[0] < 0.3 and min(colour[1:3]) > 0.5
    return len(colour) == 3 and colour[0] > 0.6 and max(colour[1:]) < 0.4


def read_pages(pdf: bytes) -> tuple[Page, ...]:
    """Every page's upright text and long rules; rotated marks such as 草稿 are no part of it.

    ValueError, in Chinese, for what is no readable PDF.
    """
    try:
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            return tuple(_page(number, page) for number, page in enumerate(document.pages, 1))
    except PdfminerException as error:
        raise ValueError("读不出这个文件：它不是 PDF，或已经损坏。请重新导出后再检查。") from error


def _page(number: int, page: Any) -> Page:
    glyphs = [_glyph(char, page.height) for char in page.chars if _is_upright(char)]
    lines = tuple(
        Line(number, row) for row in _rows(glyph for glyph in glyphs if glyph.text.strip())
    )
    strokes = sorted(_strokes(number, page), key=lambda stroke: stroke.top)
    return Page(number, page.width * MM, page.height * MM, lines, tuple(strokes))


def _is_upright(char: dict[str, Any]) -> bool:
    return bool(abs(char["matrix"][1]) < 1e-3 and abs(char["matrix"][2]) < 1e-3)


def _glyph(char: dict[str, Any], height: float) -> Glyph:
    return Glyph(
        text=char["text"],
        x0=char["x0"] * MM,
        x1=char["x1"] * MM,
        base=(height - char["matrix"][5]) * MM,
        size=char["size"],
        font=char["fontname"].split("+")[-1],
        colour=_colour(char["non_stroking_color"]),
    )


def _colour(value: Any) -> tuple[float, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (float(value or 0),)


def _rows(glyphs: Iterable[Glyph]) -> Iterator[tuple[Glyph, ...]]:
    """Glyphs whose base lines lie within 1.5 mm: stand-in faces sit a little lower."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        if row and glyph.base - row[0].base > 1.5:
            yield tuple(sorted(row, key=lambda glyph: glyph.x0))
            row = []
        row.append(glyph)
    if row:
        yield tuple(sorted(row, key=lambda glyph: glyph.x0))


def _strokes(number: int, page: Any) -> Iterator[Stroke]:
    for rect in page.rects:
        if rect["width"] * MM > 100 and rect["height"] * MM < 5:
            colour = rect["non_stroking_color"] if rect["fill"] else rect["stroking_color"]
            yield _stroke(number, rect, rect["top"], rect["bottom"], colour)
    for line in page.lines:
        if line["width"] * MM > 100 and line["height"] < 0.1:
            half = line["linewidth"] / 2
            top, bottom = line["top"] - half, line["bottom"] + half
            yield _stroke(number, line, top, bottom, line["stroking_color"])


def _stroke(number: int, shape: dict[str, Any], top: float, bottom: float, colour: Any) -> Stroke:
    span = (shape["x0"] * MM, shape["x1"] * MM, top * MM, bottom * MM)
    return Stroke(number, *span, _colour(colour))


class Ink:
    """Where ink really stands, measured on the drawn page to 0.08 mm."""

    def __init__(self, pdf: bytes) -> None:
        self.document = pypdfium2.PdfDocument(pdf)

    def box(self, page: int, area: Box, *, red: bool = False) -> Box | None:
        """The box of red or dark ink inside an area; None without any."""
        sheet = self.document[page - 1]
        width, height = sheet.get_size()
        left, top, right, bottom = (side / MM for side in area)
        crop = (left, height - bottom, width - right, top)
        drawn = sheet.render(scale=INK_DPI / 72, crop=tuple(max(0.0, side) for side in crop))
        found = _ink(drawn.to_pil().convert("RGB"), red).getbbox()
        if found is None:
            return None
        dot = 25.4 / INK_DPI
        x0, y0, x1, y1 = (side * dot for side in found)
        return (area[0] + x0, area[1] + y0, area[0] + x1, area[1] + y1)


def _ink(picture: Image.Image, red: bool) -> Image.Image:
    reds, greens, _ = picture.split()
    if red:
        return ImageChops.subtract(reds, greens).point(lambda value: 255 if value > 100 else 0)
    return reds.point(lambda value: 255 if value < 128 else 0)
