"""Letters as PDF: chooses the layout that keeps the signature with the text."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
from django.core.exceptions import ValidationError

from cixi_ip import typeset
from proposals.letters.content import content_of as content_of
from proposals.letters.document import Format, Letter
from proposals.letters.limits import refuse_unfit

FOLDER = Path(__file__).parent / "templates"
TEMPLATES = {
    Format.FILE: FOLDER / "file.typ",
    Format.LETTER: FOLDER / "letter.typ",
    Format.MINUTES: FOLDER / "minutes.typ",
}
# Lines a page and blank lines above the signature, the ordinary ones first. The first layout that
# keeps the signature with some of the text is taken: 7.3.5.5 allows the line distance to change.
LAYOUTS = ((22, 2), (22, 1), (21, 2), (23, 1), (23, 2), (20, 2), (24, 1), (24, 2), (19, 2))
SMALLEST_HEAD = 22  # pt, of several names: no smaller than the title
LONELY = "署名和成文日期单独落在一页，调整行距后仍无法避免，请增减一两行正文（或表格的行）。"
NO_TEXT_FIRST = (
    "首页容不下正文：签发人、标题或发文机关名称太多太长。请减少签发人，或缩短标题、机关名称。"
)
LEAD_HEAD = "联合行文机关的名称过多或过长，发文机关标志只用主办机关名称。"
MOVED = "主送机关过多，首页排不下正文，已移至版记（7.3.2）。"
CARRIED = "为使署名与正文同页，正文末尾移至署名所在页（7.3.5.5）。"
EVEN = "版记移至双页，其前有一个空白页，两页不编页码（7.5）。"


@dataclass(frozen=True)
class Typeset:
    """A finished PDF and what its record keeps of the making.

    `letter` is the letter as set: where the first page had no room, its addressee stands in 版记.
    """

    pdf: bytes
    pages: int
    fonts: tuple[str, ...]
    engine: str
    notes: tuple[str, ...]
    letter: Letter


@dataclass(frozen=True)
class _Setting:
    """One layout tried: what was asked of the template, and what came of it."""

    asked: dict[str, Any]
    made: typeset.Typesetting

    @property
    def facts(self) -> dict[str, Any]:
        return self.made.facts

    @property
    def is_signed_alone(self) -> bool:
        """署名 and date on a page without text; 纪要 has neither."""
        company = (None, self.facts["body"], self.facts["notes"] if self.asked["kept"] else None)
        return self.facts["closing"] not in company

    @property
    def is_record_alone(self) -> bool:
        return self.facts["record"] not in (None, self.facts["end"])


def to_pdf(letter: Letter, *, moment: datetime, provenance: bytes | None = None) -> Typeset:
    """Typeset a letter; the same letter, moment, fonts and engine give the same bytes.

    `moment` needs a time zone and becomes the PDF's date. `provenance`, a JSON text, is attached
    as 数据出处.json, which makes the PDF/A-2u a PDF/A-3u. ValidationError, in Chinese, names what
    is missing, too long, or cannot be shown by any font.
    """
    refuse_unfit(letter)
    shown, setting = _first_page_settled(letter, moment, provenance)
    setting = _on_even_page(shown, setting, moment)
    pdf, notes = setting.made.pdf, tuple(_notes(letter, shown, setting))
    pages = setting.facts["pages"]
    return Typeset(pdf, pages, typeset.fonts_in(pdf), _engine(pdf), notes, shown)


def _engine(pdf: bytes) -> str:
    """The package installed, and what the PDF calls its maker: they count versions apart."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return f"{typeset.ENGINE}（PDF：{document.docinfo['/Creator']}）"


def _set(letter: Letter, asked: dict[str, Any], moment: datetime) -> _Setting:
    is_attached = asked["provenance"] is not None
    template = TEMPLATES[letter.format]
    return _Setting(asked, typeset.compose(template, asked, moment=moment, attached=is_attached))


def _first_page_settled(
    letter: Letter, moment: datetime, provenance: bytes | None
) -> tuple[Letter, _Setting]:
    """The letter with text on its first page.

    If need be its addressee stands in 版记 (7.3.2), or the lead organ alone in the red head.
    """
    content = content_of(letter) | {"provenance": list(provenance) if provenance else None}
    setting = _composed(letter, content, moment)
    shows_text, is_joint = setting.facts["text"] == 1, len(letter.head_names) > 1
    is_small = is_joint and min(setting.facts["head"]) < SMALLEST_HEAD
    if shows_text and not is_small:
        return letter, setting
    if letter.opening and not is_small:
        moved = replace(letter, addressee_in_record=True)
        refuse_unfit(moved)
    elif is_joint:
        moved = replace(letter, lead_head=True)
    else:
        raise ValidationError(NO_TEXT_FIRST, code="no_text_first")
    return _first_page_settled(moved, moment, provenance)


def _composed(letter: Letter, content: dict[str, Any], moment: datetime) -> _Setting:
    """The letter in the first layout that will do."""
    second_best = ordinary = None
    for asked in _layouts(content):
        setting = _set(letter, asked, moment)
        ordinary = ordinary or setting
        # Another line distance must not take the text from page 1 where the ordinary one has it.
        if setting.is_signed_alone or setting.facts["text"] > ordinary.facts["text"]:
            continue
        # A page of nothing but 版记 is usual in 文件格式, one of nothing but 抄送 in 信函 is not.
        is_usual = letter.format is not Format.LETTER or _ends_turned(letter)
        if is_usual or not setting.is_record_alone:
            return setting
        second_best = second_best or setting
    if second_best is None:
        raise ValidationError(LONELY, code="lonely_signature")
    return second_best


def _ends_turned(letter: Letter) -> bool:
    """The last page is turned, so that 版记 needs another one in any case."""
    return bool(letter.attachments) and letter.attachments[-1].landscape


def _layouts(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    needs_room = content["closing"]["manner"] == "jointly"  # for seals below one another
    for lines, blanks in LAYOUTS:
        if blanks == 2 or not needs_room:
            yield content | {"lines": lines, "blanks": blanks}
    # Names and seals that need most of a page take the last lines along, of a table that ends the
    # text the last rows, or 附件说明 alone, which 7.3.5 names beside the text.
    yield content | {"carried": True}
    if "rows" in content["body"][-1]:
        yield content | {"carried": True, "parted": True}
    yield content | {"kept": True}


def _on_even_page(letter: Letter, setting: _Setting, moment: datetime) -> _Setting:
    """The same with 版记 on an even page where that is asked for and it fell on an odd one."""
    record = setting.facts["record"]
    if not letter.record_on_even_page or record is None or record % 2 == 0:
        return setting
    return _set(letter, setting.asked | {"record_on_even_page": True}, moment)


def _notes(letter: Letter, shown: Letter, setting: _Setting) -> Iterator[str]:
    """What differs from the ordinary page, for the letter's record."""
    yield from typeset.shortcomings()
    lines, facts = setting.asked["lines"], setting.facts
    if lines != 22:
        yield f"为使署名与正文同页，行距调整为每面 {lines} 行（7.3.5.5）。"
    if setting.asked["carried"]:
        yield CARRIED
    if shown.lead_head != letter.lead_head:
        yield LEAD_HEAD
    if shown.addressee_in_record != letter.addressee_in_record:
        yield MOVED
    if facts["record"] is not None and facts["record"] > facts["end"] + 1:
        yield EVEN
