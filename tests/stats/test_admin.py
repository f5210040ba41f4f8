"""The admin pages of the statistics: who sees which, what is published, sources."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cixi_ip.models import Event, User
from cixi_ip.roles import ROLES
from stats.models import Indicator, Observation, Region, Source, Target
from tests.makers import (
    make_entry,
    make_indicator,
    make_observation,
    make_region,
    make_user,
)
from tests.stats.pages import CLERKS, REVIEWERS, page

pytestmark = pytest.mark.django_db


class TestPages:
    PAGES = {
        "entry_changelist": CLERKS | REVIEWERS,
        "entry_add": CLERKS,
        "submission_changelist": CLERKS | REVIEWERS,
        "submission_add": CLERKS,
        "observation_changelist": CLERKS | REVIEWERS | {"办公室"},
        "indicator_changelist": CLERKS | REVIEWERS,
        "region_changelist": CLERKS | REVIEWERS,
        "source_changelist": CLERKS | REVIEWERS,
        "source_add": CLERKS,
        "target_changelist": CLERKS | REVIEWERS,
        "seriesbreak_changelist": CLERKS | REVIEWERS,
        "seriesbreak_add": {"科室负责人"},
        "collectionround_changelist": CLERKS | REVIEWERS,
        "collectionround_add": {"科室负责人"},
        "observation_add": set(),
        "indicator_add": set(),
        "region_add": set(),
        "target_add": set(),
    }

    @pytest.mark.parametrize("role", [role.name for role in ROLES])
    def test_each_role_sees_its_pages_and_no_others(self, client: Client, role: str) -> None:
        client.force_login(make_user(role))
        seen = {
            name
            for name in self.PAGES
            if client.get(reverse(f"admin:stats_{name}")).status_code == 200
        }
        assert seen == {name for name, roles in self.PAGES.items() if role in roles}

    def test_what_stands_beside_a_key_is_for_those_who_see_entries(self, client: Client) -> None:
        client.force_login(make_user("审计员"))
        assert client.get(reverse("admin:stats_entry_beside")).status_code == 403

    def test_lists_can_be_searched_filtered_and_sorted(self, browser: Client, clerk: User) -> None:
        make_entry(1, by=clerk)
        make_observation(2, code="patent.pct")
        for name in self.PAGES:
            if name.endswith("changelist"):
                for query in ("?q=专利", "?o=-1", "?o=2"):
                    response = browser.get(reverse(f"admin:stats_{name}") + query)
                    assert response.status_code == 200, (name, query)

    def test_a_list_costs_the_same_for_many_rows(
        self, browser: Client, clerk: User, django_assert_max_num_queries: Any
    ) -> None:
        for year in range(2000, 2020):
            make_observation(year, year=year)
        with django_assert_max_num_queries(25):
            browser.get(reverse("admin:stats_observation_changelist"))


class TestPublished:
    def test_the_list_shows_current_vintages_and_the_others_on_request(
        self, browser: Client
    ) -> None:
        make_observation(100)
        make_observation(110, based_on=1, revision_kind="更正", reason="原数有误")
        url = reverse("admin:stats_observation_changelist")
        assert [
            len(browser.get(url + query).context["cl"].result_list)
            for query in ("", "?vintages=all", "?vintages=old")
        ] == [1, 2, 1]
        link = re.search(r'href="(\?indicator__id__exact[^"]+)"', browser.get(url).content.decode())
        all_of_key = browser.get(url + link[1].replace("&amp;", "&"))
        assert len(all_of_key.context["cl"].result_list) == 2

    def test_a_figure_shows_its_history_and_cannot_be_changed(self, browser: Client) -> None:
        first = make_observation(100)
        make_observation(110, based_on=1, revision_kind="更正", reason="原数有误")
        url = reverse("admin:stats_observation_change", args=[first.pk])
        words = page(browser.get(url))
        for shown in ("第1版", "第2版", "更正（原数有误）：原数有误", "办理修订", "来龙去脉"):
            assert shown in words
        assert browser.post(url, {"value": "1"}).status_code == 403
        first.refresh_from_db()
        assert first.value == 100

    @pytest.mark.parametrize("model", [Observation, Indicator, Region])
    def test_nothing_published_or_listed_is_deleted(
        self, browser: Client, model: type[Observation | Indicator | Region]
    ) -> None:
        made = make_observation(1)
        pk = made.pk if model is Observation else model.objects.first().pk
        url = reverse(f"admin:stats_{model._meta.model_name}_delete", args=[pk])
        assert browser.post(url, {"post": "yes"}).status_code == 403


class TestTargets:
    def test_they_are_found_by_plan_and_lead_to_their_batch(self, browser: Client) -> None:
        batch = make_entry().submission
        for year, plan in ((2021, "“十四五”规划"), (2022, "")):
            Target.objects.create(
                title=f"{year}年目标", indicator=make_indicator(), region=make_region(), plan=plan,
                stated_year=year, value=24, source=batch.source, submission=batch,
            )  # fmt: skip
        response = browser.get(reverse("admin:stats_target_changelist"))
        assert "（未写规划）" in page(response)
        asked = {"plan": "“十四五”规划"}
        response = browser.get(reverse("admin:stats_target_changelist"), asked)
        (target,) = response.context["cl"].result_list
        assert target.stated_year == 2021
        shown = browser.get(reverse("admin:stats_target_change", args=[target.pk]))
        link = reverse("admin:stats_submission_change", args=[batch.pk])
        assert link in shown.content.decode()


class TestSources:
    DATA = {"title": "2023年通报", "kind": "公报", "issued_on": "2023-04-12", "url": ""}

    def test_a_source_is_added_and_mended(self, browser: Client) -> None:
        browser.post(reverse("admin:stats_source_add"), self.DATA)
        source = Source.objects.get()
        url = reverse("admin:stats_source_change", args=[source.pk])
        browser.post(url, self.DATA | {"doc_no": "甬知〔2023〕1号"})
        source.refresh_from_db()
        assert source.doc_no == "甬知〔2023〕1号"
        kinds = Event.objects.filter(subject_type="stats.source").order_by("pk")
        assert list(kinds.values_list("kind", flat=True)) == ["登记来源", "修改来源"]

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"title": ""}, "标题"),
            ({"url": "不是网址"}, "网址"),
            ({"issued_on": "2023年4月"}, "日期"),
        ],
    )
    def test_mistakes_are_said(self, browser: Client, changes: dict[str, str], words: str) -> None:
        response = browser.post(reverse("admin:stats_source_add"), self.DATA | changes)
        assert response.status_code == 200
        assert words in page(response)
        assert not Source.objects.exists()
