"""What waits for whom: shown while there is something to do, and gone once it is done."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from cixi_ip import panels
from cixi_ip.models import StandIn, User
from stats import actions
from stats.models import ImportFile
from stats.panels import SHOWN, at_the_desk, due
from tests.makers import (
    make_department,
    make_entry,
    make_observation,
    make_part,
    make_round,
    make_user,
)
from tests.stats.pages import page, submitted_by

pytestmark = pytest.mark.django_db
Panel = Callable[..., Any]


def lines(panel: Panel, user: User) -> list[str]:
    return [line.text for line in panel(User.objects.get(pk=user.pk), localdate())]


class TestDue:
    def test_late_and_soon_are_told_and_what_is_far_is_not(self) -> None:
        clerk = make_user("录入员")
        for title, days in (("晚了", -3), ("快了", 2), ("还早", 40)):
            make_round(make_part(reporter=clerk), title=title, due_in=days)
        found = list(due(clerk, localdate()))
        assert [(line.level, line.text) for line in found] == [
            ("逾期", "“晚了”逾期 3 天：知识产权科（慈溪市（市本级））还差 1 项"),
            ("提示", "“快了”即将到期（还有 2 天）：知识产权科（慈溪市（市本级））还差 1 项"),
        ]
        assert all(line.url.startswith("/admin/stats/collectionround/") for line in found)

    def test_it_goes_when_the_figures_are_sent_in(self) -> None:
        clerk = make_user("录入员")
        make_round(make_part(reporter=clerk), due_in=-3)
        assert lines(due, clerk)
        submitted_by(clerk)
        assert not lines(due, clerk)

    def test_many_parts_of_a_round_make_one_line(self) -> None:
        head = make_user("科室负责人")
        regions = ("330282", "330282-BJ", "330282-QW", "330200")
        make_round(*(make_part(region=region) for region in regions), by=head, due_in=-1)
        (line,) = lines(due, head)
        assert line.endswith("等 4 份")

    def test_who_has_no_part_in_it_is_not_told(self) -> None:
        make_round(make_part(reporter=make_user("录入员")), due_in=-3)
        for role in ("录入员", "读者", "局领导", "系统管理员"):
            assert not lines(due, make_user(role, department=None)), role

    def test_the_dashboard_shows_it_at_once_and_drops_it_at_once(self, client: Client) -> None:
        clerk = make_user("录入员")
        client.force_login(clerk)
        make_observation(5, year=2021)
        assert "逾期" not in page(client.get("/"))
        make_round(make_part(reporter=clerk), due_in=-3, title="晚了")
        assert "“晚了”逾期3天" in page(client.get("/"))
        submitted_by(clerk)
        assert "“晚了”逾期3天" not in page(client.get("/"))


class TestDesk:
    def test_a_draft_with_figures_waits_until_it_is_submitted(self) -> None:
        clerk = make_user("录入员")
        actions.open_submission(by=clerk)
        assert not lines(at_the_desk, clerk)
        batch = make_entry(1, by=clerk).submission
        assert lines(at_the_desk, clerk) == [f"批次“{batch}”还是草稿，1 条数据没有提交"]
        actions.submit(by=clerk, submission=batch)
        assert not lines(at_the_desk, clerk)

    def test_what_was_sent_back_comes_first_with_its_reason(self) -> None:
        clerk = make_user("录入员")
        make_entry(1, by=clerk)
        batch = submitted_by(clerk, 2)
        actions.send_back(by=make_user("复核员"), submission=batch, reason="口径不对")
        first, second = at_the_desk(clerk, localdate())
        assert (first.level, first.text) == ("退回", f"批次“{batch}”被退回：口径不对")
        assert "还是草稿" in second.text

    def test_a_reviewer_sees_what_others_submitted_and_never_their_own(self) -> None:
        both, clerk = make_user("录入员", "复核员"), make_user("录入员")
        submitted_by(both)
        batch = submitted_by(clerk, 5)
        assert lines(at_the_desk, both) == [f"批次“{batch}”待审核：{clerk}填报，1 条数据"]
        actions.approve(by=both, submission=batch)
        assert not lines(at_the_desk, both)

    def test_nor_what_they_typed_for_somebody_else(self) -> None:
        deputy, clerk = make_user("录入员", "复核员"), make_user("录入员")
        today = localdate()
        stand_in = StandIn.objects.create(
            principal=clerk, deputy=deputy, starts_on=today, ends_on=today, reason="出差"
        )
        batch = make_entry(1, by=clerk).submission
        batch.entries.update(typed_by=deputy)
        assert lines(at_the_desk, deputy) == [f"{clerk}的批次“{batch}”还是草稿，1 条数据没有提交"]
        stand_in.delete()
        actions.submit(by=clerk, submission=batch)
        assert not lines(at_the_desk, deputy)
        assert lines(at_the_desk, make_user("复核员"))

    def test_many_are_counted_and_the_list_is_one_step_away(self, client: Client) -> None:
        for value in range(SHOWN + 3):
            submitted_by(make_user("录入员"), value)
        reviewer = make_user("复核员")
        found = list(at_the_desk(reviewer, localdate()))
        assert len(found) == SHOWN + 1
        assert found[-1].text == "另有 3 个待审核的批次"
        client.force_login(reviewer)
        assert len(client.get(found[-1].url).context["cl"].result_list) == SHOWN + 3

    def test_an_import_waits_for_its_uploader_to_confirm(self, client: Client) -> None:
        clerk = make_user("录入员")
        file = ImportFile.objects.create(
            kind="template", name="2022.xlsx", content=b"x", size=1, sha256="0", state="ready",
            uploaded_by=clerk,
        )  # fmt: skip
        (line,) = at_the_desk(clerk, localdate())
        assert line.text == "导入文件“2022.xlsx”已读完，等您确认"
        client.force_login(clerk)
        assert client.get(line.url).status_code == 200
        assert not lines(at_the_desk, make_user("录入员"))
        ImportFile.objects.filter(pk=file.pk).update(state="written")
        assert not lines(at_the_desk, clerk)

    @pytest.mark.parametrize("role", ["读者", "局领导", "系统管理员", "安全管理员", "审计员"])
    def test_who_neither_enters_nor_reviews_has_nothing(self, role: str) -> None:
        submitted_by(make_user("录入员"))
        assert not lines(at_the_desk, make_user(role))


class TestStartPage:
    def test_it_lists_everything_and_says_so_when_there_is_nothing(self, client: Client) -> None:
        clerk = make_user("录入员", department=make_department())
        client.force_login(clerk)
        assert "没有待办的事项" in page(client.get("/admin/"))
        make_round(due_in=-1, title="晚了")
        make_entry(1, by=clerk)
        shown = page(client.get("/admin/"))
        assert "待办（2）" in shown
        assert "“晚了”逾期1天" in shown
        assert "还是草稿" in shown

    def test_officers_are_not_spoken_to(self, client: Client) -> None:
        client.force_login(make_user("系统管理员"))
        assert "待办" not in page(client.get("/admin/"))

    def test_it_costs_the_same_for_much_and_for_little(self) -> None:
        asked = []
        for count in (1, 4):
            user = make_user("录入员", "复核员", department=make_department(f"科{count}"))
            for value in range(count):
                make_round(make_part(reporter=user), due_in=-1)
                make_entry(value, by=user)
                submitted_by(make_user("录入员"), value)
            make_observation(9, code=f"patent.{count}")
            fresh = User.objects.get(pk=user.pk)
            fresh.has_perm("stats.add_entry")
            with CaptureQueriesContext(connection) as queries:
                panels.todo(fresh, localdate())
            asked.append(len(queries))
        assert asked[0] == asked[1] <= 12
