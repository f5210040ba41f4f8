"""What an uploaded Office file holds: unpacked under limits, refused in its reader's words; pure.

Nothing the file says of itself is trusted: every part is looked at before any parser sees it.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NoReturn, Protocol

MEGABYTE = 1024 * 1024
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
PACKED = (ZIP, OLE, b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
TYPES = "[Content_Types].xml"
# Text packs to a tenth or a thirtieth; a bomb to a thousandth.
MOST_RATIO, RATIO_MATTERS = 100, MEGABYTE
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


class Relation(Protocol):
    """An element of a .rels part, as any parser gives it."""

    def get(self, name: str, default: str, /) -> str: ...


@dataclass(frozen=True)
class Words:
    """How a refusal speaks of the file: 正常的表格, 不能导入, how to mend it."""

    usual: str
    cannot: str
    save_as: str
    save_open: str
    damaged: str
    bomb: str
    linked: str
    ways_out: Mapping[str, str]


@dataclass(frozen=True)
class Guard:
    """What one kind of Office file may hold: how many parts, which, and of what size.

    `refusal` takes a sentence. `refuse_type` raises when the names of the parts
    are those of another kind of file. `forbidden` are parts by name, each with what it is; no part
    may begin as `packed` ones do.
    """

    refusal: type[Exception]
    refuse_type: Callable[[set[str]], None]
    words: Words
    forbidden: tuple[tuple[re.Pattern[str], str], ...]
    kept: tuple[str, ...]
    most_parts: int
    most_unpacked: int
    packed: tuple[bytes, ...] = PACKED

    def parts(self, content: bytes) -> dict[str, bytes]:
        """The parts to read, by name; every part is unpacked and looked at."""
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                members = archive.infolist()
                self._refuse_names(members)
                self.refuse_type({member.filename for member in members})
                found = self._unpacked(archive, members)
        except self.refusal:
            raise
        except BAD_ZIP as error:
            raise self.refusal(self.words.damaged) from error
        for name, part in found.items():
            self._refuse_declarations(name, part)
        return found

    def refuse_links(self, relations: Iterable[Relation]) -> None:
        """Links to click on may stay; whatever would be fetched by itself may not."""
        for relation in relations:
            is_link = relation.get("Type", "").endswith("/hyperlink")
            if relation.get("TargetMode", "").lower() == "external" and not is_link:
                self._refuse_content(self.words.linked)

    def _refuse(self, sentence: str) -> NoReturn:
        raise self.refusal(sentence)

    def _refuse_names(self, members: list[zipfile.ZipInfo]) -> None:
        words = self.words
        if len(members) > self.most_parts:
            self._refuse(f"文件里有 {len(members)} 个部分，不像{words.usual}。{words.save_as}")
        seen: set[str] = set()
        for member in members:
            name = member.filename
            is_trick = name.startswith("/") or re.search(r"[\\:\0]|(^|/)\.\.(/|$)", name)
            if is_trick or name.lower() in seen:
                self._refuse(
                    f"文件内部的名称“{shortened(name)}”不合规矩，可能被改动过。{words.save_as}"
                )
            if member.flag_bits & 1:
                self._refuse(f"文件内部加了密码。请去掉密码，{words.save_open}")
            seen.add(name.lower())

    def _unpacked(
        self, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]
    ) -> dict[str, bytes]:
        left, found = self.most_unpacked, {}
        for member in members:
            part = self._read(archive, member, left)
            left -= len(part)
            self._refuse_part(member.filename, part)
            if PurePosixPath(member.filename.lower()).suffix in self.kept:
                found[member.filename] = part
        return found

    def _read(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
        """One part, under the limit whatever size it claims."""
        limit = min(left, max(RATIO_MATTERS, member.compress_size * MOST_RATIO))
        chunks = []
        with archive.open(member) as stream:
            while chunk := stream.read(MEGABYTE):
                chunks.append(chunk)
                limit -= len(chunk)
                if limit < 0:
                    self._refuse(self.words.bomb)
        return b"".join(chunks)

    def _refuse_part(self, name: str, part: bytes) -> None:
        for pattern, what in self.forbidden:
            if pattern.search(name):
                self._refuse_content(what)
        if name == TYPES and b"macroenabled" in part.lower():
            self._refuse_content("宏")
        if part.startswith(self.packed):
            words = self.words
            self._refuse(
                f"文件里又套着压缩包或其他文件（{shortened(name)}），{words.cannot}。{words.save_as}"
            )

    def _refuse_content(self, what: str) -> NoReturn:
        words = self.words
        way_out = words.ways_out.get(what, words.ways_out.get("", words.save_as))
        self._refuse(f"文件里含有{what}，{words.cannot}。{way_out}")

    def _refuse_declarations(self, name: str, part: bytes) -> None:
        """No document type and no entities; so neither expands, and neither reads other files."""
        words = self.words
        if part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in part[:64]:
            self._refuse(f"文件内部的编码不是 UTF-8（{shortened(name)}）。{words.save_as}")
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            self._refuse(
                f"文件内部声明了实体（DOCTYPE），{words.usual}里没有，{words.cannot}。{words.save_as}"
            )


def is_encrypted(content: bytes) -> bool:
    """Whether an OLE file is a newer one behind a password."""
    return "EncryptedPackage".encode("utf-16-le") in content


def shortened(name: str) -> str:
    return name.replace("\0", "")[:60]
