"""A draft out to Word and back in a real browser: downloaded, edited, looked at, taken over."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from proposals import actions
from proposals.models import Letter
from tests.browser import assert_fits
from tests.makers import make_user
from tests.proposals.letters.worddraft import replaced
from tests.proposals.test_desk_in_browser import log_in

pytestmark = pytest.mark.browser


def test_no_220_goes_to_word_and_comes_back(
    served: object, open_page: Callable[..., Page], tmp_path: Path
):
    call_command("load_proposals", verbosity=0)
    letter, officer = Letter.objects.get(), make_user("经办人")
    actions.take(by=officer, handling=letter.handling)
    desk = f"/proposals/{letter.handling.proposal_id}/letter/"
    page = log_in(open_page(viewport={"width": 360, "height": 900}), officer, desk)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 Word 稿").click()
    data = Path(download.value.path()).read_bytes()
    edited = tmp_path / "改好的.docx"
    edited.write_bytes(replaced(replaced(data, "12688件", "12700件"), "市科技局", "市科学技术局"))
    page.get_by_label("改好的 Word 稿").set_input_files(edited)
    page.get_by_role("button", name="读回改好的 Word 稿").click()
    changes = page.get_by_role("region", name="Word 稿与现存稿的不同之处")
    expect(changes.get_by_text("“12688件”被改成“12700件”")).to_be_visible()
    expect(changes.locator("ins", has_text="学技术")).to_have_count(1)
    assert_fits(page)
    assert "12700件" not in Letter.objects.get().body
    changes.get_by_role("button", name="采用并保存").click()
    expect(page.get_by_text("草稿已保存。")).to_be_visible()
    saved = Letter.objects.get()
    assert "12700件" in saved.body
    assert saved.addressee == "市科学技术局"
    assert saved.body.count("{{") == letter.body.count("{{") - 1
