"""Figures as citations: what a draft's tokens print, from which figures, and what is amiss; pure.

A token is `{{code@region/year[-month]|form}}`, such as `{{patent.granted@330282-BJ/2022|value}}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from cixi_ip.wording import hanzi, number, period

if TYPE_CHECKING:
    from stats.figures import Figure, FigureSet

TOKEN = re.compile(r"\{\{[^{}\n]*\}\}")
PARTS = re.compile(
    r"\{\{\s*(?P<code>[a-z][a-z0-9_.]*)@(?P<region>[0-9A-Z-]+)/(?P<year>\d{4})"
    r"(?:-(?P<month>\d{1,2}))?\s*\|\s*(?P<form>[a-z]+)\s*\}\}"
)
HEADING = re.compile(r"(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)[^。]*。?")
FORMS = {
    "value": "数值",
    "number": "不带单位的数",
    "growth": "增减",
    "rank": "位次",
    "target": "目标",
}
OURS = "330282"
HOW_TO_MEND = "请删去后用“插入数据”重新选取。"


@dataclass(frozen=True)
class Goal:
    """A target, free of the database: a planned value is never read as a result."""

    id: int
    title: str
    code: str
    indicator: str
    region: str
    region_name: str
    year: int
    value: Decimal
    decimals: int
    unit: str
    source: str

    @property
    def key(self) -> tuple[str, str, int]:
        return (self.code, self.region, self.year)

    @property
    def place(self) -> str:
        return f"{self.region_name}{self.year}年提出的目标：{self.title}"

    @property
    def printed(self) -> str:
        return number(self.value, self.decimals) + self.unit


Goals = Mapping[tuple[str, str, int], Goal]


@dataclass(frozen=True)
class Citation:
    """A token that is understood: what it prints, where from, and where it stands in the draft."""

    token: str
    form: str
    printed: str
    start: int
    figure: Figure | None = None
    base: Figure | None = None
    goal: Goal | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.token)

    @property
    def place(self) -> str:
        source = self.figure or self.goal
        return source.place if source else self.token

    @property
    def region(self) -> str:
        source = self.figure or self.goal
        return source.region_name if source else ""

    @property
    def period(self) -> str:
        """The months it stands for; the paper's own words where they differ from the key."""
        if self.goal:
            return f"{self.goal.year}年提出"
        if self.figure is None:
            return ""
        printed = self.figure.printed_period
        when = period(self.figure.year, self.figure.through_month, self.figure.meaning.timing)
        return f"{printed}（按{when}存放）" if printed else when

    @property
    def status(self) -> str:
        return self.figure.status_name if self.figure else "目标"

    @property
    def source(self) -> str:
        origin = self.figure or self.goal
        return origin.source if origin else ""

    @property
    def summary(self) -> str:
        """What a reader sees who points at the figure."""
        return (
            f"{self.place}；口径：{self.region}；时段：{self.period}；"
            f"状态：{self.status}；来源：{self.source}"
        )


@dataclass(frozen=True)
class Fault:
    """Something amiss at one place of the draft; the rule's name, a verdict and a sentence."""

    rule: str
    verdict: str
    text: str


@dataclass(frozen=True)
class Expansion:
    """A draft read: its text with every understood token printed, the citations, the faults."""

    source: str
    citations: tuple[Citation, ...]
    faults: tuple[Fault, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self._pieces(0, len(self.source)))

    @property
    def paragraphs(self) -> tuple[tuple[Piece, ...], ...]:
        """The lines that hold anything, each as pieces of plain text and figures."""
        lines, start = [], 0
        for line in self.source.split("\n"):
            first = start + len(line) - len(line.lstrip(" \t\u3000"))
            if line.strip(" \t\u3000"):
                lines.append(tuple(headed(self._pieces(first, start + len(line)))))
            start += len(line) + 1
        return tuple(lines)

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        for position, citation in enumerate(self.citations, 1):
            if not start <= citation.start < end:
                continue
            if citation.start > start:
                yield Piece(self.source[start : citation.start])
            yield Piece(citation.printed, citation, position)
            start = citation.end
        if start < end:
            yield Piece(self.source[start:end])


@dataclass(frozen=True)
class Piece:
    """A stretch of the printed text: plain, or one figure with its position among the citations."""

    text: str
    citation: Citation | None = None
    position: int = 0
    is_heading: bool = False


def headed(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The same pieces, with a run-in heading at their start set apart."""
    first = next(pieces, Piece(""))
    match = HEADING.match(first.text) if first.citation is None else None
    if match:
        yield Piece(match[0], is_heading=True)
        first = Piece(first.text[match.end() :])
    if first.text:
        yield first
    yield from pieces


def token(figure: Figure, form: str) -> str:
    """The token that cites `figure`."""
    month = "" if figure.through_month == 12 else f"-{figure.through_month:02d}"
    return f"{{{{{figure.meaning.code}@{figure.region}/{figure.year}{month}|{form}}}}}"


def goal_token(goal: Goal) -> str:
    return f"{{{{{goal.code}@{goal.region}/{goal.year}|target}}}}"


def offers(figure: Figure, figures: FigureSet) -> list[tuple[str, str]]:
    """(printed, token) of every form in which this figure can be cited."""
    found = []
    for form in ("value", "growth", "rank"):
        printed, _base, refusal = print_figure(figure, form, figures)
        if not refusal:
            found.append((printed, token(figure, form)))
    return found


@dataclass(frozen=True)
class Offer:
    """What can be inserted for one figure or target: (what it prints, its token) each."""

    place: str
    region: str
    status: str
    source: str
    forms: tuple[tuple[str, str], ...]


def search(words: list[str], figures: FigureSet, goals: Goals) -> Iterator[Offer]:
    """Figures and targets whose place or group holds every word: our own first, latest first."""
    for figure in sorted(figures, key=lambda one: (not one.region.startswith(OURS), -one.year)):
        text = f"{figure.place}{figure.meaning.group}{figure.meaning.code}"
        forms = tuple(offers(figure, figures)) if all(word in text for word in words) else ()
        if forms:
            yield Offer(figure.place, figure.region_name, figure.status_name, figure.source, forms)
    for goal in goals.values():
        if all(word in f"{goal.place}{goal.indicator}{goal.code}" for word in words):
            forms = ((goal.printed, goal_token(goal)),)
            yield Offer(goal.place, goal.region_name, "目标", goal.source, forms)


def expand(source: str, figures: FigureSet, goals: Goals) -> Expansion:
    """Read a draft. What is not understood stays as it was typed and becomes a fault."""
    citations, faults = [], []
    for match in TOKEN.finditer(source):
        found = read(match, figures, goals)
        if isinstance(found, Citation):
            citations.append(found)
        else:
            faults.append(Fault("token", "错误", f"{place(source, match.start())}{found}"))
    faults += half_tokens(source)
    return Expansion(source, tuple(citations), tuple(faults))


def read(match: re.Match[str], figures: FigureSet, goals: Goals) -> Citation | str:
    """The citation a token stands for, or why there is none."""
    typed = match[0]
    parts = PARTS.fullmatch(typed)
    if parts is None:
        return f"“{typed}”不是数据引用的写法。{HOW_TO_MEND}"
    code, region, year, form = parts["code"], parts["region"], int(parts["year"]), parts["form"]
    if form not in FORMS:
        return f"“{typed}”的形式“{form}”不认识，只能是 {'、'.join(FORMS)}。{HOW_TO_MEND}"
    if form == "target":
        goal = goals.get((code, region, year))
        if goal is None:
            return f"“{typed}”：没有{year}年提出的这一目标。{HOW_TO_MEND}"
        return Citation(typed, form, goal.printed, match.start(), goal=goal)
    if code not in figures.meanings:
        return f"“{typed}”的指标“{code}”不在目录中。{HOW_TO_MEND}"
    figure = figures.get(code, region, year, int(parts["month"] or 12))
    if figure is None:
        name = figures.meanings[code].name
        return f"“{typed}”：这一口径和时段的{name}没有发布。请先录入并审核，或改选口径、时段。"
    printed, base, refusal = print_figure(figure, form, figures)
    if refusal:
        return f"“{typed}”：{refusal}"
    return Citation(typed, form, printed, match.start(), figure, base)


def print_figure(figure: Figure, form: str, figures: FigureSet) -> tuple[str, Figure | None, str]:
    """(what the form prints, the base a growth was computed from, why it cannot be printed)."""
    if form == "growth":
        change = figures.growth(figure)
        if not change.phrase:
            return "", None, f"{figure.place}没有可写的增减：{change.reason}。"
        if change.caveat:
            return "", None, f"{figure.place}的上报增幅不能写入公文：{change.caveat}。请改写数值。"
        base = None if change.is_reported else figures.base_of(figure)
        return change.phrase, base, ""
    if form == "rank":
        if figure.rank is None:
            return "", None, f"{figure.place}没有位次。"
        place_held = hanzi(figure.rank) if figure.rank < 100 else str(figure.rank)
        return f"{figure.rank_region_name}第{place_held}位", None, ""
    if figure.value is None:
        return "", None, f"{figure.place}没有数值（{figure.status_name}）。"
    unit = figure.meaning.unit.split("/")[0] if form == "value" else ""
    return number(figure.value, figure.digits) + unit, None, ""


def half_tokens(source: str) -> Iterator[Fault]:
    """Braces that open or close nothing."""
    rest = TOKEN.sub(lambda match: " " * len(match[0]), source)
    for match in re.finditer(r"\{\{|\}\}", rest):
        text = f"{place(source, match.start())}“{match[0]}”没有配对。{HOW_TO_MEND}"
        yield Fault("token", "错误", text)


def place(source: str, at: int) -> str:
    """第3段“…共授权专利”之后的: where a message points."""
    before = source[:at]
    count = sum(bool(line.strip()) for line in before.split("\n")[:-1]) + 1
    context = TOKEN.sub("…", before.rsplit("\n", 1)[-1]).strip()[-8:]
    return f"第{count}段“{context}”之后的" if context else f"第{count}段开头的"
