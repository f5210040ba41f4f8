"""Which line of a page is which part of a document, told by size, colour, place and wording."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import Any

from proposals.letters.geometry import front, tables
from proposals.letters.geometry.rules import (
    CELL,
    CHARACTER,
    FOOT,
    HEIGHT,
    LEFT,
    PITCH,
    RIGHT,
    SMALL,
    TOP,
    WIDE_FOOT,
    WIDE_TOP,
)
from proposals.letters.geometry.sheet import Box, Line, Page

INDENTED = LEFT + 0.6 * CELL
SHIFTED = LEFT + 2.5 * CELL
DIGITS = "〇○零一二三四五六七八九十"
DATE = re.compile(rf"\d{{0,4}}年\d{{0,2}}月\d{{0,2}}日|[{DIGITS}]{{4}}年[{DIGITS}]+月[{DIGITS}]+日")
PAGE_NUMBER = re.compile(r"\D{0,2}\d{1,3}\D{0,2}|第?\d+页?[,，]?共\d+页|\d+/\d+")
ANNEX = re.compile(r"附件\s*[\d一二三四五六七八九十]{0,3}[：:]?")
NOTE_OF_ANNEX = re.compile("附件[：:]")
ATTENDANCE = re.compile("(出席|请假|列席|缺席|参加)(人员|单位)?[：:]")
RECORD = re.compile("(主送|抄送|抄报)[：:]|.*日印发$")
NEXT_NUMBER = re.compile(r"\d{1,2}[.．、]")


@dataclass(frozen=True)
class Annex:
    """One 附件: its mark, its title, and the lines of its text."""

    mark: Line
    title: tuple[Line, ...]
    text: tuple[Line, ...]


@dataclass(frozen=True)
class Anatomy:
    """The parts found; a part that is not there is None or empty."""

    pages: tuple[Page, ...]
    front: front.Front
    addressee: tuple[Line, ...]
    body: tuple[Line, ...]
    annex_note: tuple[Line, ...]
    attendance: tuple[Line, ...]
    signature: tuple[Line, ...]
    date: Line | None
    note: tuple[Line, ...]
    annexes: tuple[Annex, ...]
    record: tuple[Line, ...]
    record_top: float
    page_numbers: tuple[Line, ...]
    tables: dict[int, tuple[Box, ...]]
    cells: dict[int, tuple[Line, ...]] = field(repr=False)

    @cached_property
    def pitch(self) -> float:
        """The distance of the body's lines."""
        pairs = [pair for page in self.pages for pair in self.steps_on(page.number)]
        # Where every page has a table: what steps there are beside the tables.
        lines = (*self.addressee, *self.text)
        pairs = pairs or [(a, b) for a, b in pairwise(lines) if a.page == b.page]
        steps = [below.top - above.top for above, below in pairs]
        steps = [step for step in steps if step < 1.6 * PITCH] or steps
        return median(steps) if steps else PITCH

    @property
    def lines(self) -> int:
        """How many lines a page of this line distance holds.

        Text may fill the type area edge to edge, or stand in the middle of lines that do, as on
        the grid of a word processor.
        """
        return min(
            range(10, 60),
            key=lambda count: min(
                abs((HEIGHT - CHARACTER) / (count - 1) - self.pitch),
                abs(HEIGHT / count - self.pitch),
            ),
        )

    def steps_on(self, page: int) -> list[tuple[Line, Line]]:
        """Neighbouring lines of running text, both of the body or both of one annex.

        None on a page that has a table: what follows it need not keep the steps.
        """
        return [] if self.tables.get(page) else self._steps.get(page, [])

    @cached_property
    def _steps(self) -> dict[int, list[tuple[Line, Line]]]:
        steps: dict[int, list[tuple[Line, Line]]] = {}
        for part in (self.body, *(annex.text for annex in self.annexes)):
            for above, below in pairwise(part):
                if above.page == below.page:
                    steps.setdefault(above.page, []).append((above, below))
        return steps

    def body_on(self, page: int) -> tuple[Line, ...]:
        return self._body_by_page.get(page, ())

    def text_on(self, page: int) -> tuple[Line, ...]:
        return self._text_by_page.get(page, ())

    def running_on(self, page: int) -> tuple[Line, ...]:
        return self._running_by_page.get(page, ())

    @cached_property
    def _body_by_page(self) -> dict[int, tuple[Line, ...]]:
        return _by_page(self.body)

    @cached_property
    def _text_by_page(self) -> dict[int, tuple[Line, ...]]:
        return _by_page(self.text)

    @cached_property
    def _running_by_page(self) -> dict[int, tuple[Line, ...]]:
        return _by_page(self.running)

    @cached_property
    def text(self) -> tuple[Line, ...]:
        """The running text: the body, and what the annexes say in paragraphs."""
        return (*self.body, *(line for annex in self.annexes for line in annex.text))

    @cached_property
    def running(self) -> tuple[Line, ...]:
        """All lines of the type area's grid, from the addressee to the annexes."""
        date = (self.date,) if self.date else ()
        closing = (*self.annex_note, *self.attendance, *self.signature, *date, *self.note)
        annexes = (
            line for annex in self.annexes for line in (annex.mark, *annex.title, *annex.text)
        )
        return (*self.addressee, *self.body, *closing, *annexes)

    @property
    def is_draft(self) -> bool:
        """Marked 草稿 across the page: its number and date are given when it is signed."""
        return "草稿" in self.pages[0].slanted

    @property
    def last_body_page(self) -> int:
        return self.body[-1].page if self.body else 0

    @property
    def end_of_text(self) -> Line | None:
        """The last line above the signature: of the body, 附件说明 or the list of those present."""
        parts = (*self.body[-1:], *self.annex_note[-1:], *self.attendance[-1:])
        return max(parts, key=lambda line: (line.page, line.top), default=None)


def _by_page(lines: Iterable[Line]) -> dict[int, tuple[Line, ...]]:
    found: dict[int, list[Line]] = {}
    for line in lines:
        found.setdefault(line.page, []).append(line)
    return {page: tuple(group) for page, group in found.items()}


def dissect(pages: tuple[Page, ...]) -> Anatomy:
    """Tell the parts of a document apart."""
    numbers = tuple(line for page in pages for line in _page_numbers(page))
    opening = front.dissect(pages[0])
    flow = [
        line
        for page in pages
        for line in page.text_lines
        if line not in numbers and _is_within(line) and (page.number > 1 or opening.ends(line))
    ]
    record = _record(flow, pages)
    own = {id(line) for line in record}
    flow = [line for line in flow if id(line) not in own]
    top = _record_top(pages, record)
    boxes = _tables(pages, flow, top, opening.end)
    by_page = _by_page(flow)
    cells = {page: tables.cells(by_page.get(page, ()), found) for page, found in boxes.items()}
    taken = {id(line) for lines in cells.values() for line in lines}
    main, annexes = _annexes([line for line in flow if id(line) not in taken])
    return Anatomy(
        pages=pages,
        front=opening,
        **_main(main),
        annexes=annexes,
        record=tuple(record),
        record_top=top[1],
        page_numbers=numbers,
        tables=boxes,
        cells=cells,
    )


def _record_top(pages: tuple[Page, ...], record: list[Line]) -> tuple[int, float]:
    """The page of 版记 and where it begins there, its first rule included."""
    if not record:
        return (0, 0.0)
    page, top = record[0].page, record[0].top
    above = [
        rule.top
        for rule in pages[page - 1].rules
        if not rule.is_red and top - 8 < rule.top < top + 1
    ]
    return (page, min([top, *above]))


def _page_numbers(page: Page) -> list[Line]:
    """On the foot of the sheet; also where a landscape page has it by mistake, at its own foot."""
    found = []
    for line in (*page.lines, *page.turned):
        is_wide = line.turn.width > line.turn.height
        upright_foot = WIDE_FOOT if is_wide and not line.turn.degrees else FOOT
        if line.turn.degrees and not is_wide:
            continue
        if line.top > upright_foot and PAGE_NUMBER.fullmatch(line.text):
            found.append(line)
    return found


def _is_within(line: Line) -> bool:
    """In the type area or so near it that it belongs there; what lies farther out is no text."""
    if (line.turn.width > line.turn.height) != bool(line.turn.degrees):
        return line.bottom > WIDE_TOP - 2 and line.top < WIDE_FOOT - 1
    return line.bottom > TOP - 2 and line.top < FOOT - 1


def _record(flow: list[Line], pages: tuple[Page, ...]) -> list[Line]:
    """版记: at the end, from the line that names 主送, 抄送 or 印发; else by its small size."""
    last = flow[-1].page if flow else 0
    by_page = _by_page(flow)
    for number in sorted(by_page, reverse=True):
        page = list(by_page[number])
        for at, line in enumerate(page):
            if RECORD.match(line.text) and not any(_is_text(after) for after in page[at:]):
                return page[at:]
    page = list(by_page.get(last, ()))
    small = _tail(page, lambda line: line.size < 15 and len(line.pieces) < 3)
    return small if small and _is_at_foot(small, pages[last - 1]) else []


def _is_text(line: Line) -> bool:
    """Set as paragraphs are, which nothing in 版记 is."""
    return line.size > 15 and (line.x0 < LEFT + 0.5 or line.x0 > RIGHT - 4 * CELL)


def _is_at_foot(lines: list[Line], page: Page) -> bool:
    """One small character in from the left, on the foot of the type area, and in no table."""
    black = [rule for rule in page.rules if not rule.is_red and rule.top > lines[0].top - 8]
    is_ruled = bool(black) and 0 < black[-1].top - lines[-1].bottom < 8
    is_at_foot = abs(lines[-1].bottom - FOOT) < 15
    is_set_in = all(abs(line.x0 - LEFT - SMALL) < 2 for line in lines[:1])
    return (is_ruled or is_at_foot) and is_set_in and not page.is_landscape and len(black) < 4


def _tables(
    pages: tuple[Page, ...], flow: list[Line], record: tuple[int, float], start: float
) -> dict[int, tuple[Box, ...]]:
    """The tables of each page that has one, in the frame of its text."""
    found = {}
    by_page = _by_page(flow)
    for page in pages:
        lines = list(by_page.get(page.number, ()))
        degrees = lines[0].turn.degrees if lines else 0
        strokes = [
            tables.in_frame(page, stroke, degrees)
            for stroke in page.strokes
            if not stroke.is_red
            and (page.number > 1 or stroke.top > start)
            and (page.number != record[0] or stroke.top < record[1] - 0.5)
        ]
        if boxes := tables.tables_on(strokes, lines):
            found[page.number] = boxes
    return found


def _annexes(flow: list[Line]) -> tuple[list[Line], tuple[Annex, ...]]:
    """The lines before the first 附件, and each 附件 after it."""
    starts = [at for at, line in enumerate(flow) if _begins_annex(flow, at)]
    ends = (*starts[1:], len(flow))
    annexes = tuple(_annex(flow[start:end]) for start, end in zip(starts, ends, strict=False))
    return flow[: starts[0]] if starts else flow, annexes


def _begins_annex(flow: list[Line], at: int) -> bool:
    line = flow[at]
    if not ANNEX.fullmatch(line.text):
        return False
    opens_page = at > 0 and flow[at - 1].page < line.page
    return opens_page or (at > 0 and line.x0 < INDENTED)


def _annex(lines: list[Line]) -> Annex:
    mark, *rest = lines
    title = _run(rest, lambda line: line.size > 17)
    if not title and rest and rest[0].x0 > SHIFTED:
        title = rest[:1]
    return Annex(mark, tuple(title), tuple(rest[len(title) :]))


def _main(flow: list[Line]) -> dict[str, Any]:
    """The parts from the addressee to 附注."""
    at_date = max((at for at, line in enumerate(flow) if DATE.fullmatch(line.text)), default=None)
    before = flow if at_date is None else flow[:at_date]
    text, annex_note, tail = _at_annex_note(before)
    if not annex_note:
        text, tail = _at_attendance(text)
    attendance = _attendance(tail)
    signature = tail[len(attendance) :]
    if not annex_note and not attendance and at_date is not None:
        signature = _tail(text, lambda line: line.x0 > SHIFTED or len(line.pieces) > 1)
        text = text[: len(text) - len(signature)]
    opening = next((at for at, line in enumerate(text) if line.x0 > INDENTED), None)
    if opening is None:
        # Without any indent, the addressee is what ends with a colon.
        opening = next((at for at, line in enumerate(text[:4], 1) if line.text[-1] in "：:"), 0)
    return {
        "addressee": tuple(text[:opening]),
        "body": tuple(text[opening:]),
        "annex_note": tuple(annex_note),
        "attendance": tuple(attendance),
        "signature": tuple(signature),
        "date": None if at_date is None else flow[at_date],
        "note": () if at_date is None else tuple(flow[at_date + 1 :]),
    }


def _at_annex_note(lines: list[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """What stands before 附件说明, itself, and what follows; all before where there is none."""
    starts = [at for at, line in enumerate(lines) if NOTE_OF_ANNEX.match(line.text)]
    if not starts:
        return lines, [], []
    start = end = starts[-1]
    names = lines[start].x0 + 2.5 * CELL
    end += 1
    while end < len(lines) and _continues(lines[end - 1], lines[end], names):
        end += 1
    tail = lines[end:]
    if any(line.text.endswith("。") and not ATTENDANCE.match(line.text) for line in tail):
        return lines, [], []
    return lines[:start], lines[start:end], tail


def _continues(above: Line, below: Line, names: float) -> bool:
    """The next name, or a name's next line: without a blank line, and set in from the left."""
    if above.page != below.page:
        return bool(NEXT_NUMBER.match(below.text))
    return below.top - above.top < 1.5 * PITCH and below.x0 > names - 0.5


def _at_attendance(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """What stands before the list of those present, and the rest from there."""
    at = next((at for at, line in enumerate(lines) if ATTENDANCE.match(line.text)), len(lines))
    is_list = all(line.x0 > INDENTED for line in lines[at:])
    return (lines[:at], lines[at:]) if is_list else (lines, [])


def _attendance(lines: list[Line]) -> list[Line]:
    """The lists at the start of these lines, with their turn-over lines."""
    count = 0
    while count < len(lines) and (
        ATTENDANCE.match(lines[count].text) or (count and _is_next(lines[count - 1], lines[count]))
    ):
        count += 1
    return lines[:count]


def _is_next(above: Line, below: Line) -> bool:
    return above.page != below.page or below.top - above.top < 1.5 * PITCH


def _run(lines: list[Line], belongs: Callable[[Line], bool]) -> list[Line]:
    """The longest run of such lines at the start."""
    count = 0
    while count < len(lines) and belongs(lines[count]):
        count += 1
    return lines[:count]


def _tail(lines: list[Line], belongs: Callable[[Line], bool]) -> list[Line]:
    """The longest run of such lines at the end."""
    return _run(lines[::-1], belongs)[::-1]
