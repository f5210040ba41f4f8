"""How a table shares its width among its columns, and in what size it is set; pure."""

import re
from dataclasses import dataclass
from math import ceil, sqrt

from proposals.letters.body import Table
from proposals.letters.title import width

SIZES = (14.0, 12.0, 10.5)  # 4号, 小四, 5号 in pt
INSET = 0.5  # em between a cell's text and its edge
NUMBER = re.compile(r"[-+−－±<>≥≤约]?\s?[\d.,]+\s?[%％‰]?|[—－-]+|/|…")
SHORT = 6.5  # em; columns of no longer cells are centred
LINE = 1.3  # em from line to line within a cell
LARGEST_ROW = 300.0  # pt; a higher row may break across pages


@dataclass(frozen=True)
class Column:
    """`share` of the table's width; `align` 左, 中 or 右; the text's space at the right in em.

    A run of `longest` half-width characters is wider than the column and may break anywhere.
    """

    share: float
    align: str
    pad: float
    longest: int


@dataclass(frozen=True)
class Grid:
    """A table as it is set: `breakable` tells for each row whether it may go over a page's end."""

    size: float
    columns: tuple[Column, ...]
    breakable: tuple[bool, ...]


def lay_out(table: Table, room: float) -> Grid:
    """The largest size in which no cell wraps, else one in which wrapping is worth it.

    `room` is the width of the type area in pt.
    """
    by_column = tuple(zip(*table.rows, strict=True))
    wanted = [max(map(width, cells)) + 2 * INSET for cells in by_column]
    size = next((size for size in SIZES[:2] if sum(wanted) * size <= room), None)
    if size is None:
        size = SIZES[1] if room / SIZES[1] / len(wanted) >= 5 else SIZES[2]
    widths = _shared(wanted, room / size)
    return Grid(
        size=size,
        columns=tuple(
            _column(cells[table.heads :] or cells, wide, room / size)
            for cells, wide in zip(by_column, widths, strict=True)
        ),
        breakable=tuple(_height(row, widths) * size > LARGEST_ROW for row in table.rows),
    )


def _shared(wanted: list[float], room: float) -> list[float]:
    """Widths that sum to `room`: narrow columns get what they want, wide ones share the rest."""
    if sum(wanted) <= room:
        return [want * room / sum(wanted) for want in wanted]
    given: dict[int, float] = {}
    while len(given) < len(wanted):
        fair = (room - sum(given.values())) / (len(wanted) - len(given))
        content = [at for at, want in enumerate(wanted) if at not in given and want <= fair]
        if not content:
            break
        given |= {at: wanted[at] for at in content}
    rest = room - sum(given.values())
    # The square root keeps the columns of moderate texts wide enough beside very long ones.
    weights = sum(sqrt(want) for at, want in enumerate(wanted) if at not in given)
    return [given.get(at, rest * sqrt(want) / weights) for at, want in enumerate(wanted)]


def _column(cells: tuple[str, ...], wide: float, room: float) -> Column:
    filled = [cell for cell in cells if cell]
    inner = max(1.0, wide - 2 * INSET)
    widest = max(map(width, filled), default=0.0)
    align, pad = "左", INSET
    if filled and all(NUMBER.fullmatch(cell) for cell in filled):
        # Flush right as a column, but in the middle of its head.
        align, pad = "右", max(INSET, (wide - widest) / 2)
    elif widest <= min(SHORT, inner):
        align = "中"
    return Column(wide / room, align, pad, max(3, int(inner * 2)))


def _height(row: tuple[str, ...], widths: list[float]) -> float:
    lines = (
        ceil(width(cell) / max(1.0, wide - 2 * INSET))
        for cell, wide in zip(row, widths, strict=True)
    )
    return max(lines, default=1) * LINE
