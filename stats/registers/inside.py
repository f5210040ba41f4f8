"""Rows that belong to a row of another register: the moves of a brand, the tracks of a name."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Model

from stats.registers import REGISTERS, Register
from stats.registers.listing import rows_of
from stats.registers.showing import address, said

MOST = 100


@dataclass(frozen=True)
class Line:
    address: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Inside:
    """`query` fills in the row a new one belongs to; `more` were left out."""

    register: Register
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    more: int
    query: str


def inside(record: Model, *, sees_people: bool) -> list[Inside]:
    """Two queries for each register whose rows belong to such a row."""
    return [
        belonging(register, record, sees_people=sees_people)
        for register in REGISTERS.values()
        if register.within and register.field(register.within).related_model is type(record)
    ]


def belonging(register: Register, record: Model, *, sees_people: bool) -> Inside:
    rows = rows_of(register).filter(**{register.within: record})
    names = [name for name in register.listed if name != register.within]
    lines = tuple(
        Line(
            address(register, row),
            tuple(said(register, row, name, sees_people=sees_people) for name in names),
        )
        for row in rows[:MOST]
    )
    return Inside(
        register=register,
        headings=tuple(map(register.heading, names)),
        lines=lines,
        more=max(rows.count() - MOST, 0),
        query=urlencode({register.within: record.pk}),
    )
