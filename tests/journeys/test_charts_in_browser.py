"""The charts in a real browser: saved as pictures, switched by keyboard, scriptless, forced."""

import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import assert_accessible
from tests.journeys.people import log_in
from tests.makers import make_observation, make_user

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
PATENTS = "/board/patents/"
TITLE = "专利授权量同比增长5.8%（上报）"


def opened(page: Page, path: str = PATENTS) -> Page:
    return log_in(page, make_user("局领导"), path)


def chart(page: Page, id: str = "patent-granted") -> Locator:
    found = page.locator(f"#chart-{id}")
    found.scroll_into_view_if_needed()
    return found


def live(figure: Locator) -> Locator:
    """The figure once plotly has drawn it: when the pointer stirs."""
    figure.page.mouse.move(9, 9)
    expect(figure.locator(".chart-live .main-svg").first).to_be_visible()
    return figure


def saved(page: Page, kind: str, folder: Path) -> Path:
    button = chart(page).get_by_role("button", name=f"{kind} 图片：{TITLE}")
    with page.expect_download() as started:
        button.click()
    file = folder / started.value.suggested_filename
    started.value.save_as(file)
    return file


def test_a_chart_is_saved_as_pictures_with_all_it_says(page: Page, tmp_path: Path):
    live(chart(opened(page)))
    svg = saved(page, "SVG", tmp_path)
    assert svg.name == f"{TITLE}.svg"
    root = ET.parse(svg).getroot()  # noqa: S314 - our own drawing
    words = "".join(root.itertext())
    for said in (TITLE, "口径：市本级", "11,987—11,998", "推算区间", "斜线部分不是公布数"):
        assert said in words
    assert (root.tag, root.get("width")) == ("{http://www.w3.org/2000/svg}svg", "800")
    png = saved(page, "PNG", tmp_path)
    assert png.name == f"{TITLE}.png"
    head = png.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:])
    assert (width, height) == (1600, 2 * int(root.get("height")))
    assert png.stat().st_size > 10_000  # a drawing, not an empty ground


def test_nothing_moves_when_the_live_chart_takes_over(open_page: OpenPage):
    still = opened(open_page(java_script_enabled=False))
    before = still.locator("#chart-patent-granted .chart-canvas").bounding_box()
    canvas = live(chart(opened(open_page()))).locator(".chart-canvas")
    after = canvas.bounding_box()
    assert (before["width"], before["height"]) == (after["width"], after["height"])


def test_the_table_is_reached_by_keyboard(page: Page):
    figure = live(chart(opened(page)))
    group = figure.get_by_role("radiogroup", name=f"{TITLE}：显示方式")
    group.get_by_role("radio", name="图").focus()
    page.keyboard.press("ArrowRight")
    expect(figure.get_by_role("region", name=f"{TITLE}：数据表")).to_be_visible()
    expect(figure.locator(".chart-picture")).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    expect(figure.locator(".chart-canvas")).to_be_visible()
    assert_accessible(page)


def test_the_sentence_is_copied(open_page: OpenPage):
    make_observation(13500, year=2023)
    figure = chart(opened(open_page()))
    sentence = "2023年，市本级专利授权量13500件，比上年增长6.4%。"
    expect(figure.locator(".chart-sentence")).to_have_text(sentence)
    figure.get_by_role("button", name="复制句子").click()
    expect(figure.get_by_role("button", name="已复制")).to_be_visible()
    assert figure.page.evaluate("getSelection().toString()").strip() == sentence


@pytest.mark.parametrize("width", [360, 1366])
def test_without_scripts_picture_table_and_definition_are_there(open_page: OpenPage, width: int):
    page = opened(open_page(java_script_enabled=False, viewport={"width": width, "height": 768}))
    figure = chart(page)
    expect(figure.locator(".chart-static svg")).to_be_visible()
    expect(figure.get_by_role("button")).to_have_count(0)
    expect(figure.get_by_role("link", name=f"导出 Excel：{TITLE}")).to_be_visible()
    figure.locator("summary").click()
    expect(figure.get_by_text("定义：专利授权量：报告期内公告授权")).to_be_visible()
    figure.get_by_text("表", exact=True).click()
    expect(figure.get_by_role("region", name=f"{TITLE}：数据表")).to_be_visible()
    assert page.locator("html").evaluate("one => one.scrollWidth") <= width


def test_where_colours_are_forced_the_static_picture_stays(open_page: OpenPage):
    page = opened(open_page(forced_colors="active", color_scheme="dark"))
    figure = chart(page, "grant-structure")
    expect(figure.locator(".chart-static svg")).to_be_visible()
    expect(page.locator(".chart-live")).to_have_count(0)
    look = "one => [getComputedStyle(one).fill, getComputedStyle(one).strokeOpacity]"
    assert figure.locator(".plain").first.evaluate(look)[0] == "rgb(255, 255, 255)"
    assert figure.locator(".ground").first.evaluate(look)[0] == "rgb(0, 0, 0)"
    assert figure.locator("path.weave").first.evaluate(look)[1] == "1"


@pytest.mark.parametrize("width", [360, 1920])
def test_labels_at_the_ends_of_lines_keep_apart_when_the_window_changes(page: Page, width: int):
    code = "patent.valid.high_value.per_10k"
    for region, last in (("330282", "18.8"), ("330200", "18.7"), ("330000", "18.6")):
        for year, value in ((2023, "10.0"), (2024, "14.0"), (2025, last)):
            make_observation(value, code=code, region=region, year=year, explanation="测试数")
    page.set_viewport_size({"width": 1366, "height": 768})
    opened(page).goto(f"{PATENTS}?year=2025&scope=whole")
    figure = live(chart(page, code.replace(".", "-").replace("_", "-")))
    page.set_viewport_size({"width": width, "height": 768})
    letters = figure.locator(".chart-live .annotation-text")
    expect(letters.first).to_have_css("font-size", "11px" if width == 360 else "13px")
    page.wait_for_timeout(500)  # plotly answers a resized window a moment later
    tops = sorted(letters.evaluate_all("all => all.map(e => e.getBoundingClientRect().top)"))
    assert len(tops) == 3
    assert all(low - high >= 14 for high, low in pairwise(tops)), tops
