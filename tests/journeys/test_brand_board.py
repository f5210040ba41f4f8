"""The board of brands in a real browser: every width, accessible, and on paper."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from tests.browser import OVERFLOW, assert_accessible, printed
from tests.journeys.people import log_in
from tests.journeys.test_reading_pages import words
from tests.makers import make_department, make_user
from tests.stats import brand_rows as made
from tests.stats.register_rows import make_enterprise, make_town

pytestmark = pytest.mark.browser
BOARD = "/registers/brands/board/?year=2024"


def make_library() -> None:
    """Sixteen made-up brands through five years."""
    town = make_town()
    for number in range(16):
        firm = make_enterprise(f"慈溪生成制造{number}有限公司", town=town)
        one = made.make_member(
            enterprise=firm, brand=f"生成品牌{number}", entered_on=date(2020 + number % 3, 3, 1)
        )
        if number % 2:
            made.make_move(one, "成长", date(2023, 4, 1))
        if number % 4 == 1:
            made.make_move(one, "领军", date(2024, 4, 1))
        if number % 8 == 3:
            made.make_move(one, "种子", date(2024, 5, 1))
        if number == 14:
            one.ended_on, one.end_reason = date(2024, 6, 1), "停产"
            one.save()
    late = made.make_application(
        name="生成集群", next_step="补正使用管理规则", due_on=localdate() - timedelta(1),
        department=make_department("商标品牌科"),
    )  # fmt: skip
    made.make_step(late, "准备材料", date(2024, 1, 1))


def test_it_fits_every_width_and_is_accessible(page: Page):
    make_library()
    log_in(page, make_user("读者"))
    for width in (1920, 1366, 360):
        page.set_viewport_size({"width": width, "height": 768})
        page.goto(BOARD)
        assert page.evaluate(OVERFLOW) == 0, width
        expect(page.locator(".sankey svg")).to_be_visible()
        if width != 1920:
            assert_accessible(page)


def test_on_paper_its_tables_and_the_picture_stand(page: Page):
    make_library()
    log_in(page, make_user("读者"))
    page.goto(BOARD)
    sheets = printed(page).pages
    told = "".join(map(words, sheets))
    for said in ("领军（4个）", "生成品牌0", "各年升降", "已过期限"):
        assert said in told, said
    assert len(sheets) <= 3
    assert sum(len(sheet.curves) for sheet in sheets) >= 8
