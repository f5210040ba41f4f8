"""Letters as PDF: same bytes, literal text, clear refusals, marks of drafts, no lonely name."""

import hashlib
import io
import os
import subprocess
import sys
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
from django.core.exceptions import ValidationError

from cixi_ip import typeset
from proposals.letters import Letter, Typeset, parse_body, plain_text, to_pdf
from proposals.letters.geometry import failures, measure
from tests.proposals.letters.samples import CHAPTER, MOMENT, make_letter

HOSTILE = """#read("/etc/passwd") 与 #include "../../settings.py" 照字面排出。
*粗体* _斜体_ `代码` $x^2$ @引用 <标签> = 标题 - 列表 / 术语: 说明
https://example.invalid/a?b=1&c=2#d 与 </script><script>alert(1)</script>
#import "@preview/example:0.1.0": * 与 \\u{41} 与 // 注释 /* 注释 */ 与 ~ 与 -- 与 --- 与 ...
{{patent.granted@330282/2022|n}} 与 {% load x %} 与 "直引号" 'q' 与 #set page(width: 1cm)
#sys.inputs 与 [内容] 与 #{ while true {} } 与 %PDF-1.7 与 \\\\ 与 \\"""


def made(letter: Letter) -> Typeset:
    return to_pdf(letter, moment=MOMENT)


def all_met(letter: Letter, pdf: bytes) -> bool:
    return not failures(measure(pdf, kind=letter.format, text=plain_text(letter)))


def rotated(pdf: bytes) -> list[str]:
    """The text of each page that does not stand upright."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [
            "".join(char["text"] for char in page.chars if abs(char["matrix"][1]) > 0.1)
            for page in document.pages
        ]


def test_the_record_says_how_it_was_made() -> None:
    done = made(make_letter(chapters=2))

    assert done.pages == 5
    with pikepdf.open(io.BytesIO(done.pdf)) as document:
        maker = document.docinfo["/Creator"]
    assert typeset.ENGINE == "typst 0.15.2"
    assert done.engine == f"typst 0.15.2（PDF：{maker}）"
    assert str(maker).startswith("Typst 0.15")
    assert done.notes == ()
    assert done.fonts == (
        "FandolFang-Regular",
        "FandolHei-Regular",
        "FandolKai-Regular",
        "FandolSong-Bold",
        "FandolSong-Regular",
    )


@pytest.mark.parametrize("kind", ["文件", "信函"])
def test_the_same_letter_gives_the_same_bytes_in_any_process(kind: str) -> None:
    letter = make_letter(kind)
    script = (
        "import django; django.setup()\n"
        "from tests.proposals.letters.samples import MOMENT, make_letter\n"
        "from proposals.letters import to_pdf\n"
        "import hashlib, sys\n"
        f"pdf = to_pdf(make_letter({kind!r}), moment=MOMENT).pdf\n"
        "sys.stdout.write(hashlib.sha256(pdf).hexdigest())"
    )
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "cixi_ip.settings"}
    root = Path(__file__).parents[3]
    other = subprocess.run(
        [sys.executable, "-c", script],
        cwd=root,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )

    assert made(letter).pdf == made(letter).pdf
    assert other.stdout == hashlib.sha256(made(letter).pdf).hexdigest()
    later = to_pdf(letter, moment=MOMENT + timedelta(seconds=1)).pdf
    assert later != made(letter).pdf


def test_a_moment_is_the_same_in_every_time_zone() -> None:
    here = MOMENT.astimezone(timezone(timedelta(hours=8)))

    assert to_pdf(make_letter(), moment=here).pdf == made(make_letter()).pdf


@pytest.mark.parametrize("kind", ["文件", "信函"])
def test_hostile_text_is_printed_literally(kind: str) -> None:
    letter = make_letter(
        kind,
        body=parse_body(CHAPTER + HOSTILE + "\n" + "x" * 300),
        addressee='#read("/etc/passwd")、市科技局',
        contact="*张某某*",
        cc=("$市政府办公室$",),
    )

    assert all_met(letter, made(letter).pdf)


@pytest.mark.parametrize(
    ("character", "name"),
    [("\U0001f600", "U+1F600"), ("\ue000", "U+E000"), ("\U00020bb7", "U+20BB7")],
)
def test_a_character_no_font_has_is_named_with_its_place(character: str, name: str) -> None:
    letter = make_letter(body=parse_body(f"第一段。\n受访者代表{character}某提出。"))

    with pytest.raises(ValidationError) as refusal:
        made(letter)
    assert refusal.value.code == "no_glyph"
    assert "“受访者代表”之后的字符" in refusal.value.messages[0]
    assert name in refusal.value.messages[0]
    assert "请换一个字" in refusal.value.messages[0]


def test_control_characters_are_refused_should_they_ever_get_here() -> None:
    with pytest.raises(ValidationError, match=r"U\+0007"):
        made(make_letter(title="关于样品\x07检测工作的函"))


def test_too_long_a_text_is_refused_with_its_length() -> None:
    with pytest.raises(ValidationError, match="超过 50,000 字的上限"):
        made(make_letter(body=parse_body("很长的一段。" * 9000)))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"title": ""}, "标题"),
        ({"body": ()}, "正文"),
        ({"addressee": "", "issuers": ("",)}, "发文机关、主送机关"),
        ({"number": ""}, "发文字号"),
        ({"date": None}, "成文日期"),
    ],
)
def test_what_is_missing_is_named(changes: dict[str, object], named: str) -> None:
    with pytest.raises(ValidationError, match=f"公文缺少：{named}。请补全"):
        made(make_letter(**changes))


def test_too_long_a_title_is_refused() -> None:
    with pytest.raises(ValidationError, match="标题约 90 字，超过 76 字"):
        made(make_letter(title="关于检测的函" * 15))


def test_a_draft_needs_neither_number_nor_date() -> None:
    assert made(make_letter(draft=True, number="", date=None, print_date=None)).pages == 3


@pytest.mark.parametrize(
    ("flags", "mark"),
    [
        ({"draft": True}, "草稿"),
        ({"demo": True}, "演示数据"),
        ({"draft": True, "demo": True}, "草稿演示数据"),
        ({}, ""),
    ],
)
@pytest.mark.parametrize("kind", ["文件", "信函"])
def test_every_page_of_a_draft_says_so_and_the_text_layer_does_not(
    kind: str, flags: dict[str, bool], mark: str
) -> None:
    letter = make_letter(kind, 2, **flags)
    done = made(letter)

    assert rotated(done.pdf) == [mark] * done.pages
    assert all_met(letter, done.pdf)


def test_the_line_distance_gives_way_for_the_signature_and_the_record_says_so() -> None:
    letter = make_letter(body=parse_body("这是凑足行数的一段短文。\n" * 7))
    done = made(letter)

    assert done.notes == ("为使署名与正文同页，行距调整为每面 21 行（7.3.5.5）。",)
    assert all_met(letter, done.pdf)


def test_a_long_head_is_condensed_then_reduced_then_broken() -> None:
    widths, sizes, rows = [], [], []
    for issuer in (
        "慈溪市检测局",
        "慈溪市市场监督管理局",
        "慈溪市公共检测服务体系建设工作领导小组办公室",
        "慈溪市公共检测服务站布局规划与工业园区检测服务体系建设工作领导小组办公室",
    ):
        with pdfplumber.open(io.BytesIO(made(make_letter(issuers=(issuer,))).pdf)) as document:
            head = [char for char in document.pages[0].chars if char["size"] > 25]
        widths.append(head[0]["matrix"][0])
        sizes.append(head[0]["size"])
        rows.append(len({round(char["matrix"][5]) for char in head}))
    assert widths == [1, pytest.approx(0.75, abs=0.01), pytest.approx(0.66), pytest.approx(0.66)]
    assert sizes[:2] == [48, 48]
    assert 26 <= sizes[2] < 48
    assert rows == [1, 1, 1, 2]


@pytest.fixture
def bare_fonts(settings: Any, tmp_path: Path) -> None:
    """An installation to which the free 仿宋 never came."""
    settings.VAR_DIR = tmp_path


@pytest.mark.usefixtures("bare_fonts")
def test_without_fangsong_the_letter_is_made_and_the_record_says_so() -> None:
    letter = make_letter(chapters=2)
    done = made(letter)
    findings = measure(done.pdf, kind="文件", text=plain_text(letter))

    assert done.notes[0].startswith("仿宋缺失：正文改用 Noto Serif SC。")
    assert done.fonts == ("NotoSansSC-Regular", "NotoSerifSC-Regular")
    missed = {finding.rule for finding in findings if not finding.ok}
    assert missed == {
        *("body_face", "heading1_face", "heading2_face", "heading3_face", "heading4_face"),
        *("head_face", "title_face", "page_number_face"),
    }


def test_stand_in_characters_sit_level_with_the_others() -> None:
    letter = make_letter(body=parse_body("这些字镕喆堃翀玥与旁边的字在同一行上平齐。"))
    with pdfplumber.open(io.BytesIO(made(letter).pdf)) as document:
        chars = [char for char in document.pages[0].chars if char["text"] in "字镕"]
    plain, stand_in = chars[0]["matrix"][5], chars[1]["matrix"][5]

    assert chars[1]["fontname"].endswith("NotoSerifSC-Regular")
    assert plain - stand_in == pytest.approx(0.08 * 16, abs=0.2)
