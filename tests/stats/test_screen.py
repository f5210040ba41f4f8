"""The dashboard on the wall: which slides there are, for whom, and how it is asked again."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from stats.screen import front, growing, of_tab
from tests.makers import make_observation, make_user

CHART = (
    '<figure class="chart" id="chart-{0}"><svg width="100%" height="220"><rect/></svg>'
    '<script type="application/json">{{"a": 1}}</script><table></table></figure>'
)


def tab(*names: str) -> str:
    return "<h2>专利</h2>" + "".join(CHART.format(name) for name in names) + "<table></table>"


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
    slides = of_tab("专利", tab(*map(str, range(count))), [])
    assert [len(slide.charts) for slide in slides] == shared
    assert {slide.title for slide in slides} <= {"专利"}


def test_a_chart_is_shown_once():
    before = front("<p>话</p>", "<section>需要关注</section>", tab("a", "b"))
    assert [slide.kind for slide in before] == ["lead", "watched"]
    (slide,) = of_tab("专利", tab("a", "c", "b"), before)
    assert ['id="chart-c"' in chart for chart in slide.charts] == [True]


def test_a_picture_grows_with_its_place_and_carries_no_data_of_scripts():
    (slide,) = of_tab("专利", tab("a"), [])
    assert '<svg viewBox="0 0 560 220"' in slide.charts[0]
    assert "<script" not in slide.charts[0]
    assert growing('<svg width="96" height="28">') == (
        '<svg viewBox="0 0 96 28" width="6em" height="1.75em">'
    )


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
    drawn = re.findall(r'<figure class="chart" id="([^"]+)"', page)
    assert len(drawn) == len(set(drawn)) > 0
    assert "退出登录" not in page
    assert "plotly" not in page


def test_a_tab_shows_its_own_slides_alone(reader: Client):
    page = reader.get("/board/patents/?display=screen").content.decode()
    assert 'id="slide-1">专利<' in page
    assert 'class="headline"' not in page


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
