"""The dashboard on the wall: which slides there are, for whom, and how it is asked again."""

import re
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cixi_ip.panels import Slide
from stats.charts import Chart
from stats.charts.drawing import Drawing, Mark, Series
from stats.screen import IN_THE_ROUND, screens
from stats.sheets import Table
from tests.makers import make_observation, make_user


def chart(id: str, years: int = 3, kind: str = "columns") -> Chart:
    """Made up: so many columns, or rows."""
    marks = tuple(Mark(Decimal(number), str(number)) for number in range(1, years + 1))
    ticks = tuple(f"{2000 + number}年" for number in range(years))
    drawing = Drawing(id, kind, ticks, (Series("数", marks),))
    return Chart(said=(f"图{id}",), about="口径", drawing=drawing, table=Table((), ()))


def tab(*ids: str) -> list[Slide]:
    return [Slide("专利", charts=tuple(map(chart, ids)))]


@pytest.mark.parametrize(
    ("count", "shared"),
    [
        (0, []),
        (1, [1]),
        (2, [2]),
        (3, [3]),
        (4, [2, 2]),
        (5, [2, 3]),
        (6, [2, 2, 2]),
        (7, [2, 2, 3]),
    ],
)
def test_charts_are_shared_out_by_twos_and_an_odd_one_joins_others(count: int, shared: list[int]):
    found = screens(tab(*map(str, range(count))))
    assert [len(screen.pictures) for screen in found] == shared
    assert {screen.title for screen in found} <= {"专利"}


def test_a_chart_is_shown_once():
    (screen,) = screens(tab("a", "c", "b"), {"a", "b"})
    assert screen.ids == ["c"]
    assert screens(tab("a"), {"a"}) == []


def test_in_the_round_of_all_tabs_each_has_one_screen_of_charts():
    (screen,) = screens(tab(*"abcde"), {"a"}, IN_THE_ROUND)
    assert screen.ids == ["b", "c", "d"]
    tall = [Slide("对比", charts=(chart("f", 19, "ranked"), *map(chart, "gh")))]
    assert [screen.ids for screen in screens(tall, (), IN_THE_ROUND)] == [["f", "g"]]
    words, _pictures = screens([Slide("建议办理", "<p>15 件</p>"), *tab("a")], (), IN_THE_ROUND)
    assert words.html == "<p>15 件</p>"


def test_what_a_tab_says_in_words_is_a_screen_of_its_own():
    words, pictures = screens([Slide("建议办理", "<p>15 件</p>"), *tab("a")])
    assert (words.title, words.html, words.pictures) == ("建议办理", "<p>15 件</p>", ())
    assert pictures.ids == ["a"]


@pytest.mark.parametrize(
    ("drawn", "count", "size"),
    [
        (chart("a"), 1, "0 0 616 220"),
        (chart("a"), 2, "0 0 380 220"),
        (chart("a"), 3, "0 0 300 220"),
        (chart("a", 19, "ranked"), 1, "0 0 1394 498"),
    ],
)
def test_a_picture_is_drawn_for_its_place_and_grows_with_it(drawn: Chart, count: int, size: str):
    charts = (drawn, *map(chart, "bc"))[:count]
    (screen,) = screens([Slide("专利", charts=charts)])
    assert screen.pictures[0].svg.startswith(f'<svg viewBox="{size}"')


@pytest.fixture
def reader(client: Client, db: None) -> Client:
    cache.clear()
    for year in (2020, 2021, 2022):
        make_observation(year, year=year)
    client.force_login(make_user("读者"))
    client.get("/password/")
    return client


def test_the_wall_shows_the_page_without_its_controls(reader: Client):
    page = reader.get("/?display=screen").content.decode()
    assert ">2,022<" in page  # on its card
    assert "口径：按发布口径" in page
    drawn = re.findall(r'<figure class="chart[^"]*" id="([^"]+)"', page)
    assert len(drawn) == len(set(drawn)) > 0
    assert "退出登录" not in page
    assert "plotly" not in page
    assert '<script type="application/json">' not in page
    assert re.findall(r"<(?:table|input|details)", page.partition('class="slides"')[2]) == []


def test_a_tab_shows_its_own_slides_alone(reader: Client):
    page = reader.get("/board/patents/?display=screen").content.decode()
    assert 'id="slide-1">专利<' in page
    assert 'class="headline"' not in page


def test_a_tab_whose_charts_stood_before_has_them_all_when_it_is_alone(reader: Client):
    def drawn(address: str) -> list[str]:
        page = reader.get(f"{address}?display=screen").content.decode()
        return re.findall(r'id="chart-([^"]+)"', page)

    alone = drawn("/board/patents/")
    assert "patent-granted" in alone
    assert drawn("/").count("patent-granted") == 1
    assert drawn("/board/patents/") == alone


def test_slides_are_kept_by_the_figures_version_and_never_stale(reader: Client):
    def cost(query: str = "") -> int:
        with CaptureQueriesContext(connection) as asked:
            reader.get(f"/?display=screen{query}")
        return len(asked)

    cost()
    page = reader.get("/?display=screen&x=1").content.decode()
    assert cost("&x=2") < 30  # another page of the same figures: none of them is read again
    assert 'id="chart-patent-pct"' not in page
    for year in (2021, 2022):
        make_observation(1, code="patent.pct", year=year)
    assert 'id="chart-patent-pct"' in reader.get("/?display=screen").content.decode()


def test_options_of_a_tab_choose_what_its_wall_shows(reader: Client):
    assert reader.get("/board/towns/?display=screen&by=nothing").status_code == 404
    assert reader.get("/board/towns/?display=screen&by=count").status_code == 200
    assert reader.get("/?display=screen&by=nothing").status_code == 200


def test_only_tabs_the_user_may_see(reader: Client):
    assert reader.get("/board/nothing/?display=screen").status_code == 404
    reader.force_login(make_user("审计员"))
    assert reader.get("/?display=screen").status_code == 403


def test_the_wall_asks_again_under_the_name_it_was_given(reader: Client):
    response = reader.get("/?display=screen")
    name = re.search(r'data-name="([0-9a-f]+)"', response.content.decode())[1]
    assert response.headers["ETag"].strip('W/"') == name
    same = {"HTTP_IF_NONE_MATCH": f'"{name}"'}
    assert reader.get("/?display=screen", **same).status_code == 304
    make_observation(1, code="patent.pct", year=2022)
    assert reader.get("/?display=screen", **same).status_code == 200


def test_before_the_first_figure_the_page_says_so(client: Client, db: None):
    cache.clear()
    client.force_login(make_user("读者"))
    assert "还没有已发布的数据" in client.get("/?display=screen").content.decode()


def test_who_is_not_logged_in_is_sent_to_the_login(client: Client, db: None):
    assert client.get("/?display=screen").headers["Location"].startswith("/login/")
