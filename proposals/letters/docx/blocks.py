"""The body of a letter and of its attachments: headings, paragraphs and tables."""

from collections.abc import Iterator

from proposals.letters.body import Block, Paragraph, Ruling, Table
from proposals.letters.docx.styles import (
    CELL_LINE,
    LEVELS,
    WIDTH,
    fonts,
    made,
    paragraph,
    size_of,
    spacing,
)
from proposals.letters.docx.xml import Element, make, run
from proposals.letters.widths import INSET, Column, Grid, lay_out

POINT = 20
ORDINARY = 14.0  # 4号
SIDES = {"左": "left", "中": "center", "右": "right"}
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
    grid = lay_out(block, room / POINT)
    widths = [int(room * column.share) for column in grid.columns]
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
        *(row(block, at, widths, grid) for at in range(len(block.rows))),
    )
    yield paragraph("表后空行")


def row(block: Table, at: int, widths: list[int], grid: Grid) -> Element:
    is_head = at < block.heads
    settings = [] if grid.breakable[at] else [make("cantSplit")]
    settings += [make("tblHeader")] if is_head else []
    is_ruled = block.ruling is Ruling.THREE and at == block.heads - 1
    cells = (
        cell(held(words, column, grid.size, is_head), wide, is_ruled)
        for words, wide, column in zip(block.rows[at], widths, grid.columns, strict=True)
    )
    return make("tr", make("trPr", *settings), *cells)


def cell(text: Element, wide: int, is_ruled: bool) -> Element:
    settings = [make("tcW", w=wide, type="dxa"), make("vAlign", val="center")]
    if is_ruled:
        settings.append(make("tcBorders", rule("bottom", 6)))
    return make("tc", make("tcPr", *settings), text)


def held(words: str, column: Column, size: float, is_head: bool) -> Element:
    """The text of a cell: in the middle in the head, as its column stands below it."""
    settings = []
    if not is_head:
        settings = [make("jc", val=SIDES[column.align])]
        if column.align == "右":
            settings.append(make("ind", right=round((column.pad - INSET) * size * POINT)))
    if size != ORDINARY:
        settings += made([spacing(line=round(CELL_LINE * size / ORDINARY))])
    letters = size_of(size) if size != ORDINARY else []
    return paragraph("表头" if is_head else "表中文字", run(words, *letters), properties=settings)


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
