"""The character sets a face is held against: GB 2312, 通用规范汉字表, GB 18030 level 2; pure."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

GENERAL = Path(__file__).parent.parent / "data" / "general_hanzi.txt"
LEADING, TRAILING = range(0xB0, 0xF8), range(0xA1, 0xFF)
# What GB 18030-2022 counts as hanzi of its level 1, 27,584 in all: three ranges, the twelve
# unified hanzi that Unicode files among compatibility forms, and fourteen radicals.
BLOCKS = ((0x4E00, 0x9FA5), (0x9FA6, 0x9FEF), (0x3400, 0x4DB5))
UNIFIED_ELSEWHERE = "﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩"
RADICALS = "⺁⺄⺈⺋⺌⺗⺧⺪⺮⺳⺶⺷⺻⻊"


@dataclass(frozen=True)
class Charset:
    """A named set of characters a text may be expected to use."""

    name: str
    characters: frozenset[str]

    def missing(self, covered: frozenset[str]) -> str:
        """What `covered` lacks, the common hanzi before the rare ones."""
        rank = common_first()
        return "".join(
            sorted(self.characters - covered, key=lambda char: rank.get(char, ord(char)))
        )


@cache
def general() -> tuple[str, str, str]:
    """通用规范汉字表: its three levels, each in the order of the table."""
    lines = GENERAL.read_text("utf-8").splitlines()
    first, second, third = (line for line in lines if not line.startswith("#"))
    return first, second, third


@cache
def common_first() -> dict[str, int]:
    """The place of a hanzi in 通用规范汉字表, below any code point that is not in it."""
    return {char: place - 8105 for place, char in enumerate("".join(general()))}


@cache
def charsets() -> tuple[Charset, ...]:
    codes = (bytes((high, low)) for high in LEADING for low in TRAILING)
    gb2312 = frozenset("".join(code.decode("gb2312", "ignore") for code in codes))
    table = frozenset("".join(general()))
    level_1 = {chr(code) for first, last in BLOCKS for code in range(first, last + 1)}
    level_2 = frozenset(level_1 | {*UNIFIED_ELSEWHERE, *RADICALS}) | table
    return (
        Charset("GB 2312", gb2312),
        Charset("通用规范汉字表", table),
        Charset("GB 18030 级别 2", level_2),
    )
