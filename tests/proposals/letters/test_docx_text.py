"""The Word draft as a whole: all of the text in order, valid XML, and the same bytes again."""

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
from tests.proposals.letters.worddraft import W, headers, made, names_in, text_of, xml_of

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
    assert not [name for name in names if re.search("thumbnail|customXml|app.xml|theme", name)]
    assert "python-docx" not in xml_of(made(make_letter()), "docProps/core.xml")


@pytest.mark.parametrize("name", OPTIONS)
def test_a_table_is_always_followed_by_a_paragraph(name: str):
    data = made(make_letter(**OPTIONS[name] | {"contact": ""}))
    for part in names_in(data):
        if not part.startswith("word/") or not part.endswith(".xml"):
            continue
        for table in etree.fromstring(xml_of(data, part).encode()).iter(f"{W}tbl"):
            below = table.getnext()
            assert below is not None
            assert below.tag == f"{W}p"
