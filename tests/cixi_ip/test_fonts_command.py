"""`manage.py fonts` and the sets of characters it counts by."""

import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cixi_ip import typeset
from cixi_ip.management.commands.fonts import width
from cixi_ip.typeset.coverage import BLOCKS, charsets, general
from tests.cixi_ip.fontmaking import base, make_font

GB2312, GENERAL, LEVEL_2 = "GB 2312", "通用规范汉字表", "GB 18030 级别 2"


def printed(*options: str) -> str:
    out = StringIO()
    call_command("fonts", *options, stdout=out)
    return out.getvalue()


def refused(*options: str) -> tuple[str, str]:
    """What is printed, and what is said where the exit code is 1."""
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("fonts", *options, stdout=out)
    assert error.value.returncode == 1
    return out.getvalue(), str(error.value)


def row(text: str, begins: str) -> list[str]:
    return next(line for line in text.splitlines() if line.startswith(begins)).split()


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """An empty font folder: only the faces carried with the program are left."""
    base()
    settings.VAR_DIR = tmp_path / "var"
    return tmp_path / "var" / "fonts"


def test_the_sets_have_the_sizes_the_standards_print() -> None:
    sizes = {charset.name: len(charset.characters) for charset in charsets()}

    assert sizes == {GB2312: 6763, GENERAL: 8105, LEVEL_2: 27584 + 196}
    assert [len(level) for level in general()] == [3500, 3000, 1605]
    assert len(set("".join(general()))) == 8105


def test_the_general_table_is_the_official_one_where_it_is_known() -> None:
    """First and last of each level, and its hanzi beyond the basic plane, as printed in 2013."""
    first, second, third = general()

    assert (first[0], first[-1]) == ("一", "矗")
    assert (second[0], second[-1]) == ("乂", "齉")
    assert (third[0], third[-1]) == ("亍", "蠼")
    assert {*"镕喆堃翀玥赟燚瑀旻珺璟祎"} <= {*first, *second, *third}
    assert sum(ord(char) > 0xFFFF for char in first + second + third) == 196


def test_level_1_is_what_the_two_byte_zone_and_the_later_hanzi_make() -> None:
    """By Python's codec of an edition before: 2022 dropped nine duplicates, added U+9FA6 on."""
    level_1 = {char for char in charsets()[2].characters if ord(char) <= 0xFFFF}
    zone = set()
    for high in range(0x81, 0xFF):
        for low in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            if high <= 0xA0 or (high >= 0xAA if low <= 0xA0 else 0xB0 <= high <= 0xF7):
                zone |= set(bytes((high, low)).decode("gb18030", "ignore"))
    zone = {char for char in zone if not "\ue000" <= char <= "\uf8ff"}
    extension = {chr(code) for code in range(BLOCKS[2][0], BLOCKS[2][1] + 1)}

    duplicates = (0xF92C, 0xF979, 0xF995, 0xF9E7, 0xF9F1, 0xFA0C, 0xFA0D, 0xFA18, 0xFA20)
    assert zone - level_1 == set(map(chr, duplicates))
    assert level_1 - zone - extension == set(map(chr, range(0x9FA6, 0x9FF0)))


def test_each_role_is_shown_with_its_face_and_what_it_covers() -> None:
    text = printed()

    assert row(text, "小标宋") == [
        "小标宋",
        "FandolSong",
        "Bold",
        "FandolSong-Bold.otf",
        "6763",
        "6638",
        "7942",
    ]
    assert row(text, "仿宋") == [
        "仿宋",
        "FandolFang",
        "R",
        "FandolFang-Regular.otf",
        "6763",
        "6638",
        "7942",
    ]
    assert text.count("缺字时用 Noto Serif SC ") == 4
    assert text.count("  6763             8105                    27780") == 5
    assert "  仿宋·通用规范汉字表：1467 字（啰瞭乂" in text
    assert "……）；都由替补补上" in text
    assert "  FandolKai　GPL-3.0，附字体例外，可嵌入公文" in text
    assert f"排版引擎：{typeset.ENGINE}" in text
    assert "没有使用的字体文件" not in text


def test_the_columns_stand_one_above_the_other() -> None:
    lines = printed().splitlines()
    table = lines[3 : lines.index("", 3)]
    starts = {width(line[: re.search(r"GB 2312|6763", line).start()]) for line in table}

    assert len(table) == 11
    assert len(starts) == 1


def test_every_missing_character_is_listed_when_asked_for() -> None:
    line = next(line for line in printed("--missing").splitlines() if "楷体·通用规范汉字表" in line)
    listed = line.partition("（")[2].partition("）")[0]

    kai = typeset.faces()["楷体"][0].characters
    assert len(listed) == 1467
    assert set(listed) == set("".join(general())) - kai
    assert {*"镕喆堃翀玥赟"} <= set(listed)


def test_the_same_is_given_as_json() -> None:
    told = json.loads(printed("--json"))

    assert [role["name"] for role in told["roles"]] == ["小标宋", "仿宋", "楷体", "黑体", "宋体"]
    first = told["roles"][1]
    assert first["faces"][0]["file"] == "FandolFang-Regular.otf"
    assert {
        one["charset"]: (
            one["size"],
            one["first"],
            one["all"],
            len(one["missing_first"]),
            one["missing"],
        )
        for one in first["coverage"]
    } == {
        GB2312: (6763, 6763, 6763, 0, ""),
        GENERAL: (8105, 6638, 8105, 20, ""),
        LEVEL_2: (27780, 7942, 27780, 20, ""),
    }
    full = json.loads(printed("--json", "--missing"))
    assert len(full["roles"][1]["coverage"][1]["missing_first"]) == 1467
    assert told["shortcomings"] == told["problems"] == []


def test_without_fangsong_the_exit_code_is_1(folder: Path) -> None:
    for options in ((), ("--json",)):
        text, said = refused(*options)

        assert said.splitlines()[0] == (
            "仿宋缺失：正文改用 Noto Serif SC。"
            f"请管理员运行 make run 取得字体，或把字体放入 {folder}。"
        )
        assert [line[:3] for line in said.splitlines()[1:]] == ["楷体缺", "小标宋"]
        assert "NotoSerifSC-Regular.otf（随程序安装）" in text


def test_a_licensed_face_is_shown_with_its_place_and_its_licence(folder: Path) -> None:
    make_font(folder / "方正" / "小标宋.ttf", chinese="方正小标宋简体")
    text, _ = refused()

    assert row(text, "小标宋")[:3] == ["小标宋", "方正小标宋简体", "方正/小标宋.ttf"]
    assert "  方正小标宋简体　商业字体，本单位须有授权" in text


def test_files_that_cannot_be_used_are_named_with_what_to_do(folder: Path) -> None:
    make_font(folder / "仿宋.ttf", chinese="仿宋_GB2312", rights=2)
    (folder / "楷体.ttf").write_bytes(b"half a file")
    text, _ = refused()

    assert "没有使用的字体文件：\n" in text
    assert "  楷体.ttf　读不出字体：文件可能没有复制完整或已损坏。请删除它，重新复制。" in text
    assert "  仿宋.ttf　字体内部的授权标志（fsType）不许嵌入，而公文存档的 PDF/A 必须" in text


def test_what_no_face_of_a_role_has_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine whose chain ends without a face of total coverage."""
    make_font(folder / "a.otf", english="KaiTi")
    chains = {**typeset.fonts.CHAINS, "楷体": (("KaiTi",),)}
    monkeypatch.setattr(typeset.fonts, "CHAINS", chains)
    text, _ = refused()

    assert "；替补也没有 8" in text
    assert "“楷体”所用各字体都缺通用规范汉字表的 8" in text
    assert "没有替补" in text
