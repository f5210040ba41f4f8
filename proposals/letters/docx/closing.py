"""What follows the body: 附件说明, 署名 and date in their three layouts, 附注, and 版记."""

from collections.abc import Iterator

from proposals.letters.arrangement import Name, Row, signing_rows
from proposals.letters.document import Format, Letter, Seal
from proposals.letters.docx.blocks import bare, rule
from proposals.letters.docx.styles import (
    LINE,
    SMALL,
    WIDTH,
    fonts,
    indent,
    made,
    paragraph,
    spacing,
)
from proposals.letters.docx.xml import Element, make, run
from proposals.letters.title import width

CHARS = 28  # a line
STAMP = 6.0  # characters a 签名章 is wide
SEAL_PITCH = 5 * LINE  # two rows of seals of 42 mm do not touch
OUTER, INNER = 8, 6  # eighths of a point: 0.35 mm and 0.25 mm (7.4)


def attachment_notes(letter: Letter) -> Iterator[Element]:
    """A blank line below the body; a name that turns over stands under its first character."""
    notes = letter.attachment_notes
    for at, note in enumerate(notes):
        label = "附件：" if at == 0 else ""
        figures = width(note.removeprefix(label).partition(".")[0] + ".") if len(notes) > 1 else 0
        held = indent(left=5 + figures, hanging=figures + 3 * (at == 0))
        distance = [spacing(before=LINE, line=LINE)] if at == 0 else []
        yield paragraph("附件说明", note, properties=made([held, *distance]))


def attendance(letter: Letter) -> Iterator[Element]:
    """纪要: who was there, a blank line below the text (10.3)."""
    for at, (label, names) in enumerate(letter.attendance):
        distance = [spacing(before=LINE, line=LINE)] if at == 0 else []
        runs = (run(f"{label}：", fonts("黑体")), run(names))
        yield paragraph("参加人员", *runs, properties=made(distance))


def closing(letter: Letter) -> Iterator[Element]:
    if letter.format is Format.MINUTES:
        yield from attendance(letter)
    else:
        yield from LAYOUTS[letter.seal](letter)
    if letter.note:
        yield paragraph("附注", letter.note)


def _line(style: str, words: str, *, right: float, blanks: int = 0) -> Element:
    distance = [spacing(before=blanks * LINE, line=LINE)] if blanks else []
    return paragraph(style, words, properties=made([indent(right=max(0.0, right)), *distance]))


def _sealed(letter: Letter) -> Iterator[Element]:
    """盖章: the date four characters from the right, the name centred on it (7.3.5.1)."""
    if len(letter.issuers) > 1:
        yield from _joint_sealed(letter)
        return
    ((name,),) = signing_rows(letter)
    date, widest = width(letter.date_line), max(map(width, name))
    centre = max(4 + date / 2, widest / 2)
    if len(name) == 1:
        yield _line("署名", letter.issuer, right=centre - widest / 2, blanks=2)
    else:
        yield _name_in_lines(name, centre, widest)
    yield _line("成文日期", letter.date_line, right=centre - date / 2)


def _name_in_lines(name: Name, centre: float, widest: float) -> Element:
    """A long name in several lines, each in the middle; half a character to spare."""
    room = widest / 2 + 0.5
    sides = indent(left=max(0.0, CHARS - centre - room), right=max(0.0, centre - room))
    distance = spacing(before=2 * LINE, line=LINE)
    settings = made([sides, distance, ("jc", {"val": "center"})])
    return paragraph("署名", "\n".join(name), properties=settings)


def _joint_sealed(letter: Letter) -> Iterator[Element]:
    """Names in rows, room for a seal around each; the last stands above the date."""
    rows = signing_rows(letter)
    across = max(map(len, rows))
    wide = WIDTH // across
    filled = [(*[()] * (across - len(row)), *row) for row in rows]
    made_rows = [_seal_row(row, wide, at == 0) for at, row in enumerate(filled)]
    # In the same cell, so that nothing can part the date from the last name.
    centred = made([("jc", {"val": "center"})])
    last_cell = made_rows[-1].findall("{*}tc")[-1]
    last_cell.append(paragraph("成文日期", letter.date_line, properties=centred))
    yield bare([wide] * across, *made_rows)
    # Word would make one table of this and 版记.
    yield anchor()


def _seal_row(row: Row, wide: int, is_first: bool) -> Element:
    cells = (_seal_cell("\n".join(name), wide, is_first) for name in row)
    return make("tr", make("trPr", make("cantSplit")), *cells)


def _seal_cell(name: str, wide: int, is_first: bool) -> Element:
    above = 2 * LINE if is_first else SEAL_PITCH - LINE
    centred = made([("jc", {"val": "center"}), spacing(before=above, line=LINE)])
    words = [name] if name else []
    return make(
        "tc",
        make("tcPr", make("tcW", w=wide, type="dxa")),
        paragraph("署名", *words, properties=centred),
    )


def _unsealed(letter: Letter) -> Iterator[Element]:
    """不盖章: the name two characters from the right, the date two right of its start (7.3.5.2).

    A name that would leave the date no room stands in several lines.
    """
    names = [name for (name,) in signing_rows(letter)]
    widest = max(width(line) for name in names for line in name)
    date = width(letter.date_line)
    # Where the name begins, counted from the right: a longer date keeps its two characters.
    start = 2 + widest if date <= widest else 2 + date + 2
    for at, name in enumerate(names):
        blanks = int(at == 0)
        if len(name) == 1:
            yield _line("署名", name[0], right=start - width(name[0]), blanks=blanks)
        else:
            yield _lines_from(name, CHARS - start, blanks)
    if date > widest:
        yield _line("成文日期", letter.date_line, right=2)
    else:
        # Its beginning is what the standard tells, and programs space figures as they like.
        beside = made([indent(left=CHARS - start + 2), ("jc", {"val": "left"})])
        yield paragraph("成文日期", letter.date_line, properties=beside)


def _lines_from(name: Name, left: float, blanks: int) -> Element:
    """A long name in several lines, which begin below one another."""
    distance = [spacing(before=blanks * LINE, line=LINE)] if blanks else []
    settings = made([indent(left=left), *distance, ("jc", {"val": "left"})])
    return paragraph("署名", "\n".join(name), properties=settings)


def _signed(letter: Letter) -> Iterator[Element]:
    """签名章: the post two characters left of the stamp, which ends four from the right."""
    for at, post in enumerate(letter.posts):
        yield _line("署名", post, right=4 + STAMP + 2, blanks=2 if at == 0 else 1)
    yield _line("成文日期", letter.date_line, right=4, blanks=1)


LAYOUTS = {Seal.SEALED: _sealed, Seal.UNSEALED: _unsealed, Seal.SIGNED: _signed}


def record(letter: Letter) -> Iterator[Element]:
    """版记: a table at the foot of the page its anchor, a low last line, stands on (7.4)."""
    entries = (("主送：", letter.main_recipients), ("抄送：", letter.copies))
    rows = [paragraph("版记", label + text) for label, text in entries if text]
    is_ruled = letter.format is not Format.LETTER
    imprint = _imprint(letter)
    place = make(
        "tblpPr",
        leftFromText=0,
        rightFromText=0,
        topFromText=LINE // 2,
        vertAnchor="margin",
        horzAnchor="margin",
        tblpXSpec="center",
        tblpYSpec="bottom",
    )
    settings = (place, *([_rules()] if is_ruled else []))
    held = [_record_row(rows)] if rows else []
    yield bare([WIDTH], *held, *imprint, properties=settings, jc="")
    yield anchor()


def anchor() -> Element:
    return paragraph("表后空行", properties=made([spacing(line=20)]))


def _rules() -> Element:
    return make("tblBorders", rule("top", OUTER), rule("bottom", OUTER), rule("insideH", INNER))


def _record_row(held: list[Element]) -> Element:
    settings = make("tcPr", make("tcW", w=WIDTH, type="dxa"))
    return make("tr", make("trPr", make("cantSplit")), make("tc", settings, *held))


def _imprint(letter: Letter) -> list[Element]:
    """印发机关 at the left, 印发日期 at the right."""
    printer, day = letter.imprint
    if not printer:
        return []
    tab = make("tabs", make("tab", val="right", pos=WIDTH - SMALL))
    text = f"{printer}\t{day}" if day else printer
    return [_record_row([paragraph("印发", text, properties=[tab])])]


def attachment_head(mark: str, title: tuple[str, ...], *, is_new_page: bool) -> Iterator[Element]:
    """附件 and its number on line 1, the title in the middle of line 3 (7.3.7)."""
    breaks = [make("pageBreakBefore")] if is_new_page else []
    yield paragraph("附件序号", mark, properties=breaks)
    yield paragraph("附件标题", "\n".join(title))
