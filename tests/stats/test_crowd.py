"""A whole office at once: entering, submitting and approving the same cells, with real threads."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from itertools import count
from random import Random
from time import sleep

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Model

from stats import actions, bulk, seen
from stats.models import Entry, Observation, Submission, Target, TargetEntry
from tests.makers import (
    make_entry,
    make_indicator,
    make_observation,
    make_region,
    make_source,
    make_user,
)
from tests.stats.test_concurrency import approvals, assert_in_order, at_once

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, ROUNDS = 20, 2
CODES = ("patent.granted", "patent.pct", "trademark.registered", "trademark.applied")
WORD = "编造的数，供测试"
numbers = count(1)


def submitted(batch: Submission) -> Submission:
    actions.submit(by=batch.created_by, submission=batch)
    return batch


def key_of(code: str, year: int = 2022) -> dict[str, object]:
    return {"indicator": make_indicator(code), "region": make_region(), "year": year}


def current(code: str) -> int:
    """The vintage an author sees at this moment."""
    found = Observation.objects.filter(**key_of(code)).order_by("-vintage").first()
    return found.vintage if found else 0


class Desk:
    """A clerk and the colleague who approves; both try, and are sometimes told no."""

    def __init__(self, number: int) -> None:
        self.clerk, self.reviewer = make_user("录入员"), make_user("复核员")
        self.random = Random(number)  # noqa: S311 - an order of doing things, no secret
        self.approved: list[int] = []
        self.refusals: list[str] = []

    def work(self) -> None:
        for _ in range(ROUNDS):
            try:
                self.publish()
            except ValidationError as refusal:
                self.refusals += refusal.messages

    def publish(self) -> None:
        title = f"第{next(numbers)}批"
        batch = actions.open_submission(by=self.clerk, title=title, source=make_source())
        for code in self.random.sample(CODES, 3):
            based_on = current(code)
            entry = Entry(
                submission=batch,
                value=Decimal(self.random.randint(100, 999)),
                based_on=based_on,
                revision_kind="修订" if based_on else "首次",
                reason=WORD if based_on else "",
                explanation=WORD,
                **key_of(code),
            )
            actions.enter(by=self.clerk, entry=entry)
        if self.random.random() < 0.5:
            actions.enter_target(by=self.clerk, target=self.target(batch))
        actions.submit(by=self.clerk, submission=batch)
        actions.approve(by=self.reviewer, submission=batch)
        self.approved.append(batch.pk)

    def target(self, batch: Submission) -> TargetEntry:
        code, year = self.random.choice(CODES), self.random.randint(2021, 2024)
        return TargetEntry(
            submission=batch,
            title=f"目标{self.random.randint(1, 4)}",
            indicator=make_indicator(code),
            region=make_region(),
            stated_year=year,
            value=Decimal(self.random.randint(10, 99)),
        )


def test_twenty_at_work_lose_nothing_and_leave_one_current_vintage() -> None:
    for code in CODES[:2]:
        make_observation(500, code=code, region="330282", explanation=WORD)
    for code in CODES:
        key_of(code)
    make_source()
    desks = [Desk(number) for number in range(PEOPLE)]

    assert not any(at_once([desk.work for desk in desks]))

    approved = [pk for desk in desks for pk in desk.approved]
    refusals = [sentence for desk in desks for sentence in desk.refusals]
    told = ("已发布第", "刚被另一批次发布", "已有目标", "目标名称")
    assert [sentence for sentence in refusals if not any(word in sentence for word in told)] == []
    assert approved
    assert refusals
    assert_in_order()
    states = dict(Submission.objects.filter(title__startswith="第").values_list("pk", "state"))
    assert sorted(pk for pk, state in states.items() if state == "approved") == sorted(approved)
    # What was approved stands there to the last figure; of what was refused, nothing does.
    figures = ("submission", "indicator", "year", "value")
    entered = Counter(Entry.objects.filter(submission__in=approved).values_list(*figures))
    published = Counter(Observation.objects.filter(submission__in=states).values_list(*figures))
    assert published == entered
    planned = Counter(
        TargetEntry.objects.filter(submission__in=approved).values_list("title", "value")
    )
    assert Counter(Target.objects.values_list("title", "value")) == planned


def long_batch(rows: Iterable[Model]) -> Submission:
    """A submitted batch of so many rows that its approval takes a while."""
    batch = Submission.objects.create(
        title=f"第{next(numbers)}批",
        created_by=make_user("录入员"),
        source=make_source(),
        state="submitted",
    )
    made = list(rows)
    for row in made:
        row.submission = batch
    bulk.write(made)
    return batch


def cells(code: str, value: int, **fields: object) -> list[Entry]:
    """Some 900 cells of one indicator; made up."""
    place = key_of(code)
    return [
        Entry(
            **(place | {"year": year}),
            through_month=month,
            value=Decimal(value),
            explanation=WORD,
            **fields,
        )
        for year in range(1949, 2022)
        for month in range(1, 13)
    ]


def test_long_batches_take_their_cells_in_one_order() -> None:
    batches = [
        long_batch(cells("a", 100)),
        long_batch(reversed(cells("a", 200))),
        long_batch([*cells("b", 300), *cells("a", 300)]),
    ]
    refusals = at_once(approvals(batches, make_user("复核员")))
    assert refusals.count("") == 1
    assert all("已发布第1版" in sentence for sentence in filter(None, refusals))
    won = batches[refusals.index("")]
    assert Observation.objects.count() == won.observations.count() == won.entries.count()


def test_a_figure_is_revised_while_a_long_batch_divides_by_it() -> None:
    """The long batch holds a cell the other waits for, and refers to one the other holds."""
    people = make_observation(500, code="people", region="330282", year=2021, explanation=WORD)
    make_observation(500, code="cases", region="330282", explanation=WORD)
    revision = {"based_on": 1, "revision_kind": "修订", "reason": WORD, "explanation": WORD}
    divides = long_batch(
        [
            Entry(**key_of("cases"), value=Decimal(510), **revision),
            *cells("per.head", 4, denominator=people),
        ]
    )
    revises = long_batch(
        [
            Entry(**key_of("cases"), value=Decimal(520), **revision),
            Entry(**key_of("people", 2021), value=Decimal(530), **revision),
        ]
    )
    reviewer = make_user("复核员")

    def a_little_later() -> None:
        sleep(0.03)
        actions.approve(by=reviewer, submission=revises)

    refusals = at_once([*approvals([divides], reviewer), a_little_later])
    assert refusals.count("") == 1
    assert_in_order()


def test_a_grid_is_saved_while_its_batch_is_reviewed() -> None:
    """A save holds the region and waits for the batch; an approval holds the batch."""
    batches = []
    for number in range(8):
        entry = make_entry(100 + number, code=f"grid{number}", region="330282", explanation=WORD)
        batches.append(submitted(entry.submission))
    reviewer = make_user("复核员")

    def save(batch: Submission) -> None:
        entry = Entry(submission=batch, value=Decimal(5), **key_of("another"))
        actions.enter_seen(by=batch.created_by, entry=entry, mark=seen.key_state(entry.key).mark)

    key_of("another")
    saves = [lambda batch=batch: save(batch) for batch in batches]
    refusals = at_once([*approvals(batches, reviewer), *saves])
    assert refusals[:8] == [""] * 8
    assert all("不能再改" in sentence for sentence in refusals[8:])
    assert not Entry.objects.filter(indicator__code="another").exists()


def targets(letter: str, years: Iterable[int]) -> list[TargetEntry]:
    clerk = make_user("录入员")
    return [
        TargetEntry(
            title=f"{letter}{number:03}",
            indicator=make_indicator(),
            region=make_region(),
            stated_year=year,
            value=Decimal(24),
            typed_by=clerk,
        )
        for number, year in enumerate(years)
    ]


def test_long_lists_of_targets_wait_in_one_order() -> None:
    """Written in the order of their titles, these take their places from opposite ends."""
    batches = [
        long_batch(targets("甲", range(1949, 2101))),
        long_batch(targets("乙", range(2100, 1948, -1))),
    ]
    refusals = at_once(approvals(batches, make_user("复核员")))
    assert refusals.count("") == 1
    assert Target.objects.count() == 152
    assert all("已有目标" in sentence for sentence in filter(None, refusals))
