"""The admin in a real browser: what a form shows beside a key, and every page on two screens."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from stats.models import Entry, Indicator, Observation
from tests.browser import assert_accessible, assert_fits
from tests.journeys.people import log_in
from tests.makers import make_entry, make_user
from tests.site import Site

pytestmark = pytest.mark.browser
ADD = "/admin/stats/entry/add/"
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 360, "height": 640}


def choose(page: Page, indicator: str, region: str, year: str) -> None:
    page.get_by_role("combobox", name="指标").select_option(label=indicator)
    page.get_by_role("combobox", name="地区（口径）").select_option(label=region)
    page.get_by_role("spinbutton", name="年份").fill(year)
    page.get_by_role("spinbutton", name="年份").press("Tab")


def test_a_published_figure_is_seen_before_it_is_revised(
    open_page: Callable[..., Page], served: Site
) -> None:
    page = open_page(viewport=WIDE)
    log_in(page, make_user("录入员"), ADD)
    choose(page, "专利授权量", "慈溪市（市本级）", "2022")
    expect(page.locator("#beside")).to_contain_text("12,688 件 第 1 版")
    assert_accessible(page)
    page.get_by_role("textbox", name="数值").fill("12690")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("须选择“修订”或“更正”并写明原因")
    expect(page.get_by_role("textbox", name="数值")).to_have_value("12690")
    page.get_by_role("combobox", name="修改性质").select_option(label="更正（原数有误）")
    page.get_by_role("textbox", name="修改原因").fill("原数漏两件")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("核对：").first).to_contain_text("按专利类型相加")
    assert Entry.objects.get().based_on == 1


def test_the_same_work_without_scripts_on_a_small_screen(
    open_page: Callable[..., Page], served: Site
) -> None:
    clerk = make_user("录入员")
    page = open_page(viewport=NARROW, java_script_enabled=False)
    log_in(page, clerk, ADD)
    choose(page, "专利授权量", "慈溪市（市本级）", "2022")
    page.get_by_role("textbox", name="数值").fill("12690")
    page.get_by_role("combobox", name="修改性质").select_option(label="更正（原数有误）")
    page.get_by_role("textbox", name="修改原因").fill("原数漏两件")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("已经发布过第1版 12688件")
    expect(page.get_by_role("textbox", name="修改原因")).to_have_value("原数漏两件")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page).to_have_url(f"{served.url}/admin/stats/entry/")
    assert Entry.objects.get(submission__created_by=clerk).value == 12690


PAGES = {
    "录入员": [
        "/admin/",
        "/admin/stats/",
        "/admin/stats/entry/",
        ADD,
        "/admin/stats/entry/{entry}/change/",
        "/admin/stats/entry/{entry}/delete/",
        "/admin/stats/submission/",
        "/admin/stats/submission/add/",
        "/admin/stats/submission/{batch}/change/",
        "/admin/stats/observation/?vintages=all",
        "/admin/stats/observation/{observation}/change/",
        "/admin/stats/source/",
        "/admin/stats/source/add/",
        "/admin/stats/indicator/",
        "/admin/stats/indicator/{indicator}/change/",
        "/admin/stats/region/",
        "/admin/stats/target/",
    ],
    "复核员": [
        "/admin/stats/submission/move/send_back/?id={batch}",
        "/admin/stats/entry/{entry}/change/",
    ],
    "系统管理员": [
        "/admin/",
        "/admin/fonts/",
        "/admin/cixi_ip/user/",
        "/admin/cixi_ip/user/add/",
        "/admin/cixi_ip/user/{user}/change/",
        "/admin/cixi_ip/department/add/",
    ],
    "安全管理员": ["/admin/cixi_ip/user/{user}/change/"],
    "审计员": ["/admin/cixi_ip/event/", "/admin/cixi_ip/event/1/change/"],
}


def test_every_page_is_accessible_and_fits(open_page: Callable[..., Page], served: Site) -> None:
    people = {role: make_user(role) for role in PAGES}
    entry = make_entry(5, by=people["录入员"], year=2015)
    known = {
        "entry": entry.pk,
        "batch": entry.submission_id,
        "observation": Observation.objects.first().pk,
        "indicator": Indicator.objects.first().pk,
        "user": make_user("读者").pk,
    }
    for role, paths in PAGES.items():
        page = open_page()
        log_in(page, people[role], "/admin/")
        for path in paths:
            page.goto(path.format(**known))
            assert page.locator("h1").count() == 1, path
            assert_fits(page)
