"""The reading pages in a real browser: every width, without scripts, on paper, page to page."""

import re
from collections.abc import Callable

import pdfplumber
import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_accessible, assert_fits, printed
from tests.journeys.people import log_in
from tests.makers import make_break, make_observation, make_user

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
PAGES = (
    "/table/",
    "/indicators/",
    "/indicators/patent.granted/",
    "/indicators/patent.valid.invention.per_10k/",
    "/quality/",
)


def make_history() -> None:
    """Three years of one series with a break and a correction; made up."""
    for year, value in ((2020, 11000), (2021, 11990)):
        make_observation(value, year=year, printed_scope="市本级")
    make_break("patent.granted", year=2021, note="前后口径不同，只为测试")
    make_observation(
        12690, based_on=1, revision_kind="更正", reason="原数有误", explanation="只为测试"
    )


def words(sheet: pdfplumber.page.Page) -> str:
    return sheet.extract_text().replace(" ", "")


def test_they_fit_every_width(page: Page):
    make_history()
    log_in(page, make_user("科室负责人"))
    for width in (1366, 360):
        page.set_viewport_size({"width": width, "height": 768})
        for path in PAGES:
            page.goto(path)
            expect(page.locator(".site-nav [aria-current]")).to_be_in_viewport(ratio=1)
            if width == 360:
                assert_fits(page)


def test_from_the_year_table_to_a_figure_and_its_history(page: Page):
    make_history()
    log_in(page, make_user("局领导"), "/table/")
    page.get_by_role("link", name="市本级", exact=True).click()
    page.get_by_role("link", name="12,690").click()
    expect(page.get_by_role("heading", name="专利授权量")).to_be_visible()
    latest = page.locator("#history tbody tr").first
    expect(latest).to_contain_text("12,688")
    expect(latest).to_contain_text("+2")
    expect(page.locator(".steps")).to_contain_text("审核通过")
    assert_accessible(page)
    page.get_by_label("位置").get_by_role("link", name="专利授权量").click()
    expect(page.locator("#revisions-title")).to_be_visible()


def test_a_break_is_drawn_live_where_the_picture_has_it(page: Page):
    make_history()
    log_in(page, make_user("局领导"), "/indicators/patent.granted/")
    chart = page.locator("#chart-patent-granted-330282-bj")
    chart.scroll_into_view_if_needed()
    expect(chart.locator(".main-svg").first).to_be_visible()
    expect(chart.locator(".shapelayer path")).to_have_count(1)
    expect(chart.locator(".annotation-text").filter(has_text="口径变更")).to_be_visible()
    expect(chart).to_contain_text("前后口径不同，只为测试")


def test_without_scripts_everything_is_there(open_page: OpenPage):
    make_history()
    page = log_in(open_page(java_script_enabled=False), make_user("局领导"), "/table/")
    page.get_by_label("商标品牌").check()
    page.get_by_label("只列有数的指标").check()
    page.get_by_role("button", name="按此显示").click()
    expect(page.locator("tbody tr").filter(has_text="有效注册商标量")).to_contain_text("75,685")
    expect(page.get_by_text("集体商标")).to_have_count(0)
    page.goto("/indicators/patent.granted/")
    expect(page.locator(".chart-static svg").first).to_be_visible()


def test_a_fixed_link_is_copied_and_stays(page: Page):
    make_history()
    log_in(page, make_user("局领导"), "/table/")
    page.get_by_role("link", name="固定链接").click()
    expect(page.get_by_text("表中各数此后没有变动")).to_be_visible()
    expect(page.get_by_label("引用写法")).to_have_value(re.compile("校验码 [0-9a-f]{12}"))
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert_accessible(page)
    make_observation(
        12691, based_on=2, revision_kind="更正", reason="又有误", explanation="只为测试"
    )
    page.reload()
    expect(page.get_by_text("此后有 1 个数有了新版或新增")).to_be_visible()
    expect(page.locator(".year-table").get_by_role("link", name="12,690")).to_be_visible()
    assert_accessible(page)


def test_the_year_table_on_paper_repeats_its_heads_and_says_all(page: Page):
    log_in(page, make_user("局领导", full_name="打印的人"), "/table/")
    sheets = printed(page).pages
    assert {(round(one.width), round(one.height)) for one in sheets} == {(842, 595)}
    texts = [words(one) for one in sheets]
    heads = [text for text in texts if "专利授权量" in text or "常住人口" in text]
    assert len(heads) >= 2
    for text in heads:
        assert "指标口径单位" in text
        assert "2022年知识产权数据一览表" in text
        assert "口径：按发布口径" in text
    whole = "".join(texts)
    for said in ("12,688", "口径或时段不同", "打印人：打印的人", "打印时间", "第1页/共"):
        assert said in whole
    assert "导出Excel" not in whole
    page.goto("/table/?paper=portrait&only=published")
    assert {(round(one.width), round(one.height)) for one in printed(page).pages} == {(595, 842)}


def test_files_are_taken_out_with_readable_names(page: Page):
    log_in(page, make_user("局领导"), "/table/")
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Excel").click()
    assert download.value.suggested_filename.startswith("慈溪知识产权2022年知识产权数据一览表-")
    page.goto("/quality/")
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 CSV：原文未写明").click()
    assert download.value.suggested_filename.startswith("慈溪知识产权原文未写明-")
