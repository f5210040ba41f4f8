"""The letter desk in a real browser: the whole way of No. 220, and nothing lost on it."""

import hashlib
from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from proposals.models import Handling, IssuedLetter, Letter
from tests.browser import assert_accessible, assert_fits
from tests.makers import PASSWORD, make_user
from tests.proposals.makers import make_draft
from tests.proposals.test_examination import PRINTED
from tests.stats.register_rows import saved
from tests.stats.service_rows import new_measure, new_problem

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


@pytest.fixture
def case(served: object) -> str:
    """Address of No. 220, loaded into the served database."""
    call_command("load_proposals", verbosity=0)
    return f"/proposals/{Handling.objects.get().proposal_id}/"


def log_in(page: Page, user: object, path: str) -> Page:
    page.goto(f"/login/?next={path}")
    page.locator("input[name=username]").fill(user.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"**{path}")
    return page


def test_no_220_from_taking_to_the_signed_pdf(case: str, open_page: OpenPage, tmp_path):
    page = log_in(open_page(), make_user("经办人"), case)
    page.get_by_role("button", name="承办").click()
    expect(page.get_by_role("heading", name="拟稿")).to_be_visible()
    for printed in PRINTED:
        assert page.locator(".cited", has_text=printed).first.is_visible()
    assert_accessible(page)
    page.get_by_role("button", name="保存并送审").click()
    expect(page.get_by_text("尚缺说明").first).to_be_visible()
    for field in page.get_by_label("您的说明").all():
        field.fill("两数口径、时段不同，已向业务科室核实。")
    page.get_by_role("button", name="保存并送审").click()
    expect(page.get_by_text("已保存并送科室核稿")).to_be_visible()
    assert_accessible(page)

    for reviewer, label, following in (
        (make_user("科室负责人"), "科室核稿", "办公室审核"),
        (make_user("办公室"), "办公室审核", "分管领导审核"),
        (make_user("局领导"), "分管领导审核", "待签发"),
    ):
        assert not IssuedLetter.objects.exists()
        review(log_in(open_page(), reviewer, case), label, following)

    boss = log_in(open_page(), make_user("局领导"), case)
    boss.get_by_role("link", name="看稿签发").click()
    assert_accessible(boss)
    boss.get_by_role("button", name="签发", exact=True).click()
    expect(boss.get_by_text("已签发，文号")).to_be_visible()
    assert_accessible(boss)
    with boss.expect_download() as download:
        boss.get_by_role("link", name="下载公文 PDF").click()
    path = tmp_path / "letter.pdf"
    download.value.save_as(path)
    issued = IssuedLetter.objects.get()
    assert hashlib.sha256(path.read_bytes()).hexdigest() == issued.sha256
    assert download.value.suggested_filename.endswith("协办意见.pdf")
    assert "〔" in download.value.suggested_filename


def review(page: Page, label: str, following: str) -> None:
    """Read the letter and pass it on, as the one whose turn it is."""
    page.get_by_role("link", name="看稿审核").click()
    expect(page.get_by_role("heading", name=label, level=1)).to_be_visible()
    for printed in PRINTED:
        assert page.locator(".cited", has_text=printed).first.is_visible()
    assert_accessible(page)
    page.locator("[name='comment']").fill("同意。")
    page.get_by_role("button", name="通过", exact=True).click()
    expect(page.get_by_text(f"已通过，现为“{following}”")).to_be_visible()


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_a_figure_is_found_and_inserted(case: str, open_page: OpenPage, has_script: bool):
    page = log_in(open_page(java_script_enabled=has_script), make_user("经办人"), case)
    page.get_by_role("button", name="承办").click()
    page.get_by_label("正文").fill("全年授权。")
    page.get_by_label("指标、口径或年份").fill("市本级 专利授权量 2022")
    token = "{{patent.granted@330282-BJ/2022|value}}"
    search = page.locator(".figure-search").get_by_role("button", name="查找")
    if has_script:
        search.click()
        page.get_by_label("正文").evaluate("body => body.setSelectionRange(4, 4)")
        page.get_by_role("button", name="插入 12688件").click()
    else:
        with page.expect_popup() as popup:
            search.click()
        assert token in popup.value.locator("code").all_inner_texts()
        page.get_by_label("正文").fill(f"全年授权{token}。")
    page.get_by_role("button", name="预览").click()
    expect(page.locator(".sheet .cited")).to_have_text("12688件")
    assert "cultivation" in Letter.objects.get().body
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    assert Letter.objects.get().body == f"全年授权{token}。"


def test_a_stale_page_loses_nothing(case: str, open_page: OpenPage):
    officer = make_user("经办人")
    first = log_in(open_page(), officer, case)
    first.get_by_role("button", name="承办").click()
    second = log_in(open_page(), officer, f"{case}letter/")
    first.get_by_label("正文").fill("第一个页面的稿。")
    first.get_by_role("button", name="保存", exact=True).click()
    expect(first.get_by_text("草稿已保存")).to_be_visible()
    second.get_by_label("正文").fill("第二个页面的稿。")
    second.get_by_role("button", name="保存", exact=True).click()
    expect(second.get_by_role("heading", name="两份稿件的不同之处")).to_be_visible()
    assert_accessible(second)
    expect(second.get_by_label("只在现存稿中")).to_have_text("第一个页面的稿。")
    assert second.get_by_label("正文").input_value() == "第二个页面的稿。"
    second.get_by_role("button", name="保存", exact=True).click()
    expect(second.get_by_text("草稿已保存")).to_be_visible()
    assert Letter.objects.get().body == "第二个页面的稿。"


def test_the_pages_fit(case: str, page: Page):
    log_in(page, make_user("经办人", "办公室"), case)
    page.get_by_role("button", name="承办").click()
    for path in ("/proposals/", "/proposals/register/", case, f"{case}letter/",
                 "/proposals/figures/?q=商标"):  # fmt: skip
        page.goto(path)
        assert_fits(page)


def test_what_is_wanting_and_done_goes_into_the_text(served: object, open_page: OpenPage):
    problem = saved(new_problem(name="专利意识不强"))
    saved(new_measure(problem=problem, what="开展生成培训"))
    handling = make_draft("存在不足：").handling
    page = log_in(open_page(), handling.officer, f"/proposals/{handling.proposal_id}/letter/")
    body = page.locator("#id_body")
    body.press("Control+End")
    page.get_by_role("button", name="插入：专利意识不强").click()
    page.get_by_role("button", name="插入：开展生成培训").click()
    expect(body).to_have_value("存在不足：专利意识不强开展生成培训")
    assert_accessible(page)
    assert_fits(page)
