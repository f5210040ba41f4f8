"""版记 on paper: its rows and rules, an addressee moved into it, and its even page."""

from typing import Any

import pytest

from proposals.letters import Format, Letter, Typeset, parse_body, plain_text, to_pdf
from tests.proposals.letters.ruler import FOOT, LEFT, MM, RIGHT, Sheets
from tests.proposals.letters.samples import MOMENT, PLAIN, make_letter

SMALL = 14 * MM  # 4号
OFFICES = tuple(f"第{number}街道办事处" for number in range(1, 70))
LINE = "这是凑足行数的一段短文。\n"


def made(letter: Letter) -> Typeset:
    return to_pdf(letter, moment=MOMENT)


def black_rules(sheets: Sheets, page: int) -> list[tuple[float, float, float, float]]:
    return [rule for rule in sheets.rules(page) if rule[2] > 100]


@pytest.mark.parametrize("cc", [OFFICES[:3], OFFICES[:50]])
def test_copies_turn_over_after_the_colon_between_rules_at_the_foot(cc: tuple[str, ...]) -> None:
    sheets = Sheets(made(make_letter(cc=cc)).pdf)
    page = sheets.count
    copies, printer = sheets.find("抄送："), sheets.find("慈溪市市场监督管理局办公室")
    printed = sheets.find("2022年5月10日印发")
    rules = black_rules(sheets, page)

    assert [round(rule[3], 2) for rule in rules] == [0.35, 0.25, 0.35]
    assert all(rule[0] == pytest.approx(LEFT, abs=0.1) for rule in rules)
    assert all(rule[1] == pytest.approx(RIGHT, abs=0.1) for rule in rules)
    assert rules[2][2] == pytest.approx(FOOT, abs=0.2)
    assert rules[0][2] < copies.top < rules[1][2] < printer.top < rules[2][2]
    for spot in (copies, printer):
        assert spot.x0 - LEFT == pytest.approx(SMALL, abs=0.1)
        assert spot.size == 14
    assert RIGHT - printed.x1 == pytest.approx(SMALL, abs=0.1)
    lines = [line for line in sheets.lines(page) if copies.top + 1 < line.top < printer.top - 1]
    assert bool(lines) == (len(cc) > 3)
    for line in lines:
        assert line.x0 - copies.x0 == pytest.approx(3 * SMALL, abs=0.1)
        # A mark at the end of a line is half as wide as its box.
        assert line.x1 - SMALL / 2 * (line.text[-1] in "，。") <= RIGHT - SMALL + 0.2


@pytest.mark.parametrize("kind", ["文件", "信函"])
def test_an_addressee_that_leaves_no_text_on_the_first_page_moves_into_the_record(
    kind: str,
) -> None:
    letter = make_letter(kind, addressee="、".join(OFFICES), body=parse_body(PLAIN))
    done = made(letter)
    sheets = Sheets(done.pdf)
    to, copies = sheets.find("主送："), sheets.find("抄送：")

    assert done.letter.addressee_in_record
    assert not letter.addressee_in_record
    assert any("已移至版记（7.3.2）" in note for note in done.notes)
    assert sheets.find("我们将继续加强").page == 1
    assert to.page == copies.page == sheets.count
    assert to.x0 == pytest.approx(copies.x0, abs=0.1)
    between = [rule for rule in black_rules(sheets, to.page) if to.top < rule[2] < copies.top]
    assert between == []
    assert "第69街道办事处。" in plain_text(done.letter)
    layer = "".join(line.text for page in range(1, sheets.count + 1) for line in sheets.lines(page))
    assert "".join(plain_text(done.letter).split()) == layer.replace("—1—", "").replace("—2—", "")


def test_an_addressee_that_leaves_room_stays_where_it_is() -> None:
    done = made(make_letter(addressee="、".join(OFFICES[:8])))

    assert not done.letter.addressee_in_record
    assert done.notes == ()


def test_a_plain_letters_record_has_neither_rules_nor_imprint() -> None:
    sheets = Sheets(made(make_letter("信函")).pdf)

    assert sheets.find("抄送：").bottom == pytest.approx(FOOT, abs=0.3)
    assert black_rules(sheets, sheets.count) == []
    assert not sheets.all("印发")


@pytest.mark.parametrize("kind", ["文件", "信函", "纪要"])
@pytest.mark.parametrize("lines", range(3, 48, 4))
def test_the_record_stands_on_an_even_page_when_asked(kind: str, lines: int) -> None:
    letter = make_letter(kind, body=parse_body(LINE * lines), record_on_even_page=True)
    sheets = Sheets(made(letter).pdf)
    last = sheets.find("抄送：").page

    assert last % 2 == 0
    assert last == sheets.count
    blank = [page for page in range(2, last) if not sheets.lines(page)]
    assert blank in ([], [last - 1])
    numbered = [page for page in range(1, last + 1) if sheets.all(f"—{page}—")]
    first = 2 if letter.format is Format.LETTER else 1
    assert numbered == list(range(first, last - 1 if blank else last + 1))


def test_a_blank_page_is_noted() -> None:
    letter = make_letter(body=parse_body(LINE * 24), record_on_even_page=True)
    done = made(letter)

    assert done.pages == 4
    assert done.notes[-1] == "版记移至双页，其前有一个空白页，两页不编页码（7.5）。"
    assert made(make_letter(body=parse_body(LINE * 24))).pages == 3


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"cc": ()}, [0.35, 0.35]),
        ({"printer": ""}, [0.35, 0.35]),
        ({"cc": (), "printer": ""}, []),
    ],
)
def test_rules_stand_only_around_what_there_is(changes: dict[str, Any], rules: list[float]) -> None:
    sheets = Sheets(made(make_letter(**changes)).pdf)

    assert [round(rule[3], 2) for rule in black_rules(sheets, sheets.count)] == rules
