"""What every spreadsheet we write keeps to: no text taken for a formula, pages that print; pure."""

from typing import Any

# Full-width ones too: where Chinese is typed, a spreadsheet takes them for the plain signs.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
A4 = 9


def harmless(cell: Any) -> Any:
    """Text a spreadsheet might take for a formula gets an apostrophe; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


def print_on_paper(sheet: Any) -> None:
    """A4 across, as wide as the sheet, its first row repeated, its pages counted."""
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R第 &P 页 / 共 &N 页")
