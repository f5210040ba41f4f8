"""Whether a package is whole and unchanged, found out from the file alone; pure.

Four proofs: every file against both lists, the lists against each other, signed letters and
attachments against the digests kept with them, and the file itself, byte by byte, against one
written anew from what it holds.
"""

import hashlib
import json
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from proposals.packing import names
from proposals.packing.container import (
    CHUNK,
    FORMAT,
    MANIFEST,
    SUMS,
    Entry,
    digest,
    info,
    manifest,
    sums,
)

REQUIRED = (
    "说明.txt",
    "案卷.html",
    "案卷.css",
    "来文/来文.json",
    "办理/办理.json",
    "办理/其他单位意见.json",
    "办理/沟通记录.json",
    "办理/征询意见.json",
    "办理/承诺.json",
    "办理/公开.json",
    "办理/操作记录.jsonl",
)
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    MemoryError,
)
# What the list says beside the files, and was checked.
LISTED = ("format", "as_of", "files")


@dataclass(frozen=True)
class Verdict:
    """`faults`: a sentence each, empty for a package in order."""

    faults: tuple[str, ...]
    files: int = 0
    sha256: str = ""
    reference: str = ""
    as_of: str = ""
    letters: tuple[str, ...] = ()


def verify(path: Path) -> Verdict:
    """Check a package; whatever the file is, the answer is a verdict."""
    try:
        with path.open("rb") as file:
            whole = digest(file)
            with zipfile.ZipFile(file) as archive:
                return judged(archive, path, whole)
    except BROKEN as error:
        return Verdict((f"读不出这个文件，不是完整的归档包（{error}）。请重新下载。",))


def judged(archive: zipfile.ZipFile, path: Path, whole: str) -> Verdict:
    infos = archive.infolist()
    found: dict[str, Entry] = {}
    faults = names.faults([one.filename for one in infos])
    for one in infos:
        measured = measure(archive, one)
        if measured is None:
            faults.append(f"文件被改动（读不出或校验码不符）：{one.filename}")
        else:
            found[one.filename] = measured
    listed, problems = read_manifest(archive, found)
    faults += problems
    present = {one.filename for one in infos}
    faults += against_sums(archive, found, present)
    if listed is not None:
        faults += against_manifest(listed, found, present)
        faults += kept_digests(archive, listed, found)
        if not faults and not is_rebuilt(archive, listed, whole):
            faults.append(f"压缩包的文件头、目录或末尾被改动过：{path.name}")
    about = listed or {}
    return Verdict(
        tuple(dict.fromkeys(faults)),
        len(infos),
        whole,
        str(about.get("reference", "")),
        str(about.get("as_of", "")),
        tuple(str(one.get("reference")) for one in rows(about, "letters")),
    )


def measure(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> Entry | None:
    """Size and digest of a member; None for one that cannot be read, or is packed otherwise."""
    if one.compress_type != zipfile.ZIP_STORED or one.flag_bits & 1:
        return None
    found, size = hashlib.sha256(), 0
    try:
        with archive.open(one) as stream:
            while chunk := stream.read(CHUNK):
                found.update(chunk)
                size += len(chunk)
    except BROKEN:
        return None
    return Entry(one.filename, size, found.hexdigest())


def read_manifest(
    archive: zipfile.ZipFile, found: dict[str, Entry]
) -> tuple[dict[str, Any] | None, list[str]]:
    if MANIFEST not in archive.namelist():
        return None, [f"缺少清单：{MANIFEST}"]
    if MANIFEST not in found:
        return None, []
    try:
        listed = json.loads(archive.read(MANIFEST))
        if not isinstance(listed, dict):
            raise ValueError("no list")
        datetime.fromisoformat(str(listed.get("as_of")))
        entries(listed)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None, [f"清单读不通：{MANIFEST}"]
    if listed.get("format") != FORMAT:
        return listed, [f"清单的格式不是“{FORMAT}”：{MANIFEST}"]
    return listed, []


def entries(listed: dict[str, Any]) -> list[Entry]:
    return [
        Entry(str(one["name"]), int(one["size"]), str(one["sha256"])) for one in listed["files"]
    ]


def rows(listed: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = listed.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def against_sums(
    archive: zipfile.ZipFile, found: dict[str, Entry], present: set[str]
) -> Iterator[str]:
    """SHA256SUMS must be what the files at hand give, byte by byte."""
    if SUMS not in present:
        yield f"缺少校验文件：{SUMS}"
        return
    if SUMS not in found:
        return
    text = archive.read(SUMS)
    said = dict(read_sums(text))
    yield from compared(said, {name: one.sha256 for name, one in found.items()}, present, (SUMS,))
    if text != sums(one for name, one in found.items() if name != SUMS) and said:
        yield f"校验文件与包中的文件不一致：{SUMS}"
    if not said:
        yield f"校验文件读不通：{SUMS}"


def read_sums(text: bytes) -> Iterator[tuple[str, str]]:
    for line in text.decode("utf-8", "replace").splitlines():
        digested, gap, name = line.partition("  ")
        if gap and len(digested) == 64:
            yield name, digested


def against_manifest(
    listed: dict[str, Any], found: dict[str, Entry], present: set[str]
) -> Iterator[str]:
    said = {one.name: one for one in entries(listed)}
    yield from compared(said, found, present, (SUMS, MANIFEST))
    for name in REQUIRED:
        if name not in said:
            yield f"归档包应有而没有：{name}"


def compared(
    said: dict[str, Any], measured: dict[str, Any], present: set[str], own: tuple[str, ...]
) -> Iterator[str]:
    for name in sorted(said.keys() - present):
        yield f"缺少文件：{name}"
    for name in sorted(present - said.keys() - set(own)):
        yield f"多出文件：{name}"
    for name in sorted(said.keys() & measured.keys()):
        if said[name] != measured[name]:
            yield f"文件被改动：{name}"


def kept_digests(
    archive: zipfile.ZipFile, listed: dict[str, Any], found: dict[str, Entry]
) -> Iterator[str]:
    """Letters against the digest taken when they were signed, attachments when they came in."""
    for one in (*rows(listed, "letters"), *rows(listed, "attachments")):
        name = str(one.get("file"))
        if name not in found:
            yield f"缺少文件：{name}"
        elif found[name].sha256 != one.get("sha256"):
            yield f"与签发或收文时的 SHA-256 不一致：{name}"
    for one in rows(listed, "letters"):
        record = str(one.get("record"))
        try:
            kept = json.loads(archive.read(record)) if record in found else {}
        except (ValueError, RecursionError):
            kept = {}
        if not isinstance(kept, dict) or kept.get("sha256") != one.get("sha256"):
            yield f"签发记录与公文不一致：{record}"


def is_rebuilt(archive: zipfile.ZipFile, listed: dict[str, Any], whole: str) -> bool:
    """Whether the same files, written anew, give the same file; no byte is left unlooked at."""
    moment = datetime.fromisoformat(str(listed["as_of"]))
    about = {name: value for name, value in listed.items() if name not in LISTED}
    with tempfile.TemporaryFile() as target:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as again:
            ordered = [one.name for one in entries(listed)]
            for name in (*sorted(ordered), MANIFEST, SUMS):
                with archive.open(name) as source:
                    again.writestr(info(name, moment), source.read())
        same_list = archive.read(MANIFEST) == manifest(about, entries(listed), moment)
        return same_list and digest(target) == whole
