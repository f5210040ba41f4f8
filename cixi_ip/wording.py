"""Chinese numbers, dates, periods and changes in words; the one formatter of the whole system."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

DASH = "—"
MINUS = "−"  # as wide as the plus sign; a hyphen is lost before digits
MULTIPLIERS = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
TYPED = re.compile(
    r"(?P<sign>[-−+]?)(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?P<word>.*)"
)


def rounded(value: Decimal, digits: int) -> Decimal:
    """Round half up (四舍五入) to `digits` decimals."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def number(value: Decimal | None, digits: int = 0, *, grouped: bool = False) -> str:
    """`value` with exactly `digits` decimals; nothing known is a dash, never 0.

    Screens and tables group by thousands and have a true minus sign; letters, files and fields of
    forms have neither.
    """
    if value is None:
        return DASH
    exact = rounded(value, digits)
    if exact == 0:
        exact = abs(exact)
    return f"{exact:,f}".replace("-", MINUS) if grouped else f"{exact:f}"


# Years, their spans and the numbers of papers and standards are never grouped.
LONG = re.compile(r"(?<![\d.,〔第A-Za-z])(?<![A-Za-z][ /-])\d{4,}(?![\d年月号〕]|[—-]\d{4}年)")


def grouped(text: str) -> str:
    """A sentence with its long numbers grouped by thousands, as screens print them: 3,483件."""
    return LONG.sub(lambda match: f"{int(match[0]):,}", text)


def hanzi(count: int) -> str:
    """一, 十, 二十三: whole numbers from 1 to 99, as ranks and series are counted."""
    if not 1 <= count <= 99:
        raise ValueError(f"只写得出一到九十九，现为 {count}")
    digits: tuple[str, ...] = ("", *"一二三四五六七八九")
    tens, ones = divmod(count, 10)
    return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + digits[ones]


def if_chinese(text: str) -> str:
    """`text` when it is written for our readers; the framework's own English is left out."""
    return text if re.search("[一-鿿]", text) else ""


def printed_digits(half_width: Decimal, decimals: int) -> int:
    """Decimals a value was printed with (19.67, 16); an exact one takes the catalogue's."""
    return max(0, -(2 * half_width).adjusted()) if half_width else decimals


def chinese_date(day: date) -> str:
    """2023年4月12日: Arabic figures, full year, no leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def timing(kind: str, unit: str, numerator_kind: str = "") -> str:
    """`flow` or `stock`: a ratio goes by its numerator, one like 占GDP比重 by the year."""
    if kind != "ratio":
        return kind
    return numerator_kind or ("flow" if unit == "%" else "stock")


def period(year: int, month: int, kind: str) -> str:
    """A period in words: `flow` covers January to `month`, `stock` stands at its end."""
    if kind == "flow":
        months = f"1—{month}月" if month > 1 else "1月"
        return f"{year}年" if month == 12 else f"{year}年{months}"
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

    `units` are the unit words allowed behind the number, the catalogue's own first: the value is
    in that unit (`18590万元` of an indicator in 亿元 is 1.859). Whole counts are exact, half width
    0; numbers printed in 万 or 亿, and ratios, are rounded ones.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    match = TYPED.fullmatch(plain)
    scale = unit_scale(match["word"], units) if match else None
    if match is None or scale is None:
        example = (
            f"12688、12,688、1.2万、3.5亿，后面可带单位“{units[0]}”" if units else "12688、1.2万"
        )
        raise ValueError(
            f"“{text.strip()}”不是可用的数字。请填阿拉伯数字，如 {example}；"
            "没有数据时请留空并选择状态。"
        )
    printed = Decimal(match["digits"].replace(",", ""))
    value = printed * scale
    places = -int(printed.as_tuple().exponent)
    exact = places == 0 and is_count(match["word"], units)
    half = Decimal(0) if exact else Decimal(5).scaleb(-places - 1) * scale
    return Reading(-value if match["sign"] in ("-", "−") else value, half)


def split_unit(word: str) -> tuple[str, str]:
    """亿元 is 亿 and 元; 万 alone is 万 and nothing; 件/万人 is no multiple."""
    if word[:1] in ("万", "亿"):
        return word[0], word[1:].strip()
    return "", word


def unit_scale(word: str, units: tuple[str, ...]) -> Decimal | None:
    """How many of the catalogue's unit one printed `word` is; None when it is another unit."""
    if not word or word in units:
        return Decimal(1)
    times, bare = split_unit(word)
    own_times, own_bare = split_unit(units[0] if units else "")
    if bare and bare not in (own_bare, *units):
        return None
    return MULTIPLIERS[times] / MULTIPLIERS[own_times]


def is_count(word: str, units: tuple[str, ...]) -> bool:
    """Whether a whole number with this unit counts single things, so that nothing was rounded."""
    unit = units[0] if units else ""
    printed = unit if not word or word in units else word
    return not split_unit(printed)[0] and unit != "%" and "/" not in unit
