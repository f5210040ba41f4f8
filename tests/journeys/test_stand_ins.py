"""Standing in, in a real browser: a clerk names a deputy, who then enters and submits for them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cixi_ip.models import Event, StandIn
from stats import actions
from tests.browser import assert_accessible, assert_fits
from tests.journeys.people import log_in
from tests.makers import make_entry, make_user
from tests.site import Site

pytestmark = pytest.mark.browser
NARROW = {"width": 360, "height": 768}


def test_a_deputy_is_named_works_and_is_ended(open_page: Callable[..., Page], served: Site) -> None:
    clerk, deputy = make_user("录入员", full_name="张三"), make_user("经办人", full_name="李四")
    batch = make_entry(5, by=clerk, year=2015).submission
    page = open_page(viewport=NARROW)
    log_in(page, clerk, "/stand-ins/")
    assert_accessible(page)
    page.get_by_label("代办人").select_option(label=f"李四（{deputy.username}）")
    made_up = {"自哪一天": "2020-01-01", "至哪一天": "2020-01-02", "事由": "年休假"}
    for label, text in made_up.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="授权", exact=True).click()
    expect(page.get_by_text("开始日期不能早于今天")).to_be_visible()
    expect(page.get_by_label("事由")).to_have_value("年休假")
    assert_accessible(page)
    today = page.evaluate("new Date().toLocaleDateString('sv')")
    for label in ("自哪一天", "至哪一天"):
        page.get_by_label(label).fill(today)
    page.get_by_role("button", name="授权", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("张三授权李四代办")
    assert_fits(page)

    other = open_page(viewport=NARROW)
    log_in(other, deputy, f"/admin/stats/submission/{batch.pk}/change/")
    expect(other.get_by_text("您今天代 张三 办理")).to_be_visible()
    assert_accessible(other)
    other.get_by_role("button", name="提交审核").click()
    expect(other.get_by_text("已提交审核")).to_be_visible()
    event = Event.objects.filter(kind="提交审核").get()
    assert (event.by, event.detail["on_behalf_of"]) == (deputy, "张三")
    other.goto("/")
    other.get_by_text("李四").first.click()
    expect(other.get_by_text("您今天代 张三 办理")).to_be_visible()
    assert_accessible(other)

    page.get_by_role("button", name="提前结束").click()
    expect(page.get_by_text("已提前结束")).to_be_visible()
    other.goto(f"/admin/stats/submission/{batch.pk}/change/")
    expect(other.get_by_role("heading", name="您的角色不能打开这一页")).to_be_visible()
    assert StandIn.objects.get().is_over
    actions.withdraw(by=clerk, submission=batch)
