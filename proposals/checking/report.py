"""The checker's findings as a report: the failed rules first, each with its marks; pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from proposals.checking.pictures import Paper
from proposals.letters.geometry import Finding, Strength

UNIT = re.compile(r"(?<=\d) (?=\S{1,2}\b)")
# Which words stand above the failed rules of each strength, and the tag they wear.
FAILED = (
    (Strength.MUST, "不合规定", "alarm"),
    (Strength.USUAL, "不合一般要求", "bad"),
    (Strength.ADVISED, "建议", "advice"),
)
# All in mm: air around a spot, the disc with its number, and how far two discs keep apart.
AIR, DISC, APART = 0.9, 2.9, 6.2
NEAR = APART - 0.01
SMALLEST = 3.0
MOST_VALUES = 8
FEW = 3
LONGEST = 80
NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class Mark:
    """A numbered box over the picture of a page; lengths in mm, as an SVG attribute wants them."""

    anchor: str
    number: int
    kind: str
    label: str
    box: tuple[float, float, float, float]
    disc: tuple[float, float] = (0.0, 0.0)

    @property
    def area(self) -> float:
        left, top, right, bottom = self.box
        return (right - left) * (bottom - top)

    @property
    def x(self) -> str:
        return f"{self.box[0]:.2f}"

    @property
    def y(self) -> str:
        return f"{self.box[1]:.2f}"

    @property
    def width(self) -> str:
        return f"{self.box[2] - self.box[0]:.2f}"

    @property
    def height(self) -> str:
        return f"{self.box[3] - self.box[1]:.2f}"

    @property
    def disc_x(self) -> str:
        return f"{self.disc[0]:.2f}"

    @property
    def disc_y(self) -> str:
        return f"{self.disc[1]:.2f}"


@dataclass(frozen=True)
class Value:
    """One measured value and where it was met: (page, anchor of the mark there or of the page)."""

    measured: str
    places: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Row:
    """One rule with what was measured; of a failed one (`number` > 0) only what missed it."""

    number: int
    clause: str
    label: str
    expected: str
    tolerance: str
    values: tuple[Value, ...]
    missed: int
    met: int

    @property
    def shown(self) -> tuple[Value, ...]:
        return self.values[:MOST_VALUES]

    @property
    def more(self) -> int:
        """How many further values the table leaves to the marks on the pages."""
        return len(self.values) - len(self.shown)

    @property
    def height(self) -> int:
        """How many lines of the table the rule takes."""
        return len(self.shown) + bool(self.more)


@dataclass(frozen=True)
class Group:
    """The rules that came to the same judgement."""

    title: str
    kind: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Sheet:
    """One page to be shown: its paper and the marks over it."""

    number: int
    paper: Paper
    marks: tuple[Mark, ...]

    @property
    def view_box(self) -> str:
        return f"0 0 {self.paper.width:g} {self.paper.height:g}"


@dataclass(frozen=True)
class CheckReport:
    """`groups` holds the failed rules, `met` the others."""

    groups: tuple[Group, ...]
    met: tuple[Row, ...]
    sheets: tuple[Sheet, ...]
    measurements: int

    @property
    def rules(self) -> int:
        """How many rules were judged."""
        return len(self.met) + sum(len(group.rows) for group in self.groups)

    @property
    def verdict(self) -> str:
        """The whole report in one sentence."""
        if not self.groups:
            return f"{self.rules} 项检查，全部合格。"
        failed = "，".join(f"{len(group.rows)} 项{group.title}" for group in self.groups)
        return f"{self.rules} 项检查，{failed}。"

    @property
    def kind(self) -> str:
        """The gravest judgement met."""
        return self.groups[0].kind if self.groups else "good"

    @property
    def counts(self) -> tuple[tuple[str, str, int], ...]:
        """(title, kind, number of rules) of every judgement, those that nobody met too."""
        found = {group.title: len(group.rows) for group in self.groups}
        failed = tuple((title, kind, found.get(title, 0)) for _, title, kind in FAILED)
        return (*failed, ("合格", "good", len(self.met)))


def make_report(findings: Sequence[Finding], papers: Sequence[Paper]) -> CheckReport:
    """Order the findings by judgement and rule, and number the failed rules through."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    groups: list[Group] = []
    marks: list[tuple[int, Mark]] = []
    number = 0
    for strength, title, kind in FAILED:
        rows = []
        for found in by_rule.values():
            missed = [finding for finding in found if not finding.ok]
            if not missed or missed[0].strength is not strength:
                continue
            number += 1
            rows.append(_row(number, found, missed))
            marks += _spotted(number, kind, missed)
        if rows:
            groups.append(Group(title, kind, tuple(rows)))
    met = [_row(0, found, []) for found in by_rule.values() if all(one.ok for one in found)]
    return CheckReport(
        groups=tuple(groups),
        met=tuple(met),
        sheets=_sheets(papers, marks),
        measurements=len(findings),
    )


def _row(number: int, found: list[Finding], missed: list[Finding]) -> Row:
    first = (missed or found)[0]
    return Row(
        number=number,
        clause=first.clause,
        label=first.label,
        expected=_unbroken(first.expected),
        tolerance=_unbroken(first.tolerance),
        values=_values(number, missed) if number else _summed_up(found),
        missed=len(missed),
        met=len(found) - len(missed),
    )


def _values(number: int, missed: list[Finding]) -> tuple[Value, ...]:
    """Each value once, with one place for each page it was measured on."""
    places: dict[str, dict[int, str]] = {}
    for at, finding in enumerate(missed, 1):
        here = places.setdefault(finding.measured, {})
        if finding.page:
            here.setdefault(finding.page, _anchor(number, at, finding))
    return tuple(Value(_short(said), tuple(here.items())) for said, here in places.items())


def _summed_up(found: list[Finding]) -> tuple[Value, ...]:
    seen = list(dict.fromkeys(finding.measured for finding in found))
    summary = "、".join(seen) if len(seen) <= FEW else f"{seen[0]}……{seen[-1]}"
    return (Value(_short(summary), ()),)


def _short(measured: str) -> str:
    return _unbroken(measured if len(measured) <= LONGEST else f"{measured[:LONGEST]}……")


def _unbroken(measured: str) -> str:
    """A number and its unit stay on one line."""
    return UNIT.sub(NO_BREAK, measured)


def _anchor(number: int, at: int, finding: Finding) -> str:
    """Where a link to the place leads: to its mark, or to the page when no spot is known."""
    return f"mark-{number}-{at}" if finding.spot else f"page-{finding.page}"


def _spotted(number: int, kind: str, missed: list[Finding]) -> Iterable[tuple[int, Mark]]:
    for at, finding in enumerate(missed, 1):
        if finding.spot and finding.page:
            measured, expected = _short(finding.measured), finding.expected
            label = f"{number} {finding.label}：实测 {measured}，标准 {expected}"
            box, anchor = _with_air(finding.spot), _anchor(number, at, finding)
            yield finding.page, Mark(anchor, number, kind, label, box)


def _with_air(spot: Sequence[float]) -> tuple[float, float, float, float]:
    """The spot with a little air, and never so small that it cannot be seen or pressed."""
    left, top, right, bottom = spot
    wide = max(AIR, (SMALLEST - (right - left)) / 2)
    high = max(AIR, (SMALLEST - (bottom - top)) / 2)
    return (left - wide, top - high, right + wide, bottom + high)


def _sheets(papers: Sequence[Paper], marks: Iterable[tuple[int, Mark]]) -> tuple[Sheet, ...]:
    # A small box lies upon a large one, so that each can be pressed.
    ordered = sorted(marks, key=lambda found: (found[0], -found[1].area, found[1].number))
    on = {page: [mark for _, mark in found] for page, found in groupby(ordered, lambda f: f[0])}
    return tuple(
        Sheet(number, paper, _discs(paper, on.get(number, [])))
        for number, paper in enumerate(papers, 1)
    )


def _discs(paper: Paper, marks: list[Mark]) -> tuple[Mark, ...]:
    """Give each mark's number a place at the left of its box where it hides no other number."""
    taken: list[tuple[float, float]] = []
    placed = []
    for mark in marks:
        start = min(max(mark.box[0] - DISC - 0.4, DISC), paper.width - DISC)
        x, y = start, min(max(mark.box[1] + DISC, DISC), paper.height - DISC)
        while any(abs(x - a) < NEAR and abs(y - b) < NEAR for a, b in taken):
            x -= APART
            if x < DISC:
                x, y = start, y + APART
        taken.append((x, y))
        placed.append(replace(mark, disc=(x, y)))
    return tuple(placed)
