"""More rows like a made one, each with rows of its own behind it, for counting queries."""

from copy import copy
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import CharField, Field, Model, UniqueConstraint

from stats.registers import REGISTERS
from tests.stats.register_rows import credit_code

numbers = count(1)
KEPT = {register.model for register in REGISTERS.values()}


def copies(row: Model, many: int, **fields: Any) -> list[Model]:
    """As many copies as the constraints let there be, with these fields all the same."""
    made = [another(row, fields) for _ in range(many)]
    return [one for one in made if one is not None]


def another(row: Model, fields: dict[str, Any]) -> Model | None:
    """Only one of two ways to say who it is may be filled in, so words give way."""
    for emptied in (False, True):
        try:
            with transaction.atomic():
                return copied(row, fields, next(numbers), emptied=emptied)
        except IntegrityError:
            pass
    return None


def copied(row: Model, fields: dict[str, Any], number: int, *, emptied: bool) -> Model:
    made = copy(row)
    made.pk, made._state.adding = None, True
    made._state.fields_cache = {}
    for field in row._meta.concrete_fields:
        if not field.primary_key:
            setattr(made, field.name, changed(row, field, number, emptied=emptied))
    for name, value in fields.items():
        setattr(made, name, value)
    made.save()
    return made


def changed(row: Model, field: Field, number: int, *, emptied: bool) -> Any:
    value = getattr(row, field.name)
    if value is None:
        return None
    if field.is_relation:
        own = field.related_model in KEPT and field.related_model is not type(row)
        return copied(value, {}, number, emptied=False) if own else value
    if field.name == "credit_code":
        return credit_code(900_000 + next(numbers))
    if isinstance(value, date) or field.name == "year":
        return moved(value, 1 + number % 20)
    if isinstance(field, CharField) and not field.choices:
        return "" if emptied and field.blank else told_apart(row, field, value, number)
    if field.unique:
        return value + number
    if field.choices and field.name in apart(row):
        return field.choices[number % len(field.choices)][0]
    return value


def moved(value: date | int, by: int) -> date | int:
    return value + timedelta(by) if isinstance(value, date) else value - by


def told_apart(row: Model, field: Field, value: str, number: int) -> str:
    return f"{value}{number}" if value and field.name in apart(row) else value


def apart(row: Model) -> set[str]:
    """The fields that tell the rows of a model apart."""
    unique = (one for one in row._meta.constraints if isinstance(one, UniqueConstraint))
    names = {name for constraint in unique for name in constraint.fields}
    return names | {field.name for field in row._meta.concrete_fields if field.unique}
