"""Collection rounds in the admin: one form without scripts, and the page that says who is late."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from cixi_ip.models import User
from stats import actions, rounds
from stats.models import CollectionRound
from tests.makers import (
    make_entry,
    make_indicator,
    make_observation,
    make_part,
    make_region,
    make_round,
    make_user,
)
from tests.stats.pages import page

pytestmark = pytest.mark.django_db
ADD = "/admin/stats/collectionround/add/"


@pytest.fixture
def head(city: Any) -> User:
    return make_user("科室负责人")


@pytest.fixture
def desk(client: Client, head: User) -> Client:
    client.force_login(head)
    return client


def form_of(response: Any) -> dict[str, Any]:
    """What the browser would send of the page as it is drawn."""
    form = response.context["form"]
    sent: dict[str, Any] = {"seen": form.mark}
    for box in [*form.visible_fields(), *(each for part in form.parts for each in part)]:
        value = box.value()
        if value is None or value is False:
            continue
        if hasattr(value, "isoformat"):
            value = value.isoformat()
        sent[box.html_name] = "on" if value is True else value
    return sent


def names(response: Any, **place: str) -> str:
    """The prefix of the fields of one office and scope."""
    (part,) = [
        part
        for part in response.context["form"].parts
        if (part.slot.office, part.slot.region.code) == (place["office"], place["region"])
    ]
    return str(part.prefix)


class TestSetting:
    def test_what_is_proposed_can_be_sent_as_it_is(self, desk: Client, head: User) -> None:
        make_observation(1, year=2024)
        make_indicator("patent.pct")
        url = f"{ADD}?year=2025&month=12"
        response = desk.get(url)
        assert "报2025年的数" in page(response)
        sent = form_of(response) | {"due_on": localdate().isoformat()}
        shown = page(desk.post(url, sent, follow=True))
        assert "任务“2025年度数据报送”已保存" in shown
        made = CollectionRound.objects.get()
        assert (made.year, made.through_month, made.created_by) == (2025, 12, head)
        (assignment,) = made.assignments.all()
        assert assignment.region.code == "330282-BJ"
        assert [each.code for each in assignment.indicators.all()] == ["patent.granted"]

    def test_parts_reporters_and_indicators_are_chosen_freely(self, desk: Client) -> None:
        make_observation(1, year=2024)
        pct, clerk = make_indicator("patent.pct"), make_user("录入员")
        url = f"{ADD}?year=2025&month=12"
        response = desk.get(url)
        name = names(response, office="知识产权科", region="330282")
        sent = form_of(response) | {
            "due_on": localdate().isoformat(),
            f"{name}-is_listed": "on",
            f"{name}-reporter": clerk.pk,
            f"{name}-indicators": [pct.pk],
        }
        desk.post(url, sent)
        assignment = CollectionRound.objects.get().assignments.get(region__code="330282")
        assert assignment.reporter == clerk
        assert list(assignment.indicators.all()) == [pct]

    def test_a_refusal_keeps_everything_that_was_chosen(self, desk: Client) -> None:
        make_observation(1, year=2024)
        url = f"{ADD}?year=2025&month=12"
        response = desk.get(url)
        name = names(response, office="知识产权科", region="330282-BJ")
        sent = form_of(response) | {
            "title": "我的任务",
            "due_on": "2020-01-01",
            f"{name}-indicators": [],
        }
        answer = desk.post(url, sent)
        shown = page(answer)
        assert "截止日期2020-01-01已经过去" in shown
        assert 'value="我的任务"' in answer.content.decode()
        assert not CollectionRound.objects.exists()
        shown = page(desk.post(url, sent | {"due_on": localdate().isoformat()}))
        assert "知识产权科（慈溪市（市本级））没有勾选指标" in shown

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"title": ""}, "请填写“任务名称”"),
            ({"due_on": ""}, "请填写“截止日期”"),
            ({"due_on": "下周"}, "“截止日期”请填日期"),
            ({"remind_days": "99"}, "“提前几天提醒”不能大于90"),
        ],
    )
    def test_mistakes_are_said(self, desk: Client, changes: dict[str, str], words: str) -> None:
        make_observation(1, year=2024)
        url = f"{ADD}?year=2025&month=12"
        sent = form_of(desk.get(url)) | {"due_on": localdate().isoformat()} | changes
        assert words in page(desk.post(url, sent))

    def test_a_tampered_part_is_refused_in_its_place(self, desk: Client) -> None:
        make_observation(1, year=2024)
        url = f"{ADD}?year=2025&month=12"
        response = desk.get(url)
        name = names(response, office="知识产权科", region="330282-BJ")
        sent = form_of(response) | {f"{name}-indicators": ["999"], f"{name}-reporter": "x"}
        shown = page(desk.post(url, sent))
        assert "知识产权科（慈溪市（市本级））：所选“指标”不在列表中" in shown
        assert "所选“填报人”不在列表中" in shown

    @pytest.mark.parametrize("query", ["year=abc", "year=1", "month=13", "like=77", "like=x"])
    def test_a_period_that_is_none_asks_again(self, desk: Client, query: str) -> None:
        response = desk.get(f"{ADD}?{query}")
        assert response.status_code == 200
        assert "form" not in response.context
        assert "请" in page(response)

    def test_last_years_round_is_taken_over(self, desk: Client) -> None:
        clerk = make_user("录入员")
        like = make_round(make_part("patent.pct", reporter=clerk), title="2022年度专利报送")
        response = desk.get(f"{ADD}?like={like.pk}")
        assert 'value="2023年度专利报送"' in response.content.decode()
        sent = form_of(response)
        assert sent["due_on"] == like.due_on.replace(year=like.due_on.year + 1).isoformat()
        desk.post(f"{ADD}?like={like.pk}", sent)
        made = CollectionRound.objects.get(year=2023)
        (assignment,) = made.assignments.all()
        assert (assignment.reporter, assignment.indicators.get().code) == (clerk, "patent.pct")


class TestChanging:
    def test_a_running_round_is_changed_and_its_period_stays(self, desk: Client) -> None:
        made = make_round()
        url = reverse("admin:stats_collectionround_edit", args=[made.pk])
        desk.post(url, form_of(desk.get(url)) | {"note": "以通报为准", "year": "1999"})
        made.refresh_from_db()
        assert (made.note, made.year) == ("以通报为准", 2022)

    def test_two_people_at_once_are_told(self, desk: Client) -> None:
        made = make_round()
        url = reverse("admin:stats_collectionround_edit", args=[made.pk])
        sent = form_of(desk.get(url))
        other = [make_part(), make_part(region="330282")]
        actions.save_round(by=make_user("科室负责人"), round=made, assignments=other)
        answer = desk.post(url, sent)
        assert "已被他人修改" in page(answer)
        assert made.assignments.count() == 2
        desk.post(url, sent | {"seen": answer.context["form"].mark})
        assert made.assignments.count() == 1

    def test_a_reporter_who_left_is_seen_and_replaced(self, desk: Client) -> None:
        gone = make_user("录入员", full_name="已调离")
        made = make_round(make_part(reporter=gone))
        User.objects.filter(pk=gone.pk).update(is_active=False)
        url = reverse("admin:stats_collectionround_edit", args=[made.pk])
        response = desk.get(url)
        assert "已调离" in page(response)
        sent = form_of(response)
        assert "填报人已调离不能录入数据，请改选" in page(desk.post(url, sent))
        name = names(response, office="知识产权科", region="330282-BJ")
        desk.post(url, sent | {f"{name}-reporter": ""})
        assert made.assignments.get().reporter is None

    def test_closing_is_asked_about_and_final(self, desk: Client) -> None:
        made = make_round()
        url = reverse("admin:stats_collectionround_close", args=[made.pk])
        assert "还有1份没有报齐" in page(desk.get(url))
        assert "已结束，不再提醒" in page(desk.post(url, follow=True))
        assert "已结束，不能再改" in page(desk.post(url, follow=True))
        edit = reverse("admin:stats_collectionround_edit", args=[made.pk])
        assert "已结束，不能再改" in page(desk.post(edit, form_of(desk.get(edit))))


class TestReading:
    def test_the_page_says_who_has_reported_what(self, browser: Client, clerk: User) -> None:
        made = make_round(
            make_part("patent.granted", "patent.pct", reporter=clerk),
            make_part("patent.granted", region="330282"),
            due_in=-2,
        )
        make_observation(1, region="330282")
        make_entry(2, by=clerk, code="patent.pct")
        url = reverse("admin:stats_collectionround_change", args=[made.pk])
        response = browser.get(url)
        shown = page(response)
        for words in ("2份分工，1份报齐，1份逾期", "0/2", "逾期2天", "1/1", "已报齐"):
            assert words in shown
        assert f"{make_indicator('patent.pct')}（草稿）" in shown
        grid = reverse("admin:stats_entry_grid")
        (link,) = re.findall(rf'href="({grid}\?[^"]+)"', response.content.decode())[:1]
        assert browser.get(link.replace("&amp;", "&")).status_code == 200
        for word in ("修改任务", "结束任务", "照此布置"):
            assert word not in shown

    def test_the_organiser_finds_the_ways_on(self, desk: Client) -> None:
        made = make_round()
        url = reverse("admin:stats_collectionround_change", args=[made.pk])
        shown = page(desk.get(url))
        assert all(word in shown for word in ("修改任务", "结束任务", "照此布置下一年"))
        actions.close_round(by=make_user("科室负责人"), round=made)
        shown = page(desk.get(url))
        assert "修改任务" not in shown
        assert "照此布置下一年" in shown

    def test_the_list_counts_in_as_many_queries_for_many(
        self, desk: Client, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(6):
            make_round(make_part(), make_part(region="330282"), due_in=-1)
        make_observation(1)
        with django_assert_max_num_queries(14):
            shown = page(desk.get(reverse("admin:stats_collectionround_changelist")))
        assert "1/2份" in shown
        assert "逾期" in shown

    def test_clerks_and_reviewers_read_and_change_nothing(self, browser: Client) -> None:
        made = make_round()
        assert browser.get(ADD).status_code == 403
        for doing in ("edit", "close"):
            url = reverse(f"admin:stats_collectionround_{doing}", args=[made.pk])
            assert browser.get(url).status_code == 403
            assert browser.post(url).status_code == 403
        made.refresh_from_db()
        assert made.closed_at is None

    @pytest.mark.parametrize("pk", ["999", "x", "9" * 40])
    def test_what_is_not_there_is_not_found(self, desk: Client, pk: str) -> None:
        assert desk.get(f"/admin/stats/collectionround/{pk}/change/").status_code == 404

    def test_there_is_no_deleting(self, desk: Client) -> None:
        made = make_round()
        url = reverse("admin:stats_collectionround_delete", args=[made.pk])
        assert desk.post(url, {"post": "yes"}).status_code == 403

    def test_a_year_of_rounds_in_words(self) -> None:
        make_region()
        made = make_round(year=2022, through_month=6)
        assert rounds.when(made) == "2022年1—6月"
