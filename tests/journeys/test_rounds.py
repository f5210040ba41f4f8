"""A collection round in a browser: set, reminded of, reported with its paper, printed, signed."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from stats import actions
from stats.models import CollectionRound, Paper, Target, TargetEntry
from tests.browser import assert_accessible, assert_fits, printed
from tests.journeys.people import log_in
from tests.makers import (
    make_department,
    make_entry,
    make_indicator,
    make_part,
    make_region,
    make_round,
    make_source,
    make_user,
)
from tests.site import Site
from tests.stats.uploads import PDF, make_paper, workbook

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 360, "height": 640}
OFFICE, CODE = "商标品牌科", "trademark.applied"
A4_LYING = (842, 595)


def set_a_round(page: Page) -> CollectionRound:
    """Only the trademark office is asked, for the whole county."""
    page.goto("/admin/stats/collectionround/add/?year=2023&month=12")
    page.get_by_label("截止日期").fill(localdate().isoformat())
    for office in ("知识产权科", "知识产权保护科", "办公室"):
        for box in page.get_by_role("group", name=office, exact=True).get_by_role("checkbox").all():
            if box.is_visible():
                box.uncheck()
    page.get_by_role("button", name="布置任务").click()
    expect(page.get_by_text("已保存")).to_be_visible()
    return CollectionRound.objects.get()


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "plain"])
def test_what_is_asked_is_reported_with_its_paper_and_goes_from_the_list(
    open_page: OpenPage, served: Site, tmp_path: Path, script: bool
):
    clerk = make_user("录入员", department=make_department(OFFICE))
    head = make_user("科室负责人", department=make_department("知识产权科"))
    options = {"viewport": WIDE, "java_script_enabled": script}
    made = set_a_round(log_in(open_page(**options), head, "/admin/"))
    (assignment,) = made.assignments.all()
    assert (assignment.office, assignment.region.code) == (OFFICE, "330282")

    desk = log_in(open_page(**options), clerk, "/admin/")
    task = desk.get_by_role("listitem").filter(has_text="2023年度数据报送")
    expect(task).to_contain_text("今天到期")
    task.get_by_role("link", name="去办理").click()
    desk.get_by_role("link", name="录入", exact=True).click()
    expect(desk).to_have_url(f"{served.url}/admin/stats/entry/grid/?{place_of(made)}")

    scan = tmp_path / "2023年通报.PDF"
    scan.write_bytes(PDF)
    desk.goto("/admin/stats/source/add/")
    desk.get_by_role("textbox", name="标题").fill("2023年通报（编造，供测试）")
    desk.get_by_role("combobox", name="种类").select_option("公报")
    desk.get_by_label("上传原件").set_input_files(scan)
    desk.get_by_role("button", name="保存", exact=True).click()
    expect(desk.get_by_text("原件已存为“2023年通报.pdf”")).to_be_visible()

    source = Paper.objects.get().source
    batch = actions.open_submission(by=clerk, title="2023年度商标数据（编造）", source=source)
    for indicator in assignment.indicators.all():
        make_entry(
            9000, by=clerk, submission=batch, code=indicator.code, region="330282", year=2023,
            printed_scope="全市", explanation="供测试",
        )  # fmt: skip
    desk.goto(f"/admin/stats/submission/{batch.pk}/change/")
    expect(desk.get_by_role("link", name="2023年通报.pdf").first).to_be_visible()
    desk.get_by_role("button", name="提交审核").click()
    expect(desk.get_by_text("已提交审核").first).to_be_visible()
    desk.goto("/admin/")
    expect(desk.get_by_text("没有待办的事项")).to_be_visible()
    desk.goto(f"/admin/stats/collectionround/{made.pk}/change/")
    expect(desk.get_by_text("已报齐")).to_be_visible()


def place_of(made: CollectionRound) -> str:
    place = {"year": made.year, "month": 12, "region": "330282", "office": OFFICE}
    return urlencode(place)


def test_paper_and_screen_agree_until_something_changes(open_page: OpenPage, served: Site):
    clerk = make_user("录入员")
    entry = make_entry(12690, by=clerk, year=2023, printed_scope="市本级")
    page = log_in(open_page(viewport=WIDE), clerk, "/admin/")
    batch = f"/admin/stats/submission/{entry.submission_id}"
    page.goto(f"{batch}/change/")
    code = page.locator(".version strong").first.inner_text()
    page.get_by_role("link", name="打印填报表").click()
    with printed(page) as paper:
        (sheet,) = paper.pages
        assert (round(sheet.width), round(sheet.height)) == A4_LYING
        text = sheet.extract_text().replace(" ", "")
        for words in (
            "2023年慈溪市（市本级）知识产权数据填报表", "专利授权量", "12,688", "12,690",
            f"版本码{code}", "填表人：", "审核人：", "负责人：", "第1页/共1页",
        ):  # fmt: skip
            assert words in text, words
        for word in ("录入后台", "首页›", "打印用A4"):
            assert word not in text, word
    entry.value = 12691
    actions.enter(by=clerk, entry=entry)
    page.goto(f"{batch}/change/")
    expect(page.locator(".version strong").first).not_to_have_text(code)


def test_a_long_sheet_repeats_head_and_foot_and_numbers_its_pages(
    open_page: OpenPage, served: Site
):
    page = log_in(open_page(viewport=WIDE), make_user("录入员"), "/admin/")
    page.goto("/admin/stats/submission/sheet/?year=2023&region=330282-BJ&office=知识产权科")
    with printed(page) as paper:
        count = len(paper.pages)
        assert count > 1
        for number, sheet in enumerate(paper.pages, 1):
            text = sheet.extract_text().replace(" ", "")
            assert "上年数" in text
            assert "空白填报表" in text
            assert f"第{number}页/共{count}页" in text
            assert (round(sheet.width), round(sheet.height)) == A4_LYING
        assert "负责人：" in text


def test_a_scan_opens_in_the_browser_and_a_workbook_is_saved(open_page: OpenPage, served: Site):
    source = make_source("测试通报（编造）")
    scan = make_paper("扫描件", source=source)
    table = make_paper("附件", source=source, content=workbook())
    page = log_in(open_page(viewport=WIDE), make_user("录入员"), "/admin/")
    answer = page.goto(f"/papers/{scan.pk}/")
    assert answer.headers["content-type"] == "application/pdf"
    page.wait_for_timeout(500)
    assert page.screenshot()
    page.goto(f"/admin/stats/source/{source.pk}/change/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="附件.xlsx", exact=True).click()
    assert waiting.value.suggested_filename == "附件.xlsx"
    assert Path(waiting.value.path()).read_bytes() == bytes(Paper.objects.get(pk=table.pk).content)


PAGES = {
    "录入员": [
        "/admin/",
        "/admin/stats/collectionround/",
        "/admin/stats/collectionround/{round}/change/",
        "/admin/stats/source/{source}/change/",
        "/admin/stats/source/papers/{paper}/remove/",
        "/admin/stats/submission/{batch}/change/",
        "/admin/stats/submission/{batch}/sheet/",
        "/admin/stats/submission/sheet/?year=2023&region=330282&office=办公室",
        "/admin/stats/target/",
        "/admin/stats/target/{target}/change/",
    ],
    "科室负责人": [
        "/admin/",
        "/admin/stats/collectionround/add/?year=2023&month=12",
        "/admin/stats/collectionround/add/?year=abc",
        "/admin/stats/collectionround/{round}/edit/",
        "/admin/stats/collectionround/{round}/close/",
        "/admin/stats/source/{source}/change/",
        "/admin/stats/submission/{batch}/sheet/",
    ],
}


def test_every_page_is_accessible_and_fits(open_page: OpenPage, served: Site):
    people = {role: make_user(role) for role in PAGES}
    clerk, head = people["录入员"], people["科室负责人"]
    part = make_part("patent.granted", "patent.pct", reporter=clerk)
    made = make_round(part, make_part(region="330282"), by=head, due_in=-2, year=2023)
    paper = make_paper("一份名字很长的来源原件" * 6, source=make_source("测试通报（编造）"))
    entry = make_entry(12690, by=clerk, year=2023, source=paper.source)
    TargetEntry.objects.create(
        submission=entry.submission, title="目标", indicator=make_indicator(), value=24,
        region=make_region(), stated_year=2023, typed_by=clerk,
    )  # fmt: skip
    known = {
        "round": made.pk, "source": paper.source_id, "paper": paper.pk,
        "batch": entry.submission_id, "target": Target.objects.first().pk,
    }  # fmt: skip
    for role, paths in PAGES.items():
        page = open_page()
        log_in(page, people[role], "/admin/")
        for path in paths:
            page.goto(path.format(**known))
            assert page.locator("h1").count() == 1, path
            assert_fits(page)


def test_a_form_refused_keeps_what_was_ticked_and_is_accessible(open_page: OpenPage, served: Site):
    page = log_in(open_page(viewport=NARROW), make_user("科室负责人"), "/admin/")
    page.goto("/admin/stats/collectionround/add/?year=2023&month=12")
    page.get_by_label("任务名称").fill("我的任务")
    page.get_by_label("截止日期").fill((localdate() - timedelta(days=1)).isoformat())
    page.get_by_role("button", name="布置任务").click()
    expect(page.get_by_role("alert")).to_contain_text("已经过去")
    expect(page.get_by_label("任务名称")).to_have_value("我的任务")
    assert_accessible(page)
    assert not CollectionRound.objects.exists()
