"""Small fonts made of the free ones, with the names, rights and faults a test wants."""

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

from cixi_ip import typeset
from cixi_ip.typeset.fonts import SQUARES

TEXT = SQUARES + "检测专利工作情况第一二三项，。0123456789"
ENGLISH, CHINESE = 0x409, 0x804


@cache
def base() -> bytes:
    """The free 楷体 with the characters of TEXT alone."""
    made = BytesIO()
    with TTFont(typeset.faces()["楷体"][0].path) as font:
        chooser = subset.Subsetter()
        chooser.populate(text=TEXT)
        chooser.subset(font)
        font.save(made)
    return made.getvalue()


def make_font(
    path: Path,
    *,
    english: str = "",
    chinese: str = "",
    postscript: str = "Made-Up",
    without: Iterable[str] = (),
    rights: int = 0,
) -> Path:
    """Write a font with these names of its family; of CFF outlines, or of TrueType for .ttf."""
    font = TTFont(BytesIO(base()))
    if path.suffix == ".ttf":
        font = truetype(font)
    named(font, english, chinese, postscript)
    for table in font["cmap"].tables:
        for character in without:
            table.cmap.pop(ord(character), None)
    font["OS/2"].fsType = rights
    path.parent.mkdir(parents=True, exist_ok=True)
    font.save(path)
    return path


def make_collection(path: Path, *fonts: Path) -> Path:
    collection = TTCollection()
    collection.fonts = [TTFont(font) for font in fonts]
    path.parent.mkdir(parents=True, exist_ok=True)
    collection.save(path)
    return path


def named(font: TTFont, english: str, chinese: str, postscript: str) -> None:
    table = font["name"]
    table.names = []
    for language, family in ((ENGLISH, english), (CHINESE, chinese)):
        if family:
            for name_id, text in ((1, family), (2, "Regular"), (4, family), (6, postscript)):
                table.setName(text, name_id, 3, 1, language)


def truetype(font: TTFont) -> TTFont:
    """The same font with quadratic outlines."""
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    outlines = {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
        outlines[name] = pen.glyph()
    builder = FontBuilder(font["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(font.getBestCmap())
    builder.setupGlyf(outlines)
    builder.setupHorizontalMetrics({name: (font["hmtx"][name][0], 0) for name in order})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    builder.setupPost()
    return builder.font
