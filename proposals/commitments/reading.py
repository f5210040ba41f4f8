"""Goes through a letter sentence by sentence and says what each one promises."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from proposals.commitments import cues
from proposals.commitments.due import Due, dues
from proposals.commitments.moods import PLAN_HEADING, Mood, lead_words, leads_to_plans
from proposals.commitments.sentences import COUNTER, Line, Sentence, lines
from proposals.commitments.targets import Target, targets

CLAUSE = re.compile("(?:“[^”]{0,60}”|（[^）]{0,60}）|[^，,；;。！])+")
LEADER = re.compile(
    f"(?:{COUNTER.pattern})?(?:(?:同时|此外|另外|最后|首先|其次|并|对此)[，,]?)?"
    rf"(?:(?:{cues.OPENER.pattern})[，,]?)?{cues.OURS}?(?:也|还|仍|都|均)?(?:正在)?"
    "(?:将|会(?![同商议])|拟|计划(?=[^，]))?(?:努力(?=[加做推提]))?"
)
# Clauses that say for whom, why and how, before the act itself.
ASIDE = re.compile("对|就|关于|您|[贵你]|针对|围绕|根据|按照?|为|以|通过|结合|依托|在|聚焦")
LONGEST_ACTION = 80
SHORTEST = 4


class Confidence(StrEnum):
    HIGH = "高"
    MEDIUM = "中"
    LOW = "低"


@dataclass(frozen=True)
class Commitment:
    """One sentence, text[start:end], that promises `action`; `why` names the words that say so.

    `due` is when all of it is to be done: the last day the sentence names.
    """

    sentence: str
    start: int
    end: int
    action: str
    targets: tuple[Target, ...]
    due: Due | None
    confidence: Confidence
    why: str


@dataclass(frozen=True)
class Reading:
    """A sentence with what surrounds it: the plans it is among, in words, and the letter's date."""

    sentence: Sentence
    plans: str
    targets: tuple[Target, ...]
    dues: tuple[Due, ...]
    inherited: Due | None

    @property
    def text(self) -> str:
        """Without a count before it: 一是, 2."""
        return self.sentence.text[self.offset :]

    @property
    def offset(self) -> int:
        counter = COUNTER.match(self.sentence.text)
        return counter.end() if counter else 0

    @property
    def is_measured(self) -> bool:
        return bool(self.targets or self.dues)


class Clause(NamedTuple):
    """A part of a sentence between commas; `bare` is without 下一步，我局将 before it."""

    start: int
    text: str
    bare: str
    is_act: bool

    @classmethod
    def of(cls, found: re.Match[str]) -> "Clause":
        bare = _bare(found[0])
        return cls(found.start(), found[0], bare, bool(cues.ACTION.search(bare)))

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def commitments(text: str, on: date | None = None) -> tuple[Commitment, ...]:
    """What the letter `text` of the day `on` promises, in order."""
    mood = Mood()
    found: list[Commitment] = []
    for line in lines(text):
        mood.enter(line)
        found += _promised(line, mood.words, on)
        mood.leave(line)
    return tuple(found)


def _promised(line: Line, plans: str, on: date | None) -> Iterator[Commitment]:
    if line.is_bare_heading and PLAN_HEADING.search(line.text):
        return
    due = None
    for sentence in line.sentences:
        reading = _read(sentence, plans, on, due)
        verdict = None if sentence.is_lead_in else judged(reading)
        if verdict:
            yield _commitment(reading, *verdict)
        going_on = cues.CERTAIN.search(sentence.text) if verdict else None
        if sentence.is_lead_in and leads_to_plans(sentence):
            plans, due = lead_words(sentence), reading.dues[-1] if reading.dues else None
        elif going_on:
            plans = plans or going_on[0]


def _read(sentence: Sentence, plans: str, on: date | None, inherited: Due | None) -> Reading:
    moved = (
        Due(due.words, due.day, sentence.start + due.start, sentence.start + due.end)
        for due in dues(sentence.text, on)
    )
    return Reading(
        sentence, plans, tuple(targets(sentence.text, sentence.start)), tuple(moved), inherited
    )


def judged(reading: Reading) -> tuple[Confidence, str] | None:
    """How surely the sentence promises, and by which words; None when it does not."""
    certain = cues.CERTAIN.search(reading.text)
    is_stated = bool(certain and reading.is_measured)
    if _is_denied(reading.text, bool(certain or cues.LIKELY.search(reading.text))):
        return None
    if len(reading.text) < SHORTEST or (reading.sentence.is_heading and not is_stated):
        return None
    if cues.CONDITION.match(reading.text):
        return (Confidence.LOW, f"“{certain[0]}”，但有条件") if certain else None
    if certain:
        return Confidence.HIGH, f"“{certain[0]}”"
    return _likely(reading) or _among_plans(reading)


def _is_denied(text: str, has_cue: bool) -> bool:
    """Thanks, law, what others said or will do; unless the writer goes on to speak of us."""
    if has_cue and cues.LED_BY_US.search(text):
        return False
    kinds = (cues.COURTESY, cues.OTHERS, cues.LAW, cues.NOT_OURS)
    return any(kind.search(text) for kind in kinds)


def _likely(reading: Reading) -> tuple[Confidence, str] | None:
    cue = cues.LIKELY.search(reading.text)
    if cue is None:
        return None
    before = reading.text if cue["ours"] else reading.text[: cue.start()]
    if cues.PAST.search(before) and not (cue["expect"] and reading.dues):
        return None
    if cue["sure"] and not (reading.is_measured or reading.plans):
        return None
    if reading.is_measured and not cue["again"]:
        return Confidence.HIGH, f"“{cue[0]}”"
    is_weak = (
        (cue["go_on"] or cue["again"])
        and not reading.plans
        and not cues.LED_BY_US.search(reading.text)
    )
    return Confidence.LOW if is_weak else Confidence.MEDIUM, f"“{cue[0]}”"


def _among_plans(reading: Reading) -> tuple[Confidence, str] | None:
    if cues.PAST.search(reading.text) or cues.STATES.search(reading.text):
        return None
    is_act = bool(reading.targets or cues.ACTION.search(reading.text))
    if reading.plans:
        plain = Confidence.MEDIUM if is_act else Confidence.LOW
        level = Confidence.HIGH if reading.is_measured else plain
        return level, f"在“{reading.plans}”之下"
    if is_act and reading.dues and reading.dues[-1].day:
        return Confidence.MEDIUM, f"写明期限“{reading.dues[-1].words}”"
    return None


def _commitment(reading: Reading, confidence: Confidence, why: str) -> Commitment:
    sentence = reading.sentence
    due = max(reading.dues, key=lambda due: due.day or date.min, default=reading.inherited)
    return Commitment(
        sentence.text,
        sentence.start,
        sentence.end,
        action(reading),
        reading.targets,
        due,
        confidence,
        why,
    )


def action(reading: Reading) -> str:
    """What is to be done: the clause with the first target, else the first that names an act."""
    clauses = [Clause.of(found) for found in CLAUSE.finditer(reading.text)]
    return _cut(_aimed(reading, clauses) or _acting(reading, clauses))


def _aimed(reading: Reading, clauses: list[Clause]) -> str:
    """Up to the first target, from the act it belongs to: 每季度开展一次抽查，比例不低于5%."""
    if not reading.targets:
        return ""
    at = reading.targets[0].start - reading.sentence.start - reading.offset
    until = next((place for place, one in enumerate(clauses) if one.start <= at < one.end), -1)
    acts = (place for place in range(until, -1, -1) if clauses[place].is_act)
    return "，".join(one.text for one in clauses[next(acts, until) : until + 1])


def _acting(reading: Reading, clauses: list[Clause]) -> str:
    """Among the clauses that follow the cue."""
    cue = cues.CERTAIN.search(reading.text) or cues.LIKELY.search(reading.text)
    told = [one for one in clauses if one.bare and one.end > (cue.start() if cue else 0)]
    acting = [one for one in told if one.is_act]
    plain = [one for one in acting if len(one.bare) > 3 and not ASIDE.match(one.bare)]
    return next((one.text for one in plain + acting + told), reading.text)


def _cut(text: str) -> str:
    bare = _bare(text) or text.strip()
    return bare if len(bare) <= LONGEST_ACTION else bare[: LONGEST_ACTION - 1] + "…"


def _bare(clause: str) -> str:
    leader = LEADER.match(clause)
    return clause[leader.end() if leader else 0 :].strip(" \u3000：:，,")
