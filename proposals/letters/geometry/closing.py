"""Measures what follows the text: 附件说明, those present, 署名 and date, 附注 (7.3.4—6, 10.3)."""

import re
from collections.abc import Callable

from proposals.letters.geometry.anatomy import ATTENDANCE, NEXT_NUMBER, NOTE_OF_ANNEX, Anatomy
from proposals.letters.geometry.head import blanks, measure_blanks
from proposals.letters.geometry.report import Report
from proposals.letters.geometry.rules import CELL, RIGHT
from proposals.letters.geometry.sheet import Line, place_of

FORM_OF_DATE = re.compile(r"[12]\d{3}年[1-9]\d?月[1-9]\d?日")
NUMBERED = re.compile(r"\d{1,2}(?=\.)")
# Names of a row keep at least so much of a character apart.
BLANK = "年月日"
TOUCHING = 0.12
NO_MARK_AT_END = "，。、；：,.;:"


def measure_closing(letter: Anatomy, seal: str, report: Report) -> None:
    """`seal` is 盖章, 不盖章 or 签名章; empty, the layout that fits the page best is taken."""
    _annex_note(letter, report)
    _attendance(letter, report)
    _date(letter, report)
    if letter.signature and letter.date:
        report.findings += _layout(letter, seal).findings
    _note(letter, report)


def _annex_note(letter: Anatomy, report: Report) -> None:
    lines = letter.annex_note
    if not lines:
        return
    first = lines[0]
    report.measure("attachment_note_left", first.x0, first.place)
    above = letter.body[-1] if letter.body else None
    if above and above.page == first.page and not letter.tables.get(first.page):
        gap = blanks(letter, first.top - above.bottom)
        measure_blanks(letter, report, "attachment_note_gap", gap, first.place)
    entries = note_entries(lines)
    numbers = [int(found[0]) for entry in entries if (found := NUMBERED.match(entry[0].text))]
    is_counted = numbers == list(range(1, len(entries) + 1)) or (len(entries) == 1 and not numbers)
    shown = "、".join(map(str, numbers)) or "没有编号"
    report.state("attachment_note_form", is_counted, shown, place_of(lines))
    _annex_note_turns(entries, report)
    ends = [entry[-1] for entry in entries if entry[-1].text[-1] in NO_MARK_AT_END]
    shown_ends = [line.text[-4:] for line in ends]
    report.none("attachment_note_end", shown_ends, place_of(ends or lines))


def note_entries(lines: tuple[Line, ...]) -> list[list[Line]]:
    """The names, each with its lines; the word 附件： is cut off the first."""
    entries: list[list[Line]] = []
    for at, line in enumerate(lines):
        if at == 0:
            found = NOTE_OF_ANNEX.match(line.text)
            entries.append([line.part(found.end() if found else 0)])
        elif NEXT_NUMBER.match(line.text):
            entries.append([line])
        else:
            entries[-1].append(line)
    return [entry for entry in entries if entry[0].glyphs]


def _annex_note_turns(entries: list[list[Line]], report: Report) -> None:
    """Names stand below one another, and so do the lines of each."""
    if not entries:
        return
    for entry in entries:
        number = NEXT_NUMBER.match(entry[0].text)
        start = entry[0].after(number.end() if number else 0) or entry[0].x0
        for line in entry[1:]:
            report.measure("attachment_note_turn", line.x0 - start, line.place)
    for entry in entries[1:]:
        report.measure("attachment_note_turn", entry[0].x0 - entries[0][0].x0, entry[0].place)


def _attendance(letter: Anatomy, report: Report) -> None:
    start = None
    for line in letter.attendance:
        found = ATTENDANCE.match(line.text)
        if found is None:
            if start is not None:
                report.measure("attendance_turn", line.x0 - start, line.place)
            continue
        end = found.end()
        start = line.after(end)
        report.measure("attendance_left", line.x0, line.place)
        label = [glyph for glyph in line.part(0, end).glyphs if glyph.is_hanzi]
        names = [glyph for glyph in line.part(end).glyphs if glyph.is_hanzi]
        is_right = all(glyph.is_in("黑体") for glyph in label) and all(
            glyph.is_in("仿宋") or glyph.is_stand_in for glyph in names
        )
        fonts = sorted({glyph.font for glyph in (*label, *names)})
        report.state("attendance_face", is_right, "、".join(fonts), line.place)


def _date(letter: Anatomy, report: Report) -> None:
    date = letter.date
    if date is None:
        return
    if not (letter.is_draft and date.text == BLANK):
        is_right = bool(FORM_OF_DATE.fullmatch(date.text))
        report.state("date_form", is_right, date.text, date.place)
    if not letter.signature:
        return
    page, first = date.page, letter.signature[0]
    text = (*letter.body, *letter.annex_note)
    company = sum(line.page == page for line in text)
    company += len(letter.cells.get(page, ())) * (not letter.annexes)
    report.least("signature_alone", company if first.page == page else 0, first.place)


def _layout(letter: Anatomy, seal: str) -> Report:
    """The findings of the layout asked for, or of that with the fewest misses."""
    layouts: dict[str, Callable[[Anatomy, Report], None]] = {
        "盖章": _sealed,
        "不盖章": _unsealed,
        "签名章": _signed,
    }
    tried = []
    for name, judge in layouts.items():
        if seal in ("", name):
            trial = Report()
            judge(letter, trial)
            tried.append(trial)
    return min(tried, key=Report.misses)


def _gap_above(letter: Anatomy) -> float | None:
    """Blank lines between the text and the signature, where both stand on one page.

    None below a table, whose height need not be one of whole lines.
    """
    first, above = letter.signature[0], letter.end_of_text
    tables = [line for line in letter.cells.get(first.page, ()) if line.top < first.top]
    if above is None or above.page != first.page:
        return None
    if any(line.top > above.top for line in tables):
        return None
    return blanks(letter, first.top - above.bottom)


def _sealed(letter: Anatomy, report: Report) -> None:
    """署名 above the date and centred on it, the date four characters from the right (7.3.5.1)."""
    date, first, last = letter.date, letter.signature[0], letter.signature[-1]
    if date is None:
        return
    gap = _gap_above(letter)
    if gap is not None:
        report.measure("signature_gap", gap, first.place)
    if not FORM_OF_DATE.fullmatch(date.text):
        return
    name = min(last.cut(TOUCHING), key=lambda piece: abs(piece.centre - date.centre))
    report.measure("signature_centre", name.off_centre(date.centre), last.place)
    # A name too long to be centred on the date stands flush right and takes the date along.
    if max(line.x1 for line in letter.signature) < RIGHT - 0.5:
        report.measure("date_right", RIGHT - date.x1, date.place)


def _unsealed(letter: Anatomy, report: Report) -> None:
    """署名 two characters from the right, the date below it two characters further in (7.3.5.2).

    A date longer than the name keeps the two characters at the right instead.
    """
    date, names = letter.date, letter.signature
    if date is None:
        return
    gap = _gap_above(letter)
    if gap is not None:
        measure_blanks(letter, report, "unsealed_gap", gap, names[0].place)
    longest = max(names, key=lambda line: line.x1)
    is_longer = date.x1 - date.x0 > longest.x1 - min(line.x0 for line in names) + 0.5
    is_blank = not FORM_OF_DATE.fullmatch(date.text)
    # How long a draft's blank date is cannot be seen: it may be the longer of the two.
    outer = (longest, date) if is_blank else (date if is_longer else longest,)
    # A closing mark at the end may count whole or half.
    rooms = (RIGHT - end for line in outer for end in (line.x1, line.ink_end))
    free = min(rooms, key=lambda room: abs(room - 2 * CELL))
    report.measure("unsealed_right", free, outer[0].place)
    if not is_blank:
        report.measure("unsealed_shift", date.x0 - min(line.x0 for line in names), date.place)


def _signed(letter: Anatomy, report: Report) -> None:
    """The post left of the 签名章, the date below both four characters from the right (7.3.5.3).

    The stamp is as high as the page leaves room for, above and below the post alike.
    """
    date, posts = letter.date, letter.signature
    if date is None:
        return
    gap = _gap_above(letter)
    below = blanks(letter, date.top - posts[-1].bottom) - 1
    if gap is not None:
        report.measure("signed_gap", gap - below, posts[0].place, ok=_is_two(gap - below, below))
    room = RIGHT - max(line.x1 for line in posts)
    report.least("signed_room", room, place_of(posts))
    report.measure("signed_date", RIGHT - date.x1, date.place)


def _is_two(gap: float, below: float) -> bool:
    return abs(gap - 2) <= 0.6 and below > -0.3


def _note(letter: Anatomy, report: Report) -> None:
    if not letter.note or letter.date is None:
        return
    first = letter.note[0]
    report.measure("note_left", first.x0, first.place)
    words = "".join(line.text for line in letter.note)
    is_bracketed = words.startswith("（") and words.endswith("）")
    report.state("note_form", is_bracketed, f"{words[:1]}……{words[-1:]}", place_of(letter.note))
    if first.page == letter.date.page:
        gap = blanks(letter, first.top - letter.date.bottom)
        report.measure("note_gap", gap, first.place)
