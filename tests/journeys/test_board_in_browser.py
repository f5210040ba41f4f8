"""The dashboard and the wall in a real browser: widths, colours forced, keyboard, no scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cixi_ip import panels
from cixi_ip.models import User
from tests.browser import OVERFLOW, assert_accessible, assert_fits
from tests.journeys.people import log_in
from tests.makers import make_observation, make_user
from tests.proposals.makers import make_handling

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
WALL = "/?display=screen"
# What stands outside of the page, or of the part of the wall that is left for a slide.
CUT_OFF = """() => {
  const place = document.querySelector("main").getBoundingClientRect();
  const parts = document.querySelectorAll("main :is(h2, h3, p, li, td, th, figure, text)");
  return [...parts].filter((part) => {
    const box = part.getBoundingClientRect();
    const isSeen = box.width && !part.closest(".visually-hidden, .table-scroll, nav");
    const isBelow = document.querySelector(".is-rotating") && box.bottom > place.bottom + 1;
    return isSeen && (isBelow || box.left < -1 || box.right > innerWidth + 1);
  }).map((part) => part.textContent.trim().slice(0, 30));
}"""
SCREENS = {360: 800, 1366: 768, 1920: 1080, 3840: 2160}


def addresses(user: User) -> list[str]:
    return ["/", *(f"/board/{tab.slug}/" for tab in panels.tabs(user))]


@pytest.mark.parametrize("colours", ["none", "active"])
def test_every_page_fits_and_is_accessible(open_page: OpenPage, colours: str):
    leader = make_user("局领导")
    page = log_in(open_page(forced_colors=colours), leader)
    for address in (*addresses(leader), WALL):
        page.goto(address)
        assert_fits(page)


def test_every_page_fits_the_largest_screen(open_page: OpenPage):
    leader = make_user("局领导")
    page = log_in(open_page(viewport={"width": 3840, "height": 2160}), leader)
    for address in (*addresses(leader), WALL):
        page.goto(address)
        assert page.evaluate(OVERFLOW) == 0, address


def test_at_twice_the_size_nothing_is_cut_off(open_page: OpenPage):
    """200 % on a screen of 1366 leaves 683 pixels of width."""
    leader = make_user("局领导")
    size = {"width": 683, "height": 384}
    page = log_in(open_page(viewport=size, device_scale_factor=2), leader)
    for address in (*addresses(leader), WALL):
        page.goto(address)
        assert page.evaluate(OVERFLOW) == 0, address
        if address != WALL:  # which turns on the smallest of screens too, and is scrolled there
            assert page.evaluate(CUT_OFF) == [], address


def test_the_front_page_says_the_most_important_on_the_first_screen(open_page: OpenPage):
    page = log_in(open_page(viewport={"width": 1366, "height": 768}), make_user("局领导"))
    for card in page.locator(".card").all():
        box = card.bounding_box()
        assert box["y"] + box["height"] < 768
    free = 768 - 120 - 31  # without the browser's own bars, and the strip over generated data
    watched = [page.locator("#attention-title"), *page.locator(".attention-list > li").all()]
    assert len(watched) > 1
    for line in watched:
        box = line.bounding_box()
        assert box["y"] + box["height"] < free, line.inner_text()
    assert page.locator(".attention-list details[open]").count() == 0
    for picture in page.locator(".board-charts .chart").all():
        assert picture.bounding_box()["y"] < free


def test_the_keyboard_begins_at_the_way_to_the_content(open_page: OpenPage):
    leader = make_user("局领导")
    for width in (360, 1366):
        page = log_in(open_page(viewport={"width": width, "height": 768}), leader)
        for address in addresses(leader):
            page.goto(address)
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.textContent") == "跳到正文", address
            expect(page.locator(".site-nav [aria-current]")).to_have_text("数据看板")


def test_on_a_telephone_every_value_of_a_table_is_seen_at_once(open_page: OpenPage):
    page = log_in(open_page(viewport={"width": 360, "height": 800}), make_user("局领导"))
    for tab in ("patents", "trademarks", "cultivation", "protection", "targets"):
        page.goto(f"/board/{tab}/")
        table = page.locator(".section-table")
        assert table.evaluate("box => box.scrollWidth - box.clientWidth") == 0, tab
        for cell in table.locator("tbody tr").first.locator("th, td").all():
            box = cell.bounding_box()
            assert 0 <= box["x"] <= box["x"] + box["width"] <= 360, cell.inner_text()


@pytest.mark.parametrize("width", [360, 768])
def test_no_column_of_a_table_is_pushed_out_of_its_box(open_page: OpenPage, width: int):
    for role in ("主办", "协办"):
        make_handling(role=role)
    leader = make_user("局领导")
    page = log_in(open_page(viewport={"width": width, "height": 800}), leader)
    for address in addresses(leader):
        page.goto(address)
        for figure in page.locator(".chart-choice-table + label").all():
            figure.click()
        for box in page.locator(".table-scroll").all():
            wide = box.evaluate("box => box.scrollWidth - box.clientWidth")
            assert wide <= 0, (address, box.get_attribute("aria-label"))


def test_without_scripts_every_page_and_the_wall_can_be_read(open_page: OpenPage):
    leader = make_user("局领导")
    page = log_in(open_page(java_script_enabled=False), leader)
    for address in addresses(leader):
        page.goto(address)
        expect(page.locator(".board-bar h1")).to_be_visible()
    page.goto(WALL)
    assert page.locator(".slide").count() > 2
    for slide in page.locator(".slide").all():
        expect(slide).to_be_visible()
    expect(page.locator(".wall-pause")).to_be_hidden()


def test_the_current_tab_is_in_sight_on_a_telephone(open_page: OpenPage):
    page = log_in(open_page(viewport={"width": 360, "height": 800}), make_user("局领导"))
    page.goto("/board/comparison/")
    box = page.locator(".section-nav [aria-current]").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert box["height"] >= 24


def test_the_bars_of_proposals_become_a_table_and_a_picture(open_page: OpenPage):
    """And every rate beside them opens its sum."""
    for role in ("主办", "协办"):
        make_handling(role=role)
    page = log_in(open_page(viewport={"width": 360, "height": 800}), make_user("局领导"))
    page.goto("/board/proposals/")
    figure = page.locator("#chart-phases")
    expect(figure.locator("table")).to_be_hidden()
    figure.get_by_text("表", exact=True).click()
    expect(figure.locator("table")).to_be_visible()
    for kind in ("PNG", "SVG"):
        with page.expect_download() as saved:
            figure.get_by_role("button", name=kind).click()
        assert saved.value.suggested_filename.endswith(f"办结0件.{kind.lower()}")
    assert page.evaluate(OVERFLOW) == 0
    assert_accessible(page)
    page.locator("a[href$='/in-time/all/']").first.click()
    expect(page.get_by_role("heading", name="2026年建议提案按期率")).to_be_visible()
    assert page.evaluate(OVERFLOW) == 0
    assert_accessible(page)


class TestTheWall:
    def shown(self, page: Page) -> str:
        expect(page.locator(".slide.is-shown")).to_have_count(1)
        return page.locator(".wall-place").inner_text()

    def test_it_turns_is_stepped_and_paused_by_keyboard(self, page: Page):
        page.clock.install()
        log_in(page, make_user("局领导"), WALL)
        assert self.shown(page).startswith("第 1 /")
        page.clock.run_for(16_000)
        assert self.shown(page).startswith("第 2 /")
        page.keyboard.press("Space")
        expect(page.get_by_role("button", name="继续轮播")).to_be_visible()
        page.clock.run_for(60_000)
        assert self.shown(page).startswith("第 2 /")
        page.keyboard.press("ArrowRight")
        assert self.shown(page).startswith("第 3 /")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        assert self.shown(page).startswith("第 1 /")
        page.get_by_role("button", name="继续轮播").focus()
        page.keyboard.press("Space")
        expect(page.get_by_role("button", name="暂停轮播")).to_be_visible()

    def test_where_less_motion_is_wanted_nothing_turns(self, open_page: OpenPage):
        for role in ("主办", "协办"):
            make_handling(role=role)
        page = open_page(reduced_motion="reduce")
        log_in(page, make_user("局领导"), WALL)
        for slide in page.locator(".slide").all():
            expect(slide).to_be_visible()
        assert_accessible(page)
        page.goto("/board/proposals/")
        assert_accessible(page)
        page.goto(WALL)
        expect(page.locator(".wall-pause")).to_be_hidden()

    def test_it_shows_what_is_published_and_says_when_it_cannot(self, page: Page):
        page.clock.install()
        log_in(page, make_user("局领导"), WALL)
        make_observation(13500, year=2023)
        page.clock.run_for(185_000)
        expect(page.get_by_role("heading", name="2023年知识产权数据")).to_be_visible()
        page.context.route("**/?display=screen", lambda route: route.fulfill(status=429))
        page.clock.run_for(185_000)
        expect(page.locator(".wall-state")).to_contain_text("数据未能更新")
        expect(page.locator(".slide.is-shown")).to_be_visible()
        page.context.unroute("**/?display=screen")
        page.context.clear_cookies()
        page.clock.run_for(185_000)
        expect(page.locator(".wall-state")).to_contain_text("登录已到期")
        expect(page.get_by_role("link", name="重新登录")).to_be_visible()

    def test_type_grows_with_the_screen_and_a_slide_fits_on_it(self, open_page: OpenPage):
        leader, sizes = make_user("局领导"), []
        for role in ("主办", "协办"):
            make_handling(role=role)
        for width, height in list(SCREENS.items())[1:]:
            page = open_page(viewport={"width": width, "height": height})
            log_in(page, leader, WALL)
            for _slide in page.locator(".slide").all():
                tall = page.evaluate("document.documentElement.scrollHeight")
                assert tall <= height, page.locator(".slide.is-shown").inner_text()
                assert page.evaluate(CUT_OFF) == []
                page.keyboard.press("ArrowRight")
            sizes.append(page.locator(".wall-place").evaluate("e => getComputedStyle(e).fontSize"))
        assert sizes == sorted(sizes, key=lambda size: float(size[:-2]))
        assert len(set(sizes)) == 3
