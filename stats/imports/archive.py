"""What an uploaded file is by its content, and what no xlsx of ours may contain; pure.

Nothing is taken from a file's name or from what it says of itself: parts are unpacked under a
limit, and each is looked at before any parser sees it.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from xml.etree import ElementTree

from stats.imports.complaints import Refusal

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
MOST_PARTS = 1000
MOST_UNPACKED = 200 * MEGABYTE
LARGEST_DESCRIPTION = 10 * MEGABYTE
# A sheet of figures packs to a tenth or a thirtieth; a bomb to a thousandth.
MOST_RATIO, RATIO_MATTERS = 100, MEGABYTE
CHUNK = MEGABYTE

OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
PACKED = (ZIP, OLE, b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
OTHER_TYPES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"MZ", "程序"),
)
SAVE_AS = "请在 Excel 或 WPS 中打开，用“另存为”存成 .xlsx 后再上传。"
DAMAGED = "文件不完整或已损坏，打不开。请在 Excel 或 WPS 中打开确认无误，重新保存后再上传。"
BAD_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    OverflowError,
    EOFError,
    ValueError,
)


def recognise(name: str, content: bytes) -> str:
    """`xlsx` or `csv`; raise Refusal, saying what it is and what to do, for anything else."""
    suffix = PurePosixPath(name.lower()).suffix
    if not content:
        raise Refusal("这是一个空文件（0 字节）。请检查后重新选择。")
    if len(content) > LARGEST:
        raise Refusal(too_large(len(content)))
    if content.startswith(OLE):
        raise Refusal(old_office(content))
    if suffix == ".xlsm":
        raise Refusal(f"这是启用宏的工作簿（.xlsm），不能导入。{SAVE_AS}")
    kind = "xlsx" if content.startswith(ZIP) else text_kind(content)
    endings = {"xlsx": (".xlsx",), "csv": (".csv", ".txt", ".tsv")}[kind]
    if suffix not in endings:
        told = {"xlsx": "压缩包格式（如 .xlsx）", "csv": "纯文本（如 .csv）"}[kind]
        raise Refusal(
            f"文件名以“{suffix or '（无扩展名）'}”结尾，内容却是{told}，可能改过扩展名。{SAVE_AS}"
        )
    return kind


def too_large(size: int) -> str:
    return (
        f"文件有 {size / MEGABYTE:.1f} MB，超过 {LARGEST // MEGABYTE} MB。"
        "请删去图片和用不到的工作表，或拆成几个文件上传。"
    )


def old_office(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return (
            "文件设有打开密码，无法读取。请在 Excel 或 WPS 中去掉密码，"
            "另存为不加密的 .xlsx 后再上传。"
        )
    return f"这是旧版 Excel 或 WPS 文件（.xls、.et），不能直接导入。{SAVE_AS}"


def text_kind(content: bytes) -> str:
    for start, what in OTHER_TYPES:
        if content.startswith(start):
            raise Refusal(
                f"按内容看这是{what}，不是表格（与文件名无关）。请上传 .xlsx 或 .csv 文件。"
            )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refusal("这是“Unicode 文本”（UTF-16）。请另存为“CSV UTF-8（逗号分隔）”后再上传。")
    if b"\0" in content:
        raise Refusal(
            "文件里有空字符（NUL），不是文本表格，可能已损坏。请重新导出为 .csv 或 .xlsx。"
        )
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise Refusal(f"按内容看这是网页或 XML 文件改了扩展名，不是表格。{SAVE_AS}")
    return "csv"


class Package:
    """The parts of an xlsx file, examined; raise Refusal for what may not be inside."""

    def __init__(self, content: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                members = archive.infolist()
                refuse_names(members)
                refuse_type({member.filename for member in members})
                self.xml = dict(unpacked(archive, members))
        except Refusal:
            raise
        except BAD_ZIP as error:
            raise Refusal(DAMAGED) from error
        refuse_declarations(self.xml)
        refuse_links(self)

    def tree(self, name: str) -> ElementTree.Element:
        """A part that describes others. It declares no entities: that has been seen to."""
        part = self.xml.get(name, b"<none/>")
        if len(part) > LARGEST_DESCRIPTION:
            raise Refusal(f"文件内部的说明部分（{name}）异常地大，不像正常的表格。{SAVE_AS}")
        try:
            return ElementTree.fromstring(part)  # noqa: S314 - see the docstring
        except ElementTree.ParseError as error:
            raise Refusal(DAMAGED) from error

    def relations(self, name: str) -> Iterator[Mapping[str, str]]:
        for found in self.tree(name):
            yield found.attrib


def refuse_names(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_PARTS:
        raise Refusal(f"文件里有 {len(members)} 个部分，不像正常的表格。{SAVE_AS}")
    seen: set[str] = set()
    for member in members:
        name = member.filename
        steps = name.split("/")
        is_trick = (
            name.startswith("/") or "\\" in name or ":" in name or ".." in steps or "\0" in name
        )
        if is_trick or name.lower() in seen:
            raise Refusal(f"文件内部的名称“{name[:60]}”不合规矩，可能被改动过。{SAVE_AS}")
        if member.flag_bits & 1:
            raise Refusal("文件内部加了密码。请去掉密码，另存为不加密的 .xlsx 后再上传。")
        seen.add(name.lower())


def refuse_type(names: set[str]) -> None:
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return
    kinds = (
        ("xl/workbook.bin", "二进制工作簿（.xlsb）"),
        ("word/document.xml", "Word 文档"),
        ("ppt/presentation.xml", "演示文稿"),
        ("content.xml", "OpenDocument 表格（.ods）或文档"),
        ("OFD.xml", "OFD 版式文件"),
    )
    what = next((what for part, what in kinds if part in names), "压缩包，不是 Excel 表格")
    raise Refusal(f"按内容看这是{what}（与文件名无关），不能导入。{SAVE_AS}")


def unpacked(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]
) -> Iterator[tuple[str, bytes]]:
    """The XML parts; every part is unpacked under the limit, whatever size it claims."""
    left = MOST_UNPACKED
    for member in members:
        part = read_part(archive, member, left)
        left -= len(part)
        refuse_part(member.filename, part)
        if is_xml(member.filename):
            yield member.filename, part


def read_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    limit = min(left, max(RATIO_MATTERS, member.compress_size * MOST_RATIO))
    chunks = []
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            chunks.append(chunk)
            limit -= len(chunk)
            if limit < 0:
                raise Refusal(
                    "文件解开后异常地大（压缩炸弹或大片空白），不能导入。"
                    "请把有数据的区域复制到新工作簿，保存后再上传。"
                )
    return b"".join(chunks)


def is_xml(name: str) -> bool:
    return PurePosixPath(name.lower()).suffix in (".xml", ".rels", ".vml")


FORBIDDEN = (
    (re.compile(r"vbaProject|xl/macrosheets/|vbaData", re.I), "宏"),
    (re.compile(r"^xl/externalLinks/", re.I), "指向其他文件的链接"),
    (re.compile(r"^xl/(connections\.xml|queryTables/)", re.I), "外部数据连接"),
    (re.compile(r"^xl/(embeddings|activeX|ctrlProps)/", re.I), "嵌入的对象或控件"),
)
WAYS_OUT = {
    "指向其他文件的链接": "请在“数据—编辑链接”中断开链接（公式改成数值），保存后再上传。",
    "外部数据连接": "请在“数据—查询和连接”中删除连接，保存后再上传。",
    "嵌入的对象或控件": "请删去嵌入的文件、对象和控件，保存后再上传。",
}


def refuse_part(name: str, part: bytes) -> None:
    for pattern, what in FORBIDDEN:
        if pattern.search(name):
            refuse_content(what)
    if name == "[Content_Types].xml" and b"macroenabled" in part.lower():
        refuse_content("宏")
    if part.startswith(PACKED):
        raise Refusal(f"文件里又套着压缩包或其他文件（{name[:60]}），不能导入。{SAVE_AS}")


def refuse_content(what: str) -> None:
    raise Refusal(f"文件里含有{what}，不能导入。{WAYS_OUT.get(what, SAVE_AS)}")


def refuse_declarations(parts: Mapping[str, bytes]) -> None:
    """No document type and no entities; so neither expands, and neither reads other files."""
    for name, part in parts.items():
        if part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in part[:64]:
            raise Refusal(f"文件内部的编码不是 UTF-8（{name[:60]}）。{SAVE_AS}")
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise Refusal(f"文件内部声明了实体（DOCTYPE），正常的表格里没有，不能导入。{SAVE_AS}")


def refuse_links(package: Package) -> None:
    """Links to click on may stay; whatever would be fetched by itself may not."""
    for name in package.xml:
        if not name.endswith(".rels"):
            continue
        for relation in package.relations(name):
            is_link = relation.get("Type", "").endswith("/hyperlink")
            if relation.get("TargetMode", "").lower() == "external" and not is_link:
                refuse_content("指向其他文件的链接")
