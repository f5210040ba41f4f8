"""What an uploaded Word file is by its content, and its parts; nothing the file says is trusted.

Parts are unpacked under a limit, and each is looked at before any parser sees it.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from lxml import etree

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
MOST_PARTS = 500
MOST_UNPACKED = 60 * MEGABYTE
LARGEST_XML = 20 * MEGABYTE
# Text packs to a tenth or a thirtieth; a bomb to a thousandth.
MOST_RATIO, RATIO_MATTERS = 100, MEGABYTE
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
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
LINK_ENDS = ("/hyperlink",)
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
BAD_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    OverflowError,
    EOFError,
    OSError,
    ValueError,
)
Element = Any


class Package:
    """The XML parts of a Word file, examined; raise ValidationError for what may not be inside."""

    def __init__(self, content: bytes) -> None:
        refuse_other_types(content)
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                members = archive.infolist()
                refuse_names(members)
                refuse_other_packages({member.filename for member in members})
                self.xml = unpacked(archive, members)
        except BAD_ZIP as error:
            raise ValidationError(DAMAGED) from error
        for name, part in self.xml.items():
            refuse_declarations(name, part)
        refuse_links(self)
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
    if "EncryptedPackage".encode("utf-16-le") in content:
        return (
            "文件设有打开密码，无法读取。请在 Word 或 WPS 中去掉密码，"
            "另存为不加密的 .docx 后再上传。"
        )
    return f"这是旧版 Word 或 WPS 文件（.doc、.wps），不能直接读取。{SAVE_AS}"


def refuse_names(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_PARTS:
        raise ValidationError(f"文件里有 {len(members)} 个部分，不像一份公文。{SAVE_AS}")
    seen: set[str] = set()
    for member in members:
        name = member.filename
        is_trick = name.startswith("/") or re.search(r"[\\:\0]|(^|/)\.\.(/|$)", name)
        if is_trick or name.lower() in seen:
            raise ValidationError(
                f"文件内部的名称“{shortened(name)}”不合规矩，可能被改动过。{SAVE_AS}"
            )
        if member.flag_bits & 1:
            raise ValidationError("文件内部加了密码。请去掉密码，另存为不加密的 .docx 后再上传。")
        seen.add(name.lower())


def refuse_other_packages(names: set[str]) -> None:
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return
    if any(name.startswith("word/document") and name.endswith(".xml") for name in names):
        return
    what = next((what for part, what in OTHER_PACKAGES if part in names), "压缩包")
    raise ValidationError(f"按内容看这是{what}，不是 Word 文档（与文件名无关）。{SAVE_AS}")


def unpacked(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """The XML parts; every part is unpacked under the limit, whatever size it claims."""
    left, found = MOST_UNPACKED, {}
    for member in members:
        part = read_part(archive, member, left)
        left -= len(part)
        refuse_part(member.filename, part)
        if PurePosixPath(member.filename.lower()).suffix in (".xml", ".rels"):
            found[member.filename] = part
    return found


def read_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    limit = min(left, max(RATIO_MATTERS, member.compress_size * MOST_RATIO))
    chunks = []
    with archive.open(member) as stream:
        while chunk := stream.read(MEGABYTE):
            chunks.append(chunk)
            limit -= len(chunk)
            if limit < 0:
                raise ValidationError(
                    "文件解开后异常地大（压缩炸弹或过多的图片），不能读取。"
                    "请把文字复制到新文档，保存后再上传。"
                )
    return b"".join(chunks)


def refuse_part(name: str, part: bytes) -> None:
    for pattern, what in FORBIDDEN:
        if pattern.search(name):
            refuse_content(what)
    if name == "[Content_Types].xml" and b"macroenabled" in part.lower():
        refuse_content("宏")
    if part.startswith((ZIP, OLE)):
        raise ValidationError(
            f"文件里又套着压缩包或其他文件（{shortened(name)}），不能读取。{SAVE_AS}"
        )


def refuse_content(what: str) -> None:
    raise ValidationError(
        f"文件里含有{what}，不能读取。请删去后另存为 .docx，或把文字复制到新文档再上传。"
    )


def refuse_declarations(name: str, part: bytes) -> None:
    """No document type and no entities; so neither expands, and neither reads other files."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in part[:64]:
        raise ValidationError(f"文件内部的编码不是 UTF-8（{shortened(name)}）。{SAVE_AS}")
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise ValidationError(
            f"文件内部声明了实体（DOCTYPE），正常的文档里没有，不能读取。{SAVE_AS}"
        )


def refuse_links(package: Package) -> None:
    """Links to click on may stay; whatever would be fetched by itself may not."""
    for name in package.xml:
        if not name.endswith(".rels"):
            continue
        for relation in package.relations(name):
            is_link = relation.get("Type", "").endswith(LINK_ENDS)
            if relation.get("TargetMode", "").lower() == "external" and not is_link:
                refuse_content("指向其他文件的链接（如链接的图片或模板）")


def shortened(name: str) -> str:
    return name.replace("\0", "")[:60]
