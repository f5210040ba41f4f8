"""Lists of enterprises from sheets to counts, to the leader's board and into a letter."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from stats.models import Count, Enterprise, Entry, Honour, Observation, Submission
from stats.region_codes import COUNTY
from tests.browser import assert_fits
from tests.journeys.bureau import OpenPage, said
from tests.journeys.people import log_in
from tests.makers import make_user
from tests.proposals.makers import make_draft
from tests.stats.register_rows import make_keeper
from tests.stats.register_sheets import honour, rows_of

pytestmark = pytest.mark.browser
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SRDI, CHAMPION = "专精特新中小企业", "宁波市级制造业单项冠军培育企业"
GIANT, CERTIFICATE = "专精特新“小巨人”企业", "知识产权贯标（GB/T 29490）"
COUNTED = {
    "cultivation.srdi": 110,
    "cultivation.champion.municipal": 90,
    "cultivation.little_giant.ip_standard": 24,
}
TOKENS = ["{{" + code + f"@{COUNTY}/2022|value}}}}" for code in COUNTED]
LETTER = f"已培育专精特新企业{TOKENS[0]}、宁波市级单项冠军{TOKENS[1]}，小巨人贯标{TOKENS[2]}。"
ROWS = {"专精特新.xlsx": 110, "单项冠军.xlsx": 90, "小巨人贯标.xlsx": 48}
EXPIRING = 7


def named(numbers: Iterable[int], programme: str, **cells: Any) -> list[Mapping[str, Any]]:
    return [honour(n, 项目=programme, 镇街="周巷镇", **cells) for n in numbers]


def sheets() -> dict[str, bytes]:
    """110 on one list, one of them until the middle of 2023; 90 on another; 24 certified giants."""
    srdi = named(range(110), SRDI, 有效期至=date(2025, 12, 31))
    srdi[EXPIRING] = {**srdi[EXPIRING], "有效期至": date(2023, 6, 30)}
    giants = named(range(300, 324), GIANT) + named(range(300, 324), CERTIFICATE)
    return {
        "专精特新.xlsx": rows_of(srdi),
        "单项冠军.xlsx": rows_of(named(range(200, 290), CHAMPION)),
        "小巨人贯标.xlsx": rows_of(giants),
    }


def bring(page: Page, name: str, content: bytes, *, rows: int) -> None:
    page.goto("/registers/honours/")
    page.get_by_role("link", name="导入", exact=True).click()
    page.locator("main [name='file']").set_input_files(
        {"name": name, "mimeType": XLSX, "buffer": content}
    )
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_label("预览结果").get_by_role("listitem").first).to_contain_text(str(rows))
    said(page, "导入时一并登记")


def take_counts(page: Page, year: int) -> None:
    page.goto(f"/registers/counts/?year={year}&month=12&region={COUNTY}")
    for code in COUNTED:
        form = page.locator(f"form.take:has(input[value='{code}'])")
        if (why := form.get_by_label("为什么不同")).count():
            why.fill("按登记册重新计数")
        form.get_by_role("button").click()
        said(page, "已取数")


def publish(clerk: Page, reviewer: Page, year: int) -> None:
    """Hand the batch of the counts in; somebody else approves it."""
    for entry in Entry.objects.filter(year=year, explanation=""):
        clerk.goto(f"/admin/stats/entry/{entry.pk}/change/")
        clerk.get_by_label("说明", exact=True).fill("登记册名单已逐家核对。")
        clerk.get_by_role("button", name="保存", exact=True).click()
    batch = Submission.objects.get(year=year, state="draft")
    clerk.goto(f"/admin/stats/submission/{batch.pk}/change/")
    clerk.get_by_role("button", name="提交审核").click()
    reviewer.goto(f"/admin/stats/submission/{batch.pk}/change/")
    expect(reviewer.get_by_role("link", name="名单", exact=True)).to_have_count(len(COUNTED))
    reviewer.get_by_role("link", name="审核通过").click()
    reviewer.get_by_role("button", name="确认审核通过").click()
    expect(reviewer.get_by_text("已通过").first).to_be_visible()


def published(year: int) -> dict[str, Observation]:
    rows = Observation.objects.published().filter(year=year, region__code=COUNTY)
    return {row.indicator.code: row for row in rows.filter(count__isnull=False)}


def test_three_sheets_become_counts_that_a_leader_and_a_letter_see(open_page: OpenPage):
    keeper = log_in(open_page(), make_keeper(), "/registers/")
    for name, content in sheets().items():
        bring(keeper, name, content, rows=ROWS[name])
        assert_fits(keeper)
        keeper.get_by_role("button", name="确认导入").click()
        said(keeper, f"已按“{name}”导入")
    keeper.goto("/registers/honours/import/")
    assert_fits(keeper)
    assert (Enterprise.objects.count(), Honour.objects.count()) == (224, 248)

    take_counts(keeper, 2022)
    assert_fits(keeper)
    reviewer = log_in(open_page(), make_user("复核员"), "/")
    publish(keeper, reviewer, 2022)
    shown = published(2022)
    assert {code: int(row.value or 0) for code, row in shown.items()} == COUNTED

    leader = log_in(open_page(), make_user("局领导"), "/")
    for code, number in COUNTED.items():
        leader.goto("/board/cultivation/?year=2022")
        link = leader.locator(f"a[href='/data/{shown[code].pk}/']")
        row = leader.get_by_role("row").filter(has=link).first
        expect(row).to_contain_text(str(number))
        row.get_by_role("rowheader").get_by_role("link").click()
        leader.get_by_role("link", name=f"名单 {number} 家").click()
        expect(leader.locator(".counted li")).to_have_count(number)
    assert_fits(leader)

    letter = make_draft(LETTER)
    desk = log_in(
        open_page(), letter.handling.officer, f"/proposals/{letter.handling.proposal_id}/"
    )
    desk.goto(f"/proposals/{letter.handling.proposal_id}/letter/")
    said(desk, "已培育专精特新企业110家、宁波市级单项冠军90家，小巨人贯标24家。")
    cited = desk.locator(".cited-table").get_by_role("row").filter(has_text="专精特新企业")
    with desk.expect_popup() as opened:
        cited.get_by_role("link", name="名单").click()
    expect(opened.value.locator(".counted li")).to_have_count(COUNTED["cultivation.srdi"])
    assert_fits(opened.value)

    take_counts(keeper, 2023)
    publish(keeper, reviewer, 2023)
    later = published(2023)["cultivation.srdi"]
    assert int(later.value or 0) == 109
    assert f"生成企业第{EXPIRING}" not in [name for _pk, name in later.count.rows]
    keeper.goto(f"/registers/counts/?year=2022&month=12&region={COUNTY}")
    row = keeper.get_by_role("row").filter(has=keeper.get_by_role("rowheader", name="专精特新企业"))
    expect(row).to_contain_text("110")
    expect(row).to_contain_text("已按名单发布")
    assert Count.objects.count() == 2 * len(COUNTED)
