"""Letters as PDF: checks them, and chooses the layout that keeps the signature with the text."""

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
from django.core.exceptions import ValidationError

from cixi_ip import typeset
from proposals.letters.document import Format, Letter
from proposals.letters.order import head_lines
from proposals.letters.title import balance, width

TEMPLATES = {
    Format.FILE: Path(__file__).parent / "templates" / "file.typ",
    Format.LETTER: Path(__file__).parent / "templates" / "letter.typ",
}
LONGEST_TITLE = 76
WIDEST_SIGNATURE = 22  # characters, so that it is told from the text by its place
WIDEST_HEAD = 25  # characters, condensed and reduced as far as they may be
# Lines a page and blank lines above the signature, the ordinary ones first. The first layout that
# keeps the signature with some of the text is taken: 7.3.5.5 allows the line distance to change.
LAYOUTS = ((22, 2), (22, 1), (21, 2), (23, 1), (20, 2), (24, 1), (19, 2))
LONELY = "署名和成文日期单独落在一页，调整行距后仍无法避免，请增减一两行正文。"


@dataclass(frozen=True)
class Typeset:
    """A finished PDF and what its record keeps of the making."""

    pdf: bytes
    pages: int
    fonts: tuple[str, ...]
    engine: str
    notes: tuple[str, ...]


def to_pdf(letter: Letter, *, moment: datetime) -> Typeset:
    """Typeset a letter; the same letter, moment, fonts and engine give the same bytes.

    `moment` needs a time zone and becomes the PDF's date. ValidationError, in Chinese, names what
    is missing, too long, or cannot be shown by any font.
    """
    _refuse_incomplete(letter)
    made, lines = _compose(letter, moment)
    pages = made.facts["pages"]
    return Typeset(made.pdf, pages, typeset.fonts_in(made.pdf), _engine(made.pdf), _notes(lines))


def _engine(pdf: bytes) -> str:
    """The package installed, and what the PDF calls its maker: they count versions apart."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return f"{typeset.ENGINE}（PDF：{document.docinfo['/Creator']}）"


def _compose(letter: Letter, moment: datetime) -> tuple[typeset.Typesetting, int]:
    """The letter in the first layout that will do, and that layout's lines a page."""
    content, second_best = content_of(letter), None
    for lines, blanks in LAYOUTS:
        data = content | {"lines": lines, "blanks": blanks}
        made = typeset.compose(TEMPLATES[letter.format], data, moment=moment)
        if made.facts["closing"] != made.facts["body"]:
            continue
        # A page of nothing but 版记 is usual in 文件格式, one of nothing but 抄送 in 信函 is not.
        is_record_alone = made.facts["record"] not in (None, made.facts["closing"])
        if letter.format is Format.FILE or not is_record_alone:
            return made, lines
        second_best = second_best or (made, lines)
    if second_best is None:
        raise ValidationError(LONELY, code="lonely_signature")
    return second_best


def _notes(lines: int) -> tuple[str, ...]:
    """What differs from the ordinary page, for the letter's record."""
    adjusted = f"为使署名与正文同页，行距调整为每面 {lines} 行（7.3.5.5）。"
    return typeset.shortcomings() + ((adjusted,) if lines != 22 else ())


def _refuse_incomplete(letter: Letter) -> None:
    needed: dict[str, object] = {
        "发文机关": all(letter.issuers),
        "标题": letter.title,
        "主送机关": letter.addressee,
        "正文": letter.body,
    }
    if not letter.draft:
        needed |= {"发文字号": letter.number, "成文日期": letter.date}
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise ValidationError(
            f"公文缺少：{'、'.join(missing)}。请补全后再生成。", code="incomplete"
        )
    if width(letter.title) > LONGEST_TITLE:
        raise ValidationError(
            f"标题约 {width(letter.title):.0f} 字，超过 {LONGEST_TITLE} 字，排不下。请缩短标题。",
            code="long_title",
        )


def content_of(letter: Letter) -> dict[str, Any]:
    """The letter as the templates read it."""
    return {
        "head": balance("".join(head_lines(letter)), WIDEST_HEAD),
        "number": letter.number,
        "signer": "、".join(letter.signers),
        "marks": letter.top_right,
        "title": letter.title_lines,
        "addressee": letter.opening,
        "body": [
            [{"text": run.text, "face": run.face} for run in paragraph.runs]
            for paragraph in letter.body
        ],
        "issuer": letter.issuer,
        "signature": balance(letter.issuer, WIDEST_SIGNATURE),
        "date": letter.date_line,
        "note": letter.note,
        "copies": letter.copies,
        "imprint": letter.imprint,
        "watermarks": letter.watermarks,
    }
