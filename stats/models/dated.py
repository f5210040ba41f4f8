"""Rows that hold from a day until they are ended with a reason: one question, one rule."""

from datetime import date

from django.db import models
from django.db.models import F, Q


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
