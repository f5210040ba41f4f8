"""The 需要关注 list: findings of the rules and lines of other apps in at most five groups; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from html import escape

from stats import rules
from stats.arithmetic import FigureSet
from stats.rules import Finding
from stats.selection import page_of

AT_MOST = 5
# The gravest first; 逾期 and 错误 come from the panels.
LEVELS = ("逾期", "错误", rules.CONTRADICTION, rules.DOUBT, rules.UNVERIFIABLE, rules.HINT)
TONES = {
    "逾期": "alarm",
    "错误": "alarm",
    rules.CONTRADICTION: "alarm",
    rules.HINT: "neutral",
}


@dataclass(frozen=True)
class Line:
    """One thing to look at: how grave, what, and where; `rule` groups lines of a kind."""

    level: str
    text: str
    rule: str = ""
    url: str = ""
    link: str = "去处理"

    @property
    def tone(self) -> str:
        return TONES.get(self.level, "bad")

    @property
    def html(self) -> str:
        if not self.url:
            return escape(self.text)
        return f'{escape(self.text)} <a href="{escape(self.url)}">{self.link}</a>'


@dataclass(frozen=True)
class Group:
    level: str
    title: str
    lines: tuple[Line, ...]

    @property
    def tone(self) -> str:
        return TONES.get(self.level, "bad")

    @property
    def inside(self) -> str:
        """The lines as items of a list, escaped."""
        return "".join(f"<li>{each.html}</li>" for each in self.lines)

    @property
    def only(self) -> Line | None:
        return self.lines[0] if len(self.lines) == 1 else None


def findings(figures: FigureSet, regions: Collection[str], year: int) -> list[Line]:
    """What the rules find of the year, as lines with the way to the figure."""
    return [line(finding) for finding in found(figures, regions, year)]


def found(figures: FigureSet, regions: Collection[str], year: int) -> list[Finding]:
    """What the rules find of the year that concerns these regions, also against those above."""
    two_years = FigureSet(
        (figure for figure in figures if year - 1 <= figure.year <= year),
        figures.meanings,
        figures.parents,
    )
    return [
        finding
        for finding in rules.check(two_years)
        if any(figure.year == year and figure.region in regions for figure in finding.figures)
    ]


def line(finding: Finding) -> Line:
    place = page_of(finding.figures[0])
    return Line(finding.verdict, finding.text, finding.rule, place, "看数据")


def grouped(lines: Iterable[Line]) -> list[Group]:
    """By level and rule, gravest first; what does not fit is folded into the last group."""
    by_kind: dict[tuple[str, str], list[Line]] = {}
    for each in lines:
        by_kind.setdefault((each.level, each.rule or each.text), []).append(each)
    groups = [
        Group(level, title(rule, found), tuple(found)) for (level, rule), found in by_kind.items()
    ]
    groups.sort(key=lambda group: LEVELS.index(group.level) if group.level in LEVELS else 0)
    if len(groups) <= AT_MOST:
        return groups
    kept, rest = groups[: AT_MOST - 1], groups[AT_MOST - 1 :]
    folded = tuple(each for group in rest for each in group.lines)
    return [*kept, Group(rest[0].level, f"另有 {len(folded)} 条待核实", folded)]


def title(rule: str, lines: list[Line]) -> str:
    """One line speaks for itself; several are named by what their rule asks for."""
    if len(lines) == 1:
        return lines[0].text
    asked = (rules.RULES[rule][1].__doc__ or "") if rule in rules.RULES else ""
    return f"{asked.partition('：')[0] or lines[0].text}：{len(lines)} 项待核实"
