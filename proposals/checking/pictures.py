"""Draws the pages of a PDF as small pictures, and tells how large the paper is; pure."""

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2
from PIL import Image

DPI = 110
# A sheet far beyond A4 is drawn smaller, so that its picture stays one a browser can show.
MOST_DOTS = 1800
COLOURS = 32
MM = 25.4 / 72


@dataclass(frozen=True)
class Paper:
    """Width and height of one page in mm."""

    width: float
    height: float


def papers(pdf: bytes) -> tuple[Paper, ...]:
    with _opened(pdf) as document:
        return tuple(_paper(page) for page in _pages(document))


def picture(pdf: bytes, number: int) -> bytes:
    """Page `number`, counted from 1, as PNG; IndexError for one that is not there."""
    with _opened(pdf) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        with _whole(document[number - 1]) as page:
            return _drawn(page)


def pictures(pdf: bytes) -> Iterator[bytes]:
    """Every page as PNG."""
    with _opened(pdf) as document:
        yield from map(_drawn, _pages(document))


def characters(pdf: bytes) -> int:
    """How many characters the text layer holds: a scan has none."""
    with _opened(pdf) as document:
        return sum(map(_characters, _pages(document)))


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        yield document


def _pages(document: Any) -> Iterator[Any]:
    for at in range(len(document)):
        with _whole(document[at]) as page:
            yield page


@contextmanager
def _whole(page: Any) -> Iterator[Any]:
    """The whole sheet, which is what was measured, though a file may ask to show less of it."""
    with closing(page):
        page.set_cropbox(*page.get_mediabox())
        yield page


def _paper(page: Any) -> Paper:
    width, height = page.get_size()
    return Paper(round(width * MM, 2), round(height * MM, 2))


def _characters(page: Any) -> int:
    with closing(page.get_textpage()) as text:
        return int(text.count_chars())


def _drawn(page: Any) -> bytes:
    scale = min(DPI / 72, MOST_DOTS / max(page.get_size()))
    drawn = page.render(scale=scale).to_pil().convert("RGB")
    few = drawn.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG")
    return out.getvalue()
