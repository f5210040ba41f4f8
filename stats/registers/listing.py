"""The list of a register: its filters, its table of 25 rows a page, and all of it for a file."""

from collections.abc import Iterable
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import BooleanField, CharField, DateField, Model, Q, QuerySet
from django.urls import reverse
from django_tables2.data import TableQuerysetData

from stats.filters import ALL, StrictFilter, WordsFilter, refusal
from stats.models.figure import FIRST_YEAR, LAST_YEAR
from stats.registers.finding import stands
from stats.registers.register import Narrowing, Register
from stats.registers.showing import address, said
from stats.sheets import Table, columns
from stats.tables import PagedTable

WRONG_YEAR = f"年份请填{FIRST_YEAR}到{LAST_YEAR}之间的四位数字，如 2022。"
YES_NO = (("true", "是"), ("false", "否"))


class RegisterFilter(StrictFilter):
    """What every register can be narrowed by; `filters_of` adds its own."""

    register: Register
    q = WordsFilter(
        label="查找",
        method="search",
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={"null_characters_not_allowed": "查找的字里有不可见的字符，请重新输入。"},
    )

    def search(self, rows: QuerySet[Any], _name: str, words: str) -> QuerySet[Any]:
        """Every word must stand in one of the register's searched fields."""
        for word in words.split():
            rows = rows.filter(anywhere(self.register, word))
        return rows

    @property
    def is_filtered(self) -> bool:
        return any(self.data.get(name) for name in self.filters)


class YearFilter(django_filters.Filter):
    """The year of a day."""

    field_class = forms.IntegerField

    def __init__(self, **given: Any) -> None:
        wrong = dict.fromkeys(("invalid", "min_value", "max_value"), WRONG_YEAR)
        limits = {"min_value": FIRST_YEAR, "max_value": LAST_YEAR}
        super().__init__(**(given | limits | {"error_messages": wrong}))


def filters_of(register: Register, *, sees_people: bool = False) -> type[RegisterFilter]:
    asked = register if sees_people else register.covered
    found = {name: filter_of(register, name) for name in asked.filtered}
    found |= {one.name: narrowing_filter(one) for one in register.narrowed}
    for name in asked.related:
        if name not in found:
            found[name] = hidden_filter(register, name)
    return type("Filter", (RegisterFilter,), {"register": asked, **found})


def filter_of(register: Register, name: str) -> django_filters.Filter:
    field, label = register.field(name), register.heading(name)
    given: dict[str, Any] = {"label": label, "field_name": name, "error_messages": refusal(label)}
    if field.is_relation:
        others = field.related_model._default_manager.complex_filter(field.get_limit_choices_to())
        return django_filters.ModelChoiceFilter(queryset=others, empty_label=ALL, **given)
    if isinstance(field, BooleanField):
        return django_filters.ChoiceFilter(choices=YES_NO, empty_label=ALL, method=is_yes, **given)
    if field.choices:
        return django_filters.ChoiceFilter(choices=field.choices, empty_label=ALL, **given)
    if isinstance(field, CharField):
        return django_filters.CharFilter(method=holds, **(given | {"error_messages": {}}))
    if isinstance(field, DateField):
        return YearFilter(**(given | {"label": f"{label}（年）", "lookup_expr": "year"}))
    return django_filters.NumberFilter(**given)


def narrowing_filter(narrowing: Narrowing) -> django_filters.Filter:
    return django_filters.ChoiceFilter(
        label=narrowing.label,
        choices=narrowing.choices,
        empty_label=ALL,
        method=lambda rows, _name, value: narrowing.narrow(rows, value),
        error_messages=refusal(narrowing.label),
    )


def hidden_filter(register: Register, name: str) -> django_filters.Filter:
    """What the page of a row links to, without a box of its own: there may be many to choose."""
    label = register.heading(name)
    return django_filters.ModelChoiceFilter(
        queryset=register.field(name).related_model._default_manager.all(),
        label=label,
        field_name=name,
        widget=forms.HiddenInput,
        error_messages=refusal(label),
    )


def is_yes(rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    return rows.filter(**{name: value == "true"})


def holds(rows: QuerySet[Any], name: str, word: str) -> QuerySet[Any]:
    return rows.filter(stands(name, word))


def anywhere(register: Register, word: str) -> Q:
    """Where a word stands in a searched field."""
    return within(register.model, register.searched, word)


def within(model: type[Model], paths: Iterable[str], word: str) -> Q:
    """Rows with a word in one of the fields.

    Another table is asked once for its own rows first: a join with OR would read all of both.
    """
    inside: dict[str, list[str]] = {}
    for path in paths:
        name, _dots, inner = path.partition("__")
        inside.setdefault(name, []).append(inner)
    found = Q()
    for name, inners in inside.items():
        field: Any = model._meta.get_field(name)
        if not field.is_relation:
            found |= stands(name, word)
            continue
        other = field.related_model
        others = other._default_manager.filter(within(other, inners, word)).order_by()
        if field.one_to_many:
            back = field.field.attname
            found |= Q(pk__in=others.filter(**{f"{back}__isnull": False}).values(back))
        else:
            found |= Q(**{f"{name}__in": others.values("pk")})
    return found


class SaidColumn(tables.Column):
    """A field of a row in words; the first of a table leads to the row's page."""

    def __init__(self, register: Register, name: str, *, sees_people: bool) -> None:
        first = name == register.listed[0]
        super().__init__(
            register.heading(name),
            accessor=name,
            empty_values=(),
            linkify=(lambda record: address(register, record)) if first else None,
            orderable=name not in register.private and register.is_stored(name),
        )
        self.register, self.name, self.sees_people = register, name, sees_people

    def render(self, record: Model) -> str:
        return said(self.register, record, self.name, sees_people=self.sees_people)


class KeysFirst(TableQuerysetData):
    """Finds the numbers of a page's rows first: far into a list an index tells where it begins."""

    def __getitem__(self, key: Any) -> Any:
        if not isinstance(key, slice):
            return super().__getitem__(key)
        rows = self.data
        return rows.filter(pk__in=list(rows.values_list("pk", flat=True)[key]))


class RegisterTable(PagedTable):
    class Meta:
        attrs = {"class": "table"}

    def __init__(self, register: Register, rows: QuerySet[Any], *, sees_people: bool) -> None:
        extra = [
            (name, SaidColumn(register, name, sees_people=sees_people)) for name in register.listed
        ]
        super().__init__(
            KeysFirst(rows),
            extra_columns=extra,
            empty_text="没有符合条件的登记。请放宽条件，或点“全部显示”。",
        )


def rows_of(register: Register) -> QuerySet[Any]:
    """All rows of a register, with what they name, in the register's order."""
    rows = register.model._default_manager.select_related(*register.related)
    rows = rows.prefetch_related(*register.prefetched)
    rows = rows.kept() if hasattr(rows, "kept") else rows
    return rows.order_by(*register.model._meta.ordering)


def whole(register: Register, rows: Iterable[Model], *, sees_people: bool) -> Table:
    """The list as a file holds it: all that the page of a row says, without pages."""
    return Table(
        columns(*map(register.heading, register.shown)),
        tuple(
            tuple(said(register, record, name, sees_people=sees_people) for name in register.shown)
            for record in rows
        ),
        name=register.name,
    )


def list_address(register: Register) -> str:
    return reverse("register", args=[register.slug])
