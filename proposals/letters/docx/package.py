"""What an uploaded Word file is by its content, and its parts; nothing the file says is trusted."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from lxml import etree

from cixi_ip.office import MEGABYTE, OLE, TYPES, ZIP, Guard, Words, is_encrypted

LARGEST = 10 * MEGABYTE
MOST_PARTS = 500
MOST_UNPACKED = 60 * MEGABYTE
LARGEST_XML = 20 * MEGABYTE
OTHER_TYPES = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"MZ", "程序"),
    (b"{\\rtf", "RTF 文件"),
    (b"<?xml", "XML 文件"),
    (b"<", "网页或 XML 文件"),
)
OTHER_PACKAGES = (
    ("xl/workbook.xml", "Excel 工作簿"),
    ("ppt/presentation.xml", "演示文稿"),
    ("content.xml", "OpenDocument 文档（.odt）"),
    ("OFD.xml", "OFD 版式文件"),
)
FORBIDDEN = (
    (re.compile(r"vbaProject|vbaData", re.I), "宏"),
    (re.compile(r"(^|/)(embeddings|activeX|ctrlProps)/", re.I), "嵌入的对象或控件"),
    (re.compile(r"(^|/)afchunk|\.mht(ml)?$|\.html?$", re.I), "嵌入的网页"),
)
SAVE_AS = "请在 Word 或 WPS 中打开，用“另存为”存成 .docx 后再上传。"
DAMAGED = "文件不完整或已损坏，打不开。请在 Word 或 WPS 中打开确认无误，重新保存后再上传。"
STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
WORDS = Words(
    usual="正常的文档",
    cannot="不能读取",
    save_as=SAVE_AS,
    save_open="另存为不加密的 .docx 后再上传。",
    damaged=DAMAGED,
    bomb="文件解开后异常地大（压缩炸弹或过多的图片），不能读取。"
    "请把文字复制到新文档，保存后再上传。",
    linked="指向其他文件的链接（如链接的图片或模板）",
    ways_out={"": "请删去后另存为 .docx，或把文字复制到新文档再上传。"},
)
Element = Any


class Package:
    """The XML parts of a Word file, examined; raise ValidationError for what may not be inside."""

    def __init__(self, content: bytes) -> None:
        refuse_other_types(content)
        self.xml = GUARD.parts(content)
        for name in self.xml:
            if name.endswith(".rels"):
                GUARD.refuse_links(self.relations(name))
        self.main = self._main()

    def tree(self, name: str) -> Element | None:
        """A part as a tree; None when the file has no such part."""
        part = self.xml.get(name)
        if part is None:
            return None
        if len(part) > LARGEST_XML:
            raise ValidationError(f"文件的文字部分异常地大，不像一份公文。{SAVE_AS}")
        for strict, usual in STRICT:
            part = part.replace(strict, usual)
        # The parser's own limits hold: it refuses more than 256 levels.
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(part, parser)
        except etree.XMLSyntaxError as error:
            raise ValidationError(DAMAGED) from error

    def beside(self, kind: str) -> Element | None:
        """The part of this kind that belongs to the text, such as `styles` or `numbering`."""
        folder, _, name = self.main.rpartition("/")
        return self._related(f"{folder}/_rels/{name}.rels", kind, folder)

    def _related(self, relations: str, kind: str, folder: str) -> Element | None:
        name = self._target(relations, kind, folder)
        return self.tree(name) if name else None

    def _target(self, relations: str, kind: str, folder: str) -> str:
        for relation in self.relations(relations):
            if relation.get("Type", "").endswith(f"/{kind}"):
                target = relation.get("Target", "")
                return target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        return ""

    def relations(self, name: str) -> Iterator[Element]:
        root = self.tree(name)
        yield from root if root is not None else ()

    def _main(self) -> str:
        name = self._target("_rels/.rels", "officeDocument", "").lstrip("/")
        return name if name in self.xml else "word/document.xml"


def refuse_other_types(content: bytes) -> None:
    if not content:
        raise ValidationError("这是一个空文件（0 字节）。请检查后重新选择。")
    if len(content) > LARGEST:
        raise ValidationError(too_large(len(content)))
    if content.startswith(OLE):
        raise ValidationError(old_word(content))
    if content.startswith(ZIP):
        return
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    what = next((what for sign, what in OTHER_TYPES if start.startswith(sign)), "别的文件")
    raise ValidationError(f"按内容看这是{what}，不是 Word 文档（与文件名无关）。{SAVE_AS}")


def too_large(size: int) -> str:
    return (
        f"文件有 {size / MEGABYTE:.1f} MB，超过 {LARGEST // MEGABYTE} MB。"
        "请删去图片后另存，再上传。"
    )


def old_word(content: bytes) -> str:
    if is_encrypted(content):
        return (
            "文件设有打开密码，无法读取。请在 Word 或 WPS 中去掉密码，"
            "另存为不加密的 .docx 后再上传。"
        )
    return f"这是旧版 Word 或 WPS 文件（.doc、.wps），不能直接读取。{SAVE_AS}"


def refuse_other_packages(names: set[str]) -> None:
    if TYPES in names and "word/document.xml" in names:
        return
    if any(name.startswith("word/document") and name.endswith(".xml") for name in names):
        return
    what = next((what for part, what in OTHER_PACKAGES if part in names), "压缩包")
    raise ValidationError(f"按内容看这是{what}，不是 Word 文档（与文件名无关）。{SAVE_AS}")


GUARD = Guard(
    refusal=ValidationError,
    refuse_type=refuse_other_packages,
    words=WORDS,
    forbidden=FORBIDDEN,
    kept=(".xml", ".rels"),
    most_parts=MOST_PARTS,
    most_unpacked=MOST_UNPACKED,
    # Word packs some drawings (.emz) with gzip.
    packed=(ZIP, OLE),
)
