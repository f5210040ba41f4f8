"""A letter as its templates read it: plain values for JSON, which a template can only show."""

from collections.abc import Iterator
from typing import Any

from proposals.letters import widths
from proposals.letters.arrangement import names_a_row, signing_rows
from proposals.letters.body import Block, Paragraph, Run, Table
from proposals.letters.document import Attachment, Letter, Seal
from proposals.letters.order import signer_rows
from proposals.letters.title import balance, width

LONGEST_HEADING = 40  # characters; what is numbered and longer is a sentence of the text
WIDEST_HEAD = 25  # characters, condensed and reduced as far as they may be
# The width of text on an upright and on a turned sheet, in pt.
UPRIGHT, TURNED = 156 * 72 / 25.4, 225 * 72 / 25.4
MANNERS = {Seal.SEALED: "sealed", Seal.UNSEALED: "unsealed", Seal.SIGNED: "signed"}
# How the page is set unless the layout asks for more; see `typeset`.
ORDINARY: dict[str, Any] = {
    "lines": 22,
    "blanks": 2,
    "carried": False,
    "parted": False,
    "kept": False,
    "record_on_even_page": False,
    "provenance": None,
}


def content_of(letter: Letter) -> dict[str, Any]:
    """The letter as the templates read it, in the ordinary layout."""
    return ORDINARY | {
        "head": _head(letter),
        "left": _left(letter),
        "right": [{"text": mark, "face": "黑体"} for mark in letter.top_right],
        "number": letter.number,
        "signers": signer_rows(letter),
        "title": letter.title_lines,
        "authors": letter.issuers,
        "keywords": [letter.number] if letter.number else [],
        "addressee": letter.opening,
        "body": list(_blocks(letter.body, UPRIGHT)),
        "notes": _notes(letter),
        "closing": _closing(letter),
        "date": letter.date_line,
        "attendance": letter.attendance,
        "note": letter.note,
        "attachments": [
            _attachment(mark, attachment)
            for mark, attachment in zip(letter.attachment_marks, letter.attachments, strict=True)
        ],
        "recipients": letter.main_recipients,
        "copies": letter.copies,
        "imprint": letter.imprint,
        "watermarks": letter.watermarks,
    }


def _head(letter: Letter) -> dict[str, Any]:
    """Several names keep a line each and the word apart; a single one breaks where it must."""
    if len(letter.head_names) > 1:
        return {"names": letter.head_names, "word": letter.head_word}
    return {"names": balance(letter.head_names[0] + letter.head_word, WIDEST_HEAD), "word": ""}


def _left(letter: Letter) -> list[dict[str, str]]:
    """份号 stands in the ordinary face, 密级 and 紧急程度 in 黑体 (7.2.1—3)."""
    return [
        {"text": mark, "face": "仿宋" if mark == letter.copy_number else "黑体"}
        for mark in letter.top_left
    ]


def _blocks(body: tuple[Block, ...], room: float) -> Iterator[dict[str, Any]]:
    rank = 1
    for block in body:
        if isinstance(block, Table):
            yield _table(block, room)
            continue
        # A reader of the PDF's tags may not find a rank left out.
        rank = min(block.level + 1, rank + 1) if block.level else rank
        yield _paragraph(block, rank)


def _paragraph(paragraph: Paragraph, rank: int) -> dict[str, Any]:
    runs = _runs(paragraph)
    is_sentence = paragraph.level > 2 and width(runs[0].text) > LONGEST_HEADING
    return {
        "runs": [{"text": run.text, "face": run.face} for run in runs],
        "level": 0 if is_sentence else paragraph.level,
        "tag": rank,
    }


def _runs(paragraph: Paragraph) -> tuple[Run, ...]:
    """The runs of a paragraph, a heading of rank 3 or 4 apart from the text it runs into."""
    first, *others = paragraph.runs
    end = first.text.find("。") + 1
    if paragraph.level < 3 or not 0 < end < len(first.text):
        return paragraph.runs
    return (Run(first.text[:end], first.face), Run(first.text[end:], first.face), *others)


def _table(table: Table, room: float) -> dict[str, Any]:
    grid = widths.lay_out(table, room)
    rows = [
        {"cells": row, "breakable": breakable}
        for row, breakable in zip(table.rows, grid.breakable, strict=True)
    ]
    heads = table.heads if table.heads < len(rows) else 0
    return {
        "caption": table.caption,
        "ruling": table.ruling,
        "size": grid.size,
        "inset": widths.INSET,
        "columns": [
            {
                "share": column.share,
                "align": column.align,
                "pad": column.pad,
                "longest": column.longest,
            }
            for column in grid.columns
        ],
        "heads": rows[:heads],
        "rows": rows[heads:],
    }


def _notes(letter: Letter) -> list[dict[str, str]]:
    """附件说明, each name apart from its number."""
    names = [attachment.name for attachment in letter.attachments]
    if len(names) < 2:
        return [{"number": "", "name": name} for name in names]
    return [{"number": f"{number}.", "name": name} for number, name in enumerate(names, 1)]


def _closing(letter: Letter) -> dict[str, Any]:
    manner = MANNERS[letter.seal]
    if manner == "sealed" and len(letter.issuers) > 1:
        manner = "jointly"
    return {"manner": manner, "columns": names_a_row(letter), "rows": signing_rows(letter)}


def _attachment(mark: str, attachment: Attachment) -> dict[str, Any]:
    room = TURNED if attachment.landscape else UPRIGHT
    return {
        "mark": mark,
        "title": attachment.title_lines,
        "landscape": attachment.landscape,
        "body": list(_blocks(attachment.body, room)),
    }
