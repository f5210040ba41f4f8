"""Rules of text hygiene on single characters that only look like the right one; pure."""

import re
import unicodedata
from collections.abc import Iterator

from proposals.letters.hygiene.reading import Edit, Reading

KANGXI = re.compile("[\u2f00-\u2fdf]")
# Of the supplement, those that are hanzi of their own; the others are parts of hanzi.
SUPPLEMENT = dict(
    zip(
        "⺒⺓⺟⺠⻁⻄⻅⻆⻉⻊⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱⻳",
        "巳幺母民虎西见角贝足车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龜龟",
        strict=True,
    )
)
PARTS = re.compile(f"[{''.join(SUPPLEMENT)}]")
COMPATIBLE = re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")
WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")


def radicals(reading: Reading) -> Iterator[Edit]:
    """从 PDF 复制来的部首字符（如 ⽂、⻓）改为同形的汉字，否则查找不到、字体也可能缺字。"""
    why = "这是部首字符，不是汉字，请改为同形的汉字。"
    yield from reading.swap(KANGXI, lambda m: unicodedata.normalize("NFKC", m[0]), why)
    yield from reading.swap(PARTS, lambda m: SUPPLEMENT[m[0]], why)


def compatible(reading: Reading) -> Iterator[Edit]:
    """兼容汉字（U+F900—FAFF、U+2F800—2FA1F）改为通行的同一个字。"""
    why = "这是兼容区的重复编码，请改为通行的同一个字。"
    yield from reading.swap(COMPATIBLE, lambda m: unicodedata.normalize("NFC", m[0]), why)


def wide(reading: Reading) -> Iterator[Edit]:
    """全角的阿拉伯数字和字母（１２ＡＢ）改为半角，公文中的数字、字母用半角。"""
    why = "公文中的阿拉伯数字和字母用半角。"
    yield from reading.swap(WIDE, lambda m: unicodedata.normalize("NFKC", m[0]), why)
