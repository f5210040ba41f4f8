"""The type area and its grid: margins, lines, characters, faces, and what may begin a line."""

import re
from collections import Counter
from itertools import pairwise
from statistics import median

from proposals.letters.geometry.anatomy import INDENTED, Anatomy
from proposals.letters.geometry.annexes import area_of
from proposals.letters.geometry.report import Report
from proposals.letters.geometry.rules import CELL, CHARACTER, HEIGHT, LEFT, LINES, RULES, TOP, WIDTH
from proposals.letters.geometry.sheet import (
    CLOSING,
    FILE,
    MM,
    OPENING,
    Glyph,
    Line,
    Page,
    Place,
    around,
    place_of,
)

NOT_FIRST = CLOSING | frozenset("％…")
HALF_NOT_FIRST = frozenset(",;:?!)%/")
# 间隔号 and 连接号; two dashes are 破折号, which may begin a line.
JOINING = re.compile("[·～－–]|—(?!—)")
NOT_LAST = OPENING
# Steps from one hanzi to the next: those of two lines. Of so few, half may be stretched where a
# mark has to stay with what is before it.
FEW_STEPS = 56
# Lines of text that may go to the next page with the signature, to keep it company.
MOST_TAKEN_ALONG = 3
# What a line may break at neither before nor after, or cannot be spread by.
UNSTRETCHED = re.compile("[\x21-\x7e…—]")
NUMERALS = "一二三四五六七八九十百"
HEADINGS = (
    ("heading1_face", "黑体", re.compile(f"[{NUMERALS}]+、")),
    ("heading2_face", "楷体", re.compile(f"[（(][{NUMERALS}]+[）)]")),
    ("heading3_face", "仿宋", re.compile(r"\d{1,2}[.．、](?!\d)")),
    ("heading4_face", "仿宋", re.compile(r"[（(]\d{1,2}[）)]")),
)


def measure_grid(letter: Anatomy, report: Report) -> None:
    """Every rule that holds for the running text as a whole."""
    _paper(letter, report)
    _margins(letter, report)
    _outside(letter, report)
    _lines(letter, report)
    _characters(letter, report)
    _line_ends(letter, report)
    _indents(letter, report)
    _faces(letter, report)
    _colours(letter, report)


def _paper(letter: Anatomy, report: Report) -> None:
    for page in letter.pages:
        width, height = sorted((page.width, page.height))
        report.measure("page_width", width, Place(page.number))
        report.measure("page_height", height, Place(page.number))


def _in_order(lines: tuple[Line, ...], page: Page) -> list[Line]:
    """The lines from the top down; none of a landscape page, which keeps no grid."""
    return [] if page.is_landscape else sorted(lines, key=lambda line: line.top)


def _margins(letter: Anatomy, report: Report) -> None:
    for page in letter.pages:
        lines = _in_order(letter.running_on(page.number), page)
        if not lines:
            continue
        if page.number > 1 and not _opens_otherwise(letter, page, lines[0]):
            report.measure("top_margin", lines[0].top, lines[0].place)
        closing = {id(line) for line in letter.signature}
        starts = [
            line for line in lines if line.text[0] not in NOT_LAST and id(line) not in closing
        ]
        first = min(starts, key=lambda line: line.x0, default=None)
        if first and first.x0 < LEFT + 1.5 * CELL:
            report.measure("left_margin", first.x0, first.place)
        widest = max(lines, key=lambda line: line.ink_end)
        report.most("right_edge", widest.ink_end, widest.place)
    for page in _filled(letter):
        last = letter.text_on(page.number)[-1]
        report.measure("bottom_edge", last.bottom, last.place)


def _opens_otherwise(letter: Anatomy, page: Page, first: Line) -> bool:
    """With a table, or with the signature and the blank lines above it."""
    is_closing = first in letter.signature or first is letter.date
    return is_closing or any(box[1] < first.top for box in letter.tables.get(page.number, ()))


def _filled(letter: Anatomy) -> list[Page]:
    """Pages that running text fills: it goes on from page to page, and nothing else is there."""
    return [page for page in letter.pages if _is_filled(letter, page)]


def _is_filled(letter: Anatomy, page: Page) -> bool:
    number = page.number
    if page.is_landscape or number in letter.tables or page.pictures:
        return False
    if any(annex.mark.page == number + 1 for annex in letter.annexes):
        return False
    goes_on = letter.text_on(number + 1) and number + 1 not in letter.tables
    own, following = letter.text_on(number), letter.text_on(number + 1)
    part = (own[0] in letter.body) if own else False
    if not (goes_on and own) or part != (following[0] in letter.body):
        return False
    return not (_has_signature(letter, number + 1) and len(following) <= MOST_TAKEN_ALONG)


def _has_signature(letter: Anatomy, page: int) -> bool:
    return any(line.page == page for line in letter.signature)


def _outside(letter: Anatomy, report: Report) -> None:
    allowed = {id(line) for line in (*letter.front.head, *letter.page_numbers)}
    for page in letter.pages:
        stray = [
            line
            for line in (*page.lines, *page.turned)
            if id(line) not in allowed and _is_outside(line)
        ]
        report.none("outside_area", [line.text for line in stray], place_of(stray, page.number))


def _is_outside(line: Line) -> bool:
    _, top, _, foot = area_of(line)
    return line.top < top - 1 or line.bottom > foot + 1


def _lines(letter: Anatomy, report: Report) -> None:
    """Lines a page, their distance, and page 1's place on the grid."""
    if not letter.body:
        return
    expected = _lines_due(letter)
    for page in _filled(letter):
        if page.number == 1 or any(annex.mark.page == page.number for annex in letter.annexes):
            continue
        lines = letter.text_on(page.number)
        report.measure("lines_per_page", len(lines), place_of(lines), ok=len(lines) == expected)
    pitch = (HEIGHT - CHARACTER) / (expected - 1)
    for page in letter.pages:
        _pitch(letter, page, pitch, report)
        _fill(letter, page, report)
    first = letter.body_on(1)
    if first and not letter.tables.get(1):
        steps = (first[0].top - TOP) / letter.pitch
        report.measure("line_grid", steps - round(steps), first[0].place)


def _pitch(letter: Anatomy, page: Page, pitch: float, report: Report) -> None:
    steps = [] if page.is_landscape else letter.steps_on(page.number)
    if not steps:
        return
    above, below = max(steps, key=lambda step: abs(step[1].top - step[0].top - pitch))
    worst, slack = below.top - above.top, RULES["line_pitch"].tolerance
    report.measure("line_pitch", worst, place_of([above, below]), ok=abs(worst - pitch) <= slack)


def _fill(letter: Anatomy, page: Page, report: Report) -> None:
    """Lines of plain Chinese that go on in the next reach the right edge."""
    going_on = [
        above
        for above, below in ([] if page.is_landscape else letter.steps_on(page.number))
        if below.x0 < INDENTED
        and not any(opening.match(above.text) for _, _, opening in HEADINGS)
        and not UNSTRETCHED.search(above.text + below.text[:3])
    ]
    shortest = min(going_on, key=lambda line: line.x1, default=None)
    if shortest:
        report.least("line_fill", shortest.x1, shortest.place)


def _lines_due(letter: Anatomy) -> int:
    """22 lines a page, or the number found where 22 would leave signature and date alone (7.3.5.5).

    Counted on the grid of the last page with body text, set back to 22 lines: each page before it
    then gives up as many lines as it holds more, or takes as many as it holds fewer. In a letter
    without rules around its record, the record must not be left alone either. With a table among
    the text nothing can be counted, and any number that fills the page will do.
    """
    found = letter.lines
    if not letter.date or not 19 <= found <= 24:
        return LINES
    if any(page <= letter.date.page for page in letter.tables):
        return found
    used = round((letter.body[-1].top - TOP) / letter.pitch) + 1
    free = -(used - (LINES - found) * (letter.last_body_page - 1)) % LINES
    last = letter.note[-1] if letter.note else letter.date
    closing = 1 + len(letter.signature) + 1 + len(letter.note)
    if last.page == letter.body[-1].page:
        closing = round((last.top - letter.body[-1].top) / letter.pitch)
    if letter.record and all(rule.is_red for rule in letter.pages[-1].rules):
        closing += len(letter.record) + 1
    return found if free < closing else LINES


def _characters(letter: Anatomy, report: Report) -> None:
    """Characters in lines of nothing but hanzi that reach the right edge.

    The next line goes on with two hanzi: a mark there would have taken a character along.
    """
    upright = [line for line in letter.text if not letter.pages[line.page - 1].is_landscape]
    full = [
        line
        for line, below in pairwise(upright)
        if line.x0 < LEFT + 1
        and line.x1 > LEFT + WIDTH - 1
        and all(glyph.is_hanzi for glyph in (*line.glyphs, *below.glyphs[:2]))
    ]
    if full:
        count = Counter(len(line.glyphs) for line in full).most_common(1)[0][0]
        odd = next(line for line in full if len(line.glyphs) == count)
        report.measure("chars_per_line", count, odd.place)
    steps = [
        (right.x0 - left.x0) / MM
        for line in upright
        for left, right in pairwise(line.glyphs)
        if left.is_hanzi and right.is_hanzi
    ]
    if len(steps) > FEW_STEPS:
        report.measure("char_advance", median(steps), place_of(upright[:1]))


def _line_ends(letter: Anatomy, report: Report) -> None:
    for page in letter.pages:
        lines = letter.running_on(page.number)
        starts = [
            line.glyphs[0]
            for line in lines
            if line.text[0] in NOT_FIRST or (line.x0 < LEFT + 1 and JOINING.match(line.text))
        ]
        starts += [
            below.glyphs[0]
            for above, below in pairwise(lines)
            if below.text[0] in HALF_NOT_FIRST and _belongs_to_chinese(above, below)
        ]
        ends = [line.glyphs[-1] for line in lines if line.text[-1] in NOT_LAST]
        _end_marks(report, "line_start", starts, page.number)
        _end_marks(report, "line_end", ends, page.number)


def _belongs_to_chinese(above: Line, below: Line) -> bool:
    """A half-width mark after a hanzi, or a % after its figure; in an address it may stand so."""
    before, after = above.glyphs[-1], below.glyphs[1:2]
    if below.text[0] == "%":
        return before.text.isdigit() and not (after and after[0].text.isascii())
    return before.is_hanzi


def _end_marks(report: Report, rule: str, marks: list[Glyph], page: int) -> None:
    shown = "".join(glyph.text for glyph in marks)
    place = Place(page, around(glyph.box for glyph in marks))
    report.state(rule, not marks, shown or "没有", place)


def _indents(letter: Anatomy, report: Report) -> None:
    for page in letter.pages:
        wrong = [
            line for line in _in_order(letter.text_on(page.number), page) if not _is_indent(line)
        ]
        shown = [line.text[:6] for line in wrong]
        report.none("indent", shown, place_of(wrong, page.number), else_="0 字或 2 字")


def _is_indent(line: Line) -> bool:
    """None or two characters; an opening mark may stand in the right half of its cell."""
    shift = (line.x0 - LEFT) / CELL
    return min(abs(shift), abs(shift - 2)) < 0.2 or (
        not line.glyphs[0].is_hanzi and min(abs(shift + 0.5), abs(shift - 1.5)) < 0.2
    )


def _faces(letter: Anatomy, report: Report) -> None:
    """Sizes of all running text; faces of headings to their first full stop, of all else 仿宋."""
    plain: list[tuple[Line, Glyph]] = []
    headings: dict[str, list[tuple[Line, Glyph]]] = {name: [] for name, _, _ in HEADINGS}
    inside: str | None = None
    for line in letter.text:
        if line.x0 > area_of(line)[0] + INDENTED - LEFT:
            inside = next((name for name, _, opening in HEADINGS if opening.match(line.text)), None)
        for glyph in line.glyphs:
            (headings[inside] if inside else plain).append((line, glyph))
            inside = None if glyph.text == "。" else inside
    titles = {id(line) for annex in letter.annexes for line in annex.title}
    sized = [
        (line, glyph.size)
        for line in letter.running
        if id(line) not in titles
        for glyph in line.glyphs
    ]
    if sized:
        worst, size = max(sized, key=lambda pair: abs(pair[1] - 16))
        report.measure("body_size", size, worst.place)
    _face(report, "body_face", "仿宋", plain)
    for name, face, _ in HEADINGS:
        _face(report, name, face, headings[name])


def _face(report: Report, rule: str, face: str, glyphs: list[tuple[Line, Glyph]]) -> None:
    """Stand-in faces may help out, but not carry the text."""
    hanzi = [(line, glyph) for line, glyph in glyphs if glyph.is_hanzi]
    if not hanzi:
        return
    strange = [pair for pair in hanzi if not (pair[1].is_in(face) or pair[1].is_stand_in)]
    own = sum(glyph.is_in(face) for _, glyph in hanzi) / len(hanzi)
    fonts = sorted({glyph.font for _, glyph in strange or hanzi})
    place = place_of([line for line, _ in strange or hanzi][:1]) if strange or hanzi else FILE
    report.state(rule, not strange and own > 0.2, "、".join(fonts), place)


def _colours(letter: Anatomy, report: Report) -> None:
    head = {id(line) for line in letter.front.head}
    for page in letter.pages:
        coloured = [
            (line, glyph)
            for line in page.lines
            if id(line) not in head
            for glyph in line.glyphs
            if not glyph.is_black
        ]
        shown = "".join(glyph.text for _, glyph in coloured[:10])
        spot = around(line.turn.on_page(glyph.box) for line, glyph in coloured)
        report.state("text_colour", not coloured, shown or "黑", Place(page.number, spot))
