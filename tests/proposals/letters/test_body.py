"""The typed text of a letter: which lines are paragraphs, tables, captions and attachments."""

import time

import pytest

from proposals.letters import (
    Attachment,
    Paragraph,
    Ruling,
    Run,
    Table,
    parse_body,
    parse_text,
)

FULL = """|项目|2021年|2022年|
|---|---|---|
|检测机构|36家|41家|
|能力验证|12次|"""

TABLES = {
    "a head row told by dashes": (
        FULL,
        Table(
            (("项目", "2021年", "2022年"), ("检测机构", "36家", "41家"), ("能力验证", "12次", ""))
        ),
    ),
    "three lines asked for by equals signs": (
        "|甲|乙|\n|===|===|\n|1|2|",
        Table((("甲", "乙"), ("1", "2")), ruling=Ruling.THREE),
    ),
    "without such a row the first is the head": (
        "|甲|乙|\n|1|2|",
        Table((("甲", "乙"), ("1", "2"))),
    ),
    "a head of two rows": (
        "|甲|乙|\n|丙|丁|\n|---|---|\n|1|2|",
        Table((("甲", "乙"), ("丙", "丁"), ("1", "2")), heads=2),
    ),
    "no head at all": ("|---|---|\n|1|2|", Table((("1", "2"),), heads=0)),
    "a caption right above": (
        "表1　机构数\n|甲|\n|1|",
        Table((("甲",), ("1",)), caption="表1　机构数"),
    ),
}


@pytest.mark.parametrize("case", TABLES)
def test_lines_with_bars_are_a_table(case: str) -> None:
    text, table = TABLES[case]
    assert parse_body(text) == (table,)


def test_paragraphs_and_tables_keep_their_order() -> None:
    kinds = [type(block) for block in parse_body(f"甲。\n表1 机构\n{FULL}\n乙。\n表2 无表\n丙。")]
    assert kinds == [Paragraph, Table, Paragraph, Paragraph, Paragraph]


def test_a_sentence_about_a_table_is_no_caption() -> None:
    blocks = parse_body(f"表明情况如下：\n{FULL}")
    assert blocks[0] == Paragraph((Run("表明情况如下："),))


def test_the_text_of_a_table_is_its_caption_and_cells_row_by_row() -> None:
    assert parse_body("表1　数\n|甲|乙|\n|1|2|")[0].text == "表1　数\n甲乙\n12"


def test_attachments_follow_the_body() -> None:
    body, attachments = parse_text(
        "一段。\n【附件】检测机构名单。\n甲机构。\n　【附件 横排】经费表\n|甲|\n|1|\n"
    )
    assert [block.text for block in body] == ["一段。"]
    assert attachments == (
        Attachment("检测机构名单。", parse_body("甲机构。")),
        Attachment("经费表", parse_body("|甲|\n|1|"), landscape=True),
    )
    assert attachments[0].name == "检测机构名单"


@pytest.mark.parametrize("line", ["见【附件】名单。", "【附件】", "附件：名单"])
def test_only_a_line_of_its_own_begins_an_attachment(line: str) -> None:
    body, attachments = parse_text(f"一段。\n{line}")
    assert attachments == ()
    assert len(body) == 2


@pytest.mark.parametrize(
    "line",
    ["|" + "-" * 49_000 + "x", "|" + "--- " * 9_000 + "x", "【附件】甲" + " " * 49_000 + "乙"],
)
def test_long_lines_are_read_at_once(line: str) -> None:
    begun = time.process_time()
    parse_text(line)
    assert time.process_time() - begun < 1
