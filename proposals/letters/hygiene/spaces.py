"""Rules of text hygiene on spaces, which a letter's text has none of between hanzi; pure."""

import re
from collections.abc import Iterator

from proposals.letters.body import CAPTION
from proposals.letters.hygiene.reading import BODY, HAN, MARKS, TITLE, Edit, Reading

LATIN = "A-Za-z0-9%‰℃\ue001"
SPACE = "[ \u3000\u00a0]+"
BESIDE_FIGURES = re.compile(
    rf"(?<=[{HAN}]){SPACE}(?=[{LATIN}])|(?<=[{LATIN}]){SPACE}(?=[{HAN}])"
    rf"|(?<=[{MARKS}]){SPACE}(?=[{HAN}{MARKS}{LATIN}])|(?<=[{HAN}{LATIN}]){SPACE}(?=[{MARKS}])"
)
BETWEEN_HANZI = re.compile(rf"(?<=[{HAN}]){SPACE}(?=[{HAN}])")
BOOK = re.compile(r"《[^《》\n]*》")
STANDARD = re.compile(r"[A-Z]{2,6}(?:/[A-Z]{1,6})? ?\d[\d.]*(?:[—\-:]\d{4})?$")
TO_FILL = re.compile(rf"{SPACE}(?=[年月日号〕])")


def spaces(reading: Reading) -> Iterator[Edit]:
    """汉字与数字、字母、标点之间不空格；表题的编号、标准号、书名号之内和待填的空白除外。"""
    for start, end in gaps(reading, BESIDE_FIGURES):
        yield Edit(start, end, "", "汉字与数字、字母、标点之间不空格。")


def inner_spaces(reading: Reading) -> Iterator[Edit]:
    """两个汉字之间的空格多半是误入的；并列的名称请用顿号分开。"""
    for start, end in gaps(reading, BETWEEN_HANZI):
        if not is_padded_name(reading.text, start, end):
            why = "汉字之间不空格；如是并列的名称，请用顿号分开。"
            yield Edit(start, end, "", why)


def gaps(reading: Reading, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Spaces without a reason: such as a book's title, a standard's number, a blank to fill."""
    if reading.field not in (BODY, TITLE):
        return
    books = [match.span() for match in reading.matches(BOOK)]
    captions = {at: line for at, line in reading.lines if CAPTION.fullmatch(line.strip())}
    at_book = 0
    for match in reading.matches(pattern):
        while at_book < len(books) and books[at_book][1] <= match.start():
            at_book += 1
        is_in_book = at_book < len(books) and books[at_book][0] < match.start()
        line = reading.text.rfind("\n", 0, match.start()) + 1
        if not (is_in_book or line in captions or has_reason(reading.text, match)):
            yield match.span()


def has_reason(text: str, match: re.Match[str]) -> bool:
    start = match.start()
    is_blank = len(match[0]) > 1 or "\u3000" in match[0]
    if is_blank and (TO_FILL.match(text, start) or text[start - 1] == "〔"):
        return True
    return bool(STANDARD.search(text[max(start - 24, 0) : start]))


def is_padded_name(text: str, start: int, end: int) -> bool:
    """张　三: two hanzi set apart so that the name is as wide as one of three."""
    is_wide = end - start > 1 or text[start] == "\u3000"
    before, after = text[max(start - 2, 0) : start - 1], text[end + 1 : end + 2]
    return is_wide and not re.match(f"[{HAN}]", before) and not re.match(f"[{HAN}]", after)
