"""What happens in a town: rows that are counted by the town they name."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from stats.models.row import NotedRow


def town_field(**options: Any) -> Any:
    """The town a row is counted in, if it names one."""
    return models.ForeignKey(
        "stats.Region",
        models.PROTECT,
        verbose_name="镇街",
        null=True,
        blank=True,
        limit_choices_to={"level": "镇街"},
        **options,
    )


class Placed(NotedRow):
    """A row with a town of its own: that of whom it names, unless another is given.

    It stays what it was on the day, wherever the enterprise moves later; where another enterprise
    is put in its place, the town of the wrong one goes with it.
    """

    town = town_field(
        related_name="+", help_text="留空的按所填企业或机构的镇街；都没有的只计入全市"
    )
    placed_by = "enterprise"
    placed_as: int | None = None  # whom the row names as it is stored

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *given: Any) -> Any:
        made = super().from_db(*given)
        made.placed_as = made.__dict__.get(f"{cls.placed_by}_id")
        return made

    def clean(self) -> None:
        super().clean()
        named = getattr(self, f"{self.placed_by}_id")
        if named is not None and (self.town_id is None or self.town_id == self.town_before(named)):
            self.town = getattr(self, self.placed_by).town

    def town_before(self, named: int) -> int | None:
        """The town of whom the row named before, if that was another."""
        if self.placed_as in (None, named):
            return None
        own = self._meta.get_field(self.placed_by).related_model
        rows = own._default_manager.filter(pk=self.placed_as)  # type: ignore[union-attr]
        return rows.values_list("town_id", flat=True).first()


def either(first: str, second: str) -> Q:
    """Exactly one of a reference and a name in words is given."""
    words = Q(**{second: ""})
    return Q(**{f"{first}__isnull": False}) & words | Q(**{f"{first}__isnull": True}) & ~words
