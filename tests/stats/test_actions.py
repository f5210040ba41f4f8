"""The life of a batch: what is entered, submitted, reviewed and published, and refused in words."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cixi_ip.models import Event
from stats import actions
from stats.actions import approving
from stats.models import Entry, Observation, Submission
from tests.makers import (
    make_entry,
    make_indicator,
    make_observation,
    make_region,
    make_source,
    make_user,
)
from tests.stats.batches import filled, new_entry, new_target, own_batch, submitted

pytestmark = pytest.mark.django_db


class TestOpening:
    def test_the_open_draft_is_used_again(self) -> None:
        clerk = make_user("录入员")
        first = actions.open_submission(by=clerk)
        assert actions.open_submission(by=clerk) == first
        assert actions.open_submission(by=clerk, title="另一批") != first

    def test_a_batch_that_left_is_not_used_again(self) -> None:
        clerk = make_user("录入员")
        batch = filled(clerk)
        actions.submit(by=clerk, submission=batch)
        assert actions.open_submission(by=clerk) != batch

    def test_a_batch_of_one_period_and_scope_is_not_for_single_figures(self) -> None:
        clerk = make_user("录入员")
        grid = actions.grid_batch(by=clerk, year=2022, through_month=12, region=make_region())
        assert actions.open_submission(by=clerk) != grid

    def test_nobody_gets_the_batch_of_another(self) -> None:
        assert actions.open_submission(by=make_user("录入员")) != actions.open_submission(
            by=make_user("录入员")
        )


class TestEntering:
    def test_an_entry_is_saved_and_recorded(self) -> None:
        entry = make_entry(12688)
        event = Event.objects.get(kind="录入数据")
        assert (event.subject_id, event.detail["value"]) == (str(entry.pk), "12688")

    def test_only_in_ones_own_batch(self) -> None:
        entry = make_entry(1)
        with pytest.raises(PermissionDenied, match="只能修改自己的填报批次"):
            actions.enter(by=make_user("录入员"), entry=entry)

    @pytest.mark.parametrize(("state", "word"), [("submitted", "待审核"), ("approved", "已通过")])
    def test_only_while_the_batch_is_open(self, state: str, word: str) -> None:
        clerk = make_user("录入员")
        with pytest.raises(ValidationError, match=f"{word}，不能再改"):
            actions.enter(by=clerk, entry=new_entry(own_batch(clerk, state)))

    def test_a_second_entry_of_the_same_key_shows_both_values(self) -> None:
        first = make_entry(12688)
        with pytest.raises(ValidationError) as refusal:
            make_entry(99, by=first.submission.created_by, submission=first.submission)
        (sentence,) = refusal.value.messages
        for words in ("市本级", "2022年", "12688件", "99件", "打开原有那一条"):
            assert words in sentence
        assert first.submission.entries.get().value == 12688

    def test_the_same_key_in_another_scope_is_another_figure(self) -> None:
        first = make_entry(12688)
        make_entry(99, by=first.submission.created_by, submission=first.submission, region="330282")
        assert first.submission.entries.count() == 2

    def test_a_stale_form_is_refused_with_both_values(self) -> None:
        entry = make_entry(100)
        clerk = entry.submission.created_by
        mine, other = Entry.objects.get(pk=entry.pk), Entry.objects.get(pk=entry.pk)
        other.value = Decimal(110)
        actions.enter(by=clerk, entry=other, seen_edition=1)
        mine.value = Decimal(120)
        with pytest.raises(ValidationError, match=r"现为 110件，您填的是 120件.*再次保存"):
            actions.enter(by=clerk, entry=mine, seen_edition=1)
        entry.refresh_from_db()
        assert (entry.value, entry.edition) == (110, 2)
        actions.enter(by=clerk, entry=mine, seen_edition=2)
        entry.refresh_from_db()
        assert (entry.value, entry.edition) == (120, 3)

    def test_what_was_published_since_is_shown_beside_what_is_typed(self) -> None:
        make_observation(100)
        with pytest.raises(ValidationError, match=r"已发布第1版 100件，本批填的是 120件（按首次"):
            make_entry(120)

    def test_a_revision_needs_something_to_revise(self) -> None:
        with pytest.raises(ValidationError, match="尚未发布过"):
            make_entry(120, based_on=1, revision_kind="修订", reason="补登")

    def test_removing_is_recorded_with_the_value(self) -> None:
        entry = make_entry(7)
        actions.remove(by=entry.submission.created_by, entry=entry)
        assert not Entry.objects.exists()
        assert Event.objects.get(kind="删除录入数据").detail["value"] == "7"


class TestSubmitting:
    def test_it_asks_the_database_as_often_for_many_figures_as_for_few(
        self,
    ) -> None:
        asked = []
        for years in (range(2021, 2023), range(2011, 2021)):
            clerk = make_user("录入员")
            batch = actions.open_submission(by=clerk, title=f"{len(years)}年", source=make_source())
            for year in years:
                make_entry(year, by=clerk, submission=batch, year=year, printed_scope="市本级")
            with CaptureQueriesContext(connection) as queries:
                actions.submit(by=clerk, submission=batch)
            asked.append(len(queries))
        assert asked[0] == asked[1]

    def test_an_empty_batch_stays(self) -> None:
        clerk = make_user("录入员")
        with pytest.raises(ValidationError, match="还没有数据"):
            actions.submit(by=clerk, submission=own_batch(clerk))

    def test_every_figure_needs_a_source(self) -> None:
        clerk = make_user("录入员")
        batch = filled(clerk)
        Submission.objects.filter(pk=batch.pk).update(source=None)
        batch.refresh_from_db()
        with pytest.raises(ValidationError, match=r"没有来源：.*全市.*请在批次上选一个来源"):
            actions.submit(by=clerk, submission=batch)

    def test_what_was_published_meanwhile_is_said_before_the_review(self) -> None:
        entry = make_entry(120)
        make_observation(100)
        with pytest.raises(ValidationError, match=r"已发布第1版 100件，本批填的是 120件"):
            actions.submit(by=entry.submission.created_by, submission=entry.submission)

    def test_twice(self) -> None:
        clerk = make_user("录入员")
        batch = filled(clerk)
        actions.submit(by=clerk, submission=batch)
        with pytest.raises(ValidationError, match="待审核，不能再改"):
            actions.submit(by=clerk, submission=batch)

    def test_withdrawn_it_can_be_changed_again(self) -> None:
        clerk = make_user("录入员")
        batch = filled(clerk)
        actions.submit(by=clerk, submission=batch)
        actions.withdraw(by=clerk, submission=batch)
        assert batch.state == "draft"
        actions.enter(by=clerk, entry=batch.entries.get())

    def test_nobody_withdraws_for_another(self) -> None:
        with pytest.raises(PermissionDenied, match="只能撤回自己的"):
            actions.withdraw(by=make_user("录入员"), submission=submitted())

    def test_what_was_approved_cannot_be_withdrawn(self) -> None:
        batch = submitted()
        actions.approve(by=make_user("复核员"), submission=batch)
        with pytest.raises(ValidationError, match=r"现为“已通过”.*刷新页面"):
            actions.withdraw(by=batch.created_by, submission=batch)


class TestReviewing:
    def test_nobody_reviews_what_is_their_own(self) -> None:
        both = make_user("录入员", "复核员")
        batch = filled(both, "submitted")
        for act in (
            lambda: actions.approve(by=both, submission=batch),
            lambda: actions.send_back(by=both, submission=batch, reason="重填"),
        ):
            with pytest.raises(PermissionDenied, match="填报人不能审核自己的批次"):
                act()
        assert not Observation.objects.exists()

    def test_approval_publishes_the_whole_entry(self) -> None:
        city = make_region("330200", level="市")
        make_region("330282-BJ", parent=city)
        entry = make_entry(
            12688,
            reported_growth=Decimal("5.8"),
            growth_base="同比",
            rank=1,
            rank_region=city,
            printed_scope="市本级",
            explanation="按公告日",
        )
        batch = entry.submission
        actions.submit(by=batch.created_by, submission=batch)
        reviewer = make_user("复核员")
        (written,) = actions.approve(by=reviewer, submission=batch)
        published = Observation.objects.get(pk=written.pk)
        for field in approving.MEASURES:
            assert getattr(published, field) == getattr(Entry.objects.get(), field), field
        assert (published.vintage, published.revision_kind, published.origin) == (1, "首次", "录入")
        assert (published.entered_by, published.approved_by) == (batch.created_by, reviewer)
        assert published.source == batch.source
        assert Event.objects.filter(kind="审核通过", by=reviewer).count() == 1

    def test_all_batches_write_in_the_order_of_the_key(self) -> None:
        """Two of them at once then wait for each other at the first place they share."""
        batch = own_batch(make_user("录入员"), "submitted")
        for year in (2022, 2020, 2021):
            new_entry(batch, year=year, explanation="编造的数，供测试").save()
            new_target(batch, title=f"{year}年", stated_year=year).save()
        actions.approve(by=make_user("复核员"), submission=batch)
        for rows, year in ((batch.observations, "year"), (batch.targets, "stated_year")):
            assert list(rows.order_by("pk")) == list(rows.order_by(year))

    def test_approving_twice_is_refused_and_writes_once(self) -> None:
        batch = submitted()
        actions.approve(by=make_user("复核员"), submission=batch)
        with pytest.raises(ValidationError, match="现为“已通过”，不能这样办理"):
            actions.approve(by=make_user("复核员"), submission=batch)
        assert Observation.objects.count() == 1

    def test_sending_back_needs_a_reason(self) -> None:
        with pytest.raises(ValidationError, match="请写明退回原因"):
            actions.send_back(by=make_user("复核员"), submission=submitted(), reason="  ")

    def test_sent_back_it_is_open_again_with_the_reason(self) -> None:
        batch = submitted()
        actions.send_back(by=make_user("复核员"), submission=batch, reason="口径不对")
        assert (batch.state, batch.return_reason) == ("returned", "口径不对")
        actions.submit(by=batch.created_by, submission=batch)
        actions.approve(by=make_user("复核员"), submission=batch)
        assert (batch.state, batch.return_reason) == ("approved", "")


class TestVintages:
    def revise(self, old: Observation, value: int) -> Observation:
        return make_observation(
            value, based_on=old.vintage, revision_kind="更正", reason="原数有误"
        )

    def test_a_correction_supersedes_and_never_overwrites(self) -> None:
        first = make_observation(100)
        second = self.revise(first, 110)
        first.refresh_from_db()
        assert (first.value, second.vintage) == (100, 2)
        assert first.superseded_at == second.approved_at
        assert Observation.objects.published().get() == second

    def test_as_it_stood_at_a_moment(self) -> None:
        before = timezone.now()
        first = make_observation(100)
        between = timezone.now()
        second = self.revise(first, 110)
        published = Observation.objects.published
        assert [list(published(t)) for t in (before, between)] == [[], [first]]
        assert list(published(second.approved_at)) == [second]

    def test_two_revisions_of_one_vintage_cannot_both_pass(self) -> None:
        first = make_observation(100)
        rivals = [
            make_entry(value, based_on=1, revision_kind="修订", reason="新资料").submission
            for value in (110, 120)
        ]
        for batch in rivals:
            actions.submit(by=batch.created_by, submission=batch)
        actions.approve(by=make_user("复核员"), submission=rivals[0])
        with pytest.raises(
            ValidationError, match=r"第2版 110件，本批填的是 120件（依据第1版）.*退回"
        ):
            actions.approve(by=make_user("复核员"), submission=rivals[1])
        assert rivals[1].state == "submitted"
        assert [found.vintage for found in Observation.objects.of_key(first.key)] == [2, 1]

    def test_two_first_vintages_of_one_key_cannot_both_pass(self) -> None:
        rivals = [make_entry(value).submission for value in (100, 120)]
        for batch in rivals:
            actions.submit(by=batch.created_by, submission=batch)
        actions.approve(by=make_user("复核员"), submission=rivals[0])
        with pytest.raises(ValidationError, match=r"第1版 100件，本批填的是 120件（按首次填报）"):
            actions.approve(by=make_user("复核员"), submission=rivals[1])

    def test_one_clash_refuses_the_whole_batch(self) -> None:
        entry = make_entry(100)
        batch = entry.submission
        make_entry(5, by=batch.created_by, submission=batch, code="patent.pct")
        actions.submit(by=batch.created_by, submission=batch)
        make_observation(90)
        with pytest.raises(ValidationError, match="第1版 90件"):
            actions.approve(by=make_user("复核员"), submission=batch)
        assert Observation.objects.count() == 1

    def test_of_many_clashes_the_first_are_told_and_the_rest_counted(self) -> None:
        rivals = [own_batch(make_user("录入员"), "submitted") for _ in range(2)]
        for year in range(1990, 2015):
            for batch in rivals:
                new_entry(batch, year=year, explanation="编造的数，供测试").save()
        actions.approve(by=make_user("复核员"), submission=rivals[0])
        with pytest.raises(ValidationError) as refusal:
            actions.approve(by=make_user("复核员"), submission=rivals[1])
        *told, last = refusal.value.messages
        assert len(told) == 20
        assert all("已发布第1版 5件" in sentence for sentence in told)
        assert last == "另有 5 条同样的问题，没有一一列出。"


class TestLoading:
    def entries(self) -> list[Entry]:
        return [
            Entry(
                indicator=make_indicator(),
                region=make_region(),
                year=year,
                value=Decimal(year),
                source=make_source(),
            )
            for year in (2021, 2022)
        ]

    def test_set_up_figures_have_no_names_and_are_loaded_once(self) -> None:
        assert actions.load(title="装载", entries=self.entries()) == 2
        assert actions.load(title="装载", entries=self.entries()) == 0
        assert Submission.objects.count() == 1
        for found in Observation.objects.all():
            assert (found.origin, found.entered_by, found.approved_by) == ("装载", None, None)

    def test_what_is_wrong_is_not_loaded(self) -> None:
        wrong = self.entries()
        wrong[1].value = Decimal(-1)
        with pytest.raises(ValidationError, match="不能为负"):
            actions.load(title="装载", entries=wrong)
        assert not Observation.objects.exists()
