"""What a cell holds as a spreadsheet shows it: nothing, a text, a number without noise; pure."""

from __future__ import annotations

import math
import unicodedata
from decimal import Decimal
from functools import lru_cache

from cixi_ip.hygiene import sanitise
from cixi_ip.workbooks.sheets import Cell

NOTHING = frozenset(("", "—", "－", "-", "——", "–", "/"))


def is_blank(cell: Cell) -> bool:
    return cell == "" or (isinstance(cell, str) and cell.strip() in NOTHING)


def exact(number: float) -> Decimal:
    """What a spreadsheet shows of the number it keeps: 15 significant digits, no noise."""
    if not math.isfinite(number):
        raise ValueError("这一格的数过大，读不出来。请检查是否多打了数字。")
    value = Decimal(f"{number:.15g}")
    return Decimal(int(value)) if int(value.as_tuple().exponent) > 0 else value


def text_of(cell: Cell) -> str:
    """The cell as a spreadsheet shows it; 330282 for the number it may keep a code as."""
    if isinstance(cell, float):
        return f"{exact(cell):f}" if math.isfinite(cell) else str(cell)
    return cell.strip()


@lru_cache(maxsize=8192)
def clean(text: str) -> tuple[str, bool]:
    """The text without what nobody can see, on one line; and whether anything was taken out."""
    plain, removed = sanitise(text)
    return plain.replace("\n", " ").strip(), bool(removed)


@lru_cache(maxsize=8192)
def squeezed(text: str) -> str:
    """A heading or a name without blanks and breaks, in half-width forms: 实用⏎新型 is 实用新型."""
    return "".join(unicodedata.normalize("NFKC", text).split())
