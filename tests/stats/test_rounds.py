"""Who reports what by when: setting a round, how far it is, and whom it concerns."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from cixi_ip.models import Event, StandIn, User
from stats import actions, rounds
from stats.actions.rounds import Part
from stats.models import CollectionRound, Submission
from stats.rounds import Progress
from tests.makers import (
    make_department,
    make_entry,
    make_observation,
    make_part,
    make_round,
    make_user,
)

pytestmark = pytest.mark.django_db


def progress(round: CollectionRound, day: date | None = None) -> list[Progress]:
    return rounds.progress(rounds.assignments_of([round]), day or localdate())


def new_round(**fields: Any) -> CollectionRound:
    defaults = {"title": "2022年度数据报送", "year": 2022, "due_on": localdate()}
    return CollectionRound(**(defaults | fields))


class TestSetting:
    def test_it_is_kept_with_its_parts_and_recorded(self) -> None:
        head, clerk = make_user("科室负责人"), make_user("录入员")
        part = make_part("patent.granted", "patent.pct", reporter=clerk)
        made = actions.save_round(by=head, round=new_round(), assignments=[part])
        (assignment,) = made.assignments.all()
        assert (made.created_by, assignment.reporter) == (head, clerk)
        assert {each.code for each in assignment.indicators.all()} == {
            "patent.granted",
            "patent.pct",
        }
        event = Event.objects.get(kind="布置报送任务")
        assert event.detail["assignments"] == [f"知识产权科（慈溪市（市本级））2 项，{clerk}填报"]

    def test_changing_replaces_the_parts_and_keeps_those_that_stay(self) -> None:
        made = make_round(make_part(), make_part(region="330282"))
        stays = made.assignments.get(region__code="330282")
        actions.save_round(
            by=make_user("科室负责人"),
            round=made,
            assignments=[make_part("patent.pct", region="330282")],
        )
        assert list(made.assignments.all()) == [stays]
        assert [each.code for each in stays.indicators.all()] == ["patent.pct"]
        assert Event.objects.filter(kind="修改报送任务").count() == 1

    def test_what_somebody_else_changed_meanwhile_is_not_overwritten(self) -> None:
        made, head = make_round(), make_user("科室负责人")
        seen = rounds.mark(made)
        both = [make_part(), make_part(region="330282")]
        actions.save_round(by=head, round=made, assignments=both, seen=seen)
        with pytest.raises(ValidationError, match=r"已被他人修改.*再次保存即以您填的为准"):
            actions.save_round(by=head, round=made, assignments=[make_part()], seen=seen)
        assert made.assignments.count() == 2
        actions.save_round(by=head, round=made, assignments=both[:1], seen=rounds.mark(made))

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("due_on", localdate() - timedelta(days=1)),
            ("due_on", None),
            ("title", ""),
            ("remind_days", 91),
            ("through_month", 13),
        ],
    )
    def test_the_round_itself_must_make_sense(self, field: str, value: object) -> None:
        with pytest.raises(ValidationError) as refusal:
            actions.save_round(
                by=make_user("科室负责人"),
                round=new_round(**{field: value}),
                assignments=[make_part()],
            )
        assert field in refusal.value.message_dict
        assert not CollectionRound.objects.exists()

    def test_nothing_is_due_before_there_is_something_to_report(self) -> None:
        with pytest.raises(ValidationError, match="截止日期早于所报时段"):
            make_round(year=localdate().year + 1)

    def test_a_day_that_has_passed_since_may_stay(self) -> None:
        made = make_round(due_in=-3)
        made.note = "请尽快"
        actions.save_round(by=make_user("科室负责人"), round=made, assignments=[make_part()])
        assert CollectionRound.objects.get().note == "请尽快"

    @pytest.mark.parametrize(
        ("parts", "words"),
        [
            (list, "至少勾选一个科室"),
            (lambda: [make_part(), make_part()], "列了两次"),
            (
                lambda: [make_part("patent.pct"), make_part("patent.pct", office="办公室")],
                "不由办公室填报",
            ),
            (lambda: [make_part(reporter=make_user("读者"))], "不能录入数据，请改选"),
            (lambda: [make_part(reporter=make_user("录入员", is_active=False))], "不能录入数据"),
        ],
    )
    def test_so_must_its_parts(self, parts: Callable[[], list[Any]], words: str) -> None:
        with pytest.raises(ValidationError, match=words):
            actions.save_round(by=make_user("科室负责人"), round=new_round(), assignments=parts())
        assert not CollectionRound.objects.exists()

    def test_a_part_without_indicators_is_named(self) -> None:
        part = Part("知识产权科", make_part().region, ())
        with pytest.raises(ValidationError, match="知识产权科（慈溪市（市本级））没有勾选指标"):
            actions.save_round(by=make_user("科室负责人"), round=new_round(), assignments=[part])

    def test_closed_it_neither_changes_nor_closes_again(self) -> None:
        made, head = make_round(), make_user("科室负责人")
        actions.close_round(by=head, round=made)
        assert Event.objects.filter(kind="结束报送任务").count() == 1
        for act in (
            lambda: actions.close_round(by=head, round=made),
            lambda: actions.save_round(by=head, round=made, assignments=[make_part()]),
        ):
            with pytest.raises(ValidationError, match="已结束，不能再改"):
                act()


class TestProgress:
    def test_every_figure_is_as_far_as_its_furthest(self) -> None:
        codes = ("patent.granted", "patent.pct", "patent.valid", "patent.pledge", "patent.other")
        made = make_round(make_part(*codes))
        make_observation(1, code="patent.granted")
        for code, is_sent in (("patent.pct", True), ("patent.valid", False)):
            batch = make_entry(2, code=code).submission
            if is_sent:
                actions.submit(by=batch.created_by, submission=batch)
        make_entry(3, code="patent.pct")
        make_entry(4, code="patent.pledge", region="330282")
        make_entry(5, code="patent.other", year=2021)
        (found,) = progress(made)
        assert {item.indicator.code: item.state for item in found.items} == {
            "patent.granted": "已发布",
            "patent.pct": "待审核",
            "patent.valid": "草稿",
            "patent.pledge": "未录入",
            "patent.other": "未录入",
        }
        assert (found.reported, len(found.items), found.is_done) == (2, 5, False)

    def test_sent_back_it_is_open_again(self) -> None:
        made = make_round()
        batch = make_entry(1).submission
        actions.submit(by=batch.created_by, submission=batch)
        assert progress(made)[0].is_done
        actions.send_back(by=make_user("复核员"), submission=batch, reason="口径不对")
        assert not progress(made)[0].is_done

    def test_said_to_be_without_a_value_is_reported(self) -> None:
        made = make_round()
        batch = make_entry(None, status="M").submission
        actions.submit(by=batch.created_by, submission=batch)
        assert progress(made)[0].is_done

    @pytest.mark.parametrize(
        ("days", "state", "tone"),
        [
            (-3, "逾期 3 天", "alarm"),
            (0, "今天到期", "bad"),
            (7, "即将到期（还有 7 天）", "bad"),
            (8, "待报", "neutral"),
        ],
    )
    def test_late_is_the_day_after_and_soon_as_the_round_says(
        self, days: int, state: str, tone: str
    ) -> None:
        (found,) = progress(make_round(due_in=days))
        assert (found.state, found.tone) == (state, tone)

    def test_who_is_done_or_whose_round_is_closed_is_never_late(self) -> None:
        done = make_round(due_in=-1)
        make_observation(1)
        closed = make_round(make_part("patent.pct"), due_in=-1)
        actions.close_round(by=make_user("科室负责人"), round=closed)
        assert [each.state for each in (*progress(done), *progress(closed))] == ["已报齐", "未报齐"]

    def test_many_rounds_cost_what_one_costs(self, django_assert_num_queries: Any) -> None:
        made = [make_round(make_part(), make_part(region="330282")) for _ in range(4)]
        make_observation(1)
        for some in (made[:1], made):
            with django_assert_num_queries(4):
                assert len(progress_of(some)) == 2 * len(some)


def progress_of(made: list[CollectionRound]) -> list[Progress]:
    return rounds.progress(rounds.assignments_of(made), localdate())


class TestWhomItConcerns:
    def concerns(self, user: User) -> bool:
        fresh = User.objects.get(pk=user.pk)
        return rounds.open_assignments(fresh, localdate()).exists()

    def test_the_named_reporter_and_who_set_it(self) -> None:
        head, clerk, other = make_user("科室负责人"), make_user("录入员"), make_user("录入员")
        make_round(make_part(reporter=clerk), by=head)
        assert [self.concerns(user) for user in (head, clerk, other)] == [True, True, False]

    def test_without_a_name_every_clerk_of_the_office(self) -> None:
        office = make_department()
        make_round()
        own, other = make_user("录入员", department=office), make_user("录入员")
        reader = make_user("读者", department=office)
        assert [self.concerns(user) for user in (own, other, reader)] == [True, False, False]

    def test_with_a_name_the_head_of_the_office_but_not_the_colleagues(self) -> None:
        office = make_department()
        make_round(make_part(reporter=make_user("录入员")))
        head = make_user("科室负责人", department=office)
        colleague = make_user("录入员", department=office)
        assert [self.concerns(user) for user in (head, colleague)] == [True, False]

    def test_the_deputy_while_the_reporter_is_away(self) -> None:
        clerk, deputy = make_user("录入员"), make_user("录入员")
        make_round(make_part(reporter=clerk))
        today = localdate()
        StandIn.objects.create(
            principal=clerk, deputy=deputy, starts_on=today, ends_on=today, reason="出差"
        )
        assert self.concerns(deputy)

    def test_closed_rounds_concern_nobody(self) -> None:
        head = make_user("科室负责人")
        actions.close_round(by=head, round=make_round(by=head))
        assert not self.concerns(head)


def test_an_emptied_draft_counts_for_nothing() -> None:
    made = make_round()
    entry = make_entry(1)
    assert progress(made)[0].items[0].state == "草稿"
    actions.remove(by=entry.submission.created_by, entry=entry)
    assert Submission.objects.exists()
    assert progress(made)[0].items[0].state == "未录入"
