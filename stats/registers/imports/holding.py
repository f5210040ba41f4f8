"""Whether a constraint of the database holds for a row, without asking the database for each."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Model, Q, UniqueConstraint

# What a lookup compares; None, as the database has it, is neither true nor false.
LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda value, given: value in given,
    "range": lambda value, given: given[0] <= value <= given[1],
    "regex": lambda value, given: re.search(given, value) is not None,
}


class Unsupported(Exception):
    """A condition that only the database can judge."""


def holds(condition: Q, row: Model) -> bool | None:
    """None where a missing value leaves it open, which a check lets pass."""
    found = [
        holds(child, row) if isinstance(child, Q) else compared(row, *child)
        for child in condition.children
    ]
    if condition.connector == Q.AND:
        result = False if False in found else None if None in found else True
    elif condition.connector == Q.OR:
        result = True if True in found else None if None in found else False
    else:
        raise Unsupported
    return not result if condition.negated and result is not None else result


def compared(row: Model, path: str, given: Any) -> bool | None:
    name, _mark, lookup = path.partition("__")
    value = getattr(row, attname(type(row), name))
    if lookup == "isnull":
        return bool((value is None) == given)
    if (lookup or "exact") not in LOOKUPS:
        raise Unsupported
    if isinstance(given, F):
        given = getattr(row, attname(type(row), given.name))  # type: ignore[attr-defined]
    elif hasattr(given, "resolve_expression"):
        raise Unsupported
    return None if value is None or given is None else LOOKUPS[lookup or "exact"](value, given)


def attname(model: type[Model], name: str) -> str:
    return str(model._meta.get_field(name).attname)  # type: ignore[union-attr]


def broken_checks(row: Model) -> Iterator[str]:
    """What the database would say of the row; asked only where it alone can tell."""
    for constraint in row._meta.constraints:
        if not isinstance(constraint, CheckConstraint):
            continue
        try:
            if holds(constraint.condition, row) is False:  # type: ignore[arg-type]
                yield str(constraint.get_violation_error_message())
        except (Unsupported, TypeError):
            try:
                constraint.validate(type(row), row)
            except ValidationError as error:
                yield from error.messages


def twins(rows: Sequence[Model]) -> Iterator[tuple[int, int | None, str]]:
    """Which rows are there already, or twice among themselves; a query for each rule of one model.

    Gives the place of a row, that of the earlier one (None for a stored one), and the sentence.
    """
    model = type(rows[0])
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            message = f"已有同样的“{field.verbose_name}”"
            yield from repeated(rows, (field.attname,), None, message)
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.fields:
            names = tuple(attname(model, name) for name in constraint.fields)
            message = str(constraint.get_violation_error_message())
            yield from repeated(rows, names, constraint.condition, message)


def repeated(
    rows: Sequence[Model], names: tuple[str, ...], condition: Q | None, message: str
) -> Iterator[tuple[int, int | None, str]]:
    stored = type(rows[0])._default_manager.order_by()
    if condition is not None:
        stored = stored.filter(condition)
    there = {tuple(key): pk for pk, *key in stored.values_list("pk", *names)}
    mine: dict[tuple[Any, ...], int] = {}
    for place, row in enumerate(rows):
        key = key_of(row, names)
        if None in key or (condition is not None and holds(condition, row) is not True):
            continue
        if there.get(key, row.pk) != row.pk:
            yield place, None, message
        elif (first := mine.setdefault(key, place)) != place:
            yield place, first, message


def key_of(row: Model, names: Iterable[str]) -> tuple[Any, ...]:
    """The values of these attributes; a row that is yet to be saved stands for its own number."""
    return tuple(part(row, name) for name in names)


def part(row: Model, name: str) -> Any:
    value = getattr(row, name)
    if value is None and (other := row._state.fields_cache.get(name.removesuffix("_id"))):
        return ("new", id(other)) if other.pk is None else other.pk
    return value
