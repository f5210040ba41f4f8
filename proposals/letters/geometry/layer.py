"""The text layer of a PDF against its source, character by character."""

import re
from collections.abc import Iterator
from itertools import pairwise

from proposals.letters.geometry.anatomy import Anatomy
from proposals.letters.geometry.annexes import repeated_head
from proposals.letters.geometry.report import Report
from proposals.letters.geometry.sheet import Glyph, Line, Page, Place, glyphs_of, place_of

# Radicals and look-alikes that print well but cannot be searched, and private characters.
STRANGE = re.compile(
    "[\u2e80-\u2fdf\uf900-\ufaff\ue000-\uf8ff\U0002f800-\U0002fa1f\U000f0000-\U0010ffff\ufffd]"
    r"|\(cid:\d+\)"
)
AROUND = 12


def measure_text(letter: Anatomy, text: str | None, report: Report) -> None:
    """Odd characters; and, given the source, the first place where the layer differs from it."""
    glyphs = [glyph for page in letter.pages for line in _lines(page) for glyph in line.glyphs]
    strange = sorted({found for glyph in glyphs for found in STRANGE.findall(glyph.text)})
    codes = [char if len(char) > 1 else f"{char}（U+{ord(char):04X}）" for char in strange]
    where = [
        line
        for page in letter.pages
        for line in _lines(page)
        if any(STRANGE.search(glyph.text) for glyph in line.glyphs)
    ]
    report.none("text_codepoints", codes, place_of(where))
    if text is not None:
        _compare(letter, "".join(text.split()), report)


def _lines(page: Page) -> tuple[Line, ...]:
    return (*page.lines, *page.turned)


def _compare(letter: Anatomy, source: str, report: Report) -> None:
    """Page by page, in whichever order of reading agrees: a table's cells wrap inside rows."""
    at = 0
    for page in letter.pages:
        readings = list(_readings(letter, page))
        agreed = next((text for text in readings if source.startswith(text, at)), None)
        if agreed is None:
            best = max(readings, key=lambda text: _common(source, at, text))
            report.state("text_equal", False, _difference(source, at, best), Place(page.number))
            return
        at += len(agreed)
    shown = "相同" if at == len(source) else _difference(source, at, "")
    report.state("text_equal", at == len(source), shown)


def _readings(letter: Anatomy, page: Page) -> Iterator[str]:
    """The page's text row by row, and in the order the file draws it; both without artifacts."""
    numbers = {id(line) for line in letter.page_numbers}
    lines = [line for line in _lines(page) if id(line) not in numbers]
    heads = [id(line) for line in repeated_head(letter, page.number)]
    cells = {id(line) for line in letter.cells.get(page.number, ())}
    for count in range(len(heads) + 1):
        kept = [line for line in lines if id(line) not in heads[:count]]
        proper = [_without_artifacts(line) for line in kept]
        # Some makers call even the red head an artifact.
        with_head = [
            line if line in letter.front.head else part
            for line, part in zip(kept, proper, strict=True)
        ]
        for found in [proper, with_head] if proper != with_head else [proper]:
            glyphs = glyphs_of(found)
            yield _text(glyphs)
            yield _text(_as_drawn(found))
            if cells:
                yield _text(_with_cells_as_drawn(kept, found, cells))


def _without_artifacts(line: Line) -> Line:
    glyphs = tuple(glyph for glyph in line.glyphs if not glyph.is_artifact)
    return line if glyphs == line.glyphs else Line(line.page, glyphs, line.turn)


def _with_cells_as_drawn(lines: list[Line], found: list[Line], cells: set[int]) -> list[Glyph]:
    """Row by row outside the tables, inside them as drawn, each table at its own place."""
    glyphs: list[Glyph] = []
    table: list[Line] = []
    for line, shown in zip(lines, found, strict=True):
        if id(line) in cells:
            table.append(shown)
            continue
        glyphs += [*_as_drawn(table), *shown.glyphs]
        table = []
    return glyphs + _as_drawn(table)


def _as_drawn(lines: list[Line]) -> list[Glyph]:
    """In the order the file draws them; but what it draws in one go side by side, as it stands.

    Some makers draw the characters of one face before those of another.
    """
    runs: list[list[Glyph]] = []
    for piece in (piece for line in lines for piece in line.pieces):
        at = -1
        for glyph in sorted(piece.glyphs, key=lambda glyph: glyph.order):
            if not runs or at < 0 or glyph.order > at + 1:
                runs.append([])
            runs[-1].append(glyph)
            at = glyph.order
    runs.sort(key=lambda run: run[0].order)
    return [glyph for run in runs for glyph in _across(run)]


def _across(run: list[Glyph]) -> list[Glyph]:
    """From left to right; words set over one another, which that would mix, stay as drawn."""
    across = sorted(run, key=lambda glyph: glyph.x0)
    over = any(right.x0 < (left.x0 + left.x1) / 2 for left, right in pairwise(across))
    return run if over else across


def _text(glyphs: list[Glyph]) -> str:
    return "".join("".join(glyph.text for glyph in glyphs).split())


def _common(source: str, at: int, text: str) -> int:
    """How many characters agree from here on."""
    pairs = zip(source[at:], text, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(source) - at, len(text)))


def _difference(source: str, at: int, text: str) -> str:
    found = _common(source, at, text)
    here = at + found
    before = source[max(0, here - 6) : here]
    wanted, there = source[here : here + AROUND], text[found : found + AROUND]
    return f"第 {here + 1} 字起（“{before}”之后），原文“{wanted}”，文字层“{there}”"
