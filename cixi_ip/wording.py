"""Chinese numbers, dates, periods and changes in words; the one formatter of the whole system."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

DASH = "—"
MULTIPLIERS = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
TYPED = re.compile(
    r"(?P<sign>[-−]?)(?P<digits>\d[\d,，]*(?:\.\d+)?)\s*(?P<times>[万亿]?)(?P<unit>.*)"
)


def rounded(value: Decimal, digits: int) -> Decimal:
    """Round half up (四舍五入) to `digits` decimals."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def number(value: Decimal | None, digits: int = 0, *, grouped: bool = False) -> str:
    """`value` with exactly `digits` decimals; nothing known is a dash, never 0.

    Screens and tables group by thousands; letters do not.
    """
    if value is None:
        return DASH
    exact = rounded(value, digits)
    if exact == 0:
        exact = abs(exact)
    return f"{exact:,f}" if grouped else f"{exact:f}"


def chinese_date(day: date) -> str:
    """2023年4月12日: Arabic figures, full year, no leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def period(year: int, month: int, kind: str) -> str:
    """A period in words: `flow` covers January to `month`, `stock` and `ratio` stand at its end."""
    if kind == "flow":
        return f"{year}年" if month == 12 else f"{year}年1—{month}月"
    return f"{year}年末" if month == 12 else f"{year}年{month}月末"


def as_of(year: int, month: int, kind: str) -> str:
    """As `period`, in the form a card prints: 2022年全年, 截至2022年末."""
    if kind == "flow":
        return f"{year}年全年" if month == 12 else period(year, month, kind)
    return "截至" + period(year, month, kind)


@dataclass(frozen=True)
class Reading:
    """A number as somebody typed it: its value and half a unit of its last printed digit."""

    value: Decimal
    half_width: Decimal


def read_number(text: str, units: tuple[str, ...] = ()) -> Reading:
    """Read `12,688`, `１２６８８`, `1.2万`, `42.5件`; raise ValueError in Chinese otherwise.

    `units` are the unit words allowed behind the number. The half width is 0 for whole numbers
    without 万 or 亿, which are exact counts.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    match = TYPED.fullmatch(plain)
    if match is None or (match["unit"].strip() and match["unit"].strip() not in units):
        raise ValueError(
            f"“{text.strip()}”不是数字。请填阿拉伯数字，可写 12688、12,688、1.2万、3.5亿；"
            "没有数据时请留空并选择状态。"
        )
    digits = match["digits"].replace(",", "").replace("，", "")
    try:
        printed = Decimal(digits)
    except InvalidOperation as error:
        raise ValueError(f"“{text.strip()}”不是数字。") from error
    times = MULTIPLIERS[match["times"]]
    places = -int(printed.as_tuple().exponent)
    exact = places == 0 and times == 1
    half = Decimal(0) if exact else Decimal(5).scaleb(-places - 1) * times
    return Reading(-printed * times if match["sign"] else printed * times, half)
