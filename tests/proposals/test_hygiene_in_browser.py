"""文字建议 in a real browser: taken, put aside and brought back, with and without script."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from proposals.models import Handling, Letter
from tests.browser import assert_accessible, assert_fits
from tests.makers import make_user
from tests.proposals.test_desk_in_browser import log_in

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
SLIPS = "第一段。\n建立队伍,提供保护,支持创新。\n关键技术-产品-企业。"


@pytest.fixture
def case(served: object) -> str:
    call_command("load_proposals", verbosity=0)
    return f"/proposals/{Handling.objects.get().proposal_id}/"


def open_desk(open_page: OpenPage, case: str, **options: object) -> Page:
    """The desk with SLIPS typed and not saved."""
    page = log_in(open_page(**options), make_user("经办人"), case)
    page.get_by_role("button", name="承办").click()
    page.get_by_label("正文").fill(SLIPS)
    page.get_by_role("button", name="预览").click()
    expect(page.locator("#hygiene .advice")).to_have_count(4)
    return page


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_suggestions_are_taken_put_aside_and_brought_back(
    case: str, open_page: OpenPage, has_script: bool
):
    page = open_desk(open_page, case, java_script_enabled=has_script)
    body, hygiene = page.get_by_label("正文"), page.locator("#hygiene")
    hygiene.locator(".advice").nth(0).get_by_role("button", name="采纳").click()
    expect(body).to_have_value(SLIPS.replace("伍,", "伍，"))
    expect(page.get_by_text("已采纳 1 处文字建议，还没有保存。").first).to_be_visible()
    if has_script:
        assert_accessible(page)
    hygiene.get_by_role("button", name="全部采纳").click()
    expect(body).to_have_value(SLIPS.replace(",", "，"))
    hygiene.locator(".advice").nth(0).get_by_role("button", name="忽略").click()
    expect(hygiene.get_by_text("已忽略 1 处")).to_be_visible()
    assert "提供保护，支持" not in Letter.objects.get().body

    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    letter = Letter.objects.get()
    assert letter.body == SLIPS.replace(",", "，")
    assert list(letter.explanations.values()) == ["忽略"]
    expect(hygiene.locator(".advice-group .advice")).to_have_count(1)
    hygiene.get_by_text("已忽略 1 处").click()
    hygiene.get_by_role("button", name="恢复").click()
    expect(hygiene.locator(".advice-group .advice")).to_have_count(2)


def test_a_press_on_a_suggestion_selects_its_place_and_shows_it(case: str, open_page: OpenPage):
    page = open_desk(open_page, case)
    body = page.get_by_label("正文")
    page.locator("#hygiene .advice-place").nth(1).click()
    expect(body).to_be_focused()
    assert body.evaluate("b => [b.selectionStart, b.selectionEnd]") == [14, 15]
    body.fill("再写一行。\n" * 80 + SLIPS)
    page.get_by_role("button", name="预览").click()
    page.locator("#hygiene .advice-place").nth(1).click()
    assert body.evaluate("b => b.selectionStart") == 80 * 6 + 14
    assert body.evaluate("b => b.scrollTop") > 500


def test_typing_on_keeps_what_is_typed_and_focus_stays_in_the_list(case: str, open_page: OpenPage):
    page = open_desk(open_page, case)
    body, hygiene = page.get_by_label("正文"), page.locator("#hygiene")
    body.fill("𠮷新的一段。\n" + SLIPS)
    hygiene.locator(".advice").nth(0).get_by_role("button", name="采纳").press("Enter")
    expect(body).to_have_value("𠮷新的一段。\n" + SLIPS.replace("伍,", "伍，"))
    expect(hygiene.locator(".advice").nth(0).get_by_role("button", name="采纳")).to_be_focused()
    hygiene.locator(".advice-place").nth(0).click()
    assert body.evaluate("b => b.value.slice(b.selectionStart, b.selectionEnd)") == ","
    expect(page.locator(".sheet")).not_to_contain_text("新的一段")


def test_the_panel_fits(case: str, open_page: OpenPage):
    page = open_desk(open_page, case)
    assert_fits(page)
