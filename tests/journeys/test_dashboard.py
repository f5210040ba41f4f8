"""The dashboard in a real browser: every width, without scripts, by keyboard, on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_accessible, assert_fits, printed
from tests.journeys.people import log_in
from tests.makers import make_observation, make_user

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
PATENTS = "/board/patents/"


def live_charts(page: Page) -> int:
    """Scroll through the page until every chart has been drawn over its static picture."""
    page.mouse.move(9, 9)
    charts = page.locator(".chart-canvas")
    for index in range(charts.count()):
        charts.nth(index).scroll_into_view_if_needed()
        expect(charts.nth(index).locator(".main-svg").first).to_be_visible()
    return charts.count()


def test_the_dashboard_fits_every_width(page: Page):
    log_in(page, make_user("局领导"), PATENTS)
    assert live_charts(page) >= 4
    assert_fits(page)


def test_charts_tell_no_other_host_and_show_no_toolbar(page: Page):
    log_in(page, make_user("局领导"))
    live_charts(page)
    settings = page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot')].map(plot => plot._context)"
    )
    assert settings
    for one in settings:
        assert (one["showSendToCloud"], one["plotlyServerURL"]) == (False, "")
        assert (one["displayModeBar"], one["locale"]) == (False, "zh-CN")
    expect(page.locator(".modebar-btn")).to_have_count(0)


def test_pointing_at_a_bar_says_its_value(page: Page):
    log_in(page, make_user("局领导"))
    chart = page.locator("#chart-patent-granted")
    chart.scroll_into_view_if_needed()
    page.mouse.move(9, 9)
    bar = chart.locator(".bars .point").last
    expect(bar).to_be_visible()
    box = bar.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(chart.locator(".hoverlayer")).to_contain_text("12,688件")


@pytest.mark.parametrize("script", [True, False])
def test_a_chart_can_be_read_as_a_table_by_keyboard(open_page: OpenPage, script: bool):
    page = log_in(open_page(java_script_enabled=script), make_user("局领导"), PATENTS)
    chart = page.locator("#chart-grant-structure")
    table = chart.locator("table")
    expect(table).to_be_hidden()
    chart.get_by_role("radio", name="图").focus()
    page.keyboard.press("ArrowRight")
    expect(table).to_be_visible()
    expect(chart.locator(".chart-canvas")).to_be_hidden()
    expect(table.get_by_role("row", name="发明专利授权量")).to_contain_text("4.7%")


@pytest.mark.parametrize("width", [360, 1366])
def test_without_scripts_everything_is_there(open_page: OpenPage, width: int):
    page = open_page(java_script_enabled=False, viewport={"width": width, "height": 768})
    log_in(page, make_user("局领导"))
    picture = page.locator("#chart-patent-granted .chart-static svg")
    expect(picture).to_be_visible()
    expect(picture.get_by_text("11,987—11,998")).to_be_visible()
    expect(page.get_by_role("button", name="打印")).to_be_hidden()
    page.get_by_text("13 项数据没有写明口径").click()
    expect(page.get_by_text("商标注册量9,542件的原文没有写明口径")).to_be_visible()
    page.get_by_role("link", name="市本级", exact=True).click()
    expect(page.get_by_role("heading", name="2022年知识产权数据")).to_be_visible()
    expect(page.locator(".card").filter(has_text="有效注册商标量")).to_contain_text("该口径未公布")


def test_on_paper_every_value_is_printed_and_nothing_needs_a_click(page: Page):
    log_in(page, make_user("局领导", full_name="打印的人"))
    live_charts(page)
    with printed(page) as paper:
        assert all((round(one.width), round(one.height)) == (595, 842) for one in paper.pages)
        text = "".join(one.extract_text() for one in paper.pages).replace(" ", "")
    for words in (
        "12,688",
        "42.5",
        "11,987—11,998",
        "打印人：打印的人",
        "打印时间",
        "按发布口径",
    ):
        assert words in text
    assert "PCT国际专利申请量76件的原文没有写明口径" in text
    assert "▼口径" not in text  # how a screen marks what is unfolded
    assert "退出登录" not in text


def test_what_is_approved_appears_with_its_year(page: Page):
    make_observation(13500, year=2023)
    log_in(page, make_user("局领导"))
    expect(page.get_by_role("heading", name="2023年知识产权数据")).to_be_visible()
    expect(page.locator(".card").filter(has_text="专利授权量")).to_contain_text("比上年增长6.4%")


def test_the_list_is_narrowed_and_taken_out(page: Page):
    log_in(page, make_user("局领导"), "/data/")
    page.get_by_label("指标名称").fill("驰名")
    page.get_by_role("button", name="筛选").click()
    expect(page.locator("tbody tr").filter(has_text="慈溪市")).to_contain_text("17")
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Excel").click()
    assert download.value.suggested_filename.startswith("慈溪知识产权数据明细-")
    page.get_by_label("指标名称").fill("没有这种指标")
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_text("没有符合条件的数据")).to_be_visible()
    assert_accessible(page)


def test_pages_of_refusal_and_of_the_login_are_accessible(page: Page):
    page.goto("/login/")
    assert_accessible(page)
    page.get_by_label("用户名").fill("nobody")
    page.get_by_label("密码").fill("falsch")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
    log_in(page, make_user("读者"))
    for path in ("/?year=1900", "/data/0/", "/admin/", "/password/"):
        page.goto(path)
        assert_accessible(page)
