"""What an uploaded file is by its content, and what no xlsx of ours may contain; pure.

Nothing is taken from a file's name or from what it says of itself.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from xml.etree import ElementTree

from cixi_ip.office import MEGABYTE, OLE, TYPES, ZIP, Guard, Words, is_encrypted
from cixi_ip.workbooks.complaints import Refusal

LARGEST = 20 * MEGABYTE
MOST_PARTS = 1000
MOST_UNPACKED = 200 * MEGABYTE
LARGEST_DESCRIPTION = 10 * MEGABYTE
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
WORDS = Words(
    usual="正常的表格",
    cannot="不能导入",
    save_as=SAVE_AS,
    save_open="另存为不加密的 .xlsx 后再上传。",
    damaged=DAMAGED,
    bomb="文件解开后异常地大（压缩炸弹或大片空白），不能导入。"
    "请把有数据的区域复制到新工作簿，保存后再上传。",
    linked="指向其他文件的链接",
    ways_out=WAYS_OUT,
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
    if is_encrypted(content):
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
        self.xml = GUARD.parts(content)
        for name in self.xml:
            if name.endswith(".rels"):
                GUARD.refuse_links(self.relations(name))

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


def refuse_type(names: set[str]) -> None:
    if TYPES in names and "xl/workbook.xml" in names:
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


GUARD = Guard(
    refusal=Refusal,
    refuse_type=refuse_type,
    words=WORDS,
    forbidden=FORBIDDEN,
    kept=(".xml", ".rels", ".vml"),
    most_parts=MOST_PARTS,
    most_unpacked=MOST_UNPACKED,
)
