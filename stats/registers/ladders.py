"""Ladders of cultivation: how many enterprises stand on each step at year ends, and who moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from stats.models import Honour, Programme

# Where an enterprise comes from or goes to that is on no step.
OUTSIDE = 0
OUTSIDE_NAME = "不在梯队"


@dataclass(frozen=True)
class Step:
    """A rung with its lists (one, or several of a rank) and how many hold it on each day."""

    programme: Programme
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Moves:
    """Enterprises by their highest step on one day looked at and on the next, in this `year`."""

    year: int
    flows: Counter[tuple[int, int]]

    @property
    def counts(self) -> Counter[tuple[int, int]]:
        """Those that stood elsewhere on the next day."""
        return Counter({pair: n for pair, n in self.flows.items() if pair[0] != pair[1]})

    @property
    def up(self) -> int:
        return sum(n for (old, new), n in self.counts.items() if OUTSIDE < old < new)

    @property
    def down(self) -> int:
        return sum(n for (old, new), n in self.counts.items() if OUTSIDE < new < old)

    @property
    def entered(self) -> int:
        return sum(n for (old, _new), n in self.counts.items() if old == OUTSIDE)

    @property
    def left(self) -> int:
        return sum(n for (_old, new), n in self.counts.items() if new == OUTSIDE)


@dataclass(frozen=True)
class Ladder:
    """`steps` from the highest down; `days` are those its counts are of; `moves` between them."""

    name: str
    days: tuple[date, ...]
    steps: tuple[Step, ...]
    moves: tuple[Moves, ...]

    @property
    def places(self) -> list[str]:
        """What is outside, then the steps from the lowest up; lists of one rank share theirs."""
        return [OUTSIDE_NAME, *("、".join(self.ranks[rank]) for rank in sorted(self.ranks))]

    @property
    def ranks(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for step in self.steps:
            found.setdefault(step.programme.step, []).append(step.programme.name)
        return found

    @property
    def flows(self) -> list[dict[tuple[int, int], int]]:
        """The moves between two days, those who stayed among them, from place to place."""
        place = {rank: number for number, rank in enumerate(sorted(self.ranks), 1)}
        place[OUTSIDE] = OUTSIDE
        return [
            {(place[old], place[new]): n for (old, new), n in move.flows.items()}
            for move in self.moves
        ]

    @property
    def changes(self) -> list[tuple[str, list[int]]]:
        """Rows of the table: how many rose, fell, came and went since the day before."""
        return [
            ("比前一列：升级", [move.up for move in self.moves]),
            ("比前一列：降级", [move.down for move in self.moves]),
            ("比前一列：新进", [move.entered for move in self.moves]),
            ("比前一列：退出", [move.left for move in self.moves]),
        ]


def ladders(days: Sequence[date]) -> list[Ladder]:
    """Every ladder on these days, in order of time; one query a day and one for the programmes."""
    programmes = list(Programme.objects.exclude(ladder="").order_by("ladder", "-step", "name"))
    held = [standing(day) for day in days]
    names = dict.fromkeys(programme.ladder for programme in programmes)
    return [
        laid(name, [one for one in programmes if one.ladder == name], days, held) for name in names
    ]


def standing(day: date) -> dict[int, set[int]]:
    """The enterprises that hold each programme on a day."""
    found: dict[int, set[int]] = {}
    rows = Honour.objects.in_force(day).exclude(programme__ladder="").order_by()
    for programme, enterprise in rows.values_list("programme", "enterprise").distinct():
        found.setdefault(programme, set()).add(enterprise)
    return found


def laid(
    name: str,
    programmes: Sequence[Programme],
    days: Sequence[date],
    held: Sequence[dict[int, set[int]]],
) -> Ladder:
    highest = [highest_steps(programmes, each) for each in held]
    return Ladder(
        name=name,
        days=tuple(days),
        steps=tuple(
            Step(one, tuple(len(each.get(one.pk, ())) for each in held)) for one in programmes
        ),
        moves=tuple(
            Moves(day.year, moved(before, after))
            for day, before, after in zip(days[1:], highest, highest[1:], strict=False)
        ),
    )


def highest_steps(programmes: Sequence[Programme], held: dict[int, set[int]]) -> dict[int, int]:
    """Each enterprise's highest step; who holds two lists of a ladder stands on the upper."""
    found: dict[int, int] = {}
    for programme in programmes:
        for enterprise in held.get(programme.pk, ()):
            found[enterprise] = max(found.get(enterprise, OUTSIDE), programme.step)
    return found


def moved(before: dict[int, int], after: dict[int, int]) -> Counter[tuple[int, int]]:
    pairs = (
        (before.get(one, OUTSIDE), after.get(one, OUTSIDE)) for one in before.keys() | after.keys()
    )
    return Counter(pairs)
