"""Where a year's cases stand, by our role in them, as a bar of parts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cixi_ip import patterns
from cixi_ip.patterns import PAPER
from proposals.models.session import ANSWERING, Role
from proposals.rates import CaseFacts
from proposals.workflow import S

ROOM = 3.5  # percent of the bar that a digit needs
ROW, BAR, BAR_TOP = 52, 22, 22  # pixels
SOFT = "#46566A"
# Where a case stands, for those who do not handle it; at most four, as there are colours.
PHASES = (
    ("办理中", "从登记到审核"),
    ("待签发送达", "审核通过，等签发、用印或送达"),
    ("已答复", "已送达，征询意见"),
    ("已办结", "含跟踪办理和归档"),
)
LATER = {S.AWAITING: 1, S.SIGNED: 1, S.SEALED: 1, S.DELIVERED: 2}


@dataclass(frozen=True)
class Part:
    """Cases that are counted and listed together, by what our part in the answer is."""

    id: str
    name: str
    title: str
    roles: tuple[Role, ...]


PARTS = (
    Part("lead", "主办", "主办、分办、独办", ANSWERING),
    Part("assist", "协办", "协办", (Role.ASSIST,)),
    Part("inform", "参阅", "参阅", (Role.INFORM,)),
)
# Of whom rates are told: of all cases, and of those we answer or help to answer.
SCOPES = (Part("all", "合计", "合计", tuple(Role)), *PARTS[:2])


@dataclass(frozen=True)
class Standing:
    """The cases of one part: how many stand in each phase."""

    id: str
    name: str
    title: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def words(self) -> str:
        named = zip((name for name, _meaning in PHASES), self.counts, strict=True)
        return "，".join(f"{name} {count} 件" for name, count in named)

    @property
    def svg(self) -> str:
        """One stacked bar by itself, in percent of its width and height."""
        size = 'width="100%" height="30" aria-hidden="true" focusable="false"'
        return f"<svg {size}>{self.bar}</svg>"

    @property
    def bar(self) -> str:
        """A segment for each phase, its number in it where there is room."""
        woven = [patterns.pattern(self.weave(order), order) for order in range(len(PHASES))]
        drawn, x = [f"<defs>{''.join(woven)}</defs>"], 0.0
        for order, count in enumerate(self.counts):
            width = count * 100 / self.total
            if count:
                drawn.append(self.segment(order, x, width))
            if width > ROOM * len(str(count)):
                drawn.append(number_in(order, x + width / 2, count))
            x += width
        return "".join(drawn)

    def weave(self, order: int) -> str:
        return f"weave-{order + 1}-{self.id}"

    def segment(self, order: int, x: float, width: float) -> str:
        return (
            f'<rect x="{x:.2f}%" y="0" width="{width:.2f}%" height="100%" stroke="{PAPER}" '
            f'stroke-width="2" {patterns.paint(self.weave(order), order)}>'
            f"<title>{self.name}：{PHASES[order][0]} {self.counts[order]} 件</title></rect>"
        )


def number_in(order: int, x: float, count: int) -> str:
    fill, on = patterns.letters(order)
    halo = f'stroke="{on}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
    return (
        f'<text x="{x:.2f}%" y="50%" dy=".35em" text-anchor="middle" fill="{fill}" {halo}>'
        f"{count}</text>"
    )


def picture(parts: Sequence[Standing]) -> str:
    """The bars of all parts, each under its name; in pixels over any width, as other charts."""
    drawn = (
        f'<text x="0" y="{ROW * place + 16}" fill="{SOFT}">{part.name}　{part.total} 件</text>'
        f'<svg x="0" y="{ROW * place + BAR_TOP}" width="100%" height="{BAR}">{part.bar}</svg>'
        for place, part in enumerate(parts)
    )
    size = f'width="100%" height="{ROW * len(parts)}" aria-hidden="true" focusable="false"'
    return f"<svg {size}>{''.join(drawn)}</svg>"


def legend() -> list[tuple[str, str]]:
    """What each phase looks like, and its name."""
    return [
        (patterns.key_of_bar(f"key-{order + 1}-phases", order), name)
        for order, (name, _meaning) in enumerate(PHASES)
    ]


@dataclass(frozen=True)
class PhasesChart:
    """The bars as a figure of the dashboard (components/chart.html) shows them.

    `table` is the same numbers in the dashboard's own form (stats.sheets.Table). It is nothing that
    a script could draw better: `json` is empty.
    """

    year: int
    parts: tuple[Standing, ...]
    about: str
    table: Any
    notes: tuple[str, ...] = ()
    id: str = "phases"
    definition: str = "；".join(f"{name}，{meaning}" for name, meaning in PHASES)
    sentence: str = ""
    disputed: str = ""
    json: str = ""

    @property
    def title(self) -> str:
        return f"{self.year}年建议提案办到哪一步：" + "，".join(
            f"{part.name}{part.total}件办结{part.counts[-1]}件" for part in self.parts
        )

    @property
    def heading(self) -> str:
        return self.title

    @property
    def svg(self) -> str:
        return picture(self.parts)

    @property
    def legend(self) -> list[tuple[str, str]]:
        return legend()

    @property
    def description(self) -> str:
        said = "；".join(f"{part.name}：{part.words}" for part in self.parts)
        return f"构成条形图：{said}。"

    @property
    def sheet(self) -> Any:
        return self.table


def phase(case: CaseFacts, state: str) -> int:
    return 3 if case.is_closed else LATER.get(S(state), 0)


def standings(cases: Sequence[CaseFacts], states: Mapping[int, str]) -> tuple[Standing, ...]:
    """One for each part that has cases; what was sent away stands nowhere. `states` by key."""
    found = []
    for part in PARTS:
        places = Counter(
            phase(case, states[case.key])
            for case in of_part(cases, part.roles)
            if case.key in states
        )
        if places:
            counts = tuple(places[n] for n in range(len(PHASES)))
            found.append(Standing(part.id, part.name, part.title, counts))
    return tuple(found)


def of_part(cases: Sequence[CaseFacts], roles: Sequence[str]) -> list[CaseFacts]:
    return [case for case in cases if case.is_ours and case.role in roles]
