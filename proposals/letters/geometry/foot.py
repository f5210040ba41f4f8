"""Measures 版记 and the page numbers (7.4, 7.5, 10.1)."""

import re

from proposals.letters.geometry.anatomy import Anatomy
from proposals.letters.geometry.ink import Ink
from proposals.letters.geometry.report import Report
from proposals.letters.geometry.rules import FOOT, LEFT, RIGHT, SMALL
from proposals.letters.geometry.sheet import MM, Line, Page, Place, Stroke, place_of

# All a character wide: as such a dash the standard wants, whichever of them is typed.
DASHES = "—―─－"
RECIPIENTS = re.compile("(主送|抄送|抄报)[：:]")
IMPRINT = re.compile("印发$")
FORM_OF_IMPRINT = re.compile(r"(.*\D)?[12]\d{3}年[1-9]\d?月[1-9]\d?日印发")
# Where rules without any text of 版记 are still taken for its own.
HIGHEST_WITHOUT_TEXT = 15.0
RANKS = {"主": 0, "抄": 1, "印": 2}


def measure_foot(letter: Anatomy, ink: Ink, kind: str, report: Report) -> None:
    """Every rule about the foot of the pages; `kind` chooses between 7.4 and 10.1."""
    _record(letter, kind, report)
    _page_numbers(letter, ink, kind, report)


def _record(letter: Anatomy, kind: str, report: Report) -> None:
    lines = letter.record
    _record_rules(letter, kind, report)
    if not lines:
        return
    for line in lines:
        report.measure("record_size", line.size, line.place)
    last = max((page.number for page in letter.pages if not page.is_blank), default=0)
    page = lines[0].page
    report.state("record_last", page == last, f"第 {page} 面", place_of(lines))
    report.measure("record_left", min(line.x0 for line in lines), place_of(lines))
    _record_words(letter, report)
    _record_turns(lines, report)
    if kind == "信函":
        report.measure("record_foot_letter", lines[-1].bottom, lines[-1].place)


def _record_words(letter: Anatomy, report: Report) -> None:
    lines = letter.record
    labels = _labels(lines)
    told = [label for label in labels if label]
    in_order = sorted(told, key=lambda label: RANKS[label[0]]) == told
    report.state("record_order", in_order, "、".join(told), place_of(lines))
    for line, label, following in zip(lines, labels, (*labels[1:], "版记末"), strict=True):
        is_undated = letter.is_draft and not IMPRINT.search(line.text)
        if label == "印发" and not is_undated:
            is_right = bool(FORM_OF_IMPRINT.fullmatch(line.text))
            report.state("imprint_form", is_right, line.pieces[-1].text, line.place)
        elif label != "印发" and following:
            report.state("record_end", line.text.endswith("。"), line.text[-1], line.place)


def _labels(lines: tuple[Line, ...]) -> list[str]:
    """What kind of line each is; empty for a turn-over line.

    An imprint whose date is missing is told by standing flush with the recipients after their
    full stop.
    """
    labels: list[str] = []
    for at, line in enumerate(lines):
        found = RECIPIENTS.match(line.text)
        is_next = at > 0 and lines[at - 1].text.endswith("。") and abs(line.x0 - lines[0].x0) < 1
        is_imprint = bool(IMPRINT.search(line.text)) or is_next or (at == 0 and not found)
        labels.append(found[1] if found else "印发" * is_imprint)
    return labels


def _record_turns(lines: tuple[Line, ...], report: Report) -> None:
    """Turn-over lines below the first character after the colon; one free at the right."""
    start = None
    for line, label in zip(lines, _labels(lines), strict=True):
        found = RECIPIENTS.match(line.text)
        if found:
            start = line.after(found.end())
        elif not label and start is not None:
            report.measure("record_turn", line.x0 - start, line.place)
        if IMPRINT.search(line.text):
            report.measure("record_right", RIGHT - line.x1, line.place)
        else:
            report.least("record_right", RIGHT - line.ink_end, line.place)


def _record_rules(letter: Anatomy, kind: str, report: Report) -> None:
    page = letter.pages[letter.record[0].page - 1 if letter.record else -1]
    top = letter.record_top - 0.5 if letter.record else FOOT - HIGHEST_WITHOUT_TEXT
    rules = [
        rule
        for rule in page.rules
        if not rule.is_red and rule.top > top and not _is_in_table(letter, rule)
    ]
    if kind == "信函":
        imprint = [line.text for line in letter.record if IMPRINT.search(line.text)]
        extra = imprint + ["分隔线"] * bool(rules)
        report.none("record_no_rules", extra, place_of(rules or letter.record, page=page.number))
        return
    if not letter.record or (kind == "纪要" and not rules):
        return
    labels = set(_labels(letter.record)) - {""}
    due = 3 if "印发" in labels and len(labels) > 1 else 2
    shown = f"{len(rules)} 条，应有 {due} 条"
    report.state("record_rule_count", len(rules) == due, shown, place_of(rules or letter.record))
    for rule in rules:
        report.measure("record_rule_width", rule.width, rule.place)
    if not rules:
        return
    report.measure("record_rule_first", rules[0].thickness, rules[0].place)
    for rule in rules[1:-1]:
        report.measure("record_rule_inner", rule.thickness, rule.place)
    report.measure("record_rule_last", rules[-1].thickness, rules[-1].place)
    report.measure("record_foot", rules[-1].middle, rules[-1].place)


def _is_in_table(letter: Anatomy, rule: Stroke) -> bool:
    boxes = letter.tables.get(rule.page, ())
    return any(box[1] - 0.5 < rule.middle < box[3] + 0.5 for box in boxes)


def _page_numbers(letter: Anatomy, ink: Ink, kind: str, report: Report) -> None:
    found = {line.page: line for line in letter.page_numbers}
    unnumbered = _unnumbered(letter)
    for page in letter.pages:
        line = found.get(page.number)
        place = line.place if line else _where_due(page)
        if page.number in unnumbered:
            report.state("page_number_blank", line is None, line.text if line else "没有", place)
        elif kind == "信函" and page.number == 1:
            report.state("page_number_first", line is None, line.text if line else "没有", place)
        elif line or not _may_lack(letter, kind, page):
            right = line is not None and bool(
                re.fullmatch(f"[{DASHES}]{page.number}[{DASHES}]", line.text)
            )
            report.state("page_number", right, line.text if line else "没有页码", place)
            if line:
                _page_number(letter.pages[page.number - 1], line, ink, report)
    strange = [
        page.number for page in letter.pages if page.is_blank and page.number not in unnumbered
    ]
    shown = [f"第 {number} 面" for number in strange]
    report.none("blank_page", shown, Place(strange[0] if strange else 0))


def _where_due(page: Page) -> Place:
    """Where a missing number should stand."""
    if page.is_landscape:
        return Place(page.number)
    x = RIGHT - SMALL - 15 if page.number % 2 else LEFT + SMALL
    return Place(page.number, (x, FOOT + 4, x + 15, FOOT + 10))


def _unnumbered(letter: Anatomy) -> set[int]:
    """Blank pages before the page of 版记, and that page itself (7.5)."""
    if not letter.record:
        return set()
    page = letter.record[0].page
    blank = page - 1
    while _is_empty(letter, blank):
        blank -= 1
    return set(range(blank + 1, page + 1)) if blank < page - 1 else set()


def _is_empty(letter: Anatomy, number: int) -> bool:
    """Nothing on the page but perhaps its number."""
    page = letter.pages[number - 1]
    if number < 2 or page.pictures:
        return False
    return all(line in letter.page_numbers for line in (*page.lines, *page.turned))


def _may_lack(letter: Anatomy, kind: str, page: Page) -> bool:
    """A 信函 of two pages may leave the number out on both."""
    return kind == "信函" and len(letter.pages) == page.number == 2


def _page_number(page: Page, line: Line, ink: Ink, report: Report) -> None:
    report.measure("page_number_size", line.size, line.place)
    report.state("page_number_face", line.main.is_in("宋体"), line.main.font, line.place)
    if line.turn.width > line.turn.height and not line.turn.degrees:
        return  # at the foot of the landscape page, which landscape_number already tells
    odd = line.page % 2
    report.measure("page_number_side", RIGHT - line.x1 if odd else line.x0 - LEFT, line.place)
    dash = line.glyphs[0]
    if dash.text.isdigit():
        return
    size = line.size * MM
    area = (dash.x0, line.base_line - size, dash.x1, line.base_line + size / 2)
    box = ink.box(page.number, line.turn.on_page(area))
    if box:
        middle = _middle_in_frame(line, box, page)
        report.measure("page_number_gap", middle - FOOT, line.place)


def _middle_in_frame(line: Line, box: tuple[float, float, float, float], page: Page) -> float:
    """How far down the sheet the ink stands, whichever way the sheet is shown."""
    if line.turn.degrees == 270:
        return page.width - (box[0] + box[2]) / 2
    if line.turn.degrees == 90:
        return (box[0] + box[2]) / 2
    return (box[1] + box[3]) / 2
