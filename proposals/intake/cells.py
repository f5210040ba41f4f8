"""Reads one cell of a 交办清单: a number, a date, a choice, names; faults say how to mend."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta

from cixi_ip.workbooks.cells import is_blank, squeezed, text_of
from cixi_ip.workbooks.sheets import Cell, Fault

# What a spreadsheet keeps for a date is the number of days since then.
DAY_ZERO = date(1899, 12, 30)
SERIALS = range(30_000, 80_000)
MOST_NUMBER = 999_999
YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: ?\d{1,2}:\d\d(?::\d\d)?)?")
TOGETHER = re.compile(r"(\d{4})(\d\d)(\d\d)")
NUMBER = re.compile(r"(?:人大|政协)?(?:建议|提案|议案)?第?(\d{1,9})号?(?:建议|提案|议案)?")
PARTED = re.compile(r"[、,，;；/\n\r\t]+|\s{1,}")
SPACED = re.compile(
    r"(?<![^\s、,，;；])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?=$|[\s、,，;；])"
)
UNITS_PARTED = re.compile(r"[、,，;；\n\r\t]+|\s{2,}")
WORDS = {
    "role": {
        "主办": "主办", "牵头": "主办", "牵头主办": "主办",
        "协办": "协办", "会办": "协办", "配合": "协办", "协办(会办)": "协办",
        "分办": "分办", "分别办理": "分办",
        "独办": "独办", "单办": "独办", "单独办理": "独办",
        "参阅": "参阅", "参阅件": "参阅", "参考": "参阅", "阅": "参阅",
    },
    "kind": {
        "建议": "建议", "代表建议": "建议", "人大建议": "建议", "人大代表建议": "建议",
        "提案": "提案", "政协提案": "提案", "委员提案": "提案", "个人提案": "提案",
        "集体提案": "提案", "党派提案": "提案",
        "议案": "议案", "代表议案": "议案",
    },
    "wish": {
        "全文": "全文", "同意全文公开": "全文", "全文公开": "全文", "同意公开": "全文",
        "同意": "全文", "公开": "全文", "是": "全文",
        "标题": "标题", "仅公开标题": "标题", "公开标题": "标题",
        "不公开": "不公开", "不同意公开": "不公开", "不同意": "不公开", "否": "不公开",
    },
    "sitting": {
        "大会": "大会", "会议期间": "大会", "大会期间": "大会", "会间": "大会",
        "闭会": "闭会", "闭会期间": "闭会", "平时": "闭会", "会后": "闭会",
    },
    "repeated": {
        "两年": "两年", "2年": "两年", "二年": "两年", "三年": "三年", "3年": "三年",
        "三年以上": "三年以上", "3年以上": "三年以上", "否": "", "无": "",
    },
}  # fmt: skip
YES_NO = {
    "是": True, "√": True, "✓": True, "y": True, "yes": True, "1": True, "有": True,
    "重点": True, "重点督办": True, "需": True, "需要": True, "true": True,
    "否": False, "×": False, "x": False, "n": False, "no": False, "0": False, "无": False,
    "不": False, "不需": False, "不需要": False, "false": False,
}  # fmt: skip


def refuse_fault(cell: Cell) -> None:
    if isinstance(cell, Fault):
        raise ValueError(
            f"这一格是公式，{str(cell).strip('（）')}。请改好公式，或把结果粘贴为数值后再上传。"
        )


def number_of(cell: Cell) -> int:
    """220, ２２０, 第220号, 建议220."""
    refuse_fault(cell)
    text = squeezed(text_of(cell))
    if not text:
        raise ValueError("没有填编号。请照来文补上，如 220。")
    found = NUMBER.fullmatch(text)
    number = int(found[1]) if found else 0
    if not 0 < number <= MOST_NUMBER:
        raise ValueError(f"编号“{text[:20]}”读不出来。请只填数字，如 220。")
    return number


def date_of(cell: Cell, today: date) -> date | None:
    """2026-03-05, 2026年3月5日, 20260305, or the number a spreadsheet keeps for a date."""
    refuse_fault(cell)
    if is_blank(cell):
        return None
    text = unicodedata.normalize("NFKC", text_of(cell)).strip()
    day = read_date(text)
    if day is None:
        raise ValueError(f"日期“{text[:20]}”读不出来。请照 2026-03-05 的写法填写，年份要写全。")
    if day > today:
        raise ValueError(f"日期 {day} 晚于今天。请核对年份。")
    if day.year < 1990:
        raise ValueError(f"日期 {day} 太早。请核对年份。")
    return day


def read_date(text: str) -> date | None:
    if text.isascii() and text.isdecimal() and int(text) in SERIALS:
        return DAY_ZERO + timedelta(int(text))
    found = YEAR_FIRST.fullmatch(text.replace(" 0:00", "")) or TOGETHER.fullmatch(text)
    try:
        return date(*(int(part) for part in found.groups()[:3])) if found else None
    except ValueError:
        return None


def word_of(field: str, cell: Cell) -> str:
    """One of the words a choice knows, as it is stored; empty for an empty cell."""
    refuse_fault(cell)
    if is_blank(cell):
        return ""
    words = WORDS[field]
    text = squeezed(text_of(cell))
    if text not in words:
        raise ValueError(f"“{text[:20]}”认不出。请从这几项中选：{listed(words)}。")
    return words[text]


def listed(words: Mapping[str, str]) -> str:
    return "、".join(dict.fromkeys(stored for stored in words.values() if stored))


def yes_of(cell: Cell) -> bool | None:
    """None for an empty cell."""
    refuse_fault(cell)
    if is_blank(cell):
        return None
    text = squeezed(text_of(cell)).lower()
    if text not in YES_NO:
        raise ValueError(f"“{text[:20]}”认不出。请填“是”或“否”。")
    return YES_NO[text]


def names_of(cell: Cell) -> list[str]:
    """甲、乙,丙: a name of two hanzi may be spaced out to three (张　三)."""
    refuse_fault(cell)
    text = SPACED.sub(r"\1\2", text_of(cell))
    found = (part.strip() for part in PARTED.split(text))
    return list(dict.fromkeys(part.removesuffix("等") for part in found if part.strip("等")))


def units_of(cell: Cell) -> list[str]:
    refuse_fault(cell)
    found = (part.strip() for part in UNITS_PARTED.split(text_of(cell)))
    return list(dict.fromkeys(part for part in found if part and not is_blank(part)))
