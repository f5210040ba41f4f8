"""Files of every kind are measured or refused in Chinese; nothing they hold breaks the checker."""

import ast
import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proposals.letters import geometry
from proposals.letters.geometry import measure, reading
from tests.proposals.letters.drawn import Bar, Text
from tests.proposals.letters.ruler import MM
from tests.proposals.letters.specimens import make_file, make_minutes

Change = Callable[[pikepdf.Pdf], None]


def saved(change: Change, **how: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(make_minutes().pdf)) as document:
        change(document)
        document.save(out, **how)
    return out.getvalue()


def unchanged(document: pikepdf.Pdf) -> None:
    pass


def without_pages(document: pikepdf.Pdf) -> None:
    del document.pages[:]


def with_pages(count: int) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        for _ in range(count - 1):
            document.add_blank_page(page_size=(595, 842))

    return change


def drawing(commands: bytes) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Contents = document.make_stream(commands)

    return change


def bomb(document: pikepdf.Pdf) -> None:
    """Drawing commands that unpack to more than any letter needs."""
    packed = zlib.compress(b"0 0 m\n" * 12_000_000)
    document.pages[0].Contents = document.make_stream(packed, Filter=pikepdf.Name.FlateDecode)


def packed_wrongly(document: pikepdf.Pdf) -> None:
    """Drawing commands that say how they are packed, and are not."""
    filter_ = pikepdf.Name.FlateDecode
    document.pages[0].Contents = document.make_stream(b"not packed", Filter=filter_)


@pytest.mark.parametrize(
    ("pdf", "said"),
    [
        (b"", "读不出这个文件"),
        (b"%PDF-1.7 nothing", "读不出这个文件"),
        (b"PK\x03\x04 a Word file", "读不出这个文件"),
        (saved(unchanged, encryption=pikepdf.Encryption(owner="a", user="b")), "打开密码"),
        (saved(without_pages), "没有一页"),
        (saved(with_pages(201)), "201 页，超过 200 页"),
        (saved(bomb), "展开后超过 64 MB"),
    ],
    ids=["empty", "no PDF", "Word", "locked", "no page", "201 pages", "bomb"],
)
def test_what_cannot_be_measured_is_refused_with_the_way_out(pdf: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        measure(pdf)


def test_too_large_a_file_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", reading.MEGABYTE)

    with pytest.raises(ValueError, match=r"有 2 MB，超过 1 MB 的上限"):
        measure(b"%PDF-1.7" + b" " * 2 * reading.MEGABYTE)


@pytest.mark.parametrize(
    ("pdf", "rule"),
    [
        (saved(unchanged, encryption=pikepdf.Encryption(owner="a", user="")), "active_content"),
        (make_minutes().pdf[:-400], "file_syntax"),
        (saved(drawing(b"")), "text_present"),
        (saved(drawing(b"BT /F9 12 Tf (x) Tj ET Q Q Q")), "file_syntax"),
        (saved(drawing(b"BT (no end")), "file_syntax"),
        (saved(packed_wrongly), "file_syntax"),
    ],
    ids=["permissions", "cut off", "empty page", "unknown font", "no end", "packed wrongly"],
)
def test_odd_files_are_measured_and_their_fault_is_told(pdf: bytes, rule: str) -> None:
    missed = {finding.rule for finding in measure(pdf) if not finding.ok}

    assert rule in missed or rule == "file_syntax"
    assert missed


def test_a_page_of_the_wrong_shape_is_no_error() -> None:
    """A number, a red line or a table alone; glyphs without any letter around them."""
    alone = make_minutes()
    frame = [Bar("more", 28, top, 156, 0.3) for top in (80, 90, 100)]
    for items in (
        tuple(frame),
        (Text("more", "— 1 —", 100, 268, size=14),),
        (Bar("more", 20, 50, 170, 1, fill="#E60000"),),
        (Text("more", "2022年5月9日", 100, 100),),
        (Text("more", "附件", 28, 37),),
        (Text("more", "签发人：", 100, 60),),
        (Text("more", "抄送：某某。", 33, 250, size=14),),
    ):
        for kind in geometry.KINDS:
            assert measure(type(alone)(items).pdf, kind=kind)


def test_a_page_turned_by_the_viewer_is_measured_as_it_is_seen() -> None:
    def turn(document: pikepdf.Pdf) -> None:
        document.pages[0].Rotate = 90

    widths = [
        finding.measured for finding in measure(saved(turn)) if finding.rule.startswith("page_w")
    ]
    assert widths == ["210 mm"]


def test_a_page_of_which_less_is_shown_is_measured_whole() -> None:
    def crop(document: pikepdf.Pdf) -> None:
        document.pages[0].CropBox = [60, 60, 400, 760]

    findings = measure(saved(crop), text=make_minutes().text)

    assert [finding for finding in findings if not finding.ok] == []
    assert {"head_top", "page_number_gap"} <= {finding.rule for finding in findings}


def test_a_border_drawn_as_one_box_in_another_is_two_lines() -> None:
    """As browsers' engines draw it: only what lies between the boxes is filled."""
    drawn = make_file().without("first rule").without("inner rule").without("last rule")
    bars = {bar.name: bar for bar in make_file().items if isinstance(bar, Bar)}
    first, inner, last = (bars[f"{name} rule"] for name in ("first", "inner", "last"))
    ends = (last.top + last.height, last.top)
    commands = [
        ring((first.top, ends[0]), (first.top + first.height, ends[1])),
        ring((inner.top, ends[1]), (inner.top + inner.height, ends[1])),
    ]
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn.pdf)) as document:
        shown = "\n".join([f"q {1 / MM} 0 0 {-1 / MM} 0 {297 / MM} cm", *commands, *commands, "Q"])
        document.pages[2].contents_add(shown.encode())
        document.save(out)
    findings = measure(out.getvalue(), kind="文件", text=drawn.text)
    shown_by_rule = {finding.rule: finding.measured for finding in findings}

    assert [finding for finding in findings if not finding.ok] == []
    assert shown_by_rule["record_rule_count"] == "3 条，应有 3 条"
    assert shown_by_rule["record_foot"] == "262 mm"


def ring(outer: tuple[float, float], inner: tuple[float, float]) -> str:
    boxes = [f"28 {top} 156 {bottom - top} re" for top, bottom in (inner, outer)]
    return f"0 0 0 rg {' '.join(boxes)} f*"


def test_font_names_in_gbk_are_read() -> None:
    """As WPS and old drivers write them: 仿宋 byte by byte."""
    renamed = _base().replace(b"FandolFang-Regular", b"#B7#C2#CB#CE")
    faces = {one.rule: one for one in measure(renamed) if one.rule == "body_face"}

    assert faces["body_face"].ok
    assert faces["body_face"].measured == "仿宋"


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_file_with_some_bytes_overwritten_is_measured_or_refused(data: st.DataObject) -> None:
    pdf = bytearray(_base())
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(pdf) - 1))
        pdf[at] = data.draw(st.integers(0, 255))
    assert judged(bytes(pdf))


def judged(pdf: bytes) -> bool:
    """Whether the file is measured, or refused in Chinese; any other error is a test failed."""
    try:
        return bool(measure(pdf))
    except ValueError as refusal:
        return str(refusal).endswith("。")


def _base() -> bytes:
    """The specimen unpacked, so that what is overwritten is not only packed data."""
    return saved(unchanged, compress_streams=False, object_stream_mode=_PLAIN)


_PLAIN = pikepdf.ObjectStreamMode.disable


def test_the_checker_knows_nothing_of_how_letters_are_made() -> None:
    """It imports itself, the libraries that read PDFs, and the standard library."""
    folder = Path(geometry.__file__).parent
    allowed = {"proposals.letters.geometry", "pdfplumber", "pikepdf", "pypdfium2", "PIL"}
    for module in folder.glob("*.py"):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        named = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        named += [
            one.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for one in node.names
        ]
        for name in named:
            is_ours = any(name == one or name.startswith(f"{one}.") for one in allowed)
            is_standard = name.split(".")[0] in _STANDARD
            assert is_ours or is_standard, f"{module.name} imports {name}"


_STANDARD = {
    *("collections", "dataclasses", "enum", "functools", "io", "itertools", "logging", "re"),
    *("statistics", "struct", "typing", "unicodedata", "xml", "zlib"),
}
