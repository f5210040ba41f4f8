"""Which lines of a brief are shown, in a fixed order of importance, and what marks they bear; pure.

The marks are counted in the same order, so that leaving out the last lines changes no number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from stats.brief.content import Answer, Brief, Part, Sentence, Source, source
from stats.charts import Chart
from stats.selection import DIRECTIONS, scope_name
from stats.sheets import Cell, linked

MOST = 5  # sentences under one heading: more are no matter of one minute

Item = Sentence | Answer | Chart


@dataclass(frozen=True)
class Cited:
    """A line with its citation marks, [1][2]."""

    said: tuple[Cell, ...]
    marks: str
    arrow: str = ""
    tone: str = "neutral"

    @property
    def text(self) -> str:
        return "".join(map(str, self.said))

    @property
    def html(self) -> str:
        """Escaped; what was worked out leads to its sum."""
        return linked(self.said)

    @property
    def style(self) -> str:
        return f"change-{self.tone} change-{DIRECTIONS[self.arrow]}"


@dataclass(frozen=True)
class Listed:
    title: str
    lines: tuple[Cited, ...]
    none: str
    rest: int  # how many more the dashboard shows
    page: str
    place: str


@dataclass(frozen=True)
class Card:
    question: str
    answer: Cited
    about: str


@dataclass(frozen=True)
class Picture:
    chart: Chart
    about: str
    marks: str


@dataclass(frozen=True)
class Paper:
    """A source by its title, and what each mark of it stands for."""

    title: str
    uses: str


@dataclass(frozen=True)
class Pick:
    """The lines of a brief that are shown. `left_out` counts answers and charts that are not."""

    headline: Cited
    parts: tuple[Listed, ...]
    cards: tuple[Card, ...]
    pictures: tuple[Picture, ...]
    papers: tuple[Paper, ...]
    left_out: int

    @property
    def texts(self) -> Iterator[str]:
        """Every line as it is read, without its marks."""
        yield self.headline.text
        for part in self.parts:
            yield from (line.text for line in part.lines)
        for card in self.cards:
            yield from (card.question, card.answer.text, card.about)


def in_order(brief: Brief) -> list[Item]:
    """All that may be left out: the first line of each part, the answers, the charts, the rest."""
    columns = [part.sentences[:MOST] for part in brief.parts]
    first = [column[0] for column in columns if column]
    later = [
        sentence
        for row in zip_longest(*(column[1:] for column in columns))
        for sentence in row
        if sentence is not None
    ]
    return [*first, *brief.answers, *brief.charts, *later]


def everything(brief: Brief) -> Pick:
    return pick(brief, len(in_order(brief)))


def pick(brief: Brief, count: int) -> Pick:
    """The headline and the `count` most important lines."""
    items = in_order(brief)[:count]
    kept = {id(item) for item in items}
    numbers = numbered([*brief.headline.sources, *(one for item in items for one in cited(item))])
    answers = [one for one in brief.answers if id(one) in kept]
    charts = [one for one in brief.charts if id(one) in kept]
    return Pick(
        headline=marked(brief.headline, numbers),
        parts=tuple(listed(part, kept, numbers) for part in brief.parts),
        cards=tuple(Card(one.question, marked(one.answer, numbers), one.about) for one in answers),
        pictures=tuple(pictured(chart, numbers) for chart in charts),
        papers=tuple(papers(numbers)),
        left_out=len(brief.answers) + len(brief.charts) - len(answers) - len(charts),
    )


def cited(item: Item) -> tuple[Source, ...]:
    if isinstance(item, Sentence):
        return item.sources
    if isinstance(item, Answer):
        return item.answer.sources
    return behind(item)


def behind(chart: Chart) -> tuple[Source, ...]:
    """The sources of a chart, each for all of its years."""
    ticks = chart.drawing.ticks
    found = map(source, chart.table.figures)
    return tuple(dict.fromkeys(replace(one, period=span(ticks)) for one in found))


def span(ticks: tuple[str, ...]) -> str:
    return f"{ticks[0]}—{ticks[-1]}年"


def numbered(sources: Iterable[Source]) -> dict[Source, int]:
    return {one: number for number, one in enumerate(dict.fromkeys(sources), start=1)}


def marks(sources: Iterable[Source], numbers: dict[Source, int]) -> str:
    """[1][2], and [1—4] for what follows one another."""
    found = sorted({numbers[one] for one in sources})
    runs: list[list[int]] = []
    for number in found:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "".join(
        f"[{run[0]}—{run[-1]}]" if len(run) > 2 else "".join(f"[{each}]" for each in run)
        for run in runs
    )


def marked(sentence: Sentence, numbers: dict[Source, int]) -> Cited:
    found = marks(sentence.sources, numbers)
    return Cited(sentence.said, found, sentence.arrow, sentence.tone)


def listed(part: Part, kept: set[int], numbers: dict[Source, int]) -> Listed:
    lines = tuple(marked(one, numbers) for one in part.sentences if id(one) in kept)
    rest = len(part.sentences) - len(lines)
    return Listed(part.title, lines, part.none, rest, part.page, part.place)


def pictured(chart: Chart, numbers: dict[Source, int]) -> Picture:
    figures = chart.table.figures
    scopes = "、".join(dict.fromkeys(map(scope_name, figures)))
    units = "、".join(dict.fromkeys(figure.meaning.unit for figure in figures))
    about = f"口径：{scopes}　时段：{span(chart.drawing.ticks)}　单位：{units}"
    return Picture(chart, about, marks(behind(chart), numbers))


def papers(numbers: dict[Source, int]) -> Iterator[Paper]:
    """By title, in the order of the first mark."""
    for title in dict.fromkeys(one.title for one in numbers):
        uses = (
            f"[{number}]{'，'.join((one.scope, one.period, one.status))}"
            for one, number in numbers.items()
            if one.title == title
        )
        yield Paper(title, "；".join(uses))
