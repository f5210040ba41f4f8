"""The main job: a figure is entered, refused, approved, seen, and cited in a letter."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from proposals.models import Handling
from stats.models import Observation, Source, Submission
from tests.browser import assert_accessible
from tests.journeys.people import log_in
from tests.makers import make_user
from tests.proposals.test_examination import PRINTED

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
PLEDGE = "专利商标质押融资登记金额"


def enter_the_pledges(page: Page, value: str) -> None:
    """Fill in the form of one figure: pledge financing of the whole county in 2022."""
    page.get_by_role("combobox", name="指标").select_option(label=PLEDGE)
    page.get_by_role("combobox", name="地区（口径）", exact=False).first.select_option(
        label="慈溪市（全市）"
    )
    page.get_by_role("spinbutton", name="年份").or_(page.get_by_role("textbox", name="年份")).fill(
        "2022"
    )
    page.get_by_role("textbox", name="数值").fill(value)
    page.get_by_label("原文口径").fill("全市")
    page.get_by_role("combobox", name="来源").select_option(label="测试用来源（非真实）")
    page.get_by_role("button", name="保存", exact=True).click()


def open_batch(page: Page) -> None:
    page.goto("/admin/stats/submission/")
    page.locator("#result_list tbody a").filter(has_text="填报").first.click()


def test_a_figure_reaches_the_leader_only_through_a_second_person(open_page: OpenPage):
    Source.objects.create(title="测试用来源（非真实）", kind="本局台账")
    clerk = make_user("录入员", "复核员")
    reviewer, leader = make_user("复核员"), make_user("局领导")

    desk = log_in(open_page(), clerk, "/admin/")
    assert_accessible(desk)
    desk.goto("/admin/stats/entry/add/")
    assert_accessible(desk)
    enter_the_pledges(desk, "十二亿多")
    expect(desk.get_by_text("不是可用的数字").first).to_be_visible()
    expect(desk.get_by_role("textbox", name="数值")).to_have_value("十二亿多")
    enter_the_pledges(desk, "-3")
    expect(desk.get_by_text("不能为负").first).to_be_visible()
    enter_the_pledges(desk, "12.34")
    expect(desk.get_by_text("成功添加").first).to_be_visible()
    assert_accessible(desk)

    open_batch(desk)
    assert_accessible(desk)
    desk.get_by_role("button", name="提交审核").click()
    batch = Submission.objects.get(created_by=clerk)
    desk.goto(f"/admin/stats/submission/move/approve/?id={batch.pk}")
    desk.get_by_role("button", name="确认审核通过").click()
    expect(desk.get_by_text("不能审核自己的批次").first).to_be_visible()
    assert not Observation.objects.filter(indicator__name=PLEDGE, region__code="330282").exists()

    board = log_in(open_page(), leader)
    expect(board.get_by_text("12.34")).to_have_count(0)

    review = log_in(open_page(), reviewer, "/admin/")
    open_batch(review)
    assert_accessible(review)
    review.get_by_role("link", name="审核通过").click()
    review.get_by_role("button", name="确认审核通过").click()
    expect(review.get_by_text("已通过").first).to_be_visible()
    published = Observation.objects.get(indicator__name=PLEDGE, region__code="330282")
    assert (published.entered_by, published.approved_by) == (clerk, reviewer)

    board.reload()
    expect(board.get_by_text("12.34").first).to_be_visible()
    assert_accessible(board)
    for path in ("/data/", f"/data/{published.pk}/"):
        board.goto(path)
        assert_accessible(board)
    for path in (
        "/admin/stats/observation/",
        f"/admin/stats/observation/{published.pk}/change/",
        "/admin/stats/source/add/",
        "/admin/stats/entry/",
    ):
        desk.goto(path)
        assert_accessible(desk)


def test_the_dashboard_shows_both_scopes_and_the_letter_every_figure(
    open_page: OpenPage, tmp_path: Path
):
    call_command("load_proposals", verbosity=0)
    board = log_in(open_page(), make_user("局领导"))
    card = board.locator("article, .card").filter(has_text="12,688").first
    expect(card).to_contain_text("市本级")
    card = board.locator("article, .card").filter(has_text="42.5").first
    expect(card).to_contain_text("全市")

    proposal = Handling.objects.get().proposal_id
    with board.expect_download() as download:
        # A PDF opened by its address is a download, which the browser reports as an aborted visit.
        board.evaluate(
            "path => { const a = document.createElement('a'); a.href = path; a.download = '';"
            " document.body.append(a); a.click(); }",
            f"/proposals/{proposal}/letter.pdf",
        )
    path = tmp_path / "letter.pdf"
    download.value.save_as(path)
    text = letter_text(path.read_bytes())
    assert [printed for printed in PRINTED if printed not in text] == []


def letter_text(pdf: bytes) -> str:
    """All upright characters of a PDF; the draft mark lies across the page and is not text."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        pages = [page.filter(lambda thing: thing.get("upright", True)) for page in document.pages]
        return "".join(char["text"] for page in pages for char in page.chars)


@pytest.mark.parametrize(
    ("role", "paths"),
    [
        ("系统管理员", ["/admin/cixi_ip/user/", "/admin/cixi_ip/user/add/"]),
        ("审计员", ["/admin/cixi_ip/event/"]),
        ("读者", ["/", "/data/", "/proposals/", "/password/"]),
        ("经办人", ["/proposals/", "/proposals/register/"]),
    ],
)
def test_the_pages_of_each_role_are_accessible(open_page: OpenPage, role: str, paths: list[str]):
    page = log_in(open_page(), make_user(role), paths[0])
    for path in paths:
        page.goto(path)
        assert_accessible(page)


def test_the_login_page_is_accessible_and_says_what_is_wrong(page: Page):
    page.goto("/login/")
    assert_accessible(page)
    page.get_by_label("用户名").fill("nobody")
    page.get_by_label("密码").fill("wrong-password")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_text("不正确").or_(page.get_by_text("正确的")).first).to_be_visible()
    assert_accessible(page)
