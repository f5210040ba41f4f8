"""Every chain in force as its two sequences of five stages, with who stands there and the gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stats.models import Chain, ChainNode, NodeHolder

SHOWN = 6  # holders of a node; the rest is counted
TONES = {"完整": "good", "弱链": "bad", "断链": "bad"}


@dataclass(frozen=True)
class Spot:
    """A node with those who stand on it."""

    node: ChainNode
    holders: tuple[NodeHolder, ...]

    @property
    def shown(self) -> tuple[NodeHolder, ...]:
        return self.holders[:SHOWN]

    @property
    def more(self) -> int:
        return len(self.holders) - len(self.shown)

    @property
    def tone(self) -> str:
        return TONES[self.node.state]


@dataclass(frozen=True)
class Line:
    """One sequence of a chain: pairs of a stage and its nodes."""

    name: str
    stages: tuple[tuple[str, tuple[Spot, ...]], ...]


@dataclass(frozen=True)
class Laid:
    chain: Chain
    lines: tuple[Line, ...]

    @property
    def spots(self) -> list[Spot]:
        return [spot for line in self.lines for _stage, spots in line.stages for spot in spots]

    @property
    def gaps(self) -> list[Spot]:
        """Broken links before weak ones."""
        found = [spot for spot in self.spots if spot.node.state != ChainNode.State.SOUND]
        return sorted(found, key=lambda spot: spot.node.state != ChainNode.State.BROKEN)

    @property
    def firms(self) -> int:
        """How many enterprises stand on the chain, each once."""
        held = [holder for spot in self.spots for holder in spot.holders]
        return len({holder.enterprise_id for holder in held} - {None})


def board(day: date) -> list[Laid]:
    """The chains in force on a day; three queries."""
    chains = list(Chain.objects.in_force(day))
    held: dict[int, list[NodeHolder]] = {}
    now = NodeHolder.objects.standing(day)
    for holder in now.filter(node__chain__in=chains).select_related("enterprise").order_by("id"):
        held.setdefault(holder.node_id, []).append(holder)
    spots: dict[tuple[int, str, str], list[Spot]] = {}
    for node in ChainNode.objects.filter(chain__in=chains).order_by("id"):
        place = (node.chain_id, node.sequence, node.stage)
        spots.setdefault(place, []).append(Spot(node, tuple(held.get(node.pk, ()))))
    return [
        Laid(
            chain,
            tuple(
                Line(
                    str(sequence.label),
                    tuple(
                        (stage, tuple(spots.get((chain.pk, sequence.value, stage), ())))
                        for stage in stages
                    ),
                )
                for sequence, stages in ChainNode.STAGES.items()
            ),
        )
        for chain in chains
    ]
