"""What must add up in an annex of the notice, and what of it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from cixi_ip.wording import number
from cixi_ip.workbooks.complaints import DOUBT
from stats.imports.annexes import Annex

if TYPE_CHECKING:
    from stats.imports.contents import Key
    from stats.imports.notice import Line

COUNTY, CORE, CITY, PROVINCE = "县", "市本级", "设区市合计", "全省合计"
HOW = "请对照原件核对；原件就是这样印的，确认导入时写一句说明。"


@dataclass(frozen=True)
class Broken:
    """One sum that does not hold: the row and the indicators it is about, and the entries."""

    row: int
    codes: tuple[str, ...]
    what: str
    keys: frozenset[Key]
    kind: str = DOUBT
    how: str = HOW


def broken(annex: Annex, heading: Callable[[str], str], lines: Sequence[Line]) -> Iterator[Broken]:
    for line in lines:
        yield from across(annex, heading, line)
    for _number, found in groupby(in_cities(lines), key=lambda line: line.city):
        yield from down(annex, heading, list(found))
    yield from over_all(annex, heading, lines)


def across(annex: Annex, heading: Callable[[str], str], line: Line) -> Iterator[Broken]:
    """三种类之和 = 五类申请人之和 = 职务+非职务 = 合计, in every row that has all of them."""
    total = line.numbers.get(annex.total)
    for codes in annex.partitions:
        added = sum_of(line.numbers.get(code) for code in codes)
        if total is None or added is None or added == total:
            continue
        words = "+".join(heading(code) for code in codes)
        yield Broken(
            line.number,
            (*codes, annex.total),
            f"{line.name}：{words}={shown(added)} 与{heading(annex.total)} {shown(total)} 不等。",
            frozenset(line.keys[code] for code in (*codes, annex.total) if code in line.keys),
        )


def in_cities(lines: Iterable[Line]) -> list[Line]:
    return sorted(
        (line for line in lines if line.city is not None), key=lambda line: line.city.code
    )


def down(annex: Annex, heading: Callable[[str], str], lines: list[Line]) -> Iterator[Broken]:
    """Of one city: its row 合计 is the sum of its counties, and 市本级 that of its districts.

    Where the districts are not listed, 市本级 stands for them and is added with the counties.
    """
    counties = [line for line in lines if line.kind == COUNTY]
    districts = [line for line in counties if line.name.endswith("区")]
    cores = [line for line in lines if line.kind == CORE]
    totals = [line for line in lines if line.kind == CITY]
    is_subtotal = bool(districts) and not adds_up(annex.total, totals, [*counties, *cores])
    if is_subtotal:
        for core in cores:
            yield from unequal(annex, heading, core, districts, f"{core.city}各区")
    members = counties if is_subtotal else [*counties, *cores]
    for total in totals:
        yield from unequal(annex, heading, total, members, f"{total.city}各县（市、区）")


def adds_up(code: str, totals: list[Line], members: list[Line]) -> bool:
    added = sum_of(line.numbers.get(code) for line in members)
    return any(line.numbers.get(code) == added for line in totals)


def over_all(
    annex: Annex, heading: Callable[[str], str], lines: Sequence[Line]
) -> Iterator[Broken]:
    """The province's row is the sum of its cities' rows."""
    cities = [line for line in lines if line.kind == CITY]
    for total in lines:
        if total.kind == PROVINCE and cities:
            yield from unequal(annex, heading, total, cities, "各设区市")


def unequal(
    annex: Annex, heading: Callable[[str], str], total: Line, members: list[Line], whose: str
) -> Iterator[Broken]:
    for code in annex.additive:
        printed = total.numbers.get(code)
        added = sum_of(line.numbers.get(code) for line in members)
        if printed is None or added is None or not members or printed == added:
            continue
        yield Broken(
            total.number,
            (code,),
            f"{whose}“{heading(code)}”之和 {shown(added)} 与{total.name} {shown(printed)} 不等。",
            frozenset(line.keys[code] for line in [total, *members] if code in line.keys),
        )


def sum_of(numbers: Iterable[Decimal | None]) -> Decimal | None:
    """None as soon as one of them is not known."""
    total = Decimal(0)
    for found in numbers:
        if found is None:
            return None
        total += found
    return total


def shown(value: Decimal) -> str:
    return number(value, grouped=True)
