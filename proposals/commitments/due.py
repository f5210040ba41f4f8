"""Reads by when something is promised, seen from the letter's date: 年内, 6月底前, 三年内."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

DIGITS = {char: value for value, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
PART = (
    r"\d{1,2}月(?:份)?(?:\d{1,2}日|[上中下]旬|底|末)?|第?[一二三四1-4]季度(?:末|底)?"
    "|[上下]半年|年?[底末]"
)
# Counted months and years that lie ahead: 三年内, 未来三年, 6个月内.
SPAN = r"(?P<count>\d{1,2}|[一二两三四五六七八九十半])(?P<unit>个月|年)"
FOUND = re.compile(
    rf"(?<![\d比较从自近—\-~～])(?:"
    rf"(?:(?P<year>20\d\d)年|(?P<word>[今本明后来])年)(?!度|版|修|第\d|以来|至今|起)"
    rf"(?P<part>{PART})?+(?!以来|起)"
    rf"|(?<![去上前每全多近几一二两三四五六七八九十半])年(?P<alone>内|底|末(?=前))"
    rf"|(?P<bare>\d{{1,2}}月(?:份)?(?:\d{{1,2}}日|[上中下]旬|底|末|(?<=份)|(?=之?前))"
    rf"|第?[一二三四]季度|[上下]半年)(?!以来|起)"
    rf"|(?P<month>[本下]?)月底(?=前)"
    rf"|(?:未来|今后){SPAN}"
    rf"|{SPAN.replace('count', 'within').replace('unit', 'of')}[之以]?内"
    rf"|[“\"]?十(?P<plan>[四五六])五[”\"]?(?:时期|期间|期末|末)"
    rf")(?P<before>[之以]?前)?"
)
WORDS = {"今": 0, "本": 0, "明": 1, "来": 1, "后": 2}
PLANS = {"四": 2025, "五": 2030, "六": 2035}
ROUGH_DAYS = {"上": 10, "中": 20}


@dataclass(frozen=True)
class Due:
    """By when, as written and as a day; no day where the letter's date would be needed."""

    words: str
    day: date | None
    start: int
    end: int


def dues(text: str, on: date | None) -> Iterator[Due]:
    """The days still to come that `text` names, seen from the letter's date `on`, in order."""
    for found in FOUND.finditer(text):
        try:
            day = _day(found, on)
        except (ValueError, OverflowError):
            continue
        is_absolute = found["year"] or found["plan"]
        if (day is None and not is_absolute) or (day and (on is None or day >= on)):
            yield Due(found[0], day, found.start(), found.end())


def _day(found: re.Match[str], on: date | None) -> date | None:
    if found["plan"]:
        return date(PLANS[found["plan"]], 12, 31)
    if found["year"]:
        return _in_year(int(found["year"]), found["part"] or "", bool(found["before"]))
    if on is None:
        return None
    count, unit = found["count"] or found["within"], found["unit"] or found["of"]
    if count:
        return _after(on, count, unit)
    if found["alone"]:
        return date(on.year, 12, 31)
    if found["word"]:
        year = on.year + WORDS[found["word"]]
        return _in_year(year, found["part"] or "", bool(found["before"]))
    if found["bare"]:
        return _coming(on, found["bare"], bool(found["before"]))
    return _month_end(on.year, on.month + (found["month"] == "下"))


def _coming(on: date, part: str, before: bool) -> date:
    """A month without a year is the next one to come."""
    day = _in_year(on.year, part, before)
    return day if day >= on else _in_year(on.year + 1, part, before)


def _in_year(year: int, part: str, before: bool) -> date:
    """The last day of a part of the year; 2025年前 and 6月前 end the day before they begin."""
    month = re.match(r"(\d{1,2})月(?:份)?(?:(\d{1,2})日|([上中下])旬|[底末])?", part)
    if month and not 1 <= int(month[1]) <= 12:
        raise ValueError(part)
    if month and month[2]:
        return date(year, int(month[1]), int(month[2]))
    if month and month[3] in ROUGH_DAYS:
        return date(year, int(month[1]), ROUGH_DAYS[month[3]])
    if month:
        is_start = before and part.endswith(("月", "月份"))
        return _month_end(year, int(month[1]) - is_start)
    quarter = re.match(r"第?([一二三四1-4])季度", part)
    if quarter:
        return _month_end(year, 3 * _count(quarter[1]))
    if part == "上半年":
        return date(year, 6, 30)
    return date(year - (before and not part), 12, 31)


def _after(on: date, count: str, unit: str) -> date:
    months = 6 if count == "半" else _count(count) * (12 if unit == "年" else 1)
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(on.day, last))


def _month_end(year: int, month: int) -> date:
    years, month = divmod(year * 12 + month - 1, 12)
    return date(years, month + 1, calendar.monthrange(years, month + 1)[1])


def _count(word: str) -> int:
    return DIGITS.get(word) or int(word)
