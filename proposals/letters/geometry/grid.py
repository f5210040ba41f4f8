"""The type area and its grid: margins, lines, characters, faces, and what may begin a line."""

import re
from collections import Counter
from itertools import pairwise
from statistics import median

from proposals.letters.geometry.anatomy import INDENTED, Anatomy
from proposals.letters.geometry.rules import (
    CELL,
    CHARACTER,
    HEIGHT,
    LEFT,
    LINES,
    TOP,
    WIDTH,
    Report,
)
from proposals.letters.geometry.sheet import MM, Glyph, Line, around

NOT_FIRST = frozenset("，。、；：？！”’）》〉】〕」』％…,;:?!)]}%")
NOT_LAST = frozenset("“‘（《〈【〔「『([{")
HALF_WHEN_LAST = frozenset("，。、；：？！”’）》〉】〕」』")
HEADINGS = (
    ("heading1_face", "黑体", re.compile("[一二三四五六七八九十百]+、")),
    ("heading2_face", "楷体", re.compile("[（(][一二三四五六七八九十百]+[）)]")),
)


def measure_grid(letter: Anatomy, report: Report) -> None:
    """Every rule that holds for the running text as a whole."""
    _paper(letter, report)
    _margins(letter, report)
    _lines(letter, report)
    _characters(letter, report)
    _line_ends(letter, report)
    _faces(letter, report)
    _colours(letter, report)


def _paper(letter: Anatomy, report: Report) -> None:
    for page in letter.pages:
        report.measure("page_width", page.width, page.number)
        report.measure("page_height", page.height, page.number)


def _margins(letter: Anatomy, report: Report) -> None:
    for page in letter.pages:
        lines = [line for line in letter.running if line.page == page.number]
        if not lines:
            continue
        if page.number > 1:
            report.measure("top_margin", lines[0].top, page.number, spot=lines[0].box)
        starts = [line.x0 for line in lines if line.text[0] not in NOT_LAST]
        if starts and min(starts) < LEFT + 1.5 * CELL:
            report.measure(
                "left_margin",
                min(starts),
                page.number,
                spot=min(lines, key=lambda line: line.x0).box,
            )
        widest = max(lines, key=_ink_end)
        report.most("right_edge", _ink_end(widest), page.number, spot=widest.box)
    for page in letter.pages[: letter.last_body_page - 1]:
        report.measure(
            "bottom_edge",
            letter.body_on(page.number)[-1].bottom,
            page.number,
            spot=letter.body_on(page.number)[-1].box,
        )
    _outside(letter, report)


def _ink_end(line: Line) -> float:
    """Where a line's ink ends: a closing mark leaves its right half empty."""
    last = max(line.glyphs, key=lambda glyph: glyph.x1)
    return (last.x0 + last.x1) / 2 if last.text in HALF_WHEN_LAST else last.x1


def _outside(letter: Anatomy, report: Report) -> None:
    allowed = {*letter.head, *letter.page_numbers}
    for page in letter.pages:
        stray = [
            line
            for line in page.lines
            if line not in allowed and (line.top < TOP - 1 or line.bottom > TOP + HEIGHT + 1)
        ]
        report.state(
            "outside_area",
            not stray,
            "、".join(line.text for line in stray) or "没有",
            page.number,
            spot=around(line.box for line in stray),
        )


def _lines(letter: Anatomy, report: Report) -> None:
    """Lines a page, their distance, and page 1's place on the grid."""
    if not letter.body:
        return
    expected = _lines_due(letter)
    for page in letter.pages[1 : letter.last_body_page - 1]:
        count = len(letter.body_on(page.number))
        report.measure(
            "lines_per_page",
            count,
            page.number,
            ok=count == expected,
            spot=around(line.box for line in letter.body_on(page.number)),
        )
    pitch = (HEIGHT - CHARACTER) / (expected - 1)
    for page in letter.pages:
        distances = letter.distances_on(page.number)
        if distances:
            worst = max(distances, key=lambda distance: abs(distance - pitch))
            report.measure("line_pitch", worst, page.number, ok=abs(worst - pitch) <= 0.25)
    if letter.body_on(1):
        steps = (letter.body[0].top - TOP) / letter.pitch
        report.measure("line_grid", steps - round(steps), 1, spot=letter.body[0].box)


def _lines_due(letter: Anatomy) -> int:
    """22 lines a page, or the number found where 22 would leave signature and date alone (7.3.5.5).

    Counted on the grid of the last page with body text, set back to 22 lines: each page before it
    then gives up as many lines as it holds more, or takes as many as it holds fewer. In a letter
    without rules around its record, the record must not be left alone either.
    """
    found = letter.lines
    if not letter.date or not 19 <= found <= 24:
        return LINES
    used = round((letter.body[-1].top - TOP) / letter.pitch) + 1
    free = -(used - (LINES - found) * (letter.last_body_page - 1)) % LINES
    closing = 1 + 1 + len(letter.signature) + len(letter.note)
    if letter.record and all(stroke.is_red for stroke in letter.pages[-1].strokes):
        closing += len(letter.record) + 1
    return found if free < closing else LINES


def _characters(letter: Anatomy, report: Report) -> None:
    """Characters in lines of nothing but full-width characters that reach the right edge."""
    full = [
        line
        for line in letter.body
        if line.x0 < LEFT + 1
        and line.x1 > LEFT + WIDTH - 1
        and all(glyph.is_hanzi for glyph in line.glyphs)
    ]
    if full:
        counts = Counter(len(line.glyphs) for line in full)
        report.measure(
            "chars_per_line", counts.most_common(1)[0][0], full[0].page, spot=full[0].box
        )
    steps = [
        (right.x0 - left.x0) / MM
        for line in letter.body
        for left, right in pairwise(line.glyphs)
        if left.is_hanzi and right.is_hanzi
    ]
    if steps:
        report.measure("char_advance", median(steps))


def _line_ends(letter: Anatomy, report: Report) -> None:
    for page in letter.pages:
        lines = [line for line in letter.running if line.page == page.number]
        starts = [line.glyphs[0] for line in lines if line.text[0] in NOT_FIRST]
        ends = [line.glyphs[-1] for line in lines if line.text[-1] in NOT_LAST]
        _marks(report, "line_start", starts, page.number)
        _marks(report, "line_end", ends, page.number)


def _marks(report: Report, rule: str, marks: list[Glyph], page: int) -> None:
    shown = "".join(glyph.text for glyph in marks) or "没有"
    report.state(rule, not marks, shown, page, spot=around(glyph.box for glyph in marks))


def _faces(letter: Anatomy, report: Report) -> None:
    """Sizes of all running text; faces of headings to their first full stop, of all else 仿宋."""
    plain: list[Glyph] = []
    headings: dict[str, list[Glyph]] = {name: [] for name, _, _ in HEADINGS}
    inside: str | None = None
    for line in letter.body:
        if line.x0 > INDENTED:
            inside = next((name for name, _, opening in HEADINGS if opening.match(line.text)), None)
        for glyph in line.glyphs:
            (headings[inside] if inside else plain).append(glyph)
            inside = None if glyph.text == "。" else inside
    sizes = [glyph.size for line in letter.running for glyph in line.glyphs]
    if sizes:
        report.measure("body_size", max(sizes, key=lambda size: abs(size - 16)))
    _face(report, "body_face", "仿宋", plain)
    for name, face, _ in HEADINGS:
        _face(report, name, face, headings[name])


def _face(report: Report, rule: str, face: str, glyphs: list[Glyph]) -> None:
    """Stand-in faces may help out, but not carry the text."""
    hanzi = [glyph for glyph in glyphs if glyph.is_hanzi]
    if not hanzi:
        return
    strange = [glyph for glyph in hanzi if not (glyph.is_in(face) or glyph.is_stand_in)]
    own = sum(glyph.is_in(face) for glyph in hanzi) / len(hanzi)
    fonts = sorted({glyph.font for glyph in strange or hanzi})
    report.state(rule, not strange and own > 0.2, "、".join(fonts))


def _colours(letter: Anatomy, report: Report) -> None:
    for page in letter.pages:
        lines = [line for line in page.lines if line not in letter.head]
        coloured = [glyph for line in lines for glyph in line.glyphs if not glyph.is_black]
        shown = "".join(glyph.text for glyph in coloured[:10])
        report.state(
            "text_colour",
            not coloured,
            shown or "黑",
            page.number,
            spot=around(glyph.box for glyph in coloured),
        )
