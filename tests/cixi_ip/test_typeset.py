"""The engine and the fonts: what is removed, what each role resolves to, what is refused."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from shutil import copy
from typing import Any

import pikepdf
import pytest
import typst
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cixi_ip import typeset

MOMENT = datetime(2023, 4, 12, tzinfo=UTC)
PAGE = """#set document(title: "试")
#let d = json(bytes(sys.inputs.data))
#let f = json(bytes(sys.inputs.faces)).roles.黑体
#set text(font: f.families, fallback: false, lang: "zh")
#text(d.text)
#metadata((length: d.text.len())) <facts>
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    template = tmp_path / "page.typ"
    template.write_text(PAGE, encoding="utf-8")
    return template


REMOVED = {
    "平安\u202e无事": ("平安无事", "已删除双向控制字符 U+202E（1 处）"),
    "专\u200b利\u200b权": ("专利权", "已删除零宽字符 U+200B（2 处）"),
    "\ufeff开头": ("开头", "已删除零宽字符 U+FEFF（1 处）"),
    "铃\x07声": ("铃声", "已删除控制字符 U+0007（1 处）"),
    "甲\t乙": ("甲 乙", "已删除控制字符 U+0009（1 处）"),
    "半\ud83d个": ("半个", "已删除残缺字符 U+D83D（1 处）"),
    "葛\U000e0100城": ("葛城", "已删除字形选择符 U+E0100（1 处）"),
    "标\U000e0041记": ("标记", "已删除格式字符 U+E0041（1 处）"),
    "cafe\u0301": ("café", "已把拆开或兼容的字符改为标准写法（NFC）"),
}


@pytest.mark.parametrize("text", REMOVED)
def test_what_nobody_can_see_is_removed_and_named(text: str) -> None:
    expected, said = REMOVED[text]

    assert typeset.sanitise(text) == (expected, (said,))


def test_ordinary_text_stays_as_it_is() -> None:
    text = (
        "一、《专利法》第2条：“PCT”共12,688件（增长5.8%）。\n\u3000\u3000⽂字与全角ＡＢＣ只作提示。"
    )

    assert typeset.sanitise(text) == (text, ())
    assert typeset.sanitise("一\r\n二\r三\u2028四\x0b五") == ("一\n二\n三\n四\n五", ())


@given(st.text())
def test_a_sanitised_text_needs_no_second_cleaning(text: str) -> None:
    once, _ = typeset.sanitise(text)

    assert typeset.sanitise(once) == (once, ())


def test_each_role_resolves_to_the_free_face_with_total_coverage_behind() -> None:
    chains = {role: [face.name for face in chain] for role, chain in typeset.faces().items()}

    assert chains == {
        "小标宋": ["FandolSong Bold", "Noto Serif SC"],
        "仿宋": ["FandolFang R", "Noto Serif SC"],
        "楷体": ["FandolKai", "Noto Serif SC"],
        "黑体": ["FandolHei", "Noto Sans SC"],
        "宋体": ["FandolSong", "Noto Serif SC"],
    }
    assert typeset.shortcomings() == ()


def test_a_face_the_administrator_adds_is_preferred(
    settings: Any, tmp_path: Path, page: Path
) -> None:
    """Here the free 楷体 plays the added licensed file: nothing else is in that folder."""
    added = typeset.faces()["楷体"][0].path
    settings.VAR_DIR = tmp_path / "var"
    (tmp_path / "var" / "fonts").mkdir(parents=True)
    copy(added, tmp_path / "var" / "fonts")

    assert typeset.faces()["楷体"][0].name == "FandolKai"
    assert typeset.faces()["仿宋"][0].name == "Noto Serif SC"
    assert "仿宋缺失" in typeset.shortcomings()[0]


def test_a_template_reports_its_own_layout(page: Path) -> None:
    done = typeset.compose(page, {"text": "检测"}, moment=MOMENT)

    assert done.facts == {"length": 6}
    assert done.pdf == typeset.render(page, {"text": "检测"}, moment=MOMENT)


def test_a_template_may_attach_a_file_where_it_is_said(page: Path) -> None:
    """PDF/A-2 allows none but PDF/A itself; the standard is then PDF/A-3u."""
    attach = (
        '#pdf.attach("figures.json", bytes(d.text), relationship: "data",'
        ' mime-type: "application/json", description: "来源")'
    )
    page.write_text(PAGE.replace("#text(d.text)", f"{attach}\n#text(d.text)"), encoding="utf-8")
    done = typeset.compose(page, {"text": "检测"}, moment=MOMENT, attached=True)

    with pikepdf.open(BytesIO(done.pdf)) as document:
        assert document.attachments["figures.json"].get_file().read_bytes() == "检测".encode()
        told = document.open_metadata()
        assert (told["pdfaid:part"], told["pdfaid:conformance"], told["pdfuaid:part"]) == (
            "3", "U", "1"
        )  # fmt: skip
    with pytest.raises(typst.TypstError, match="PDF/A-2u error: document contains an attached"):
        typeset.compose(page, {"text": "检测"}, moment=MOMENT)


def test_a_gap_in_one_role_alone_is_named_too(page: Path) -> None:
    """FandolKai and its like have characters that the chain of 黑体 lacks."""
    chains = typeset.faces()
    hei = frozenset().union(*(face.characters for face in chains["黑体"]))
    others = frozenset().union(*(face.characters for chain in chains.values() for face in chain))
    character = min(char for char in others - hei if char.isprintable())

    with pytest.raises(ValidationError, match=f"U\\+{ord(character):04X}"):
        typeset.render(page, {"text": f"检测{character}"}, moment=MOMENT)


def test_a_fault_of_a_template_is_not_blamed_on_the_text(page: Path) -> None:
    page.write_text("#undefined-name", encoding="utf-8")

    with pytest.raises(typst.TypstError, match="unknown variable"):
        typeset.render(page, {"text": "检测"}, moment=MOMENT)
