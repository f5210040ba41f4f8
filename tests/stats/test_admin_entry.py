"""Entering figures in the admin: how they are read, whose they are, how they are removed."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from cixi_ip.models import Event, User
from stats import actions
from stats.models import Entry, Region, Submission
from tests.makers import (
    make_entry,
    make_observation,
    make_source,
    make_user,
)
from tests.stats.pages import page, submitted_by, typed

pytestmark = pytest.mark.django_db
ADD = "admin:stats_entry_add"


class TestEntering:
    @pytest.mark.parametrize(
        ("text", "value", "half_width"),
        [
            ("12688", "12688", "0"),
            ("12,688", "12688", "0"),
            ("１２，６８８件", "12688", "0"),
            ("1.2万", "12000", "500"),
        ],
    )
    def test_a_value_is_read_as_it_was_printed(
        self, browser: Client, clerk: User, text: str, value: str, half_width: str
    ) -> None:
        response = browser.post(reverse(ADD), typed(value=text))
        assert response.status_code == 302
        entry = Entry.objects.get()
        assert (entry.value, entry.half_width) == (Decimal(value), Decimal(half_width))
        assert (entry.submission.created_by, entry.based_on, entry.origin) == (clerk, 0, "录入")
        assert Event.objects.filter(kind="录入数据", by=clerk).count() == 1

    def test_growth_rank_and_words_of_the_paper(self, browser: Client, city: Region) -> None:
        browser.post(
            reverse(ADD),
            typed(
                reported_growth="5.80%",
                growth_base="同比",
                rank="1",
                rank_of="10",
                rank_region=city.pk,
                printed_scope="市本级",
                printed_period="2022年",
                source=make_source().pk,
                explanation="按公告日",
            ),
        )
        entry = Entry.objects.get()
        assert (entry.reported_growth, entry.growth_digits) == (Decimal("5.8"), 2)
        assert entry.ranking == "宁波市10 个单位中第 1 位"
        assert (entry.printed_scope, entry.source) == ("市本级", make_source())

    def test_nothing_known_is_no_zero(self, browser: Client) -> None:
        browser.post(reverse(ADD), typed(value="—", status="L"))
        assert (Entry.objects.get().value, Entry.objects.get().status) == (None, "L")

    def test_the_rules_speak_at_once(self, browser: Client) -> None:
        response = browser.post(reverse(ADD), typed(), follow=True)
        assert "原文没有写明口径" in page(response)

    def test_the_second_goes_into_the_same_batch(self, browser: Client, clerk: User) -> None:
        browser.post(reverse(ADD), typed())
        browser.post(reverse(ADD), typed(year="2021"))
        assert Submission.objects.get(created_by=clerk).entries.count() == 2

    def test_one_may_choose_among_ones_own_open_batches(self, browser: Client, clerk: User) -> None:
        actions.open_submission(by=clerk)
        mine = actions.open_submission(by=clerk, title="商标一批")
        browser.post(reverse(ADD), typed(submission=mine.pk))
        assert mine.entries.count() == 1
        closed = submitted_by(clerk, 5)
        theirs = actions.open_submission(by=make_user("录入员"))
        form = browser.get(reverse(ADD)).context["adminform"].form
        assert set(form.fields["submission"].queryset) & {closed, theirs} == set()

    def test_what_is_not_on_the_form_is_not_taken(self, browser: Client) -> None:
        browser.post(
            reverse(ADD),
            typed(based_on="7", edition="9", origin="导入", half_width="3", growth_digits="4"),
        )
        entry = Entry.objects.get()
        assert (entry.based_on, entry.edition, entry.origin) == (0, 1, "录入")
        assert (entry.half_width, entry.growth_digits) == (0, 1)

    def test_the_scopes_of_the_county_come_first_in_the_list(self, browser: Client) -> None:
        form = browser.get(reverse(ADD)).context["adminform"].form
        (_blank, (heading, regions), *_others) = form.fields["region"].choices
        assert heading.startswith("本市")
        assert [name for _pk, name in regions] == ["慈溪市（全市）", "慈溪市（市本级）"]

    def test_a_link_can_fill_in_the_key(self, browser: Client) -> None:
        make_observation(100)
        key = {name: typed()[name] for name in ("indicator", "region", "year", "through_month")}
        assert "100件第1版" in page(browser.get(reverse(ADD), key))

    def test_an_untouched_value_keeps_its_printed_precision(
        self, browser: Client, clerk: User
    ) -> None:
        entry = make_entry(401100, by=clerk, half_width=Decimal(50))
        url = reverse("admin:stats_entry_change", args=[entry.pk])
        shown = browser.get(url).context["adminform"].form["value"].value()
        browser.post(url, typed(value=shown, note="再看", seen_edition="1"))
        entry.refresh_from_db()
        assert (entry.note, entry.half_width) == ("再看", 50)
        browser.post(url, typed(value="401200", seen_edition="2"))
        entry.refresh_from_db()
        assert (entry.value, entry.half_width) == (401200, 0)


class TestOthersEntries:
    def test_they_are_to_read_only(self, browser: Client) -> None:
        theirs = make_entry(100)
        url = reverse("admin:stats_entry_change", args=[theirs.pk])
        response = browser.get(url)
        assert "查看录入的数据" in page(response)
        assert 'name="value"' not in response.content.decode()
        assert "100件" in page(response)
        assert browser.post(url, typed(value="1")).status_code == 403
        delete = reverse("admin:stats_entry_delete", args=[theirs.pk])
        assert browser.post(delete, {"post": "yes"}).status_code == 403
        assert Entry.objects.get().value == 100

    @pytest.mark.parametrize("role", ["复核员", "科室负责人"])
    def test_a_reviewer_changes_nothing(self, client: Client, city: Region, role: str) -> None:
        entry = make_entry(100)
        client.force_login(make_user(role))
        url = reverse("admin:stats_entry_change", args=[entry.pk])
        assert client.get(url).status_code == 200
        assert client.post(url, typed(value="1")).status_code == 403
        assert client.post(reverse(ADD), typed()).status_code == 403

    def test_what_was_submitted_or_approved_is_to_read_only(
        self, browser: Client, clerk: User
    ) -> None:
        batch = submitted_by(clerk)
        url = reverse("admin:stats_entry_change", args=[batch.entries.get().pk])
        assert 'name="value"' not in browser.get(url).content.decode()
        delete = reverse("admin:stats_entry_delete", args=[batch.entries.get().pk])
        assert browser.post(delete, {"post": "yes"}).status_code in (302, 403)
        assert batch.entries.count() == 1


class TestRemoving:
    def test_ones_own_is_removed_and_recorded(self, browser: Client, clerk: User) -> None:
        entry = make_entry(100, by=clerk)
        url = reverse("admin:stats_entry_delete", args=[entry.pk])
        assert browser.get(url).status_code == 200
        browser.post(url, {"post": "yes"})
        assert not Entry.objects.exists()
        assert Event.objects.get(kind="删除录入数据").by == clerk

    def test_there_is_no_removing_in_bulk(self, browser: Client, clerk: User) -> None:
        entry = make_entry(100, by=clerk)
        browser.post(
            reverse("admin:stats_entry_changelist"),
            {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"},
        )
        assert Entry.objects.exists()
