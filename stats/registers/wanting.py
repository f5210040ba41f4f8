"""Open problems with their measures, for whoever writes a letter."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Prefetch, Q

from cixi_ip import panels
from cixi_ip.models import User
from stats.models import Measure, Problem
from stats.registers.keeping import READ
from stats.registers.service import MEASURES, PROBLEMS
from stats.registers.showing import address


def open_problems(user: User, today: date) -> Iterator[panels.Shortcoming]:
    """What is not solved on this day, with what is done or was and not given up; two queries."""
    if not user.has_perm(READ):
        return
    pursued = Measure.objects.exclude(state=Measure.State.STOPPED).select_related("department")
    rows = Problem.objects.filter(Q(until__isnull=True) | Q(until__gte=today), since__lte=today)
    for row in rows.prefetch_related(Prefetch("measures", pursued.order_by("starts_on", "pk"))):
        yield panels.Shortcoming(
            row.name,
            address(PROBLEMS, row),
            row.description,
            tuple(measure(one) for one in row.measures.all()),
        )


def measure(row: Measure) -> panels.Measure:
    until = f"至{row.ends_on:%Y-%m-%d}" if row.ends_on else "起"
    return panels.Measure(
        text=row.what,
        office=str(row.department),
        period=f"{row.starts_on:%Y-%m-%d}{until}",
        state=row.get_state_display(),
        url=address(MEASURES, row),
        note=row.note,
    )
