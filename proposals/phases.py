"""Where a year's cases stand, by our role in them, as a bar of parts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from proposals.models.session import ANSWERING, Role
from proposals.rates import CaseFacts
from proposals.workflow import S

NARROW = 6  # percent: a part of the bar too narrow for its number
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


@dataclass(frozen=True)
class Standing:
    """The cases of one part: how many stand in each phase."""

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
        """One stacked bar, in percent of its width and height."""
        drawn, x = [], 0.0
        for order, count in enumerate(self.counts, start=1):
            width = count * 100 / self.total
            if count:
                drawn.append(
                    f'<rect class="phase-{order}" x="{x:.2f}%" y="0" '
                    f'width="{width:.2f}%" height="100%"/>'
                )
            if width > NARROW:
                drawn.append(
                    f'<text class="phase-number-{order}" x="{x + width / 2:.2f}%" y="50%" '
                    f'dy=".35em" text-anchor="middle">{count}</text>'
                )
            x += width
        return (
            f'<svg width="100%" height="30" aria-hidden="true" focusable="false">'
            f"{''.join(drawn)}</svg>"
        )


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
            found.append(Standing(part.name, part.title, counts))
    return tuple(found)


def of_part(cases: Sequence[CaseFacts], roles: Sequence[str]) -> list[CaseFacts]:
    return [case for case in cases if case.is_ours and case.role in roles]
