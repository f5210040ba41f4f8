"""The words of the oracle: rows, changes and pages as readers see them."""

import re
from decimal import ROUND_HALF_UP, Decimal
from html import unescape
from typing import Any

VERBS = {"%": ("增长", "下降"), "个百分点": ("提高", "降低")}
LEVEL = {"比上年": "与上年", "同比": "与上年同期", "比上年末": "与上年末"}
LEVEL["比上年同期末"] = "与上年同期末"


def half_up(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def written(value: Decimal, digits: int, grouped: bool = True) -> str:
    exact = half_up(value, digits)
    exact = abs(exact) if exact == 0 else exact
    return f"{exact:,f}" if grouped else f"{exact:f}"


def digits_of(row: Any) -> int:
    return max(0, -(2 * row.half_width).adjusted()) if row.half_width else row.indicator.decimals


def value_of(row: Any) -> str:
    return written(row.value, digits_of(row))


def bare_unit(row: Any) -> str:
    return str(row.indicator.unit).split("/")[0]


def said(amount: Decimal, digits: int, unit: str) -> str:
    """增长5.8%, 提高1.2个百分点, 减少3件."""
    shown = half_up(abs(amount), digits)
    if not shown:
        return "基本持平" if amount else "持平"
    return f"{VERBS.get(unit, ('增加', '减少'))[amount < 0]}{shown:f}{unit}"


def signed(value: Decimal, digits: int) -> str:
    shown = half_up(value, digits)
    sign = "+" if shown > 0 else "−" if shown < 0 else ""
    return f"{sign}{abs(shown):,f}"


def in_sentence(grown: str) -> str:
    """A change without its arrow, without the number behind its percentage."""
    return re.sub(r"^[▲▼] |（[+−][^）]*）|（现价）", "", grown)


def compared_with(row: Any) -> str:
    if row.indicator.kind == "flow":
        return "比上年" if row.through_month == 12 else "同比"
    return "比上年末" if row.through_month == 12 else "比上年同期末"


def phrase(word: str, change: str) -> str:
    return LEVEL.get(word, word) + change if change.endswith("持平") else word + change


def visible(page: str) -> str:
    """The text a reader sees, without scripts and tags."""
    bare = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.S)
    return unescape(re.sub(r"<[^>]*>", "", bare))
