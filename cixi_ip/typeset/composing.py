"""A template and data in, an archival PDF out: what is refused, what a template is told."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from importlib.metadata import version
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pikepdf
import typst
from django.core.exceptions import ValidationError

from cixi_ip.hygiene import hidden_kind
from cixi_ip.typeset.fonts import FIGURES, Face, Library, leave_out, library
from cixi_ip.typeset.worker import keeper

ENGINE = f"typst {version('typst')}"
MOST_CHARACTERS = 50_000


@dataclass(frozen=True)
class Typesetting:
    """A finished PDF, and what its template reported of its own layout."""

    pdf: bytes
    facts: dict[str, Any]


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
    and engine give the same bytes. The template reports on its layout by metadata labelled
    <facts>. `attached` says that the template attaches a file (`pdf.attach`), which PDF/A allows
    from part 3 on. ValidationError, in Chinese, for a text too long, one that takes too much time
    or memory, or a character that no font can show.
    """
    texts, fonts = tuple(_texts(data)), library()
    _refuse_too_long(texts)
    _refuse_unknown_characters(texts, fonts)
    _refuse_links(template.parent)
    second = moment.astimezone(timezone(moment.utcoffset() or timedelta())).replace(microsecond=0)
    question = {
        "template": str(template.absolute()),
        "standards": ["a-3u" if attached else "a-2u", "ua-1"],
        "moment": second.isoformat(),
    }
    characters = set().union(*texts)
    while True:
        told = _faces_for(characters, fonts)
        inputs = {"data": json.dumps(data), "faces": json.dumps(told)}
        answer, pdf = keeper.ask(question | {"fonts": fonts.files, "inputs": inputs})
        if "error" not in answer:
            return Typesetting(pdf, answer["facts"][0] if answer["facts"] else {})
        before, fonts = fonts, _without_the_font_of(answer["error"][0])
        if fonts.faces == before.faces:
            raise _refusal(*answer["error"], texts)


def _refuse_links(folder: Path) -> None:
    """The engine reads nothing outside a template's folder, but follows the links in it."""
    links = [path.name for path in folder.rglob("*") if path.is_symlink()]
    if links:
        raise ValueError(f"links beside a template lead out of its folder: {links}")


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


def _refuse_unknown_characters(texts: tuple[str, ...], fonts: Library) -> None:
    """What no face at all has, or nobody could see; a gap in one role alone the engine finds."""
    unknown = set().union(*texts) - {"\n"}
    unseen = set(filter(hidden_kind, unknown))
    for face in (face for rank in zip_longest(*fonts.faces.values()) for face in rank if face):
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


def _refusal(message: str, diagnostic: str, texts: tuple[str, ...]) -> Exception:
    """The engine's complaint of a missing glyph in our words; any other is a template's fault."""
    found = re.search(r'the text `"(.+?)"` could not be displayed', message)
    if found is None:
        return typst.TypstError(f"{message}\n{diagnostic}")
    shown = re.sub(r"\\u\{(\w+)\}", lambda code: chr(int(code[1], 16)), found[1])
    return _no_glyph(list(shown), texts)


def _without_the_font_of(message: str) -> Library:
    """The fonts but for one that the engine says it could not embed, if it says so."""
    found = re.search(r'failed to process font `"(.+?)"`', message)
    if found:
        leave_out(found[1])
    return library()


def _faces_for(characters: set[str], fonts: Library) -> dict[str, Any]:
    """What a template must know of the faces to set these characters.

    `top` is the em box's height above the base line; all roles share it, so that a change of face
    never moves a line. `figures` is the family for half-width characters. `baseline` and `shifts`
    say, in em, how far a role's face, and the faces that stand in for characters it lacks, must
    be lowered to sit level.
    """
    top = fonts.faces["仿宋"][0].top
    roles = {role: _role(chain, characters, top) for role, chain in fonts.faces.items()}
    families = {face.family for chain in fonts.faces.values() for face in chain}
    for role in roles.values():
        if role["figures"] not in families:
            role["figures"] = None
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
