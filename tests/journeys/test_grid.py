"""The entry grid in a browser: the seed letter's 23 figures, pasting, keys, two people at once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from stats import figures, rules
from stats.models import Entry, Indicator, Observation, Target
from tests.browser import assert_accessible, assert_fits
from tests.journeys.people import log_in
from tests.makers import make_user
from tests.site import Site

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
SEED = "市十八届人大二次会议第220号建议协办意见"
GRID = "/admin/stats/entry/grid/"
CORE, WHOLE = "330282-BJ", "330282"
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 360, "height": 640}
SINCE = {"status": "D", "printed_period": "去年以来"}
REASON = "与另一口径的数对不上，已请报送科室核实，暂按原文"

# The 19 rows on two scopes, with two reported growths and one rank; the target comes apart.
CORE_ROWS: dict[str, dict[str, str]] = {
    "patent.granted": {
        "value": "12688", "growth": "5.8", "growth_base": "同比", "rank": "1",
        "printed_scope": "市本级",
    },
    "patent.granted.invention": {"value": "596", "printed_scope": "市本级"},
    "patent.granted.utility": {"value": "5,902", "printed_scope": "市本级"},
    "patent.granted.design": {"value": "６１９０", "printed_scope": "市本级"},
    "patent.pct": {"value": "76件"},
    "patent.valid.invention": {"value": "3483", "growth": "19.3%", "growth_base": "同比"},
}  # fmt: skip
PASTED = "10412\n9542\n75685\n1857\n\n\n17"
WHOLE_ROWS: dict[str, dict[str, str]] = {
    "patent.valid.invention.net_added": {
        "value": "559", "printed_scope": "全市", "explanation": REASON, **SINCE,
    },
    "patent.valid.invention.per_10k": {
        "value": "42.5", "printed_scope": "全市", "explanation": REASON, **SINCE,
    },
    "cultivation.champion.municipal": {"value": "90", **SINCE},
    "cultivation.srdi": {"value": "110", **SINCE},
    "cultivation.new_product": {"value": "263", **SINCE},
    "cultivation.chain": {"value": "6", **SINCE},
    "protection.blockchain": {"value": "94", **SINCE},
    "protection.print_inspection": {"value": "52", **SINCE},
}  # fmt: skip


def open_grid(page: Page, region: str, year: int = 2022) -> None:
    page.goto(f"{GRID}?year={year}&month=12&region={region}&office=")


def cell(page: Page, code: str, name: str) -> Locator:
    return page.locator(f'[name="i{Indicator.objects.get(code=code).pk}-{name}"]')


def row(page: Page, code: str) -> Locator:
    return page.locator(f"#row-{Indicator.objects.get(code=code).pk}")


def type_row(page: Page, code: str, typed: dict[str, str]) -> None:
    for name, text in typed.items():
        place = cell(page, code, name)
        if name.startswith("printed_"):
            details = row(page, code).locator("details")
            if not details.evaluate("found => found.open"):
                details.locator("summary").click()
        if name in ("status", "growth_base"):
            place.select_option(text)
        else:
            place.fill(text)


def paste(page: Page, code: str, name: str, block: str) -> None:
    cell(page, code, name).focus()
    page.evaluate(
        "text => { const data = new DataTransfer(); data.setData('text/plain', text);"
        " document.activeElement.dispatchEvent(new ClipboardEvent('paste',"
        " { clipboardData: data, bubbles: true, cancelable: true })); }",
        block,
    )


def saved(page: Page) -> None:
    expect(page.locator("#grid-state")).to_contain_text("已自动保存")


def submit(page: Page) -> None:
    page.get_by_role("button", name="保存并提交审核").click()
    expect(page.get_by_text("已提交审核").first).to_be_visible()


def findings_on(page: Page) -> dict[str, int]:
    """Each different sentence of the 核对 column by its verdict, counted."""
    said = {found.strip() for found in page.locator("table.review td p").all_inner_texts()}
    words = [re.match("矛盾|存疑|无法核对|提示", sentence) for sentence in said]
    verdicts = [word.group() for word in words if word]
    return {verdict: verdicts.count(verdict) for verdict in set(verdicts)}


def approve(page: Page, address: str) -> dict[str, int]:
    page.goto(address)
    found = findings_on(page)
    page.get_by_role("link", name="审核通过").click()
    page.get_by_role("button", name="确认审核通过").click()
    expect(page.get_by_text("已通过并发布").first).to_be_visible()
    return found


def without_the_seed() -> None:
    """The system before the letter came to it; its source stays in the list."""
    Observation.objects.filter(source__title=SEED).delete()
    Target.objects.filter(source__title=SEED).delete()


def test_the_seed_letter_is_entered_by_one_and_approved_by_another(
    open_page: OpenPage, served: Site
) -> None:
    without_the_seed()
    clerk, reviewer = make_user("录入员", full_name="甲"), make_user("复核员", full_name="乙")
    desk = log_in(open_page(viewport=WIDE), clerk, "/admin/")
    review = log_in(open_page(viewport=WIDE), reviewer, "/admin/")
    desk.get_by_role("link", name="年度录入表").click()
    expect(desk.get_by_role("heading", name="年度录入表")).to_be_visible()

    open_grid(desk, CORE)
    for code, typed in CORE_ROWS.items():
        type_row(desk, code, typed)
    desk.get_by_label("本批来源").fill(SEED)
    assert_accessible(desk)
    submit(desk)
    assert approve(review, desk.url) == {"提示": 3}  # a rank without its field, two scopes

    open_grid(desk, WHOLE)
    paste(desk, "trademark.applied", "value", PASTED)
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("新增 5 变更 0 不变 0 拒绝 0")
    assert_accessible(desk)
    dialog.get_by_role("button", name="写入这些格").click()
    saved(desk)
    for code, typed in WHOLE_ROWS.items():
        type_row(desk, code, typed)
    type_target(desk)
    desk.get_by_label("本批来源").fill(SEED)
    submit(desk)
    assert approve(review, desk.url) == {"存疑": 1, "无法核对": 1, "提示": 19}

    assert as_published(clerk, reviewer) == EXPECTED
    target = Target.objects.get(source__title=SEED)
    assert (target.value, target.indicator.code) == (24, "cultivation.little_giant.ip_standard")
    assert target.due_year is None
    assert rules_broken() == {
        "net_change": 1, "ratio": 1, "rank": 1, "period": 8, "scope": 13,
    }  # fmt: skip


def type_target(page: Page) -> None:
    page.get_by_label("目标：目标名称").fill("“专精特新”小巨人企业知识产权贯标")
    page.get_by_label("目标：指标").select_option(
        label=Indicator.objects.get(code="cultivation.little_giant.ip_standard").name
    )
    page.get_by_label("目标：目标值").fill("24家")


EXPECTED = {
    (CORE, "patent.granted", 12688, "A", "5.8同比", 1),
    (CORE, "patent.granted.invention", 596, "A", "", None),
    (CORE, "patent.granted.utility", 5902, "A", "", None),
    (CORE, "patent.granted.design", 6190, "A", "", None),
    (CORE, "patent.pct", 76, "A", "", None),
    (CORE, "patent.valid.invention", 3483, "A", "19.3同比", None),
    (WHOLE, "trademark.applied", 10412, "A", "", None),
    (WHOLE, "trademark.registered", 9542, "A", "", None),
    (WHOLE, "trademark.valid", 75685, "A", "", None),
    (WHOLE, "trademark.international", 1857, "A", "", None),
    (WHOLE, "trademark.well_known", 17, "A", "", None),
    (WHOLE, "patent.valid.invention.net_added", 559, "D", "", None),
    (WHOLE, "patent.valid.invention.per_10k", 42.5, "D", "", None),
    (WHOLE, "cultivation.champion.municipal", 90, "D", "", None),
    (WHOLE, "cultivation.srdi", 110, "D", "", None),
    (WHOLE, "cultivation.new_product", 263, "D", "", None),
    (WHOLE, "cultivation.chain", 6, "D", "", None),
    (WHOLE, "protection.blockchain", 94, "D", "", None),
    (WHOLE, "protection.print_inspection", 52, "D", "", None),
}


def as_published(clerk: object, reviewer: object) -> set[tuple[object, ...]]:
    found = Observation.objects.filter(source__title=SEED)
    assert {(each.entered_by, each.approved_by) for each in found} == {(clerk, reviewer)}
    assert {each.rank_region and each.rank_region.code for each in found} == {None, "330200"}
    return {
        (
            each.region.code,
            each.indicator.code,
            float(each.value),
            each.status,
            "" if each.reported_growth is None else f"{each.reported_growth:.1f}{each.growth_base}",
            each.rank,
        )
        for each in found
    }


def rules_broken() -> dict[str, int]:
    """What the rules say of the county's 2022, the seed's year, and the year before."""
    county = figures.published(regions=[CORE, WHOLE], years=(2021, 2022))
    own = [
        finding.rule
        for finding in rules.check(county)
        if any(figure.source == SEED for figure in finding.figures)
    ]
    return {rule: own.count(rule) for rule in set(own)}


def test_the_second_of_two_people_sees_both_values(open_page: OpenPage, served: Site) -> None:
    first, second = make_user("录入员", full_name="甲"), make_user("录入员", full_name="乙")
    left = log_in(open_page(viewport=WIDE), first, "/admin/")
    right = log_in(open_page(viewport=WIDE), second, "/admin/")
    for page in (left, right):
        open_grid(page, CORE, 2023)
    cell(left, "patent.granted", "value").fill("13000")
    saved(left)
    cell(right, "patent.granted", "value").fill("13001")
    cell(right, "patent.granted", "explanation").fill("另一份台账")
    clash = row(right, "patent.granted").get_by_role("table")
    expect(clash.get_by_role("row", name="您（未保存） 13001 另一份台账")).to_be_visible()
    expect(clash).to_contain_text("甲（草稿")
    expect(clash).to_contain_text("13,000")
    expect(clash.get_by_role("columnheader")).to_have_text(["谁", "本年数", "说明"])
    assert_accessible(right)
    expect(cell(right, "patent.granted", "value")).to_have_value("13001")
    assert not Entry.objects.filter(submission__created_by=second).exists()

    right.get_by_role("button", name="保存", exact=True).click()
    expect(right.get_by_text("已保存 1 行")).to_be_visible()
    expect(row(right, "patent.granted")).to_contain_text("甲草稿：13,000")
    assert {entry.value for entry in Entry.objects.filter(indicator__code="patent.granted")} == {
        13000, 13001,
    }  # fmt: skip


def test_a_click_on_submit_does_not_pass_over_a_clash(open_page: OpenPage, served: Site) -> None:
    first, second = make_user("录入员", full_name="甲"), make_user("录入员", full_name="乙")
    left = log_in(open_page(viewport=WIDE), first, "/admin/")
    right = log_in(open_page(viewport=WIDE), second, "/admin/")
    for page in (left, right):
        open_grid(page, CORE, 2023)
    right.get_by_label("本批来源").fill(SEED)
    cell(left, "patent.granted", "value").fill("13000")
    saved(left)
    cell(right, "patent.granted", "value").fill("13001")
    right.get_by_role("button", name="保存并提交审核").click()
    expect(row(right, "patent.granted").get_by_role("table")).to_contain_text("13,000")
    assert not Entry.objects.filter(submission__state="submitted").exists()


def test_what_one_left_unsaved_is_not_saved_by_the_next(open_page: OpenPage, served: Site) -> None:
    first, second = make_user("录入员", full_name="甲"), make_user("录入员", full_name="乙")
    page = log_in(open_page(viewport=WIDE), first, "/admin/")
    open_grid(page, CORE, 2023)
    page.context.clear_cookies(name="sessionid")
    cell(page, "patent.granted", "value").fill("13000")
    expect(page.locator("#grid-state")).to_contain_text("没有保存：登录已过期")
    page.on("dialog", lambda dialog: dialog.accept())
    log_in(page, second, "/admin/")
    open_grid(page, CORE, 2023)
    expect(page.locator("#grid-state")).to_have_text("填写后自动保存")
    assert not Entry.objects.exists()


def test_keys_move_between_cells_and_growth_follows_the_typing(
    open_page: OpenPage, served: Site
) -> None:
    page = log_in(open_page(viewport=WIDE), make_user("录入员"), "/admin/")
    open_grid(page, CORE, 2023)
    cell(page, "patent.granted", "value").focus()
    page.keyboard.type("13957")
    expect(row(page, "patent.granted")).to_contain_text("▲ 比上年增长10.0%（+1,269件）")
    page.keyboard.press("Enter")
    expect(cell(page, "patent.granted.invention", "value")).to_be_focused()
    page.keyboard.press("Tab")
    expect(cell(page, "patent.granted.invention", "growth")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(cell(page, "patent.granted.invention", "value")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cell(page, "patent.granted", "value")).to_be_focused()
    saved(page)
    assert Entry.objects.get().value == 13957


def test_a_pasted_block_is_shown_first_and_can_be_undone(open_page: OpenPage, served: Site) -> None:
    page = log_in(open_page(viewport=WIDE), make_user("录入员"), "/admin/")
    open_grid(page, CORE, 2023)
    cell(page, "patent.granted.invention", "value").fill("600")
    saved(page)
    paste(page, "patent.granted", "value", "１.３万\t5.9\t同比\n\t\t\n很多\n6,500")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("新增 4 变更 0 不变 0 拒绝 1")
    expect(dialog).to_contain_text("“很多”不是可用的数字")
    assert not Entry.objects.filter(indicator__code="patent.granted").exists()
    dialog.get_by_role("button", name="写入这些格").click()
    saved(page)
    entered = Entry.objects.get(indicator__code="patent.granted")
    assert (entered.value, entered.half_width, entered.growth_base) == (13000, 500, "同比")
    assert Entry.objects.get(indicator__code="patent.granted.invention").value == 600
    page.get_by_role("button", name="撤销粘贴").click()
    expect(cell(page, "patent.granted", "value")).to_have_value("")
    saved(page)
    assert set(Entry.objects.values_list("indicator__code", flat=True)) == {
        "patent.granted.invention"
    }


def test_plain_typing_and_saving_need_no_script(open_page: OpenPage, served: Site) -> None:
    clerk = make_user("录入员")
    page = open_page(viewport=NARROW, java_script_enabled=False)
    log_in(page, clerk, "/admin/")
    open_grid(page, CORE, 2023)
    cell(page, "patent.granted", "value").fill("13000")
    cell(page, "patent.pct", "value").fill("八十")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存 1 行")).to_be_visible()
    expect(page.get_by_text("1 行没有保存")).to_be_visible()
    expect(row(page, "patent.pct")).to_contain_text("“八十”不是可用的数字")
    expect(cell(page, "patent.pct", "value")).to_have_value("八十")
    cell(page, "patent.pct", "value").fill("80")
    page.get_by_role("button", name="保存", exact=True).click()
    assert {entry.value for entry in Entry.objects.all()} == {13000, 80}


def test_what_was_typed_survives_a_lost_session(open_page: OpenPage, served: Site) -> None:
    clerk = make_user("录入员")
    page = log_in(open_page(viewport=WIDE), clerk, "/admin/")
    open_grid(page, CORE, 2023)
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("目标：目标名称").last.fill("24家贯标")
    cell(page, "patent.granted", "value").fill("13000")
    expect(page.locator("#grid-state")).to_contain_text("没有保存：登录已过期")
    page.on("dialog", lambda dialog: dialog.accept())
    log_in(page, clerk, "/admin/")
    open_grid(page, CORE, 2023)
    saved(page)
    assert Entry.objects.get().value == 13000
    expect(page.get_by_label("目标：目标名称").last).to_have_value("24家贯标")


def test_the_grid_fits_a_small_screen_and_a_wall(open_page: OpenPage, served: Site) -> None:
    page = log_in(open_page(viewport=NARROW), make_user("录入员"), "/admin/")
    open_grid(page, CORE)
    assert_fits(page)
