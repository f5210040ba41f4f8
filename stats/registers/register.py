"""What a register is: which rows, who keeps it, what is shown, searched, filled in and masked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Field, Model


@dataclass(frozen=True)
class Register:
    """One list the bureau keeps. Names in tuples are fields of its model.

    `office` keeps it, everybody reads it. `key` tells whether a row of a file is one already kept.
    `private` fields are masked for who may not see contacts. `searched` may be paths.
    `derived` are what the manager works out for each row, with their headings. `within` names the
    row of another register whose page shows these rows too.
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
    derived: tuple[tuple[str, str], ...] = ()
    within: str = ""

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name)

    def field(self, name: str) -> Field:  # type: ignore[type-arg]
        return self.model._meta.get_field(name)  # type: ignore[return-value]

    def heading(self, name: str) -> str:
        """What a column of the list, of a form and of a file is called."""
        return dict(self.derived).get(name) or str(self.field(name).verbose_name)

    @property
    def told(self) -> tuple[str, ...]:
        """What the page of a row says: what is filled in and what follows from it."""
        return (*(name for name, _heading in self.derived), *self.filled)

    @cached_property
    def related(self) -> tuple[str, ...]:
        """The fields that name another row, to be loaded with the list."""
        names = [name for name in (*self.listed, *self.filled) if name not in dict(self.derived)]
        return tuple(dict.fromkeys(name for name in names if self.field(name).is_relation))
