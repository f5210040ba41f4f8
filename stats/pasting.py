"""A block pasted into the entry grid: what would become of each cell before it is written."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stats.forms.grid import COLUMNS, GridRowForm, as_typed
from stats.forms.reading import NOTHING
from stats.grid import Grid, Row
from stats.models import GrowthBase, Status

ADDED, CHANGED, SAME, REFUSED, BLANK = "新增", "变更", "不变", "拒绝", "空白"
VERDICTS = (ADDED, CHANGED, SAME, REFUSED)
# Far beyond the catalogue; what lies below is refused by its first rows as 表外.
MOST_ROWS = 500


@dataclass(frozen=True)
class Cell:
    """Where a pasted cell goes, what is there, and what would become of it.

    `fill` is what the field would hold; empty where nothing may be written.
    """

    place: str
    column: str
    text: str
    old: str
    verdict: str
    why: str = ""
    field: str = ""
    fill: str = ""


@dataclass(frozen=True)
class Preview:
    cells: tuple[Cell, ...]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(cell.verdict for cell in self.cells)
        return {verdict: found[verdict] for verdict in VERDICTS}

    @property
    def shown(self) -> list[Cell]:
        """Refused ones first; what stays as it is need not be looked at."""
        told = [cell for cell in self.cells if cell.verdict not in (SAME, BLANK)]
        return sorted(told, key=lambda cell: cell.verdict != REFUSED)

    @property
    def fills(self) -> dict[str, str]:
        return {cell.field: cell.fill for cell in self.cells if cell.verdict in (ADDED, CHANGED)}


def cells_of(block: str) -> list[list[str]]:
    """Rows of cells as a spreadsheet puts them on the clipboard; a quoted cell may hold breaks."""
    lines = csv.reader(io.StringIO(block.rstrip("\r\n"), newline=""), delimiter="\t")
    return [[" ".join(text.split()) for text in line] or [""] for line in lines]


def preview(grid: Grid, block: str, *, indicator: int, column: str) -> Preview:
    """What pasting `block` with its first cell at this row and column would do."""
    rows = [row.indicator.pk for row in grid.rows]
    if indicator not in rows or column not in COLUMNS:
        return Preview(())
    top, left = rows.index(indicator), COLUMNS.index(column)
    found: list[Cell] = []
    for down, line in enumerate(cells_of(block)[:MOST_ROWS]):
        row = grid.rows[top + down] if top + down < len(rows) else None
        pasted = {
            COLUMNS[left + right] if left + right < len(COLUMNS) else f"+{right}": text
            for right, text in enumerate(line)
        }
        found += beyond(pasted) if row is None else judged(grid, row, pasted)
    return Preview(tuple(found))


def beyond(pasted: Mapping[str, str]) -> Iterator[Cell]:
    for column, text in pasted.items():
        if text:
            yield Cell("表外", column, text, "", REFUSED, "超出录入表的最后一行，不会写入")


def judged(grid: Grid, row: Row, pasted: Mapping[str, str]) -> Iterator[Cell]:
    form = row.form
    name = row.indicator.name
    if form is None:
        for text in filter(None, pasted.values()):
            yield Cell(name, "", text, "", REFUSED, "该数据正在审核，不能修改；可先撤回")
        return
    stored = {column: str(value or "") for column, value in as_typed(row.own).items()}
    fills = {
        column: coded(form, column, text) for column, text in pasted.items() if text not in NOTHING
    }
    trial = refilled(grid, row, form, stored | fills)
    for column, text in pasted.items():
        label = form.fields[column].label if column in form.fields else "表外"
        if text in NOTHING:
            yield Cell(name, label, text, stored.get(column, ""), BLANK)
        elif column not in form.fields:
            yield Cell(name, label, text, "", REFUSED, "超出录入表的最后一列，不会写入")
        else:
            yield verdict_on(trial, name, column, text, stored[column], fills[column])


def verdict_on(trial: GridRowForm, name: str, column: str, text: str, old: str, fill: str) -> Cell:
    label = str(trial.fields[column].label)
    if errors := trial.errors.get(column):
        return Cell(name, label, text, old, REFUSED, " ".join(errors))
    before = coded_label(trial, column, old)
    if is_same(trial, column, old, fill):
        return Cell(name, label, text, before, SAME)
    added = not old or (column == "status" and trial.own is None)
    return Cell(
        name,
        label,
        text,
        before,
        ADDED if added else CHANGED,
        field=trial.add_prefix(column),
        fill=fill,
    )


def is_same(trial: GridRowForm, column: str, old: str, fill: str) -> bool:
    if column in ("value", "growth"):
        before = as_typed(trial.own)[column]
        typed = trial.cleaned_data.get(column)
        own = trial.own
        stored = None if own is None else own.value if column == "value" else own.reported_growth
        return bool(before) and typed == stored
    return old == fill


def refilled(grid: Grid, row: Row, form: GridRowForm, values: Mapping[str, str]) -> GridRowForm:
    """The form of the row as it would be sent after pasting."""
    trial = GridRowForm(
        {form.add_prefix(name): text for name, text in values.items()},
        indicator=row.indicator,
        own=row.own,
        above=form.above,
        sources=grid.sources,
    )
    trial.full_clean()
    return trial


WORDS = {
    "status": {label: value for value, label in Status.choices},
    "growth_base": {label: value for value, label in GrowthBase.choices},
}


def coded(form: GridRowForm, column: str, text: str) -> str:
    """What a field holds for a word of the screen: 正式 is A, 宁波 is a region's number."""
    if column == "rank_region":
        pairs = (
            (name, region) for region in form.above for name in (region.name, region.short_name)
        )
        return {name: str(region.pk) for name, region in pairs}.get(text, text)
    return WORDS.get(column, {}).get(text, text)


def coded_label(form: GridRowForm, column: str, value: str) -> str:
    if column not in ("status", "growth_base", "rank_region"):
        return value
    return str(dict(form.fields[column].choices).get(value, value))
