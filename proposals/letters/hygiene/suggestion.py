"""Suggestions on a text: the rules applied until nothing is left to say, told of the text as typed.

A change often makes room for another (１２，６８８: narrow digits first, then the comma between
them). So the rules that are sure read on until the text stands still; what they did to one place
becomes one suggestion, and taking it leaves nothing new at that place. The rules that only ask
read the text that results.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from proposals.letters.hygiene.reading import BODY, UNTOUCHED, Edit, Reading
from proposals.letters.hygiene.rules import RULES, Certainty, Rule

MOST_ROUNDS = 10
NEIGHBOURS = 8


@dataclass(frozen=True)
class Suggestion:
    """What is proposed for text[start:end]; `proposed` is None where only the writer can know.

    `before` and `after` are its neighbours in its line, `why` is a sentence.
    """

    start: int
    end: int
    found: str
    proposed: str | None
    rule: str
    why: str
    certainty: Certainty
    field: str
    before: str
    after: str

    @property
    def key(self) -> str:
        """The same for the same thing between the same neighbours, wherever it stands."""
        said = "\n".join((self.field, self.rule, self.before, self.found, self.after))
        return hashlib.sha256(said.encode()).hexdigest()[:12]

    @property
    def is_sure(self) -> bool:
        return self.certainty is Certainty.SURE


@dataclass
class Settled:
    """A text on its way: each character with the stretch of the typed text it stands for."""

    typed: str
    chars: list[str] = field(default_factory=list)
    origins: list[tuple[int, int]] = field(default_factory=list)
    changes: list[tuple[int, int, Rule, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chars = list(self.typed)
        self.origins = list(pairwise(range(len(self.typed) + 1)))

    @property
    def text(self) -> str:
        return "".join(self.chars)

    def origin(self, edit: Edit) -> tuple[int, int]:
        return self.origins[edit.start][0], self.origins[edit.end - 1][1]

    def change(self, edits: list[tuple[Rule, Edit]]) -> None:
        """Make these edits, which are in order and do not overlap."""
        chars: list[str] = []
        origins: list[tuple[int, int]] = []
        at = 0
        for rule, edit in edits:
            start, end = self.origin(edit)
            new = edit.proposed or ""
            chars += self.chars[at : edit.start] + list(new)
            origins += self.origins[at : edit.start] + [(start, end)] * len(new)
            self.changes.append((start, end, rule, edit.why))
            at = edit.end
        self.chars, self.origins = chars + self.chars[at:], origins + self.origins[at:]


def suggestions(text: str, *, field: str = BODY, kind: str = "") -> tuple[Suggestion, ...]:
    """All that the rules propose for `text`, by position; no two overlap.

    `field` is the Chinese name of the field; some rules are for 正文 alone. `kind` is
    建议, 提案 or 议案; without it nothing is said of the names that belong to a kind.
    """
    settled = Settled(text)
    sure = [rule for rule in RULES if rule.certainty is Certainty.SURE]
    for _round in range(MOST_ROUNDS):
        edits = found_by(sure, Reading.of(settled.text, field, kind))
        if not edits:
            break
        settled.change(edits)
    told = list(of_changes(settled))
    told += of_questions(settled, Reading.of(settled.text, field, kind), told)
    return tuple(
        Suggestion(
            start, end, text[start:end], proposed, rule.name, why, rule.certainty, field,
            *neighbours(text, start, end),
        )
        for start, end, proposed, rule, why in sorted(told, key=lambda one: one[:2])
    )  # fmt: skip


Told = tuple[int, int, str | None, Rule, str]


def found_by(rules: Iterable[Rule], reading: Reading) -> list[tuple[Rule, Edit]]:
    """What the rules find, in order: nothing in a token, and of two that overlap the first."""
    taken = bytearray(len(reading.text))
    for hidden in reading.matches(UNTOUCHED):
        taken[hidden.start() : hidden.end()] = b"\1" * len(hidden[0])
    kept = []
    for rule in rules:
        for edit in rule.find(reading):
            if edit.start < edit.end and not any(taken[edit.start : edit.end]):
                taken[edit.start : edit.end] = b"\1" * (edit.end - edit.start)
                kept.append((rule, edit))
    return sorted(kept, key=lambda one: one[1].start)


def of_changes(settled: Settled) -> Iterator[Told]:
    """The changes as disjoint stretches of the typed text, each with what stands there now."""
    merged: list[tuple[int, int, Rule, str]] = []
    for start, end, rule, why in sorted(settled.changes, key=lambda one: (one[0], -one[1])):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), *merged[-1][2:])
        else:
            merged.append((start, end, rule, why))
    at = 0
    for start, end, rule, why in merged:
        while at < len(settled.chars) and settled.origins[at][0] < start:
            at += 1
        first = at
        while at < len(settled.chars) and settled.origins[at][1] <= end:
            at += 1
        new = "".join(settled.chars[first:at])
        if new != settled.typed[start:end]:
            yield start, end, new, rule, why


def of_questions(settled: Settled, reading: Reading, told: list[Told]) -> Iterator[Told]:
    """What the rules that ask find where nothing is to be changed yet."""
    changed = bytearray(len(settled.typed))
    for start, end, *_rest in told:
        changed[start:end] = b"\1" * (end - start)
    asking = [rule for rule in RULES if rule.certainty is Certainty.ASK]
    for rule, edit in found_by(asking, reading):
        start, end = settled.origin(edit)
        if not any(changed[start:end]):
            yield start, end, edit.proposed, rule, edit.why


def neighbours(text: str, start: int, end: int) -> tuple[str, str]:
    """The few characters before and after in the same line."""
    before = text[max(start - NEIGHBOURS, 0) : start].rpartition("\n")[2]
    after = text[end : end + NEIGHBOURS].partition("\n")[0]
    return before, after


def apply(text: str, chosen: Iterable[Suggestion]) -> str:
    """The text with these suggestions taken; what has no proposal stays."""
    pieces, at = [], 0
    for one in sorted(chosen, key=lambda one: one.start):
        if one.proposed is not None and one.start >= at:
            pieces += [text[at : one.start], one.proposed]
            at = one.end
    return "".join([*pieces, text[at:]])
