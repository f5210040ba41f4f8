"""The layout check in a real browser: from the desk, and with a PDF whose margin is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_accessible
from tests.journeys.people import log_in
from tests.makers import make_user
from tests.proposals.makers import make_draft
from tests.proposals.test_checking import edited, moved_right

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


def test_a_draft_is_checked_from_the_desk(open_page: OpenPage):
    letter = make_draft("一段正文。\n" * 30)
    officer = letter.handling.officer
    page = log_in(open_page(), officer, f"/proposals/{letter.handling.proposal_id}/letter/")
    page.get_by_role("link", name="版面检查").click()
    expect(page.get_by_role("heading", name="项检查，全部合格。")).to_be_visible()
    page.get_by_text("合格").last.click()
    expect(page.get_by_role("rowheader", name="行距", exact=True)).to_be_visible()
    for picture in page.locator(".check-sheet img").all():
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("picture => picture.naturalWidth") > 800
    assert_accessible(page)


@pytest.mark.parametrize(
    ("width", "has_script"), [(1366, True), (360, False)], ids=["wide", "narrow, no script"]
)
def test_the_marks_of_a_bad_pdf_and_the_way_there_and_back(
    open_page: OpenPage, tmp_path: Path, width: int, has_script: bool
):
    bad = tmp_path / "页边不对.pdf"
    bad.write_bytes(edited(moved_right))
    size = {"width": width, "height": 768}
    page = open_page(viewport=size, java_script_enabled=has_script, reduced_motion="reduce")
    log_in(page, make_user("经办人"), "/proposals/")
    page.get_by_role("link", name="检查一份 PDF 的版面").click()
    if has_script:
        assert_accessible(page)
    page.get_by_label("PDF 文件").set_input_files(bad)
    page.get_by_role("button", name="检查", exact=True).click()
    expect(page.get_by_role("heading", name="项不合规定")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    finding = page.locator(".check-finding", has_text="标题居中")
    finding.get_by_role("link", name="第 1 页").click()
    mark = page.locator(".check-mark:target")
    expect(mark.locator("rect")).to_be_in_viewport()
    number = mark.locator("text").text_content()
    assert finding.locator(".check-disc").text_content() == number
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#finding-{number}:target")).to_be_in_viewport()
    if has_script:
        assert_accessible(page)
