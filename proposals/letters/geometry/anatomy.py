"""Which line of a page is which part of a letter, told by size, colour, place and wording alone."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from proposals.letters.geometry.rules import CELL, CHARACTER, FOOT, HEIGHT, LEFT, PITCH, TOP
from proposals.letters.geometry.sheet import Line, Page

INDENTED = LEFT + 0.6 * CELL
SHIFTED = LEFT + 2.5 * CELL
NUMBER = re.compile(r"[〔\[【（(]\d{4}[〕\]】）)]第?\d*号")
DATE = re.compile(r"\d{0,4}年\d{0,2}月\d{0,2}日")
PAGE_NUMBER = re.compile(r"\D{0,2}\d{1,3}\D{0,2}")


@dataclass(frozen=True)
class Anatomy:
    """The parts found; a part that is not there is None or empty."""

    pages: tuple[Page, ...]
    head: tuple[Line, ...]
    number: Line | None
    marks: tuple[Line, ...]
    title: tuple[Line, ...]
    addressee: tuple[Line, ...]
    body: tuple[Line, ...]
    signature: tuple[Line, ...]
    date: Line | None
    note: tuple[Line, ...]
    record: tuple[Line, ...]
    page_numbers: tuple[Line, ...]

    @cached_property
    def pitch(self) -> float:
        """The distance of the body's lines."""
        distances = [step for page in self.pages for step in self.distances_on(page.number)]
        return median(distances) if distances else PITCH

    @property
    def lines(self) -> int:
        """How many lines a page of this line distance holds."""
        return round((HEIGHT - CHARACTER) / self.pitch) + 1

    def distances_on(self, page: int) -> list[float]:
        return [below.top - above.top for above, below in pairwise(self.body_on(page))]

    def body_on(self, page: int) -> tuple[Line, ...]:
        return tuple(line for line in self.body if line.page == page)

    @property
    def running(self) -> tuple[Line, ...]:
        """The lines of the type area's grid: addressee, body, signature, date and note."""
        date = (self.date,) if self.date else ()
        return (*self.addressee, *self.body, *self.signature, *date, *self.note)

    @property
    def last_body_page(self) -> int:
        return self.body[-1].page if self.body else 0


def dissect(pages: tuple[Page, ...]) -> Anatomy:
    """Tell the parts of a letter apart."""
    first = pages[0].lines
    numbers = tuple(line for page in pages for line in page.lines if _is_page_number(line))
    title = tuple(line for line in first if not line.is_red and 17 < line.size < 30)
    head = tuple(line for line in first if line.is_red and line.size > 20)
    start = title[-1].base_line if title else 0.0
    above = [line for line in first if line not in head and line.base_line < start]
    number = next((line for line in above if NUMBER.search(line.text)), None)
    flow = [
        line
        for page in pages
        for line in page.lines
        if _is_within(line) and (page.number > 1 or line.base_line > start)
    ]
    record = _tail(flow, lambda line: line.page == len(pages) and line.size < 15)
    flow = flow[: len(flow) - len(record)]
    at_date = max((at for at, line in enumerate(flow) if DATE.fullmatch(line.text)), default=None)
    end = len(flow) if at_date is None else at_date
    signature = _tail(flow[:end], lambda line: line.x0 > SHIFTED) if at_date else []
    body = flow[: end - len(signature)]
    opening = next((at for at, line in enumerate(body) if line.x0 > INDENTED), 0)
    return Anatomy(
        pages=pages,
        head=head,
        number=number,
        marks=tuple(line for line in above if line is not number and line not in title),
        title=title,
        addressee=tuple(body[:opening]),
        body=tuple(body[opening:]),
        signature=tuple(signature),
        date=None if at_date is None else flow[at_date],
        note=() if at_date is None else tuple(flow[at_date + 1 :]),
        record=tuple(record),
        page_numbers=numbers,
    )


def _is_within(line: Line) -> bool:
    """In the type area or so near it that it belongs there; what lies farther out is no text."""
    return line.bottom > TOP - 2 and line.top < FOOT - 1


def _is_page_number(line: Line) -> bool:
    return line.top > FOOT and bool(PAGE_NUMBER.fullmatch(line.text))


def _tail(lines: list[Line], belongs: Callable[[Line], bool]) -> list[Line]:
    """The longest run of such lines at the end."""
    count = 0
    while count < len(lines) and belongs(lines[-1 - count]):
        count += 1
    return lines[len(lines) - count :]
