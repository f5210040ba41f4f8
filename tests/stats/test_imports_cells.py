"""One cell read as a figure, with the precision it was printed with, or refused in words."""

from decimal import Decimal

import pytest

from cixi_ip.workbooks.cells import clean, exact, squeezed, text_of
from cixi_ip.workbooks.complaints import column_of, letter, split
from cixi_ip.workbooks.sheets import Cell, Fault
from stats.imports.cells import Unit, growth_of, has_noise, number_of, whole_of

COUNT = Unit.of("件", "件", 0, "flow")
RATIO = Unit.of("件/万人", "件/万人|件", 1, "ratio")
MONEY = Unit.of("亿元", "亿元", 2, "flow")
PERCENT = Unit.of("%", "%", 2, "ratio")
PEOPLE = Unit.of("万人", "万人", 1, "stock")


@pytest.mark.parametrize(
    ("cell", "unit", "value", "half"),
    [
        (12688.0, COUNT, "12688", "0"),
        ("12688", COUNT, "12688", "0"),
        ("12,688", COUNT, "12688", "0"),
        ("１２，６８８", COUNT, "12688", "0"),
        ("12688件", COUNT, "12688", "0"),
        ("596.00", COUNT, "596", "0"),
        ("596.0件", COUNT, "596", "0"),
        (596.0000000001, COUNT, "596", "0"),
        ("1.2345万", COUNT, "12345", "0.5"),
        ("1.2万", COUNT, "12000", "500"),
        ("3.5亿", COUNT, "350000000", "5000000"),
        (-5.0, COUNT, "-5", "0"),
        (0.0, COUNT, "0", "0"),
        (42.5, RATIO, "42.5", "0.05"),
        (42.0, RATIO, "42", "0.05"),
        ("42", RATIO, "42", "0.05"),
        (42.53, RATIO, "42.53", "0.005"),
        ("42.5件", RATIO, "42.5", "0.05"),
        ("12.71%", PERCENT, "12.71", "0.005"),
        (12.7, PERCENT, "12.7", "0.005"),
        (1.859, MONEY, "1.859", "0.0005"),
        ("18590万元", MONEY, "1.859", "0.00005"),
        (186.5, PEOPLE, "186.5", "0.05"),
        (187.0, PEOPLE, "187", "0.05"),
        (0.1 + 0.2, RATIO, "0.3", "0.05"),
        (42.123456789, RATIO, "42.123457", "0.000001"),
    ],
)
def test_numbers_keep_what_was_printed(cell: Cell, unit: Unit, value: str, half: str) -> None:
    reading = number_of(cell, unit)
    assert reading is not None
    assert (reading.value, reading.half_width) == (Decimal(value), Decimal(half))


@pytest.mark.parametrize("cell", ["", " ", "—", "－", "-", "/"])
def test_nothing_is_never_0(cell: str) -> None:
    assert number_of(cell, COUNT) is None


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("约六千", "不是可用的数字"),
        ("5902家", "不是可用的数字"),
        ("2023-01-01", "不是可用的数字"),
        ("TRUE", "不是可用的数字"),
        (Fault("#REF!（公式出错）"), "#REF!（公式出错）没有结果可读"),
        (float("inf"), "数过大"),
        (1e15, "超过 14 位"),
        (1e30, "超过 14 位"),
        (-1e300, "超过 14 位"),
        ("1.1234567", "小数超过 6 位"),
    ],
)
def test_what_is_no_number_is_said(cell: Cell, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        number_of(cell, COUNT)


def test_noise_of_a_formula_is_told_apart() -> None:
    assert has_noise(42.123456789)
    assert not has_noise(0.1 + 0.2)
    assert not has_noise("42.123456789")


@pytest.mark.parametrize(
    ("cell", "growth"),
    [
        ("5.8%", (Decimal("5.8"), 1)),
        (5.8, (Decimal("5.8"), 1)),
        ("-3.25", (Decimal("-3.25"), 2)),
        ("0.44个百分点", (Decimal("0.44"), 2)),
        ("—", None),
    ],
)
def test_growth_keeps_its_digits(cell: Cell, growth: object) -> None:
    assert growth_of(cell) == growth


@pytest.mark.parametrize("cell", ["很多", "5.1234", 1e7, 1e30, Fault("#N/A（公式出错）")])
def test_growth_that_cannot_be_kept_is_refused(cell: Cell) -> None:
    with pytest.raises(ValueError, match="。"):
        growth_of(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [(2023.0, 2023), ("2023年", 2023), ("第1位", 1), ("１２", 12), ("—", None), ("12月", 12)],
)
def test_whole_numbers(cell: Cell, number: int | None) -> None:
    assert whole_of(cell) == number


@pytest.mark.parametrize("cell", ["二〇二三", 2023.5, 1e30, "2023-01-01", "-1", "1" * 9])
def test_whole_numbers_are_never_guessed(cell: Cell) -> None:
    with pytest.raises(ValueError, match="不是整数"):
        whole_of(cell)


def test_codes_kept_as_numbers_are_read_as_they_are_shown() -> None:
    assert text_of(330282.0) == "330282"
    assert text_of(" 330282-BJ　") == "330282-BJ"
    assert exact(1e20) == Decimal("100000000000000000000")


def test_texts_lose_what_nobody_can_see() -> None:
    assert clean("按原\u200b件") == ("按原件", True)
    assert clean("第一行\n第二行") == ("第一行 第二行", False)
    assert squeezed("实用\n 新型（件）") == "实用新型(件)"


@pytest.mark.parametrize(
    ("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")]
)
def test_columns_by_letters_and_back(number: int, letters: str) -> None:
    assert letter(number) == letters
    assert column_of(letters) == number


def test_a_message_parts_into_what_and_how() -> None:
    assert split("数值不能为负。请改正。") == ("数值不能为负。", "请改正。")
    assert split("时段还没有到，请检查年份。") == ("时段还没有到。", "请检查年份。")
