"""The page of one figure: printed words, checks, its whole history, who cites it."""

import csv
import io
import re
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cixi_ip import panels
from stats import actions
from stats.models import Entry, Observation, Submission
from tests.makers import make_break, make_entry, make_observation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client) -> Client:
    client.force_login(make_user("读者"))
    return client


def words(response: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", response.content.decode()).split())


def rows(response: HttpResponse) -> list[list[str]]:
    """The cells of the table of vintages."""
    body = response.content.decode().partition('id="history"')[2]
    body = body.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [
            " ".join(re.sub(r"<[^>]+>", "", cell).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]


def fresh(entry: Entry) -> Submission:
    return Submission.objects.get(pk=entry.submission_id)


def page_of(browser: Client, code: str, region: str) -> str:
    call_command("load_fixtures", verbosity=0)
    found = Observation.objects.get(indicator__code=code, region__code=region, year=2022)
    return words(browser.get(f"/data/{found.pk}/"))


def test_a_printed_growth_implies_last_years_interval(browser: Client):
    page = page_of(browser, "patent.granted", "330282-BJ")
    assert "12,688 件" in page
    assert "▲ 同比增长5.8%（上报）" in page
    assert "2021年的数应为 12,688÷（1+5.8%）=11,987—11,998件" in page
    assert "居宁波市第1位，没有写明参评单位数和排名表" in page


def test_a_ratio_shows_why_it_cannot_be_checked(browser: Client):
    page = page_of(browser, "patent.valid.invention.per_10k", "330282")
    assert "无法核对" in page
    assert "时段：去年以来" in page
    assert "随系统装载" in page


def test_a_replaced_vintage_points_to_the_present_one(browser: Client):
    first = make_observation(10)
    second = make_observation(11, based_on=1, revision_kind="更正", reason="原数有误")
    page = words(browser.get(f"/data/{first.pk}/"))
    assert "这是第 1 版，已被替代。看第 2 版" in page
    assert "10 件" in page
    assert "原数有误" in page
    assert "已被替代" not in words(browser.get(f"/data/{second.pk}/"))


def test_a_figure_of_another_region_is_compared_with_its_own_past(browser: Client):
    make_observation(100, region="330200", year=2021)
    now = make_observation(150, region="330200")
    assert "▲ 比上年增长50.0%（+50件）" in words(browser.get(f"/data/{now.pk}/"))


def test_what_has_no_value_says_so(browser: Client):
    empty = make_observation(None, status="L")
    assert "— （未报）" in words(browser.get(f"/data/{empty.pk}/"))


def test_who_cites_which_vintage(browser: Client, monkeypatch: pytest.MonkeyPatch):
    first = make_observation(10)
    second = make_observation(11, based_on=1, revision_kind="更正", reason="原数有误")
    paper = ("第220号协办意见", "/proposals/220/")
    monkeypatch.setattr(panels, "_cited_by", [lambda ids: [(first.pk, *paper)]])
    for shown in (first, second):
        found = rows(browser.get(f"/data/{shown.pk}/"))
        assert [row[-1] for row in found] == ["—", "第220号协办意见"]
    page = browser.get(f"/data/{second.pk}/").content.decode()
    assert '<a href="/proposals/220/">第220号协办意见</a>' in page


def test_the_history_says_who_when_from_to_and_why(browser: Client):
    clerk = make_user("录入员", full_name="填报甲")
    make_observation(10, by=clerk)
    second = make_observation("9", by=clerk, based_on=1, revision_kind="更正", reason="原数有误")
    latest, first = rows(browser.get(f"/data/{second.pk}/"))
    assert latest[:6] == ["第2版（本版）", "10", "9", "−1", "正式", "更正（原数有误）：原数有误"]
    assert first[:6] == ["第1版", "—", "10", "—", "正式", "首次"]
    assert latest[7] == "填报甲"
    assert latest[8] == str(second.approved_by)


def test_the_way_of_a_figure_is_told_step_by_step(browser: Client):
    clerk = make_user("录入员", full_name="填报甲")
    entry = make_entry(10, by=clerk)
    actions.submit(by=clerk, submission=entry.submission)
    reviewer = make_user("复核员", full_name="审核乙")
    actions.send_back(by=reviewer, submission=fresh(entry), reason="请核对")
    entry.value, entry.submission = Decimal(12), fresh(entry)
    actions.enter(by=clerk, entry=entry)
    actions.submit(by=clerk, submission=fresh(entry))
    actions.approve(by=reviewer, submission=fresh(entry))
    page = words(browser.get(f"/data/{Observation.objects.get().pk}/"))
    told = page[page.index("经过") :]
    said = [
        "录入数据 填报甲",
        "数值 10",
        "提交审核",
        "退回 审核乙",
        "原因：请核对",
        "数值 12",
        "审核通过 审核乙",
    ]
    assert [told.index(words_) for words_ in said] == sorted(told.index(words_) for words_ in said)


def test_what_is_not_published_yet_is_told_to_those_who_see_entries_alone(client: Client):
    figure = make_observation(10)
    make_entry(4711, based_on=1, revision_kind="更正", reason="原数有误")
    for role, sees in (("读者", False), ("复核员", True)):
        client.force_login(make_user(role))
        assert ("4711" in words(client.get(f"/data/{figure.pk}/"))) is sees


def test_breaks_that_part_it_from_last_year_are_said(browser: Client):
    figure = make_observation(10)
    make_break(year=2022, note="前后口径不同，只为测试")
    assert "前后口径不同，只为测试" in words(browser.get(f"/data/{figure.pk}/"))


def test_all_vintages_are_taken_out(browser: Client):
    make_observation(10)
    second = make_observation(11, based_on=1, revision_kind="更正", reason="原数有误")
    content = browser.get(f"/data/{second.pk}/vintages.csv").content.decode("utf-8-sig")
    taken = list(csv.DictReader(io.StringIO(content)))
    assert [(row["版次"], row["原数"], row["数值"], row["修改原因"]) for row in taken] == [
        ("第2版", "10", "11", "原数有误"),
        ("第1版", "", "10", ""),
    ]
    assert browser.get(f"/data/{second.pk}/vintages.xlsx").status_code == 200
    assert browser.get("/data/4711/vintages.csv").status_code == 404


def test_more_vintages_need_no_more_queries(browser: Client, django_assert_num_queries: object):
    figure = make_observation(10)
    browser.get(f"/data/{figure.pk}/")
    with CaptureQueriesContext(connection) as asked:
        browser.get(f"/data/{figure.pk}/")
        count = len(asked)
    for vintage in (1, 2, 3):
        figure = make_observation(
            10 + vintage, based_on=vintage, revision_kind="修订", reason="有新资料"
        )
    browser.get(f"/data/{figure.pk}/")  # what is kept for each version of the data
    with django_assert_num_queries(count):
        browser.get(f"/data/{figure.pk}/")


def test_a_number_nobody_published_is_not_found(browser: Client):
    page = browser.get("/data/4711/")
    assert page.status_code == 404
    assert "没有编号为 4711 的数据" in words(page)
    assert browser.get("/data/99999999999999999999999/").status_code == 404
