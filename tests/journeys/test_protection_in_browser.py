"""The registers of protection in a real browser: a case from page to page."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import log_in
from tests.stats import protection_rows as rows
from tests.stats.protection_rows import DAY
from tests.stats.register_rows import make_keeper, saved

pytestmark = pytest.mark.browser
CALENDAR = "/registers/protection/calendar/"


def test_from_the_calendar_to_a_case_and_its_next_stage(page: Page):
    saved(rows.case(opened_on=DAY))
    log_in(page, make_keeper(office="知识产权保护科"))
    page.goto(f"{CALENDAR}?month=2022-05")
    page.get_by_role("row", name="案件立案").get_by_role("link").click()
    page.get_by_role("link", name="登记进展").click()
    page.get_by_label("阶段").select_option("结案")
    page.get_by_label("日期").fill("2022-05-20")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status").or_(page.locator(".message"))).to_contain_text("已保存")
    page.goto(f"{CALENDAR}?month=2022-05")
    expect(page.get_by_role("row", name="案件结案")).to_be_visible()
