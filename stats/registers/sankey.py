"""Flows between the same blocks at successive moments, as shapes to draw; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, HEAD, FOOT = 1120, 340, 28, 8
BLOCK, GAP = 14, 16
LETTER, LONGEST, NUMBER = 12, 15, 44  # of a name beside its block: its width, the most, the count

Flows = Mapping[tuple[int, int], int]


@dataclass(frozen=True)
class Block:
    """What stood in one place at one moment; `count` is empty where it would say nothing.

    A place is named at the first and at the last moment, in between it is only counted, unless
    it is seen there alone.
    """

    x: float
    y: float
    height: float
    label: str
    count: str
    label_x: float
    anchor: str

    @property
    def middle(self) -> float:
        return round(self.y + self.height / 2 + 4, 1)


@dataclass(frozen=True)
class Ribbon:
    """So many from one place to another; `kind` is up, down, same, in or out."""

    path: str
    kind: str
    says: str


@dataclass(frozen=True)
class Picture:
    heads: tuple[tuple[float, str], ...]
    blocks: tuple[Block, ...]
    ribbons: tuple[Ribbon, ...]
    width: int = WIDTH
    height: int = HEIGHT
    block: int = BLOCK


@dataclass(frozen=True)
class Course:
    """A picture and its table: for each moment the (from, to, how many) since the one before."""

    picture: Picture
    between: tuple[tuple[str, tuple[tuple[str, str, int], ...]], ...]


def course(moments: Sequence[str], names: Sequence[str], flows: Sequence[Flows]) -> Course:
    """What `sankey` draws, with every flow in words too."""
    between = tuple(
        (
            moment,
            tuple(
                (names[start], names[end], one[start, end])
                for start, end in sorted(one, reverse=True)
            ),
        )
        for moment, one in zip(moments[1:], flows, strict=True)
    )
    return Course(sankey(moments, names, flows), between)


def sankey(moments: Sequence[str], names: Sequence[str], flows: Sequence[Flows]) -> Picture:
    """`names` from the lowest place up, 0 what is outside; a flow is (from, to): how many.

    Drawn highest first, the outside at the foot. Without any flow there is nothing but the heads.
    """
    places = [*range(len(names) - 1, 0, -1), 0]
    sizes = [size(flows, column) for column in range(len(moments))]
    each = scale(sizes, len(places))
    margin = LETTER * min(max(map(len, names)), LONGEST) + NUMBER
    across = [
        round(margin + column * (WIDTH - 2 * margin - BLOCK) / max(len(moments) - 1, 1), 1)
        for column in range(len(moments))
    ]
    last = len(moments) - 1
    seen = {place: [at for at, one in enumerate(sizes) if one[place]][:1] for place in places}
    named = {place: {0, last, *(seen[place] if not sizes[last][place] else ())} for place in places}
    tops = [stacked(places, one, each) for one in sizes]
    blocks = tuple(
        block(brief(names[place]) if column in named[place] else "", place,
              column == last, across[column], tops[column][place], sizes[column][place], each)
        for column in range(len(moments))
        for place in places
        if sizes[column][place]
    )  # fmt: skip
    ribbons = tuple(
        ribbon
        for column, told in enumerate(flows)
        for ribbon in between(names, places, told, across[column : column + 2],
                              tops[column : column + 2], each)
    )  # fmt: skip
    heads = tuple((x + BLOCK / 2, moment) for x, moment in zip(across, moments, strict=True))
    return Picture(heads, blocks, ribbons)


def size(flows: Sequence[Flows], column: int) -> Counter[int]:
    """How many each place holds at a moment: the greater of what comes and what goes."""
    coming: Counter[int] = Counter()
    going: Counter[int] = Counter()
    if column > 0:
        for (_start, end), count in flows[column - 1].items():
            coming[end] += count
    if column < len(flows):
        for (start, _end), count in flows[column].items():
            going[start] += count
    return coming | going


def scale(sizes: Sequence[Counter[int]], places: int) -> float:
    """The height of one, so that the fullest moment fills the picture."""
    most = max((one.total() for one in sizes), default=0)
    return (HEIGHT - HEAD - FOOT - GAP * (places - 1)) / most if most else 0.0


def stacked(places: Sequence[int], sizes: Counter[int], each: float) -> dict[int, float]:
    """Where each place begins, one under another."""
    found, y = {}, float(HEAD)
    for place in places:
        found[place] = y
        y += sizes[place] * each + (GAP if sizes[place] else 0)
    return found


def brief(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def block(
    name: str, place: int, is_last: bool, x: float, y: float, count: int, each: float
) -> Block:
    return Block(
        x=x,
        y=round(y, 1),
        height=round(count * each, 1),
        label=name,
        count=str(count) if place else "",
        label_x=x + BLOCK + 6 if is_last else x - 6,
        anchor="start" if is_last else "end",
    )


def between(
    names: Sequence[str],
    places: Sequence[int],
    told: Flows,
    across: Sequence[float],
    tops: Sequence[Mapping[int, float]],
    each: float,
) -> list[Ribbon]:
    """The ribbons of one step, leaving and arriving in the order of the blocks."""
    leaves, arrives = dict(tops[0]), dict(tops[1])
    found = []
    for start in places:
        for end in places:
            if not (count := told.get((start, end), 0)):
                continue
            thick = count * each
            path = shape(across[0] + BLOCK, leaves[start], across[1], arrives[end], thick)
            leaves[start] += thick
            arrives[end] += thick
            says = f"{names[start]}到{names[end]}：{count}"
            found.append(Ribbon(path, kind(start, end), says))
    return found


def shape(x: float, y: float, to_x: float, to_y: float, thick: float) -> str:
    mid = (x + to_x) / 2
    return (
        f"M{x:.1f} {y:.1f}C{mid:.1f} {y:.1f} {mid:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"
        f"V{to_y + thick:.1f}"
        f"C{mid:.1f} {to_y + thick:.1f} {mid:.1f} {y + thick:.1f} {x:.1f} {y + thick:.1f}Z"
    )


def kind(start: int, end: int) -> str:
    if start == end:
        return "same"
    if 0 in (start, end):
        return "out" if end == 0 else "in"
    return "up" if end > start else "down"
