"""The cases of all sessions whose clock runs, by our role in them, the nearest day first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from proposals import dues
from proposals.dues import Clocked
from proposals.filters import still_due
from proposals.models import Handling
from proposals.models.session import Role
from proposals.phases import PARTS, Part
from proposals.rates import in_brackets
from proposals.workdays import Calendar

LISTED = 25


@dataclass(frozen=True)
class OpenPart:
    """What is open of one part, how much of it is late or near its day, and the first cases."""

    part: Part
    total: int
    overdue: int
    near: int
    first: tuple[Clocked, ...]

    @property
    def words(self) -> str:
        """主办 10 件（逾期 2 件，临近 1 件）"""
        parts = (("逾期", self.overdue), ("临近", self.near))
        urgent = "，".join(f"{name} {count} 件" for name, count in parts if count)
        return in_brackets(f"{self.part.name} {self.total} 件", urgent)


def open_cases(
    today: date, days: Calendar, roles: Sequence[str] = tuple(Role)
) -> tuple[Clocked, ...]:
    """The first of these roles by due day; those without one stand last."""
    rows = (
        Handling.objects.with_proposal()
        .defer("proposal__text")
        .filter(still_due(), role__in=roles)
        .order_by(F("round__due_on").asc(nulls_last=True), "pk")[:LISTED]
    )
    return tuple(dues.clocked(rows, today, days))


def open_parts(today: date, days: Calendar) -> tuple[OpenPart, ...]:
    """Each part that has open cases; one query for the counts and one for each list."""
    last = dues.near_until(today, days)
    counts: dict[str, dict[str, int]] = {
        row.pop("role"): row
        for row in Handling.objects.filter(still_due())
        .values("role")
        .order_by("role")
        .annotate(
            total=Count("pk"),
            overdue=Count("pk", filter=Q(round__due_on__lt=today)),
            near=Count("pk", filter=Q(round__due_on__range=(today, last))),
        )
    }
    found = []
    for part in PARTS:
        held = [counts[role] for role in part.roles if role in counts]
        summed = (sum(one[name] for one in held) for name in ("total", "overdue", "near"))
        found.append(OpenPart(part, *summed, open_cases(today, days, part.roles)))
    return tuple(each for each in found if each.total)
