"""Reads a year's days off as pasted from the notice, a line for each day or span of days; pure.

2027-10-01至2027-10-07 放假 国庆节, or 2027-10-09 上班 国庆节调休.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

OFF, ON = ("放假", "休息", "休"), ("上班", "调休上班", "班", "补班")
DAY = r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?"
LINE = re.compile(rf"{DAY}(?:\s*(?:至|到|~|—+|--+)\s*{DAY})?[\s,、:]+(\S+?)[\s,、:]+(\S.*)")
LONGEST_SPAN, LONGEST_NAME = 15, 20
SHAPE = "请照“10月1日至10月7日 放假 国庆节”的写法，一行一段。"


@dataclass(frozen=True)
class NamedDay:
    day: date
    is_working: bool
    name: str


def read(text: str, year: int) -> list[NamedDay]:
    """The days in order; ValueError names the line that cannot be read and says how to write it."""
    found: dict[date, NamedDay] = {}
    for number, line in enumerate(text.splitlines(), 1):
        plain = unicodedata.normalize("NFKC", line).strip()
        if not plain:
            continue
        for one in days_of(plain, year, number):
            if one.day in found:
                raise ValueError(f"第 {number} 行：{one.day} 前面已经写过。请删去重复的。")
            found[one.day] = one
    if not found:
        raise ValueError(f"没有写日期。{SHAPE}")
    return [found[day] for day in sorted(found)]


def days_of(line: str, year: int, number: int) -> Iterator[NamedDay]:
    match = LINE.fullmatch(line)
    if not match:
        raise ValueError(f"第 {number} 行“{line[:30]}”读不出来。{SHAPE}")
    year1, month1, day1, year2, month2, day2, word, name = match.groups()
    if word not in (*OFF, *ON):
        raise ValueError(f"第 {number} 行“{word[:10]}”认不出，请写“放假”或“上班”。")
    try:
        first = date(int(year1 or year), int(month1), int(day1))
        last = date(int(year2 or first.year), int(month2), int(day2)) if month2 else first
    except ValueError as error:
        raise ValueError(f"第 {number} 行的日期不存在。请核对月、日。") from error
    refuse_span(first, last, year, number)
    if len(name) > LONGEST_NAME:
        raise ValueError(f"第 {number} 行的名称超过 {LONGEST_NAME} 字。请缩短。")
    for offset in range((last - first).days + 1):
        yield NamedDay(first + timedelta(offset), word in ON, name)


def refuse_span(first: date, last: date, year: int, number: int) -> None:
    """A year's notice may reach into the last days of the year before (元旦)."""
    if not date(year - 1, 12, 20) <= first <= last <= date(year, 12, 31):
        raise ValueError(f"第 {number} 行的日期不在{year}年。请核对年份和先后。")
    if (last - first).days >= LONGEST_SPAN:
        raise ValueError(f"第 {number} 行超过 {LONGEST_SPAN} 天。请核对起止日期。")
