"""Targets of a batch: submitted and approved with it, refused with both values when taken."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from cixi_ip.models import Event, User
from stats import actions
from stats.models import Observation, Submission, Target, TargetEntry
from tests.makers import make_entry, make_indicator, make_source, make_user
from tests.stats.batches import filled, new_target, own_batch, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> User:
    return make_user("录入员")


@pytest.fixture
def reviewer() -> User:
    return make_user("复核员")


def published(batch: Submission) -> Submission:
    actions.submit(by=batch.created_by, submission=batch)
    actions.approve(by=make_user("复核员"), submission=batch)
    return batch


def in_force(**fields: object) -> Target:
    return Target.objects.get(submission=published(planned(make_user("录入员"), **fields)))


def test_a_batch_may_hold_only_targets(clerk: User, reviewer: User) -> None:
    batch = own_batch(clerk)
    entered = actions.enter_target(
        by=clerk,
        target=new_target(
            batch, due_year=2025, plan="“十四五”规划", nature="约束性", note="测试用"
        ),
    )
    actions.submit(by=clerk, submission=batch)
    written = actions.approve(by=reviewer, submission=batch)
    assert not written.exists()
    target = Target.objects.get()
    for field in ("title", "indicator", "region", "plan", "stated_year", "due_year", "value"):
        assert getattr(target, field) == getattr(entered, field), field
    assert (target.nature, target.note) == ("约束性", "测试用")
    assert (target.source, target.submission) == (batch.source, batch)
    event = Event.objects.get(kind="审核通过")
    assert (event.detail["figures"], event.detail["targets"]) == (0, 1)


def test_a_target_keeps_its_own_source(clerk: User) -> None:
    own = make_source("行动计划")
    assert in_force(source=own).source == own


def test_figures_and_targets_are_published_together() -> None:
    entry = make_entry(5)
    batch = entry.submission
    actions.enter_target(by=batch.created_by, target=new_target(batch))
    published(batch)
    assert (Observation.objects.count(), Target.objects.count()) == (1, 1)
    event = Event.objects.get(kind="提交审核")
    assert (event.detail["figures"], event.detail["targets"]) == (1, 1)


def test_a_target_needs_a_source_too(clerk: User) -> None:
    batch = planned(clerk, title="无源目标")
    Submission.objects.filter(pk=batch.pk).update(source=None)
    batch.refresh_from_db()
    with pytest.raises(ValidationError, match=r"没有来源：目标“无源目标”。请在批次上选一个来源"):
        actions.submit(by=clerk, submission=batch)


SAME_PLACE = {"title": "另一个名称", "value": Decimal(30)}
SAME_TITLE = {"stated_year": 2024, "value": Decimal(30)}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (SAME_PLACE, r"2023年提出的目标已有目标“贯标企业” 24 件，本批填的是“另一个名称” 30 件"),
        (SAME_TITLE, r"目标名称“贯标企业”已用于.*2023年.* 24 件，本批填的是.*2024年.* 30 件"),
    ],
)
class TestTaken:
    def test_the_author_hears_it(self, clerk: User, fields: dict[str, object], said: str) -> None:
        in_force()
        batch = planned(clerk, **fields)
        with pytest.raises(ValidationError, match=f"{said}。请改正.*或删去本批的这一目标"):
            actions.submit(by=clerk, submission=batch)
        assert Submission.objects.get(pk=batch.pk).state == "draft"

    def test_the_reviewer_hears_it_and_nothing_is_published(
        self, clerk: User, reviewer: User, fields: dict[str, object], said: str
    ) -> None:
        batch = filled(clerk)
        new_target(batch, **fields).save()
        actions.submit(by=clerk, submission=batch)
        in_force()
        with pytest.raises(ValidationError, match=f"{said}。请退回填报人"):
            actions.approve(by=reviewer, submission=batch)
        assert batch.state == "submitted"
        assert not batch.observations.exists()
        assert Target.objects.count() == 1


def test_one_title_twice_in_a_batch(clerk: User) -> None:
    batch = planned(clerk)
    new_target(batch, **SAME_TITLE).save()
    with pytest.raises(ValidationError, match="目标名称“贯标企业”已用于"):
        actions.submit(by=clerk, submission=batch)


def test_no_page_is_told_more_than_it_can_show(clerk: User) -> None:
    batch = own_batch(clerk)
    for year in range(2001, 2026):
        new_target(batch, title="同名", stated_year=year).save()
    with pytest.raises(ValidationError) as refusal:
        actions.submit(by=clerk, submission=batch)
    assert len(refusal.value.messages) == 21
    assert refusal.value.messages[-1] == "另有 4 条同样的问题，没有一一列出。"


def test_what_is_no_target_is_refused(clerk: User) -> None:
    with pytest.raises(ValidationError, match="目标值须大于 0"):
        actions.enter_target(by=clerk, target=new_target(own_batch(clerk), value=Decimal(0)))


@pytest.mark.parametrize(
    "act",
    [
        lambda by, batch: actions.enter_target(by=by, target=new_target(batch)),
        lambda by, batch: actions.remove_target(by=by, target=batch.target_entries.get()),
    ],
)
def test_only_in_ones_own_open_batch(
    clerk: User, act: Callable[[User, Submission], object]
) -> None:
    with pytest.raises(PermissionDenied, match="只能修改自己的"):
        act(make_user("录入员"), planned(clerk, indicator=make_indicator("patent.pct")))
    batch = planned(clerk, "submitted", indicator=make_indicator("patent.pct"))
    with pytest.raises(ValidationError, match="待审核，不能再改"):
        act(clerk, batch)
    assert TargetEntry.objects.count() == 2
