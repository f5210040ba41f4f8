"""The tab 目标: a chart for each target, one table of all, files, the same cost for any number."""

import re
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stats import actions, targets
from stats.charts.plans import plan
from stats.models import Observation, Target
from stats.progress import Goal, progress
from tests.makers import make_indicator, make_observation, make_region, make_source, make_user
from tests.stats.batches import planned
from tests.stats.given import CORE, figure, selection
from tests.stats.pages import page

pytestmark = pytest.mark.django_db
URL = "/board/targets/"


@pytest.fixture
def reader(client: Client) -> Client:
    cache.clear()
    client.force_login(make_user("读者"))
    client.get("/password/")  # gives the cookie that pages are kept by
    return client


def make_target(value: object, *, code: str = "patent.granted", **fields: object) -> Target:
    """A target in force; stated for 2021 and due in 2025 unless said otherwise."""
    defaults = {
        "title": f"{code}目标",
        "region": make_region("330282-BJ"),
        "stated_year": 2021,
        "due_year": 2025,
        "source": make_source("某规划"),
    }
    indicator = make_indicator(code)
    return Target.objects.create(
        indicator=indicator, value=Decimal(str(value)), **(defaults | fields)
    )


def published(base: int, now: int, code: str = "patent.granted") -> None:
    make_observation(base, code=code, year=2020)
    make_observation(now, code=code)


def cells(text: str) -> list[list[str]]:
    body = text.split('class="section-table')[1].split("<tbody>")[1].split("</tbody>")[0]
    return [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in body.split("</tr>")
        if row
    ]


def test_a_target_is_judged_with_everything_it_rests_on(reader: Client):
    published(100, 139)
    make_target(200, nature="约束性")
    text = reader.get(f"{URL}?year=2022").content.decode()
    (row,) = cells(text)
    assert row == [
        *("patent.granted目标", "市本级", "件", "2021—2025年", "200", "100（2020年）", "140"),
        *("139", "−1", "39.0%", "69.5%", "落后进度，低于应达到的数1件", "约束性", "某规划"),
    ]
    assert "2022年共 1 个目标：落后进度 1 个。" in text
    assert "100+（200−100）×2÷5，得140" in text
    assert f'href="/data/{figure_id(2022)}/"' in text


def test_the_scope_is_one_word_with_a_figure_or_without(reader: Client):
    make_observation(100, code="patent.granted", year=2022)
    make_target(30, code="patent.pct", due_year=None)
    text = reader.get(f"{URL}?year=2022").content.decode()
    (row,) = cells(text)
    assert (row[1], row[7]) == ("市本级", "未公布")
    assert "口径：市本级 · " in text
    assert "慈溪市（市本级）" not in text


def test_its_wide_table_is_printed_on_a_sheet_on_its_side(reader: Client):
    published(100, 139)
    make_target(200)
    assert "css/landscape" in reader.get(f"{URL}?year=2022").content.decode()
    assert "css/landscape" not in reader.get("/board/patents/?year=2022").content.decode()


def figure_id(year: int) -> int:
    return Observation.objects.get(year=year).pk


def test_one_without_a_year_is_shown_and_not_judged(reader: Client):
    published(100, 139)
    make_target(24, due_year=None, stated_year=2023, title="贯标24家")
    text = reader.get(f"{URL}?year=2022").content.decode()
    (row,) = cells(text)
    assert row[3] == "2023年起"
    assert row[-3] == "尚不能判断（文件未写明完成年份）"
    assert "没有达到目标进度" not in page(reader.get("/?year=2022"))


def test_a_target_behind_is_told_on_the_front_page_and_one_on_its_way_is_not(reader: Client):
    published(100, 139)
    behind = make_target(200)
    make_target(190, title="另一目标", stated_year=2020, due_year=2030)
    text = reader.get("/?year=2022").content.decode()
    assert "落后目标" in text
    assert f"/board/targets/?year=2022&amp;scope=published#chart-target-{behind.pk}" in text
    assert "另一目标：" not in text


def test_other_years_and_scopes_are_named_or_left_out(reader: Client):
    published(100, 139)
    make_target(200, title="已到期", stated_year=2018, due_year=2020)
    text = page(reader.get(f"{URL}?year=2022"))
    assert "在2022年没有目标" in text
    assert "另有1个目标不在2022年内：已到期（2018—2020年）" in text
    assert "已到期" not in page(reader.get(f"{URL}?year=2022&scope=whole"))


def test_every_table_is_a_file(reader: Client):
    published(100, 139)
    target = make_target(200)
    text = reader.get(f"{URL}?year=2022").content.decode()
    links = re.findall(r'href="(/board/targets/[^"]+\.(?:xlsx|csv)[^"]*)"', text)
    assert len(links) == 2 * text.count("<table") + 1 == 5  # and all of them in one book
    for link in links:
        assert reader.get(link.replace("&amp;", "&")).status_code == 200
    told = reader.get(f"{URL}chart-target-{target.pk}.csv?year=2022").content.decode("utf-8-sig")
    assert "2025年,,200,,未到" in told


def test_a_new_target_is_seen_at_once(reader: Client):
    published(100, 139)
    assert "没有目标" in page(reader.get(f"{URL}?year=2022"))
    batch = planned(make_user("录入员"), title="新目标", stated_year=2021, due_year=2025)
    actions.submit(by=batch.created_by, submission=batch)
    actions.approve(by=make_user("复核员"), submission=batch)
    assert "新目标" in page(reader.get(f"{URL}?year=2022&scope=published"))


def test_any_number_of_targets_costs_the_same(reader: Client):
    published(100, 139)
    make_target(200)

    def cost(url: str) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            assert reader.get(url).status_code == 200
        return len(seen)

    pages = (f"{URL}?year=2022", "/?year=2022")
    few = [cost(url) for url in pages]
    for number in range(3):
        published(50, 90 + number, code=f"patent.{number}")
        make_target(300, code=f"patent.{number}")
    assert [cost(url) for url in pages] == few
    assert max(few) <= 20


def test_who_may_see_it(client: Client):
    assert client.get(URL).headers["Location"].startswith("/login/")
    client.force_login(make_user("审计员"))
    assert client.get(URL).status_code == 403


def drawn(value: int, due: int | None, *known: tuple[int, int]):
    aim = Goal("某目标", "patent.pct", CORE, "市本级", 2021, due, Decimal(value), "规划", id=1)
    figures = [figure("patent.pct", count, year=year) for year, count in known]
    return plan(progress(aim, selection(*figures).figures, 2022))


def test_the_chart_has_the_years_to_come_and_the_plans_mark():
    chart = drawn(200, 2025, (2020, 100), (2022, 139))
    assert chart.drawing.ticks == ("2020", "2021", "2022", "2023", "2024", "2025")
    assert chart.drawing.path.points == ((0, Decimal(100)), (5, Decimal(200)))
    labels = [mark.label for mark in chart.drawing.series[0].marks]
    assert labels == ["100", "未公布", "139", "", "", ""]
    assert "stroke-dasharray" in chart.svg
    assert "目标200" in chart.svg
    assert chart.plotly["data"][-1]["y"] == [100.0, 200.0]
    assert chart.plotly["data"][-1]["line"]["dash"]


def test_without_a_base_only_the_mark_and_without_a_year_a_level_line():
    assert drawn(200, 2025, (2022, 139)).drawing.path.points == ((3, Decimal(200)),)
    level = drawn(200, None, (2020, 100), (2022, 139)).drawing.path
    assert {value for _index, value in level.points} == {Decimal(200)}
    assert drawn(200, None).drawing.categories == ("2022年",)


def test_nothing_is_read_where_nothing_is_planned(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert targets.standing([], 2022) == []
