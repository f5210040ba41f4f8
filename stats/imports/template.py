"""Our own template: its columns, and how a filled one is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from cixi_ip.workbooks.cells import clean, is_blank, squeezed, text_of
from cixi_ip.workbooks.complaints import HINT, Refusal, letter
from cixi_ip.workbooks.sheets import CSV_SHEET, Cell, Fault, Sheet
from stats.imports.catalogue import Catalogue
from stats.imports.cells import growth_of, has_noise, number_of, whole_of
from stats.imports.contents import BEAT_ROWS, Beat, Contents, Place, faults, new_entry
from stats.models import Entry, GrowthBase, Indicator, Region, RevisionKind, Status

Read = TypeVar("Read")


@dataclass(frozen=True)
class Column:
    heading: str
    field: str
    width: int
    # Grey columns tell what a row is about; the others are filled in.
    is_grey: bool = False


COLUMNS = (
    Column("指标代码", "code", 30, is_grey=True),
    Column("指标", "indicator", 24, is_grey=True),
    Column("单位", "unit", 8, is_grey=True),
    Column("地区代码", "region_code", 11, is_grey=True),
    Column("地区（口径）", "region", 18, is_grey=True),
    Column("年份", "year", 7, is_grey=True),
    Column("截至月", "through_month", 7, is_grey=True),
    Column("上年数", "last_year", 14, is_grey=True),
    Column("本年数", "value", 14),
    Column("上报增幅", "reported_growth", 10),
    Column("增幅基准", "growth_base", 10),
    Column("位次", "rank", 6),
    Column("参评单位数", "rank_of", 11),
    Column("位次范围", "rank_region", 12),
    Column("状态", "status", 10),
    Column("原文口径", "printed_scope", 12),
    Column("原文时段", "printed_period", 12),
    Column("说明", "explanation", 24),
    Column("备注", "note", 24),
    Column("修改性质", "revision_kind", 10),
    Column("修改原因", "reason", 24),
)
FIELDS = {squeezed(column.heading): column.field for column in COLUMNS}
HEADINGS = {column.field: column.heading for column in COLUMNS}
TYPED = tuple(column.field for column in COLUMNS if not column.is_grey)
TEXTS = ("printed_scope", "printed_period", "explanation", "note", "reason")
PRINTED = ("reported_growth", "growth_base", "rank", "rank_of", "rank_region", "revision_kind")
LONGEST = {name: Entry._meta.get_field(name).max_length for name in TEXTS}
LOOKED_FOR_ROWS = 20
KNOWN = "、".join(column.heading for column in COLUMNS)
# Either of a pair will do.
REQUIRED = (("code", "indicator"), ("region_code", "region"), ("year",), ("value",))

STATUSES = {
    **{str(status.label): str(status.value) for status in Status},
    **{str(status.value): str(status.value) for status in Status},
    "定义不同": Status.DIFFERENT.value,  # as earlier templates wrote it
}
BASES = {str(base.value): str(base.value) for base in GrowthBase}
KINDS = {
    **{str(kind.value): str(kind.value) for kind in RevisionKind},
    **{str(kind.label): str(kind.value) for kind in RevisionKind},
}


def read(sheets: Sequence[Sheet], catalogue: Catalogue, *, today: date, beat: Beat) -> Contents:
    """Every filled row of every sheet that has our headings; raise Refusal when none has."""
    tables = [(sheet, *found) for sheet in sheets if (found := head(sheet)) is not None]
    if not tables:
        raise Refusal(
            f"没有找到本局模板的表头（前 {LOOKED_FOR_ROWS} 行里应有“指标代码”“地区代码”“年份”"
            "“本年数”等）。请下载模板填写，或在表头写上这些栏名后再上传。"
        )
    contents = Contents()
    total = sum(len(sheet.rows) - start - 1 for sheet, start, _columns in tables)
    for sheet, start, columns in tables:
        reader = Table(sheet, start, columns, catalogue, contents, today)
        reader.read(lambda: beat(contents.rows, total))
    return contents


def head(sheet: Sheet) -> tuple[int, dict[int, str]] | None:
    """The row of our headings, and what stands in each column."""
    for number, row in enumerate(sheet.rows[:LOOKED_FOR_ROWS]):
        texts = {column: squeezed(text_of(cell)) for column, cell in enumerate(row) if cell}
        headings = {column: text for column, text in texts.items() if text}
        known = {FIELDS[heading] for heading in headings.values() if heading in FIELDS}
        if {"value", "year"} <= known or len(known) >= len(COLUMNS) // 2:
            return number, headings
    return None


class Table:
    """The filled rows of one sheet."""

    def __init__(
        self,
        sheet: Sheet,
        start: int,
        headings: Mapping[int, str],
        catalogue: Catalogue,
        contents: Contents,
        today: date,
    ) -> None:
        self.sheet, self.start, self.catalogue = sheet, start, catalogue
        self.contents, self.today = contents, today
        self.columns: dict[str, int] = {}
        for column, heading in headings.items():
            if heading in FIELDS:
                self.columns.setdefault(FIELDS[heading], column)
        self.check_headings(headings)
        self.typed = [self.columns[name] for name in TYPED if name in self.columns]
        self.width = max(self.columns.values(), default=0) + 1
        self.letters = {name: letter(column) for name, column in self.columns.items()}
        self.names = {column: name for name, column in self.columns.items()}
        self.subjects: dict[tuple[Cell, ...], tuple[Any, str, str]] = {}

    def check_headings(self, headings: Mapping[int, str]) -> None:
        missing = [
            "或".join(f"“{HEADINGS[name]}”" for name in names)
            for names in REQUIRED
            if not any(name in self.columns for name in names)
        ]
        if missing:
            raise Refusal(
                f"工作表“{self.sheet.name}”的表头缺少{'、'.join(missing)}。"
                "请下载模板填写，或补上这些栏后再上传。"
            )
        for column, heading in headings.items():
            name = FIELDS.get(heading)
            if name is None:
                self.refuse_heading(column, f"表头里的“{heading[:20]}”不是本局模板的栏名")
            elif self.columns[name] != column:
                self.refuse_heading(column, f"表头里“{heading}”出现了两次")

    def refuse_heading(self, column: int, what: str) -> None:
        place = Place(self.sheet.name, self.start + 1, letter(column))
        self.contents.refuse(place, f"{what}。请删去这一栏或改用认得的栏名：{KNOWN}。")

    def read(self, beat: Callable[[], None]) -> None:
        for number in range(self.start + 1, len(self.sheet.rows)):
            row = self.sheet.rows[number]
            if len(row) < self.width:
                row.extend([""] * (self.width - len(row)))
            filled = [column for column in self.typed if row[column] != ""]
            if filled:
                self.refuse_surplus(number, row)
                Row(self, number + 1, row, filled).read()
            self.contents.rows += 1
            if self.contents.rows % BEAT_ROWS == 0:
                beat()

    def refuse_surplus(self, number: int, row: Sequence[Cell]) -> None:
        """In a csv file, 12,688 without quotes is 12 and one cell too many."""
        if self.sheet.name != CSV_SHEET or all(is_blank(cell) for cell in row[self.width :]):
            return
        self.contents.refuse(
            Place(self.sheet.name, number + 1, letter(self.width)),
            "这一行的格子比表头多，各栏可能错了位。"
            "数里有千位逗号的，请去掉逗号，或改用 .xlsx 上传；栏外的字请删去。",
        )


class Row:
    """One row that has something filled in; becomes an entry, or complaints."""

    def __init__(self, table: Table, number: int, cells: list[Cell], filled: list[int]) -> None:
        self.table, self.number, self.cells, self.filled = table, number, cells, filled
        self.is_sound = True

    def cell(self, name: str) -> Cell:
        column = self.table.columns.get(name)
        return "" if column is None else self.cells[column]

    def place(self, name: str) -> Place:
        return Place(self.table.sheet.name, self.number, self.table.letters.get(name, ""))

    def refuse(self, name: str, sentences: str) -> None:
        self.is_sound = False
        self.table.contents.refuse(self.place(name), sentences)

    def take(self, name: str, reader: Callable[[Cell], Read]) -> Read | None:
        """What the cell says, or None and a complaint."""
        cell = self.cell(name)
        if cell == "":
            return None
        try:
            return reader(cell)
        except ValueError as error:
            self.refuse(name, f"“{HEADINGS[name]}”：{error}")
            return None

    def read(self) -> None:
        if all(is_blank(self.cells[column]) for column in self.filled):
            return
        indicator, region = self.indicator(), self.region()
        year = self.take("year", whole_of)
        month = self.take("through_month", whole_of)
        if year is None and self.is_sound:
            self.refuse("year", "没有填年份。请填四位阿拉伯数字，如 2022。")
        if indicator is None or region is None or not self.is_sound:
            return
        entry = new_entry(indicator, region, year or 0, 12 if month is None else month)
        self.measure(entry)
        for name, sentence in faults(entry, self.table.today) if self.is_sound else ():
            self.refuse(name, sentence)
        if self.is_sound:
            self.table.contents.add(entry, self.place("value"))

    def indicator(self) -> Indicator | None:
        cells = (self.cell("code"), self.cell("indicator"), self.cell("unit"))
        return self.known("indicator", cells, self.find_indicator)

    def region(self) -> Region | None:
        cells = (self.cell("region_code"), self.cell("region"))
        return self.known("region", cells, self.find_region)

    def known(
        self, what: str, cells: tuple[Cell, ...], find: Callable[..., tuple[Any, str, str]]
    ) -> Any:
        """Rows repeat their indicators and regions, so each is looked up once."""
        subjects = self.table.subjects
        key = (what, *cells)
        if key not in subjects:
            subjects[key] = find(*(text_of(cell) for cell in cells))
        found, name, fault = subjects[key]
        if fault:
            self.refuse(name, fault)
        return found

    def find_indicator(self, code: str, name: str, unit: str) -> tuple[Any, str, str]:
        catalogue = self.table.catalogue
        by_code, by_name = (
            catalogue.indicators.get(code),
            catalogue.indicator_names.get(squeezed(name)),
        )
        found = by_code if code else by_name
        if found is None:
            shown, where = (code, "code") if code else (name, "indicator")
            what = f"指标“{shown}”不在指标目录里" if shown else "没有填指标"
            return None, where, f"{what}。请从模板或“指标”目录复制指标代码。"
        if name and by_name != found:
            fault = f"代码是“{found.name}”，名称却写着“{name}”。请核对是哪一个指标，改成一致。"
            return None, "indicator", fault
        if unit and unit not in catalogue.units[found.pk].words:
            fault = (
                f"本指标以“{found.unit}”计，单位却写着“{unit}”。"
                f"请换算成{found.unit}，或把单位写在数的后面（如 1.2万）。"
            )
            return None, "unit", fault
        return found, "", ""

    def find_region(self, code: str, name: str) -> tuple[Any, str, str]:
        catalogue = self.table.catalogue
        by_code, by_name = catalogue.regions.get(code), catalogue.region_names.get(squeezed(name))
        found = by_code if code else by_name
        if found is None:
            shown, where = (code, "region_code") if code else (name, "region")
            what = f"地区“{shown}”不在地区目录里" if shown else "没有填地区"
            return None, where, f"{what}。请从模板或“地区（口径）”目录复制地区代码。"
        if name and by_name != found:
            fault = f"代码是“{found.name}”，名称却写着“{name}”。请核对是哪个口径，改成一致。"
            return None, "region", fault
        return found, "", ""

    def measure(self, entry: Entry) -> None:
        unit = self.table.catalogue.units[entry.indicator_id]
        cell = self.cell("value")
        reading = self.take("value", lambda cell: number_of(cell, unit))
        if reading is not None:
            entry.value, entry.half_width = reading.value, reading.half_width
            if has_noise(cell):
                self.tell_noise(entry)
        status = self.word("status", STATUSES)
        if reading is None and not status and self.is_sound:
            self.refuse("value", "这一行填了别的栏，却没有本年数和状态。请补上，或清空这一行。")
        # Not stated until it is compared with what is published.
        entry.status = status
        if self.filled != [self.table.columns["value"]]:
            self.beside(entry)

    def tell_noise(self, entry: Entry) -> None:
        self.table.contents.complain(
            HINT,
            self.place("value"),
            f"这一格存的小数超过 6 位（多半是公式算出的），按 {entry.value} 导入。",
            "如原文印的位数较少，请改填原文的数。",
        )

    def beside(self, entry: Entry) -> None:
        """What stands beside a value; most rows of a long file have little of it."""
        filled = {self.table.names[column] for column in self.filled}
        if not filled.isdisjoint(PRINTED):
            self.printed(entry)
        for name in TEXTS:
            if name in filled:
                setattr(entry, name, self.text(name))

    def printed(self, entry: Entry) -> None:
        """Growth and rank as the paper printed them, and why a figure is changed."""
        growth = self.take("reported_growth", growth_of)
        if growth is not None:
            entry.reported_growth, entry.growth_digits = growth
        entry.growth_base = self.word("growth_base", BASES)
        entry.rank = self.take("rank", whole_of)
        entry.rank_of = self.take("rank_of", whole_of)
        entry.rank_region = self.take("rank_region", self.rank_region)
        entry.revision_kind = self.word("revision_kind", KINDS) or RevisionKind.FIRST

    def rank_region(self, cell: Cell) -> Region | None:
        text = text_of(cell)
        catalogue = self.table.catalogue
        found = catalogue.regions.get(text) or catalogue.region_names.get(squeezed(text))
        if found is None and text:
            raise ValueError(f"“{text}”不在地区目录里。请填地区名称或代码，如 宁波市。")
        return found

    def word(self, name: str, words: Mapping[str, str]) -> str:
        text = text_of(self.cell(name))
        if not text or text in words:
            return words.get(text, "")
        if text.upper() in words:
            return words[text.upper()]
        usual: dict[str, str] = {}
        for word, value in words.items():
            usual.setdefault(value, word)
        known = "、".join(usual.values())
        self.refuse(name, f"“{HEADINGS[name]}”里的“{text[:20]}”认不出。请从下拉表选：{known}。")
        return ""

    def text(self, name: str) -> str:
        cell = self.cell(name)
        if isinstance(cell, Fault):
            self.refuse(name, f"“{HEADINGS[name]}”一格{cell}。请改好公式，或改填文字。")
            return ""
        text, was_cleaned = clean(text_of(cell))
        if len(text) > (LONGEST[name] or 0):
            self.refuse(
                name, f"“{HEADINGS[name]}”有 {len(text)} 个字，最多 {LONGEST[name]} 个。请删减。"
            )
        if was_cleaned:
            self.table.contents.complain(
                HINT, self.place(name), f"“{HEADINGS[name]}”里看不见的字符已去掉。"
            )
        return text
