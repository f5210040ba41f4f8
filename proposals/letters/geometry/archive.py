"""The file behind the page: its fonts, and what makes it fit to be archived."""

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import pikepdf

from proposals.letters.geometry.reading import BROKEN
from proposals.letters.geometry.report import Report
from proposals.letters.geometry.sheet import FILE

ACTIVE = ("/JavaScript", "/JS", "/Launch", "/AcroForm", "/RichMedia", "/GoToR")
ACTIONS = ("/JavaScript", "/Launch", "/URI", "/GoToR", "/SubmitForm", "/ImportData")
# What a simple font may call its characters by without a table of its own.
NAMED = ("/WinAnsiEncoding", "/MacRomanEncoding", "/MacExpertEncoding")
RELATIONS = ("/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified")
SPACES = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
DC = "{http://purl.org/dc/elements/1.1/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
ADOBE = "{http://ns.adobe.com/pdf/1.3/}"
SAME = (
    ("/Title", f"{DC}title"),
    ("/Author", f"{DC}creator"),
    ("/Subject", f"{DC}description"),
    ("/Keywords", f"{ADOBE}Keywords"),
    ("/Creator", f"{XMP}CreatorTool"),
    ("/Producer", f"{ADOBE}Producer"),
)
SAME_MOMENTS = (("/CreationDate", f"{XMP}CreateDate"), ("/ModDate", f"{XMP}ModifyDate"))
LONGEST = 120
# What the library says of itself and not of the file.
OF_THE_LIBRARY = re.compile("^WARNING: |<[^>]* object at [^>]*> ")


def measure_file(pdf: bytes, report: Report) -> None:
    """Syntax, fonts, PDF/A and PDF/UA identification, and nothing that acts or fetches.

    The file as it came: what had to be mended before it could be read is told as a fault, and so
    is an entry of so wrong a kind that it cannot be looked at.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        faults = []
        for check in (_fonts, _identity, _catalogue, _profile, _embedded, _actions):
            try:
                check(document, report)
            except (*BROKEN, pikepdf.PdfError) as error:
                faults.append(f"有的条目类型不对（{type(error).__name__}）")
        faults += [problem[:LONGEST] for problem in _problems(document)]
        report.none("file_syntax", faults[:3], FILE, else_="完好")
    report.most("file_size", len(pdf) / 1_000_000)


def _problems(document: pikepdf.Pdf) -> list[str]:
    try:
        return list(
            dict.fromkeys(OF_THE_LIBRARY.sub("", one) for one in document.check_pdf_syntax())
        )
    except (*BROKEN, pikepdf.PdfError) as error:
        return [str(error)]


def _dictionaries(document: pikepdf.Pdf) -> list[Any]:
    return [found for thing in document.objects for found in _within(thing)]


def _identity(document: pikepdf.Pdf, report: Report) -> None:
    labels = _labels(document)
    level = _level(labels)
    report.state("pdfa", level in ("2U", "2A", "3U", "3A"), level or "没有标明")
    universal = labels.get(f"{PDFUA}part", "")
    report.state("pdfua", universal == "1", universal or "没有标明")
    if labels:
        report.none("metadata_equal", _differences(document, labels), FILE, else_="一致")


def _level(labels: dict[str, str]) -> str:
    return labels.get(f"{PDFA}part", "") + labels.get(f"{PDFA}conformance", "").upper()


def _within(thing: Any) -> Iterator[Any]:
    """The dictionaries of an object: itself, and those written inside it."""
    if isinstance(thing, pikepdf.Array):
        children = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield thing
        children = [value for _, value in thing.items()]
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            yield from _within(child)


def _fonts(document: pikepdf.Pdf, report: Report) -> None:
    """All fonts of the file, so also those only a form inside a page uses."""
    fonts = [thing for thing in _dictionaries(document) if thing.get("/Type") == "/Font"]
    shown = [font for font in fonts if not str(font.get("/Subtype")).startswith("/CIDFont")]
    without = [_name(font) for font in shown if not _is_embedded(font)]
    unmapped = [_name(font) for font in shown if not _is_mapped(font)]
    type3 = [font for font in shown if font.get("/Subtype") == "/Type3"]
    report.none("fonts_embedded", without, FILE, else_="全部")
    report.none("fonts_unicode", unmapped, FILE, else_="全部")
    report.state("fonts_type3", not type3, f"{len(type3)} 种" if type3 else "没有")


def _name(font: Any) -> str:
    return str(font.get("/BaseFont", "/无名")).removeprefix("/")


def _is_embedded(font: Any) -> bool:
    if font.get("/Subtype") == "/Type3":
        return True
    inner = font.get("/DescendantFonts", [font])[0]
    descriptor = inner.get("/FontDescriptor", {})
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _is_mapped(font: Any) -> bool:
    if "/ToUnicode" in font:
        return True
    encoding = font.get("/Encoding")
    simple = font.get("/Subtype") in ("/Type1", "/TrueType", "/MMType1")
    return simple and isinstance(encoding, pikepdf.Name) and str(encoding) in NAMED


def _labels(document: pikepdf.Pdf) -> dict[str, str]:
    """Elements and attributes of the metadata by their qualified names; lists by their first."""
    metadata = document.Root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return {}
    try:
        tree = ET.fromstring(metadata.read_bytes())  # noqa: S314 - expat refuses entity bombs
    except (ET.ParseError, pikepdf.PdfError):
        return {}
    labels: dict[str, str] = {}
    for element in tree.iter():
        labels.update(element.attrib)
        words = [text.strip() for text in element.itertext() if text.strip()]
        if words and element.tag not in labels:
            labels[element.tag] = words[0]
    return labels


def _differences(document: pikepdf.Pdf, labels: dict[str, str]) -> list[str]:
    """Entries of the old document information that the metadata contradicts or lacks."""
    info = document.docinfo
    faults = [
        f"{key[1:]}：“{info[key]}”与“{labels.get(label, '')}”"
        for key, label in SAME
        if key in info and str(info[key]).strip() and str(info[key]).strip() != labels.get(label)
    ]
    faults += [
        f"{key[1:]}：{info[key]} 与 {labels.get(label, '')}"
        for key, label in SAME_MOMENTS
        if key in info and _digits(str(info[key])) != _digits(labels.get(label, ""))
    ]
    return faults


def _digits(moment: str) -> str:
    """A date to the second, however it is written: D:20220509… or 2022-05-09T…"""
    return "".join(char for char in moment if char.isdigit())[:14]


def _catalogue(document: pikepdf.Pdf, report: Report) -> None:
    root = document.Root
    language = str(root.get("/Lang", ""))
    report.state("language", language.lower().startswith("zh"), language or "没有标明")
    marked = bool(root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False))
    tagged = "/StructTreeRoot" in root and marked
    report.state("tagged", tagged, "是" if tagged else "否")
    preferences = root.get("/ViewerPreferences", pikepdf.Dictionary())
    shown = bool(preferences.get("/DisplayDocTitle", False))
    report.state("title_shown", shown, "是" if shown else "否")
    report.state("file_id", "/ID" in document.trailer, "有" if "/ID" in document.trailer else "无")


def _profile(document: pikepdf.Pdf, report: Report) -> None:
    intents = list(document.Root.get("/OutputIntents", []))
    key = "/DestOutputProfile"
    profiles = [intent[key] for intent in intents if key in intent]
    report.measure("output_intent", len(profiles), ok=len(profiles) == len(intents) == 1)
    if profiles:
        fault = _fault_of_profile(profiles[0])
        report.state("icc_profile", not fault, fault or "有效")


def _fault_of_profile(profile: Any) -> str:
    """What the profile's own header says against it."""
    data = profile.read_bytes()
    if len(data) < 128 or data[36:40] != b"acsp":
        return "不是 ICC 文件"
    if int.from_bytes(data[:4]) != len(data):
        return "长度不符"
    parts = SPACES.get(data[16:20])
    return "" if parts == int(profile.get("/N", 0)) else "色彩通道数不符"


def _embedded(document: pikepdf.Pdf, report: Report) -> None:
    """None, or in PDF/A-3 one: the source, listed for the whole document with its relation."""
    dictionaries = _dictionaries(document)
    level = _level(_labels(document))
    files = [thing for thing in dictionaries if "/EF" in thing]
    stray = [thing for thing in dictionaries if "/EmbeddedFiles" in thing]
    if not files and not stray:
        report.state("embedded_file", True, "没有")
        return
    names = "、".join(str(one.get("/UF", one.get("/F", "无名"))) for one in files) or "空的附件表"
    faults = ["不止一个"] * (len(files) != 1)
    faults += ["只有 PDF/A-3 可以附文件"] * (not level.startswith("3"))
    listed = {one.objgen for one in document.Root.get("/AF", [])}
    for one in files:
        faults += ["没有列入 /AF"] * (one.objgen not in listed)
        faults += ["没有写明关系 AFRelationship"] * (
            str(one.get("/AFRelationship")) not in RELATIONS
        )
        faults += ["没有写明类型"] * ("/Subtype" not in _content_of(one))
    report.state("embedded_file", not faults, "；".join([names, *faults]))


def _content_of(file: Any) -> Any:
    files = file.EF
    return files.get("/UF", files.get("/F", {}))


def _actions(document: pikepdf.Pdf, report: Report) -> None:
    found = {"加密"} if document.is_encrypted else set()
    for thing in _dictionaries(document):
        found |= {key.removeprefix("/") for key in ACTIVE if key in thing}
        if thing.get("/S") in ACTIONS:
            found.add(str(thing.S).removeprefix("/"))
    report.none("active_content", sorted(found), FILE)
