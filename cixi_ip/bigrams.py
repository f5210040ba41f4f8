"""Writes Chinese as overlapping bigrams, which full-text search of any database finds; pure.

Databases part words at spaces, and Chinese has none: SQLite's trigrams find nothing of two hanzi,
PostgreSQL's 'simple' takes a whole clause for one word. So a run of hanzi is written as its
overlapping pairs and its last hanzi (民营企业 → 民营 营企 企业 业), words of other scripts and
numbers whole. A search is a phrase of consecutive pairs: 民营企业 is found, and 利民 is not where
专利 ends one clause and 民营 begins the next.

`terms` is what SQLite's FTS5 (unicode61) and PostgreSQL's `to_tsvector('simple', …)` index,
`query` what `MATCH` and `to_tsquery('simple', …)` ask. PostgreSQL keeps the places of the first
16,383 terms of a text: a phrase further down is not found, so longer texts are indexed in parts.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

# Of what is typed into a search box; FTS5 refuses expressions of more than 256 levels.
LONGEST_QUERY = 200
# PostgreSQL refuses to ask for a word of 2,047 bytes; nobody looks for a longer one than this.
LONGEST_WORD = 64
# Kana and hangul are written without spaces too, or nearly so, and are paired like hanzi.
PAIRED = (
    "々〇\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003fffd"
)
LETTERS = "a-z\u00df-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u052f"
RUN = re.compile(f"(?P<paired>[{PAIRED}]+)|[{LETTERS}]+|[0-9]+")
# GB/T and 5.8 are one word; 专利、商标 are two.
WORD = re.compile(f"(?:[{PAIRED}]+|[{LETTERS}0-9]+(?:[-./_–—·][{LETTERS}0-9]+)*)+")
GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# Hanzi newer than the tables by which SQLite tells letters from signs.
NEWER = re.compile("[\u4db6-\u4dbf\u9fcd-\u9fff\U00020000-\U0003fffd]")


@dataclass(frozen=True)
class Phrase:
    """Consecutive terms; `open_ended` when the last is one hanzi, which begins other pairs."""

    terms: tuple[str, ...]
    open_ended: bool = False

    @property
    def fts5(self) -> str:
        return f'"{" ".join(self.terms)}"' + "*" * self.open_ended

    @property
    def tsquery(self) -> str:
        terms = " <-> ".join(f"'{term}'" for term in self.terms)
        return f"({terms}{':*' * self.open_ended})"


@dataclass(frozen=True)
class Query:
    """What somebody looks for: every phrase must stand in the text; false when there is none."""

    phrases: tuple[Phrase, ...]

    def __bool__(self) -> bool:
        return bool(self.phrases)

    @cached_property
    def fts5(self) -> str:
        """For SQLite: `… WHERE table MATCH %s`."""
        return " AND ".join(phrase.fts5 for phrase in self.phrases)

    @cached_property
    def tsquery(self) -> str:
        """For PostgreSQL: `… WHERE vector @@ to_tsquery('simple', %s)`."""
        return " & ".join(phrase.tsquery for phrase in self.phrases)


def terms(text: str) -> str:
    """What the index holds for `text`: its terms in order, parted by spaces."""
    return " ".join(term for run in RUN.finditer(folded(text)) for term in _terms(run))


def query(text: str) -> Query:
    """Words parted by spaces or Chinese marks must all be found; of signs none has a meaning."""
    words = WORD.findall(folded(text)[:LONGEST_QUERY])
    return Query(tuple(dict.fromkeys(map(_phrase, words))))


def pairs(text: str) -> Iterator[str]:
    """The pairs and words of a text as they are read, no single hanzi behind a pair."""
    for run in RUN.finditer(folded(text)):
        found = list(_cut(run))
        yield from found[:-1] if run["paired"] and len(found) > 1 else found


def folded(text: str) -> str:
    """Full width, capitals, accents and the commas of thousands make no difference."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in apart if unicodedata.category(char) != "Mn")
    return GROUPED.sub("", unicodedata.normalize("NFKC", plain).casefold())


def _terms(run: re.Match[str]) -> Iterator[str]:
    return (NEWER.sub(_spelt, term) for term in _cut(run))


def _cut(run: re.Match[str]) -> Iterator[str]:
    if not run["paired"]:
        yield run[0][:LONGEST_WORD]
        return
    for at in range(len(run[0])):
        yield run[0][at : at + 2]


def _spelt(char: re.Match[str]) -> str:
    """A hanzi by its number, in letters: digits would be parted from it."""
    return "u" + f"{ord(char[0]):x}".translate(str.maketrans("0123456789", "ghijklmnop"))


def _phrase(word: str) -> Phrase:
    runs = list(RUN.finditer(word))
    found = [term for run in runs for term in _terms(run)]
    if not runs[-1]["paired"]:
        return Phrase(tuple(found))
    if len(runs[-1][0]) > 1:
        return Phrase(tuple(found[:-1]))
    return Phrase(tuple(found), open_ended=True)
