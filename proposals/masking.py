"""Takes personal data out of a text before it is published; pure.

Names of those who put a proposal forward, and phones, identity numbers and mail addresses of
anybody: 国办发〔2014〕46号 lets answers be published, not who lives where.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

MASK = "×"
# Identity numbers first: a phone would be found inside them.
PATTERNS = (
    ("身份证号", re.compile(r"(?<![\dA-Za-z])\d{6}(?:19|20)\d{2}\d{7}[\dXx](?![\dA-Za-z])")),
    ("手机号", re.compile(r"(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")),
    ("电话", re.compile(r"(?<![\d〔])(?:0\d{2,3}[-—－ ]?)\d{7,8}(?:[-—转]\d{1,5})?(?!\d)")),
    ("电话", re.compile(r"(?<=电话)(?:号码)?[:：]?\s*\d{7,8}(?!\d)")),
    ("邮箱", re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")),
)


@dataclass(frozen=True)
class Masked:
    """The text as it may be read by all, and what was covered: (kind, words), in order."""

    text: str
    covered: tuple[tuple[str, str], ...]


def mask(text: str, names: Iterable[str] = ()) -> Masked:
    """Cover `names` (all but the family name) and what looks like a number to reach somebody."""
    covered: list[tuple[int, str, str]] = []

    def cover(kind: str, found: re.Match[str], shown: str) -> str:
        covered.append((found.start(), kind, found[0]))
        return shown

    for kind, pattern in PATTERNS:
        text = pattern.sub(lambda found, kind=kind: cover(kind, found, shape(found[0])), text)  # type: ignore[misc]
    for name in sorted({one.strip() for one in names if one.strip()}, key=len, reverse=True):
        text = re.sub(
            re.escape(name), lambda found: cover("姓名", found, shortened(found[0])), text
        )
    return Masked(text, tuple((kind, words) for _at, kind, words in sorted(covered)))


def shape(words: str) -> str:
    """Digits and letters covered, marks kept, so that the sentence reads on."""
    return re.sub(r"[0-9A-Za-z_.+]", MASK, words)


def shortened(name: str) -> str:
    """陈×× ; of a double family name two characters stay."""
    kept = 2 if len(name) > 3 else 1
    return name[:kept] + MASK * (len(name) - kept)
