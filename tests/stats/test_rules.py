"""The rules together: the seed letter's settled verdicts, their order, and the handbook."""

from collections import Counter
from decimal import Decimal

import pytest
from django.conf import settings

from stats import demo_figures, rules
from stats.arithmetic import FigureSet
from tests.stats import catalogue
from tests.stats.rule_figures import PEOPLE, RATIO, VALID, WHOLE, figure, kinds, said, text

PEOPLE_OF_2021 = figure(PEOPLE, "185.9", WHOLE, 2021, half_width="0.05")
SEED = (*catalogue.seed(), PEOPLE_OF_2021)


class TestSeed:
    """The verdicts that are settled for the one real letter."""

    def test_it_has_19_rows(self) -> None:
        assert len(catalogue.seed()) == 19

    def test_exactly_these_findings(self) -> None:
        assert Counter(said(*SEED)) == {
            ("net_change", "存疑"): 1,
            ("ratio", "无法核对"): 1,
            ("rank", "提示"): 1,
            ("period", "提示"): 8,
            ("scope", "提示"): 13,
        }

    def test_none_of_them_is_hidden_or_added_by_all_real_figures(self) -> None:
        around = FigureSet(catalogue.real_figures(), catalogue.meanings(), catalogue.parents())
        seed = {figure.key for figure in catalogue.seed()}
        found = [
            finding
            for finding in rules.check(around)
            if seed.intersection(figure.key for figure in finding.figures)
        ]
        assert Counter((f.rule, f.verdict) for f in found) == Counter(said(*SEED))

    def test_the_doubt_names_both_numbers_and_what_is_implied(self) -> None:
        # 3483/1.1935 = 2918.3, 3483/1.1925 = 2920.8: last year 2919 or 2920, added 563 or 564.
        assert 3483 - 2920 == 563
        sentence = text(*SEED, rule="net_change")
        for words in ("3483件", "19.3%", "563—564", "559件", "整体小于其中一部分"):
            assert words in sentence

    def test_what_cannot_be_checked_shows_what_it_implies(self) -> None:
        # 42.45 × 185.85 = 7889.3 and 42.55 × 185.95 = 7912.2, to three digits as 42.5 is.
        sentence = text(*SEED, rule="ratio")
        for words in ("没有有效发明专利拥有量", "185.9万人", "7890—7910"):
            assert words in sentence

    def test_at_the_core_with_a_stand_in_population_it_is_a_contradiction(self) -> None:
        # 3483 / 105 = 33.2
        figures = [
            figure(VALID, 3483),
            figure(RATIO, "42.5", half_width="0.05"),
            figure(PEOPLE, "105", year=2021, half_width="0.05"),
        ]
        assert said(*figures) == [("ratio", "矛盾")]
        assert "33.2" in text(*figures, rule="ratio")


def test_the_gravest_comes_first() -> None:
    verdicts = [verdict for _rule, verdict in said(*SEED, *kinds(1, 2, 3, total=9, year=2020))]
    assert verdicts == sorted(verdicts, key=rules.VERDICTS.index)
    assert set(verdicts) == set(rules.VERDICTS)


def test_the_rules_are_those_that_are_settled() -> None:
    assert set(rules.RULES) == {
        *("sum", "ratio", "growth", "net_change", "stock_flow", "part_whole", "unit", "jump"),
        *("scope", "period", "rank", "duplicate_name", "points", "share", "repeat", "status"),
    }


def test_every_rule_says_what_it_demands_and_what_it_is_called() -> None:
    for name, (title, rule) in rules.RULES.items():
        assert name.isidentifier()
        assert title
        assert (rule.__doc__ or "").endswith("。"), name


def test_a_finding_carries_the_name_of_its_rule() -> None:
    figures = FigureSet(SEED, catalogue.meanings(), catalogue.parents())
    for name, (_title, rule) in rules.RULES.items():
        assert {finding.rule for finding in rule(figures)} <= {name}


def test_the_handbook_lists_every_rule() -> None:
    handbook = (settings.BASE_DIR / "docs" / "handbook.zh.md").read_text()
    missing = [
        name
        for name, (title, rule) in rules.RULES.items()
        if f"| {title} | {rule.__doc__} |" not in handbook
    ]
    assert missing == []


def test_of_six_invented_years_that_hold_together_little_is_said() -> None:
    """Nothing is contradicted or doubted, and less than one figure in a hundred has a hint."""
    figures = [
        figure(
            one.indicator,
            one.value,
            one.region,
            one.year,
            half_width=one.half_width,
            status=one.status,
            **({"reported_growth": one.reported_growth} if one.growth_base else {}),
            growth_base=one.growth_base,
        )
        for one in demo_figures.generate()
    ]
    found = said(*figures)
    assert {verdict for _rule, verdict in found} == {"提示"}
    assert len(found) * 100 < len(figures)


@pytest.mark.parametrize("amount", ["-1", "0", "0.5"])
def test_a_figure_alone_breaks_nothing(amount: str) -> None:
    for code in catalogue.meanings():
        assert {verdict for _rule, verdict in said(figure(code, Decimal(amount)))} <= {"无法核对"}
