"""The file behind the page: its text layer, its fonts, and what makes it fit to be archived."""

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import pikepdf

from proposals.letters.geometry.anatomy import Anatomy
from proposals.letters.geometry.rules import Report

# Radicals and look-alikes that print well but cannot be searched, and private characters.
STRANGE = re.compile(
    "[\u2e80-\u2fdf\uf900-\ufaff\ue000-\uf8ff\U0002f800-\U0002fa1f\U000f0000-\U0010ffff\ufffd]"
)
ACTIVE = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/AcroForm", "/RichMedia", "/GoToR")
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"


def measure_text(letter: Anatomy, text: str | None, report: Report) -> None:
    """The text layer against the source, white space and page numbers aside."""
    lines = [line for page in letter.pages for line in page.lines]
    layer = "".join(line.text for line in lines if line not in letter.page_numbers)
    strange = sorted(set(STRANGE.findall(layer)))
    codes = "、".join(f"{char}（U+{ord(char):04X}）" for char in strange)
    report.state("text_codepoints", not strange, codes or "没有")
    if text is not None:
        source = "".join(text.split())
        report.state("text_equal", layer == source, _difference(source, "".join(layer.split())))


def _difference(source: str, layer: str) -> str:
    if source == layer:
        return "相同"
    at = next(
        (at for at, (a, b) in enumerate(zip(source, layer, strict=False)) if a != b),
        min(len(source), len(layer)),
    )
    return f"第 {at + 1} 字起，原文“{source[at : at + 12]}”，文字层“{layer[at : at + 12]}”"


def measure_file(pdf: bytes, report: Report) -> None:
    """Syntax, fonts, PDF/A-2u and PDF/UA-1 identification, and nothing that acts or fetches."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _fonts(document, report)
        _identity(document, report)
        _catalogue(document, report)
        problems = document.check_pdf_syntax()
        report.state("file_syntax", not problems, "；".join(problems[:3]) or "完好")
        active = sorted(_active(document))
        report.state("active_content", not active, "、".join(active) or "没有")
    report.most("file_size", len(pdf) / 1_000_000)


def _dictionaries(document: pikepdf.Pdf) -> list[Any]:
    return [found for obj in document.objects for found in _within(obj)]


def _within(obj: Any) -> Iterator[Any]:
    """The dictionaries of an object: itself, and those written inside it."""
    if isinstance(obj, pikepdf.Array):
        children = list(obj)
    elif isinstance(obj, pikepdf.Dictionary | pikepdf.Stream):
        yield obj
        children = [value for _, value in obj.items()]
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            yield from _within(child)


def _fonts(document: pikepdf.Pdf, report: Report) -> None:
    fonts = [obj for obj in _dictionaries(document) if obj.get("/Type") == "/Font"]
    shown = [font for font in fonts if not str(font.get("/Subtype")).startswith("/CIDFont")]
    without = [_name(font) for font in shown if not _is_embedded(font)]
    unmapped = [_name(font) for font in shown if "/ToUnicode" not in font]
    type3 = [font for font in shown if font.get("/Subtype") == "/Type3"]
    report.state("fonts_embedded", not without, "、".join(without) or "全部")
    report.state("fonts_unicode", not unmapped, "、".join(unmapped) or "全部")
    report.state("fonts_type3", not type3, f"{len(type3)} 种" if type3 else "没有")


def _name(font: Any) -> str:
    return str(font.get("/BaseFont", "/无名")).removeprefix("/")


def _is_embedded(font: Any) -> bool:
    if font.get("/Subtype") == "/Type3":
        return True
    inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor", {})
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _identity(document: pikepdf.Pdf, report: Report) -> None:
    metadata = document.Root.get("/Metadata")
    labels = _labels(metadata.read_bytes()) if metadata is not None else {}
    part = labels.get(f"{PDFA}part", "")
    level = part + labels.get(f"{PDFA}conformance", "").upper()
    report.state("pdfa", level in ("2U", "2A", "3U", "3A"), level or "没有标明")
    universal = labels.get(f"{PDFUA}part", "")
    report.state("pdfua", universal == "1", universal or "没有标明")


def _labels(xmp: bytes) -> dict[str, str]:
    """Elements and attributes of the metadata by their qualified names."""
    try:
        tree = ET.fromstring(xmp)  # noqa: S314 - expat in use refuses entity bombs since 2.4.1
    except ET.ParseError:
        return {}
    labels: dict[str, str] = {}
    for element in tree.iter():
        labels.update(element.attrib)
        if element.text and element.text.strip():
            labels[element.tag] = element.text.strip()
    return labels


def _catalogue(document: pikepdf.Pdf, report: Report) -> None:
    root = document.Root
    intents = list(root.get("/OutputIntents", []))
    profiled = [intent for intent in intents if "/DestOutputProfile" in intent]
    report.measure("output_intent", len(profiled), ok=len(profiled) == len(intents) == 1)
    language = str(root.get("/Lang", ""))
    report.state("language", language.lower().startswith("zh"), language or "没有标明")
    tagged = "/StructTreeRoot" in root and bool(
        root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False)
    )
    report.state("tagged", tagged, "是" if tagged else "否")
    shown = bool(
        root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False)
    )
    report.state("title_shown", shown, "是" if shown else "否")
    report.state("file_id", "/ID" in document.trailer, "有" if "/ID" in document.trailer else "无")


def _active(document: pikepdf.Pdf) -> set[str]:
    found = {"加密"} if document.is_encrypted else set()
    for obj in _dictionaries(document):
        found |= {key.removeprefix("/") for key in ACTIVE if key in obj}
        if obj.get("/S") in ("/JavaScript", "/Launch", "/URI", "/GoToR", "/SubmitForm"):
            found.add(str(obj.S).removeprefix("/"))
    return found
