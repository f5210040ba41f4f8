"""Tells how alike two proposals are, and which of those known a new one repeats; pure.

Likeness is a weighted Jaccard: what two titles share of all they hold, each pair of hanzi counting
the more the rarer it is among the titles known. BM25 was not taken: it ranks a question against
texts, is not the same both ways, and its scores have no upper end, so no limit could be set above
which two cases are called alike. Jaccard gives 0 to 1 and needs no corpus. Where both texts are
known they count for a third; a title says better what a case is about.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import log
from typing import Self

from cixi_ip.bigrams import folded, pairs

TITLE_SHARE = 2 / 3
# Words of nearly every title, which say nothing about its subject; they part what stands around.
HOLLOW = re.compile(
    "关于|进一步|加强|加快|加大|推进|推动|促进|提升|提高|完善|强化|深化|优化|切实|大力|深入|积极|全面"
    "|建设|建立|健全|规范|发展|支持|鼓励|增加|扩大|监管|机制|制度|体系|建议|提案|议案|工作|我市|我区|我县|全市|若干|有关|问题|力度|水平|[的了和与及对]"
)
FRAME = re.compile(
    r"^(?:.{0,30}第\d{1,5}号(?:建议|提案|议案)?)?(?:关于)?(.+?)(?:的)?(?:建议|提案|议案|意见)*$"
)
SIGNS = re.compile(r"[\W_]")
CLAUSE = re.compile(r"\W+")


@dataclass(frozen=True)
class Case:
    """A proposal as far as likeness goes; `key` is whatever its owner knows it by."""

    key: Hashable
    title: str
    text: str = ""
    session: str = ""
    kind: str = ""
    number: int | None = None

    @cached_property
    def subject(self) -> str:
        """The title without its frame 关于…的建议, without marks, spaces and width."""
        plain = SIGNS.sub("", folded(self.title))
        found = FRAME.match(plain)
        return found[1] if found else plain

    @cached_property
    def title_pairs(self) -> frozenset[str]:
        return frozenset(pairs(HOLLOW.sub(" ", self.title)))

    @cached_property
    def text_pairs(self) -> frozenset[str]:
        return frozenset(pairs(HOLLOW.sub(" ", self.text)))


class Rarity:
    """How much it says that two cases share a pair, from the titles and texts of those known."""

    def __init__(self, cases: Iterable[Case]) -> None:
        self.total = 0
        self.times: Counter[str] = Counter()
        for case in cases:
            self.total += 1
            self.times.update(case.title_pairs | case.text_pairs)

    @classmethod
    def counted(cls, total: int, times: Mapping[str, int]) -> Self:
        """From what somebody else has counted."""
        rarity = cls(())
        rarity.total, rarity.times = total, Counter(times)
        return rarity

    def weight(self, pair: str) -> float:
        return log(1 + (self.total + 1) / (self.times[pair] + 0.5))

    def likeness(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Weighted Jaccard, 0 to 1; nothing is like nothing."""
        shared = sum(map(self.weight, one & other))
        return shared / sum(map(self.weight, one | other)) if shared else 0.0


@dataclass(frozen=True)
class Likeness:
    """A known case, how alike it is (0 to 1), and the words shared, those that tell most first."""

    case: Case
    score: float
    words: tuple[str, ...]


class Repeats(StrEnum):
    """In what a proposal repeats one that is known."""

    NUMBER = "编号相同"
    TITLE = "标题相同"
    BOTH = "编号和标题都相同"
    EARLIER = "往届同题"


@dataclass(frozen=True)
class Duplicate:
    case: Case
    repeats: Repeats


def ranked(
    case: Case,
    known: Iterable[Case],
    *,
    most: int = 5,
    at_least: float = 0.08,
    rarity: Rarity | None = None,
) -> tuple[Likeness, ...]:
    """Those `known` most like `case`, without itself; equal ones in the order given.

    `rarity` of all cases is given where `known` are only those a search has brought up, among
    which the subject itself would pass for common.
    """
    others = [other for other in known if other.key != case.key]
    weights = rarity or Rarity(others)
    scored = [(score(case, other, weights), other) for other in others]
    best = sorted((pair for pair in scored if pair[0] >= at_least), key=lambda pair: -pair[0])
    return tuple(
        Likeness(other, amount, tuple(shared_words(case, other, weights)))
        for amount, other in best[:most]
    )


def score(one: Case, other: Case, rarity: Rarity) -> float:
    titles = rarity.likeness(one.title_pairs, other.title_pairs)
    if not (one.text_pairs and other.text_pairs):
        return titles
    texts = rarity.likeness(one.text_pairs, other.text_pairs)
    return TITLE_SHARE * titles + (1 - TITLE_SHARE) * texts


def shared_words(one: Case, other: Case, rarity: Rarity, most: int = 6) -> list[str]:
    """What both titles say, else both texts: pairs joined again, 知识 识产 产权 → 知识产权."""
    shared = one.title_pairs & other.title_pairs
    source = one.title if shared else one.text
    shared = shared or one.text_pairs & other.text_pairs
    weights: dict[str, float] = {}
    for clause in CLAUSE.split(HOLLOW.sub(" ", source)):
        for word, amount in _joined(pairs(clause), shared, rarity):
            weights.setdefault(word, amount)
    return sorted(weights, key=lambda word: -weights[word])[:most]


def _joined(
    found: Iterable[str], shared: frozenset[str], rarity: Rarity
) -> Iterator[tuple[str, float]]:
    word, amount = "", 0.0
    for pair in found:
        goes_on = pair in shared and len(pair) == 2 and word[-1:] == pair[:1]
        if word and not goes_on:
            yield word, amount
            word, amount = "", 0.0
        if pair in shared:
            word += pair[1:] if goes_on else pair
            amount += rarity.weight(pair)
    if word:
        yield word, amount


def duplicates(case: Case, known: Iterable[Case]) -> tuple[Duplicate, ...]:
    """Which of those `known` carry the number or the title of `case`, as an import meets them."""
    found = ((other, _repeats(case, other)) for other in known if other.key != case.key)
    return tuple(Duplicate(other, repeats) for other, repeats in found if repeats)


def _repeats(case: Case, other: Case) -> Repeats | None:
    is_same_series = (case.session, case.kind) == (other.session, other.kind)
    is_same_number = is_same_series and case.number is not None and case.number == other.number
    is_same_title = bool(case.subject) and case.subject == other.subject
    if is_same_number:
        return Repeats.BOTH if is_same_title else Repeats.NUMBER
    if not is_same_title:
        return None
    return Repeats.TITLE if case.session == other.session else Repeats.EARLIER
