"""The font files at hand: which face each role of a letter takes, and which cannot be used."""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
from django.conf import settings
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont, TTLibError

from cixi_ip.typeset.worker import keeper

CARRIED = Path(pylopdf_fonts_zh_cn.__file__).parent
SUFFIXES = (".otf", ".ttf", ".ttc", ".otc")
# Faces per role, best first, each by the names its file may give it: licensed faces an
# administrator may add, free ones, total coverage.
CHAINS = {
    "小标宋": (
        ("FZXiaoBiaoSong-B05S", "方正小标宋简体"),
        ("FZXiaoBiaoSong-B05", "方正小标宋_GBK"),
        ("FandolSong",),
        ("Noto Serif SC",),
    ),
    "仿宋": (
        ("FangSong_GB2312", "仿宋_GB2312"),
        ("FZFangSong-Z02S", "方正仿宋简体"),
        ("FZFangSong-Z02", "方正仿宋_GBK"),
        ("FangSong", "仿宋"),
        ("FandolFang R",),
        ("BabelStone Han",),
        ("Noto Serif SC",),
    ),
    "楷体": (
        ("KaiTi_GB2312", "楷体_GB2312"),
        ("FZKai-Z03S", "方正楷体简体"),
        ("FZKai-Z03", "方正楷体_GBK"),
        ("KaiTi", "楷体"),
        ("FandolKai",),
        ("LXGW WenKai", "霞鹜文楷"),
        ("Noto Serif SC",),
    ),
    "黑体": (
        ("SimHei", "黑体"),
        ("FZHei-B01S", "方正黑体简体"),
        ("FZHei-B01", "方正黑体_GBK"),
        ("FandolHei",),
        ("Noto Sans SC",),
    ),
    "宋体": (
        ("SimSun", "宋体"),
        ("FZShuSong-Z01S", "方正书宋简体"),
        ("FZShuSong-Z01", "方正书宋_GBK"),
        ("FandolSong",),
        ("Noto Serif SC",),
    ),
}
BOLD_ROLES = ("小标宋",)
LAST_RESORT = "Noto "
# FandolFang's own figures are slabs, heavier than its hanzi.
FIGURES = {"FandolFang R": "FandolSong"}
MISSING = "{role}缺失：{part}改用 {family}。请管理员运行 make run 取得字体，或把字体放入 {folder}。"
PARTS = {"仿宋": "正文", "楷体": "二级标题和签发人", "小标宋": "发文机关标志和标题"}
SQUARES = "国困围圆固图园团"
UNREADABLE = "读不出字体：文件可能没有复制完整或已损坏。请删除它，重新复制。"
DAMAGED = "文件已损坏（{detail}）。请删除它，重新复制。"
RESTRICTED = (
    "字体内部的授权标志（fsType）{what}，而公文存档的 PDF/A 必须嵌入所用的字。"
    "请向字体厂商索取允许嵌入的版本。"
)
RIGHTS = ((0x100, "不许只嵌入所用的字"), (0x200, "只许嵌入点阵"))
# What fontTools meets in a broken file, which may say anything.
BROKEN = (
    TTLibError, struct.error, OSError, EOFError, ValueError, LookupError, TypeError, AttributeError,
    ArithmeticError, AssertionError, NotImplementedError, RecursionError, MemoryError,
)  # fmt: skip

_spoilt: set["Face"] = set()


@dataclass(frozen=True)
class Face:
    """One face of a font file: its family, its characters, and where they sit on the line."""

    family: str
    weight: int
    path: Path
    index: int = 0
    # Size and time of change of the file, so that another file of the same name is read anew.
    stamp: tuple[int, int] = (0, 0)

    @property
    def name(self) -> str:
        return f"{self.family} Bold" if self.weight >= 600 else self.family

    @property
    def is_last_resort(self) -> bool:
        return self.family.startswith(LAST_RESORT)

    @property
    def characters(self) -> frozenset[str]:
        return _reading(self)[0]

    @property
    def top(self) -> float:
        """Height of the em box above the base line, in em, measured: fonts' own metrics mislead."""
        return _reading(self)[1]


@dataclass(frozen=True)
class Problem:
    """A font file, or one face of it, that is left out, and why and what to do, in Chinese."""

    path: Path
    said: str


@dataclass(frozen=True)
class Library:
    """The faces of each role, first choice first, the files they lie in, and what is left out."""

    faces: dict[str, tuple[Face, ...]]
    problems: tuple[Problem, ...]
    files: tuple[tuple[str, int, int], ...]


class Unusable(Exception):
    """Why a face cannot be used, in Chinese."""


def fonts_folder() -> Path:
    """Where the free faces are fetched to, and where an administrator adds licensed ones."""
    return Path(settings.VAR_DIR) / "fonts"


def library() -> Library:
    """The fonts as they are now: a file added, changed or taken away counts at once."""
    return _library((*_stamps(fonts_folder()), *_stamps(CARRIED)))


def faces() -> dict[str, tuple[Face, ...]]:
    """For each role its faces, first choice first."""
    return library().faces


def shortcomings() -> tuple[str, ...]:
    """What the fonts at hand cannot give a letter, in words for its record."""
    return tuple(
        MISSING.format(role=role, part=part, family=first.family, folder=fonts_folder())
        for role, part in PARTS.items()
        if (first := faces()[role][0]).is_last_resort
    )


def _stamps(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Each font file with its size and time of change, in an order that is the same everywhere."""
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.lower().endswith(SUFFIXES):
                path = Path(parent, name)
                if path.is_file():
                    stat = path.stat()
                    yield str(path), stat.st_size, stat.st_mtime_ns


@lru_cache(maxsize=4)
def _library(files: tuple[tuple[str, int, int], ...]) -> Library:
    answer, _ = keeper.ask({"fonts": files})
    # Of several files with one name, or links to one file, the first counts on every machine.
    order = {str(Path(name).resolve()): place for place, (name, *_) in [*enumerate(files)][::-1]}
    listed = sorted(answer["fonts"], key=lambda font: (order[font["path"]], font["index"]))
    found = [_face(font, files[order[font["path"]]]) for font in listed if font["is_upright"]]
    chosen, problems = _chosen(found)
    read = {font["path"] for font in listed}
    unread = [path for name, *_ in files if str((path := Path(name)).resolve()) not in read]
    used = {str(face.path) for chain in chosen.values() for face in chain}
    return Library(
        chosen,
        (*(Problem(path, UNREADABLE) for path in unread), *problems),
        tuple(file for file in files if file[0] in used),
    )


def _face(font: dict[str, Any], file: tuple[str, int, int]) -> Face:
    name, size, changed = file
    return Face(font["family"], font["weight"], Path(name), font["index"], (size, changed))


def _chosen(found: list[Face]) -> tuple[dict[str, tuple[Face, ...]], list[Problem]]:
    """For each role the usable faces of its chain, and what is wrong with the others."""
    known: dict[Face, str] = {}

    def is_usable(face: Face) -> bool:
        if face not in known:
            known[face] = _fault(face)
        return not known[face]

    chosen = {}
    for role, chain in CHAINS.items():
        firsts = (next(filter(is_usable, _candidates(found, names, role)), None) for names in chain)
        chosen[role] = tuple(face for face in firsts if face)
    return chosen, [Problem(face.path, fault) for face, fault in known.items() if fault]


def _candidates(found: list[Face], names: tuple[str, ...], role: str) -> list[Face]:
    """The faces of one design, the one with the weight for a role first."""
    wanted = 700 if role in BOLD_ROLES else 400
    known = {name.casefold() for name in names}
    cuts = [face for face in found if face.family.casefold() in known]
    return sorted(cuts, key=lambda face: abs(face.weight - wanted))


def leave_out(family: str) -> None:
    """Use a family no more whose damage showed only in the engine, while its file is the same."""
    used = {face for chain in faces().values() for face in chain if face.family == family}
    _spoilt.update(face for face in used if face.path.parent != CARRIED)
    _library.cache_clear()


def _fault(face: Face) -> str:
    """Why a face cannot be used, in Chinese; empty when it can."""
    if face.path.parent == CARRIED:
        return ""  # it came with a package that is installed whole
    if face in _spoilt:
        return DAMAGED.format(detail="不能嵌入 PDF")
    try:
        _reading(face)
    except Unusable as fault:
        return str(fault)
    return ""


@lru_cache(maxsize=64)
def _reading(face: Face) -> tuple[frozenset[str], float]:
    """The characters of a face, and the height of its em box."""
    try:
        with TTFont(face.path, lazy=True, fontNumber=face.index) as font:
            _refuse_truncated(font, face.path.stat().st_size)
            _refuse_unembeddable(font)
            return frozenset(map(chr, font.getBestCmap())), _top(font)
    except BROKEN as error:
        raise Unusable(DAMAGED.format(detail="内容读不通")) from error


def _refuse_truncated(font: TTFont, size: int) -> None:
    for tag, entry in font.reader.tables.items():
        if entry.offset + entry.length > size:
            raise Unusable(DAMAGED.format(detail=f"{tag.strip()} 表不完整"))


def _refuse_unembeddable(font: TTFont) -> None:
    """By the rights of the OpenType table OS/2: of the first four bits the most lenient counts."""
    rights = font["OS/2"].fsType
    refused = [said for bit, said in RIGHTS if rights & bit]
    if rights & 0xF == 2:
        refused.insert(0, "不许嵌入")
    if refused:
        raise Unusable(RESTRICTED.format(what="、".join(refused)))


def _top(font: TTFont) -> float:
    names, glyphs = font.getBestCmap(), font.getGlyphSet()
    middles = []
    for name in (names[ord(square)] for square in SQUARES if ord(square) in names):
        pen = BoundsPen(glyphs)
        glyphs[name].draw(pen)
        middles.append((pen.bounds[1] + pen.bounds[3]) / 2 / font["head"].unitsPerEm)
    if not middles:
        raise Unusable("没有常用汉字，不能用于公文。请换一个完整的字体文件。")
    return round(sum(middles) / len(middles) + 0.5, 2)
