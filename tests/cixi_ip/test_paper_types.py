"""What an upload is follows from its content alone; its name becomes harmless."""

import pytest

from cixi_ip.paper_types import LARGEST, LONGEST_NAME, TYPES, recognise, safe_name
from tests.stats.uploads import JPEG, OLD_WORD, PDF, PNG, html_before_pdf, workbook, zipped

KINDS = {kind.label: kind for kind in TYPES}
XLSX = ("[Content_Types].xml", "xl/workbook.xml")
DOCX = ("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("content", "label"),
    [
        (PDF, "PDF"),
        (PDF + b"\n" * 1000, "PDF"),
        (PNG, "PNG"),
        (JPEG, "JPEG"),
        (workbook(), "XLSX"),
        (zipped(*DOCX), "DOCX"),
        (zipped("OFD.xml", "Doc_0/Document.xml"), "OFD"),
    ],
)
def test_what_is_taken(content: bytes, label: str) -> None:
    assert recognise(content).label == label


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空文件"),
        (b"%PDF-" + b"0" * LARGEST, "超过 20 MB"),
        (b"MZ\x90\x00" + b"0" * 100, "不是可以上传的文件"),
        (b"<html><script>alert(1)</script>", "不是可以上传的文件"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是可以上传的文件"),
        (html_before_pdf(), "不是可以上传的文件"),
        (b"MZ" + zipped(*XLSX), "不是可以上传的文件"),
        (b"GIF89a;", "不是可以上传的文件"),
        (zipped("readme.txt"), "不是可以上传的文件"),
        (zipped("xl/workbook.xml"), "不是可以上传的文件"),
        (zipped("Doc_0/OFD.xml"), "不是可以上传的文件"),
        (b"PK\x03\x04" + b"\xff" * 200, "不是可以上传的文件"),
        (zipped(*XLSX)[:-30], "不是可以上传的文件"),
        (PDF[:-8], "PDF 文件不完整"),
        (PNG[:-12], "PNG 文件不完整"),
        (JPEG[:-2], "JPEG 文件不完整"),
        (zipped(*XLSX, "xl/vbaProject.bin"), "含有宏"),
        (zipped(*DOCX, "word/sub/vbaProject.bin"), "含有宏"),
        (OLD_WORD, "旧版 Office 文件"),
    ],
)
def test_what_is_refused_and_how_to_mend_it(content: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=rf"{words}.*请"):
        recognise(content)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("通报.pdf", "通报.pdf"),
        ("通报.PDF", "通报.pdf"),
        ("通报.exe", "通报.exe.pdf"),
        ("通报.docx", "通报.docx.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\年报\\通报.pdf", "通报.pdf"),
        ("通报\u202efdp.exe", "通报fdp.exe.pdf"),
        ("通\u200b报\x00\x07.pdf", "通报.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ('<b>"通报"?*|.pdf', "_b__通报____.pdf"),
        (".pdf", "原件.pdf"),
        ("...", "原件.pdf"),
        ("", "原件.pdf"),
        ("e\u0301.pdf", "é.pdf"),
    ],
)
def test_a_name_says_what_the_content_is_and_does_no_harm(given: str, kept: str) -> None:
    assert safe_name(given, KINDS["PDF"]) == kept


def test_both_endings_of_a_jpeg_are_kept() -> None:
    assert [safe_name(name, KINDS["JPEG"]) for name in ("a.jpeg", "a.JPG", "a")] == [
        "a.jpeg",
        "a.jpg",
        "a.jpg",
    ]


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_name("报" * 300 + ".pdf", KINDS["PDF"])
    assert len(name) == LONGEST_NAME
    assert name.endswith("报.pdf")
