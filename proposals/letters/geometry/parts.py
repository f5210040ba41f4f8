"""The parts around the text: red head, number, title, addressee, signature, record, numbers."""

import re

from proposals.letters.geometry.anatomy import Anatomy
from proposals.letters.geometry.rules import (
    CELL,
    CHARACTER,
    FOOT,
    LEFT,
    LINES,
    RIGHT,
    RULES,
    Report,
)
from proposals.letters.geometry.sheet import MM, Box, Ink, Line, Stroke, around

FORM_OF_NUMBER = re.compile(r"[^\d〔〕]+〔[12]\d{3}〕[1-9]\d*号")
FORM_OF_DATE = re.compile(r"[12]\d{3}年[1-9]\d?月[1-9]\d?日")


def measure_parts(letter: Anatomy, ink: Ink, report: Report, *, is_file: bool) -> None:
    """Every rule about a part of the letter; `is_file` chooses between clauses 7 and 10.1."""
    _presence(letter, report)
    head = _head_ink(letter, ink)
    _head(letter, head, report, is_file)
    _number(letter, head, report, is_file)
    if is_file:
        _red_rule(letter, report)
    else:
        _double_rules(letter, head, report)
    _title(letter, report, is_file)
    _addressee(letter, report)
    _indents(letter, report)
    _signature(letter, report)
    _record(letter, report, is_file)
    _page_numbers(letter, ink, report, is_file)


def _presence(letter: Anatomy, report: Report) -> None:
    parts = {
        "发文机关标志": letter.head,
        "发文字号": letter.number,
        "标题": letter.title,
        "主送机关": letter.addressee,
        "正文": letter.body,
        "署名": letter.signature,
        "成文日期": letter.date,
    }
    missing = [name for name, part in parts.items() if not part]
    report.state("parts", not missing, f"缺{'、'.join(missing)}" if missing else "齐全")


def _blanks(letter: Anatomy, gap: float) -> float:
    """Blank lines in a gap between em boxes."""
    return (gap - letter.pitch + CHARACTER) / letter.pitch


def _blanks_below_rule(letter: Anatomy, gap: float) -> float:
    """Below a rule it is open whether one more line gap belongs to two blank lines."""
    return max(_blanks(letter, gap), min(2.0, gap / letter.pitch))


def _measure_blanks(letter: Anatomy, report: Report, name: str, blanks: float, spot: Box) -> None:
    """A page of other than 22 lines still begins its text on a line: its gaps give way more."""
    more = 0.2 * float(RULES[name].expected) if letter.lines != LINES else 0.0
    off = abs(blanks - float(RULES[name].expected))
    report.measure(name, blanks, 1, ok=off <= RULES[name].tolerance + more, spot=spot)


def _head_ink(letter: Anatomy, ink: Ink) -> Box | None:
    if not letter.head:
        return None
    first, last = letter.head[0], letter.head[-1]
    area = (
        0.0,
        max(0.0, first.base_line - 1.1 * first.size * MM),
        letter.pages[0].width,
        last.base_line + 0.4 * last.size * MM,
    )
    reds = [stroke.top for stroke in letter.pages[0].strokes if stroke.top > last.base_line]
    bottom = min([area[3], *(top - 0.5 for top in reds)])
    return ink.box(1, (area[0], area[1], area[2], bottom), red=True)


def _head(letter: Anatomy, box: Box | None, report: Report, is_file: bool) -> None:
    if box is None:
        report.state("head_colour", False, "没有红色的发文机关标志", 1)
        return
    left, top, right, _ = box
    report.measure("head_top" if is_file else "head_top_letter", top, 1, spot=box)
    report.measure(
        "head_centre" if is_file else "head_centre_letter", (left + right) / 2, 1, spot=box
    )
    report.most("head_width", right - left, 1, spot=box)
    report.state("head_colour", all(line.is_red for line in letter.head), "红", 1, spot=box)
    font = letter.head[0].main.font
    report.state("head_face", letter.head[0].main.is_in("小标宋"), font, 1, spot=box)


def _number(letter: Anatomy, head: Box | None, report: Report, is_file: bool) -> None:
    line = letter.number
    if line is None or head is None:
        return
    report.state("number_form", bool(FORM_OF_NUMBER.search(line.text)), line.text, 1, spot=line.box)
    if not is_file:
        report.measure("number_right", line.x1, 1, spot=line.box)
        return
    report.measure("number_gap", _blanks(letter, line.top - head[3]), 1, spot=line.box)
    if "签发人" in line.text:
        report.measure("number_left", line.x0, 1, spot=line.box)
    else:
        report.measure("number_centre", line.centre, 1, spot=line.box)


def _red_rule(letter: Anatomy, report: Report) -> None:
    rules = letter.pages[0].strokes
    if letter.number is None:
        return
    below = [rule for rule in rules if rule.top > letter.number.base_line]
    if not below:
        report.state("red_rule_width", False, "没有分隔线", 1)
        return
    rule = below[0]
    report.measure("red_rule_width", rule.width, 1, spot=rule.box)
    report.measure("red_rule_gap", rule.top - letter.number.bottom, 1, spot=rule.box)
    report.state(
        "red_rule_colour", rule.is_red, "红" if rule.is_red else "不是红色", 1, spot=rule.box
    )


def _double_rules(letter: Anatomy, head: Box | None, report: Report) -> None:
    reds = [rule for rule in letter.pages[0].strokes if rule.is_red]
    later = [rule for page in letter.pages[1:] for rule in page.strokes if rule.is_red]
    report.state("double_rule_first", not later, f"另有 {len(later)} 条" if later else "只在首页")
    if len(reds) != 4:
        report.state(
            "double_rule_order",
            False,
            f"首页有 {len(reds)} 条红线",
            1,
            spot=around(rule.box for rule in reds),
        )
        return
    for rule in reds:
        report.measure("double_rule_width", rule.width, 1, spot=rule.box)
    thick = [rule.thickness for rule in reds]
    in_order = thick[0] > thick[1] and thick[2] < thick[3]
    report.state(
        "double_rule_order",
        in_order,
        "、".join(f"{line:.2f}" for line in thick),
        1,
        spot=reds[0].box,
    )
    if head:
        report.measure("double_rule_gap", reds[0].top - head[3], 1, spot=reds[0].box)
    report.measure("double_rule_foot", letter.pages[0].height - reds[3].bottom, 1, spot=reds[3].box)
    if letter.number:
        report.measure("number_drop", letter.number.top - reds[1].bottom, 1, spot=letter.number.box)


def _title(letter: Anatomy, report: Report, is_file: bool) -> None:
    if not letter.title:
        return
    for line in letter.title:
        report.measure("title_size", line.size, 1, spot=line.box)
        report.measure("title_centre", line.centre, 1, spot=line.box)
    face = letter.title[0].main
    report.state("title_face", face.is_in("小标宋"), face.font, 1, spot=letter.title[0].box)
    lengths = [line.x1 - line.x0 for line in letter.title]
    triples = zip(lengths, lengths[1:], lengths[2:], strict=False)
    waist = any(middle < min(upper, lower) - 1 for upper, middle, lower in triples)
    report.state(
        "title_shape",
        not waist,
        "沙漏形" if waist else "不是沙漏形",
        1,
        spot=around(line.box for line in letter.title),
    )
    top = letter.title[0].top
    rules = [rule for rule in letter.pages[0].strokes if rule.bottom < top]
    if is_file and rules:
        gap = _blanks_below_rule(letter, top - rules[-1].bottom)
        _measure_blanks(letter, report, "title_gap", gap, letter.title[0].box)
    above = [line for line in (letter.number, *letter.marks) if line]
    if not is_file and above:
        gap = _blanks(letter, top - max(line.bottom for line in above))
        _measure_blanks(letter, report, "title_gap", gap, letter.title[0].box)


def _addressee(letter: Anatomy, report: Report) -> None:
    if not letter.addressee or not letter.title:
        return
    first, last = letter.addressee[0], letter.addressee[-1]
    gap = _blanks(letter, first.top - letter.title[-1].bottom)
    _measure_blanks(letter, report, "addressee_gap", gap, first.box)
    report.measure("addressee_left", first.x0, 1, spot=first.box)
    report.state("addressee_colon", last.text.endswith("："), last.text[-1], 1, spot=last.box)
    report.measure("first_page_body", len(letter.body_on(1)), 1, ok=bool(letter.body_on(1)))


def _indents(letter: Anatomy, report: Report) -> None:
    for page in letter.pages:
        wrong = [line for line in letter.body_on(page.number) if not _is_indent(line)]
        shown = "、".join(line.text[:6] for line in wrong)
        report.state(
            "indent",
            not wrong,
            shown or "0 字或 2 字",
            page.number,
            spot=around(line.box for line in wrong),
        )


def _is_indent(line: Line) -> bool:
    """None or two characters; an opening mark may stand in the right half of its cell."""
    shift = (line.x0 - LEFT) / CELL
    return min(abs(shift), abs(shift - 2)) < 0.2 or (
        not line.glyphs[0].is_hanzi and min(abs(shift + 0.5), abs(shift - 1.5)) < 0.2
    )


def _signature(letter: Anatomy, report: Report) -> None:
    date = letter.date
    if date is None or not letter.signature:
        return
    first, last = letter.signature[0], letter.signature[-1]
    company = len(letter.body_on(date.page))
    together = company > 0 and first.page == date.page
    report.measure("signature_alone", company, date.page, ok=together, spot=first.box)
    if letter.last_body_page == first.page:
        gap = _blanks(letter, first.top - letter.body[-1].bottom)
        report.measure("signature_gap", gap, first.page, spot=first.box)
    is_full_date = bool(FORM_OF_DATE.fullmatch(date.text))
    report.state("date_form", is_full_date, date.text, date.page, spot=date.box)
    if is_full_date:
        report.measure("signature_centre", last.centre - date.centre, date.page, spot=last.box)
        # A name too long to be centred on the date stands flush right and takes the date along.
        if max(line.x1 for line in letter.signature) < RIGHT - 0.5:
            report.measure("date_right", RIGHT - date.x1, date.page, spot=date.box)
    for note in letter.note[:1]:
        ok = note.text.startswith("（") and abs(note.x0 - LEFT - 2 * CELL) < 0.6 * CELL
        report.measure("note_left", note.x0, note.page, ok=ok, spot=note.box)


def _record(letter: Anatomy, report: Report, is_file: bool) -> None:
    page = letter.pages[-1]
    rules = [rule for rule in page.strokes if not rule.is_red]
    for line in letter.record:
        report.measure("record_size", line.size, page.number, spot=line.box)
    if letter.record:
        report.measure("record_left", letter.record[0].x0, page.number, spot=letter.record[0].box)
    if is_file:
        _record_rules(rules, report, page.number)
        return
    imprint = [line.text for line in letter.record if line.text.endswith("印发")]
    extra = "、".join(imprint) or ("分隔线" if rules else "")
    report.state(
        "record_no_rules",
        not extra,
        extra or "没有",
        page.number,
        spot=around(rule.box for rule in rules),
    )
    if letter.record:
        report.measure(
            "record_foot_letter", letter.record[-1].bottom, page.number, spot=letter.record[-1].box
        )


def _record_rules(rules: list[Stroke], report: Report, page: int) -> None:
    if not rules:
        return
    for rule in rules:
        report.measure("record_rule_width", rule.width, page, spot=rule.box)
    report.measure("record_rule_first", rules[0].thickness, page, spot=rules[0].box)
    for rule in rules[1:-1]:
        report.measure("record_rule_inner", rule.thickness, page, spot=rule.box)
    report.measure("record_rule_last", rules[-1].thickness, page, spot=rules[-1].box)
    report.measure("record_foot", rules[-1].middle, page, spot=rules[-1].box)


def _page_numbers(letter: Anatomy, ink: Ink, report: Report, is_file: bool) -> None:
    found = {line.page: line for line in letter.page_numbers}
    for page in letter.pages:
        line = found.get(page.number)
        if not is_file and page.number == 1:
            report.state(
                "page_number_first",
                line is None,
                line.text if line else "没有",
                1,
                spot=line.box if line else None,
            )
            continue
        right = line is not None and line.text == f"—{page.number}—"
        report.state(
            "page_number",
            right,
            line.text if line else "没有页码",
            page.number,
            spot=line.box if line else None,
        )
        if line:
            _page_number(line, ink, report)


def _page_number(line: Line, ink: Ink, report: Report) -> None:
    report.measure("page_number_size", line.size, line.page, spot=line.box)
    report.state(
        "page_number_face", line.main.is_in("宋体"), line.main.font, line.page, spot=line.box
    )
    odd = line.page % 2
    report.measure(
        "page_number_side", RIGHT - line.x1 if odd else line.x0 - LEFT, line.page, spot=line.box
    )
    dash = line.glyphs[0]
    if dash.text.isdigit():
        return
    size = line.size * MM
    box = ink.box(line.page, (dash.x0, line.base_line - size, dash.x1, line.base_line + size / 2))
    if box:
        report.measure("page_number_gap", (box[1] + box[3]) / 2 - FOOT, line.page, spot=box)
