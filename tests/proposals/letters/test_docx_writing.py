"""The Word draft in numbers: page, grid, faces, and every part in its place."""

import re
from typing import Any

import pytest

from proposals.letters import Attachment, Letter, Seal, parse_body
from tests.proposals.letters.samples import make_letter
from tests.proposals.letters.worddraft import W, headers, text_of, tree, values

TABLE = "表1　检测机构\n|地区|机构（家）|\n|---|---|\n|东片|36|\n|西片|12|"
THREE = TABLE.replace("---", "===")


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
    assert values(date, "ind")["leftChars"] == str((28 - 2 - 10 + 2) * 100)
    assert values(date, "jc")["val"] == "left"
    short = make_letter(seal=Seal.UNSEALED, issuers=("市局",))
    name, date = named(short, "署名")[0], named(short, "成文日期")[0]
    assert values(date, "ind")["rightChars"] == "200"
    assert values(name, "ind")["rightChars"] == "800"


def test_a_long_name_without_a_seal_stands_in_lines_and_leaves_the_date_its_room():
    office = "编造市样品流转、仪器校准及能力验证数据互认工作协调推进小组办公室综合业务科"
    letter = make_letter(seal=Seal.UNSEALED, issuers=(office, "编造市市场监督管理局"))
    long, short = named(letter, "署名")
    date = named(letter, "成文日期")[0]
    lines = [len(one.text) for one in long.iter(f"{W}t")]
    assert sum(lines) == len(office) > 28
    assert max(lines) <= 22
    left = int(values(long, "ind")["leftChars"])
    assert left == (28 - 2 - max(lines)) * 100
    assert values(long, "jc")["val"] == "left"
    assert int(values(short, "ind")["rightChars"]) == (28 - 10) * 100 - left
    assert int(values(date, "ind")["leftChars"]) == left + 200


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
