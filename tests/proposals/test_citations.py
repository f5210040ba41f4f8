"""Tokens: what each form prints, and what is said of those that print nothing."""

from decimal import Decimal

import pytest

from proposals.citations import Expansion, expand, goal_token, search, token
from tests.proposals.makers import figure_set, plain_figure, plain_goal

GRANTED = plain_figure(
    12688,
    reported_growth=Decimal("5.8"),
    growth_base="同比",
    rank=1,
    rank_region_name="宁波市",
)
VALID = plain_figure(
    3483,
    code="patent.valid.invention",
    name="有效发明专利拥有量",
    kind="stock",
    reported_growth=Decimal("19.3"),
    growth_base="同比",
)
PER_HEAD = plain_figure(
    "42.5",
    code="per_10k",
    name="每万人发明专利拥有量",
    unit="件/万人",
    kind="ratio",
    decimals=1,
    region="330282",
)
HALF_YEAR = plain_figure(6200, month=6)
MISSING = plain_figure(None, code="missing", name="缺报指标", status="L", status_name="未报")
PCT_BEFORE = plain_figure(20, code="pct", name="PCT申请量", year=2021)
PCT = plain_figure(26, code="pct", name="PCT申请量")
SHARE_BEFORE = plain_figure(
    "4.1", code="share", name="发明占比", unit="%", kind="ratio", decimals=1, year=2021
)
SHARE = plain_figure("4.7", code="share", name="发明占比", unit="%", kind="ratio", decimals=1)
GDP = plain_figure(
    "2521.58",
    code="gdp",
    name="地区生产总值",
    unit="亿元",
    decimals=2,
    reported_growth=Decimal("2.3"),
    growth_base="可比价",
)
FIFTH = plain_figure(7, code="fifth", name="名次指标", rank=15, rank_region_name="浙江省")
FIGURES = figure_set(
    GRANTED,
    VALID,
    PER_HEAD,
    HALF_YEAR,
    MISSING,
    PCT,
    PCT_BEFORE,
    SHARE,
    SHARE_BEFORE,
    GDP,
    FIFTH,
)
GOAL = plain_goal()
GOALS = {GOAL.key: GOAL}


def read(text: str) -> Expansion:
    return expand(text, FIGURES, GOALS)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("{{patent.granted@330282-BJ/2022|value}}", "12688件"),
        ("{{patent.granted@330282-BJ/2022|number}}", "12688"),
        ("{{ patent.granted@330282-BJ/2022-12 | value }}", "12688件"),
        ("{{patent.granted@330282-BJ/2022-06|value}}", "6200件"),
        ("{{patent.granted@330282-BJ/2022-6|value}}", "6200件"),
        ("{{patent.granted@330282-BJ/2022|growth}}", "同比增长5.8%"),
        ("{{patent.valid.invention@330282-BJ/2022|growth}}", "同比增长19.3%"),
        ("{{patent.granted@330282-BJ/2022|rank}}", "宁波市第一位"),
        ("{{fifth@330282-BJ/2022|rank}}", "浙江省第十五位"),
        ("{{per_10k@330282/2022|value}}", "42.5件"),
        ("{{pct@330282-BJ/2022|growth}}", "比上年增加6件"),
        ("{{share@330282-BJ/2022|growth}}", "比上年提高0.6个百分点"),
        ("{{gdp@330282-BJ/2022|value}}", "2521.58亿元"),
        ("{{gdp@330282-BJ/2022|growth}}", "按可比价增长2.3%"),
        ("{{cultivation.little_giant.ip_standard@330282/2023|target}}", "24家"),
    ],
)
def test_what_a_token_prints(typed, printed):
    expansion = read(f"前面{typed}后面")
    assert expansion.text == f"前面{printed}后面"
    assert expansion.faults == ()
    assert expansion.citations[0].token == typed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("{{nonsense}}", "不是数据引用的写法"),
        ("{{7*7}}", "不是数据引用的写法"),
        ("{{}}", "不是数据引用的写法"),
        ("{{patent.granted@330282-BJ/22|value}}", "不是数据引用的写法"),
        ("{{patent.granted@330282-BJ/2022|sum}}", "形式“sum”不认识"),
        ("{{patent.grated@330282-BJ/2022|value}}", "指标“patent.grated”不在目录中"),
        ("{{patent.granted@330282/2022|value}}", "这一口径和时段的专利授权量没有发布"),
        ("{{patent.granted@330282-BJ/2019|value}}", "没有发布"),
        ("{{patent.granted@330282-BJ/2022-13|value}}", "没有发布"),
        ("{{missing@330282-BJ/2022|value}}", "没有数值（未报）"),
        ("{{per_10k@330282/2022|growth}}", "没有可写的增减：上年数未公布"),
        ("{{per_10k@330282/2022|rank}}", "没有位次"),
        ("{{patent.granted@330282-BJ/2022|target}}", "没有2022年提出的这一目标"),
        ("{{patent.granted@330282-BJ/2022|value", "“{{”没有配对"),
        ("patent.granted}}", "“}}”没有配对"),
    ],
)
def test_what_is_not_understood_stays_and_is_reported(typed, said):
    expansion = read(f"第一段。\n本市共有{typed}。")
    assert expansion.text == f"第一段。\n本市共有{typed}。"
    (fault,) = expansion.faults
    assert (fault.rule, fault.verdict) == ("token", "错误")
    assert said in fault.text
    assert fault.text.startswith("第2段“")


def test_a_computed_growth_names_its_base():
    (citation,) = read("{{pct@330282-BJ/2022|growth}}").citations
    assert citation.base == PCT_BEFORE
    (reported,) = read("{{patent.granted@330282-BJ/2022|growth}}").citations
    assert reported.base is None


def test_a_growth_that_its_paper_alone_vouches_for_over_a_break_is_not_written():
    parted = plain_figure(
        900, status="B", status_name="口径变更", reported_growth=Decimal("12.0"), growth_base="同比"
    )
    figures = figure_set(parted, plain_figure(700, year=2021))
    expansion = expand(token(parted, "growth"), figures, {})
    assert not expansion.citations
    assert "统计口径有变更" in expansion.faults[0].text
    assert expand(token(parted, "value"), figures, {}).citations


def test_a_citation_says_scope_period_status_and_source():
    (citation,) = read("{{patent.granted@330282-BJ/2022|value}}").citations
    for part in ("口径：慈溪市（市本级）", "时段：2022年", "状态：正式", "来源：年度通报"):
        assert part in citation.summary


def test_the_papers_own_words_for_a_period_are_kept():
    vague = plain_figure(90, printed_period="去年以来", status="D", status_name="口径或时段不同")
    (citation,) = expand(token(vague, "value"), figure_set(vague), {}).citations
    assert citation.period == "去年以来（按2022年存放）"


def test_paragraphs_keep_the_figures_apart_and_headings_too():
    text = (
        "　　一、做好工作。授权{{patent.granted@330282-BJ/2022|value}}。\n\n"
        "{{pct@330282-BJ/2022|value}}"
    )
    first, second = read(text).paragraphs
    assert [piece.text for piece in first] == ["一、做好工作。", "授权", "12688件", "。"]
    assert first[0].is_heading
    assert (first[2].position, second[0].position) == (1, 2)


def test_tokens_read_back_what_they_cite():
    for figure in FIGURES:
        if figure.value is not None:
            (citation,) = read(token(figure, "value")).citations
            assert citation.figure == figure
    assert read(goal_token(GOAL)).citations[0].goal == GOAL


def test_search_finds_by_every_word_and_offers_only_what_can_be_printed():
    (offer,) = search(["每万人", "2022", "全市"], FIGURES, GOALS)
    assert offer.forms == (("42.5件", "{{per_10k@330282/2022|value}}"),)
    assert [offer.status for offer in search(["小巨人"], FIGURES, GOALS)] == ["目标"]
    assert list(search(["火星"], FIGURES, {})) == []
