"""Writes many new rows at once: given ones by the fastest way in, others from rows stored."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Field, Model, QuerySet

AT_ONCE = 500
Form = Callable[[Any], Any]
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def write(objects: Sequence[Model]) -> None:
    """Write unsaved instances of one model, all or nothing; primary keys come from the database.

    They are validated already, and what they refer to is saved. The instances do not learn their
    primary keys.
    """
    models = {type(found) for found in objects}
    if len(models) > 1:
        names = sorted(model.__name__ for model in models)
        raise TypeError(f"one model at a time, not {', '.join(names)}")
    put = copy if connection.vendor == "postgresql" else insert
    with transaction.atomic(savepoint=False):
        for model in models:
            fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
            put(model, fields, objects)


def copy(model: type[Model], fields: list[Field], objects: Sequence[Model]) -> None:
    """PostgreSQL's own bulk format: a line a row, tabs between, with backslash escapes."""
    statement = " ".join(["COPY", table(model), in_brackets(names(fields)), "FROM STDIN"])
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(statement, Lines(parts(fields, objects, copied)))


def insert(model: type[Model], fields: list[Field], objects: Sequence[Model]) -> None:
    places = in_brackets(["%s"] * len(fields))
    statement = " ".join(
        ["INSERT INTO", table(model), in_brackets(names(fields)), "VALUES", places]
    )
    with connection.cursor() as cursor:
        for rows in parts(fields, objects, lambda value: value):
            cursor.executemany(statement, list(rows))


class Lines:
    """What COPY reads: one part is made while the server is still storing the one before."""

    def __init__(self, rows: Iterator[Iterable[tuple[str, ...]]]) -> None:
        self.rows = rows

    def read(self, _size: int) -> str:
        return "".join("\t".join(row) + "\n" for row in next(self.rows, ()))


def transfer(rows: QuerySet, model: type[Model], values: Mapping[str, Any]) -> int:
    """Write a row of `model` for each of `rows`, in their order and inside the database.

    `values` gives each field an expression over `rows`; fields left out stay null. Returns how
    many were written.
    """
    fields = [model._meta.get_field(name) for name in values]
    select, parameters = rows.values_list(*values.values()).query.sql_with_params()
    statement = " ".join(["INSERT INTO", table(model), in_brackets(names(fields)), select])
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def names(fields: list[Field]) -> list[str]:
    return [connection.ops.quote_name(field.column) for field in fields]


def in_brackets(parts: list[str]) -> str:
    return f"({', '.join(parts)})"


def parts(
    fields: list[Field], objects: Sequence[Model], form: Form
) -> Iterator[Iterable[tuple[Any, ...]]]:
    """The rows of the objects, so many at a time."""
    columns = [Column(field, form) for field in fields]
    for start in range(0, len(objects), AT_ONCE):
        part = objects[start : start + AT_ONCE]
        yield zip(*(column.of(part) for column in columns), strict=True)


class Column:
    """What one field stores of each object, in the form that is sent.

    Most columns hold few different values, so each is prepared once.
    """

    def __init__(self, field: Field, form: Form) -> None:
        self.field, self.form = field, form
        self.known: dict[Any, Any] = {}

    def of(self, objects: Sequence[Model]) -> list[Any]:
        field, known = self.field, self.known
        if type(field).pre_save is Field.pre_save:
            values: Iterable[Any] = map(attrgetter(field.attname), objects)
        else:
            values = [field.pre_save(found, True) for found in objects]
        column = []
        for value in values:
            if value not in known:
                known[value] = self.form(field.get_db_prep_save(value, connection))
            column.append(known[value])
        return column


def copied(value: Any) -> str:
    """A prepared value as COPY reads it."""
    if value is None:
        return r"\N"
    if isinstance(value, str):
        return value.translate(ESCAPES)
    if isinstance(value, bool | int | Decimal | date):
        return str(value)
    raise TypeError(f"COPY is not taught to write a {type(value).__name__}")
