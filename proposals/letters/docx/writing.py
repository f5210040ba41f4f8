"""A letter as a Word draft: its sections put together, and packed so that equal ones are equal."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from proposals.letters.document import Format, Letter
from proposals.letters.docx import styles
from proposals.letters.docx.blocks import blocks
from proposals.letters.docx.closing import (
    anchor,
    attachment_head,
    attachment_notes,
    closing,
    record,
)
from proposals.letters.docx.head import head, sheet_foot, sheet_head
from proposals.letters.docx.styles import made, paragraph, spacing
from proposals.letters.docx.xml import Element, local, make, run
from proposals.letters.docx.xml import field as word_field
from proposals.letters.order import plain_text

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
KEPT_PARTS = {RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS, RELATIONSHIP_TYPE.FONT_TABLE}
EPOCH = (1980, 1, 1, 0, 0, 0)
ORIGIN = "公文稿第{letter}件，第{edition}次保存"


@dataclass
class Sheet:
    """Pages of one kind: upright or turned, numbered or not."""

    elements: list[Element] = field(default_factory=list)
    is_turned: bool = False
    is_record: bool = False


def to_docx(letter: Letter, *, moment: datetime, origin: tuple[int, int] | None = None) -> bytes:
    """The letter for Word and WPS; the same letter and moment give the same bytes.

    `moment` needs a time zone. `origin`, the draft's number and edition, is written into the file
    so that reading it back can say when it is another draft's, or an older one. ValidationError,
    in Chinese, names a character that no Word file can hold.
    """
    _refuse_unwritable(letter)
    document = Document()
    _describe(document, letter, moment, origin)
    _replace_parts(document)
    ends = _Ends(document, letter)
    sheets = _sheets(letter)
    body = document.element.body
    for old in list(body):
        body.remove(old)
    for at, sheet in enumerate(sheets):
        setting = ends.section(sheet, is_first=at == 0)
        body.extend(sheet.elements)
        if at == len(sheets) - 1:
            body.append(setting)
        else:
            _end_section(body, setting)
    return _packed(document)


def _refuse_unwritable(letter: Letter) -> None:
    found = NOT_IN_XML.search(plain_text(letter))
    if found:
        raise ValidationError(
            f"文字中有 Word 文件不能保存的字符 U+{ord(found[0]):04X}，请删去后再下载。",
            code="unwritable",
        )


def _sheets(letter: Letter) -> list[Sheet]:
    first = Sheet([*head(letter), *_main(letter)])
    sheets = [first]
    for mark, attachment in zip(letter.attachment_marks, letter.attachments, strict=True):
        is_new = attachment.landscape or sheets[-1].is_turned
        if is_new:
            sheets.append(Sheet(is_turned=attachment.landscape))
        room = styles.TURNED_WIDTH if attachment.landscape else styles.WIDTH
        sheets[-1].elements += [
            *attachment_head(mark, attachment.title_lines, is_new_page=not is_new),
            *blocks(attachment.body, room),
        ]
    if letter.has_record:
        # Whether the text ends on an even page is known to Word alone; a section can ask for one.
        if letter.record_on_even_page or sheets[-1].is_turned:
            sheets.append(Sheet(is_record=letter.record_on_even_page))
        sheets[-1].elements += record(letter)
    return sheets


def _main(letter: Letter) -> Iterator[Element]:
    yield paragraph("公文标题", "\n".join(letter.title_lines))
    if letter.opening:
        yield paragraph("主送机关", letter.opening)
    body = list(blocks(letter.body)) or [paragraph("公文正文")]
    _keep_with_next(body)
    yield from body
    yield from attachment_notes(letter)
    yield from closing(letter)


def _keep_with_next(body: list[Element]) -> None:
    """署名 never stands alone: the end of the body goes with it to the next page (7.3.5.5)."""
    ends = body[-1:]
    if len(body) > 1 and local(body[-2]) == "tbl":
        ends = [*body[-2].findall(".//{*}tr")[-1].iterfind(".//{*}p"), *ends]
    for element in ends:
        settings = element.find("{*}pPr")
        settings.insert(1, make("keepNext"))


def _end_section(body: Element, setting: Element) -> None:
    """A section ends with its last paragraph, which carries its settings."""
    if local(body[-1]) != "p":
        body.append(anchor())
    body[-1].find("{*}pPr").append(setting)


class _Ends:
    """Headers and footers, each made once and named by the sections that have it."""

    def __init__(self, document: WordDocument, letter: Letter) -> None:
        self.part, self.letter = document.part, letter
        self.is_letter = letter.format is Format.LETTER
        self.names: dict[str, str] = {}

    def section(self, sheet: Sheet, *, is_first: bool) -> Element:
        """The settings of a section: page, grid, and what stands above and below its text."""
        page: dict[str, object] = dict(styles.PAGE)
        margins = dict(styles.MARGINS)
        if sheet.is_turned:
            page = {"w": styles.PAGE["h"], "h": styles.PAGE["w"], "orient": "landscape"}
            margins = dict(styles.TURNED_MARGINS)
        foot = styles.LETTER_FOOTER if self.is_letter else styles.FOOTER
        margins |= {"header": styles.HEADER, "footer": foot, "gutter": 0}
        kind = "evenPage" if sheet.is_record else "nextPage"
        is_special = is_first and self.is_letter
        return make(
            "sectPr",
            *self._references(sheet, is_special),
            make("type", val=kind),
            make("pgSz", **page),
            make("pgMar", **margins),
            *([make("titlePg")] if is_special else []),
            make("docGrid", type="lines", linePitch=styles.LINE),
        )

    def _references(self, sheet: Sheet, is_special: bool) -> Iterator[Element]:
        pages = ("default", "even", "first") if is_special else ("default", "even")
        for kind in ("header", "footer"):
            for page in pages:
                yield self._reference(kind, page, sheet)

    def _reference(self, kind: str, page: str, sheet: Sheet) -> Element:
        turned = "turned" if kind == "footer" and sheet.is_turned else ""
        silent = "silent" if kind == "footer" and sheet.is_record else ""
        name = f"{kind} {page} {turned}{silent}"
        if name not in self.names:
            self.names[name] = self._add(kind, page, turned, silent)
        element = make(f"{kind}Reference", type=page)
        element.set(
            "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
            self.names[name],
        )
        return element

    def _add(self, kind: str, page: str, turned: str, silent: str) -> str:
        make_part = self.part.add_header_part if kind == "header" else self.part.add_footer_part
        part, name = make_part()
        for old in list(part.element):
            part.element.remove(old)
        if kind == "header":
            part.element.extend(self._header(page))
        elif silent:
            part.element.append(paragraph("页码"))
        else:
            part.element.extend(self._footer(page, is_turned=bool(turned)))
        return name

    def _header(self, page: str) -> Iterator[Element]:
        words = "　".join(self.letter.watermarks)
        yield paragraph("草稿标记", *([words] if words else []))
        if page == "first":
            yield sheet_head(self.letter)

    def _footer(self, page: str, *, is_turned: bool) -> Iterator[Element]:
        if page == "first":
            yield sheet_foot()
        elif is_turned:
            yield _turned_number(page)
            yield paragraph("页码")
        else:
            yield _number(
                page, raised=styles.FOOTER - styles.LETTER_FOOTER if self.is_letter else 0
            )


def _number_runs() -> list[Element]:
    return [run("— "), *word_field("PAGE"), run(" —")]


def _number(page: str, *, raised: int) -> Element:
    """The page number: a character from the right on odd pages, from the left on even (7.5)."""
    side = "left" if page == "even" else "right"
    settings = made([("jc", {"val": side}), ("ind", {side: styles.SMALL})])
    if raised:
        settings += made([spacing(line=styles.SMALL, after=raised)])
    return paragraph("页码", *_number_runs(), properties=settings)


def _turned_number(page: str) -> Element:
    """On a turned page the number keeps its place on the sheet: upright to it, at its foot."""
    side = "left" if page == "even" else "right"
    high = styles.PAGE["w"] - styles.TURNED_MARGINS["top"] - styles.TURNED_MARGINS["bottom"]
    settings = made([("jc", {"val": side}), ("ind", {side: styles.SMALL})])
    wide = styles.SMALL + 120
    place = make(
        "tblpPr",
        vertAnchor="page",
        horzAnchor="page",
        tblpX=styles.FOOTER - 60,
        tblpY=styles.TURNED_MARGINS["top"],
    )
    held = make(
        "tc",
        make("tcPr", make("tcW", w=wide, type="dxa"), make("textDirection", val="tbRl")),
        paragraph("页码", *_number_runs(), properties=settings),
    )
    row = make("tr", make("trPr", make("trHeight", val=high, hRule="exact")), held)
    table = make(
        "tblPr",
        place,
        make("tblW", w=wide, type="dxa"),
        make("tblLayout", type="fixed"),
        make("tblCellMar", *(make(one, w=0, type="dxa") for one in ("left", "right"))),
    )
    return make("tbl", table, make("tblGrid", make("gridCol", w=wide)), row)


def _describe(
    document: WordDocument, letter: Letter, moment: datetime, origin: tuple[int, int] | None
) -> None:
    told = document.core_properties
    told.title = letter.title.replace("\n", "")[:255]
    told.author = told.last_modified_by = letter.issuer[:255]
    told.created = told.modified = moment
    told.revision, told.language, told.keywords = 1, "zh-CN", ""
    told.comments = ORIGIN.format(letter=origin[0], edition=origin[1]) if origin else ""


def _replace_parts(document: WordDocument) -> None:
    """Only what we write ourselves: our styles, settings and fonts instead of the library's."""
    outer = document.part.package.rels
    for name, relation in list(outer.items()):
        if relation.reltype.endswith(("/thumbnail", "/extended-properties")):
            outer.pop(name)
    for name, relation in list(document.part.rels.items()):
        if relation.reltype not in KEPT_PARTS:
            document.part.rels.pop(name)
    for kind, content in (
        (RELATIONSHIP_TYPE.STYLES, styles.styles()),
        (RELATIONSHIP_TYPE.SETTINGS, styles.settings()),
        (RELATIONSHIP_TYPE.FONT_TABLE, styles.font_table()),
    ):
        part = document.part.part_related_by(kind)
        if hasattr(part, "_element"):
            part._element = content
        else:
            part._blob = etree.tostring(content, encoding="UTF-8", standalone=True)


def _packed(document: WordDocument) -> bytes:
    """The parts in their order, each of the same age."""
    loose, firm = io.BytesIO(), io.BytesIO()
    document.save(loose)
    with zipfile.ZipFile(loose) as old, zipfile.ZipFile(firm, "w") as new:
        for name in old.namelist():
            new.writestr(
                zipfile.ZipInfo(name, EPOCH), old.read(name), zipfile.ZIP_DEFLATED, compresslevel=6
            )
    return firm.getvalue()
