"""Takes out of a typed text what nobody can see, and says in Chinese what it was."""

import re
import unicodedata
from collections import Counter

LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Marks that print nothing and that Python counts as printable all the same.
UNSEEN_MARKS = re.compile("[\u034f\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
ZERO_WIDTH = frozenset("\u00ad\u034f\u180e\u200b\u200c\u200d\u2060\ufeff")


def sanitise(text: str) -> tuple[str, tuple[str, ...]]:
    """The text in NFC without characters nobody can see, and what was changed, in Chinese."""
    if is_plain(text):
        return text, ()
    removed: Counter[tuple[str, str]] = Counter()
    kept = []
    for char in LINE_ENDS.sub("\n", text):
        kind = hidden_kind(char)
        if kind:
            removed[kind, char] += 1
            kept.append(" " if char == "\t" else "")
        else:
            kept.append(char)
    plain = "".join(kept)
    composed = unicodedata.normalize("NFC", plain)
    notes = [
        f"已删除{kind} U+{ord(char):04X}（{times} 处）" for (kind, char), times in removed.items()
    ]
    if composed != plain:
        notes.append("已把拆开或兼容的字符改为标准写法（NFC）")
    return composed, tuple(notes)


def is_plain(text: str) -> bool:
    """Whether a text needs no looking through, as nearly every cell of a long sheet."""
    if not text.isprintable() or UNSEEN_MARKS.search(text):
        return False
    return unicodedata.is_normalized("NFC", text)


def hidden_kind(char: str) -> str:
    """What kind of invisible character this is; empty for one that may stay."""
    if char == "\n":
        return ""
    if char in BIDI:
        return "双向控制字符"
    if char in ZERO_WIDTH:
        return "零宽字符"
    category = unicodedata.category(char)
    if category == "Mn" and unicodedata.name(char, "").startswith("VARIATION SELECTOR"):
        return "字形选择符"
    return {"Cc": "控制字符", "Cf": "格式字符", "Cs": "残缺字符"}.get(category, "")
