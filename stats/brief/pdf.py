"""A brief as a PDF of one A4 page, by the same engine as the letters: as many lines as fit."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings

from cixi_ip import typeset
from cixi_ip.departments import BUREAU
from cixi_ip.hygiene import sanitise
from cixi_ip.wording import chinese_date
from stats.brief.content import Brief
from stats.brief.picking import Cited, Pick, in_order, pick
from stats.charts import Chart
from stats.charts.drawing import Drawing, Series

TEMPLATE = Path(__file__).parent / "templates" / "brief.typ"
TITLE = "领导一分钟"
DEMO = "演示数据"
REST = "另有{count}项见看板。"
NO_ROOM = "另有{count}项（问答、图）本页排不下，见看板。"


def to_pdf(brief: Brief, *, as_of: str, by: str, moment: datetime, tones: str = "neutral") -> bytes:
    """PDF/A-2u and PDF/UA-1; the same brief, words, moment, fonts and engine give the same bytes.

    `as_of` says when a figure of the year was last published, `by` who prints, `tones` how arrows
    are coloured (stats.models.Display). The letters keep their size: what does not fit is left out
    from the end of a fixed order, and counted.
    """

    def made(count: int) -> typeset.Typesetting:
        content = content_of(brief, pick(brief, count)) | framed(as_of, by, moment, tones)
        return typeset.compose(TEMPLATE, cleaned(content), moment=moment)

    fits, too_many = -1, len(in_order(brief)) + 1
    best = made(too_many - 1)
    if is_one_page(best):
        return best.pdf
    too_many -= 1
    while too_many - fits > 1:
        count = (fits + too_many) // 2
        tried = made(count)
        if is_one_page(tried):
            fits, best = count, tried
        else:
            too_many = count
    if fits < 0:
        raise ValueError("the headline alone takes more than a page")
    return best.pdf


def is_one_page(made: typeset.Typesetting) -> bool:
    return bool(made.facts["pages"] == 1)


def framed(as_of: str, by: str, moment: datetime, tones: str) -> dict[str, str]:
    """What the page says of itself."""
    return {
        "as_of": f"数据更新至 {as_of}",
        "printed": f"{by} 打印于 {chinese_date(moment)} {moment:%H:%M}",
        "watermark": DEMO if settings.DEMO_DATA else "",
        "tones": tones,
    }


def content_of(brief: Brief, shown: Pick) -> dict[str, Any]:
    """What the template reads: nothing but plain text, numbers between 0 and 1, and lists."""
    return {
        "name": f"{TITLE} {brief.year}年 {brief.scope_name}",
        "title": TITLE,
        "author": [BUREAU],
        "scope": f"{brief.year}年　口径：{brief.scope_name}",
        "about": f"数据版本 {brief.code}　方括号内为来源编号，见页末",
        "footer": f"{BUREAU}　{TITLE}　{brief.year}年　{brief.scope_name}",
        "headline": plain(shown.headline),
        "parts": [
            {
                "title": part.title,
                "lines": list(map(plain, part.lines)),
                "none": part.none,
                "rest": REST.format(count=part.rest) if part.rest else "",
            }
            for part in shown.parts
        ],
        "cards": [
            {"question": card.question, "answer": plain(card.answer), "about": card.about}
            for card in shown.cards
        ],
        "pictures": [
            {
                "title": picture.chart.title,
                "about": picture.about,
                "marks": picture.marks,
                "said": picture.chart.description,
                "notes": notes(picture.chart),
                **columns(picture.chart),
            }
            for picture in shown.pictures
        ],
        "papers": [asdict(paper) for paper in shown.papers],
        "left_out": NO_ROOM.format(count=shown.left_out) if shown.left_out else "",
    }


def plain(line: Cited) -> dict[str, str]:
    """A line without its links."""
    return {"text": line.text, "marks": line.marks, "arrow": line.arrow, "tone": line.tone}


def notes(chart: Chart) -> list[str]:
    path = chart.drawing.path
    return [*([f"虚线：{path.name}（{path.label}）。"] if path else []), *chart.notes]


def columns(chart: Chart) -> dict[str, Any]:
    """A bar, or a point of a line, of each series for each category: its part of the tallest."""
    drawing = chart.drawing
    rows = [
        {
            "name": series.name if len(drawing.series) > 1 else "",
            "labels": [mark.label for mark in series.marks],
            "heights": list(heights([mark.value for mark in series.marks], drawing.largest)),
            "implied": [mark.is_implied for mark in series.marks],
            "joints": joints(drawing, series) if drawing.kind == "lines" else [],
        }
        for series in drawing.series
    ]
    return {
        "is_line": drawing.kind == "lines",
        "ticks": list(drawing.ticks),
        "rows": rows,
        "beside": beside(chart),
        "ways": ways(drawing),
        "breaks": [parting.index for parting in drawing.partings],
    }


def joints(drawing: Drawing, series: Series) -> list[float | None]:
    """How high a line passes between each category and the next; None where nothing joins them."""
    apart = {parting.index for parting in drawing.partings}
    found: list[float | None] = []
    for at, (mark, following) in enumerate(pairwise(series.marks), start=1):
        is_joined = at not in apart and not mark.is_implied and not following.is_implied
        if mark.value is None or following.value is None or not is_joined:
            found.append(None)
        else:
            found += heights([(mark.value + following.value) / 2], drawing.largest)
    return [*found, None]


def ways(drawing: Drawing) -> list[float | None]:
    """How high the straight way to a plan stands at each category, where there is one."""
    points = dict(drawing.path.points) if drawing.path else {}
    return [
        next(heights([points[index]], drawing.largest)) if index in points else None
        for index in range(len(drawing.categories))
    ]


def beside(chart: Chart) -> list[dict[str, Any]]:
    """What the chart's own table says of stacked columns behind their parts: 合计, 发明占比."""
    drawing = chart.drawing
    if drawing.kind != "stacked":
        return []
    by_year = {row[0]: row for row in chart.table.words}
    return [
        {
            "name": column.name.partition("（")[0],
            "labels": [by_year[category][place] for category in drawing.categories],
        }
        for place, column in enumerate(chart.table.columns)
        if place > len(drawing.series) and column.kind == "number"
    ]


def heights(values: list[Decimal | None], largest: Decimal) -> Iterator[float]:
    for value in values:
        yield float(max(value or Decimal(0), Decimal(0)) / largest)


def cleaned(data: Any) -> Any:
    """The same data with every text in one line and without characters nobody can see."""
    if isinstance(data, str):
        return sanitise(data)[0].replace("\n", " ")
    if isinstance(data, dict):
        return {name: cleaned(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [cleaned(value) for value in data]
    return data
