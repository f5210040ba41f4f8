"""What changed in a draft since it was sent back, without keeping the text itself; pure.

A draft is closed to those who only read the record of events, so that the record holds
fingerprints of its paragraphs and no words.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Changed:
    """The paragraphs that were not in the earlier text, and how many of that are gone."""

    new: tuple[str, ...]
    gone: int


def paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def fingerprint(paragraph: str) -> str:
    return hashlib.sha256(paragraph.encode()).hexdigest()[:16]


def fingerprints(text: str) -> list[str]:
    return [fingerprint(one) for one in paragraphs(text)]


def changed(text: str, before: Iterable[str]) -> Changed:
    """`before` is what `fingerprints` gave for the earlier text."""
    known, now = set(before), {fingerprint(one): one for one in paragraphs(text)}
    return Changed(
        tuple(words for mark, words in now.items() if mark not in known), len(known - set(now))
    )
