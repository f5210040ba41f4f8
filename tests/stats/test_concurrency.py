"""Many people at once, with real threads and connections, on whichever database the tests use."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from itertools import pairwise
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from cixi_ip.models import Event, User
from stats import actions
from stats.models import Contact, Enterprise, Entry, Observation, Submission
from stats.registers import REGISTERS
from tests.makers import make_entry, make_observation, make_user
from tests.stats.register_rows import credit_code, make_enterprise, make_keeper

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 30
CODES = ("patent.granted", "patent.pct", "trademark.registered")


def at_once(tries: list[Callable[[], object]]) -> list[str]:
    """Run all together; for each the refusal, or an empty text where it passed."""
    start = Barrier(len(tries))

    def attempt(act: Callable[[], object]) -> str:
        try:
            start.wait()
            act()
        except ValidationError as refusal:
            return " ".join(refusal.messages)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(tries)) as pool:
        return list(pool.map(attempt, tries))


def approvals(batches: list[Submission], reviewer: User) -> list[Callable[[], object]]:
    return [lambda batch=batch: actions.approve(by=reviewer, submission=batch) for batch in batches]


def overlapping(year: int, **fields: object) -> list[Submission]:
    """Half of MANY batches, all with the first two figures, some with a third.

    Half of these hold their figures in the opposite order, so that two approvals would wait for
    each other if each took its rows as they come.
    """
    found = []
    for number in range(MANY // 2):
        codes = CODES[:2] if number % 2 else tuple(reversed(CODES))
        batch = None
        for code in codes:
            entry = make_entry(
                1000 + number,
                code=code,
                year=year,
                by=batch and batch.created_by,
                submission=batch,
                explanation="编造的数，供测试",
                **fields,
            )
            batch = entry.submission
        actions.submit(by=batch.created_by, submission=batch)
        found.append(batch)
    return found


def assert_in_order() -> None:
    """Vintages of each key count 1, 2, 3 …, and only the last is current."""
    keys = {found.key for found in Observation.objects.all()}
    for key in keys:
        vintages = list(Observation.objects.of_key(key).order_by("vintage"))
        assert [found.vintage for found in vintages] == list(range(1, len(vintages) + 1))
        assert [found.superseded_at is None for found in vintages] == [
            *(False for _ in vintages[1:]),
            True,
        ]
        for old, new in pairwise(vintages):
            assert old.superseded_at == new.approved_at


def test_thirty_approvals_at_once_let_one_of_each_contested_figure_pass() -> None:
    for code in CODES:
        make_observation(500, code=code, year=2021, explanation="编造的数，供测试")
    first_vintages = overlapping(2022)
    revisions = overlapping(2021, based_on=1, revision_kind="修订", reason="新资料")
    batches = [batch for pair in zip(first_vintages, revisions, strict=True) for batch in pair]

    refusals = at_once(approvals(batches, make_user("复核员")))

    assert len(batches) == MANY
    for group in (first_vintages, revisions):
        said = [refusals[batches.index(batch)] for batch in group]
        assert said.count("") == 1
        for sentence in filter(None, said):
            assert "已发布第" in sentence
            assert "本批填的是" in sentence
    passed = Submission.objects.filter(pk__in=[batch.pk for batch in batches], state="approved")
    assert passed.count() == 2
    written = Observation.objects.filter(submission__in=passed).count()
    assert written == Entry.objects.filter(submission__in=passed).count()
    assert Observation.objects.count() == len(CODES) + written
    assert Event.objects.filter(kind="审核通过").count() == len(CODES) + 2
    assert_in_order()


def test_one_batch_is_approved_once_however_many_press_the_button() -> None:
    entry = make_entry(1)
    actions.submit(by=entry.submission.created_by, submission=entry.submission)
    copies = [Submission.objects.get(pk=entry.submission_id) for _ in range(10)]
    refusals = at_once(approvals(copies, make_user("复核员")))
    assert refusals.count("") == 1
    assert all("现为“已通过”" in sentence for sentence in refusals if sentence)
    assert Observation.objects.count() == 1


def test_of_many_saves_of_one_page_the_first_wins_and_the_others_see_it() -> None:
    entry = make_entry(1)
    clerk = entry.submission.created_by
    copies = [Entry.objects.get(pk=entry.pk) for _ in range(10)]
    for number, copy in enumerate(copies):
        copy.value = Decimal(100 + number)
    refusals = at_once(
        [lambda copy=copy: actions.enter(by=clerk, entry=copy, seen_edition=1) for copy in copies]
    )
    assert refusals.count("") == 1
    entry.refresh_from_db()
    assert entry.value == 100 + refusals.index("")
    assert all(f"现为 {entry.value:.0f}件" in sentence for sentence in refusals if sentence)


def test_one_key_is_entered_once_in_a_batch() -> None:
    first = make_entry(1, code="patent.pct")
    batch = first.submission
    copies = [
        Entry(
            submission=batch,
            indicator=first.indicator,
            region=first.region,
            year=2020,
            value=Decimal(number),
        )
        for number in range(10)
    ]
    refusals = at_once(
        [lambda copy=copy: actions.enter(by=batch.created_by, entry=copy) for copy in copies]
    )
    assert refusals.count("") == 1
    assert batch.entries.filter(year=2020).count() == 1


def test_a_row_of_a_register_that_is_sent_many_times_at_once_is_saved_once() -> None:
    by, firm = make_keeper(), make_enterprise()
    rows = [Contact(enterprise=firm, name="测试某") for _ in range(10)]
    contacts = REGISTERS["contacts"]
    refusals = at_once(
        [lambda row=row: actions.save_record(by=by, register=contacts, record=row) for row in rows]
    )
    assert refusals.count("") == Contact.objects.count() == 1
    assert all("刚才已经登记了同样的一条" in sentence for sentence in refusals if sentence)


def test_one_enterprise_registered_by_many_at_once_is_registered_once() -> None:
    rows = [Enterprise(name="生成甲", credit_code=credit_code(7)) for _ in range(10)]
    keepers = [make_keeper() for _ in rows]
    firms = REGISTERS["enterprises"]
    refusals = at_once(
        [
            lambda by=by, row=row: actions.save_record(by=by, register=firms, record=row)
            for by, row in zip(keepers, rows, strict=True)
        ]
    )
    assert refusals.count("") == Enterprise.objects.count() == 1
    assert Event.objects.filter(kind="新增登记").count() == 1
