"""Measures the 附件, the tables, and the pages read with their long side level (7.3.7, 8)."""

import re

from proposals.letters.geometry.anatomy import Anatomy, Annex
from proposals.letters.geometry.closing import NO_MARK_AT_END, note_entries
from proposals.letters.geometry.report import Report
from proposals.letters.geometry.rules import (
    CHARACTER,
    FOOT,
    LEFT,
    RIGHT,
    TOP,
    WIDE_FOOT,
    WIDE_LEFT,
    WIDE_RIGHT,
    WIDE_TOP,
)
from proposals.letters.geometry.sheet import Box, Line, Page, Place, place_of

PORTRAIT: Box = (LEFT, TOP, RIGHT, FOOT)
LANDSCAPE: Box = (WIDE_LEFT, WIDE_TOP, WIDE_RIGHT, WIDE_FOOT)
MOST_HEAD_LINES = 8
NUMBER_OF_NAME = re.compile(r"^\d{1,2}[.．、]\s*")


def measure_annexes(letter: Anatomy, report: Report) -> None:
    """Every rule about what follows the letter itself, and about tables wherever they stand."""
    for at, annex in enumerate(letter.annexes):
        _annex(letter, at, annex, report)
    _names(letter, report)
    _tables(letter, report)
    _table_heads(letter, report)
    for page in letter.pages:
        if page.is_landscape:
            _landscape(letter, page, report)


def area_of(line: Line) -> Box:
    """The type area in the frame the line is read in."""
    is_wide = (line.turn.width > line.turn.height) != bool(line.turn.degrees)
    return LANDSCAPE if is_wide else PORTRAIT


def _annex(letter: Anatomy, at: int, annex: Annex, report: Report) -> None:
    mark = annex.mark
    left, top, right, _ = area_of(mark)
    on_page = (*letter.running_on(mark.page), *letter.cells.get(mark.page, ()))
    above = [line for line in on_page if line.top < mark.top - 1]
    opens = not above
    follows_record = bool(letter.record) and letter.record[0].page < mark.page
    shown = "在版记之后" if follows_record else ("另面" if opens else "没有另面")
    report.state("annex_page", opens and not follows_record, shown, mark.place)
    hanzi = [glyph for glyph in mark.glyphs if glyph.is_hanzi]
    report.state("annex_mark_face", all(g.is_in("黑体") for g in hanzi), hanzi[0].font, mark.place)
    is_upright = area_of(mark) == PORTRAIT
    if opens and is_upright:
        report.measure("annex_mark_top", mark.top, mark.place)
        report.measure("annex_mark_left", mark.x0, mark.place)
    for line in annex.title:
        report.measure("annex_title_centre", line.off_centre((left + right) / 2), line.place)
    if annex.title and opens and is_upright:
        row = 1 + (annex.title[0].middle - top - CHARACTER / 2) / letter.pitch
        report.measure("annex_title_row", row, annex.title[0].place)


def _names(letter: Anatomy, report: Report) -> None:
    """Mark and title of each 附件 as 附件说明 names them."""
    if not letter.annexes and not letter.annex_note:
        return
    named = [
        NUMBER_OF_NAME.sub("", "".join(line.text for line in entry))
        for entry in note_entries(letter.annex_note)
    ]
    titles = ["".join(line.text for line in annex.title) for annex in letter.annexes]
    marks = [annex.mark.text.rstrip("：:") for annex in letter.annexes]
    due = [f"附件{at}" for at in range(1, len(marks) + 1)] if len(marks) > 1 else ["附件"]
    faults = [] if len(named) == len(titles) else [f"说明 {len(named)} 件，附件 {len(titles)} 件"]
    faults += [
        f"“{name[:12]}”与“{title[:12]}”"
        for name, title in zip(named, titles, strict=False)
        if name.rstrip(NO_MARK_AT_END) != title.rstrip(NO_MARK_AT_END)
    ]
    faults += [mark for mark, wanted in zip(marks, due, strict=False) if mark != wanted]
    place = place_of(letter.annex_note or [annex.mark for annex in letter.annexes])
    report.none("annex_names", faults, place, else_="一致")


def _tables(letter: Anatomy, report: Report) -> None:
    for number, boxes in letter.tables.items():
        cells = letter.cells[number]
        if not cells:
            continue  # lines without any text between them are a drawing
        first = cells[0]
        for box in boxes:
            inside = [line for line in cells if box[1] < line.middle < box[3]]
            reach = _reach([box, *(line.box for line in inside)], area_of(first))
            spot = first.turn.on_page(box)
            report.most("table_edges", reach, Place(number, spot))


def _reach(boxes: list[Box], area: Box) -> float:
    """How far the farthest of the boxes reaches out of the area."""
    out = [
        max(area[0] - box[0], area[1] - box[1], box[2] - area[2], box[3] - area[3]) for box in boxes
    ]
    return max(0.0, *out)


def _table_heads(letter: Anatomy, report: Report) -> None:
    for number, boxes in letter.tables.items():
        if not _goes_on(letter, number):
            continue
        repeated = repeated_head(letter, number)
        first = "".join(line.text for line in _rows(letter, number, boxes[0])[:1])
        shown = "重复" if repeated else f"续页首行为“{first[:12]}”"
        report.state("table_head", bool(repeated), shown, _spot(letter, number, boxes[0]))


def repeated_head(letter: Anatomy, number: int) -> list[Line]:
    """The first rows of a page's first table that are those of the table it goes on with."""
    if not _goes_on(letter, number):
        return []
    above = _rows(letter, number - 1, letter.tables[number - 1][-1])
    rows = _rows(letter, number, letter.tables[number][0])
    count = 0
    most = min(len(above), len(rows), MOST_HEAD_LINES)
    while count < most and above[count].text == rows[count].text:
        count += 1
    return rows[:count]


def _rows(letter: Anatomy, number: int, box: Box) -> list[Line]:
    inside = [line for line in letter.cells[number] if box[1] < line.middle < box[3]]
    return sorted(inside, key=lambda line: line.top)


def _spot(letter: Anatomy, number: int, box: Box) -> Place:
    cells = letter.cells[number]
    return Place(number, cells[0].turn.on_page(box) if cells else box)


def _goes_on(letter: Anatomy, number: int) -> bool:
    """Whether a page begins with the rest of the table that ended the page before it."""
    here, before = letter.tables.get(number), letter.tables.get(number - 1)
    if not here or not before:
        return False
    box, above = here[0], before[-1]
    if abs(box[0] - above[0]) > 1 or abs(box[2] - above[2]) > 1:
        return False
    after = any(line.top > above[3] - 1 for line in letter.running_on(number - 1))
    return not after and not any(line.bottom < box[1] + 1 for line in letter.running_on(number))


def _landscape(letter: Anatomy, page: Page, report: Report) -> None:
    """Number and head of a page whose sheet is bound at what is now its upper edge (8)."""
    numbers = [line for line in letter.page_numbers if line.page == page.number]
    if not numbers:
        return
    number = numbers[0]
    is_turned_sheet = page.width > page.height
    stands_apart = bool(number.turn.degrees) == is_turned_sheet
    shown = "与竖排页一致" if stands_apart else "随表格转了方向"
    report.state("landscape_number", stands_apart, shown, number.place)
    if not stands_apart:
        return
    # Seen from the number, the head of the text must lie at the left.
    turn = number.turn.degrees if is_turned_sheet else page.text_lines[0].turn.degrees
    is_left = turn == (270 if is_turned_sheet else 90)
    report.state("landscape_head", is_left, "在左" if is_left else "在右", Place(page.number))
