"""The 数字体检 of No. 220 on the real figures, and what keeps a letter from being signed."""

import re
from decimal import Decimal

import pytest

from proposals.examination import digest, examine
from proposals.models import Letter
from tests.makers import make_observation
from tests.proposals.makers import figure_set, make_draft, plain_figure, write

# All figures of the letter: 19 values, two growths, a rank and a target.
PRINTED = [
    "12688件", "同比增长5.8%", "宁波市第一位", "596件", "5902件", "6190件", "76件", "3483件",
    "同比增长19.3%", "10412件", "9542件", "75685件", "1857件", "17件", "90家", "110家", "263项",
    "6条", "559件", "42.5件", "94件", "52家", "24家",
]  # fmt: skip
VALUE = "{{patent.granted@330282-BJ/2022|value}}"


def test_no_220_cites_its_23_figures(no_220: Letter):
    expansion = examine(no_220).expansion
    assert [citation.printed for citation in expansion.citations] == PRINTED
    assert "{{" not in expansion.text
    assert expansion.faults == ()


def test_no_220_says_the_scope_and_period_of_its_figures(no_220: Letter):
    text = examine(no_220).expansion.text
    assert text.index("市本级口径") < text.index("12688件") < text.index("3483件")
    assert text.index("3483件") < text.index("全市口径") < text.index("10412件")
    for printed in ("90家", "110家", "263项", "6条", "559件", "42.5件", "94件", "52家"):
        paragraph = next(line for line in text.splitlines() if printed in line)
        assert "2022年以来" in paragraph
        assert "全市口径，原报送时段起止未注明" in paragraph
    assert "未注明当年或累计）1857件" in text
    assert "推进24家" in text


def test_no_220_reads_the_same_in_whatever_year_it_is_signed(no_220: Letter):
    assert not re.search("去年|今年|上年|前年|目前|当前", no_220.body)
    rules = {check.rule for check in examine(no_220).checks}
    assert "relative_year" not in rules


def test_the_verdicts_on_no_220(no_220: Letter):
    checks = examine(no_220).checks
    assert [(check.rule, check.verdict) for check in checks if check.verdict != "提示"] == [
        ("net_change", "存疑"),
        ("ratio", "无法核对"),
    ]
    hints = [check.rule for check in checks if check.verdict == "提示"]
    assert (hints.count("period"), hints.count("rank")) == (8, 1)
    assert set(hints) == {"period", "rank", "scope"}


def test_each_doubt_is_an_obstacle_until_it_is_explained(no_220: Letter):
    examination = examine(no_220)
    assert len(examination.obstacles) == 2
    no_220.explanations = {
        check.key: "已核实。" for check in examination.checks if check.needs_explanation
    }
    again = examine(no_220)
    assert again.obstacles == []
    assert [check.explanation for check in again.checks if check.explanation] == ["已核实。"] * 2


@pytest.mark.django_db
def test_a_contradiction_is_an_obstacle():
    make_observation(12688)
    letter = make_draft(f"授权{VALUE}，见{{{{nonsense}}}}。")
    assert any("不是数据引用的写法" in sentence for sentence in examine(letter).obstacles)
    write(letter, body="")
    assert examine(letter).obstacles == ["正文是空的，请先拟稿。"]


@pytest.mark.django_db
def test_figures_that_contradict_each_other_are_explained_and_not_blocked():
    now = plain_figure(12688, reported_growth=Decimal("5.8"), growth_base="同比")
    known = figure_set(now, plain_figure(9000, year=2021))
    letter = make_draft(f"授权{VALUE}。")
    (check,) = [one for one in examine(letter, known=known).checks if one.verdict == "矛盾"]
    assert (check.rule, check.needs_explanation, check.is_blocking) == ("growth", True, False)
    assert examine(letter, known=known).obstacles == [
        f"尚缺说明：{check.text}请在“数字体检”中写一句说明。"
    ]
    letter.explanations = {check.key: "上级通报如此，已去函核实。"}
    assert examine(letter, known=known).obstacles == []


@pytest.mark.django_db
def test_a_text_that_contradicts_the_figures_is_blocked():
    known = figure_set(plain_figure(12688, reported_growth=Decimal("5.8"), growth_base="同比"))
    letter = make_draft(f"授权{VALUE}，同比下降5.8%。")
    (check,) = [one for one in examine(letter, known=known).checks if one.verdict == "矛盾"]
    letter.explanations = {check.key: "就这样写。"}
    assert examine(letter, known=known).obstacles == [f"矛盾：{check.text}"]


@pytest.mark.django_db
def test_an_explanation_does_not_outlive_what_it_explains():
    make_observation(12688, rank=1, rank_region_id=make_region_id())
    letter = make_draft(f"授权{VALUE}。")
    (hint,) = [check for check in examine(letter).checks if check.rule == "rank"]
    letter.explanations = {hint.key: "旧说明"}
    assert examine(letter).checks[0].key != "rank-000000000000"
    letter.explanations = {"rank-000000000000": "别的说明"}
    assert all(not check.explanation for check in examine(letter).checks)


def make_region_id() -> int:
    from tests.makers import make_region

    county = make_region("330282", parent=make_region("330200"))
    make_region("330282-BJ", parent=county)
    return make_region("330200").pk


@pytest.mark.django_db
def test_only_findings_on_cited_figures_are_shown():
    make_observation(12688)
    make_observation(900, code="other.indicator")
    assert all("指标other" not in c.text for c in examine(make_draft(f"授权{VALUE}。")).checks)


@pytest.mark.django_db
def test_the_digest_changes_with_text_and_figures():
    letter = make_draft(f"授权{VALUE}。")
    before = digest(letter, examine(letter))
    assert before == digest(letter, examine(letter))
    make_observation(12688)
    after = digest(letter, examine(letter))
    assert after != before
    letter.cc = "市政府办公室"
    assert digest(letter, examine(letter)) != after
