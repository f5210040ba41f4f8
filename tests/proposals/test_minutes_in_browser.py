"""会议纪要 in a real browser: written by one, issued by another; and signers on the desk."""

import hashlib
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from proposals.models import Letter, Minutes
from tests.browser import assert_accessible
from tests.makers import make_user
from tests.proposals.makers import make_draft
from tests.proposals.test_desk_in_browser import log_in

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
TYPED = {
    "标题": "2026年建议提案办理工作会议纪要",
    "编号": "〔2026〕3号",
    "开会日期": "2026-03-05",
    "地点": "局三楼会议室",
    "主持人": "张某副局长",
    "正文": "一、关于任务分工\n各承办科室按交办单领办。",
    "出席": "知识产权科：甲某、乙某\n办公室：丙某",
    "列席": "市科技局：丁某",
}


def test_minutes_from_the_first_word_to_the_frozen_pdf(
    served: object, open_page: OpenPage, tmp_path
):
    page = log_in(open_page(), make_user("经办人"), "/proposals/")
    page.get_by_role("link", name="会议纪要", exact=True).click()
    expect(page.get_by_text("还没有会议纪要")).to_be_visible()
    page.get_by_role("link", name="起草会议纪要").click()
    for label, words in TYPED.items():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_role("button", name="预览").click()
    expect(page.get_by_text("张某副局长在局三楼会议室主持召开")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("会议纪要已保存")).to_be_visible()

    boss = log_in(open_page(), make_user("局领导"), "/proposals/minutes/")
    assert_accessible(boss)
    boss.get_by_role("link", name="〔2026〕3号").click()
    assert_accessible(boss)
    boss.get_by_label("已看过全文").check()
    boss.get_by_role("button", name="定稿").click()
    expect(boss.get_by_text("逐字节相同")).to_be_visible()
    with boss.expect_download() as download:
        boss.get_by_role("link", name="下载纪要 PDF").click()
    download.value.save_as(tmp_path / "minutes.pdf")
    frozen = (tmp_path / "minutes.pdf").read_bytes()
    assert hashlib.sha256(frozen).hexdigest() == Minutes.objects.get().sha256
    boss.get_by_role("link", name="版面检查").click()
    expect(boss.get_by_role("heading", name="版面检查")).to_be_visible()
    assert_accessible(boss)


def test_signers_of_an_upward_letter_are_filled_in_at_the_desk(served: object, open_page: OpenPage):
    letter = make_draft()
    desk = f"/proposals/{letter.handling.proposal_id}/letter/"
    page = log_in(open_page(), letter.handling.officer, desk)
    page.get_by_text("紧急程度、用印、联合发文、上行文").click()
    page.get_by_label("联合发文机关", exact=True).fill("慈溪市财政局")
    page.get_by_label("上行文", exact=True).check()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("联合发文机关有 1 个，签发人填了 0 个")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("联合发文机关签发人").fill("李某")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    assert Letter.objects.get().upward
