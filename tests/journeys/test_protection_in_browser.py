"""The registers of protection in a real browser: every width, and a case from page to page."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from tests.browser import assert_accessible
from tests.journeys.people import log_in
from tests.makers import make_user
from tests.stats import protection_rows as rows
from tests.stats.protection_rows import DAY, saved
from tests.stats.register_rows import make_enterprise, make_honour, make_keeper

pytestmark = pytest.mark.browser
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CALENDAR = "/registers/protection/calendar/"


def make_protection() -> list[str]:
    """Rows of May 2022, made up; the addresses of the pages that show them."""
    firm = make_enterprise("生成印刷有限公司")
    campaign = saved(rows.campaign(ends_on=DAY + timedelta(9), document="生成文件"))
    for days in range(3):
        day = DAY + timedelta(days)
        saved(rows.inspection(campaign=campaign, day=day, enterprise=firm))
        saved(rows.inspection(day=day, result="责令改正", finding="印制业务登记簿缺两页"))
    case = saved(rows.case(opened_on=DAY, enterprise=firm, parties="测试某"))
    saved(rows.stage(case, stage="决定", day=DAY + timedelta(5), document="生成决定书"))
    saved(rows.ruling(due_on=DAY + timedelta(7), case=case))
    saved(rows.rapid_case(closed_on=DAY + timedelta(12)))
    act = saved(rows.act(kind="行政处罚"))
    make_honour(enterprise=firm, valid_to=localdate() + timedelta(30))
    return [
        *(f"{CALENDAR}?month=2022-05", "/registers/expiring/", "/registers/"),
        *("/registers/inspections/", "/registers/rapid-cases/"),
        *(f"/registers/campaigns/{campaign.pk}/", f"/registers/cases/{case.pk}/"),
        *(f"/registers/agency-acts/{act.pk}/", f"/registers/enterprises/{firm.pk}/"),
    ]


def test_they_fit_every_width(page: Page):
    addresses = make_protection()
    log_in(page, make_user("读者"))
    for width in (1366, 360):
        page.set_viewport_size({"width": width, "height": 768})
        for address in addresses:
            page.goto(address)
            assert page.evaluate(OVERFLOW) == 0, (address, width)
            assert_accessible(page)
            page.screenshot(
                full_page=True,
            )


def test_from_the_calendar_to_a_case_and_its_next_stage(page: Page):
    make_protection()
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
