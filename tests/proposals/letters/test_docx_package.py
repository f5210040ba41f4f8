"""Files that are no clean Word documents: each is refused in words, and none is a crash."""

import io
import zipfile
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from proposals.letters import parse_body
from proposals.letters.docx import package
from proposals.letters.docx import read_docx as read
from tests.proposals.letters.samples import make_letter
from tests.proposals.letters.test_docx_reading import BODY, made, with_after
from tests.proposals.letters.worddraft import changed, paragraph, run, xml_of
from tests.proposals.letters.worddraft import package as zipped

TYPES = "[Content_Types].xml"
DTD = '<!DOCTYPE x [<!ENTITY a "b">]>'
OUTSIDE = (
    '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="http://example.com/x" TargetMode="External"/></Relationships>'
)


def with_relation(kind: str) -> bytes:
    relation = OUTSIDE.format(kind=kind)
    return changed(
        made(),
        **{"word___rels__document.xml.rels": lambda t: t.replace("</Relationships>", relation)},
    )


HOSTILE: dict[str, tuple[Any, str]] = {
    "macro": (lambda: changed(made(), **{"word__vbaProject.bin": "x"}), "含有宏"),
    "macro type": (
        lambda: changed(
            made(),
            **{TYPES: lambda t: t.replace("document.main+xml", "document.macroEnabled.main+xml")},
        ),
        "含有宏",
    ),
    "object": (lambda: changed(made(), **{"word__embeddings__a.bin": "x"}), "嵌入的对象"),
    "picture elsewhere": (lambda: with_relation("image"), "指向其他文件的链接"),
    "template elsewhere": (lambda: with_relation("attachedTemplate"), "指向其他文件的链接"),
    "entities": (
        lambda: changed(made(), document=lambda t: DTD + t[t.index("<w:document") :]),
        "声明了实体",
    ),
    "broken": (lambda: changed(made(), document=lambda t: t[:-40]), "不完整或已损坏"),
    "utf-16": (
        lambda: changed(made(), **{"word__a.xml": "\ufeff<\0x\0/\0>"}),
        "编码不是 UTF-8",
    ),
    "climbing": (lambda: changed(made(), **{"..__x.xml": "<x/>"}), "不合规矩"),
    "package within": (lambda: changed(made(), **{"word__x.xml": "PK\x03\x04"}), "又套着压缩包"),
    "too many parts": (
        lambda: zipped(**{f"word__{at}.xml": "<x/>" for at in range(600)}),
        "600 个部分",
    ),
    "encrypted": (
        lambda: (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + b"\0" * 512
            + "EncryptedPackage".encode("utf-16-le")
        ),
        "打开密码",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(name: str):
    data, words = HOSTILE[name]
    with pytest.raises(ValidationError, match=words):
        read(data())


def test_a_bomb_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(TYPES, "<x/>")
        archive.writestr("word/document.xml", b"<x>" + b" " * (30 * package.MEGABYTE) + b"</x>")
    assert len(stream.getvalue()) < package.MEGABYTE
    with pytest.raises(ValidationError, match="异常地大"):
        read(stream.getvalue())


def test_deep_nesting_is_refused_or_read_but_never_a_crash():
    deep = "<w:ins>" * 300 + run("深") + "</w:ins>" * 300
    with pytest.raises(ValidationError, match="不完整或已损坏"):
        with_after(paragraph(deep))
    shallow = "<w:ins>" * 230 + run("深") + "</w:ins>" * 230
    assert "\n深\n" in with_after(paragraph(shallow)).body
    boxes = paragraph(run("底"))
    for _ in range(75):
        boxes = f"<w:tbl><w:tr><w:tc>{boxes}{paragraph()}</w:tc></w:tr></w:tbl>"
    assert "底" in with_after(boxes).body


def test_links_to_click_on_may_stay():
    assert read(with_relation("hyperlink")).body == BODY


def test_the_text_of_a_file_is_never_marked_up():
    assert "&lt;" in xml_of(made(make_letter(body=parse_body("<b>粗</b>"))))
    assert read(made(make_letter(body=parse_body("<b>粗</b>")))).body == "<b>粗</b>"


def test_a_text_beyond_every_letter_is_refused_with_its_length():
    long = "".join(paragraph(run("长" * 10_000)) for _ in range(6))
    with pytest.raises(ValidationError, match=r"文件的文字共 60,[\d]{3} 字，超过 50,000 字的上限"):
        with_after(long)


def test_a_paragraph_made_to_be_slow_is_only_text():
    slow = "（" + "联系人：" * 9_000
    assert slow in with_after(paragraph(run(slow))).body


def nested(depth: int, inner: str, around: str) -> str:
    for _ in range(depth):
        inner = around.replace("…", inner)
    return inner


CELLS = f"<w:tbl><w:tr><w:tc>…{paragraph(run('抄送：甲'))}</w:tc></w:tr></w:tbl>"
BOX = (
    "<w:pict><v:shape><v:textbox><w:txbxContent>…"
    f"{paragraph()}</w:txbxContent></v:textbox></v:shape></w:pict>"
)


def test_what_is_nested_is_read_once():
    tables = nested(70, paragraph(run("最里面")), CELLS)
    assert with_after(tables).body.count("最里面") == 1
    boxes = nested(30, paragraph(run("最里面")), paragraph(f"<w:r>{BOX}</w:r>"))
    assert with_after(boxes).body.count("最里面") == 1


def test_a_table_wider_than_words_own_limit_is_refused():
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="60"/></w:tcPr>{paragraph(run("甲"))}</w:tc>'
    with pytest.raises(ValidationError, match="一个表格多达 600 列"):
        with_after(f"<w:tbl><w:tr>{cell * 10}</w:tr></w:tbl>")


def test_a_drawing_that_word_packed_is_no_file_within():
    stream = io.BytesIO(made())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/media/image1.emz", b"\x1f\x8b\x08")
    assert read(stream.getvalue()).body == read(made()).body
