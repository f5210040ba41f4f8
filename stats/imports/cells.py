"""Reads one cell as a figure, a growth rate or a whole number; pure."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from cixi_ip.wording import Reading, is_count, read_number, rounded
from cixi_ip.workbooks.cells import NOTHING, exact, is_blank, text_of
from cixi_ip.workbooks.sheets import Cell, Fault

GROWTH_UNITS = ("%", "个百分点", "件", "亿元")
MOST_WHOLE_DIGITS, MOST_DECIMALS = 14, 6
ZERO, HALF = Decimal(0), Decimal("0.5")
MOST_GROWTH, GROWTH_DECIMALS = Decimal(10) ** 6, 3
FAULT = "{}没有结果可读。请在 Excel 或 WPS 中改好公式，或改填数值。"


@dataclass(frozen=True)
class Unit:
    """How an indicator's numbers are printed: its unit words and the catalogue's decimals."""

    words: tuple[str, ...]
    decimals: int
    is_whole: bool

    @classmethod
    def of(cls, unit: str, printed_units: str, decimals: int, kind: str) -> Unit:
        words = (unit, *printed_units.split("|"))
        return cls(words, decimals, is_count("", words) and not decimals and kind != "ratio")


def number_of(cell: Cell, unit: Unit) -> Reading | None:
    """The value and its precision; None for nothing; ValueError, in Chinese, for no number.

    A spreadsheet drops trailing zeros, so a bare number has at least the catalogue's decimals:
    42 件/万人 is 42.0. Counts are exact. With a word behind it, it is read as printed: 1.2万.
    """
    if unit.is_whole and type(cell) is float and cell.is_integer() and abs(cell) < 1e14:
        return Reading(Decimal(int(cell)), ZERO)
    if is_blank(cell):
        return None
    value = exact(cell) if isinstance(cell, float) else None
    if value is None:
        text = str(cell)
        if isinstance(cell, Fault):
            raise ValueError(FAULT.format(cell))
        reading = read_number(text, unit.words)
        if not unicodedata.normalize("NFKC", text).strip()[-1].isdecimal():
            return counted(checked(reading), unit)
        value = reading.value
    places = max(-int(value.as_tuple().exponent), 0)
    if unit.is_whole and places == 0:
        return checked(Reading(value, ZERO))
    # More decimals than are kept come from a formula: what is stored is then half up.
    digits = min(max(places, unit.decimals), MOST_DECIMALS)
    half = max(rounded(Decimal(5).scaleb(-digits - 1), MOST_DECIMALS), Decimal("0.000001"))
    if isinstance(cell, float):
        value = rounded(value, MOST_DECIMALS) if places > MOST_DECIMALS else value
    return counted(checked(Reading(value, half)), unit)


def counted(reading: Reading, unit: Unit) -> Reading:
    """596.00 件 is 596 pieces, however many noughts a program wrote; 1.2万 stays a rounded one."""
    value = reading.value
    if not unit.is_whole or reading.half_width >= HALF or value != value.to_integral_value():
        return reading
    return Reading(value.to_integral_value(), ZERO)


def checked(reading: Reading) -> Reading:
    value = reading.value
    if value.adjusted() >= MOST_WHOLE_DIGITS:
        raise ValueError("数字过大（整数超过 14 位）。请检查单位或是否多打了数字。")
    if -int(value.normalize().as_tuple().exponent) > MOST_DECIMALS:
        raise ValueError("小数超过 6 位。请按原文的小数位填写。")
    return Reading(value, rounded(reading.half_width, MOST_DECIMALS))


def has_noise(cell: Cell) -> bool:
    """Whether the cell holds more decimals than are kept; its value is then rounded."""
    if not isinstance(cell, float) or cell.is_integer():
        return False
    return -int(exact(cell).as_tuple().exponent) > MOST_DECIMALS


def growth_of(cell: Cell) -> tuple[Decimal, int] | None:
    """A growth rate and its decimals."""
    if is_blank(cell):
        return None
    if isinstance(cell, Fault):
        raise ValueError(FAULT.format(cell))
    value = exact(cell) if isinstance(cell, float) else read_number(str(cell), GROWTH_UNITS).value
    digits = max(-int(value.as_tuple().exponent), 0)
    if digits > GROWTH_DECIMALS:
        raise ValueError(f"增幅的小数超过 {GROWTH_DECIMALS} 位。请按原文印出的位数填写。")
    if abs(value) >= MOST_GROWTH:
        raise ValueError("增幅过大，请检查是否多打了数字。")
    return value, digits


@lru_cache(maxsize=1024)
def whole_of(cell: Cell) -> int | None:
    """A whole number such as a year or a rank."""
    text = text_of(cell)
    if text in NOTHING:
        return None
    plain = unicodedata.normalize("NFKC", text).removeprefix("第").rstrip("年月位名")
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 7):
        raise ValueError(f"“{text}”不是整数。请填阿拉伯数字，如 12。")
    return int(plain)
