"""The measuring of what no page shows: the text layer, the fonts, and fitness for the archive."""

import io
import re
from collections.abc import Callable
from functools import cache
from hashlib import sha256

import pikepdf
import pytest
from PIL import Image

from proposals.letters.geometry import RULES, measure
from tests.proposals.letters.drawn import Text
from tests.proposals.letters.specimens import make_annexed, make_even, make_minutes

Change = Callable[[pikepdf.Pdf], None]
FILE_RULES = {
    rule.name
    for rule in RULES.values()
    if "ISO" in rule.clause or rule.clause in ("文本", "本系统")
}
SOURCE = b'{"note": "invented"}'


@cache
def right() -> bytes:
    return make_minutes().pdf


def edited(*changes: Change) -> bytes:
    """The right PDF with something changed that no page shows."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(right())) as document:
        for change in changes:
            change(document)
        document.save(out, deterministic_id=True)
    return out.getvalue()


def without(key: str) -> Change:
    """Deletes a key from the first dictionary of the file that has it."""

    def change(document: pikepdf.Pdf) -> None:
        found = (thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary))
        del next(thing for thing in found if key in thing)[key]

    return change


def opening_with(kind: str, **fields: str) -> Change:
    """Gives the file an action that runs when it is opened."""

    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **fields)

    return change


def in_metadata(old: bytes, new: bytes) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        data = document.Root.Metadata.read_bytes()
        assert old in data
        document.Root.Metadata.write(data.replace(old, new))

    return change


def titled(document: pikepdf.Pdf) -> None:
    document.docinfo["/Title"] = "另一个标题"


def with_profile(profile: bytes) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.OutputIntents[0].DestOutputProfile.write(profile)

    return change


def with_font_in_form(document: pikepdf.Pdf) -> None:
    """A form on the page whose own font is not embedded."""
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    form = pikepdf.Stream(
        document,
        b"",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 10, 10],
        Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F9=font)),
    )
    document.pages[0].Resources.XObject = pikepdf.Dictionary(Form9=document.make_indirect(form))


def with_type3(document: pikepdf.Pdf) -> None:
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type3,
        ToUnicode=document.make_stream(b""),
        FontBBox=[0, 0, 1000, 1000],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=pikepdf.Dictionary(),
        Encoding=pikepdf.Dictionary(Differences=[]),
        FirstChar=0,
        LastChar=0,
        Widths=[0],
    )
    document.pages[0].Resources.Font.F9 = document.make_indirect(font)


def heavy(document: pikepdf.Pdf) -> None:
    noise = b"".join(sha256(str(number).encode()).digest() for number in range(80_000))
    document.Root.PieceInfo = document.make_stream(noise)


def attached(**changes: object) -> Change:
    """The source attached as PDF/A-3 wants it, but for the changes."""
    asked = {"relation": "/Source", "listed": True, "kind": "/application#2Fjson"} | changes

    def change(document: pikepdf.Pdf) -> None:
        stream = pikepdf.Stream(document, SOURCE, Type=pikepdf.Name.EmbeddedFile)
        if asked["kind"]:
            stream.Subtype = pikepdf.Name("/application/json")
        file = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Filespec,
                F="source.json",
                UF="source.json",
                EF=pikepdf.Dictionary(F=stream, UF=stream),
            )
        )
        if asked["relation"]:
            file.AFRelationship = pikepdf.Name(asked["relation"])
        names = document.Root.get("/Names", pikepdf.Dictionary())
        files = list(names.get("/EmbeddedFiles", pikepdf.Dictionary()).get("/Names", []))
        names.EmbeddedFiles = pikepdf.Dictionary(Names=[*files, f"source{len(files)}", file])
        document.Root.Names = names
        if asked["listed"]:
            document.Root.AF = pikepdf.Array([*document.Root.get("/AF", []), file])

    return change


def scan() -> bytes:
    """The right file's page as a picture alone."""

    def change(document: pikepdf.Pdf) -> None:
        picture = pikepdf.Stream(
            document,
            Image.new("L", (40, 60), 255).tobytes(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=40,
            Height=60,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=8,
        )
        page = document.pages[0]
        page.Resources.XObject = pikepdf.Dictionary(Im1=picture)
        page.Contents = document.make_stream(b"q 595 0 0 842 0 0 cm /Im1 Do Q")

    return edited(change)


LEVEL_3 = in_metadata(b"<pdfaid:part>2<", b"<pdfaid:part>3<")
# What is done to the file, and the rules about the file it then misses.
FILE_FAULTS: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "没有元数据": (lambda: edited(without("/Metadata")), {"pdfa", "pdfua"}),
    "PDF/A-1b": (lambda: edited(in_metadata(b"<pdfaid:part>2<", b"<pdfaid:part>1<")), {"pdfa"}),
    "标题与元数据不同": (lambda: edited(titled), {"metadata_equal"}),
    "没有输出色彩说明": (lambda: edited(without("/OutputIntents")), {"output_intent"}),
    "ICC 是空文件": (lambda: edited(with_profile(b"")), {"icc_profile"}),
    "没有结构标签": (lambda: edited(without("/StructTreeRoot")), {"tagged"}),
    "窗口不显示标题": (lambda: edited(without("/ViewerPreferences")), {"title_shown"}),
    "没有语言": (lambda: edited(without("/Lang")), {"language"}),
    "没有 Unicode 对照表": (
        lambda: edited(without("/ToUnicode")),
        {"fonts_unicode", "text_equal", "text_codepoints"},
    ),
    "字体没有嵌入": (lambda: edited(without("/FontFile3")), {"fonts_embedded"}),
    "表单里的字体没有嵌入": (lambda: edited(with_font_in_form), {"fonts_embedded"}),
    "Type 3 字体": (lambda: edited(with_type3), {"fonts_type3"}),
    "打开时运行脚本": (
        lambda: edited(opening_with("JavaScript", JS="app.alert(1)")),
        {"active_content"},
    ),
    "打开时访问网址": (
        lambda: edited(opening_with("URI", URI="https://example.invalid/")),
        {"active_content"},
    ),
    "没有文件标识": (lambda: re.sub(rb"/ID\s*\[[^\]]*\]", b"", right()), {"file_id"}),
    "长度写错": (lambda: re.sub(rb"/Length \d", rb"/Length 9", right(), count=1), {"file_syntax"}),
    "三兆字节": (lambda: edited(heavy), {"file_size"}),
    "PDF/A-2 附文件": (lambda: edited(attached()), {"embedded_file"}),
    "附两个文件": (lambda: edited(LEVEL_3, attached(), attached()), {"embedded_file"}),
    "附件没有关系": (lambda: edited(LEVEL_3, attached(relation="")), {"embedded_file"}),
    "附件没有列出": (lambda: edited(LEVEL_3, attached(listed=False)), {"embedded_file"}),
    "附件没有类型": (lambda: edited(LEVEL_3, attached(kind="")), {"embedded_file"}),
    "扫描图片": (scan, {"text_present"}),
    "文字层缺一个逗号": (lambda: make_minutes().said("张某某、李", "张某某李").pdf, {"text_equal"}),
}


@pytest.mark.parametrize("fault", FILE_FAULTS)
def test_each_fault_of_the_file_fails_by_its_rule(fault: str) -> None:
    spoil, rules = FILE_FAULTS[fault]
    findings = measure(spoil(), text=make_minutes().text if fault != "扫描图片" else None)

    assert {finding.rule for finding in findings if not finding.ok} & FILE_RULES == rules


def test_the_source_attached_as_pdf_a3_wants_it_is_allowed() -> None:
    findings = measure(edited(LEVEL_3, attached()), text=make_minutes().text)

    assert [finding for finding in findings if not finding.ok] == []
    assert next(one.measured for one in findings if one.rule == "embedded_file") == "source.json"


def test_the_first_difference_of_the_text_is_shown_with_what_stands_before_it() -> None:
    drawing = make_minutes()
    findings = measure(drawing.said("张某某、李", "张某某李").pdf, text=drawing.text)
    found = next(finding for finding in findings if finding.rule == "text_equal")

    assert "（“出席：张某某”之后），原文“、李某某、王" in found.measured
    assert found.page == 1


def test_text_at_the_end_that_no_page_has_is_a_difference() -> None:
    drawing = make_minutes()
    findings = measure(drawing.pdf, text=drawing.text + "还有一句。")
    found = next(finding for finding in findings if finding.rule == "text_equal")

    assert "原文“还有一句。”，文字层“”" in found.measured


def test_a_table_read_by_cells_equals_its_source_though_its_cells_wrap() -> None:
    """The second line of a wrapped cell stands below the row's other cells."""
    drawing = make_even()
    cells = [
        Text("cell", "第一格很长", 30, 220, 2, 12),
        Text("cell", "要排两行", 30, 225, 2, 12),
        Text("cell", "第二格", 80, 220, 2, 12),
    ]
    record = [item for item in drawing.items if item.page == 4]
    first = drawing.items[: drawing.items.index(record[0])]
    numbers = [item for item in drawing.items if item.name == "page"]
    mixed = type(drawing)((*first, *cells, *record, *numbers), pages=4)
    found = {one.rule: one for one in measure(mixed.pdf, text=mixed.text)}

    assert found["text_equal"].ok


def test_a_cell_drawn_face_by_face_is_read_as_it_stands() -> None:
    """A rare character in a stand-in face is drawn after the others, and stands before them."""
    drawing = make_even()
    cells = [
        Text("cell", "某某某某", 30 + 12 * 0.3528, 220, 2, 12, tracking=0),
        Text("cell", "镕", 30, 220, 2, 12, tracking=0),
        Text("cell", "换到下行", 30, 225, 2, 12, tracking=0),
        Text("cell", "第二格", 80, 220, 2, 12, tracking=0),
    ]
    record = [item for item in drawing.items if item.page == 4]
    first = drawing.items[: drawing.items.index(record[0])]
    numbers = [item for item in drawing.items if item.name == "page"]
    mixed = type(drawing)((*first, *cells, *record, *numbers), pages=4)
    right = mixed.text.replace("某某某某\n镕", "镕某某某某")
    found = {one.rule: one for one in measure(mixed.pdf, text=right)}

    assert right != mixed.text
    assert found["text_equal"].ok, found["text_equal"].measured


def test_a_head_repeated_on_the_next_page_is_no_part_of_the_text() -> None:
    drawing = make_annexed()
    heads = [item for item in drawing.items if item.name == "table head" and item.page == 5]
    once = "\n".join(
        item.words
        for item in sorted(drawing.items, key=lambda item: item.page)
        if isinstance(item, Text) and item.name != "page" and item not in heads
    )
    found = {one.rule: one for one in measure(drawing.pdf, text=once)}

    assert len(heads) == 3
    assert found["text_equal"].ok
