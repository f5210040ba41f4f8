"""The parts and paragraphs of a letter, and the text its PDF must carry."""

from datetime import date

import pytest

from proposals.letters import Paragraph, Run, parse_body, plain_text
from tests.proposals.letters.samples import make_letter

PARAGRAPHS = {
    "普通一段。": Paragraph((Run("普通一段。"),)),
    "一、基本情况": Paragraph((Run("一、基本情况", "黑体"),), 1),
    "一、做好检测。提高水平。": Paragraph((Run("一、做好检测。", "黑体"), Run("提高水平。")), 1),
    "一、做好检测。": Paragraph((Run("一、做好检测。", "黑体"),), 1),
    "十二、其他事项": Paragraph((Run("十二、其他事项", "黑体"),), 1),
    "（二）巡查。每周一次。": Paragraph((Run("（二）巡查。", "楷体"), Run("每周一次。")), 2),
    "(二)巡查": Paragraph((Run("(二)巡查", "楷体"),), 2),
    "1.制度。完善台账。": Paragraph((Run("1.制度。完善台账。"),), 3),
    "1、制度": Paragraph((Run("1、制度"),), 3),
    "（1）台账": Paragraph((Run("（1）台账"),), 4),
    "1.5亿元已经到位。": Paragraph((Run("1.5亿元已经到位。"),)),
    "2021.12前完成。": Paragraph((Run("2021.12前完成。"),)),
    "一是加强巡查。": Paragraph((Run("一是加强巡查。"),)),
    "（含移动端）可办理。": Paragraph((Run("（含移动端）可办理。"),)),
}


@pytest.mark.parametrize("text", PARAGRAPHS)
def test_a_line_becomes_a_paragraph_of_its_level(text: str) -> None:
    assert parse_body(text) == (PARAGRAPHS[text],)


def test_blank_lines_and_typed_indents_are_no_part_of_the_text() -> None:
    body = parse_body("\u3000\u3000第一段。\n\n  第二段。 \r\n\t一、标题\n")

    assert [paragraph.text for paragraph in body] == ["第一段。", "第二段。", "一、标题"]
    assert parse_body(" \n\u3000\n") == ()


def test_plain_text_is_the_letter_in_reading_order() -> None:
    letter = make_letter(
        title="关于样品检测\n工作的函",
        body=parse_body("第一段。\n一、标题。正文。"),
        signers=("李某某",),
    )

    assert plain_text(letter).split("\n") == [
        "慈溪市市场监督管理局文件",
        "慈市监函〔2022〕12号",
        "签发人：李某某",
        "关于样品检测工作的函",
        "市科技局：",
        "第一段。",
        "一、标题。正文。",
        "慈溪市市场监督管理局",
        "2022年5月9日",
        "（联系人：张某某，联系电话：0574-00000000）",
        "抄送：市政府办公室，市人大常委会代表工作委员会。",
        "慈溪市市场监督管理局办公室",
        "2022年5月10日印发",
    ]


def test_a_plain_letter_has_no_imprint_and_its_marks_stand_below_the_number() -> None:
    letter = make_letter("信函", class_mark="A类", disclosure="主动公开", body=parse_body("一段。"))
    lines = plain_text(letter).split("\n")

    assert lines[:4] == ["慈溪市市场监督管理局", "慈市监函〔2022〕12号", "A类", "主动公开"]
    assert lines[-1].startswith("抄送：")


def test_what_is_empty_is_left_out() -> None:
    letter = make_letter(contact="", cc=(), printer="", print_date=None)

    assert (letter.note, letter.copies, letter.imprint, letter.top_right) == ("", "", ("", ""), ())
    assert make_letter(phone="").note == "（联系人：张某某）"
    assert make_letter(print_date=None).imprint == ("慈溪市市场监督管理局办公室", "")
    assert plain_text(letter).endswith("2022年5月9日")


def test_a_draft_leaves_room_for_the_date() -> None:
    draft = make_letter(date=None, draft=True, demo=True)

    assert "".join(draft.date_line.split()) == "年月日"
    assert draft.watermarks == ("草稿", "演示数据")
    assert make_letter(date=date(2022, 1, 1)).date_line == "2022年1月1日"


def test_the_addressee_ends_with_one_full_width_colon() -> None:
    assert make_letter(addressee="市科技局:").opening == "市科技局："
    assert make_letter(addressee="市科技局：").opening == "市科技局："
