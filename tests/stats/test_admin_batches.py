"""Batches in the admin: submitted, withdrawn, approved, sent back, and how a reviewer sees them."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cixi_ip.models import User
from stats import actions
from stats.models import Entry, Observation, Region, Submission
from tests.makers import (
    make_entry,
    make_indicator,
    make_observation,
    make_region,
    make_source,
    make_user,
)
from tests.stats.pages import page, submitted_by, typed

pytestmark = pytest.mark.django_db
ADD = "admin:stats_entry_add"


def act(client: Client, move: str, *batches: Submission, **data: str) -> Any:
    url = reverse("admin:stats_submission_move", args=[move])
    return client.post(url, {"id": [batch.pk for batch in batches]} | data, follow=True)


class TestBatches:
    def test_a_batch_is_made_and_described(self, browser: Client, clerk: User) -> None:
        source = make_source()
        browser.post(
            reverse("admin:stats_submission_add"), {"title": "2022年专利", "source": source.pk}
        )
        batch = Submission.objects.get()
        assert (batch.title, batch.created_by, batch.source) == ("2022年专利", clerk, source)
        url = reverse("admin:stats_submission_change", args=[batch.pk])
        browser.post(url, {"title": "2022年商标", "source": "", "state": "approved"})
        batch.refresh_from_db()
        assert (batch.title, batch.source, batch.state) == ("2022年商标", None, "draft")

    def test_another_persons_is_to_read_only(self, browser: Client) -> None:
        batch = submitted_by(make_user("录入员"))
        url = reverse("admin:stats_submission_change", args=[batch.pk])
        assert browser.get(url).status_code == 200
        assert browser.post(url, {"title": "改"}).status_code == 403

    def test_from_draft_to_published(self, browser: Client, clerk: User) -> None:
        batch = make_entry(12688, by=clerk).submission
        response = act(browser, "submit", batch)
        assert f"批次“{batch}”已提交审核" in page(response)
        browser.force_login(make_user("复核员"))
        confirm = browser.get(
            reverse("admin:stats_submission_move", args=["approve"]), {"id": batch.pk}
        )
        assert "只能以修订或更正的方式再改" in page(confirm)
        assert not Observation.objects.exists()
        response = act(browser, "approve", batch)
        assert "已通过并发布" in page(response)
        assert Observation.objects.get().value == 12688

    def test_a_clerk_cannot_approve(self, browser: Client, clerk: User) -> None:
        batch = submitted_by(clerk)
        own = page(browser.get(reverse("admin:stats_submission_change", args=[batch.pk])))
        assert "须由另一位复核人员审核" in own
        for move in ("approve", "send_back"):
            response = act(browser, move, batch, reason="x")
            assert response.status_code == 403
            assert "您的角色不能" in page(response)
        assert not Observation.objects.exists()

    def test_nobody_approves_their_own(self, client: Client, city: Region) -> None:
        both = make_user("录入员", "复核员")
        batch = submitted_by(both)
        client.force_login(both)
        response = act(client, "approve", batch)
        assert "没有办成：填报人不能审核自己的批次，请由另一位复核人员办理" in page(response)
        shown = client.get(reverse("admin:stats_submission_change", args=[batch.pk]))
        assert "approve" not in shown.context["moves"]
        assert not Observation.objects.exists()

    def test_approving_twice_is_refused(self, client: Client, city: Region) -> None:
        batch = submitted_by(make_user("录入员"))
        client.force_login(make_user("复核员"))
        act(client, "approve", batch)
        response = act(client, "approve", batch)
        assert "没有办成：批次" in page(response)
        assert "现为“已通过”，不能这样办理" in page(response)
        assert Observation.objects.count() == 1

    def test_a_clash_is_told_with_both_values(self, client: Client, city: Region) -> None:
        batches = [submitted_by(make_user("录入员"), value) for value in (100, 120)]
        client.force_login(make_user("复核员"))
        response = act(client, "approve", *batches)
        words = page(response)
        assert words.count("已通过并发布") == 1
        assert "请退回填报人，按最新一版办理修订" in words
        assert Observation.objects.count() == 1

    def test_sending_back_asks_for_the_reason(self, client: Client, clerk: User) -> None:
        batch = submitted_by(clerk)
        client.force_login(make_user("复核员"))
        response = act(client, "send_back", batch, reason="   ")
        assert "请写明退回原因，填报人据此修改" in page(response)
        response = act(client, "send_back", batch, reason="口径应为全市")
        batch.refresh_from_db()
        assert (batch.state, batch.return_reason) == ("returned", "口径应为全市")
        client.force_login(clerk)
        assert "口径应为全市" in page(
            client.get(reverse("admin:stats_submission_change", args=[batch.pk]))
        )

    def test_withdrawing(self, browser: Client, clerk: User) -> None:
        batch = submitted_by(clerk)
        assert "已撤回" in page(act(browser, "withdraw", batch))
        batch.refresh_from_db()
        assert batch.state == "draft"

    def test_a_draft_without_a_source_stays(self, browser: Client, clerk: User) -> None:
        browser.post(reverse(ADD), typed())
        response = act(browser, "submit", Submission.objects.get())
        assert "请在批次上选一个来源" in page(response)

    def test_the_list_offers_what_the_role_may_do(self, client: Client, clerk: User) -> None:
        batch = submitted_by(clerk)
        url = reverse("admin:stats_submission_changelist")
        for user, offered in (
            (clerk, {"submit", "withdraw"}),
            (make_user("复核员"), {"approve", "send_back"}),
        ):
            client.force_login(user)
            form = client.get(url).context["action_form"]
            assert {name for name, _label in form.fields["action"].choices if name} == offered
        response = client.post(url, {"action": "approve", "_selected_action": [batch.pk]})
        assert response.url.endswith(f"/move/approve/?id={batch.pk}")
        assert "确认审核通过" in client.get(response.url).content.decode()

    def test_the_list_withdraws_at_once(self, browser: Client, clerk: User) -> None:
        batch = submitted_by(clerk)
        url = reverse("admin:stats_submission_changelist")
        browser.post(url, {"action": "withdraw", "_selected_action": [batch.pk]})
        batch.refresh_from_db()
        assert batch.state == "draft"

    def test_there_is_no_other_move(self, browser: Client) -> None:
        response = browser.get(reverse("admin:stats_submission_move", args=["publish"]))
        assert response.status_code == 404
        assert "没有“publish”这一办理环节" in page(response)

    @pytest.mark.parametrize("query", ["", "?id=x", "?id=99999"])
    def test_nothing_chosen_is_said(self, client: Client, query: str) -> None:
        client.force_login(make_user("复核员"))
        url = reverse("admin:stats_submission_move", args=["approve"]) + query
        assert "没有选中批次" in page(client.get(url))


class TestReview:
    def rows(self, client: Client, batch: Submission) -> str:
        return page(client.get(reverse("admin:stats_submission_change", args=[batch.pk])))

    def test_old_new_and_difference_with_the_reason(self, client: Client, city: Region) -> None:
        make_observation(12000, year=2021)
        make_observation(12688)
        batch = make_entry(12690, based_on=1, revision_kind="更正", reason="原数漏两件").submission
        client.force_login(make_user("复核员"))
        words = self.rows(client, batch)
        for shown in (
            "12,688件第1版",
            "12,690件",
            "+2",
            "12,000件",
            "更正（原数有误）：原数漏两件",
        ):
            assert shown in words

    def test_the_rules_judge_the_figures_as_they_will_be(
        self, client: Client, city: Region
    ) -> None:
        make_indicator("patent.granted", name="专利授权量")
        for code, value in (("a", 596), ("b", 5902)):
            make_indicator(
                code,
                part_of=make_indicator(),
                partition="专利类型",
                is_additive=True,
            )
            make_observation(value, code=code, printed_scope="市本级")
        batch = make_entry(9999, printed_scope="市本级").submission
        client.force_login(make_user("复核员"))
        assert "矛盾慈溪市（市本级）2022年专利授权量为9999件" in self.rows(client, batch)

    def test_an_approved_batch_still_shows_what_it_replaced(
        self, client: Client, city: Region
    ) -> None:
        make_observation(100)
        new = make_observation(110, based_on=1, revision_kind="更正", reason="原数有误")
        client.force_login(make_user("复核员"))
        words = self.rows(client, new.submission)
        assert "100件第1版" in words
        assert "+10" in words
        assert "审核通过" in words

    def test_a_loaded_batch_points_to_its_figures(self, client: Client, city: Region) -> None:
        entry = Entry(
            indicator=make_indicator(),
            region=make_region(),
            year=2020,
            value=Decimal(1),
            source=make_source(),
        )
        actions.load(title="装载", entries=[entry])
        client.force_login(make_user("复核员"))
        assert "本批共发布1条数据" in self.rows(client, Submission.objects.get())


def test_a_number_no_batch_can_have(browser: Client) -> None:
    url = reverse("admin:stats_submission_move", args=["submit"])
    for response in (browser.get(url, {"id": "9" * 30}), browser.post(url, {"id": "9" * 30})):
        assert response.status_code == 404
        assert "没有这样编号的批次" in page(response)
