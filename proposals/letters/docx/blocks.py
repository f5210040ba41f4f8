"""The body of a letter and of its attachments: headings, paragraphs and tables."""

from collections.abc import Iterator

from proposals.letters.body import Block, Paragraph, Ruling, Table
from proposals.letters.docx.styles import LEVELS, WIDTH, fonts, paragraph
from proposals.letters.docx.xml import Element, make, run
from proposals.letters.title import width

# Widths of a column in characters: short ones stay legible, long texts wrap.
NARROWEST, WIDEST = 3.0, 16.0
LONG_CELL = 10.0
STYLE_FACES = {1: "黑体", 2: "楷体"}
THIN, THICK = 4, 12  # eighths of a point


def blocks(body: tuple[Block, ...], room: int = WIDTH) -> Iterator[Element]:
    for block in body:
        if isinstance(block, Table):
            yield from table(block, room)
        else:
            yield text(block)


def text(block: Paragraph) -> Element:
    """A paragraph in the style of its level; what follows a run-in heading is plain text."""
    own = STYLE_FACES.get(block.level, "仿宋")
    runs = (
        run(one.text) if one.face == own else run(one.text, fonts(one.face)) for one in block.runs
    )
    return paragraph(LEVELS[block.level], *runs)


def table(block: Table, room: int) -> Iterator[Element]:
    """Caption, table and a low line, so that what follows does not touch the last rule."""
    if block.caption:
        yield paragraph("表题", block.caption)
    if not block.rows or not block.rows[0]:
        return
    widths = column_widths(block, room)
    starts = [is_long(block, column) for column in range(len(widths))]
    yield make(
        "tbl",
        make(
            "tblPr",
            make("tblW", w=sum(widths), type="dxa"),
            make("jc", val="center"),
            borders(block.ruling),
            make("tblLayout", type="fixed"),
        ),
        make("tblGrid", *(make("gridCol", w=one) for one in widths)),
        *(row(block, at, widths, starts) for at in range(len(block.rows))),
    )
    yield paragraph("表后空行")


def column_widths(block: Table, room: int) -> list[int]:
    """Shares of the room by the longest cell of each column."""
    needs = [
        min(WIDEST, max(NARROWEST, *(width(row[column]) for row in block.rows)))
        for column in range(len(block.rows[0]))
    ]
    return [int(room * need / sum(needs)) for need in needs]


def is_long(block: Table, column: int) -> bool:
    return any(width(row[column]) > LONG_CELL for row in block.rows[block.heads :])


def row(block: Table, at: int, widths: list[int], starts: list[bool]) -> Element:
    is_head = at < block.heads
    settings = [make("cantSplit"), *([make("tblHeader")] if is_head else [])]
    under = block.ruling is Ruling.THREE and at == block.heads - 1
    cells = (
        cell(words, wide, is_head, under, starts[column])
        for column, (words, wide) in enumerate(zip(block.rows[at], widths, strict=True))
    )
    return make("tr", make("trPr", *settings), *cells)


def cell(words: str, wide: int, is_head: bool, is_ruled: bool, is_left: bool) -> Element:
    settings = [make("tcW", w=wide, type="dxa"), make("vAlign", val="center")]
    if is_ruled:
        settings.append(make("tcBorders", rule("bottom", 6)))
    aligned = [make("jc", val="left")] if is_left and not is_head else []
    held = paragraph("表头" if is_head else "表中文字", words, properties=aligned)
    return make("tc", make("tcPr", *settings), held)


def borders(ruling: Ruling) -> Element:
    if ruling is Ruling.THREE:
        return make("tblBorders", rule("top", THICK), rule("bottom", THICK))
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return make("tblBorders", *(rule(side, THIN) for side in sides))


def rule(side: str, eighths: int, *, color: str = "000000", space: int = 0) -> Element:
    return make(side, val="single", sz=eighths, space=space, color=color)


def bare(
    widths: list[int], *rows: Element, properties: tuple[Element, ...] = (), jc: str = "center"
) -> Element:
    """A table that only holds things in their places."""
    return make(
        "tbl",
        make(
            "tblPr",
            make("tblW", w=sum(widths), type="dxa"),
            *([make("jc", val=jc)] if jc else []),
            make("tblLayout", type="fixed"),
            make("tblCellMar", *(make(side, w=0, type="dxa") for side in ("left", "right"))),
            *properties,
        ),
        make("tblGrid", *(make("gridCol", w=one) for one in widths)),
        *rows,
    )
