"""A provincial notice of made-up numbers, laid out and merged as the real ones are."""

import io
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

REGIONS = Path(__file__).resolve().parents[2] / "fixtures" / "regions.json"
TYPES = ("发明", "实用新型", "外观设计")
APPLICANTS = ("大专院校", "科研院所", "企业", "机关团体", "个人")
SERVICE = ("职务", "非职务")
TOTAL = "合计授权量"
GRANTED = (*TYPES, *APPLICANTS, *SERVICE, TOTAL)
VALID, PER_10K, PCT = "有效发明专利拥有量", "每万人有效发明专利拥有量", "PCT国际专利申请量"
ANNEXES = (GRANTED, (VALID, PER_10K), (PCT,))
TITLES = (
    "{}年全省各地区专利授权量",
    "{}年全省有效发明专利拥有量和每万人有效发明专利拥有量",
    "{}年全省PCT国际专利申请量",
)
BROKEN = {"实用新型": "实用\n新型", "外观设计": "外观\n设计", "大专院校": "大专\n院校"}
# Where a number is changed: annex (from 0), city, name, heading.
Changes = Mapping[tuple[int, str, str, str], Any]
Numbers = dict[str, Any]


@dataclass
class City:
    name: str
    rows: dict[str, Numbers]


def cities() -> Iterator[tuple[str, list[str]]]:
    """The eleven cities by their short names, each with its counties as the notice names them."""
    regions = [entry["fields"] for entry in json.loads(REGIONS.read_text())]
    for city in regions:
        if city["level"] != "市":
            continue
        counties = [
            found["name"].removeprefix(city["name"]).partition("（")[0]
            for found in regions
            if found["level"] == "县" and found["parent"] == [city["code"]]
        ]
        yield city["short_name"], counties


def split(number: int, parts: tuple[str, ...], chance: random.Random) -> Numbers:
    cuts = sorted(chance.randint(0, number) for _part in parts[1:])
    edges = [0, *cuts, number]
    return {part: edges[at + 1] - edges[at] for at, part in enumerate(parts)}


def county(annex: int, chance: random.Random) -> Numbers:
    if annex == 0:
        total = chance.randint(500, 20_000)
        whole = {TOTAL: total}
        return (
            split(total, TYPES, chance)
            | split(total, APPLICANTS, chance)
            | split(total, SERVICE, chance)
            | whole
        )
    if annex == 1:
        return {VALID: chance.randint(100, 9000), PER_10K: chance.randint(50, 900) / 10}
    return {PCT: chance.randint(0, 300)}


def added(rows: list[Numbers], chance: random.Random) -> Numbers:
    """A row 合计: sums, and for a ratio some number of its own."""
    return {
        heading: chance.randint(50, 900) / 10
        if heading == PER_10K
        else sum(row[heading] for row in rows)
        for heading in rows[0]
    }


def numbers(annex: int) -> list[City]:
    chance = random.Random(f"made up {annex}")  # noqa: S311 - made-up numbers, the same every time
    found = []
    for name, counties in cities():
        rows = {county_name: county(annex, chance) for county_name in counties}
        districts = [row for county_name, row in rows.items() if county_name.endswith("区")]
        core = added(districts, chance)
        total = added(list(rows.values()), chance)
        found.append(City(name, {"市本级": core} | rows | {"合计": total}))
    return found


def notice(
    changes: Changes | None = None,
    *,
    year: int = 2023,
    sheets: int = 3,
    extra: Changes | None = None,
) -> bytes:
    """The notice as xlsx, its annexes on three sheets or under each other on one.

    `extra` adds rows (annex, city, name, heading) that stand before the city's 合计.
    """
    book = Workbook()
    sheet = book.active
    for annex, headings in enumerate(ANNEXES):
        if annex and sheets > 1:
            sheet = book.create_sheet()
        if annex == 0 or sheets > 1:
            sheet.title = f"附件{annex + 1}" if sheets > 1 else "全部附件"
        write(sheet, annex, headings, year, changed(annex, changes or {}, extra or {}))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed(annex: int, changes: Changes, extra: Changes) -> list[City]:
    found = numbers(annex)
    by_name = {city.name: city for city in found}
    for (where, city, name, heading), value in extra.items():
        if where == annex:
            rows = by_name[city].rows
            total = rows.pop("合计")
            rows.setdefault(name, {})[heading] = value
            rows["合计"] = total
    for (where, city, name, heading), value in changes.items():
        if where == annex:
            by_name[city].rows[name][heading] = value
    return found


def write(
    sheet: Worksheet, annex: int, headings: tuple[str, ...], year: int, found: list[City]
) -> None:
    top = sheet.max_row if sheet.max_row > 1 else 0
    sheet.cell(top + 1, 1, f"附件{annex + 1}")
    sheet.cell(top + 2, 1, TITLES[annex].format(year))
    sheet.merge_cells(start_row=top + 2, end_row=top + 2, start_column=1, end_column=13)
    sheet.cell(top + 3, 1, "单位：件")
    row = head(sheet, top + 4, headings) if annex == 0 else flat_head(sheet, top + 4, headings)
    for city in found:
        first = row
        for name, cells in city.rows.items():
            sheet.cell(row, 2, name)
            put(sheet, row, headings, cells)
            row += 1
        sheet.cell(first, 1, city.name)
        sheet.merge_cells(start_row=first, end_row=row - 1, start_column=1, end_column=1)
    sheet.cell(row, 1, "全省合计")
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
    chance = random.Random("all")  # noqa: S311 - as above
    put(sheet, row, headings, added([city.rows["合计"] for city in numbers(annex)], chance))


def put(sheet: Worksheet, row: int, headings: tuple[str, ...], cells: Numbers) -> None:
    for column, heading in enumerate(headings, start=3):
        if heading in cells:
            sheet.cell(row, column, cells[heading])


def head(sheet: Worksheet, row: int, headings: tuple[str, ...]) -> int:
    for column, word in ((1, "地区"), (2, "市县\n名称"), (13, headings[-1])):
        sheet.cell(row, column, word)
        sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)
    for word, first, last in (("专利类型", 3, 5), ("申请人类型", 6, 10), ("职务/非职务", 11, 12)):
        sheet.cell(row, first, word)
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    for column, word in enumerate(headings[:-1], start=3):
        sheet.cell(row + 1, column, BROKEN.get(word, word))
    return row + 2


def flat_head(sheet: Worksheet, row: int, headings: tuple[str, ...]) -> int:
    for column, word in enumerate(("地区", "市县名称", *headings), start=1):
        sheet.cell(row, column, word if column < 3 else f"{word}（件）")
    return row + 1
