"""What became of a text, stretch by stretch: by lines first, then within what differs; pure."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SENTENCES = re.compile(r"[^。；！？\n]*[。；！？\n]?")
# A figure changes as a whole, never digit by digit.
UNITS = re.compile(r"\d+(?:[.,]\d+)*|.", re.DOTALL)
# Comparing takes time in the product of both lengths; beyond these it is not worth waiting for.
MOST_AT_ONCE, MOST_IN_ALL = 400_000, 4_000_000
MOST_PARTS = 1_000_000
LEAST_ALIKE = 0.4
SHORTEST_SAME = 2


@dataclass(frozen=True)
class Edit:
    """`old[start:end]` became `new[new_start:new_end]`; both are the same when `is_same`."""

    is_same: bool
    start: int
    end: int
    new_start: int
    new_end: int


def edits(old: str, new: str) -> list[Edit]:
    """All of both texts in order: lines, then sentences, then characters are matched."""
    return merged(_Comparison(old, new).edits())


class _Comparison:
    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self.left = MOST_IN_ALL

    def edits(self) -> Iterator[Edit]:
        whole = Edit(False, 0, len(self.old), 0, len(self.new))
        for line in self._within(whole, _lines):
            if line.is_same:
                yield line
                continue
            for sentence in self._within(line, _sentences):
                yield from [sentence] if sentence.is_same else self._characters(sentence)

    def _within(self, edit: Edit, cut: Callable[[str], list[str]]) -> Iterator[Edit]:
        before, after = cut(self._old(edit)), cut(self._new(edit))
        matcher = SequenceMatcher(
            None, before, after, autojunk=len(before) * len(after) > MOST_PARTS
        )
        olds, news = _starts(before, edit.start), _starts(after, edit.new_start)
        for tag, a, b, c, d in matcher.get_opcodes():
            yield Edit(tag == "equal", olds[a], olds[b], news[c], news[d])

    def _characters(self, edit: Edit) -> Iterator[Edit]:
        old, new = self._old(edit), self._new(edit)
        cost = len(old) * len(new)
        if not cost or cost > min(MOST_AT_ONCE, self.left):
            yield edit
            return
        self.left -= cost
        before, after = UNITS.findall(old), UNITS.findall(new)
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        if matcher.ratio() < LEAST_ALIKE:
            yield edit
            return
        olds, news = _starts(before, edit.start), _starts(after, edit.new_start)
        for tag, a, b, c, d in matcher.get_opcodes():
            is_edge = (a == 0 and c == 0) or (b == len(before) and d == len(after))
            is_same = tag == "equal" and (b - a >= SHORTEST_SAME or is_edge)
            yield Edit(is_same, olds[a], olds[b], news[c], news[d])

    def _old(self, edit: Edit) -> str:
        return self.old[edit.start : edit.end]

    def _new(self, edit: Edit) -> str:
        return self.new[edit.new_start : edit.new_end]


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in SENTENCES.findall(text) if sentence]


def _starts(parts: Sequence[str], first: int) -> list[int]:
    found = [first]
    for part in parts:
        found.append(found[-1] + len(part))
    return found


def merged(found: Iterator[Edit]) -> list[Edit]:
    """Neighbours of one kind as one."""
    kept: list[Edit] = []
    for edit in found:
        last = kept[-1] if kept else None
        if last is not None and last.is_same == edit.is_same:
            kept[-1] = Edit(last.is_same, last.start, edit.end, last.new_start, edit.new_end)
        elif edit.start < edit.end or edit.new_start < edit.new_end:
            kept.append(edit)
    return kept


@dataclass(frozen=True)
class Stretch:
    """A piece of a changed passage: `same`, `gone` from the old text, or `come` with the new."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One passage that differs: the number of its first line in the new text, and its pieces."""

    line: int
    stretches: tuple[Stretch, ...]


def changed_passages(old: str, new: str) -> list[Change]:
    """Whole lines that are not the same in both texts, neighbours together."""
    before, after = old.splitlines(), new.splitlines()
    matcher = SequenceMatcher(None, before, after, autojunk=len(before) * len(after) > MOST_PARTS)
    return [
        Change(c + 1, tuple(_stretches("\n".join(before[a:b]), "\n".join(after[c:d]))))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]


def _stretches(old: str, new: str) -> Iterator[Stretch]:
    for edit in edits(old, new):
        if edit.is_same:
            yield Stretch("same", old[edit.start : edit.end])
            continue
        for kind, text in (
            ("gone", old[edit.start : edit.end]),
            ("come", new[edit.new_start : edit.new_end]),
        ):
            if text:
                yield Stretch(kind, text)
