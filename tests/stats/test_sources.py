"""A source is mended freely until a published figure cites it; every change is on record."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cixi_ip.models import Event, User
from stats import actions
from tests.makers import make_entry, make_observation, make_source, make_user
from tests.stats.pages import page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "别的通报"),
        ("doc_no", "某发〔2023〕1号"),
        ("issuer", "某局"),
        ("issued_on", date(2023, 1, 31)),
    ],
)
def test_what_a_published_figure_cites_is_locked(field: str, value: object) -> None:
    source = make_observation().source
    setattr(source, field, value)
    with pytest.raises(ValidationError, match=r"不能再改.*另登记一个来源") as refusal:
        actions.save_source(by=make_user("录入员"), source=source)
    assert list(refusal.value.message_dict) == [field]
    assert not Event.objects.filter(kind="修改来源").exists()


def test_its_note_is_not(browser: Client) -> None:
    source = make_observation().source
    url = reverse("admin:stats_source_change", args=[source.pk])
    sent = {"title": source.title, "kind": source.kind, "note": "第3页"}
    assert "“标题”不能再改" in page(browser.post(url, sent | {"title": "别的"}))
    browser.post(url, sent)
    source.refresh_from_db()
    assert (source.title, source.note) == ("测试通报", "第3页")


def test_before_publication_it_is_mended_with_before_and_after_on_record(clerk: User) -> None:
    make_entry(1, by=clerk)
    source = make_source()
    source.title, source.issued_on = "测试通报（修订）", date(2023, 1, 31)
    actions.save_source(by=clerk, source=source)
    event = Event.objects.get(kind="修改来源")
    assert event.detail["changes"] == {
        "title": ["测试通报", "测试通报（修订）"],
        "issued_on": ["", "2023-01-31"],
    }
