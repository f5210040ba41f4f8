"""The numbers a page prints, each with the words around it.

Left out is what is no figure: dates, years, days left, numbers of papers and versions, and the
numbers inside names and titles.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from lxml import html

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
DATES = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}:\d{2}|\d{4}年\d{1,2}月\d{1,2}日"
    r"|\d{4}(?:[—－-]\d{4})?年末?|\d{1,2}(?:—\d{1,2})?月|\b20\d\d\b"
    r"|第\d+号|逾期\d+天|剩\d+天|未公布的指标 \d+ 项|\b[0-9A-F]{4}(?:-[0-9A-F]{4}){2}\b"
)
# Frames, scripts, and what only a screen reader or a form says.
ASIDE = (
    "//script|//style|//nav|//head|//header|//footer|//form|//svg"
    "|//*[contains(@class,'visually-hidden')]"
)
WITHIN = "self::a or self::strong or self::span or self::em or self::b or self::mark"


def printed(page: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each number without its separators, and the text it stands in."""
    known = with_numbers(tuple(names))
    for text in dict.fromkeys(texts(page)):
        bare = DATES.sub(" ", known.sub(" ", text) if known else text)
        for token in NUMBER.findall(bare):
            yield token.replace(",", ""), text


@cache
def with_numbers(names: tuple[str, ...]) -> re.Pattern[str] | None:
    held = sorted({name for name in names if NUMBER.search(name)}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, held))) if held else None


def texts(page: str) -> Iterator[str]:
    """What each block of the main part says, with the links and marks inside it."""
    tree = html.fromstring(page)
    for aside in tree.xpath(ASIDE):
        if aside.getparent() is not None:
            aside.drop_tree()
    for block in tree.xpath(f"//main//*[not({WITHIN})]"):
        said = block.xpath(f"./text()|./*[{WITHIN}]//text()")
        if any(NUMBER.search(part) for part in said):
            yield re.sub(r"\s+", " ", "".join(said)).strip()
