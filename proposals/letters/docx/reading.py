"""A Word file as an office left it, read back as the text of a draft; part by part, with notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from django.core.exceptions import ValidationError

from cixi_ip.hygiene import sanitise
from cixi_ip.typeset import MOST_CHARACTERS
from proposals.letters.body import LEVELS, Ruling, Table
from proposals.letters.docx.extraction import Extraction, Item, Reader
from proposals.letters.docx.package import Package
from proposals.letters.docx.roles import Role, roles_of
from proposals.letters.docx.styles import LEVELS as LEVEL_STYLES
from proposals.letters.docx.styles import STYLES
from proposals.letters.docx.tables import table_lines

LAYOUT = frozenset({"发文机关标志", "署名", "版记", "印发", "页码"})
CONTACT = re.compile(r"联系人[：:]\s*([^，,；;）)]+)")
PHONE = re.compile(r"(?:联系)?电话[：:]\s*([^）)]+)")
RECIPIENT = re.compile(r"(主送|抄送)[：:]\s*(.*)", re.DOTALL)
ORIGIN = re.compile(r"公文稿第(\d{1,9})件，第(\d{1,9})次保存")
QUOTED = 12
# What is met in a file and is no plain text: what became of it.
TOLD = {
    "revision": "文件带有修订：新增的文字已采用，删除的文字已略去。",
    "comment": "批注没有读入（{count} 处）。",
    "footnote": "脚注和尾注没有读入（{count} 处）。如需保留，请写进正文。",
    "picture": "图片没有读入（{count} 张）。公文稿不能带图片，请改用文字或表格。",
    "shape": "图形没有读入（{count} 个）。",
    "object": "嵌入的对象没有读入（{count} 个）。",
    "formula": "公式已按普通文字读入（{count} 处），请核对上标、下标。",
    "symbol": "用“插入符号”插入的字符没有读入（{count} 个），请核对。",
    "hidden": "隐藏的文字没有读入（{count} 处）。",
    "box": "文本框中的文字已作为单独的段落读入：{quotes}。",
    "bullet": "项目符号没有读入，段落文字已读入：{quotes}。",
    "merged": "表格中合并的单元格已拆开（{count} 处）。",
    "nested": "表格中的表格已并入所在的单元格（{count} 处）。",
    "cell lines": "单元格中的分段已并为一行（{count} 处）。",
    "bar": "单元格中的竖线“|”已改为“｜”（{count} 处）。",
}


@dataclass(frozen=True)
class DocxText:
    """What a file says of each part; an empty text was not found, or was taken out.

    `body` is written as officers type it, tables and attachments too (proposals.letters.body).
    `fixed` are the parts the system prints by itself: head, signature, date. `origin` is the
    draft and the edition the file was made from, if it still says so.
    """

    title: str = ""
    addressee: str = ""
    body: str = ""
    contact: str = ""
    phone: str = ""
    cc: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    origin: tuple[int, int] | None = None
    notes: tuple[str, ...] = ()


def read_docx(data: bytes) -> DocxText:
    """Read an uploaded file; ValidationError, in Chinese, when it is not a clean Word document."""
    package = Package(data)
    own = frozenset(style.name for style in STYLES)
    extraction = Reader(package, own, LAYOUT).read()
    parts = _Parts()
    for role, items in groupby(_with_roles(extraction.items), key=lambda pair: pair[0]):
        parts.take(role, [item for _role, item in items])
    _refuse_too_long(sum(map(len, parts.texts().values())))
    notes = [*_told(extraction), *parts.notes]
    texts = {}
    for name, text in parts.texts().items():
        texts[name], found = sanitise(text)
        notes += [f"{LABELS[name]}：{note}。" for note in found]
    return DocxText(
        **texts,
        cc=parts.cc,
        fixed=tuple(parts.fixed),
        origin=_origin(package),
        notes=tuple(notes),
    )


def _refuse_too_long(count: int) -> None:
    if count > MOST_CHARACTERS:
        raise ValidationError(
            f"文件的文字共 {count:,} 字，超过 {MOST_CHARACTERS:,} 字的上限，不能读入。"
            "请删减，或分成几件公文。"
        )


LABELS = {
    "title": "标题",
    "addressee": "主送",
    "body": "正文",
    "contact": "联系人",
    "phone": "联系电话",
}


def _with_roles(items: list[Item]) -> list[tuple[Role, Item]]:
    kept = [item for item in items if item.is_table or item.text]
    return list(zip(roles_of(kept), kept, strict=True))


@dataclass
class _Parts:
    """The parts as they are found."""

    title: str = ""
    addressee: str = ""
    lines: list[str] = field(default_factory=list)
    contact: str = ""
    phone: str = ""
    cc: tuple[str, ...] = ()
    fixed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_titled: bool = True

    def texts(self) -> dict[str, str]:
        if not self.is_titled:
            self._attach("附件", is_turned=False)
        return {
            "title": self.title,
            "addressee": self.addressee,
            "body": "\n".join(self.lines),
            "contact": self.contact,
            "phone": self.phone,
        }

    def take(self, role: Role, items: list[Item]) -> None:
        """Items that stand together and have one role."""
        keep = {
            Role.TITLE: self._title,
            Role.ADDRESSEE: self._addressee,
            Role.MARK: self._mark,
            Role.ATTACHMENT_TITLE: self._attachment_title,
            Role.BODY: self._body,
            Role.ATTACHMENT_BODY: self._body,
            Role.NOTE: self._note,
            Role.RECORD: self._record,
        }
        keep.get(role, self._fixed)(items)

    def _title(self, items: list[Item]) -> None:
        self.title += _flat(items)

    def _addressee(self, items: list[Item]) -> None:
        self.addressee = _flat(items).rstrip("：:")

    def _mark(self, _items: list[Item]) -> None:
        if not self.is_titled:
            self._attach("附件", is_turned=False)
        self.is_titled = False

    def _attachment_title(self, items: list[Item]) -> None:
        self._attach(_flat(items), is_turned=items[0].is_turned)

    def _fixed(self, items: list[Item]) -> None:
        for item in items:
            cells = [cell for row in item.rows for cell in row if cell]
            self.fixed += [item.text] if item.text else cells

    def _attach(self, title: str, *, is_turned: bool) -> None:
        if title == "附件":
            self.notes.append("有一个附件没有标题，暂写作“附件”，请补上。")
        self.lines.append(f"【附件{' 横排' * is_turned}】{title}")
        self.is_titled = True

    def _body(self, items: list[Item]) -> None:
        if not self.is_titled:
            self._attach("附件", is_turned=items[0].is_turned)
        for item in items:
            if item.is_table:
                self.lines += table_lines(_as_table(item))
                continue
            parts = [part.strip(" \u3000") for part in item.text.split("\n")]
            if len(parts) > 1:
                self.notes.append(f"“{parts[0][:QUOTED]}”一段中的手动换行已改为分段。")
            self._unnumbered(item, parts[0])
            self.lines += [_no_table(part) for part in parts if part]

    def _unnumbered(self, item: Item, text: str) -> None:
        """A heading by its style alone is none here: its number makes it one."""
        if item.style not in LEVEL_STYLES[1:]:
            return
        if not any(opening.match(text) for _level, _face, opening in LEVELS):
            self.notes.append(
                f"“{text[:QUOTED]}”用了“{item.style}”样式却没有编号，已按普通段落读入；"
                "要作标题，请加上“一、”“（一）”这样的编号。"
            )

    def _note(self, items: list[Item]) -> None:
        text = _flat(items)
        contact, phone = CONTACT.search(text), PHONE.search(text)
        self.contact = contact[1].strip() if contact else self.contact
        self.phone = phone[1].strip() if phone and contact else self.phone
        if not contact:
            self.notes.append(f"附注“{text[:QUOTED]}…”不是“（联系人：…）”的写法，没有读入。")

    def _record(self, items: list[Item]) -> None:
        for item in items:
            found = RECIPIENT.fullmatch(_flat([item]))
            if found is None:
                self.fixed.append(item.text)
                continue
            units = found[2].strip().rstrip("。.；;")
            if found[1] == "主送":
                self.addressee = self.addressee or units
            else:
                names = re.split(r"[，、；,;]", units)
                self.cc = tuple(name.strip() for name in names if name.strip())


def _flat(items: list[Item]) -> str:
    """The text of a part of one line: it was broken only to look well."""
    return "".join(item.text.replace("\n", "") for item in items)


def _no_table(line: str) -> str:
    """A line of text never turns into the row of a table."""
    return "｜" + line[1:] if line.startswith("|") else line


def _as_table(item: Item) -> Table:
    ruling = Ruling.THREE if item.is_three_lines else Ruling.FULL
    return Table(item.rows, min(item.heads, len(item.rows)), "", ruling)


def _told(extraction: Extraction) -> Iterator[str]:
    for kind, sentence in TOLD.items():
        found = extraction.met.get(kind)
        if found:
            quotes = "、".join(f"“{text[:QUOTED]}”" for text in found[:3] if text) or "（空）"
            yield sentence.format(count=len(found), quotes=quotes)


def _origin(package: Package) -> tuple[int, int] | None:
    root = package.tree("docProps/core.xml")
    told = root.findtext("{*}description") if root is not None else None
    found = ORIGIN.fullmatch((told or "").strip())
    return (int(found[1]), int(found[2])) if found else None
