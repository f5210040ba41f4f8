"""What waits for a user, most urgent first: derived anew each time, so it clears when acted on."""

from collections.abc import Callable, Iterator
from datetime import date

from cixi_ip.models import User
from proposals import dues
from proposals.work.desk import MOST, WORKING, Desk, Work
from proposals.work.handlings import of_handlings
from proposals.work.others import of_commitments, of_found_promises, of_publications, of_units

SOURCES: tuple[Callable[[Desk], Iterator[Work]], ...] = (
    of_handlings,
    of_units,
    of_publications,
    of_commitments,
    of_found_promises,
)


def waiting_for(user: User, today: date) -> list[Work]:
    """All that waits, overdue first and without a day last; a fixed number of queries."""
    if not any(user.has_perm(permission) for permission in WORKING):
        return []
    hands = frozenset(user.acts_for())
    desk = Desk(user, today, dues.rules(), hands, sections(user, hands))
    found = [work for source in SOURCES for work in source(desk)]
    return sorted(found, key=lambda work: urgency(work, today))


def urgency(work: Work, today: date) -> tuple[date, bool, str]:
    day = today if work.is_pressing else work.day or date.max
    return day, not work.is_pressing, work.key


def sections(user: User, hands: frozenset[int]) -> frozenset[int]:
    """The user's own section and those of whom they stand in for."""
    found = {user.department_id}
    if hands != {user.pk}:
        found |= set(User.objects.filter(pk__in=hands).values_list("department_id", flat=True))
    return frozenset(pk for pk in found if pk is not None)


__all__ = ["MOST", "Work", "sections", "waiting_for"]
