"""The whole story of an enterprise, newest first: what each register says of it and when."""

from collections.abc import Iterator
from datetime import date
from operator import attrgetter

from stats.models import Enterprise
from stats.registers import REGISTERS
from stats.registers.children import naming
from stats.registers.listing import rows_of
from stats.registers.showing import said
from stats.registers.stories.brands import of_brands
from stats.registers.stories.moment import Moment
from stats.registers.stories.protection import of_conflicts, of_protection


def timeline(enterprise: Enterprise, today: date, *, sees_people: bool = False) -> list[Moment]:
    """A query for each register that knows enterprises.

    Cases and disputes it is a party to only for who may see people.
    """
    found = [
        *of_honours(enterprise, today),
        *of_scale(enterprise),
        *of_chains(enterprise, today),
        *of_registers(enterprise, today),
        *of_brands(enterprise, today),
        *of_protection(enterprise),
        *(of_conflicts(enterprise, today) if sees_people else ()),
        *(
            Moment(name.until, f"曾用名“{name.name}”用到这天", name.reason)
            for name in enterprise.former_names.all()
        ),
    ]
    return sorted(found, key=lambda moment: (moment.day, moment.what), reverse=True)


def of_honours(enterprise: Enterprise, today: date) -> Iterator[Moment]:
    for honour in enterprise.honours.select_related("programme"):
        paper = "，".join(filter(None, (honour.batch, honour.document, honour.standard)))
        yield Moment(honour.valid_from, f"列入{honour.programme}", paper, honour.valid_from > today)
        if honour.ended_on is not None:
            yield Moment(
                honour.ended_on, f"提前终止：{honour.programme}", honour.end_reason,
                honour.ended_on > today,
            )  # fmt: skip
        elif honour.valid_to is not None:
            word = "到期" if honour.valid_to < today else "将到期"
            yield Moment(honour.valid_to, f"{honour.programme}{word}", "", honour.valid_to > today)


def of_scale(enterprise: Enterprise) -> Iterator[Moment]:
    for listed in enterprise.scale_years.all():
        yield Moment(date(listed.year, 12, 31), f"列入{listed.year}年规上企业名单")


def of_chains(enterprise: Enterprise, today: date) -> Iterator[Moment]:
    for held in enterprise.nodes.select_related("node__chain"):
        yield Moment(held.since, f"上链：{held.node}", held.technology, held.since > today)
        if held.until is not None:
            yield Moment(held.until, f"离链：{held.node}", "", held.until > today)


def of_registers(enterprise: Enterprise, today: date) -> Iterator[Moment]:
    """What the registers that tell a `story` say of their rows; nobody's name is in it."""
    for register, via in naming(REGISTERS["enterprises"]):
        rows = rows_of(register).filter(**{via: enterprise}) if register.story else ()
        for row in rows:
            for where, what, more in register.story:
                if (day := attrgetter(where)(row)) is not None:
                    words = said(register, row, more, sees_people=False)
                    yield Moment(day, what, f"{register.heading(more)}：{words}", day > today)
