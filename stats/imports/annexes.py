"""The annexes of the province's yearly notice: their columns, and where one stands in a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from cixi_ip.workbooks.cells import is_blank, squeezed, text_of
from cixi_ip.workbooks.sheets import Cell, Sheet

if TYPE_CHECKING:
    import pandas as pd

CITY, NAME = "地区", ("市县名称", "市县", "市、县", "县(市、区)", "县市区", "市(县、区)", "名称")
BRACKETS = re.compile(r"\([^()]*\)|^20\d\d年?")
YEARS = re.compile(r"^20\d\d|20\d\d(?=年)")
DEEPEST_HEAD = 5


@dataclass(frozen=True)
class Annex:
    """One annex: which heading means which indicator, and how its columns must add up."""

    title: str
    headings: dict[str, str]
    # Sums of columns that must equal the first one, in the words of the heads.
    total: str
    partitions: tuple[tuple[str, ...], ...] = ()
    # Columns in which the counties of a city add up to the city's row 合计.
    additive: tuple[str, ...] = ()


TYPES = ("patent.granted.invention", "patent.granted.utility", "patent.granted.design")
APPLICANTS = (
    "patent.granted.by_university",
    "patent.granted.by_institute",
    "patent.granted.by_enterprise",
    "patent.granted.by_organ",
    "patent.granted.by_individual",
)
SERVICE = ("patent.granted.service", "patent.granted.nonservice")
GRANTED, VALID, PER_10K, PCT = (
    "patent.granted",
    "patent.valid.invention",
    "patent.valid.invention.per_10k",
    "patent.pct",
)
ANNEXES = (
    Annex(
        "专利授权量",
        {
            "发明": TYPES[0],
            "发明专利": TYPES[0],
            "实用新型": TYPES[1],
            "外观设计": TYPES[2],
            "大专院校": APPLICANTS[0],
            "科研院所": APPLICANTS[1],
            "科研单位": APPLICANTS[1],
            "企业": APPLICANTS[2],
            "工矿企业": APPLICANTS[2],
            "机关团体": APPLICANTS[3],
            "个人": APPLICANTS[4],
            "职务": SERVICE[0],
            "非职务": SERVICE[1],
            "合计授权量": GRANTED,
            "授权量合计": GRANTED,
            "合计": GRANTED,
            "总计": GRANTED,
        },
        GRANTED,
        (TYPES, APPLICANTS, SERVICE),
        (*TYPES, *APPLICANTS, *SERVICE, GRANTED),
    ),
    Annex(
        "有效发明专利拥有量",
        {
            "有效发明专利拥有量": VALID,
            "有效发明专利": VALID,
            "有效发明专利量": VALID,
            "发明专利拥有量": VALID,
            "每万人有效发明专利拥有量": PER_10K,
            "每万人发明专利拥有量": PER_10K,
            "每万人口有效发明专利拥有量": PER_10K,
            "每万人口发明专利拥有量": PER_10K,
            "万人有效发明专利拥有量": PER_10K,
            "万人发明专利拥有量": PER_10K,
        },
        VALID,
        additive=(VALID,),
    ),
    Annex(
        "PCT国际专利申请量",
        {
            "PCT国际专利申请量": PCT,
            "PCT国际专利申请": PCT,
            "PCT专利申请量": PCT,
            "PCT申请量": PCT,
        },
        PCT,
        additive=(PCT,),
    ),
)


@dataclass
class Block:
    """One annex as it stands in a sheet; rows and columns count from 0.

    `columns` says which indicator stands in which column, `paths` how the head names each column.
    """

    sheet: Sheet
    annex: Annex
    title: str
    above: range
    head: range
    body: range
    city: int
    name: int
    columns: dict[str, int]
    paths: dict[int, list[str]]
    # Columns that are headed as another one is: either may be meant.
    doubled: dict[int, str]

    @property
    def missing(self) -> list[str]:
        """Headings of this annex that are not there, each by its usual word."""
        usual: dict[str, str] = {}
        for heading, code in self.annex.headings.items():
            usual.setdefault(code, heading)
        return [heading for code, heading in usual.items() if code not in self.columns]

    @property
    def unknown(self) -> dict[int, str]:
        known = {self.city, self.name, *self.columns.values()}
        return {
            column: "/".join(path)
            for column, path in self.paths.items()
            if column > self.name and column not in known and column not in self.doubled
        }

    def heading(self, code: str) -> str:
        """The word of the head above an indicator's column: 实用新型."""
        path = self.paths[self.columns[code]]
        return next(ending for ending in endings(path) if ending in self.annex.headings)

    def frame(self) -> pd.DataFrame:
        """The rows below the head that hold numbers: city and name filled in, cells as they are."""
        import pandas as pd

        width = max(self.paths, default=0) + 1
        plain, filled_in = (
            pd.DataFrame([rows[number] for number in self.body], index=list(self.body))
            .reindex(columns=range(width), fill_value="")
            .fillna("")
            for rows in (self.sheet.rows, merged(self.sheet))
        )
        picked = plain[list(self.columns.values())].set_axis(list(self.columns), axis=1)
        has_numbers = ~picked.map(is_blank).all(axis=1)
        cities = names_of(filled_in[self.city].where(has_numbers, "")).ffill()
        picked.insert(0, "city", cities.fillna(""))
        picked.insert(1, "name", names_of(filled_in[self.name]).fillna(""))
        return picked[has_numbers]


def names_of(column: pd.Series) -> pd.Series:
    """Names without blanks; what is empty is missing, so that it can be filled from above."""
    names = column.map(lambda cell: squeezed(text_of(cell)))
    return names.where(names != "")


def merged(sheet: Sheet) -> list[list[Cell]]:
    """The rows with every cell of a merged range holding what the range shows."""
    width = max(map(len, sheet.rows), default=0)
    rows = [[*row, *[""] * (width - len(row))] for row in sheet.rows]
    for (top, left), (bottom, right) in sheet.merges:
        for row in rows[top : bottom + 1]:
            for column in range(left, min(right + 1, width)):
                row[column] = rows[top][left]
    return rows


def blocks(sheet: Sheet, year: int) -> list[Block]:
    """Every annex of a sheet, wherever it stands; several may follow each other.

    Columns of another year are none of ours.
    """
    rows = merged(sheet)
    starts = [number for number, row in enumerate(rows) if is_start(row, rows, number)]
    found, free = [], 0
    for start, after in pairwise([*starts, len(rows)]):
        head = range(start, end_of_head(sheet, rows, start))
        block = block_of(sheet, rows, range(free, start), head, range(head.stop, after), year)
        if block is not None:
            found.append(block)
        free = head.stop
    return found


def is_start(row: list[Cell], rows: Sequence[list[Cell]], number: int) -> bool:
    """A head begins where 地区 stands, unless it is the lower part of a merged 地区."""
    words = [squeezed(text_of(cell)) for cell in row]
    if CITY not in words:
        return False
    column = words.index(CITY)
    above = rows[number - 1][column] if number else ""
    return squeezed(text_of(above)) != CITY


def end_of_head(sheet: Sheet, rows: Sequence[list[Cell]], start: int) -> int:
    """As deep as 地区 is merged, or else down to the first row with a number."""
    column = [squeezed(text_of(cell)) for cell in rows[start]].index(CITY)
    for (top, left), (bottom, _right) in sheet.merges:
        if (top, left) == (start, column):
            return bottom + 1
    for number in range(start + 1, min(start + DEEPEST_HEAD, len(rows))):
        if any(is_number(cell) for cell in rows[number]):
            return number
    return start + 1


def is_number(cell: Cell) -> bool:
    return isinstance(cell, float) or squeezed(cell).replace(",", "").replace(".", "").isdecimal()


def block_of(
    sheet: Sheet, rows: Sequence[list[Cell]], above: range, head: range, body: range, year: int
) -> Block | None:
    paths = head_paths([rows[number] for number in head], year)
    ours = {
        column: path
        for column, path in paths.items()
        if not any(is_of_another(year, word) for word in path)
    }
    city = next((column for column, path in paths.items() if path[-1] == CITY), 0)
    name = next((column for column, path in paths.items() if is_name(path)), city + 1)
    found = [(annex, known_columns(annex, ours)) for annex in ANNEXES]
    annex, columns = max(found, key=lambda pair: len(pair[1]))
    if not columns:
        return None
    titles = [line for number in above for line in texts(rows[number])]
    return Block(
        sheet,
        annex,
        next((line for line in reversed(titles) if re.fullmatch(r"附件\d+", line)), annex.title),
        above,
        head,
        body,
        city,
        name,
        columns,
        paths,
        {
            column: "/".join(path)
            for column, path in ours.items()
            if column not in columns.values() and meant(annex, path)
        },
    )


def texts(row: list[Cell]) -> Iterator[str]:
    return (squeezed(text_of(cell)).rstrip(":") for cell in row if not is_blank(cell))


def head_paths(rows: list[list[Cell]], year: int) -> dict[int, list[str]]:
    """For each column the words above it, from the top: 专利类型, 发明.

    Merged heads are filled already; where a file has no merged cells (csv), the words of an upper
    level reach to the right until the next one.
    """
    import pandas as pd

    words = pd.DataFrame([[heading(cell, year) for cell in row] for row in rows])
    words = words.where(words != "")
    upper = words.iloc[:-1].ffill(axis=1)
    # What has nothing below it is no upper level: it stands for itself.
    alone = words.columns[words.iloc[-1].isna()]
    upper[alone] = words.iloc[:-1][alone]
    levels = pd.concat([upper, words.iloc[-1:]])
    paths = {
        column: [word for word in dict.fromkeys(levels[column].dropna()) if word != str(year)]
        for column in levels
    }
    return {int(column): path for column, path in paths.items() if path}


def heading(cell: Cell, year: int) -> str:
    """Without the notice's own year; a year that stands alone is kept, to part it from others."""
    text = squeezed(text_of(cell))
    if is_of_another(year, text):
        return text
    return BRACKETS.sub("", text) or "".join(YEARS.findall(text)[:1])


def is_of_another(year: int, text: str) -> bool:
    said = YEARS.findall(text)
    return bool(said) and str(year) not in said


def is_name(path: list[str]) -> bool:
    names = {squeezed(name) for name in NAME} | {BRACKETS.sub("", squeezed(name)) for name in NAME}
    return any(ending in names for ending in endings(path))


def endings(path: list[str]) -> Iterator[str]:
    """新型, 实用新型, 专利类型实用新型: a word may be broken over two rows of the head."""
    return ("".join(path[start:]) for start in range(len(path) - 1, -1, -1))


def known_columns(annex: Annex, paths: dict[int, list[str]]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, path in paths.items():
        if code := meant(annex, path):
            columns.setdefault(code, column)
    return columns


def meant(annex: Annex, path: list[str]) -> str:
    """The indicator a column is headed as; empty for none of this annex."""
    known = (annex.headings[ending] for ending in endings(path) if ending in annex.headings)
    return next(known, "")
