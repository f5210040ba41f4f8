"""文字建议 on a draft: what hygiene proposes for its texts, what is taken, what is put aside."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from proposals.letters.hygiene import RULES, Rule, Suggestion, apply, suggestions

if TYPE_CHECKING:
    from proposals.models import Letter

FIELDS = {"title": "标题", "addressee": "主送", "body": "正文", "cc": "抄送"}
# An ignored suggestion lies among the letter's explanations, under this prefix and its key.
PREFIX, ASIDE = "hygiene:", "忽略"
KEY = re.compile(r"[0-9a-f]{12}")
MOST_SHOWN = 10
MOST_READ = 50_000  # a longer text is refused anyway
BLANKS = {" ": "␣", "\u3000": "□", "\u00a0": "␣"}


@dataclass(frozen=True)
class Advice:
    """A suggestion in a field of the form; `nth` counts those of one key, `paragraph` from 1."""

    name: str
    suggestion: Suggestion
    nth: int
    paragraph: int

    @property
    def handle(self) -> str:
        """What a button sends to name it."""
        return f"{self.suggestion.key}.{self.nth}"

    @property
    def found(self) -> str:
        """As shown: blanks visible."""
        return "".join(BLANKS.get(char, char) for char in self.suggestion.found)

    @property
    def place(self) -> str:
        return f"第{self.paragraph}段" if self.name == "body" else self.suggestion.field


@dataclass(frozen=True)
class Group:
    """What one rule found."""

    rule: Rule
    advice: tuple[Advice, ...]

    @property
    def is_sure(self) -> bool:
        return self.advice[0].suggestion.is_sure

    @property
    def shown(self) -> tuple[Advice, ...]:
        return self.advice[:MOST_SHOWN]

    @property
    def left_out(self) -> int:
        return len(self.advice) - len(self.shown)

    @property
    def is_for_all(self) -> bool:
        """Whether one button may take them all."""
        return len(self.advice) > 1 and all(
            one.suggestion.proposed is not None for one in self.advice
        )


@dataclass(frozen=True)
class Proofreading:
    """The suggestions on a draft's texts: `open` ones, and those put `aside` by their keys."""

    texts: Mapping[str, str]
    advice: tuple[Advice, ...]
    ignored: frozenset[str] = frozenset()

    @cached_property
    def open(self) -> tuple[Advice, ...]:
        return tuple(one for one in self.advice if one.suggestion.key not in self.ignored)

    @cached_property
    def aside(self) -> tuple[Advice, ...]:
        return tuple(one for one in self.advice if one.suggestion.key in self.ignored)

    @property
    def sure(self) -> tuple[Advice, ...]:
        return tuple(one for one in self.open if one.suggestion.is_sure)

    @property
    def asked(self) -> tuple[Advice, ...]:
        return tuple(one for one in self.open if not one.suggestion.is_sure)

    @property
    def groups(self) -> tuple[Group, ...]:
        """By rule, the sure ones first."""
        by_rule: dict[str, list[Advice]] = {}
        for one in self.open:
            by_rule.setdefault(one.suggestion.rule, []).append(one)
        return tuple(
            Group(rule, tuple(by_rule[rule.name])) for rule in RULES if rule.name in by_rule
        )

    @property
    def aside_once(self) -> tuple[Advice, ...]:
        """What is put aside, one of each key."""
        return tuple({one.suggestion.key: one for one in self.aside}.values())

    def chosen(self, wanted: str) -> tuple[Advice, ...]:
        """What a button takes: `all` that is sure, `rule-名称`, or the handle of one."""
        return tuple(
            one
            for one in self.open
            if one.suggestion.proposed is not None
            and (
                (wanted == "all" and one.suggestion.is_sure)
                or wanted in (f"rule-{one.suggestion.rule}", one.handle)
            )
        )

    def taking(self, chosen: Iterable[Advice]) -> dict[str, str]:
        """The texts that change when these are taken."""
        by_name: dict[str, list[Suggestion]] = {}
        for one in chosen:
            by_name.setdefault(one.name, []).append(one.suggestion)
        return {name: apply(self.texts[name], found) for name, found in by_name.items()}


def proofread(texts: Mapping[str, str], kind: str, ignored: Collection[str] = ()) -> Proofreading:
    """Read the texts, keyed by the names of the form's fields; `kind` is the proposal's."""
    advice: list[Advice] = []
    for name, field in FIELDS.items():
        lines = starts_of_paragraphs(texts[name])
        counts: Counter[str] = Counter()
        if len(texts[name]) > MOST_READ:
            continue
        for one in suggestions(texts[name], field=field, kind=kind):
            advice.append(
                Advice(name, one, counts[one.key], max(bisect_right(lines, one.start), 1))
            )
            counts[one.key] += 1
    return Proofreading(texts, tuple(advice), frozenset(ignored))


def starts_of_paragraphs(text: str) -> list[int]:
    """Where each line that holds anything begins."""
    starts, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            starts.append(at)
        at += len(line) + 1
    return starts


def of_letter(letter: Letter) -> Proofreading:
    """The suggestions on a stored draft, less those its writer put aside."""
    texts = {name: getattr(letter, name) for name in FIELDS}
    return proofread(texts, letter.handling.proposal.kind, keys_aside(letter.explanations))


def keys_aside(explanations: Iterable[str]) -> set[str]:
    """The keys put aside among a letter's explanations."""
    return {key.removeprefix(PREFIX) for key in explanations if key.startswith(PREFIX)}


def as_explanations(keys: Iterable[str]) -> dict[str, str]:
    return {PREFIX + key: ASIDE for key in keys if KEY.fullmatch(key)}


def still_aside(letter: Letter) -> dict[str, str]:
    """Of what was put aside, what the text still holds."""
    if not keys_aside(letter.explanations):
        return {}
    return as_explanations(one.suggestion.key for one in of_letter(letter).aside)
