"""What an uploaded paper is, judged by its content and never by its name; pure."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from cixi_ip.hygiene import sanitise

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
LONGEST_NAME = 120
# A file cut off on its way lacks its end; scanners and signers append a little of their own.
TAIL = 64 * 1024
FORBIDDEN = frozenset('<>:"|?*')
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class PaperType:
    """One kind of file that is taken; `is_shown` when a browser may show it by itself.

    Known by how it starts and ends, or, where it is a zip file, by the names inside.
    """

    label: str
    media_type: str
    suffixes: tuple[str, ...]
    start: bytes = ZIP
    end: bytes = b""
    members: frozenset[str] = frozenset()

    @property
    def is_shown(self) -> bool:
        return not self.members

    def is_whole(self, content: bytes) -> bool:
        return self.end in content[-TAIL:]


TYPES = (
    PaperType("PDF", "application/pdf", (".pdf",), b"%PDF-", b"%%EOF"),
    PaperType("PNG", "image/png", (".png",), b"\x89PNG\r\n\x1a\n", b"IEND"),
    PaperType("JPEG", "image/jpeg", (".jpg", ".jpeg"), b"\xff\xd8\xff", b"\xff\xd9"),
    PaperType(
        "XLSX",
        f"{OFFICE}spreadsheetml.sheet",
        (".xlsx",),
        members=frozenset({"[Content_Types].xml", "xl/workbook.xml"}),
    ),
    PaperType(
        "DOCX",
        f"{OFFICE}wordprocessingml.document",
        (".docx",),
        members=frozenset({"[Content_Types].xml", "word/document.xml"}),
    ),
    PaperType("OFD", "application/ofd", (".ofd",), members=frozenset({"OFD.xml"})),
)
BY_MEDIA_TYPE = {kind.media_type: kind for kind in TYPES}
SUFFIXES = tuple(suffix for kind in TYPES for suffix in kind.suffixes)
WANTED = "、".join(kind.label for kind in TYPES)


def recognise(content: bytes) -> PaperType:
    """The type of the file; raise ValueError, in Chinese with the way out, for any other."""
    refuse_size(len(content))
    members = members_of(content)
    if any(PurePosixPath(name).name == "vbaProject.bin" for name in members):
        raise ValueError("文件里含有宏，不能上传。请另存为不含宏的 XLSX、DOCX，或转成 PDF。")
    for kind in TYPES:
        if content.startswith(kind.start) and kind.members <= members:
            if not kind.is_whole(content):
                raise ValueError(
                    f"这个 {kind.label} 文件不完整，可能没有传完或已损坏。请重新导出后再上传。"
                )
            return kind
    if content.startswith(OLD_OFFICE):
        raise ValueError(
            "这是旧版 Office 文件（.doc、.xls）或加了密码的文件，不能上传。"
            "请另存为不加密的 DOCX、XLSX，或转成 PDF。"
        )
    raise ValueError(f"按内容看，这不是可以上传的文件（与文件名无关）。请上传 {WANTED} 文件。")


def refuse_size(size: int) -> None:
    if not size:
        raise ValueError("这是一个空文件（0 字节）。请检查后重新选择。")
    if size > LARGEST:
        raise ValueError(
            f"文件有 {size / MEGABYTE:.1f} MB，超过 {LARGEST // MEGABYTE} MB。"
            "请降低扫描分辨率，或拆成几个文件上传。"
        )


def members_of(content: bytes) -> frozenset[str]:
    """The names inside a zip file, nothing unpacked; empty when it is none."""
    if not content.startswith(ZIP):
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, OverflowError):
        return frozenset()


def safe_name(name: str, kind: PaperType) -> str:
    """The name without folders, hidden characters and signs no file system takes.

    Its ending says what the content is: 通报.exe that holds a PDF becomes 通报.exe.pdf.
    """
    bare = sanitise(name)[0].replace("\n", " ").replace("\\", "/").rpartition("/")[2]
    plain = "".join("_" if char in FORBIDDEN else char for char in bare).rstrip(" .")
    ending = next((found for found in kind.suffixes if plain.lower().endswith(found)), "")
    stem = plain[: len(plain) - len(ending)].strip(" .")
    ending = ending or kind.suffixes[0]
    return (stem or "原件")[: LONGEST_NAME - len(ending)].rstrip(" .") + ending


def shortened(name: str) -> str:
    """The name as a message can show it."""
    plain = sanitise(name)[0].replace("\n", " ")
    return plain if len(plain) <= 40 else plain[:40] + "…"
