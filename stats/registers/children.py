"""The rows of other registers that belong to one row: what its page lists below it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse

from stats.registers import REGISTERS, Register
from stats.registers.listing import list_address, rows_of
from stats.registers.showing import address, said

SHOWN = 20


@dataclass(frozen=True)
class Children:
    """The first rows of a register by their own order; `lines` pair a row's address and words."""

    register: Register
    headings: tuple[str, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    has_more: bool
    url: str  # of all of them
    new: str  # of the form for one more


def naming(register: Register) -> Iterator[tuple[Register, str]]:
    """The registers whose rows name a row of this one, each with the field that does."""
    for child in REGISTERS.values():
        for name in child.related:
            if child.field(name).related_model is register.model:
                yield child, name


def children_of(register: Register, record: Model, *, sees_people: bool) -> Iterator[Children]:
    """A query for each register whose rows name this one, whatever their number.

    Where the name of this one is masked on those rows, none of them is listed here either.
    """
    for child, via in naming(register):
        if via in child.private and not sees_people:
            continue
        rows = rows_of(child).filter(**{via: record})
        first = list(rows[: SHOWN + 1])
        names = tuple(name for name in child.listed if name != via)
        yield Children(
            register=child,
            headings=tuple(map(child.heading, names)),
            lines=tuple(
                (
                    address(child, row),
                    tuple(said(child, row, name, sees_people=sees_people) for name in names),
                )
                for row in first[:SHOWN]
            ),
            has_more=len(first) > SHOWN,
            url=f"{list_address(child)}?{via}={record.pk}",
            new=f"{reverse('record_new', args=[child.slug])}?{via}={record.pk}",
        )
