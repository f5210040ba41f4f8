"""What nobody can see is taken out of what is typed, and the page says so."""

import pytest
from django.test import Client
from django.urls import reverse

from cixi_ip.models import User
from stats.models import Entry, Source, Submission
from tests.makers import make_user
from tests.stats.pages import page, submitted_by, typed

pytestmark = pytest.mark.django_db
HIDDEN = "\u202e专\u200b利\x07"
SAID = ("双向控制字符U+202E", "零宽字符U+200B", "控制字符U+0007", "请核对保存后的文字")


def test_of_an_entry(browser: Client) -> None:
    fields = ("explanation", "note", "printed_scope", "printed_period")
    response = browser.post(
        reverse("admin:stats_entry_add"), typed(**dict.fromkeys(fields, HIDDEN)), follow=True
    )
    entry = Entry.objects.get()
    assert [getattr(entry, field) for field in fields] == ["专利"] * 4
    for words in ("说明：已删除", "备注：已删除", "原文口径：已删除", *SAID):
        assert words in page(response)


def test_of_a_batch_new_and_changed(browser: Client) -> None:
    for url in ("add", "change"):
        args = [Submission.objects.get().pk] if url == "change" else []
        response = browser.post(
            reverse(f"admin:stats_submission_{url}", args=args), {"title": HIDDEN}, follow=True
        )
        assert Submission.objects.get().title == "专利"
        for words in ("批次名称：已删除", *SAID):
            assert words in page(response)


def test_of_a_source(browser: Client) -> None:
    response = browser.post(
        reverse("admin:stats_source_add"), {"title": HIDDEN, "kind": "公报"}, follow=True
    )
    assert Source.objects.get().title == "专利"
    assert "标题：已删除" in page(response)


def test_of_the_reason_a_batch_is_sent_back_for(client: Client, clerk: User) -> None:
    batch = submitted_by(clerk)
    client.force_login(make_user("复核员"))
    url = reverse("admin:stats_submission_move", args=["send_back"])
    response = client.post(url, {"id": batch.pk, "reason": HIDDEN}, follow=True)
    batch.refresh_from_db()
    assert batch.return_reason == "专利"
    assert "退回原因：已删除" in page(response)
