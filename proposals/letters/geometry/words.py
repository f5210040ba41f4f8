"""What the running text says in a form the standard would write otherwise: all only advised."""

import re

from proposals.letters.geometry.anatomy import Anatomy
from proposals.letters.geometry.report import Report
from proposals.letters.geometry.sheet import HANZI, Glyph, Line, Place, around

HALF = frozenset(",;:?!()")
ZERO_DATE = re.compile(r"\d{4}年0\d月(\d{1,2}日)?|\d{4}年\d{1,2}月0\d日")
QUOTED = re.compile(r"[\[【（(［]\d{4}[\]】）)］]\s*第?\d+号|〔\d{4}〕(第\d+号|0\d*号)")
ODD_HEADING = re.compile(
    r"[（(][一二三四五六七八九十]+[）)]、|\d{1,2}[、．](?!\d)|[（(]\d{1,2}[）)]、"
)


def measure_words(letter: Anatomy, report: Report) -> None:
    """Each kind of slip, with the place of every one on its page."""
    for page in letter.pages:
        lines = letter.text_on(page.number)
        glyphs = [glyph for line in lines for glyph in line.glyphs]
        if not glyphs:
            continue
        first = lines[0]
        _slips(report, "half_width", first, [[glyph] for glyph in _half_width(glyphs)])
        _slips(report, "zero_date", first, _matches(ZERO_DATE, glyphs))
        _slips(report, "quoted_number", first, _matches(QUOTED, glyphs))
        odd = [
            list(line.glyphs[: len(found[0])])
            for line in lines
            if (found := ODD_HEADING.match(line.text))
        ]
        _slips(report, "heading_form", first, odd)


def _half_width(glyphs: list[Glyph]) -> list[Glyph]:
    triples = zip(glyphs, glyphs[1:], glyphs[2:], strict=False)
    return [
        mark
        for before, mark, after in triples
        if mark.text in HALF and HANZI.match(before.text) and HANZI.match(after.text)
    ]


def _matches(pattern: re.Pattern[str], glyphs: list[Glyph]) -> list[list[Glyph]]:
    """The glyphs of each match; one glyph may stand for several characters."""
    owners = [glyph for glyph in glyphs for _ in glyph.text]
    text = "".join(glyph.text for glyph in glyphs)
    return [owners[found.start() : found.end()] for found in pattern.finditer(text)]


def _slips(report: Report, rule: str, first: Line, slips: list[list[Glyph]]) -> None:
    """`first` is the page's first line, whose frame is that of all its text."""
    shown = ["".join(glyph.text for glyph in slip) for slip in slips]
    spot = around(glyph.box for slip in slips for glyph in slip)
    report.none(rule, shown, Place(first.page, spot and first.turn.on_page(spot)))
