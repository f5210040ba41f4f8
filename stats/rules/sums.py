"""Totals and the parts that make them up, and what is a part of what; pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cixi_ip.wording import number
from stats.arithmetic import Figure, FigureSet, Meaning
from stats.interval import Interval
from stats.rules.finding import HINT, Finding, Findings, clash, known_at

# Parts by definition that no partition of the catalogue names: the part, and its whole.
WITHIN = {
    "patent.valid.high_value": "patent.valid.invention",
    "patent.valid.high_value.per_10k": "patent.valid.invention.per_10k",
    "trademark.madrid.valid": "trademark.international",
}


@dataclass(frozen=True)
class Partition:
    """One way of dividing a total: 专利类型 by its three codes, which add up to it."""

    name: str
    is_additive: bool
    codes: tuple[str, ...]


def partitions(meanings: Mapping[str, Meaning]) -> dict[str, list[Partition]]:
    """The ways of dividing each total, by its code."""
    codes: dict[tuple[str, str, bool], list[str]] = defaultdict(list)
    for meaning in meanings.values():
        if meaning.part_of:
            codes[meaning.part_of, meaning.partition, bool(meaning.is_additive)].append(
                meaning.code
            )
    found: dict[str, list[Partition]] = defaultdict(list)
    for (total, name, is_additive), parts in codes.items():
        found[total].append(Partition(name, is_additive, tuple(parts)))
    return found


def is_part(part: str, whole: str, meanings: Mapping[str, Meaning]) -> bool:
    """Whether one indicator counts some of what the other counts."""
    seen: set[str] = set()
    while part and part not in seen:
        seen.add(part)
        meaning = meanings.get(part)
        part = (meaning.part_of if meaning else "") or WITHIN.get(part, "")
        if part == whole:
            return True
    return False


def known_parts(figures: FigureSet, total: Figure, partition: Partition) -> list[Figure]:
    """The parts of a total that have a value, in its own scope and period."""
    found = (known_at(figures, code, total) for code in partition.codes)
    return [part for part in found if part is not None]


def added_up(parts: Sequence[Figure]) -> Interval:
    added = Interval.around(Decimal(0))
    for part in parts:
        added += part.interval
    return added


def terms(parts: Sequence[Figure]) -> str:
    """12000件+1000件; parts counted in several units by their bare numbers: 3+6+3."""
    is_one = len({part.meaning.unit for part in parts}) == 1
    bare = (number(part.value, part.digits) for part in parts)
    return "+".join((part.shown() for part in parts) if is_one else bare)


def sum_(figures: FigureSet) -> Findings:
    """合计等于各部分之和：同一口径、同一时段，可相加的构成各部分齐全时，和须等于合计；\
可交叉的构成有重复计的，须写明。"""
    divided = partitions(figures.meanings)
    for total in figures:
        for partition in divided.get(total.meaning.code, ()):
            if total.value is None:
                continue
            parts = known_parts(figures, total, partition)
            if not partition.is_additive:
                yield from overlap(total, partition, parts)
            elif len(parts) == len(partition.codes):
                yield from unequal(total, partition, parts)


def unequal(total: Figure, partition: Partition, parts: list[Figure]) -> Findings:
    added = added_up(parts)
    if not added.meets(total.interval):
        yield Finding(
            "sum",
            clash(total, *parts),
            f"{total.place}为{total.shown()}，按{partition.name}相加{terms(parts)}="
            f"{added.words(total.meaning.decimals)}{total.meaning.unit}，两者不等。",
            (total, *parts),
        )


def overlap(total: Figure, partition: Partition, parts: list[Figure]) -> Findings:
    """Parts that cross may add up to more than the total; someone will ask which are both."""
    added = added_up(parts)
    if len(parts) > 1 and added.low > total.interval.high and not total.explanation:
        yield Finding(
            "sum",
            HINT,
            f"{total.place}为{total.shown()}，按{partition.name}相加{terms(parts)}="
            f"{added.words(total.meaning.decimals)}，哪些重复计了还没有说明。",
            (total, *parts),
        )
