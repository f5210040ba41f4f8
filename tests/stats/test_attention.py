"""The 需要关注 list: at most five groups, the gravest first, nothing lost."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client

from stats import attention
from stats.attention import AT_MOST, LEVELS, LISTED, Line, behind, explained, grouped, provisional
from stats.progress import Goal, progress
from stats.rules import RULES
from tests.makers import make_observation, make_user
from tests.stats.given import CITY, CORE, WHOLE, figure, seed, selection
from tests.stats.pages import page


def lines(*kinds: tuple[str, str]) -> list[Line]:
    return [Line(level, f"{rule}第{index}条", rule) for index, (level, rule) in enumerate(kinds)]


def test_lines_of_one_rule_share_a_group_named_by_what_the_rule_asks():
    groups = grouped(lines(("提示", "period"), ("提示", "period"), ("存疑", "net_change")))
    assert [(group.level, group.title) for group in groups] == [
        ("存疑", "net_change第2条"),
        ("提示", "2 项数据没有写明起止时间"),
    ]
    assert groups[0].only is not None
    assert groups[1].only is None


def test_errors_of_other_apps_come_first():
    groups = grouped([*lines(("矛盾", "sum")), Line("错误", "稿件有误", url="/proposals/1/")])
    assert [group.level for group in groups] == ["错误", "矛盾"]
    assert groups[0].only.html == '稿件有误 <a href="/proposals/1/">去处理</a>'


def test_what_does_not_fit_is_folded_into_the_fifth_group():
    rules = ("sum", "growth", "ratio", "net_change", "rank", "period", "scope")
    groups = grouped(lines(*(("提示", rule) for rule in rules)))
    assert len(groups) == 5
    assert groups[-1].title == "另有 3 条待核实：位次、时段、口径"
    assert sum(len(group.lines) for group in groups) == len(rules)


def test_lines_without_a_rule_are_not_thrown_together():
    groups = grouped([Line("提示", "甲件待签发"), Line("提示", "乙件没人承办")])
    assert [group.title for group in groups] == ["甲件待签发", "乙件没人承办"]


def test_text_is_escaped():
    assert Line("提示", "<b>", url='x"y').html == '&lt;b&gt; <a href="x&quot;y">去处理</a>'


def test_findings_are_those_of_the_scope_and_the_year():
    whole = attention.findings(selection(*seed(), regions=(WHOLE,)))
    core = attention.findings(selection(*seed(), regions=(CORE,)))
    both = attention.findings(selection(*seed()))
    assert any("42.5" in line.text for line in whole)
    assert not any("42.5" in line.text for line in core)
    assert len(both) == len(whole) + len(core)
    assert attention.findings(selection(*seed(), year=2021)) == []
    assert all(line.url.startswith("/data/") for line in both)


def test_a_figure_that_is_more_than_the_citys_is_told():
    figures = (
        figure("trademark.valid", 75685, WHOLE, printed_scope="全市"),
        figure("trademark.valid", 70000, CITY),
    )
    (line,) = attention.findings(selection(*figures, regions=(WHOLE,)))
    assert (line.level, line.rule) == ("矛盾", "part_whole")
    assert attention.findings(selection(*figures, regions=(CORE,))) == []


FIVE = ("late", "target", "jump", "provisional", "near")


def of_every_kind(number: int = 2) -> list[Line]:
    """So many lines of each of the five kinds, of every rule, and drafts with errors."""
    kinds = [("提示", "late"), ("落后目标", "target"), ("提示", "near"), ("初步", "provisional")]
    kinds += [("错误", ""), ("提示", "")] + [("存疑", rule) for rule in RULES]
    return [
        Line(level, f"{level}{rule}第{index}条", rule)
        for level, rule in kinds
        for index in range(number)
    ]


def test_however_much_there_is_every_kind_is_told_and_nothing_is_lost():
    lines = of_every_kind()
    random.Random(1).shuffle(lines)  # noqa: S311
    groups = grouped(lines)
    assert len(groups) == AT_MOST
    shown = [group.rule if group.kind == "check" else group.kind for group in groups]
    assert sorted(shown) == sorted(FIVE)
    assert sorted(each.text for group in groups for each in group.lines) == sorted(
        each.text for each in lines
    )
    places = [LEVELS.index(group.level) for group in groups]
    assert places == sorted(places)


def test_of_the_rules_doubts_a_leap_comes_first():
    groups = grouped(lines(("存疑", "share"), ("存疑", "jump"), ("矛盾", "sum")))
    assert [group.rule for group in groups] == ["sum", "jump", "share"]


def test_what_is_late_or_near_is_counted_together():
    late = [Line("逾期", f"第{n}件逾期", "late") for n in range(3)]
    near = [Line("提示", f"第{n}件临近", "near") for n in range(2)]
    assert [(group.level, group.title) for group in grouped([*near, *late])] == [
        ("逾期", "已经逾期：3 项"),
        ("临近", "期限临近：2 项"),
    ]


def goal(value: int, due: int | None) -> Goal:
    return Goal("某目标", "patent.pct", CORE, "市本级", 2021, due, Decimal(value), "规划", id=7)


def test_only_targets_missed_or_behind_are_told():
    figures = selection(figure("patent.pct", 50, year=2020), figure("patent.pct", 60)).figures
    goals = [goal(100, 2025), goal(61, 2022), goal(70, 2030), goal(55, 2025), goal(100, None)]
    found = behind([progress(one, figures, 2022) for one in goals], "?year=2022")
    assert [line.text for line in found] == [
        "某目标（市本级）：2022年60件，落后进度，低于应达到的数10件。",
        "某目标（市本级）：2022年60件，未完成，低于目标值1件。",
    ]
    assert {(line.level, line.rule) for line in found} == {("落后目标", "target")}
    assert found[0].url == "/board/targets/?year=2022#chart-target-7"


def test_provisional_figures_of_the_year_and_scope_are_told():
    first = figure("patent.pct", 60, status="P", status_name="初步")
    others = (
        figure("patent.pct", 50, year=2021, status="P", status_name="初步"),
        figure("brand.gi", 6),
        figure("trademark.valid", 9, WHOLE, status="E", status_name="估算"),
    )
    figures = selection(first, *others).figures
    (line,) = provisional(figures, (CORE,), 2022)
    assert "PCT国际专利申请量60件是初步数" in line.text
    assert (line.level, line.rule) == ("初步", "provisional")
    assert len(provisional(figures, (CORE, WHOLE), 2022)) == 2
    people = figure("population.resident", 186, status="P", status_name="初步")
    assert provisional(selection(people).figures, (CORE,), 2022) == []


def test_a_wall_shows_how_a_group_begins():
    lines = [Line("逾期", f"第{n}件逾期", "late", "/x/") for n in (1, 2, 3)]
    (group,) = grouped(lines)
    assert "第2件逾期" in group.beginning
    assert "第3件逾期" not in group.beginning


def test_many_provisional_figures_are_counted():
    first = figure("patent.pct", 60, status="P", status_name="初步")
    many = [replace(first, through_month=12, region=f"{CORE}{n}") for n in range(LISTED + 5)]
    regions = [each.region for each in many]
    found = provisional(selection(*many).figures, regions, 2022)
    assert len(found) == LISTED + 1
    assert found[-1].text == "另有 5 项初步数、估算数。"


def leap(**fields: object) -> list[Line]:
    figures = selection(figure("patent.pct", 50, year=2021), figure("patent.pct", 90, **fields))
    return [line for line in attention.findings(figures) if line.rule == "jump"]


def test_what_is_explained_on_the_figure_is_not_to_be_done():
    (open_,) = leap()
    assert (explained([open_]), len(grouped([open_]))) == ([], 1)
    (told,) = leap(explanation="新增一家大企业<集中申请>")
    assert (explained([told]), grouped([told])) == ([told], [])
    assert "已说明：新增一家大企业&lt;集中申请&gt;" in told.html


@pytest.mark.django_db
def test_the_front_page_shows_it_below_with_its_words(client: Client):
    cache.clear()
    client.force_login(make_user("读者"))
    make_observation(100, year=2021)
    make_observation(190, explanation="集中授权，已向科室核实")
    todo, _heading, told = page(client.get("/")).partition("已说明1项")
    assert "变化超过一半" not in todo
    assert "已说明：集中授权，已向科室核实" in told
