"""The font folder: names in any language, every kind of file, what is left out and recorded."""

import io
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy
from typing import Any

import pdfplumber
import pytest
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given
from hypothesis import settings as chances
from hypothesis import strategies as st

from cixi_ip import typeset
from tests.cixi_ip.fontmaking import TEXT, base, make_collection, make_font

MOMENT = datetime(2023, 4, 12, tzinfo=UTC)
PAGE = """#set document(title: "试", date: auto)
#let d = json(bytes(sys.inputs.data))
#let known = json(bytes(sys.inputs.faces)).roles.at(d.role)
#let figures = if known.figures == none { () } else {
  ((name: known.figures, covers: regex("[!-~]")),)
}
#set text(
  font: figures + known.families, weight: known.weight, fallback: false, lang: "zh", region: "cn",
)
#text(d.text)
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    template = tmp_path / "templates" / "page.typ"
    template.parent.mkdir()
    template.write_text(PAGE, encoding="utf-8")
    return template


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """An empty font folder: only the faces carried with the program are left."""
    settings.VAR_DIR = tmp_path / "var"
    return tmp_path / "var" / "fonts"


@pytest.fixture(scope="module", autouse=True)
def made_of_the_free_fonts() -> None:
    base()


def made(page: Path, role: str, text: str = "检测专利") -> bytes:
    return typeset.render(page, {"role": role, "text": text}, moment=MOMENT)


def used(pdf: bytes) -> Counter[str]:
    """How many characters are set in each font, by another reader of PDF."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return Counter(char["fontname"][7:] for char in document.pages[0].chars)


def first(role: str) -> typeset.Face:
    return typeset.faces()[role][0]


def problems() -> dict[str, str]:
    return {problem.path.name: problem.said for problem in typeset.library().problems}


LICENSED = [
    ("小标宋", "FZXiaoBiaoSong-B05S", "方正小标宋简体"),
    ("小标宋", "FZXiaoBiaoSong-B05", "方正小标宋_GBK"),
    ("仿宋", "FangSong_GB2312", "仿宋_GB2312"),
    ("仿宋", "FangSong", "仿宋"),
    ("仿宋", "FZFangSong-Z02S", "方正仿宋简体"),
    ("楷体", "KaiTi_GB2312", "楷体_GB2312"),
    ("楷体", "KaiTi", "楷体"),
    ("黑体", "SimHei", "黑体"),
    ("宋体", "SimSun", "宋体"),
]


@pytest.mark.parametrize(("role", "english", "chinese"), LICENSED)
def test_a_licensed_face_is_found_by_its_english_or_its_chinese_name(
    folder: Path, page: Path, role: str, english: str, chinese: str
) -> None:
    for names in (
        {"english": english},
        {"chinese": chinese},
        {"english": english, "chinese": chinese},
    ):
        path = make_font(folder / "授权字体.otf", **names, postscript=f"Licensed{len(names)}")

        assert first(role).path == path
        assert first(role).family in names.values()
        assert used(made(page, role)) == {f"Licensed{len(names)}": 4}
    assert problems() == {}


@pytest.mark.parametrize(("role", "english", "chinese"), LICENSED[:3])
def test_a_licensed_face_is_preferred_to_the_free_one(
    settings: Any, tmp_path: Path, page: Path, role: str, english: str, chinese: str
) -> None:
    free = typeset.faces()[role][0]
    settings.VAR_DIR = tmp_path / "var"
    (tmp_path / "var" / "fonts").mkdir(parents=True)
    copy(free.path, tmp_path / "var" / "fonts")
    make_font(tmp_path / "var" / "fonts" / "z.otf", chinese=chinese, postscript="Licensed")

    assert [face.family for face in typeset.faces()[role]] == [
        chinese,
        free.family,
        "Noto Serif SC",
    ]
    assert used(made(page, role, "检测镇海")) == {"Licensed": 2, free.path.stem: 2}


@pytest.mark.parametrize("name", ["a.otf", "a.ttf", "a.OTF", "方正/正版 2024/仿宋.ttf"])
def test_every_kind_of_file_counts_in_any_sub_folder(folder: Path, page: Path, name: str) -> None:
    path = make_font(folder / name, english="FangSong_GB2312", postscript="Licensed")

    pdf = made(page, "仿宋")

    assert first("仿宋").path == path
    assert used(pdf) == {"Licensed": 4}
    assert typeset.fonts_in(pdf) == ("Licensed",)


def test_a_collection_gives_the_face_that_is_asked_for(
    folder: Path, tmp_path: Path, page: Path
) -> None:
    """Like simsun.ttc, whose second face is 新宋体."""
    faces = [
        make_font(tmp_path / "a.ttf", english="NSimSun", chinese="新宋体", postscript="Other"),
        make_font(tmp_path / "b.ttf", chinese="宋体", postscript="Asked", without="测"),
    ]
    path = make_collection(folder / "simsun.ttc", *faces)

    assert (first("宋体").path, first("宋体").index) == (path, 1)
    assert "测" not in first("宋体").characters
    assert used(made(page, "宋体")) == {"Asked": 3, "NotoSerifSC-Regular": 1}


def test_a_face_added_or_taken_away_counts_at_once(folder: Path, page: Path) -> None:
    assert used(made(page, "仿宋")) == {"NotoSerifSC-Regular": 4}
    path = make_font(folder / "a.otf", chinese="仿宋_GB2312", postscript="First")
    assert used(made(page, "仿宋")) == {"First": 4}
    make_font(path, chinese="仿宋_GB2312", postscript="Second", without="测")
    assert used(made(page, "仿宋")) == {"Second": 3, "NotoSerifSC-Regular": 1}
    path.unlink()
    assert used(made(page, "仿宋")) == {"NotoSerifSC-Regular": 4}


def test_of_two_files_with_one_name_the_first_by_path_is_taken(folder: Path, page: Path) -> None:
    for place in ("b", "a", "c"):
        make_font(folder / place / "x.otf", english="KaiTi", postscript=f"In-{place}")

    assert used(made(page, "楷体")) == {"In-a": 4}


def test_links_to_fonts_elsewhere_count_once(folder: Path, tmp_path: Path, page: Path) -> None:
    make_font(tmp_path / "elsewhere" / "x.otf", english="KaiTi", postscript="Linked")
    folder.mkdir(parents=True)
    (tmp_path / "between.otf").symlink_to(tmp_path / "elsewhere" / "x.otf")
    for name in ("b.otf", "a.otf"):
        (folder / name).symlink_to(tmp_path / "between.otf")
    (folder / "gone.otf").symlink_to(tmp_path / "gone.otf")

    assert first("楷体").path == folder / "a.otf"
    assert used(made(page, "楷体")) == {"Linked": 4}
    assert problems() == {}


def test_babelstone_han_stands_in_for_fangsong_before_noto(folder: Path, page: Path) -> None:
    make_font(folder / "a.otf", english="FandolFang R", postscript="Fang", without="测利")
    make_font(folder / "b.otf", english="BabelStone Han", postscript="Babel", without="利")

    assert used(made(page, "仿宋")) == {"Fang": 2, "Babel": 1, "NotoSerifSC-Regular": 1}


def test_figures_come_from_the_face_itself_where_fandolsong_is_missing(
    folder: Path, page: Path
) -> None:
    make_font(folder / "a.otf", english="FandolFang R", postscript="Fang")
    assert used(made(page, "仿宋", "检测12")) == {"Fang": 4}
    make_font(folder / "b.otf", english="FandolSong", postscript="Song")
    assert used(made(page, "仿宋", "检测12")) == {"Fang": 2, "Song": 2}


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])


DAMAGES = {
    "cut short": (truncated, "已损坏"),
    "empty": (lambda path: path.write_bytes(b""), "没有复制完整或已损坏"),
    "a page in place of a file": (
        lambda path: path.write_bytes(b"<!DOCTYPE html><p>404</p>"), "没有复制完整或已损坏"),
    "zeros": (lambda path: path.write_bytes(bytes(path.stat().st_size)), "没有复制完整或已损坏"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_named_and_breaks_no_letter(
    folder: Path, page: Path, damage: str
) -> None:
    path = make_font(folder / "仿宋_GB2312.otf", english="FangSong_GB2312")
    spoil, said = DAMAGES[damage]
    spoil(path)

    assert used(made(page, "仿宋")) == {"NotoSerifSC-Regular": 4}
    assert list(problems()) == ["仿宋_GB2312.otf"]
    assert said in problems()["仿宋_GB2312.otf"]


def test_beside_a_damaged_file_a_whole_one_of_the_same_name_is_taken(
    folder: Path, page: Path
) -> None:
    truncated(make_font(folder / "a.ttf", chinese="仿宋_GB2312", postscript="Cut"))
    make_font(folder / "b.ttf", chinese="仿宋_GB2312", postscript="Whole")

    assert used(made(page, "仿宋")) == {"Whole": 4}
    assert list(problems()) == ["a.ttf"]


def test_damage_that_shows_only_in_the_engine_breaks_no_letter_either(
    folder: Path, page: Path
) -> None:
    """Here the outline of one hanzi is overwritten."""
    path = make_font(folder / "a.otf", english="FangSong_GB2312", postscript="Licensed")
    content = path.read_bytes()
    with TTFont(path) as font:
        top = font["CFF "].cff.topDictIndex[0]
        outline = bytes(top.CharStrings[font.getBestCmap()[ord("检")]].bytecode)
    path.write_bytes(content.replace(outline, bytes(len(outline))))

    assert used(made(page, "仿宋", "工作")) == {"Licensed": 2}
    assert used(made(page, "仿宋", "检测")) == {"NotoSerifSC-Regular": 2}
    assert problems() == {"a.otf": "文件已损坏（不能嵌入 PDF）。请删除它，重新复制。"}
    make_font(path, english="FangSong_GB2312", postscript="Licensed")
    assert used(made(page, "仿宋", "检测")) == {"Licensed": 2}


@given(st.data())
@chances(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_is_broken_in_a_file_letters_are_made(
    folder: Path, page: Path, data: st.DataObject
) -> None:
    path = make_font(folder / "a.otf", english="FangSong_GB2312")
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 40))):
        # Most of what can go wrong lies in the first tables.
        place = data.draw(st.integers(0, len(content) - 1) | st.integers(0, 1500))
        content[place] = data.draw(st.integers(0, 255))
    path.write_bytes(content)

    assert made(page, "黑体").startswith(b"%PDF")
    assert made(page, "仿宋").startswith(b"%PDF")


RIGHTS = {
    0x000: "",
    0x002: "（fsType）不许嵌入，而公文存档的 PDF/A 必须嵌入所用的字。请向字体厂商索取",
    0x004: "",
    0x008: "",
    0x00A: "",
    0x100: "（fsType）不许只嵌入所用的字，",
    0x202: "（fsType）不许嵌入、只许嵌入点阵，",
}


@pytest.mark.parametrize("rights", RIGHTS)
def test_a_face_that_may_not_be_embedded_is_left_out(folder: Path, page: Path, rights: int) -> None:
    make_font(folder / "仿宋.ttf", chinese="仿宋", postscript="Licensed", rights=rights)
    said = RIGHTS[rights]

    pdf = made(page, "仿宋")

    assert used(pdf) == {("NotoSerifSC-Regular" if said else "Licensed"): 4}
    assert [said in told for told in problems().values()] == ([True] if said else [])


def test_a_face_without_common_hanzi_is_left_out(folder: Path, page: Path) -> None:
    make_font(folder / "a.otf", english="SimHei", without=TEXT[:8])

    assert used(made(page, "黑体")) == {"NotoSansSC-Regular": 4}
    assert problems() == {"a.otf": "没有常用汉字，不能用于公文。请换一个完整的字体文件。"}


def test_a_font_of_no_role_is_no_problem(folder: Path) -> None:
    make_font(folder / "a.otf", english="Some Other Face", rights=2)

    assert problems() == {}


def test_what_is_recorded_is_what_each_character_is_set_in(page: Path) -> None:
    """With figures, with characters the first face lacks, in every role."""
    for role in typeset.faces():
        pdf = made(page, role, "检测2023年，镕㧐100%")

        assert set(typeset.fonts_in(pdf)) == set(used(pdf))
        assert len(typeset.fonts_in(pdf)) == (3 if role == "仿宋" else 2)


def test_what_is_missing_is_told_by_role(folder: Path) -> None:
    assert [told[:5].rstrip("：正文") for told in typeset.shortcomings()] == [
        "仿宋缺失",
        "楷体缺失",
        "小标宋缺失",
    ]
    make_font(folder / "a.otf", english="FangSong_GB2312")
    make_font(folder / "b.otf", english="FZXiaoBiaoSong-B05S")
    assert len(typeset.shortcomings()) == 1
    assert "楷体缺失：二级标题和签发人改用 Noto Serif SC。" in typeset.shortcomings()[0]
