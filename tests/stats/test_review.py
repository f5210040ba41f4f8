"""What the reviewer of a batch sees, a part at a time, and what the rules are told of a draft."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stats import figures, review
from stats.models import Entry, Submission
from tests.makers import make_observation, make_region, make_source, make_user
from tests.stats.batches import new_entry, own_batch

pytestmark = pytest.mark.django_db


def many(count: int, **fields: object) -> Submission:
    batch = own_batch(make_user("录入员"))
    for year in range(2010, 2010 + count):
        new_entry(batch, year=year, value=year, printed_scope="全市", **fields).save()
    return batch


def years(page: review.Page) -> list[int]:
    return [row.entry.year for row in page.rows]


def test_a_long_batch_is_shown_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "ON_A_PAGE", 2)
    batch = many(5)
    assert [years(review.page(batch, number)) for number in ("", "2", "3", "9", "x")] == [
        [2014, 2013],
        [2012, 2011],
        [2010],
        [2010],
        [2014, 2013],
    ]
    assert review.page(batch).count == 5


def test_what_the_rules_doubt_can_be_seen_alone() -> None:
    batch = many(5)
    Entry.objects.filter(year=2012).update(value=5000)
    page = review.page(batch, only_doubted=True)
    assert (page.count, page.doubted) == (5, 3)
    # A jump concerns the year before it too: from 2011 to 2012, and back to 2013.
    assert years(page) == [2013, 2012, 2011]
    assert all(row.findings for row in page.rows)


def test_the_rules_see_the_whole_batch_whichever_part_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batch = many(4)
    Entry.objects.filter(year=2011).update(value=5000)
    monkeypatch.setattr(review, "ON_A_PAGE", 1)
    assert review.page(batch, "2").rows[0].findings
    assert not review.page(batch, "1").rows[0].findings


def test_it_asks_the_database_as_often_for_many_figures_as_for_few() -> None:
    asked = []
    for count in (2, 8):
        batch = many(count, source=None)
        with CaptureQueriesContext(connection) as queries:
            review.page(batch)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_findings_ask_the_database_as_often_for_many_figures_as_for_few() -> None:
    """Whatever the page loaded with the drafts, for sources the batch is asked once."""
    asked = []
    for count in (2, 8):
        drafts = list(many(count).entries.select_related("indicator", "region", "submission"))
        with CaptureQueriesContext(connection) as queries:
            review.findings(drafts)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_draft_is_judged_as_the_figure_it_will_be() -> None:
    """The row made of an entry is the row read of the observation it becomes."""
    city = make_region("330200")
    make_region("330282", parent=city)
    published = make_observation(
        12,
        region="330282",
        rank=1,
        rank_of=10,
        rank_region=city,
        reported_growth=5,
        growth_base="同比",
        half_width="0.5",
        printed_scope="全市",
        printed_period="去年以来",
        explanation="按公告日",
        note="测试用",
    )
    entry = Entry.objects.get()
    (row,) = type(published).objects.values_list(*figures.FIELDS)
    drafted = review.as_row(entry, review.source_titles([entry]))
    assert dict(zip(figures.FIELDS, drafted, strict=True)) == (
        dict(zip(figures.FIELDS, row, strict=True)) | {"id": None}
    )
    entry.source = make_source("另一份通报")
    assert review.source_titles([entry])[entry.source_id] == "另一份通报"


def test_a_revised_base_is_held_against_the_growth_printed_a_year_later() -> None:
    growth = {"reported_growth": 10, "growth_base": "同比", "growth_digits": 1}
    make_observation(110, region=make_region().code, **growth, printed_scope="全市")
    batch = own_batch(make_user("录入员"))
    for value, is_found in ((100, False), (150, True)):
        Entry.objects.filter(submission=batch).delete()
        new_entry(batch, year=2021, value=value, printed_scope="全市").save()
        entries = list(Entry.objects.filter(submission=batch))
        found = [finding.rule for one in review.findings(entries).values() for finding in one]
        assert ("growth" in found) is is_found


def test_the_page_leads_on_and_back(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "ON_A_PAGE", 2)
    batch = many(5)
    Entry.objects.filter(year=2012).update(value=5000)
    client.force_login(make_user("复核员"))
    url = reverse("admin:stats_submission_change", args=[batch.pk])
    first = client.get(url).content.decode()
    assert "本批数据（5 条）" in first
    assert '<a href="?rows=2">下一页</a>' in first
    assert '<a href="?doubted=1">只看核对有话要说的 3 条</a>' in first
    doubted = client.get(url, {"doubted": "1"}).content.decode()
    assert "只列出核对有话要说的 3 条" in doubted
    assert '<a href="?rows=2&amp;doubted=1">下一页</a>' in doubted
    assert '<a href="?">看全部 5 条</a>' in doubted


def test_an_empty_batch_is_judged_too() -> None:
    page = review.page(own_batch(make_user("录入员")))
    assert (page.rows, page.count, page.doubted) == ([], 0, 0)
