"""Reads a PDF of any maker into pages of lines and strokes, or says in Chinese why it cannot."""

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pdfplumber
import pikepdf
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from proposals.letters.geometry.sheet import MM, Box, Glyph, Page, Stroke, Turn, rows

MEGABYTE = 1024 * 1024
MOST_BYTES = 50 * MEGABYTE
MOST_DRAWING = 64 * MEGABYTE  # the drawing commands of all pages, unpacked
MOST_PAGES = 200
AGAIN = "请用原来的软件重新导出 PDF，再检查。"
NO_PDF = f"读不出这个文件：它不是 PDF，或已经损坏。{AGAIN}"
LOCKED = "这个 PDF 加了打开密码，读不出来。请取消密码，另存一份再检查。"
NO_PAGE = f"这个 PDF 没有一页。{AGAIN}"
TOO_BIG = (
    "这个 PDF 有 {size:.0f} MB，超过 {most} MB 的上限。公文一般不到 2 MB；请压缩图片后再检查。"
)
TOO_LONG = "这个 PDF 有 {pages} 页，超过 {most} 页的上限。请只导出公文本身再检查。"
TOO_DENSE = f"这个 PDF 的绘图命令展开后超过 {{most}} MB，不像公文。{AGAIN}"
# What the reading library lets through where a file breaks the format's rules.
BROKEN = (
    PdfminerException,
    MalformedPDFException,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RecursionError,
    NotImplementedError,
    struct.error,
    zlib.error,
)
ESCAPED = re.compile(r"\\x([0-9a-f]{2})")
THIN = 3.0
THINNEST = 0.02
SHORT = 3.0


def open_pdf(pdf: bytes) -> bytes:
    """The PDF mended and without permissions to ask for; ValueError, in Chinese, if unreadable."""
    if len(pdf) > MOST_BYTES:
        size, most = len(pdf) / MEGABYTE, MOST_BYTES // MEGABYTE
        raise ValueError(TOO_BIG.format(size=size, most=most))
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            _refuse_too_much(document)
            if not document.is_encrypted and not document.get_warnings():
                return pdf
            mended = io.BytesIO()
            document.save(mended, fix_metadata_version=False)
            return mended.getvalue()
    except pikepdf.PasswordError as error:
        raise ValueError(LOCKED) from error
    except (pikepdf.PdfError, RuntimeError, TypeError) as error:
        raise ValueError(NO_PDF) from error


def _refuse_too_much(document: pikepdf.Pdf) -> None:
    pages = len(document.pages)
    if not pages:
        raise ValueError(NO_PAGE)
    if pages > MOST_PAGES:
        raise ValueError(TOO_LONG.format(pages=pages, most=MOST_PAGES))
    left = MOST_DRAWING
    for drawing in _drawings(document):
        left -= _unpacked(drawing, left + 1)
        if left < 0:
            raise ValueError(TOO_DENSE.format(most=MOST_DRAWING // MEGABYTE))


def _drawings(document: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
    """The streams of drawing commands: those of the pages, and those they call."""
    for page in document.pages:
        contents = page.obj.get("/Contents")
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        yield from (part for part in parts if isinstance(part, pikepdf.Stream))
    for thing in document.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form":
            yield thing


def _unpacked(stream: pikepdf.Stream, most: int) -> int:
    """How long a stream is when unpacked, up to a limit that keeps a bomb from going off."""
    raw = stream.read_raw_bytes()
    if stream.get("/Filter") != "/FlateDecode":
        return len(raw)
    try:
        return len(zlib.decompressobj().decompress(raw, most))
    except zlib.error:
        return len(raw)


def read_pages(pdf: bytes) -> tuple[Page, ...]:
    """Every page's text and rules; slanted marks such as 草稿 across the page are no part of it.

    ValueError, in Chinese, for what cannot be read.
    """
    # The library writes its surprise at odd fonts to the log, a line a glyph.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            return tuple(_page(number, page) for number, page in enumerate(document.pages, 1))
    except BROKEN as error:
        raise ValueError(NO_PDF) from error


def _page(number: int, page: Any) -> Page:
    width, height = page.width * MM, page.height * MM
    lines = {
        turn: tuple(
            rows(number, _glyphs(page, turn), Turn(turn, width, height)),
        )
        for turn in (0, 90, 270)
    }
    turned = max(lines[90], lines[270], key=lambda found: sum(len(one.glyphs) for one in found))
    strokes = _distinct(sorted(_strokes(number, page), key=lambda stroke: stroke.top))
    pictures = tuple(_box(image) for image in page.images)
    slanted = "".join(char["text"] for char in page.chars if _turn(char["matrix"]) is None)
    page.close()
    return Page(number, width, height, lines[0], turned, tuple(strokes), pictures, slanted)


def _box(shape: dict[str, Any]) -> Box:
    return (shape["x0"] * MM, shape["top"] * MM, shape["x1"] * MM, shape["bottom"] * MM)


def _glyphs(page: Any, turn: int) -> Iterator[Glyph]:
    for order, char in enumerate(page.chars):
        if char["text"].strip() and _turn(char["matrix"]) == turn:
            yield _glyph(char, order, page.width, page.height, turn)


def _turn(matrix: tuple[float, ...]) -> int | None:
    a, b, c, d = matrix[:4]
    if abs(b) < 1e-3 and abs(c) < 1e-3:
        return 0
    if abs(a) < 1e-3 and abs(d) < 1e-3:
        return 90 if b > 0 else 270
    return None


def _glyph(char: dict[str, Any], order: int, width: float, height: float, turn: int) -> Glyph:
    """The glyph in the frame it is read in: a turned page is turned back first."""
    across = {
        0: (char["x0"], char["x1"], height - char["matrix"][5]),
        90: (height - char["bottom"], height - char["top"], char["matrix"][4]),
        270: (char["top"], char["bottom"], width - char["matrix"][4]),
    }
    x0, x1, base = across[turn]
    return Glyph(
        text=char["text"],
        x0=x0 * MM,
        x1=x1 * MM,
        base=base * MM,
        size=char["size"] if turn == 0 else char["x1"] - char["x0"],
        font=_font_name(str(char["fontname"])),
        colour=_colour(char["non_stroking_color"]),
        order=order,
        is_artifact=char.get("tag") == "Artifact",
    )


def _font_name(name: str) -> str:
    """Without the mark of a subset; names that WPS writes in GBK come escaped byte by byte."""
    name = name.split("+")[-1].strip("'")
    if "\\x" not in name:
        return name
    return (
        ESCAPED.sub(lambda found: chr(int(found[1], 16)), name)
        .encode("latin-1", "replace")
        .decode("gb18030", "replace")
    )


def _colour(value: Any) -> tuple[float, ...]:
    parts = value if isinstance(value, list | tuple) else (value,)
    # A pattern is named, not mixed: it counts as some colour that is neither black nor red.
    if any(not isinstance(part, int | float) for part in parts if part is not None):
        return (0.5, 0.5, 0.5)
    return tuple(float(part or 0) for part in parts)


def _strokes(number: int, page: Any) -> Iterator[Stroke]:
    rings = list(_rings(page.rects))
    for inner, outer in rings:
        yield from _border(number, _box(inner), _box(outer), _colour(outer["non_stroking_color"]))
    in_rings = {id(rect) for ring in rings for rect in ring}
    yield from _bars(number, [rect for rect in page.rects if id(rect) not in in_rings])
    for line in page.lines:
        left, top, right, bottom = _box(line)
        if min(right - left, bottom - top) < 0.1 and max(right - left, bottom - top) > SHORT:
            yield _pen_stroke(number, line, (left, top, right, bottom))


def _bars(number: int, rects: list[dict[str, Any]]) -> Iterator[Stroke]:
    """Boxes so thin that they are lines, and the sides of those drawn with a pen."""
    for rect in rects:
        left, top, right, bottom = _box(rect)
        colour = _colour(rect["non_stroking_color" if rect["fill"] else "stroking_color"])
        if min(right - left, bottom - top) < THIN:
            if max(right - left, bottom - top) > SHORT:
                yield Stroke(number, left, right, top, bottom, colour)
        elif rect["stroke"]:
            yield from _frame(number, rect)


def _rings(rects: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Borders drawn as two boxes, one in the other, of which only what lies between is filled."""
    before = None
    for rect in rects:
        if before and _is_ring(before, rect):
            yield min(before, rect, key=_area), max(before, rect, key=_area)
            before = None
        else:
            before = rect


def _is_ring(one: dict[str, Any], other: dict[str, Any]) -> bool:
    inner, outer = sorted((one, other), key=_area)
    if not all(rect["fill"] and rect["evenodd"] and not rect["stroke"] for rect in (one, other)):
        return False
    if one["non_stroking_color"] != other["non_stroking_color"]:
        return False
    sides = zip(_box(inner), _box(outer), (1, 1, -1, -1), strict=True)
    return all(-0.01 < (within - side) * way < THIN for within, side, way in sides)


def _area(rect: dict[str, Any]) -> float:
    return float(rect["width"] * rect["height"])


def _border(number: int, inner: Box, outer: Box, colour: tuple[float, ...]) -> Iterator[Stroke]:
    """The sides of a ring that are there, and not too short to be a line."""
    left, top, right, bottom = outer
    sides = (
        (left, top, right, inner[1]),
        (left, inner[3], right, bottom),
        (left, top, inner[0], bottom),
        (inner[2], top, right, bottom),
    )
    for side in sides:
        thin, long = sorted((side[2] - side[0], side[3] - side[1]))
        if thin > THINNEST and long > SHORT:
            yield Stroke(number, side[0], side[2], side[1], side[3], colour)


def _distinct(strokes: list[Stroke]) -> list[Stroke]:
    """Each stroke once, however often it is drawn; a hollow one as the two that are seen."""
    strokes = list(dict.fromkeys(strokes))
    inner = {
        outer: one
        for outer in strokes
        for one in strokes
        if outer.is_flat and (outer.x0, outer.x1) == (one.x0, one.x1)
        if outer.top < one.top - 0.05 and one.bottom < outer.bottom - 0.05
    }
    kept = [stroke for stroke in strokes if stroke not in {*inner, *inner.values()}]
    for outer, gap in inner.items():
        kept += [replace(outer, bottom=gap.top), replace(outer, top=gap.bottom)]
    return sorted(kept, key=lambda stroke: stroke.top)


def _pen_stroke(number: int, shape: dict[str, Any], box: Box) -> Stroke:
    """A line as thick as the pen, which the file gives without its thickness."""
    left, top, right, bottom = box
    half = float(shape["linewidth"] or 0) * MM / 2
    colour = _colour(shape["stroking_color"])
    if right - left > bottom - top:
        return Stroke(number, left, right, top - half, bottom + half, colour)
    return Stroke(number, left - half, right + half, top, bottom, colour)


def _frame(number: int, rect: dict[str, Any]) -> Iterator[Stroke]:
    """The four sides of a drawn frame."""
    left, top, right, bottom = _box(rect)
    sides = (
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    )
    for side in sides:
        yield _pen_stroke(number, rect, side)


def is_scan(pages: tuple[Page, ...]) -> bool:
    """Pictures without any text: a scan, of which nothing can be measured but its paper."""
    return not any(line for page in pages for line in (*page.lines, *page.turned))
