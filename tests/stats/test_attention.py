"""The 需要关注 list: at most five groups, the gravest first, nothing lost."""

from stats import attention
from stats.attention import Line, grouped
from tests.stats.given import CITY, CORE, WHOLE, figure, seed, selection


def lines(*kinds: tuple[str, str]) -> list[Line]:
    return [Line(level, f"{rule}第{index}条", rule) for index, (level, rule) in enumerate(kinds)]


def test_lines_of_one_rule_share_a_group_named_by_what_the_rule_asks():
    groups = grouped(lines(("提示", "period"), ("提示", "period"), ("存疑", "net_change")))
    assert [(group.level, group.title) for group in groups] == [
        ("存疑", "net_change第2条"),
        ("提示", "时段须有起止：2 项待核实"),
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
    assert groups[-1].title == "另有 3 条待核实"
    assert sum(len(group.lines) for group in groups) == len(rules)


def test_lines_without_a_rule_are_not_thrown_together():
    groups = grouped([Line("提示", "甲件待签发"), Line("提示", "乙件没人承办")])
    assert [group.title for group in groups] == ["甲件待签发", "乙件没人承办"]


def test_text_is_escaped():
    assert Line("提示", "<b>", url='x"y').html == '&lt;b&gt; <a href="x&quot;y">去处理</a>'


def test_findings_are_those_of_the_scope_and_the_year():
    chosen = selection(*seed())
    whole = attention.findings(chosen.figures, (WHOLE,), 2022)
    core = attention.findings(chosen.figures, (CORE,), 2022)
    both = attention.findings(chosen.figures, (WHOLE, CORE), 2022)
    assert any("42.5" in line.text for line in whole)
    assert not any("42.5" in line.text for line in core)
    assert len(both) == len(whole) + len(core)
    assert attention.findings(chosen.figures, (WHOLE, CORE), 2021) == []
    assert all(line.url.startswith("/data/") for line in both)


def test_a_figure_that_is_more_than_the_citys_is_told():
    figures = selection(
        figure("trademark.valid", 75685, WHOLE, printed_scope="全市"),
        figure("trademark.valid", 70000, CITY),
    ).figures
    (line,) = attention.findings(figures, (WHOLE,), 2022)
    assert (line.level, line.rule) == ("矛盾", "part_whole")
    assert attention.findings(figures, (CORE,), 2022) == []
