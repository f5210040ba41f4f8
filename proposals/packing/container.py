"""The ZIP file itself: sorted members with one date, list of files and digests at its end; pure.

Members are stored as they are: what is packed does not depend on anybody's compressor, so that
the same case gives the same bytes, and every byte of the file can be checked.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
FORMAT = "建议提案归档包/1"
READABLE_BY_ALL = 0o100644 << 16
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Member:
    """A file of the package; its bytes are made when they are written, one at a time."""

    name: str
    make: Callable[[], bytes]


@dataclass(frozen=True)
class Entry:
    """What the list says of a file."""

    name: str
    size: int
    sha256: str


def write(
    target: IO[bytes], members: Iterable[Member], about: dict[str, Any], moment: datetime
) -> tuple[Entry, ...]:
    """Write the package; `about` goes into the list of files beside the files themselves."""
    entries = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for member in sorted(members, key=lambda one: one.name):
            content = member.make()
            entries.append(entry(member.name, content))
            archive.writestr(info(member.name, moment), content)
        listed = manifest(about, entries, moment)
        archive.writestr(info(MANIFEST, moment), listed)
        archive.writestr(info(SUMS, moment), sums([*entries, entry(MANIFEST, listed)]))
    return tuple(entries)


def entry(name: str, content: bytes) -> Entry:
    return Entry(name, len(content), hashlib.sha256(content).hexdigest())


def info(name: str, moment: datetime) -> zipfile.ZipInfo:
    """One header for all: ZIP counts seconds by twos; names beyond ASCII are flagged as UTF-8."""
    made = zipfile.ZipInfo(name, moment.timetuple()[:6])
    made.create_system = 3  # Unix, wherever it is written
    made.external_attr = READABLE_BY_ALL
    return made


def manifest(about: dict[str, Any], entries: Iterable[Entry], moment: datetime) -> bytes:
    files = [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in entries]
    return as_json(
        {"format": FORMAT, "as_of": moment.isoformat(timespec="seconds"), **about, "files": files}
    )


def sums(entries: Iterable[Entry]) -> bytes:
    """As `sha256sum -c` reads them, the list of files among them."""
    lines = sorted((one.name, one.sha256) for one in entries)
    return "".join(f"{digest}  {name}\n" for name, digest in lines).encode()


def as_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def digest(file: IO[bytes]) -> str:
    """SHA-256 of the whole file, from its beginning."""
    file.seek(0)
    found = hashlib.sha256()
    while chunk := file.read(CHUNK):
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()
