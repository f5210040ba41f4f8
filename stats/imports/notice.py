"""The province's yearly notice: from its annexes to one figure for each county and indicator."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cixi_ip.workbooks.cells import is_blank, text_of
from cixi_ip.workbooks.complaints import HINT, REFUSED, Refusal, letter
from cixi_ip.workbooks.sheets import Cell, Sheet
from stats.imports import sums
from stats.imports.annexes import Block, blocks, texts
from stats.imports.catalogue import Catalogue
from stats.imports.cells import has_noise, number_of
from stats.imports.contents import BEAT_ROWS, Beat, Contents, Key, Place, faults, new_entry
from stats.imports.places import CORE, Places, is_core, is_province, is_total
from stats.models import Region

# The year the figures are of, and not the date of the letter.
YEAR = re.compile(r"(20\d\d)年(?!\d{1,2}月)")
# Some months of a year: 2023年1—6月, 2023年6月底, 2023年上半年, 2023年前三季度.
PART = re.compile(
    r"20\d\d年(?:\d{1,2}月?[-—–~至到]+(?:20\d\d年)?(?!12月)\d{1,2}月"
    r"|(?!12月)\d{1,2}月[底末份]|[上下]半年|[第前]?[一二三四1-4]季度)"
)
FEW = 5


@dataclass
class Line:
    """One row of an annex: what it stands for, and its numbers by indicator."""

    number: int
    kind: str
    city: Region | None
    region: Region | None
    name: str
    numbers: dict[str, Decimal | None] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)


def read(
    sheets: Sequence[Sheet], catalogue: Catalogue, *, year: int, today: date, beat: Beat
) -> Contents:
    """Every county's figures of every annex; raise Refusal when no annex is found."""
    found = [block for sheet in sheets for block in blocks(sheet, year)]
    if not found:
        raise Refusal(
            "没有认出省局通报的附件。表头应有“地区”“市县名称”，以及“发明”“实用新型”……"
            "或“有效发明专利拥有量”“每万人……”或“PCT国际专利申请量”。请核对是不是这份文件；"
            f"表头写有年份的，须是上传时填的 {year} 年。"
        )
    contents, places = Contents(), Places(catalogue)
    total = sum(len(block.body) for block in found)
    for block in found:
        reader = AnnexReader(block, catalogue, places, contents, year, today)
        reader.read()
        contents.rows += len(block.body)
        if total > BEAT_ROWS:
            beat(contents.rows, total)
    return contents


class AnnexReader:
    def __init__(
        self,
        block: Block,
        catalogue: Catalogue,
        places: Places,
        contents: Contents,
        year: int,
        today: date,
    ) -> None:
        self.block, self.catalogue, self.places = block, catalogue, places
        self.contents, self.year, self.today = contents, year, today
        self.seen: dict[int, int] = {}
        self.cells: dict[tuple[int, str], Cell] = {}

    def place(self, row: int, *codes: str) -> Place:
        columns = "、".join(letter(self.block.columns[code]) for code in codes)
        return Place(self.block.sheet.name, row + 1, columns)

    def read(self) -> None:
        self.check_year()
        self.check_heads()
        lines = self.lines()
        self.tell_scope(lines)
        self.write(lines)
        for found in sums.broken(self.block.annex, self.block.heading, lines):
            self.contents.complain(
                found.kind, self.place(found.row, *found.codes), found.what, found.how
            )
            self.contents.doubted |= found.keys
        self.tell_missing(lines)

    def check_year(self) -> None:
        """The title says what the figures are of; another year was said at the upload.

        What stands nearest above the head is the title; further up may be another annex's notes.
        """
        for number in reversed(self.block.above):
            for text in texts(self.block.sheet.rows[number]):
                place = Place(self.block.sheet.name, number + 1, "")
                if part := PART.search(text):
                    self.contents.refuse(
                        place,
                        f"标题写的是“{part[0]}”，不是全年数，而省局通报一律按全年（年末）导入。"
                        "请改用本局模板填写，写明截至月。",
                    )
                    return
                if said := YEAR.search(text):
                    if int(said[1]) != self.year:
                        self.contents.refuse(
                            place,
                            f"标题写的是 {said[1]} 年，上传时填的年份是 {self.year} 年。"
                            "请放弃这次导入，按文件的年份重新上传。",
                        )
                    return

    def check_heads(self) -> None:
        row = self.block.head[-1]
        if self.block.missing:
            place = Place(self.block.sheet.name, row + 1, "")
            self.contents.refuse(
                place,
                f"{self.block.title}（{self.block.annex.title}）的表头缺少"
                f"“{'”“'.join(self.block.missing)}”。请核对表头用字，补上后再上传。",
            )
        for column, path in self.block.doubled.items():
            self.contents.refuse(
                Place(self.block.sheet.name, row + 1, letter(column)),
                f"“{path}”一栏与前面一栏是同一个指标，分不清该用哪一栏。"
                "请删去不是本年度数的一栏，再上传。",
            )
        for column, path in self.block.unknown.items():
            place = Place(self.block.sheet.name, row + 1, letter(column))
            self.contents.complain(HINT, place, f"“{path}”一栏没有对应的指标，不导入。")

    def lines(self) -> list[Line]:
        frame = self.block.frame()
        codes = list(self.block.columns)
        found = []
        for number, row in zip(frame.index, frame.to_dict("records"), strict=True):
            line = self.line(int(number), row["city"], row["name"])
            if line is None:
                continue
            for code in codes:
                line.numbers[code] = self.number(line, code, row[code])
            found.append(line)
        return found

    def line(self, number: int, text: str, name: str) -> Line | None:
        if is_province(text, name):
            return Line(number, sums.PROVINCE, None, None, "全省")
        city = self.places.city(text)
        if city is None:
            self.contents.refuse(
                Place(self.block.sheet.name, number + 1, letter(self.block.city)),
                f"“{text or name}”认不出是哪个设区市。请把“地区”一栏改成设区市的名称，如 宁波。",
            )
            return None
        if is_total(city, text, name):
            return Line(number, sums.CITY, city, None, f"{city.name}合计")
        region = self.places.within(city, name)
        kind = sums.CORE if is_core(city, name) else sums.COUNTY
        if region is None:
            self.contents.complain(
                HINT,
                Place(self.block.sheet.name, number + 1, letter(self.block.name)),
                f"{city.name}的“{name}”不在地区目录里，这一行不导入（合计仍计入核对）。",
                "如是某县（市、区）写法不同，请改成目录中的名称；如是开发区等，不必处理。",
            )
        return Line(number, kind, city, region, name)

    def number(self, line: Line, code: str, cell: Cell) -> Decimal | None:
        """The number of one cell; also of rows that only check others."""
        self.cells[line.number, code] = cell
        place = self.place(line.number, code)
        if is_blank(cell):
            what = f"{line.name}的“{self.block.heading(code)}”"
            shown = f"写作“{text_of(cell)}”" if text_of(cell) else "空白"
            self.contents.complain(HINT, place, f"{what}{shown}，不导入（空白不等于 0）。")
            return None
        indicator = self.catalogue.indicators[code]
        try:
            reading = number_of(cell, self.catalogue.units[indicator.pk])
        except ValueError as error:
            self.contents.refuse(place, str(error))
            return None
        return reading.value if reading else None

    def write(self, lines: list[Line]) -> None:
        """Long from wide: one entry for each cell of each county's row."""
        for line in lines:
            if line.region is None or line.kind not in (sums.COUNTY, sums.CORE):
                continue
            first = self.seen.setdefault(line.region.pk, line.number)
            if first != line.number:
                self.contents.refuse(
                    Place(self.block.sheet.name, line.number + 1, letter(self.block.name)),
                    f"{line.name}在第 {first + 1} 行已经有了。请只保留一行。",
                )
                continue
            for code, value in line.numbers.items():
                if value is not None:
                    self.add(line, line.region, code)

    def add(self, line: Line, region: Region, code: str) -> None:
        indicator = self.catalogue.indicators[code]
        cell, place = self.cells[line.number, code], self.place(line.number, code)
        reading = number_of(cell, self.catalogue.units[indicator.pk])
        if reading is None:
            return
        entry = new_entry(indicator, region, self.year, 12)
        entry.value, entry.half_width = reading.value, reading.half_width
        entry.printed_scope = CORE if line.name.endswith(CORE) else ""
        found = faults(entry, self.today)
        for _name, sentence in found:
            self.contents.refuse(place, sentence)
        if found:
            return
        if has_noise(cell):
            what = f"{entry.place}存的小数超过 6 位，按 {reading.value} 导入。"
            self.contents.complain(HINT, place, what, "如原文印的位数较少，请改成原文的数。")
        if self.contents.add(entry, place):
            line.keys[code] = entry.key

    def tell_scope(self, lines: list[Line]) -> None:
        """Where 前湾新区 has a row of its own, the row of 慈溪 is without it."""
        places = self.places
        parts = {line.region for line in lines if line.region is not None}
        if places.qianwan not in parts or places.county_core is None:
            return
        for line in lines:
            if line.region == places.county:
                line.region = places.county_core
                self.contents.complain(
                    HINT,
                    Place(self.block.sheet.name, line.number + 1, letter(self.block.name)),
                    f"前湾新区单列一行，“{line.name}”一行因此按{places.county_core.name}导入。",
                    "如这一行其实含前湾新区，请放弃这次导入，先与省局核实。",
                )

    def tell_missing(self, lines: list[Line]) -> None:
        there = {line.region for line in lines} | {
            self.places.county if line.region == self.places.county_core else None for line in lines
        }
        missing = [region.name for region in self.places.all if region not in there]
        if missing and REFUSED not in {found.kind for found in self.contents.complaints}:
            shown = "、".join(missing[:FEW]) + ("等" if len(missing) > FEW else "")
            place = Place(self.block.sheet.name, self.block.head[-1] + 1, "")
            self.contents.complain(
                HINT,
                place,
                f"{self.block.title}里没有 {len(missing)} 个县（市、区）：{shown}。",
                "如原件就没有，不必处理；如是名称写法不同，请改成目录中的名称。",
            )
