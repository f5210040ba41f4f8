"""Shows where in a text the words looked for stand, as bigrams.py finds them; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cixi_ip.bigrams import GROUPED, LETTERS, LONGEST_QUERY, PAIRED, RUN, WORD, folded

AROUND = 36
LONGEST = 120
BETWEEN = f"[^{PAIRED}{LETTERS}0-9]*"
CLAUSE_ENDS = "。！？；：，、\n"


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and whether it is what was looked for."""

    text: str
    is_hit: bool = False


def pattern(typed: str) -> re.Pattern[str] | None:
    """What finds the words of a query in folded text; None when it has no words."""
    words = dict.fromkeys(WORD.findall(folded(typed)[:LONGEST_QUERY]))
    found = [
        BETWEEN.join(_whole(run[0], is_paired=bool(run["paired"])) for run in RUN.finditer(word))
        for word in sorted(words, key=lambda word: -len(word))
    ]
    return re.compile("|".join(found)) if found else None


def marked(text: str, wanted: re.Pattern[str] | None) -> tuple[Piece, ...]:
    """The whole text in pieces."""
    return tuple(_pieces(text, _hits(text, wanted), 0, len(text)))


def excerpt(text: str, wanted: re.Pattern[str] | None) -> tuple[Piece, ...]:
    """About a hundred characters where most of the words stand together; empty when none does."""
    hits = _hits(text, wanted)
    if not hits:
        return ()
    start, end = _window(text, hits)
    lead = [Piece("……")] if start else []
    rest = [Piece("……")] if end < len(text) else []
    return (*lead, *_pieces(text.replace("\n", " "), hits, start, end), *rest)


def beginning(text: str) -> tuple[Piece, ...]:
    """For a text found by its head alone."""
    plain = text.replace("\n", " ")
    return (Piece(plain[:LONGEST] + "……" * (len(plain) > LONGEST)),) if plain else ()


def _whole(run: str, *, is_paired: bool) -> str:
    """Words and numbers are found whole, hanzi wherever they stand."""
    if is_paired:
        return re.escape(run)
    kind = "0-9" if run.isdecimal() else LETTERS
    return f"(?<![{kind}]){re.escape(run)}(?![{kind}])"


def _hits(text: str, wanted: re.Pattern[str] | None) -> list[tuple[int, int]]:
    """(start, end) of each hit in the text as it was written."""
    if wanted is None:
        return []
    plain, places = _folded(text)
    return [
        (places[hit.start()], places[hit.end() - 1] + 1)
        for hit in wanted.finditer(plain)
        if hit.end() > hit.start()
    ]


def _folded(text: str) -> tuple[str, list[int]]:
    """The text as the index folds it, and where in the text each character of that comes from."""
    found = [(one, place) for place, char in enumerate(text) for one in _folded_character(char)]
    commas = {hit.start() for hit in GROUPED.finditer("".join(one for one, _place in found))}
    kept = [pair for at, pair in enumerate(found) if at not in commas]
    return "".join(one for one, _place in kept), [place for _one, place in kept]


@lru_cache(maxsize=30_000)
def _folded_character(char: str) -> str:
    return folded(char)


def _window(text: str, hits: list[tuple[int, int]]) -> tuple[int, int]:
    first = max(hits, key=lambda hit: (_different_words(text, hits, hit[0]), -hit[0]))[0]
    start = max(first - AROUND, 0)
    ends = [end for mark in CLAUSE_ENDS if (end := text.find(mark, start, first)) >= 0]
    start = min(ends) + 1 if start and ends else start
    return start, min(start + LONGEST, len(text))


def _different_words(text: str, hits: list[tuple[int, int]], start: int) -> int:
    reach = start + LONGEST - AROUND
    return len({text[a:b] for a, b in hits if start <= a and b <= reach})


def _pieces(text: str, hits: list[tuple[int, int]], start: int, end: int) -> Iterator[Piece]:
    at = start
    for first, last in hits:
        if at <= first and last <= end:
            if at < first:
                yield Piece(text[at:first])
            yield Piece(text[first:last], is_hit=True)
            at = last
    if at < end:
        yield Piece(text[at:end])
