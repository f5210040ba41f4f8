"""File names that every system can unpack, Windows before all; pure."""

import re
import unicodedata
from pathlib import PurePosixPath

# Windows takes none of these in a name; the full-width ones look the same.
FORBIDDEN = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])", re.I)
MOST_BYTES = 180  # of a name; file systems take 255 bytes, and Windows 260 characters a path
LONGEST_SUFFIX = 12
NAMELESS = "未命名"


def safe(name: str) -> str:
    """The name as one step of a path that Windows, Linux and macOS take alike."""
    known = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode())
    seen = "".join(char for char in known if unicodedata.category(char)[0] != "C")
    plain = seen.translate(FORBIDDEN).strip(" .")
    suffix = PurePosixPath(plain).suffix
    if len(suffix) > LONGEST_SUFFIX:
        suffix = ""
    stem = plain.removesuffix(suffix) if suffix else plain
    while len((stem + suffix).encode()) > MOST_BYTES:
        stem = stem[:-1]
    stem = stem.rstrip(" .") or NAMELESS
    # CON.tar.gz is CON as well.
    if RESERVED.fullmatch(stem.partition(".")[0].strip()):
        stem = f"_{stem}"
    return stem + suffix


def faults(names: list[str]) -> list[str]:
    """What is wrong with the paths of an archive, a sentence each."""
    found, seen = [], set[str]()
    for name in names:
        steps = name.split("/")
        if any(step != safe(step) or step in ("", ".", "..") for step in steps):
            found.append(f"文件名不合规矩：{name}")
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded in seen:
            found.append(f"文件名重复：{name}")
        seen.add(folded)
    return found
