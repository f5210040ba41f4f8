"""An edited Word file read back: by our styles, by place and words, whatever an office left in."""

from typing import Any

import pytest

from proposals.letters import Attachment, Letter, Seal, parse_body
from proposals.letters.docx import DocxText, plain_form, read_docx, to_docx
from tests.proposals.letters.generated import cases
from tests.proposals.letters.samples import MOMENT, make_letter
from tests.proposals.letters.worddraft import (
    changed,
    paragraph,
    replaced,
    run,
    with_paragraphs,
    without_styles,
)

BODY = (
    "收到来件后，我们作了研究。\n一、基本情况\n辖区内有机构36家。\n（一）做法。继续巡查。\n"
    "特此函复。"
)
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def made(letter: Letter | None = None, **fields: Any) -> bytes:
    return to_docx(letter or make_letter(body=parse_body(BODY), **fields), moment=MOMENT)


def read(data: bytes) -> DocxText:
    return read_docx(data)


def with_after(xml: str, after: str = "辖区内有机构36家。") -> DocxText:
    """What is read after a paragraph of raw XML was put in."""
    put = with_paragraphs(made(), xml, after=after)
    return read(
        changed(
            put, document=lambda text: text.replace("<w:document ", f"<w:document {_new(text)} ", 1)
        )
    )


def _new(text: str) -> str:
    """The namespaces of ours the file does not declare yet."""
    wanted = (one for one in NAMESPACES.split('" ') if one.partition("=")[0] + "=" not in text)
    return " ".join(one.rstrip('"') + '"' for one in wanted)


def test_a_file_as_it_was_made_gives_every_part_back():
    text = read(made(addressee="市科技局", cc=("市政府办公室", "市人大办")))
    assert text.title == make_letter().title
    assert text.addressee == "市科技局"
    assert text.body == BODY
    assert (text.contact, text.phone) == ("张某某", "0574-00000000")
    assert text.cc == ("市政府办公室", "市人大办")
    assert text.notes == ()
    assert "慈溪市市场监督管理局" in text.fixed


@pytest.mark.parametrize("case", cases()[::5], ids=lambda case: case.name)
def test_letters_of_every_kind_come_back_as_they_were(case: Any):
    letter = case.letter
    text = read(made(letter))
    source = case.fields["body"]
    for title, body, is_turned in case.fields["attachments"]:
        name = title.replace("\n", "")
        source += f"\n【附件{' 横排' * is_turned}】{name}\n{body}"
    assert text.body == plain_form(source)
    assert text.title == letter.title.replace("\n", "")
    assert text.addressee == letter.addressee.rstrip("：:。")
    assert text.cc == letter.cc
    assert text.contact == letter.contact
    assert text.notes == ()


@pytest.mark.parametrize("kind", ["文件", "信函"])
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"signers": ("李某某", "王某", "赵某某")},
        {"copy_number": "000001", "secrecy": "机密★1年", "urgency": "特急"},
        {"issuers": ("慈溪市市场监督管理局", "慈溪市科学技术局", "慈溪市农业农村局")},
        {"seal": Seal.SIGNED, "posts": ("局长",)},
        {"addressee_in_record": True},
        {"contact": "", "cc": ()},
        {
            "attachments": (
                Attachment("名单", parse_body("甲。")),
                Attachment("汇总表", parse_body("|甲|乙|\n|---|---|\n|1|2|"), landscape=True),
            )
        },
    ],
    ids=str,
)
def test_where_styles_are_lost_place_and_words_tell_the_parts(kind: str, fields: Any):
    data = made(make_letter(kind, body=parse_body(BODY), **fields))
    styled, plain = read(data), read(without_styles(data))
    for name in ("title", "addressee", "body", "contact", "phone", "cc"):
        assert getattr(plain, name) == getattr(styled, name), name


def test_edits_are_read():
    data = replaced(made(), "辖区内有机构36家。", "辖区内有机构38家，比上年多2家。")
    assert "辖区内有机构38家，比上年多2家。" in read(data).body


def test_a_new_paragraph_of_another_style_belongs_to_the_body():
    text = with_after(paragraph(run("新加的一段，"), run("分成两截。")))
    assert text.body == BODY.replace("36家。", "36家。\n新加的一段，分成两截。")


def test_tracked_changes_count_as_accepted():
    text = with_after(
        paragraph(
            run("保留"),
            f'<w:ins w:id="1" w:author="甲">{run("新增")}</w:ins>',
            '<w:del w:id="2" w:author="甲"><w:r><w:delText>删去</w:delText></w:r></w:del>',
            f'<w:moveFrom w:id="3">{run("移走")}</w:moveFrom>',
            f'<w:moveTo w:id="4">{run("移来")}</w:moveTo>',
        )
    )
    assert "保留新增移来\n" in text.body
    assert "删去" not in text.body
    assert text.notes == ("文件带有修订：新增的文字已采用，删除的文字已略去。",)


def test_a_deleted_end_of_a_paragraph_joins_it_to_the_next():
    first = paragraph(run("前半，"), settings='<w:rPr><w:del w:id="1"/></w:rPr>')
    text = with_after(first + paragraph(run("后半。")))
    assert "\n前半，后半。\n" in text.body


def test_what_is_no_text_is_named():
    drawing = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"
    note = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    comment = '<w:r><w:commentReference w:id="1"/></w:r>'
    hidden = run("藏着", "<w:vanish/>")
    formula = "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"
    text = with_after(paragraph(run("有图"), drawing, note, comment, hidden, formula))
    assert "\n有图x=1\n" in text.body
    for words in ("图片没有读入（1 张）", "脚注和尾注", "批注没有读入", "隐藏的文字", "公式"):
        assert [note for note in text.notes if words in note], words


@pytest.mark.parametrize("kind", ["new", "old", "both"])
def test_text_boxes_become_paragraphs_once(kind: str):
    content = f"<w:txbxContent>{paragraph(run('框中的话。'))}</w:txbxContent>"
    new = f"<w:drawing><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    inner = {
        "new": new,
        "old": old,
        "both": f"<mc:AlternateContent><mc:Choice>{new}</mc:Choice>"
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>",
    }[kind]
    text = with_after(paragraph(run("框外。"), f"<w:r>{inner}</w:r>"))
    assert "\n框外。\n框中的话。\n" in text.body
    assert text.notes == ("文本框中的文字已作为单独的段落读入：“框中的话。”。",)


def test_line_breaks_tabs_fields_hyphens_and_links():
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText>DATE</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("今天")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    text = with_after(
        paragraph(
            run("甲"),
            "<w:r><w:tab/></w:r>",
            run("乙"),
            "<w:r><w:br/></w:r>",
            field,
            run("0574"),
            "<w:r><w:noBreakHyphen/></w:r>",
            "<w:r><w:softHyphen/></w:r>",
            f"<w:hyperlink>{run('链接')}</w:hyperlink>",
            f"<w:sdt><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>",
            '<w:r><w:br w:type="page"/></w:r>',
        )
    )
    assert "\n甲 乙\n今天0574-链接控件\n" in text.body
    assert text.notes == ("“甲 乙”一段中的手动换行已改为分段。",)


NUMBERING = """<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
<w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
<w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%3."/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""
RELATION = (
    '<Relationship Id="rIdN" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/numbering" Target="numbering.xml"/></Relationships>'
)


def numbered(text: str, level: int, number: int = 1) -> str:
    settings = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(run(text), settings=settings)


def with_numbering(*paragraphs: str) -> DocxText:
    data = with_paragraphs(made(), *paragraphs, after="36家。")
    return read(
        changed(
            data,
            **{
                "word___rels__document.xml.rels": lambda text: text.replace(
                    "</Relationships>", RELATION
                ),
                "word__numbering.xml": NUMBERING,
            },
        )
    )


def test_the_numbers_word_sets_are_written_out():
    text = with_numbering(
        numbered("甲", 0),
        numbered("乙", 1),
        numbered("丙", 1),
        numbered("丁", 2),
        numbered("", 0),
        numbered("戊", 0),
        numbered("己", 1),
        numbered("庚", 0, number=3),
        numbered("辛", 0, number=0),
    )
    lines = text.body.split("\n")
    at = lines.index("一、甲")
    assert lines[at : at + 8] == [
        "一、甲",
        "（一）乙",
        "（二）丙",
        "一.3.丁",
        "二、戊",
        "（一）己",
        "一、庚",
        "辛",
    ]


def test_bullets_are_left_out_and_told_of():
    text = with_numbering(numbered("要点", 0, number=2))
    assert "\n要点\n" in text.body
    assert text.notes == ("项目符号没有读入，段落文字已读入：“要点”。",)


def cell(text: str, settings: str = "") -> str:
    return f"<w:tc><w:tcPr>{settings}</w:tcPr>{paragraph(run(text))}</w:tc>"


def table(*rows: str, borders: str = "") -> str:
    return (
        f"<w:tbl><w:tblPr>{borders}</w:tblPr>"
        + "".join(f"<w:tr>{r}</w:tr>" for r in rows)
        + "</w:tbl>"
    )


def test_a_table_made_in_word_becomes_lines():
    full = '<w:tblBorders><w:left w:val="single"/><w:insideV w:val="single"/></w:tblBorders>'
    text = with_after(table(cell("项目") + cell("数"), cell("甲|乙") + cell("1"), borders=full))
    assert "\n| 项目 | 数 |\n|---|---|\n| 甲｜乙 | 1 |\n" in text.body
    assert text.notes == ("单元格中的竖线“|”已改为“｜”（1 处）。",)


def test_merged_nested_and_broken_cells_are_laid_flat():
    inner = table(cell("内"))
    nested = f"<w:tc>{inner}{paragraph(run('外'))}{paragraph(run('下'))}</w:tc>"
    text = with_after(
        table(
            cell("宽", '<w:gridSpan w:val="2"/>'),
            cell("高", '<w:vMerge w:val="restart"/>') + nested,
            cell("", "<w:vMerge/>") + cell("2"),
            f'<w:trPr><w:del w:id="1"/></w:trPr>{cell("删")}{cell("删")}',
        )
    )
    assert "\n| 宽 |  |\n|===|===|\n| 高 | 外 下 内 |\n|  | 2 |\n" in text.body
    for words in ("合并的单元格已拆开", "表格中的表格", "单元格中的分段", "修订"):
        assert [note for note in text.notes if words in note], words


def test_a_heading_by_its_style_alone_is_told_of():
    data = replaced(made(), "一、基本情况", "基本情况")
    assert "“基本情况”用了“一级标题”样式却没有编号" in read(data).notes[0]


def test_a_line_that_would_be_a_table_stays_text():
    assert "\n｜甲|乙\n" in with_after(paragraph(run("|甲|乙"))).body


def test_a_note_that_is_not_of_whom_to_call_is_told_of():
    text = read(replaced(made(), "（联系人：张某某，联系电话：0574-00000000）", "（此件公开）"))
    assert (text.contact, text.phone) == ("", "")
    assert "附注“（此件公开）…”不是“（联系人：…）”的写法" in text.notes[0]


def test_an_attachment_added_by_hand():
    end = "印发"
    data = with_paragraphs(
        without_styles(made(printer="", cc=())),
        paragraph(run("附件1")),
        paragraph(run("机构名单")),
        paragraph(run("甲机构")),
        after="联系电话",
    )
    assert end not in read(data).body
    assert read(data).body == f"{BODY}\n【附件】机构名单\n甲机构"


def test_hidden_characters_are_removed_with_a_word():
    text = read(replaced(made(), "36家", "36\u200b家"))
    assert text.body == BODY
    assert text.notes == ("正文：已删除零宽字符 U+200B（1 处）。",)


def test_the_origin_is_read():
    data = to_docx(make_letter(), moment=MOMENT, origin=(12, 3))
    assert read(data).origin == (12, 3)
    assert read(made()).origin is None


def test_strict_files_are_read_too():
    def strict(text: str) -> str:
        return text.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )

    assert read(changed(made(), document=strict, styles=strict)).body == BODY


def test_a_table_of_documents_is_no_record():
    table = "|文件|印发|\n|---|---|\n|办法|2022年5月9日印发|\n|抄送：名单|无|"
    text = read(made(make_letter(body=parse_body(table))))
    assert text.body == plain_form(table)
    assert text.cc == make_letter().cc
