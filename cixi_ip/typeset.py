"""The Typst engine and the fonts, known only here: a template and data in, an archival PDF out."""

import io
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from importlib.metadata import version
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pikepdf
import pylopdf_fonts_zh_cn
import typst
from django.conf import settings
from django.core.exceptions import ValidationError
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from cixi_ip.hygiene import hidden_kind
from cixi_ip.hygiene import sanitise as sanitise

ENGINE = f"typst {version('typst')}"
MOST_CHARACTERS = 50_000
# Families per role, best first: licensed faces an administrator may add, free ones, total coverage.
CHAINS = {
    "小标宋": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "FandolSong", "Noto Serif SC"),
    "仿宋": (
        "FangSong_GB2312",
        "FZFangSong-Z02S",
        "FangSong",
        "FandolFang R",
        "BabelStone Han",
        "Noto Serif SC",
    ),
    "楷体": ("KaiTi_GB2312", "FZKai-Z03S", "KaiTi", "FandolKai", "LXGW WenKai", "Noto Serif SC"),
    "黑体": ("SimHei", "FZHei-B01S", "FandolHei", "Noto Sans SC"),
    "宋体": ("SimSun", "FZShuSong-Z01S", "FandolSong", "Noto Serif SC"),
}
BOLD_ROLES = ("小标宋",)
# FandolFang's own figures are slabs, heavier than its hanzi.
FIGURES = {"FandolFang R": "FandolSong"}
NO_FANGSONG = "仿宋缺失：正文改用 {family}。请管理员运行 make run 取得字体，或把字体放入 {folder}。"
SQUARES = "国困围圆固图园团"
_compilers = threading.local()


@dataclass(frozen=True)
class Face:
    """One font file: its family, and where its square characters sit on the line."""

    family: str
    weight: int
    path: Path

    @property
    def name(self) -> str:
        return f"{self.family} Bold" if self.weight >= 600 else self.family

    @property
    def characters(self) -> frozenset[str]:
        return _read_font(self.path)[0]

    @property
    def top(self) -> float:
        """Height of the em box above the base line, in em, measured: fonts' own metrics mislead."""
        return _read_font(self.path)[1]


@dataclass(frozen=True)
class Typesetting:
    """A finished PDF, and what its template reported of its own layout."""

    pdf: bytes
    facts: dict[str, Any]


@cache
def _read_font(path: Path) -> tuple[frozenset[str], float]:
    with TTFont(path, lazy=True) as font:
        names, glyphs = font.getBestCmap(), font.getGlyphSet()
        middles = []
        for name in (names[ord(square)] for square in SQUARES if ord(square) in names):
            pen = BoundsPen(glyphs)
            glyphs[name].draw(pen)
            middles.append((pen.bounds[1] + pen.bounds[3]) / 2 / font["head"].unitsPerEm)
    return frozenset(map(chr, names)), round(sum(middles) / len(middles) + 0.5, 2)


def fonts_folder() -> Path:
    """Where the free faces are fetched to, and where an administrator adds licensed ones."""
    return Path(settings.VAR_DIR) / "fonts"


@cache
def _fonts(folder: Path) -> typst.Fonts:
    carried = Path(pylopdf_fonts_zh_cn.__file__).parent
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(path) for path in (folder, carried) if path.is_dir()],
    )


@cache
def _faces(folder: Path) -> dict[str, tuple[Face, ...]]:
    return {
        role: tuple(face for family in chain if (face := _face(folder, family, role)))
        for role, chain in CHAINS.items()
    }


def _face(folder: Path, family: str, role: str) -> Face | None:
    """The file of a family that the engine takes for a role."""
    wanted = 700 if role in BOLD_ROLES else 400
    cuts = [
        Face(font.family, font.weight, Path(font.path))
        for font in _fonts(folder).fonts()
        if font.family == family and font.path
    ]
    return min(cuts, key=lambda face: abs(face.weight - wanted), default=None)


def faces() -> dict[str, tuple[Face, ...]]:
    """For each role its faces, first choice first; a file added later counts after a restart."""
    return _faces(fonts_folder())


def shortcomings() -> tuple[str, ...]:
    """What the fonts at hand cannot give a letter, in words for its record."""
    first = faces()["仿宋"][0]
    if not first.family.startswith("Noto"):
        return ()
    return (NO_FANGSONG.format(family=first.family, folder=fonts_folder()),)


def fonts_in(pdf: bytes) -> tuple[str, ...]:
    """The PostScript names of the fonts a PDF uses, for the record."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        names = {str(obj.BaseFont) for obj in document.objects if _is_font(obj)}
    return tuple(sorted(re.sub(r"^/(?:[A-Z]{6}\+)?|-Identity-[HV]$", "", name) for name in names))


def _is_font(obj: pikepdf.Object) -> bool:
    return isinstance(obj, pikepdf.Dictionary) and obj.get("/Subtype") == "/Type0"


def render(template: Path, data: dict[str, Any], *, moment: datetime) -> bytes:
    """The PDF/A-2u and PDF/UA-1 of a template filled with `data`; see `compose`."""
    return compose(template, data, moment=moment).pdf


def compose(
    template: Path, data: dict[str, Any], *, moment: datetime, attached: bool = False
) -> Typesetting:
    """Typeset `data` by a template, which reads it as JSON and so can never run it.

    The same data, moment (with a time zone, taken to the second, as the engine wants it), fonts
    and engine give the same bytes. The template
    reports on its layout by metadata labelled <facts>. `attached` says that the template attaches
    a file (`pdf.attach`), which PDF/A allows from part 3 on. ValidationError, in Chinese, for a
    text too long or a character that no font can show.
    """
    texts = tuple(_texts(data))
    _refuse_too_long(texts)
    _refuse_unknown_characters(texts)
    compiler = _compiler(template)
    second = moment.astimezone(timezone(moment.utcoffset() or timedelta())).replace(microsecond=0)
    inputs = {"data": json.dumps(data), "faces": json.dumps(_faces_for(set().union(*texts)))}
    standards = ["a-3u" if attached else "a-2u", "ua-1"]
    try:
        pdf = compiler.compile(sys_inputs=inputs, pdf_standards=standards, timestamp=second)
    except typst.TypstError as error:
        raise _refusal(error, texts) from error
    facts = json.loads(compiler.query("<facts>", field="value"))
    return Typesetting(pdf, facts[0] if facts else {})


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value)


def _refuse_too_long(texts: tuple[str, ...]) -> None:
    size = sum(map(len, texts))
    if size > MOST_CHARACTERS:
        raise ValidationError(
            f"全文约 {size:,} 字，超过 {MOST_CHARACTERS:,} 字的上限。请删减，或分成几件公文。",
            code="too_long",
        )


def _refuse_unknown_characters(texts: tuple[str, ...]) -> None:
    """What no face at all has, or nobody could see; a gap in one role alone the engine finds."""
    unknown = set().union(*texts) - {"\n"}
    unseen = set(filter(hidden_kind, unknown))
    for face in (face for rank in zip_longest(*faces().values()) for face in rank if face):
        if unknown <= unseen:
            break
        unknown -= face.characters
    if unknown | unseen:
        raise _no_glyph(sorted(unknown | unseen), texts)


def _no_glyph(characters: list[str], texts: tuple[str, ...]) -> ValidationError:
    named = "、".join(_placed(char, texts) for char in characters)
    return ValidationError(
        f"{named}没有字体能显示。请换一个字，或请管理员在字体目录中加入含有它的字体。",
        code="no_glyph",
    )


def _placed(char: str, texts: tuple[str, ...]) -> str:
    """A character with its code and the words before it."""
    shown = f"“{char}”" if char.isprintable() else ""
    before = next((text[: text.index(char)][-6:] for text in texts if char in text), "")
    place = f"“{before}”之后的" if before else ""
    return f"{place}字符{shown}（U+{ord(char):04X}）"


def _refusal(error: typst.TypstError, texts: tuple[str, ...]) -> Exception:
    """The engine's complaint of a missing glyph in our words; any other is a template's fault."""
    found = re.search(r'the text `"(.+?)"` could not be displayed', error.message)
    if found is None:
        return error
    shown = re.sub(r"\\u\{(\w+)\}", lambda code: chr(int(code[1], 16)), found[1])
    return _no_glyph(list(shown), texts)


def _faces_for(characters: set[str]) -> dict[str, Any]:
    """What a template must know of the faces to set these characters.

    `top` is the em box's height above the base line; all roles share it, so that a change of face
    never moves a line. `figures` is the family for half-width characters. `baseline` and `shifts`
    say, in em, how far a role's face, and the faces that stand in for characters it lacks, must
    be lowered to sit level.
    """
    top = faces()["仿宋"][0].top
    roles = {role: _role(chain, characters, top) for role, chain in faces().items()}
    return {"top": top, "roles": roles}


def _role(chain: tuple[Face, ...], characters: set[str], top: float) -> dict[str, Any]:
    first, *others = chain
    lacking = {char for char in characters if not char.isspace()} - first.characters
    shifts = []
    for face in others:
        if lacking and (found := lacking & face.characters):
            shifts.append({"by": _lowered(face, top), "pattern": _any_of(found)})
            lacking -= found
    return {
        "families": [face.family for face in chain],
        "figures": FIGURES.get(first.family),
        "weight": first.weight,
        "baseline": _lowered(first, top),
        "shifts": shifts,
    }


def _lowered(face: Face, top: float) -> float:
    """Differences the eye cannot see are left alone."""
    by = round(face.top - top, 2)
    return by if abs(by) >= 0.03 else 0.0


def _any_of(characters: set[str]) -> str:
    return "[" + "".join(f"\\u{{{ord(char):x}}}" for char in sorted(characters)) + "]"


def _compiler(template: Path) -> typst.Compiler:
    """One compiler per thread, template and font folder: they are not shared between threads."""
    mine: dict[tuple[Path, Path], typst.Compiler] = _compilers.__dict__.setdefault("mine", {})
    key = (template, fonts_folder())
    if key not in mine:
        # An empty package folder: a template may import only what lies beside it.
        packages = Path(settings.VAR_DIR) / "typst-packages"
        packages.mkdir(parents=True, exist_ok=True)
        mine[key] = typst.Compiler(
            str(template),
            root=str(template.parent),
            font_paths=_fonts(fonts_folder()),
            package_path=str(packages),
            package_cache_path=str(packages),
        )
    return mine[key]
