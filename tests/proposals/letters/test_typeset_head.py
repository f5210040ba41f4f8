"""The head of a document on paper: joint names, marks at its sides, number and signers."""

from typing import Any

import pytest

from proposals.letters import Letter, Typeset, plain_text, to_pdf
from tests.proposals.letters.ruler import CELL, LEFT, PITCH, RIGHT, SIZE, TOP, Sheets, Spot
from tests.proposals.letters.samples import MOMENT, make_letter

OFFICES = (
    "慈溪市市场监督管理局",
    "慈溪市科技局",
    "慈溪市经济和信息化局",
    "慈溪市农业农村局",
    "慈溪市水利局",
)
MARKS: dict[str, Any] = {
    "copy_number": "000012",
    "secrecy": "机密★1年",
    "urgency": "特急",
    "class_mark": "A类",
    "disclosure": "主动公开",
}


def made(letter: Letter) -> Typeset:
    return to_pdf(letter, moment=MOMENT)


def head_of(sheets: Sheets) -> list[Spot]:
    return [line for line in sheets.lines(1) if line.colour[0] > 0.6 and line.size > 20]


@pytest.mark.parametrize("count", [2, 3, 5])
def test_joint_names_are_equally_wide_and_their_word_stands_level_with_the_middle(
    count: int,
) -> None:
    sheets = Sheets(made(make_letter(issuers=OFFICES[:count])).pdf)
    word = sheets.find("文件")
    names = [sheets.find(name) for name in OFFICES[:count]]

    assert [name.top for name in names] == sorted(name.top for name in names)
    assert {round(name.x0, 1) for name in names} == {round(names[0].x0, 1)}
    assert max(name.x1 for name in names) - min(name.x1 for name in names) < 0.3
    assert word.x0 > max(name.x1 for name in names) + 1
    middle = (names[0].top + names[-1].bottom) / 2
    assert (word.top + word.bottom) / 2 == pytest.approx(middle, abs=0.5)
    assert names[0].x0 >= LEFT
    assert word.x1 <= RIGHT
    assert (names[0].x0 + word.x1) / 2 == pytest.approx(106, abs=0.6)


def test_five_names_are_set_smaller_so_that_the_first_page_shows_text() -> None:
    two, five = (Sheets(made(make_letter(issuers=OFFICES[:n])).pdf) for n in (2, 5))

    assert head_of(two)[0].size == 48
    assert 22 <= head_of(five)[0].size < 40
    assert five.find("本单位收到来件后").page == 1


def test_names_too_many_or_too_long_leave_the_head_to_the_lead_organ() -> None:
    long = "慈溪市公共检测服务站布局规划与工业园区检测服务体系建设工作领导小组办公室"
    for issuers in ((OFFICES[0], long), (*OFFICES, "慈溪市教育局", "慈溪市商务局", "公安局")):
        letter = make_letter(issuers=issuers)
        done = made(letter)

        assert head_of(Sheets(done.pdf))[0].text == "慈溪市市场监督管理局文件"
        assert done.letter.lead_head
        assert "发文机关标志只用主办机关名称" in done.notes[-1]
        assert plain_text(done.letter).startswith("慈溪市市场监督管理局文件\n")


@pytest.mark.parametrize("length", [22, 30, 40])
def test_a_long_name_stays_within_the_type_area(length: int) -> None:
    name = ("慈溪市公共检测服务站布局规划与工业园区检测服务体系建设和管理工作领导小组" * 2)[
        : length - 3
    ] + "办公室"
    head = head_of(Sheets(made(make_letter(issuers=(name,))).pdf))

    assert len(head) == (1 if length == 22 else 2)
    assert min(line.x0 for line in head) >= LEFT
    assert max(line.x1 for line in head) <= RIGHT
    assert head[0].size >= 26
    assert "".join(line.text for line in head) == name + "文件"


def test_marks_stand_row_by_row_at_both_sides_of_the_first_lines() -> None:
    sheets = Sheets(made(make_letter(**MARKS)).pdf)

    for row, mark in enumerate(("000012", "机密★1年", "特急"), 1):
        spot = sheets.find(mark)
        assert spot.row == pytest.approx(row, abs=0.02)
        assert spot.x0 == pytest.approx(LEFT, abs=0.5)
        assert spot.size == 16
    for row, mark in enumerate(("A类", "主动公开"), 1):
        spot = sheets.find(mark)
        assert spot.row == pytest.approx(row, abs=0.02)
        assert spot.x1 == pytest.approx(RIGHT, abs=0.5)
    assert "Hei" in sheets.find("机密").font
    assert "Hei" in sheets.find("特急").font
    assert "Hei" not in sheets.find("000012").font
    assert head_of(sheets)[0].top > sheets.find("特急").bottom


def test_one_signer_stands_level_with_the_number() -> None:
    sheets = Sheets(made(make_letter(signers=("李某某",))).pdf)
    number, label, name = map(sheets.find, ("慈市监函〔2022〕12号", "签发人：", "李某某"))

    assert number.from_left == pytest.approx(1, abs=0.1)
    assert name.from_right == pytest.approx(1, abs=0.1)
    assert number.top == pytest.approx(label.top, abs=0.1)
    assert "Fang" in label.font
    assert "Kai" in name.font


def test_signers_stand_two_a_line_and_the_number_with_the_last() -> None:
    sheets = Sheets(made(make_letter(signers=("李某某", "王某", "赵某某", "钱某", "孙某某"))).pdf)
    names = [sheets.find(name) for name in ("李某某", "王某", "赵某某", "钱某", "孙某某")]
    number = sheets.find("慈市监函〔2022〕12号")
    head = head_of(sheets)[0]

    for first, second in ((0, 1), (2, 3)):
        assert names[first].top == pytest.approx(names[second].top, abs=0.1)
        assert names[second].from_right == pytest.approx(1, abs=0.1)
    for left in (2, 4):
        assert names[left].x0 == pytest.approx(names[0].x0, abs=0.2)
    assert names[2].top - names[0].top == pytest.approx(PITCH, abs=0.05)
    assert number.top == pytest.approx(names[4].top, abs=0.1)
    blank_lines = (names[0].top - head.bottom - PITCH + SIZE) / PITCH
    assert blank_lines == pytest.approx(2, abs=0.35)
    rule = next(rule for rule in sheets.rules(1) if rule[2] > number.bottom)
    assert rule[2] - rule[3] / 2 - number.bottom == pytest.approx(4, abs=0.1)
    assert rule[1] - rule[0] == pytest.approx(156, abs=0.1)


def test_names_too_long_for_two_a_line_stand_below_each_other() -> None:
    letter = make_letter(signers=("李某某", "阿依古丽·某某某提·某某木"))
    sheets = Sheets(made(letter).pdf)
    short, long = map(sheets.find, letter.signers)

    assert long.top - short.top == pytest.approx(PITCH, abs=0.05)
    assert long.x0 == pytest.approx(short.x0, abs=0.2)
    assert long.from_right == pytest.approx(1, abs=0.1)
    assert long.x0 > sheets.find("12号").x1 + 2


def test_a_plain_letter_has_marks_left_and_number_right_below_its_double_line() -> None:
    letter = make_letter("信函", issuers=OFFICES[:3], signers=("李某某", "王某", "赵某某"), **MARKS)
    sheets = Sheets(made(letter).pdf)
    reds = [rule for rule in sheets.rules(1) if rule[1] - rule[0] > 165]
    lefts = [sheets.find(text) for text in ("000012", "机密★1年", "特急", "签发人：")]
    rights = [sheets.find(text) for text in ("慈市监函〔2022〕12号", "A类", "主动公开")]
    rows_end = sheets.find("赵某某")

    assert head_of(sheets)[0].text == "慈溪市市场监督管理局"
    assert len(reds) == 4
    assert lefts[0].top - (reds[1][2] + reds[1][3] / 2) == pytest.approx(7 / 8 * SIZE, abs=0.1)
    for left, right in zip(lefts, rights, strict=False):
        assert left.top == pytest.approx(right.top, abs=0.1)
    assert all(left.x0 == pytest.approx(LEFT, abs=0.5) for left in lefts)
    assert all(right.x1 == pytest.approx(RIGHT, abs=0.5) for right in rights)
    assert rows_end.x0 == pytest.approx(sheets.find("李某某").x0, abs=0.2)
    gap = sheets.find("关于市十七届").top - rows_end.bottom
    assert (gap - PITCH + SIZE) / PITCH == pytest.approx(2, abs=0.4)


@pytest.mark.parametrize(
    "changes",
    [
        {"issuers": OFFICES[:2]},
        {"issuers": OFFICES[:3]},
        {"signers": ("李某某", "王某", "赵某某")},
        {"signers": ("李某某", "阿依古丽·某某某提·某某木")},
        MARKS,
    ],
)
@pytest.mark.parametrize("kind", ["文件", "信函"])
def test_the_text_layer_reads_row_by_row(kind: str, changes: dict[str, Any]) -> None:
    done = made(make_letter(kind, **changes))
    sheets = Sheets(done.pdf)
    lines = [line.text for page in range(1, sheets.count + 1) for line in sheets.lines(page)]
    layer = "".join(line for line in lines if not line.startswith("—"))

    assert layer == "".join(plain_text(done.letter).split())


def test_text_begins_on_the_line_grid_below_every_head() -> None:
    for changes in ({"issuers": OFFICES[:4]}, {"signers": ("李某某", "王某", "赵某某")}, MARKS):
        spot = Sheets(made(make_letter(**changes)).pdf).find("市科技局：")

        assert (spot.top - TOP) / PITCH == pytest.approx(round((spot.top - TOP) / PITCH), abs=0.02)
        assert spot.x0 - LEFT < CELL / 4
