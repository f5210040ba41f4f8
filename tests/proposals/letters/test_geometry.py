"""The measuring of PDFs: good letters pass whole, each broken one fails by the rule it breaks."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from proposals.letters import Letter, Run, parse_body, plain_text, to_pdf
from proposals.letters.geometry import TABLE, Strength, failures, measure
from tests.proposals.letters.samples import CHAPTER, MOMENT, TITLES, altered, make_letter

COMMON, FILE, LETTER = "common.typ", "file.typ", "letter.typ"
ONLY_FILE = {
    *("head_top", "head_centre", "number_gap", "number_centre", "number_left"),
    *("red_rule_width", "red_rule_gap", "red_rule_colour"),
    *("record_rule_width", "record_rule_first", "record_rule_inner", "record_rule_last"),
    "record_foot",
}
ONLY_LETTER = {
    *("head_top_letter", "head_centre_letter", "number_right", "number_drop"),
    *("double_rule_width", "double_rule_gap", "double_rule_foot"),
    *("double_rule_order", "double_rule_first"),
    *("record_foot_letter", "record_no_rules", "page_number_first"),
}


def made(letter: Letter) -> bytes:
    return to_pdf(letter, moment=MOMENT).pdf


def missed(pdf: bytes, letter: Letter) -> set[str]:
    """The names of all rules missed, recommendations too."""
    findings = measure(pdf, kind=letter.format, text=plain_text(letter))
    return {finding.rule for finding in findings if not finding.ok}


@pytest.mark.parametrize("kind", ["文件", "信函"])
@pytest.mark.parametrize(("chapters", "title"), list(enumerate(TITLES, 1)))
def test_letters_of_one_to_six_pages_meet_every_rule(kind: str, chapters: int, title: str) -> None:
    letter = make_letter(kind, chapters, title=title)

    assert missed(made(letter), letter) == set()


@pytest.mark.parametrize(("kind", "others"), [("文件", ONLY_LETTER), ("信函", ONLY_FILE)])
def test_every_rule_of_a_form_is_measured(kind: str, others: set[str]) -> None:
    signed = {"number_left"} if kind == "文件" else set()
    findings = measure(made(make_letter(kind, 3)), kind=kind, text="")

    assert {finding.rule for finding in findings} == {rule.name for rule in TABLE} - others - signed


@pytest.mark.parametrize(
    "changes",
    [
        {"signers": ("李某某",), "class_mark": "A类", "disclosure": "主动公开"},
        {"draft": True, "demo": True},
        {"cc": (), "printer": "", "contact": ""},
        {"issuers": ("慈溪市公共检测服务体系建设工作领导小组办公室",)},
        {"issuers": ("慈溪市公共检测服务站布局规划与工业园区检测服务体系建设工作领导小组办公室",)},
        {"addressee": "市科技局、市经济和信息化局、市农业农村局、市综合行政执法局、各镇人民政府"},
        {"cc": tuple(f"第{number}街道办事处" for number in range(1, 21))},
        {
            "body": parse_body(
                "受访者镕某、喆某、堃某提出，目录应可检索。\n一、镕喆检索。可以。\n" + CHAPTER
            )
        },
        {"body": parse_body("一、不足一行的短信。")},
    ],
)
@pytest.mark.parametrize("kind", ["文件", "信函"])
def test_variants_meet_every_rule(kind: str, changes: dict[str, object]) -> None:
    letter = make_letter(kind, **changes)

    assert missed(made(letter), letter) == set()


@pytest.mark.parametrize("kind", ["文件", "信函"])
@pytest.mark.parametrize("lines", [3, 4, 5, 6, 7, 11, 12, 27, 30, 33])
def test_whatever_the_length_the_signature_keeps_company(kind: str, lines: int) -> None:
    letter = make_letter(kind, body=parse_body("这是凑足行数的一段短文。\n" * lines))

    assert missed(made(letter), letter) == set()


# What is broken, in which template, and the rules it must fail by, neither more nor fewer.
BROKEN = {
    "天头 30 mm": (
        "文件",
        (COMMON, "top: 37mm", "top: 30mm"),
        {"top_margin", "bottom_edge", "head_top", "line_grid", "outside_area"},
    ),
    "订口 31 mm": (
        "文件",
        (COMMON, "left: 28mm, right: 26mm", "left: 31mm, right: 23mm"),
        {
            *("left_margin", "right_edge", "head_centre", "number_centre", "title_centre"),
            *("addressee_left", "indent", "date_right", "record_left", "page_number_side"),
        },
    ),
    "每行 27 字": (
        "文件",
        (COMMON, "(area.width - 0.02mm) / 28 - size", "(area.width - 0.02mm) / 27 - size"),
        {"chars_per_line"},
    ),
    "行距 26 磅": (
        "文件",
        (COMMON, "#let lead = lead-of(letter.lines)", "#let lead = 10pt"),
        {"line_pitch", "lines_per_page", "bottom_edge", "signature_alone", "top_margin"},
    ),
    "逗号悬出版心": (
        "文件",
        (
            COMMON,
            "heading: it => it.body",
            'heading: it => it.body\n  show "，": box.with(width: 0pt)',
        ),
        {"right_edge"},
    ),
    "正文 15 磅": ("文件", (COMMON, "#let size = 16pt", "#let size = 15pt"), {"body_size"}),
    "正文楷体": (
        "文件",
        (COMMON, "face(run.face, run.text)", 'face("楷体", run.text)'),
        {"body_face", "heading1_face"},
    ),
    "标题 18 磅": ("文件", (COMMON, "size: 22pt,", "size: 18pt,"), {"title_size"}),
    "标题黑体": (
        "文件",
        (COMMON, 'face("小标宋", letter.title', 'face("黑体", letter.title'),
        {"title_face"},
    ),
    "标题上只空一行": (
        "文件",
        (COMMON, "end(lead) + two-blanks(lead) - open", "end(lead) + one-blank(lead) - open"),
        {"title_gap", "addressee_gap"},
    ),
    "段首空一字": ("文件", (COMMON, "(amount: 2 * cell", "(amount: 1 * cell"), {"indent"}),
    "蓝色文字": ("文件", (COMMON, '#let ink = rgb("#000000")', "#let ink = blue"), {"text_colour"}),
    "版心外有字": (
        "文件",
        (COMMON, "background: watermark,", "background: place(top, dy: 285mm)[内部],"),
        {"outside_area", "text_equal"},
    ),
    "标志偏上 5 mm": ("文件", (FILE, "dy: 35mm, head", "dy: 30mm, head"), {"head_top"}),
    "信函标志偏下 5 mm": (
        "信函",
        (LETTER, "on-sheet(30mm, head)", "on-sheet(35mm, head)"),
        {"head_top_letter", "double_rule_gap"},
    ),
    "标志黑色": (
        "文件",
        (COMMON, "size: size, fill: red", "size: size, fill: ink"),
        {"head_colour", "parts"},
    ),
    "字号下空一行": (
        "文件",
        (FILE, "measure(head).height + two-blanks", "measure(head).height + one-blank"),
        {"number_gap"},
    ),
    "红线短 6 mm": (
        "文件",
        (FILE, "rect(width: area.width", "rect(width: 150mm"),
        {"red_rule_width"},
    ),
    "红线距字号 7 mm": ("文件", (FILE, "+ size + 4mm", "+ size + 7mm"), {"red_rule_gap"}),
    "红线黑色": ("文件", (FILE, "height: thick, fill: red", "height: thick"), {"red_rule_colour"}),
    "红双线 156 mm": (
        "信函",
        (LETTER, "rect(width: 170mm", "rect(width: 156mm"),
        {"double_rule_width"},
    ),
    "红双线上细下粗": (
        "信函",
        (LETTER, "double-rule(1mm, 0.35mm)", "double-rule(0.35mm, 1mm)"),
        {"double_rule_order"},
    ),
    "下红双线高 4 mm": ("信函", (LETTER, "297mm - 20mm", "297mm - 24mm"), {"double_rule_foot"}),
    "信函字号居左": ("信函", (LETTER, "#at-left#h(1fr)#at-right", "#at-right#h(1fr)"), {"number_right"}),
    "信函字号紧贴红线": ("信函", (LETTER, "7 / 8 * size", "2 / 8 * size"), {"number_drop"}),
    "信函首页有页码": (
        "信函",
        (LETTER, "number-first: false", "number-first: true"),
        {"page_number_first"},
    ),
    "信函版记加线": (
        "信函",
        (LETTER, "at-foot(copies())", "at-foot(line(length: 100%) + copies())"),
        {"record_no_rules"},
    ),
    "日期右空三字": ("文件", (COMMON, "max(4 * cell", "max(3 * cell"), {"date_right"}),
    "署名偏左": (
        "文件",
        (COMMON, "centred(name, half)", "centred(name, half - 6mm)"),
        {"signature_centre"},
    ),
    "署名紧接正文": ("文件", (COMMON, "v(letter.blanks * pitch)", "v(0mm)"), {"signature_gap"}),
    "附注顶格": ("文件", (COMMON, "pad(left: 2 * cell", "pad(left: 0mm"), {"note_left"}),
    "版记细线 0.5 磅": (
        "文件",
        (FILE, "rule(0.35mm)\n  })", "rule(0.5pt)\n  })"),
        {"record_rule_last"},
    ),
    "版记首线 0.5 磅": (
        "文件",
        (FILE, "rule(0.35mm)\n    rows", "rule(0.5pt)\n    rows"),
        {"record_rule_first"},
    ),
    "版记中线太粗": ("文件", (FILE, "rule(0.25mm)", "rule(0.5mm)"), {"record_rule_inner"}),
    "版记离下沿 8 mm": (
        "文件",
        (COMMON, "place(bottom,", "place(bottom, dy: -8mm,"),
        {"record_foot"},
    ),
    "版记 5 号": (
        "文件",
        (COMMON, "set text(size: small", "set text(size: 10.5pt"),
        {"record_size"},
    ),
    "版记顶格": (
        "文件",
        (COMMON, "copies() = pad(x: small", "copies() = pad(x: 0pt"),
        {"record_left"},
    ),
    "页码左右颠倒": (
        "文件",
        (COMMON, "calc.odd(number)", "calc.even(number)"),
        {"page_number_side"},
    ),
    "页码低 4 mm": ("文件", (COMMON, "let drop = 7mm", "let drop = 11mm"), {"page_number_gap"}),
    "页码没有一字线": (
        "文件",
        (COMMON, "—#h(0.25em)#number#h(0.25em)—", "#number"),
        {"page_number"},
    ),
    "页码仿宋": ("文件", (COMMON, 'face("宋体"', 'face("仿宋"'), {"page_number_face"}),
    "语言不是中文": ("文件", (COMMON, 'lang: "zh"', 'lang: "en"'), {"language"}),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_each_broken_template_fails_by_its_rule(fault: str, tmp_path: Path) -> None:
    kind, swap, rules = BROKEN[fault]
    letter = make_letter(kind, 3)

    assert missed(altered(tmp_path, letter, swap), letter) == rules


def with_body(letter: Letter, *texts: str) -> Letter:
    first, *others = letter.body
    changed = replace(first, runs=tuple(Run(text) for text in texts))
    return replace(letter, body=(changed, *others))


# The same parts said wrongly; the letter is typeset faithfully, and the fault is in its text.
MISSPELT = {
    "字号用方括号": ({"number": "慈市监函[2022]12号"}, {"number_form"}),
    "字号带第字": ({"number": "慈市监函〔2022〕第12号"}, {"number_form"}),
    "字号编虚位": ({"number": "慈市监函〔2022〕012号"}, {"number_form"}),
    "标题沙漏形": (
        {"title": "关于在全市各工业园区内\n建设公共检测\n服务站点有关建议的答复"},
        {"title_shape"},
    ),
}


@pytest.mark.parametrize("fault", MISSPELT)
def test_each_fault_of_the_text_fails_by_its_rule(fault: str) -> None:
    changes, rules = MISSPELT[fault]
    letter = make_letter(**changes)

    assert missed(made(letter), letter) == rules


def test_a_lost_comma_and_radicals_are_found_in_the_text_layer() -> None:
    letter = make_letter()
    text = letter.body[0].text
    lost = with_body(letter, text.replace("，", "", 1))
    radical = with_body(letter, text.replace("走", "\u2f9b", 1))

    assert missed(made(lost), letter) == {"text_equal"}
    assert missed(made(radical), letter) == {"text_equal", "text_codepoints"}
    findings = measure(made(lost), kind="文件", text=plain_text(letter))
    said = next(finding.measured for finding in findings if finding.rule == "text_equal")
    assert "原文“，组织有关" in said


def test_marks_at_the_wrong_end_of_a_line_are_found() -> None:
    letter = make_letter()
    starting = with_body(letter, "这一行在这里断开\n，逗号落在下一行的开头。")
    ending = with_body(letter, "这一行在这里断开（\n括号落在上一行的末尾）。")

    assert missed(made(starting), starting) == {"line_start"}
    assert missed(made(ending), ending) == {"line_end"}


def test_a_date_with_zeros_is_found(tmp_path: Path) -> None:
    letter = make_letter(chapters=2)
    swap = (COMMON, 'face("仿宋", letter.date)', 'face("仿宋", "2022年05月09日")')

    assert missed(altered(tmp_path, letter, swap), letter) == {"date_form", "text_equal"}


def test_a_lonely_signature_is_found(tmp_path: Path) -> None:
    letter = make_letter(body=parse_body("这是凑足行数的一段短文。\n" * 6))

    assert "signature_alone" in missed(altered(tmp_path, letter), letter)


def edited(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The PDF with one thing changed that no page shows."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        document.save(out, deterministic_id=True)
    return out.getvalue()


def without(key: str) -> Callable[[pikepdf.Pdf], None]:
    """Deletes a key from the first dictionary of the file that has it."""

    def change(document: pikepdf.Pdf) -> None:
        found = (obj for obj in document.objects if isinstance(obj, pikepdf.Dictionary))
        del next(obj for obj in found if key in obj)[key]

    return change


def opening_with(kind: str, **fields: str) -> Callable[[pikepdf.Pdf], None]:
    """Gives the file an action that runs when it is opened."""

    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **fields)

    return change


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        (without("/Metadata"), {"pdfa", "pdfua"}),
        (without("/OutputIntents"), {"output_intent"}),
        (without("/StructTreeRoot"), {"tagged"}),
        (without("/ViewerPreferences"), {"title_shown"}),
        (without("/Lang"), {"language"}),
        (without("/ToUnicode"), {"fonts_unicode"}),
        (without("/FontFile3"), {"fonts_embedded"}),
        (opening_with("JavaScript", JS="app.alert(1)"), {"active_content"}),
        (opening_with("URI", URI="https://example.invalid/"), {"active_content"}),
    ],
)
def test_each_change_of_the_file_fails_by_its_rule(
    change: Callable[[pikepdf.Pdf], None], rules: set[str]
) -> None:
    findings = measure(edited(made(make_letter()), change), kind="文件")
    found = {finding.rule for finding in findings if not finding.ok}

    assert {rule.name for rule in TABLE if "ISO" in rule.clause} & found == rules


def test_a_damaged_file_is_found() -> None:
    letter = make_letter()
    damaged = re.sub(rb"/Length \d", rb"/Length 9", made(letter), count=1)

    assert "file_syntax" in missed(damaged, letter)


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(ValueError, match="读不出这个文件"):
        measure(b"%PDF-1.7 nothing", kind="文件")


def test_a_recommendation_missed_is_no_failure(tmp_path: Path) -> None:
    letter = make_letter(chapters=2)
    pdf = altered(tmp_path, letter, (FILE, "rule(0.25mm)", "rule(0.5mm)"))
    findings = measure(pdf, kind="文件", text=plain_text(letter))

    assert failures(findings) == []
    warning = next(finding for finding in findings if not finding.ok)
    assert warning.strength is Strength.ADVISED
    assert (warning.expected, warning.measured) == ("0.25 mm", "0.5 mm")


def test_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match="没有“纪要”这种格式"):
        measure(b"", kind="纪要")
