"""Rows that hold from a day until they are ended with a reason: one question, one rule."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from stats.models.row import NotedRow


def holding(day: date, first: str, ended: str = "ended_on") -> Q:
    """What holds on a day: its first day counts, the day it ends does not."""
    return Q((f"{first}__lte", day)) & (Q((f"{ended}__isnull", True)) | Q((f"{ended}__gt", day)))


def ends_for_a_reason(
    name: str, first: str, ended: str = "ended_on", reason: str = "end_reason"
) -> models.CheckConstraint:
    """An end has its day, not before the first one, and says why; what is not ended has neither."""
    # Without the day a comparison is unknown, which a check lets pass: it has to be asked for.
    ended_well = Q((f"{ended}__isnull", False)) & Q((f"{ended}__gte", F(first)))
    return models.CheckConstraint(
        condition=Q((f"{ended}__isnull", True), (reason, "")) | (ended_well & ~Q((reason, ""))),
        name=name,
        violation_error_message="终止须同时写明日期（不早于开始日）和原因",
    )


class DatedQuerySet(models.QuerySet[Any]):
    """Of rows whose model says which is the `first_day` they hold, as a DatedRow does."""

    def in_force(self, day: date) -> Self:
        """Those that hold on a day: the day it is ended does not count."""
        return self.filter(holding(day, self.model.first_day))


class TermQuerySet(DatedQuerySet):
    """Of rows that may have a term as well: `valid_to` is the last valid day."""

    def in_force(self, day: date) -> Self:
        return super().in_force(day).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class DatedRow(NotedRow):
    """A row that holds from its `first_day`, named by its model, until it is ended."""

    end_reason = models.CharField("终止原因", max_length=100, blank=True)
    first_day: ClassVar[str]

    class Meta:
        abstract = True
