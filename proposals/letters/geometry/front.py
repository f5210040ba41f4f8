"""The parts above the text: 版头, or what 信函 and 纪要 have in its place, and the title."""

import re
from dataclasses import dataclass
from itertools import pairwise

from proposals.letters.geometry.sheet import Line, Page

NUMBER = re.compile(r"[〔\[【（(［]\d{4}[〕\]】）)］]\s*第?\d+号")
COPY_NUMBER = re.compile(r"(No\.?|№)?\d{1,10}")
SECRECY = re.compile("绝密|机密|秘密")
URGENCY = re.compile("特急|加急|特提|平急|急件|紧急")
CORNER = re.compile("^[ABCＡＢＣ]类?$|公开")
SIGNER = re.compile("签发人?[：:]?")
LEFT_HALF = 60.0
APART = 25.0


@dataclass(frozen=True)
class Front:
    """The parts found; what is not there is None or empty. `end` is where the text may begin."""

    head: tuple[Line, ...]
    marks: tuple[Line, ...]
    corner: tuple[Line, ...]
    number: Line | None
    signers: tuple[Line, ...]
    title: tuple[Line, ...]
    end: float

    def ends(self, line: Line) -> bool:
        """Whether the line stands below all these parts."""
        return line.base_line > self.end


def dissect(page: Page) -> Front:
    """Tell the parts of a first page apart."""
    title = _title(page)
    start = title[0].base_line - 1 if title else 150.0
    above = [line for line in page.lines if line.base_line < start]
    head = tuple(line for line in above if line.is_red and line.size > 20)
    pieces = [piece for line in above if line not in head for piece in line.pieces]
    number = next((piece for piece in pieces if NUMBER.search(piece.text)), None)
    signers = _signers(pieces, number)
    rest = [piece for piece in pieces if piece is not number and piece not in signers]
    corner = tuple(piece for piece in rest if CORNER.search(piece.text))
    own_line = (number,) if number else ()
    bottom = max([0.0, *(line.base_line for line in (*head, *signers, *own_line))])
    if not title:
        rest = [piece for piece in rest if piece.base_line < bottom]
    return Front(
        head=head,
        marks=tuple(p for p in rest if p not in corner and _is_mark(p)),
        corner=corner,
        number=number,
        signers=signers,
        title=title,
        end=title[-1].base_line if title else bottom,
    )


def _is_mark(piece: Line) -> bool:
    words = piece.text
    return piece.x0 < LEFT_HALF and bool(
        COPY_NUMBER.fullmatch(words) or SECRECY.match(words) or URGENCY.match(words)
    )


def _title(page: Page) -> tuple[Line, ...]:
    """The first run of large black lines."""
    large = [line for line in page.lines if not line.is_red and 17 < line.size < 30]
    end = next(
        (at for at, (a, b) in enumerate(pairwise(large), 1) if b.top - a.bottom > APART),
        len(large),
    )
    return tuple(large[:end])


def _signers(pieces: list[Line], number: Line | None) -> tuple[Line, ...]:
    """签发人 and the rows of names below it, down to the row of the number."""
    first = next((piece for piece in pieces if SIGNER.match(piece.text)), None)
    if first is None:
        return ()
    names = first.after(first.text.find("：") + 1) or first.x0
    last = number.base_line if number and number.base_line > first.base_line else 1000.0
    rows = [
        piece
        for piece in pieces
        if piece is first
        or (
            piece.x0 > names - 3
            and first.base_line - 2 < piece.base_line < last + 2
            and not CORNER.search(piece.text)
            and piece is not number
        )
    ]
    return tuple(_joined(rows))


def _joined(pieces: list[Line]) -> list[Line]:
    """Pieces of one row put together again: names may stand far apart."""
    joined: list[Line] = []
    for piece in sorted(pieces, key=lambda piece: (round(piece.base_line / 3), piece.x0)):
        if joined and abs(joined[-1].base_line - piece.base_line) < 2:
            last = joined[-1]
            joined[-1] = Line(last.page, (*last.glyphs, *piece.glyphs), last.turn)
        else:
            joined.append(piece)
    return joined
