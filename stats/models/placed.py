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

    It stays what it was on the day, wherever the enterprise moves later.
    """

    town = town_field(
        related_name="+", help_text="留空的按所填企业或机构的镇街；都没有的只计入全市"
    )
    placed_by = "enterprise"

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.town_id is None and getattr(self, f"{self.placed_by}_id") is not None:
            self.town = getattr(self, self.placed_by).town


def either(first: str, second: str) -> Q:
    """Exactly one of a reference and a name in words is given."""
    words = Q(**{second: ""})
    return Q(**{f"{first}__isnull": False}) & words | Q(**{f"{first}__isnull": True}) & ~words
