"""The Word draft in numbers: page, grid, faces, every part in its place, and the whole text."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from docx import Document
from lxml import etree

from proposals.letters import Attachment, Letter, Seal, parse_body, plain_text
from proposals.letters.docx import to_docx
from tests.proposals.letters.generated import cases
from tests.proposals.letters.samples import CHAPTER, MOMENT, make_letter
from tests.proposals.letters.worddraft import names_in, xml_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TABLE = "表1　检测机构\n|地区|机构（家）|\n|---|---|\n|东片|36|\n|西片|12|"
THREE = TABLE.replace("---", "===")
# After ISO/IEC 29500-1, 17.3.1.26, 17.3.2.28, 17.4.60 and 17.6.17.
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs"
    " kinsoku wordWrap overflowPunct autoSpaceDE autoSpaceDN adjustRightInd snapToGrid spacing ind"
    " jc textAlignment outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b i color spacing w kern position sz szCs lang",
    "tblPr": "tblStyle tblpPr tblW jc tblInd tblBorders tblLayout tblCellMar",
    "tcPr": "tcW gridSpan vMerge tcBorders shd tcMar textDirection vAlign",
    "trPr": "cantSplit trHeight tblHeader",
    "sectPr": "headerReference footerReference type pgSz pgMar titlePg docGrid",
    "style": "name basedOn next uiPriority qFormat pPr rPr tblPr",
    "settings": "zoom defaultTabStop evenAndOddHeaders drawingGridVerticalSpacing"
    " characterSpacingControl compat themeFontLang",
}


def made(letter: Letter) -> bytes:
    return to_docx(letter, moment=MOMENT)


def tree(letter: Letter, name: str = "word/document.xml") -> Any:
    return etree.fromstring(xml_of(made(letter), name).encode())


def values(element: Any, tag: str) -> dict[str, str]:
    """The attributes of the first element of this name below."""
    found = element.find(f".//{W}{tag}")
    assert found is not None, f"no {tag}"
    return {key.rpartition("}")[2]: text for key, text in found.attrib.items()}


def text_of(element: Any) -> str:
    return "".join(one.text for one in element.iter(f"{W}t"))


def named(letter: Letter, style: str) -> list[Any]:
    """The paragraphs of the text in one of our styles."""
    identifiers = {
        one.find(f"{W}name").get(f"{W}val"): one.get(f"{W}styleId")
        for one in tree(letter, "word/styles.xml").iter(f"{W}style")
    }
    return [
        one
        for one in tree(letter).iter(f"{W}p")
        if one.find(f"{W}pPr/{W}pStyle") is not None
        and values(one, "pStyle")["val"] == identifiers[style]
    ]


def style(name: str) -> Any:
    root = tree(make_letter(), "word/styles.xml")
    return next(one for one in root.iter(f"{W}style") if values(one, "name")["val"] == name)


def headers(letter: Letter, kind: str = "header") -> list[str]:
    data = made(letter)
    return [xml_of(data, name) for name in names_in(data) if f"/{kind}" in name]


def test_the_page_is_that_of_the_standard():
    section = tree(make_letter()).find(f".//{W}body/{W}sectPr")
    assert values(section, "pgSz") == {"w": "11906", "h": "16838"}
    sides = values(section, "pgMar")
    assert [sides[side] for side in ("top", "bottom", "left", "right")] == [
        "2098",
        "1984",
        "1588",
        "1474",
    ]
    assert values(section, "docGrid") == {"type": "lines", "linePitch": "579"}


def test_ordinary_text_fits_28_characters_in_22_lines():
    normal = style("Normal")
    rpr = normal.find(f"{W}rPr")
    assert values(rpr, "sz")["val"] == "32"
    assert values(rpr, "spacing")["val"] == "-5"
    lines = values(normal.find(f"{W}pPr"), "spacing")
    assert (lines["line"], lines["lineRule"]) == ("579", "exact")
    for tag in ("autoSpaceDE", "autoSpaceDN", "overflowPunct", "widowControl"):
        assert values(normal, tag)["val"] == "0"
    defaults = tree(make_letter(), "word/styles.xml").find(f"{W}docDefaults")
    assert values(defaults, "lang")["eastAsia"] == "zh-CN"


FACES = {
    "Normal": "仿宋_GB2312",
    "发文机关标志": "方正小标宋简体",
    "公文标题": "方正小标宋简体",
    "一级标题": "黑体",
    "二级标题": "楷体_GB2312",
    "附件序号": "黑体",
    "附件标题": "方正小标宋简体",
    "页码": "宋体",
}


@pytest.mark.parametrize("name", FACES)
def test_a_face_is_named_for_every_script(name: str):
    fonts = values(style(name).find(f"{W}rPr"), "rFonts")
    assert fonts == dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), FACES[name]) | {
        "hint": "eastAsia"
    }


SIZES = {"公文标题": "44", "版记": "28", "页码": "28", "表中文字": "28", "发文机关标志": "96"}


@pytest.mark.parametrize("name", SIZES)
def test_sizes_in_half_points(name: str):
    assert values(style(name), "sz")["val"] == SIZES[name]


def test_the_styles_are_offered_to_a_writer():
    names = ("公文标题", "主送机关", "公文正文", "一级标题", "二级标题", "三级标题", "四级标题")
    for name in (*names, "附件说明", "附件标题", "署名", "成文日期", "附注", "版记", "印发"):
        assert style(name).find(f"{W}qFormat") is not None
    assert values(style("公文正文"), "ind") == {"firstLineChars": "200", "firstLine": "632"}


def test_headings_are_in_the_styles_of_their_levels():
    letter = make_letter()
    assert [text_of(one)[:6] for one in named(letter, "一级标题")] == [
        "一、基本情况",
        "二、主要做法",
        "三、下一步打",
    ]
    assert [len(named(letter, name)) for name in ("二级标题", "三级标题", "四级标题")] == [1, 1, 1]


def test_a_run_in_heading_ends_at_its_full_stop():
    first, rest = named(make_letter(body=parse_body("一、做法。继续巡查。")), "一级标题")[0].iter(
        f"{W}r"
    )
    assert (text_of(first), text_of(rest)) == ("一、做法。", "继续巡查。")
    assert values(rest, "rFonts")["eastAsia"] == "仿宋_GB2312"


def test_the_head_of_a_file_is_red_with_a_rule_below_its_number():
    letter = make_letter()
    head = named(letter, "发文机关标志")[0]
    assert text_of(head) == "慈溪市市场监督管理局文件"
    assert values(head, "color")["val"] == "E60000"
    assert int(values(head, "w")["val"]) >= 66
    rule = values(named(letter, "发文字号")[0], "bottom")
    assert rule == {"val": "single", "sz": "12", "space": "11", "color": "E60000"}


def test_a_long_head_is_condensed_then_made_smaller_then_broken():
    for name, size, lines in (
        ("慈溪市市场监督管理局", 96, 0),
        ("慈溪市公共检测服务体系建设工作领导小组", 80, 0),
        ("慈溪市公共检测服务站布局规划与工业园区检测服务体系建设工作领导小组办公室", 80, 1),
    ):
        head = named(make_letter(issuers=(name,)), "发文机关标志")[0]
        found = head.find(f".//{W}sz")
        at = int(found.get(f"{W}val")) if found is not None else 96
        assert 52 <= at <= size
        assert len(head.findall(f".//{W}br")) == lines


def test_a_joint_head_holds_all_names_and_the_word_beside_them():
    letter = make_letter(issuers=("慈溪市市场监督管理局", "慈溪市科学技术局"))
    table = tree(letter).find(f".//{W}tbl")
    assert text_of(table) == "慈溪市市场监督管理局文件慈溪市科学技术局"
    assert [values(row, "jc")["val"] for row in table.iter(f"{W}tr")] == ["distribute"] * 2
    assert len(table.findall(f".//{W}vMerge")) == 2


def test_marks_stand_one_a_line_in_their_order():
    letter = make_letter(copy_number="000123", secrecy="机密★1年", urgency="特急", class_mark="A类")
    lines = [text_of(one) for one in named(letter, "版头标记")]
    assert lines == ["000123A类", "机密★1年", "特急"]


def test_the_number_and_the_last_signer_stand_on_one_line_above_the_rule():
    letter = make_letter(signers=("李某某", "王某", "赵某某"))
    first, last = named(letter, "签发人")
    assert text_of(first) == "签发人：李某某王某"
    assert text_of(last) == "慈市监函〔2022〕12号赵某某"
    assert last.find(f".//{W}pBdr") is not None
    assert first.find(f".//{W}pBdr") is None


def test_a_letters_head_and_double_lines_stand_on_its_first_page_alone():
    letter = make_letter("信函")
    section = tree(letter).find(f".//{W}body/{W}sectPr")
    assert section.find(f"{W}titlePg") is not None
    assert [one.get(f"{W}type") for one in section.iter(f"{W}headerReference")] == [
        "default",
        "even",
        "first",
    ]
    (head,) = [xml for xml in headers(letter) if "慈溪市" in xml]
    assert 'w:val="thickThinSmallGap"' in head
    (foot,) = [xml for xml in headers(letter, "footer") if "PAGE" not in xml]
    assert 'w:val="thinThickSmallGap"' in foot
    assert values(section, "pgMar")["footer"] == "1134"


def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones():
    letter = make_letter()
    assert tree(letter, "word/settings.xml").find(f"{W}evenAndOddHeaders") is not None
    odd, even = headers(letter, "footer")
    for xml, side in ((odd, "right"), (even, "left")):
        assert " PAGE " in xml
        assert f'<w:jc w:val="{side}"/>' in xml
        assert f'<w:ind w:{side}="280"/>' in xml
        assert re.sub(r"<w:instrText>.*?</w:instrText>|<[^>]*>|\s", "", xml) == "—1—"


def test_a_sealed_letter_has_its_name_in_the_middle_above_the_date():
    letter = make_letter()
    name, date = named(letter, "署名")[0], named(letter, "成文日期")[0]
    # 2022年5月9日 is 6 characters wide, the name 10: both centred 7 from the right.
    assert values(date, "ind")["rightChars"] == "400"
    assert values(name, "ind")["rightChars"] == "200"
    assert style("署名").find(f".//{W}keepNext") is not None


def test_an_unsealed_letter_has_its_date_two_characters_right_of_the_name():
    letter = make_letter(seal=Seal.UNSEALED)
    name, date = named(letter, "署名")[0], named(letter, "成文日期")[0]
    assert values(name, "ind")["rightChars"] == "200"
    assert values(date, "ind")["rightChars"] == "400"
    short = make_letter(seal=Seal.UNSEALED, issuers=("市局",))
    name, date = named(short, "署名")[0], named(short, "成文日期")[0]
    assert values(date, "ind")["rightChars"] == "200"
    assert values(name, "ind")["rightChars"] == "800"


def test_a_stamped_letter_has_the_post_left_of_the_stamp():
    letter = make_letter(seal=Seal.SIGNED, posts=("局长",))
    assert values(named(letter, "署名")[0], "ind")["rightChars"] == "1200"
    assert values(named(letter, "成文日期")[0], "ind")["rightChars"] == "400"


def test_joint_names_stand_in_rows_the_last_above_the_date():
    letter = make_letter(issuers=("慈溪市市场监督管理局", "慈溪市科学技术局", "慈溪市农业农村局"))
    names = [text_of(one) for one in named(letter, "署名")]
    assert [name for name in names if name] == list(letter.issuers)
    assert names[-1] == "慈溪市农业农村局"


def test_the_end_of_the_text_goes_with_the_signature():
    letter = make_letter(body=parse_body("第一段。\n第二段。"))
    first, last = named(letter, "公文正文")
    assert first.find(f"{W}pPr/{W}keepNext") is None
    assert last.find(f"{W}pPr/{W}keepNext") is not None


def test_a_table_repeats_its_head_and_keeps_its_rows_whole():
    letter = make_letter(body=parse_body(f"{TABLE}\n如上表。"))
    table = tree(letter).find(f".//{W}tbl")
    rows = table.findall(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert table.find(f".//{W}tblBorders/{W}insideV") is not None
    assert [text_of(one) for one in named(letter, "表题")] == ["表1　检测机构"]


def test_a_table_of_three_lines_has_no_upright_one():
    table = tree(make_letter(body=parse_body(THREE))).find(f".//{W}tbl")
    borders = table.find(f".//{W}tblBorders")
    assert [one.tag.rpartition("}")[2] for one in borders] == ["top", "bottom"]
    ruled = [row.find(f".//{W}tcBorders/{W}bottom") is not None for row in table.iter(f"{W}tr")]
    assert ruled == [True, False, False]


def test_attachments_begin_pages_and_wide_ones_turn_them():
    letter = make_letter(
        attachments=(
            Attachment("名单", parse_body("甲。")),
            Attachment("汇总表", parse_body(TABLE), landscape=True),
            Attachment("说明", parse_body("乙。")),
        )
    )
    assert [text_of(one) for one in named(letter, "附件说明")] == [
        "附件：1.名单",
        "2.汇总表",
        "3.说明",
    ]
    first, second, third = named(letter, "附件序号")
    assert first.find(f"{W}pPr/{W}pageBreakBefore") is not None
    assert second.find(f"{W}pPr/{W}pageBreakBefore") is None
    assert third.find(f"{W}pPr/{W}pageBreakBefore") is None
    sections = list(tree(letter).iter(f"{W}sectPr"))
    assert [values(one, "pgSz").get("orient") for one in sections] == [None, "landscape", None]
    assert values(sections[1], "pgSz") == {"w": "16838", "h": "11906", "orient": "landscape"}
    turned = [xml for xml in headers(letter, "footer") if 'w:textDirection w:val="tbRl"' in xml]
    assert len(turned) == 2


def test_the_record_is_held_at_the_foot_with_its_three_rules():
    table = list(tree(make_letter()).iter(f"{W}tbl"))[-1]
    place = values(table, "tblpPr")
    assert (place["vertAnchor"], place["tblpYSpec"]) == ("margin", "bottom")
    borders = table.find(f".//{W}tblBorders")
    assert [(one.tag.rpartition("}")[2], one.get(f"{W}sz")) for one in borders] == [
        ("top", "8"),
        ("bottom", "8"),
        ("insideH", "6"),
    ]
    assert "抄送：" in text_of(table)
    assert text_of(table).endswith("2022年5月10日印发")


def test_the_record_of_a_letter_has_no_rules_and_no_imprint():
    table = list(tree(make_letter("信函")).iter(f"{W}tbl"))[-1]
    assert table.find(f".//{W}tblBorders") is None
    assert text_of(table) == "抄送：市政府办公室，市人大常委会代表工作委员会。"


def test_the_record_asks_for_an_even_page_without_a_number():
    letter = make_letter(record_on_even_page=True)
    last = list(tree(letter).iter(f"{W}sectPr"))[-1]
    assert values(last, "type")["val"] == "evenPage"
    assert sum(" PAGE " not in xml for xml in headers(letter, "footer")) == 2


def test_a_draft_says_so_on_every_page():
    for kind, many in (("文件", 2), ("信函", 3)):
        marked = [xml for xml in headers(make_letter(kind, draft=True)) if "草稿" in xml]
        assert len(marked) == many
    assert not [xml for xml in headers(make_letter()) if "草稿" in xml]


def test_minutes_list_who_was_there():
    letter = make_letter("纪要", attendance=(("出席", "张三、李四"), ("请假", "王五")))
    lines = named(letter, "参加人员")
    assert [text_of(one) for one in lines] == ["出席：张三、李四", "请假：王五"]
    assert not named(letter, "署名")
    assert text_of(named(letter, "发文机关标志")[0]).endswith("纪要")


OPTIONS: dict[str, dict[str, Any]] = {
    "ordinary": {},
    "marks": {"copy_number": "000001", "secrecy": "秘密", "urgency": "加急", "disclosure": "公开"},
    "signers": {"signers": ("李某某", "王某", "赵某某")},
    "joint": {"issuers": ("甲市某某局", "甲市某某委员会", "甲市某某厅", "甲市某某办")},
    "unsealed": {"seal": Seal.UNSEALED},
    "stamped": {"seal": Seal.SIGNED, "posts": ("局长",)},
    "record": {"addressee_in_record": True, "record_on_even_page": True},
    "bare": {"contact": "", "cc": (), "printer": "", "addressee": ""},
    "undated": {"date": None, "number": "慈市监函〔　〕　号", "draft": True},
    "tables": {"body": parse_body(f"{CHAPTER}{TABLE}\n以上。\n{THREE}")},
    "empty": {"body": ()},
    "attachments": {
        "attachments": (
            Attachment("名单", parse_body(TABLE), landscape=True),
            Attachment("说明", parse_body("一、乙。丙。")),
        )
    },
}


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def whole_text(letter: Letter) -> str:
    data = made(letter)
    head = [xml for xml in headers(letter) if 'w:val="thickThinSmallGap"' in xml]
    texts = [text_of(etree.fromstring(xml.encode())) for xml in head]
    texts = [text.replace("草稿", "").replace("演示数据", "").strip("\u3000") for text in texts]
    return "".join(texts) + text_of(etree.fromstring(xml_of(data).encode()))


@pytest.mark.parametrize("kind", ["文件", "信函", "纪要"])
@pytest.mark.parametrize("name", OPTIONS)
def test_the_file_carries_the_whole_text_in_order(name: str, kind: str):
    letter = make_letter(kind, **OPTIONS[name])
    got, wanted = squeezed(whole_text(letter)), squeezed(plain_text(letter))
    if len(letter.head_names) > 1:
        # In the cells of a joint head 文件 follows the first name.
        assert sorted(got) == sorted(wanted)
    else:
        assert got == wanted


@pytest.mark.parametrize("case", cases()[::9], ids=lambda case: case.name)
def test_letters_of_every_kind_open_and_carry_their_text(case: Any):
    letter = case.letter
    Document(io.BytesIO(made(letter)))
    assert sorted(squeezed(whole_text(letter))) == sorted(squeezed(plain_text(letter)))


@pytest.mark.parametrize("name", OPTIONS)
def test_children_stand_in_the_order_of_the_schema(name: str):
    data = made(make_letter("信函" if name == "record" else "文件", **OPTIONS[name]))
    for part in names_in(data):
        if not part.startswith("word/") or not part.endswith(".xml"):
            continue
        for element in etree.fromstring(xml_of(data, part).encode()).iter():
            order = ORDERS.get(element.tag.rpartition("}")[2])
            if order:
                places = [order.split().index(child.tag.rpartition("}")[2]) for child in element]
                assert places == sorted(places), f"{part}: {element.tag}"


NASTY = (
    "A & B < C > \"d\" 'e' ]]> <w:br/> {{7*7}} {% x %} &#x41; 㐀𠮷喆 “中文”‘单’ é —— …… 100% C:\\x"
)


def test_nasty_text_is_only_text():
    letter = make_letter(title="关于" + NASTY, body=parse_body(NASTY), cc=(NASTY,))
    assert squeezed(plain_text(letter)) == squeezed(whole_text(letter))
    paragraphs = [one.text for one in Document(io.BytesIO(made(letter))).paragraphs]
    assert NASTY in paragraphs


@pytest.mark.parametrize("char", ["\0", "\x0b", "\ufffe", "\ud800"])
def test_what_no_word_file_can_hold_is_refused_by_name(char: str):
    letter = replace(make_letter(), addressee=f"市{char}局")
    with pytest.raises(ValidationError, match=f"U\\+{ord(char):04X}"):
        made(letter)


def test_the_same_letter_gives_the_same_bytes():
    letter = make_letter("信函", attachments=(Attachment("表", parse_body(TABLE), landscape=True),))
    assert made(letter) == made(letter)
    later = to_docx(letter, moment=datetime(2023, 4, 13, tzinfo=UTC))
    assert later != made(letter)


def test_the_file_tells_its_title_author_moment_and_origin():
    data = to_docx(make_letter(), moment=MOMENT, origin=(12, 3))
    told = Document(io.BytesIO(data)).core_properties
    assert told.title == make_letter().title
    assert told.author == told.last_modified_by == "慈溪市市场监督管理局"
    assert told.created == told.modified == MOMENT
    assert told.comments == "公文稿第12件，第3次保存"


def test_nothing_of_the_librarys_own_is_left_in_the_file():
    names = names_in(made(make_letter()))
    assert not [name for name in names if "thumbnail" in name or "customXml" in name]
    assert "python-docx" not in xml_of(made(make_letter()), "docProps/core.xml")
