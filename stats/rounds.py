"""How far collection rounds are: what is published, in review, drafted or missing; only read."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.http import urlencode

from cixi_ip.models import User
from cixi_ip.wording import period
from stats.models import Assignment, CollectionRound, Entry, Indicator, Observation, Submission

PUBLISHED, SUBMITTED, DRAFT, MISSING = "已发布", "待审核", "草稿", "未录入"
REPORTED = (PUBLISHED, SUBMITTED)
LONGEST = 90  # days before the due date anybody can be reminded, as the model allows
Key = tuple[int, int, int, int]


@dataclass(frozen=True)
class Item:
    """One indicator of an assignment and how far its figure is."""

    indicator: Indicator
    state: str

    @property
    def is_reported(self) -> bool:
        return self.state in REPORTED


@dataclass(frozen=True)
class Progress:
    """One assignment on a day. Done is what has left the office: submitted or published."""

    assignment: Assignment
    items: tuple[Item, ...]
    today: date

    @property
    def round(self) -> CollectionRound:
        return self.assignment.round

    @property
    def place(self) -> str:
        return f"{self.assignment.office}（{self.assignment.region.short_name}）"

    @property
    def reported(self) -> int:
        return sum(item.is_reported for item in self.items)

    @property
    def open_items(self) -> list[Item]:
        return [item for item in self.items if not item.is_reported]

    @property
    def is_done(self) -> bool:
        return not self.open_items

    @property
    def is_waiting(self) -> bool:
        """Whether anybody still waits for it: neither done nor ended with its round."""
        return not self.is_done and self.round.closed_at is None

    @property
    def days_left(self) -> int:
        return (self.round.due_on - self.today).days

    @property
    def is_late(self) -> bool:
        return self.is_waiting and self.days_left < 0

    @property
    def is_due_soon(self) -> bool:
        return self.is_waiting and 0 <= self.days_left <= self.round.remind_days

    @property
    def state(self) -> str:
        """In words, as a list shows it."""
        if self.is_done:
            return "已报齐"
        if not self.is_waiting:
            return "未报齐"
        if self.is_late:
            return f"逾期 {-self.days_left} 天"
        if self.is_due_soon:
            return f"即将到期（还有 {self.days_left} 天）" if self.days_left else "今天到期"
        return "待报"

    @property
    def tone(self) -> str:
        if self.is_late:
            return "alarm"
        return "good" if self.is_done else "bad" if self.is_due_soon else "neutral"

    @property
    def query(self) -> str:
        """What the addresses of the entry grid and of the empty sheet take."""
        place = {"year": self.round.year, "month": self.round.through_month}
        return urlencode(
            place | {"region": self.assignment.region.code, "office": self.assignment.office}
        )


def progress(assignments: Iterable[Assignment], today: date) -> list[Progress]:
    """How far each is, in three queries however many there are.

    Load them by `assignments_of` or `open_assignments`, which bring what is read here.
    """
    listed = list(assignments)
    states = states_of(listed)
    return [
        Progress(
            assignment,
            tuple(
                Item(indicator, states.get(key_of(assignment, indicator), MISSING))
                for indicator in assignment.indicators.all()
            ),
            today,
        )
        for assignment in listed
    ]


def key_of(assignment: Assignment, indicator: Indicator) -> Key:
    asked = assignment.round
    return (indicator.pk, assignment.region_id, asked.year, asked.through_month)


def states_of(assignments: Sequence[Assignment]) -> dict[Key, str]:
    """The furthest any figure of a key has come; what is missing has none."""
    asked = {
        "region__in": {assignment.region_id for assignment in assignments},
        "year__in": {assignment.round.year for assignment in assignments},
        "through_month__in": {assignment.round.through_month for assignment in assignments},
    }
    names = ("indicator_id", "region_id", "year", "through_month")
    entered = Entry.objects.filter(**asked).exclude(submission__state=Submission.State.APPROVED)
    states: dict[Key, str] = {}
    for *key, state in entered.order_by().values_list(*names, "submission__state"):
        is_submitted = state == Submission.State.SUBMITTED
        if is_submitted or tuple(key) not in states:
            states[tuple(key)] = SUBMITTED if is_submitted else DRAFT
    published = Observation.objects.published().filter(**asked).order_by()
    states.update(dict.fromkeys(published.values_list(*names), PUBLISHED))
    return states


def assignments_of(rounds: Iterable[CollectionRound]) -> QuerySet[Assignment]:
    return (
        Assignment.objects.filter(round__in=list(rounds))
        .select_related("round", "region", "reporter")
        .prefetch_related("indicators")
        .order_by("round_id", "office", "region__code")
    )


def open_assignments(user: User, today: date) -> QuerySet[Assignment]:
    """Assignments of running rounds that are this user's business, soon or already due.

    That is: theirs by name, or by the name of somebody they stand in for; their office's, when
    they head it or no name stands there; and all of a round they have set.
    """
    mine = Q(reporter__in=user.acts_for()) | Q(round__created_by=user)
    if user.department is not None:
        own = Q(office=user.department.name)
        if user.has_perm("stats.change_collectionround"):
            mine |= own
        elif user.has_perm("stats.add_entry"):
            mine |= own & Q(reporter__isnull=True)
    running = Assignment.objects.filter(
        mine, round__closed_at__isnull=True, round__due_on__lte=today + timedelta(days=LONGEST)
    )
    return (
        running.select_related("round", "region")
        .prefetch_related("indicators")
        .order_by("round__due_on", "round_id", "office", "region__code")
    )


def reporters() -> QuerySet[User]:
    """Who may be named in an assignment: whoever can enter figures and log in."""
    return (
        User.objects.filter(
            is_active=True,
            groups__permissions__codename="add_entry",
            groups__permissions__content_type__app_label="stats",
        )
        .select_related("department")
        .distinct()
    )


def mark(round: CollectionRound) -> str:
    """Changes with every change of the round; travels with the form that changes it."""
    parts = [
        (
            assignment.office,
            assignment.region_id,
            assignment.reporter_id,
            sorted(indicator.pk for indicator in assignment.indicators.all()),
        )
        for assignment in assignments_of([round])
    ]
    fields = (round.title, str(round.due_on), round.remind_days, round.note, parts)
    return hashlib.sha256(json.dumps(fields).encode()).hexdigest()[:16]


def when(round: CollectionRound) -> str:
    """The period in words, as flows are counted: 2025年, 2026年1—6月."""
    return period(round.year, round.through_month, "flow")
