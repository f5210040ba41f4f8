"""Measures 版头, or what 信函 and 纪要 have in its place, the title and the addressee."""

import re

from proposals.letters.geometry.anatomy import Anatomy
from proposals.letters.geometry.front import COPY_NUMBER, SECRECY
from proposals.letters.geometry.ink import Ink
from proposals.letters.geometry.report import Report
from proposals.letters.geometry.rules import CHARACTER, FOOT, LEFT, LINES, RIGHT, RULES, TOP
from proposals.letters.geometry.sheet import MM, Box, Glyph, Line, Place, place_of

FORM_OF_NUMBER = re.compile(r"[^\d〔〕]+〔[12]\d{3}〕[1-9]\d*号")
FORM_OF_SECRECY = re.compile(r"(绝密|机密|秘密)(★(长期|\d+(年|个月|天|日)))?")
WORD = "文件"


def measure_head(letter: Anatomy, ink: Ink, kind: str, report: Report) -> None:
    """Every rule about the first page down to the addressee; `kind` chooses the clause."""
    box = _head_ink(letter, ink)
    _head(letter, box, kind, report)
    _head_word(letter, report)
    _marks(letter, kind, report)
    _corner(letter, report)
    _number(letter, box, kind, report)
    _signers(letter, box, kind, report)
    if kind == "文件":
        _red_rule(letter, report)
    elif kind == "信函":
        _double_rules(letter, box, report)
    _title(letter, kind, report)
    _addressee(letter, report)


def blanks(letter: Anatomy, gap: float) -> float:
    """Blank lines in a gap between em boxes."""
    return (gap - letter.pitch + CHARACTER) / letter.pitch


def _blanks_below_rule(letter: Anatomy, gap: float) -> float:
    """Below a rule it is open whether one more line gap belongs to two blank lines."""
    return max(blanks(letter, gap), min(2.0, gap / letter.pitch))


def measure_blanks(letter: Anatomy, report: Report, name: str, found: float, at: Place) -> None:
    """A page of other than 22 lines still begins its text on a line: its gaps give way more."""
    more = 0.2 * float(RULES[name].expected) if letter.lines != LINES else 0.0
    off = abs(found - float(RULES[name].expected))
    report.measure(name, found, at, ok=off <= RULES[name].tolerance + more)


def _head_ink(letter: Anatomy, ink: Ink) -> Box | None:
    lines = letter.front.head
    if not lines:
        return None
    first, last = lines[0], lines[-1]
    tallest = max(line.size for line in lines)
    area = (
        0.0,
        max(0.0, first.base_line - 1.1 * tallest * MM),
        letter.pages[0].width,
        last.base_line + 0.4 * tallest * MM,
    )
    reds = [rule.top for rule in letter.pages[0].rules if rule.top > last.base_line]
    bottom = min([area[3], *(top - 0.5 for top in reds)])
    return ink.box(1, (area[0], area[1], area[2], bottom), red=True)


def _head(letter: Anatomy, box: Box | None, kind: str, report: Report) -> None:
    if box is None:
        title = letter.front.title
        large = [line for line in letter.pages[0].lines if line.size > 24 and line not in title]
        report.state("head_colour", False, "没有红色的发文机关标志", place_of(large[:1], 1))
        return
    place = Place(1, box)
    left, top, right, _ = box
    form = "_letter" if kind == "信函" else ""
    report.measure(f"head_top{form}", top, place)
    lines = letter.front.head
    # Ink lies a little aside in some characters: their squares may be what is centred.
    squares = (min(line.x0 for line in lines) + max(line.x1 for line in lines)) / 2
    middle = float(RULES[f"head_centre{form}"].expected)
    centre = min(((left + right) / 2, squares), key=lambda found: abs(found - middle))
    report.measure(f"head_centre{form}", centre, place)
    report.most("head_width", right - left, place)
    report.state("head_colour", all(line.is_red for line in lines), "红", place)
    strange = [line.main.font for line in lines if not line.main.is_in("小标宋")]
    report.state("head_face", not strange, (strange or [lines[0].main.font])[0], place)
    if kind == "纪要":
        words = "".join(line.text for line in lines)
        report.state("head_minutes", words.endswith("纪要"), words[-6:], place)


def _head_word(letter: Anatomy, report: Report) -> None:
    """文件 beside the names of several organs: to their right, level with their middle."""
    lines = letter.front.head
    word = next((line for line in lines if line.text.endswith(WORD)), None)
    if word is None or len(lines) < 2:
        return
    at = len(word.glyphs) - len(WORD)
    mark = word.part(at)
    names = [line.part(0, at) if line is word else line for line in lines]
    names = [name for name in names if name.glyphs]
    is_beside = mark.x0 > max(name.ink_end for name in names) - 0.5
    apart = mark.x0 - word.glyphs[at - 1].x1 if at else word.size * MM
    if word is lines[-1] and (not is_beside or apart < 0.2 * word.size * MM):
        return  # the name of one organ, broken into two lines
    if is_beside:
        off = mark.middle - (names[0].top + names[-1].bottom) / 2
        report.measure("head_word", off, mark.place)
    else:
        report.state("head_word", False, "不在机关名称右侧，在名称之间或之下", mark.place)


def _marks(letter: Anatomy, kind: str, report: Report) -> None:
    """份号, 密级 and 紧急程度: from the first line down, in 信函 from below the double line."""
    marks = letter.front.marks
    if not marks:
        return
    for mark in marks:
        report.measure("marks_left", mark.x0, mark.place)
        report.measure("marks_size", mark.size, mark.place)
    ranks = [_rank(mark.text) for mark in marks]
    order = "、".join(mark.text for mark in marks)
    report.state("marks_order", ranks == sorted(ranks), order, place_of(marks))
    _marks_wording(marks, report)
    if kind == "信函":
        reds = [rule for rule in letter.pages[0].rules if rule.is_red]
        if len(reds) > 1:
            report.measure("marks_drop", marks[0].top - reds[1].bottom, marks[0].place)
        return
    for row, mark in enumerate(marks):
        # 密级 has the second line even when no 份号 stands above it (7.2.2).
        rows = (row, row + 1) if _rank(marks[0].text) else (row,)
        off = min((mark.top - TOP - at * letter.pitch for at in rows), key=abs)
        report.measure("marks_rows", off, mark.place)


def _rank(words: str) -> int:
    if COPY_NUMBER.fullmatch(words):
        return 0
    return 1 if SECRECY.match(words) else 2


def _marks_wording(marks: tuple[Line, ...], report: Report) -> None:
    for mark in marks:
        rank = _rank(mark.text)
        if rank == 0:
            is_six = len(mark.text) == 6 and mark.text.isdigit()
            report.state("copy_number_form", is_six, mark.text, mark.place)
            continue
        hanzi = [glyph for glyph in mark.glyphs if glyph.is_hanzi]
        is_black = all(glyph.is_in("黑体") or glyph.is_stand_in for glyph in hanzi)
        report.state("marks_face", is_black, mark.main.font, mark.place)
        if rank == 1:
            is_right = bool(FORM_OF_SECRECY.fullmatch(mark.text))
            report.state("secrecy_form", is_right, mark.text, mark.place)


def _corner(letter: Anatomy, report: Report) -> None:
    for line in letter.front.corner:
        report.measure("class_mark", line.x1, line.place)


def _number(letter: Anatomy, head: Box | None, kind: str, report: Report) -> None:
    line = letter.front.number
    if line is None or kind == "纪要":
        return
    is_right = bool(FORM_OF_NUMBER.fullmatch(line.text))
    report.state("number_form", is_right, line.text, line.place)
    if kind == "信函":
        report.measure("number_right", line.x1, line.place)
    elif letter.front.signers:
        report.measure("number_left", line.x0, line.place)
        report.measure("signer_row", letter.front.signers[-1].top - line.top, line.place)
    else:
        report.measure("number_centre", 106 + line.off_centre(106), line.place)
        if head:
            report.measure("number_gap", blanks(letter, line.top - head[3]), line.place)


def _signers(letter: Anatomy, head: Box | None, kind: str, report: Report) -> None:
    signers = letter.front.signers
    if not signers:
        return
    first = signers[0]
    if kind != "信函":
        if head:
            report.measure("signer_gap", blanks(letter, first.top - head[3]), first.place)
        right = max(line.x1 for line in signers)
        report.measure("signer_right", RIGHT - right, place_of(signers))
    label = first.text.find("：") + 1
    names = [first.part(label), *signers[1:]]
    for line in names[1:]:
        report.measure("signer_align", line.x0 - names[0].x0, line.place)
    wrong = [glyph for glyph in first.part(0, label).glyphs if not _is_set_in("仿宋", glyph)]
    wrong += [glyph for line in names for glyph in line.glyphs if not _is_set_in("楷体", glyph)]
    fonts = sorted({glyph.font for glyph in wrong}) or [first.main.font]
    report.state("signer_face", not wrong, "、".join(fonts), place_of(signers))


def _is_set_in(face: str, glyph: Glyph) -> bool:
    return not glyph.is_hanzi or glyph.is_in(face) or glyph.is_stand_in


def _red_rule(letter: Anatomy, report: Report) -> None:
    number = letter.front.number
    if number is None:
        return
    below = [rule for rule in letter.pages[0].rules if rule.top > number.base_line]
    if not below or below[0].top > number.base_line + 40:
        report.state("red_rule_width", False, "没有分隔线", number.place)
        return
    rule = below[0]
    report.measure("red_rule_width", rule.width, rule.place)
    report.measure("red_rule_gap", rule.top - number.bottom, rule.place)
    report.state("red_rule_colour", rule.is_red, "红" if rule.is_red else "不是红色", rule.place)


def _double_rules(letter: Anatomy, head: Box | None, report: Report) -> None:
    reds = [rule for rule in letter.pages[0].rules if rule.is_red]
    later = [rule for page in letter.pages[1:] for rule in page.rules if rule.is_red]
    shown = f"另有 {len(later)} 条" if later else "只在首页"
    report.state("double_rule_first", not later, shown, place_of(later))
    if len(reds) != 4:
        report.state(
            "double_rule_order", False, f"首页有 {len(reds)} 条红线", place_of(reds, page=1)
        )
        return
    for rule in reds:
        report.measure("double_rule_width", rule.width, rule.place)
    thick = [rule.thickness for rule in reds]
    in_order = thick[0] > thick[1] and thick[2] < thick[3]
    shown = "、".join(f"{one:.2f}" for one in thick)
    report.state("double_rule_order", in_order, shown, reds[0].place)
    if head:
        report.measure("double_rule_gap", reds[0].top - head[3], reds[0].place)
    foot = letter.pages[0].height - reds[3].bottom
    report.measure("double_rule_foot", foot, reds[3].place)
    if letter.front.number:
        number = letter.front.number
        report.measure("number_drop", number.top - reds[1].bottom, number.place)


def _title(letter: Anatomy, kind: str, report: Report) -> None:
    title = letter.front.title
    if not title:
        return
    place = place_of(title)
    for line in title:
        report.measure("title_size", line.size, line.place)
        report.measure("title_centre", 106 + line.off_centre(106), line.place)
    face = title[0].main
    report.state("title_face", face.is_in("小标宋"), face.font, place)
    lengths = [line.x1 - line.x0 for line in title]
    triples = zip(lengths, lengths[1:], lengths[2:], strict=False)
    waist = any(middle < min(upper, lower) - 1 for upper, middle, lower in triples)
    report.state("title_shape", not waist, "沙漏形" if waist else "不是沙漏形", place)
    last = title[-1].text[-1]
    is_mark = last in "。，；：、,.;:"
    report.state("title_marks", not is_mark, last if is_mark else "没有标点", title[-1].place)
    if kind != "纪要":
        _title_gap(letter, kind, report)


def _title_gap(letter: Anatomy, kind: str, report: Report) -> None:
    first = letter.front.title[0]
    rules = [rule for rule in letter.pages[0].rules if rule.bottom < first.top]
    if kind == "文件" and rules:
        gap = _blanks_below_rule(letter, first.top - rules[-1].bottom)
        measure_blanks(letter, report, "title_gap", gap, first.place)
    front = letter.front
    above = [*front.marks, *front.corner, *front.signers, *([front.number] * bool(front.number))]
    if kind == "信函" and above:
        gap = blanks(letter, first.top - max(line.bottom for line in above if line))
        measure_blanks(letter, report, "title_gap", gap, first.place)


def _addressee(letter: Anatomy, report: Report) -> None:
    title, addressee = letter.front.title, letter.addressee
    body = letter.body_on(1)
    has_table = bool(letter.cells.get(1))
    count = len(body) or int(has_table)
    empty = Place(1, (LEFT, addressee[-1].bottom if addressee else TOP, RIGHT, FOOT))
    report.least("first_page_body", count, place_of(body) if body else empty)
    if not addressee or not title:
        return
    first, last = addressee[0], addressee[-1]
    gap = blanks(letter, first.top - title[-1].bottom)
    measure_blanks(letter, report, "addressee_gap", gap, first.place)
    report.measure("addressee_left", first.x0, first.place)
    report.state("addressee_colon", last.text.endswith("："), last.text[-1], last.place)
