"""What a register is: which rows, who keeps it, what is shown, searched, filled in and masked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Field, Model, QuerySet

# Pairs of a value and what it says, or of a heading and such pairs.
Choices = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Narrowing:
    """A choice a list can be narrowed by; `choices` are read when the list is opened."""

    name: str
    label: str
    choices: Callable[[], Choices]
    narrow: Callable[[QuerySet[Any], str], QuerySet[Any]]


@dataclass(frozen=True)
class Register:
    """One list the bureau keeps. Names in tuples are fields of its model.

    `office` keeps it, everybody reads it. `key` tells whether a row of a file is one already kept.
    `private` fields are masked for who may not see contacts, rows they name too. `searched` may be
    paths. `board` is
    the name of the address of a page that shows the whole register at one look.
    `story` is what a row adds to the timeline of its enterprise: where its day is (`training.day`),
    what happened, and the field that says more.
    `computed` are properties of a row with their headings: they may stand in `listed`, and are on
    the row's page and in files, which an import passes over. `prefetched` rows are loaded with the
    list. `narrowed` are filters by what is not a field.
    """

    slug: str
    model: type[Model]
    office: str
    about: str
    listed: tuple[str, ...]
    searched: tuple[str, ...]
    filtered: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    board: str = ""
    story: tuple[tuple[str, str, str], ...] = ()
    computed: tuple[tuple[str, str], ...] = ()
    prefetched: tuple[str, ...] = ()
    narrowed: tuple[Narrowing, ...] = ()

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name)

    def field(self, name: str) -> Field:  # type: ignore[type-arg]
        return self.model._meta.get_field(name)  # type: ignore[return-value]

    def heading(self, name: str) -> str:
        """What a column of the list, of a form and of a file is called."""
        return dict(self.computed).get(name) or str(self.field(name).verbose_name)

    def is_stored(self, name: str) -> bool:
        return name not in dict(self.computed)

    @cached_property
    def covered(self) -> Register:
        """What who may not see people may ask for: a hit on what is masked would tell it."""

        def seen(paths: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(path for path in paths if path.partition("__")[0] not in self.private)

        return replace(
            self,
            listed=seen(self.listed),
            searched=seen(self.searched),
            filtered=seen(self.filtered),
            filled=seen(self.filled),
        )

    @property
    def shown(self) -> tuple[str, ...]:
        """What the page of a row says, and a file."""
        return (*self.filled, *dict(self.computed))

    @cached_property
    def related(self) -> tuple[str, ...]:
        """The fields that name another row, to be loaded with the list."""
        names = filter(self.is_stored, (*self.listed, *self.filled))
        return tuple(dict.fromkeys(name for name in names if self.field(name).is_relation))
