"""The paragraphs and tables of a Word file as plain text, and what of it is more than text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from proposals.letters.docx.numbering import Numbering, attribute, value, whole
from proposals.letters.docx.package import Package

Element = Any
OFF = ("0", "false", "off", "none", "nil")
DEEPEST_STYLE = 20
MOST_COLUMNS = 63  # Word's own limit
DATE = re.compile(r"\s*(\d{4}|\s*)年(\d{1,2}|\s*)月(\d{1,2}|\s*)日\s*")
RECORD = re.compile(r"^\s*(抄送|主送|分送)[：:]|\d{4}年\d{1,2}月\d{1,2}日\s*印发\s*$")
TRANSPARENT = (
    "sdt",
    "sdtContent",
    "customXml",
    "smartTag",
    "ins",
    "moveTo",
    "hyperlink",
    "AlternateContent",
    "Choice",
)
TRANSPARENT_IN_TEXT = (*TRANSPARENT, "fldSimple", "dir", "bdo", "r", "ruby", "rubyBase")
REMOVED = ("del", "moveFrom", "Fallback")
CHARACTERS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
COUNTED_ONLY = {
    "commentReference": "comment",
    "footnoteReference": "footnote",
    "endnoteReference": "footnote",
    "object": "object",
    "control": "object",
    "altChunk": "object",
    "sym": "symbol",
}


@dataclass
class Item:
    """A paragraph, or a table when it has rows; `style` is the name its author sees."""

    text: str = ""
    style: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    heads: int = 1
    is_three_lines: bool = False
    is_turned: bool = False

    @property
    def is_table(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True)
class Style:
    name: str
    base: str
    number: str
    depth: int


@dataclass
class Extraction:
    """All items in order, and how often each thing was met that is no plain text."""

    items: list[Item] = field(default_factory=list)
    met: dict[str, list[str]] = field(default_factory=dict)


def local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


class Reader:
    """Walks through the main part of a file, once."""

    def __init__(
        self, package: Package, own_styles: frozenset[str], layout: frozenset[str]
    ) -> None:
        self.root = package.tree(package.main)
        self.own_styles, self.layout = own_styles, layout
        self.styles = read_styles(package.beside("styles"))
        self.numbering = Numbering(package.beside("numbering"))
        self.found = Extraction()
        self.waiting = ""
        self.first_of_section = 0
        self.field_codes: list[bool] = []
        self.boxes: list[Element] = []

    def read(self) -> Extraction:
        body = self.root.find("{*}body") if self.root is not None else None
        if body is not None:
            for item in self._blocks(body):
                self.found.items.append(item)
            self.found.items.extend(self._left_over())
            setting = body.find("{*}sectPr")
            if setting is not None:
                self._end_section(setting)
        return self.found

    def _blocks(self, parent: Element) -> Iterator[Item]:
        for element in parent:
            tag = local(element)
            if tag == "p":
                yield from self._paragraph(element)
            elif tag == "tbl":
                yield from self._table(element)
            elif tag in TRANSPARENT:
                self._meet_revision(tag)
                yield from self._blocks(element)
            elif tag in REMOVED:
                self._meet_revision(tag)
            elif tag in COUNTED_ONLY:
                self._meet(COUNTED_ONLY[tag])

    def _paragraph(self, element: Element) -> Iterator[Item]:
        settings = element.find("{*}pPr")
        text = "".join(self._pieces(element)).strip(" \u3000\n")
        if mark_is_removed(settings):
            self._meet("revision")
            self.waiting += text
        else:
            text, self.waiting = self.waiting + text, ""
            label = self._label(settings, text)
            yield Item(label + text, self._style_name(settings))
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self._meet("box", "".join(box.itertext()))
            yield from self._blocks(box)
        setting = settings.find("{*}sectPr") if settings is not None else None
        if setting is not None:
            self._end_section(setting)

    def _left_over(self) -> Iterator[Item]:
        """Text whose paragraph lost its end, with no paragraph after it to go on in."""
        text, self.waiting = self.waiting, ""
        if text:
            yield Item(text)

    def _end_section(self, setting: Element) -> None:
        page = setting.find("{*}pgSz")
        is_turned = page is not None and attribute(page, "orient") == "landscape"
        for item in self.found.items[self.first_of_section :]:
            item.is_turned = is_turned
        self.first_of_section = len(self.found.items)

    def _pieces(self, parent: Element) -> Iterator[str]:
        """The text of a paragraph as it would be printed with all changes accepted."""
        for element in parent:
            tag = local(element)
            if tag == "t":
                yield "" if self._is_in_code() else element.text or ""
            elif tag in CHARACTERS:
                is_page = tag == "br" and attribute(element, "type") in ("page", "column")
                yield "" if is_page or self._is_in_code() else CHARACTERS[tag]
            elif tag == "fldChar":
                self._turn(attribute(element, "fldCharType"))
            elif tag == "r" and is_hidden(element):
                self._meet("hidden", "".join(element.itertext()))
            elif tag in TRANSPARENT_IN_TEXT:
                self._meet_revision(tag)
                yield from self._pieces(element)
            else:
                yield from self._others(tag, element)

    def _others(self, tag: str, element: Element) -> Iterator[str]:
        if tag in REMOVED:
            self._meet_revision(tag)
        elif tag in COUNTED_ONLY:
            self._meet(COUNTED_ONLY[tag])
        elif tag in ("drawing", "pict"):
            self._drawing(element)
        elif tag in ("oMath", "oMathPara"):
            self._meet("formula")
            yield "".join(one.text or "" for one in element.iter("{*}t"))

    def _drawing(self, element: Element) -> None:
        """A text box is read after its paragraph; any other drawing is told of."""
        boxes = [
            box
            for box in element.iter("{*}txbxContent")
            if not is_below(box, ("Fallback", "txbxContent"), element)
        ]
        if boxes:
            self.boxes += boxes
        elif next(element.iter("{*}blip", "{*}imagedata"), None) is not None:
            self._meet("picture")
        else:
            self._meet("shape")

    def _turn(self, kind: str) -> None:
        """Of a field only the result is text, not the instruction before it."""
        if kind == "begin":
            self.field_codes.append(True)
        elif kind == "separate" and self.field_codes:
            self.field_codes[-1] = False
        elif kind == "end" and self.field_codes:
            self.field_codes.pop()

    def _is_in_code(self) -> bool:
        return any(self.field_codes)

    def _table(self, element: Element) -> Iterator[Item]:
        yield from self._left_over()
        if self._holds_parts(element):
            for cell in element.iter("{*}tc"):
                if nearest(cell, "tbl") is element:
                    yield from self._blocks(cell)
            return
        rows, heads = self._rows(element)
        wide = max(map(len, rows), default=0)
        if wide > MOST_COLUMNS:
            raise ValidationError(
                f"文件中有一个表格多达 {wide} 列，超过 {MOST_COLUMNS} 列，不能读入。请拆成几个表。"
            )
        filled = tuple((*row, *[""] * (wide - len(row))) for row in rows)
        if any(any(row) for row in filled):
            yield Item(rows=filled, heads=heads or 1, is_three_lines=is_three_lines(element))

    def _rows(self, table: Element) -> tuple[list[tuple[str, ...]], int]:
        """The rows that were not deleted, and how many at the top are its head."""
        rows: list[tuple[str, ...]] = []
        heads = 0
        for row in table.iter("{*}tr"):
            if nearest(row, "tbl") is not table:
                continue
            if row.find("{*}trPr/{*}del") is not None:
                self._meet("revision")
                continue
            rows.append(tuple(self._cells(row)))
            heads += len(rows) == heads + 1 and is_on(row.find("{*}trPr/{*}tblHeader"))
        return rows, heads

    def _holds_parts(self, element: Element) -> bool:
        """Whether the table only puts parts of the letter, such as 版记, in their places."""
        name = text = ""
        for one in element.iter("{*}p"):
            name = self._style_name(one.find("{*}pPr"))
            text = "".join(piece.text or "" for piece in one.iter("{*}t"))
            is_told = name not in self.own_styles and RECORD.search(text) is not None
            if name in self.layout or is_told:
                return True
        is_ruled = next(element.iter("{*}tblBorders", "{*}tcBorders"), None) is not None
        is_date = name not in self.own_styles and DATE.fullmatch(text) is not None
        return is_date and not is_ruled

    def _cells(self, row: Element) -> Iterator[str]:
        for cell in row.iter("{*}tc"):
            if nearest(cell, "tr") is not row:
                continue
            span = max(1, min(60, whole(value_below(cell, "tcPr", "gridSpan"), 1)))
            merged = cell.find("{*}tcPr/{*}vMerge")
            is_continued = merged is not None and attribute(merged, "val") != "restart"
            if span > 1 or is_continued:
                self._meet("merged")
            yield "" if is_continued else self._cell(cell)
            yield from [""] * (span - 1)

    def _cell(self, cell: Element) -> str:
        inner = list(self._blocks(cell))
        texts = [one.text for one in inner if one.text]
        for table in (one for one in inner if one.is_table):
            self._meet("nested")
            texts += [" ".join(filter(None, row)) for row in table.rows]
        if len(texts) > 1 or any("\n" in text for text in texts):
            self._meet("cell lines")
        text = " ".join(texts).replace("\n", " ")
        if "|" in text:
            self._meet("bar")
        return text.replace("|", "｜")

    def _label(self, settings: Element | None, text: str) -> str:
        """The number Word sets before a paragraph, own or by its style; 0 takes a style's away."""
        number, depth = self._number(settings)
        if not text or number in ("", "0"):
            return ""
        if self.numbering.is_bullet(number, depth):
            self._meet("bullet", text)
            return ""
        return self.numbering.label(number, depth)

    def _number(self, settings: Element | None) -> tuple[str, int]:
        own = settings.find("{*}numPr") if settings is not None else None
        style = self.styles.get(value(settings, "pStyle") if settings is not None else "")
        for _ in range(DEEPEST_STYLE):
            if own is not None or style is None or style.number:
                break
            style = self.styles.get(style.base)
        inherited = (style.number, style.depth) if style else ("", 0)
        if own is None:
            return inherited
        return value(own, "numId") or inherited[0], whole(value(own, "ilvl"), 0)

    def _style_name(self, settings: Element | None) -> str:
        """The style's name; of one derived from ours, ours."""
        identifier = value(settings, "pStyle") if settings is not None else ""
        first = self.styles.get(identifier)
        style = first
        for _ in range(DEEPEST_STYLE):
            if style is None or style.name in self.own_styles:
                break
            style = self.styles.get(style.base)
        found = style or first
        return found.name if found else ""

    def _meet_revision(self, tag: str) -> None:
        if tag in ("ins", "del", "moveTo", "moveFrom"):
            self._meet("revision")

    def _meet(self, kind: str, text: str = "") -> None:
        self.found.met.setdefault(kind, []).append(text.strip())


def read_styles(root: Element | None) -> dict[str, Style]:
    found = {}
    for element in root.iterfind("{*}style") if root is not None else ():
        number = element.find("{*}pPr/{*}numPr")
        found[attribute(element, "styleId")] = Style(
            value(element, "name"),
            value(element, "basedOn"),
            value(number, "numId") if number is not None else "",
            whole(value(number, "ilvl")) if number is not None else 0,
        )
    return found


def mark_is_removed(settings: Element | None) -> bool:
    """Whether the end of the paragraph was deleted, so that the next one goes on in it."""
    if settings is None:
        return False
    return any(settings.find(f"{{*}}rPr/{{*}}{tag}") is not None for tag in ("del", "moveFrom"))


def is_hidden(run: Element) -> bool:
    return is_on(run.find("{*}rPr/{*}vanish"))


def is_on(element: Element | None) -> bool:
    return element is not None and attribute(element, "val") not in OFF


def is_three_lines(table: Element) -> bool:
    """No upright rule anywhere; a table with a style and no rules of its own has the style's."""
    borders = table.find("{*}tblPr/{*}tblBorders")
    has_style = value_below(table, "tblPr", "tblStyle") not in ("", "TableNormal")
    rules = [*(borders if borders is not None else ())]
    for cell in table.iter("{*}tcBorders"):
        rules += cell
    upright = [one for one in rules if local(one) in ("left", "right", "start", "end", "insideV")]
    if any(attribute(one, "val") not in OFF for one in upright):
        return False
    return bool(rules) or not has_style


def value_below(element: Element, first: str, second: str) -> str:
    found = element.find(f"{{*}}{first}/{{*}}{second}")
    return "" if found is None else attribute(found, "val")


def nearest(element: Element, tag: str) -> Element | None:
    return next((one for one in element.iterancestors() if local(one) == tag), None)


def is_below(element: Element, tags: tuple[str, ...], end: Element) -> bool:
    """Whether the element stands in one of these, looking up no further than `end`."""
    for one in element.iterancestors():
        if one is end:
            return False
        if local(one) in tags:
            return True
    return False
