"""Numbers, dates and periods as Chinese readers write and read them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cixi_ip import wording

NUMBERS = [
    ("12688", 0, False, "12688"),
    ("12688", 0, True, "12,688"),
    ("42.5", 1, False, "42.5"),
    ("5", 1, False, "5.0"),
    ("2.345", 2, False, "2.35"),
    ("-2.345", 2, False, "-2.35"),
    ("-0.04", 1, False, "0.0"),
    ("1234567.891", 2, True, "1,234,567.89"),
    ("-12688", 0, True, "−12,688"),
]


@pytest.mark.parametrize(("value", "digits", "grouped", "shown"), NUMBERS)
def test_numbers_have_exactly_their_decimals(
    value: str, digits: int, grouped: bool, shown: str
) -> None:
    assert wording.number(Decimal(value), digits, grouped=grouped) == shown


@pytest.mark.parametrize(
    ("text", "grouped"),
    [
        ("2022年末3483件", "2022年末3,483件"),
        ("约为7890—7910件", "约为7,890—7,910件"),
        ("2021—2022年，国发〔2021〕20号，第2021号", "2021—2022年，国发〔2021〕20号，第2021号"),
        ("GB/T 29490认证12345.6789万", "GB/T 29490认证12,345.6789万"),
        ("0.12345与1,234", "0.12345与1,234"),
        ("12000件+1000件=13000件", "12,000件+1,000件=13,000件"),
    ],
)
def test_long_numbers_of_a_sentence_are_grouped(text: str, grouped: str) -> None:
    assert wording.grouped(text) == grouped
    assert wording.grouped(grouped) == grouped


def test_nothing_known_is_a_dash_and_never_a_zero() -> None:
    assert wording.number(None) == "—"
    assert wording.number(Decimal(0)) == "0"


@pytest.mark.parametrize(
    ("count", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")]
)
def test_counting_words(count: int, words: str) -> None:
    assert wording.hanzi(count) == words


@pytest.mark.parametrize("count", [0, 100])
def test_counting_words_end_at_ninety_nine(count: int) -> None:
    with pytest.raises(ValueError, match="九十九"):
        wording.hanzi(count)


def test_dates_have_no_leading_zeros() -> None:
    assert wording.chinese_date(date(2023, 4, 2)) == "2023年4月2日"


PERIODS = [
    (2022, 12, "flow", "2022年", "2022年全年"),
    (2023, 7, "flow", "2023年1—7月", "2023年1—7月"),
    (2023, 1, "flow", "2023年1月", "2023年1月"),
    (2022, 12, "stock", "2022年末", "截至2022年末"),
    (2023, 6, "stock", "2023年6月末", "截至2023年6月末"),
    (2022, 12, "ratio", "2022年末", "截至2022年末"),
]


@pytest.mark.parametrize(("year", "month", "kind", "period", "as_of"), PERIODS)
def test_periods(year: int, month: int, kind: str, period: str, as_of: str) -> None:
    assert wording.period(year, month, kind) == period
    assert wording.as_of(year, month, kind) == as_of


PIECES, PEOPLE, MONEY = ("件",), ("万人",), ("亿元",)
PER_HEAD, SHARE = ("件/万人", "件"), ("%",)
READ = [
    ("12688", PIECES, "12688", "0"),
    ("12,688", PIECES, "12688", "0"),
    ("12，688", PIECES, "12688", "0"),
    ("１２６８８", PIECES, "12688", "0"),
    (" 12688 件 ", PIECES, "12688", "0"),
    ("1.2万", PIECES, "12000", "500"),
    ("12万件", PIECES, "120000", "5000"),
    ("40.11万件", PIECES, "401100", "50"),
    ("3.5亿", PIECES, "350000000", "5000000"),
    ("-3", PIECES, "-3", "0"),
    ("−3", PIECES, "-3", "0"),
    ("+3", PIECES, "3", "0"),
    ("42.5", PER_HEAD, "42.5", "0.05"),
    ("42.5件", PER_HEAD, "42.5", "0.05"),
    ("42.50件/万人", PER_HEAD, "42.5", "0.005"),
    ("43", PER_HEAD, "43", "0.5"),
    ("5.8％", SHARE, "5.8", "0.05"),
    ("6%", SHARE, "6", "0.5"),
    ("185.9", PEOPLE, "185.9", "0.05"),
    ("185.9万", PEOPLE, "185.9", "0.05"),
    ("185.9万人", PEOPLE, "185.9", "0.05"),
    ("186", PEOPLE, "186", "0.5"),
    ("1859000人", PEOPLE, "185.9", "0"),
    ("3.5亿元", MONEY, "3.5", "0.05"),
    ("35000万元", MONEY, "3.5", "0.00005"),
    ("12.5", (), "12.5", "0.05"),
]


@pytest.mark.parametrize(("text", "units", "value", "half_width"), READ)
def test_numbers_are_read_as_staff_and_papers_write_them(
    text: str, units: tuple[str, ...], value: str, half_width: str
) -> None:
    reading = wording.read_number(text, units)
    assert (reading.value, reading.half_width) == (Decimal(value), Decimal(half_width))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "一万",
        "1.2.3",
        "12家",
        "12,68",
        "1,2688",
        "1.2万万",
        "12688元",
        "1e5",
        "--3",
        "%",
    ],
)
def test_what_is_no_number_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(ValueError, match=r"不是可用的数字.*请填阿拉伯数字") as refusal:
        wording.read_number(text, PIECES)
    assert f"“{text}”" in str(refusal.value)
    assert "单位“件”" in str(refusal.value)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3))
def test_what_is_printed_is_read_back(value: Decimal) -> None:
    for grouped in (True, False):
        printed = wording.number(value, 3, grouped=grouped)
        assert wording.read_number(printed) == wording.Reading(value, Decimal("0.0005"))
