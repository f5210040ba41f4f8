"""Briefs made without a database: of the real figures, of invented years, of the longest names."""

import io
import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import pdfplumber

from stats.arithmetic import Figure, FigureSet
from stats.brief import Brief, brief, to_pdf
from stats.demo_figures import YEARS, generate
from stats.figures import SCOPES
from stats.progress import Goal, progress
from stats.selection import Selection
from tests.stats import catalogue

MOMENT = datetime.fromisoformat("2026-03-05T09:30:00+08:00")
INVENTED = "演示数据（随机生成，非真实）"
A4 = (595.28, 841.89)
DATES = (
    "逾期：签收：市十八届人大二次会议第220号建议（逾期3天），请签收",
    "临近：答复：市政协第86号提案（还有2个工作日），请报审",
)


def invented() -> list[Figure]:
    """The generated years as plain figures."""
    meanings, names = catalogue.meanings(), catalogue.region_names()
    return [
        Figure(
            meaning=meanings[row.indicator],
            region=row.region,
            region_name=names[row.region],
            year=row.year,
            through_month=12,
            value=row.value,
            half_width=row.half_width,
            status=row.status,
            status_name=catalogue.STATUSES[row.status],
            reported_growth=row.reported_growth,
            growth_base=row.growth_base,
            rank=row.rank,
            rank_region_name="宁波市" if row.rank else "",
            source=INVENTED,
        )
        for row in generate()
    ]


def longest(figures: list[Figure]) -> list[Figure]:
    """The same with every name as long as its field takes it, and a paper for each figure."""
    return [
        replace(
            one,
            meaning=replace(
                one.meaning,
                name=filled(one.meaning.name, 60),
                unit=filled(one.meaning.unit, 10),
            ),
            region_name=f"慈溪市（{filled(one.region_name, 35)}）",
            rank_region_name=filled(one.rank_region_name, 40) if one.rank else "",
            source=filled(f"{one.year}年{one.meaning.name}通报", 200),
        )
        for one in figures
    ]


def filled(words: str, length: int) -> str:
    return (words + "测试用的很长的名称" * length)[:length]


def aims(figures: list[Figure], *, most: int) -> list[Goal]:
    """Targets set far above what was reached, titled as long as `most`."""
    return [
        Goal(
            title=filled(f"{one.meaning.name}目标", most),
            code=one.meaning.code,
            region=one.region,
            region_name=one.region_name,
            stated_year=one.year,
            due_year=one.year,
            value=one.value * 3,
            source=filled(f"{one.year}年规划", 150),
        )
        for one in figures
        if one.value and one.region in ("330282", "330282-BJ") and one.meaning.direction == "up"
    ]


def composed(
    figures: list[Figure], year: int, scope: str = "published", *, goals=(), dates=DATES
) -> Brief:
    name, regions = SCOPES[scope]
    # Names may have been made longer than the catalogue's.
    meanings = catalogue.meanings() | {one.meaning.code: one.meaning for one in figures}
    years = range(year - 5, year + 1)
    known = FigureSet((one for one in figures if one.year in years), meanings, catalogue.parents())
    found = [
        progress(goal, known, year)
        for goal in goals
        if goal.is_in_force(year) and goal.region in regions
    ]
    return brief(Selection(known, regions, year), found, name, dates)


def printed(told: Brief, *, by: str = "局领导甲", **options: str) -> bytes:
    return to_pdf(told, as_of="2026年3月1日 10:00", by=by, moment=MOMENT, **options)


def only_page(pdf: bytes) -> Any:
    """The one page there must be, read."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        (page,) = document.pages
        assert page.chars
        return page


def text_of(page: Any) -> str:
    """The text layer in its own order, without spaces, line ends and the watermark."""
    return squeezed("".join(char["text"] for char in page.chars if char["size"] < 50))


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


ALL = [(year, scope) for year in YEARS for scope in SCOPES]
