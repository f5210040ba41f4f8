"""Changes from year to year: printed growths, points, jumps, and what came into a stock."""

import pytest

from stats.arithmetic import Figure
from tests.stats.rule_figures import (
    ADDED,
    CORE,
    INVENTIONS,
    MONEY,
    PERCENT,
    RATIO,
    TOTAL,
    VALID,
    WHOLE,
    figure,
    said,
    text,
    two_years,
)

ON_YEAR = {"growth_base": "同比"}


class TestGrowth:
    # 12688/11990 - 1 = 5.82 %; 12688/12100 - 1 = 4.86 %
    def test_a_printed_rate_that_fits(self) -> None:
        assert said(*two_years(11990, 12688, reported_growth="5.8", **ON_YEAR)) == []

    def test_one_that_does_not(self) -> None:
        figures = two_years(12100, 12688, reported_growth="5.8", **ON_YEAR)
        assert said(*figures) == [("growth", "矛盾")]
        assert "4.9%" in text(*figures, rule="growth")

    @pytest.mark.parametrize(
        "fields",
        [
            {"growth_base": "可比价"},
            {"growth_base": "约"},
            {**ON_YEAR, "status": "B"},
            {**ON_YEAR, "status": "D"},
        ],
        ids=["at constant prices", "about", "a break", "another window"],
    )
    def test_what_cannot_be_compared_is_skipped(self, fields: dict[str, str]) -> None:
        assert said(*two_years(12100, 12688, reported_growth="5.8", **fields)) == []

    def test_real_growth_of_gdp_is_not_held_against_current_prices(self) -> None:
        # 2521.58/2379.2 - 1 = 5.98 %, printed 2.3 % at constant prices
        figures = two_years(
            "2379.2", "2521.58", "economy.gdp", reported_growth="2.3", growth_base="可比价"
        )
        assert said(*figures) == []

    def test_without_last_year_there_is_nothing_to_say(self) -> None:
        assert said(two_years(1, 12688, reported_growth="5.8", **ON_YEAR)[1]) == []

    def test_another_scope_is_no_base(self) -> None:
        _old, new = two_years(1, 12688, reported_growth="5.8", **ON_YEAR)
        assert said(figure(TOTAL, 12100, WHOLE, 2021), new) == []

    def test_a_zero_base_is_no_base(self) -> None:
        assert said(*two_years(0, 5, reported_growth="5.8", **ON_YEAR)) == []

    @pytest.mark.parametrize(("base", "findings"), [("比上年末", []), ("同比", ["矛盾"])])
    def test_in_the_middle_of_a_year_the_base_is_the_one_the_paper_names(
        self, base: str, findings: list[str]
    ) -> None:
        # Made up: 1120/1000 = 12 % since last year's end, 1120/900 = 24.4 % in twelve months.
        figures = [
            figure(VALID, 900, year=2021, through_month=10),
            figure(VALID, 1000, year=2021),
            figure(VALID, 1120, through_month=10, reported_growth="12.0", growth_base=base),
        ]
        assert said(*figures) == [("growth", word) for word in findings]

    def test_a_flow_has_no_year_end_to_compare_with(self) -> None:
        figures = [
            figure(TOTAL, 500, year=2021, through_month=6),
            figure(TOTAL, 1000, year=2021),
            figure(TOTAL, 550, through_month=6, reported_growth="10.0", growth_base="比上年末"),
        ]
        assert said(*figures) == []

    @pytest.mark.parametrize(("printed", "verdicts"), [("1.25", 0), ("1.5", 1)])
    def test_shares_differ_in_points(self, printed: str, verdicts: int) -> None:
        digits = len(printed.split(".")[1])
        figures = two_years(
            "10.00", "11.25", PERCENT, reported_growth=printed, growth_digits=digits, **ON_YEAR
        )
        assert said(*figures) == [("points", "矛盾")] * verdicts


class TestJump:
    @pytest.mark.parametrize(
        ("old", "new", "fields", "verdicts"),
        [
            (100, 151, {}, 1),
            (100, 150, {}, 0),
            (100, 49, {}, 1),
            (100, 50, {}, 0),
            (30, 60, {}, 1),
            (29, 100, {}, 0),
            (0, 100, {}, 0),
            (None, 100, {}, 0),
            (100, 0, {}, 1),
            (100, 300, {"status": "B"}, 0),
            (100, 300, {"status": "D"}, 0),
            (100, 300, {"printed_period": "去年以来"}, 0),
            ("6.85", "11.20", {"code": MONEY}, 1),
            ("6.8", "10.3", {"code": MONEY, "half_width": "0.05"}, 0),
            ("42.5", "70.1", {"code": RATIO}, 1),
            ("9.4", "15.0", {"code": RATIO}, 0),
        ],
        ids=[
            "more than half more", "half more", "more than half less", "half less",
            "from thirty", "from less than thirty", "from nothing", "from what is not known",
            "to nothing", "across a break", "of another definition", "in another window",
            "money has no least base", "when rounded", "a ratio", "a small ratio",
        ],
    )  # fmt: skip
    def test_a_change_of_more_than_half_is_asked_about(
        self, old: object, new: object, fields: dict, verdicts: int
    ) -> None:
        missing = {"status": "L"} if old is None else {}
        code = fields.get("code", TOTAL)
        rest = {name: value for name, value in fields.items() if name != "code"}
        rounding = {"half_width": rest["half_width"]} if "half_width" in rest else {}
        figures = [
            figure(code, old, year=2021, **rounding, **missing),
            figure(code, new, **rest),
        ]
        assert said(*figures, rule="jump") == [("jump", "存疑")] * verdicts

    def test_the_sentence_has_both_years_and_the_change(self) -> None:
        sentence = text(*two_years(15824, 25971), rule="jump")
        for words in ("25971件", "15824件", "比上年增长64.1%", "请说明原因"):
            assert words in sentence


class TestNetChange:
    def stock(self, region: str = CORE, base: str = "比上年末", **fields: object) -> Figure:
        return figure(VALID, 3483, region, reported_growth="19.3", growth_base=base, **fields)

    @pytest.mark.parametrize(
        ("added", "region", "verdict"),
        [
            (563, CORE, None),
            (564, CORE, None),
            (559, CORE, "矛盾"),
            (559, WHOLE, "存疑"),
            (600, WHOLE, None),
        ],
    )
    def test_added_against_implied(self, added: int, region: str, verdict: str | None) -> None:
        found = said(self.stock(), figure(ADDED, added, region), rule="net_change")
        assert found == ([("net_change", verdict)] if verdict else [])

    def test_a_part_may_have_added_less_than_the_whole(self) -> None:
        assert said(self.stock(WHOLE), figure(ADDED, 5, CORE), rule="net_change") == []

    @pytest.mark.parametrize(("value", "rate"), [(0, "-100.0"), (17, "5.8")])
    def test_a_rate_that_no_count_gives_implies_nothing(self, value: int, rate: str) -> None:
        stock = figure(VALID, value, reported_growth=rate, growth_base="比上年末")
        assert said(stock, figure(ADDED, 1), rule="net_change") == []

    def test_another_year_says_nothing(self) -> None:
        assert said(self.stock(), figure(ADDED, 5, year=2021), rule="net_change") == []

    @pytest.mark.parametrize(("added", "findings"), [(563, []), (100, [("net_change", "矛盾")])])
    def test_what_was_added_is_the_difference_of_two_stocks(
        self, added: int, findings: list
    ) -> None:
        stocks = figure(VALID, 3483), figure(VALID, 2920, year=2021)
        assert said(*stocks, figure(ADDED, added), rule="net_change") == findings

    @pytest.mark.parametrize(("added", "count"), [(120, 0), (220, 1)])
    def test_in_the_middle_of_a_year_it_is_what_came_since_last_years_end(
        self, added: int, count: int
    ) -> None:
        figures = [
            figure(VALID, 900, year=2021, through_month=10),
            figure(VALID, 1000, year=2021),
            figure(VALID, 1120, through_month=10),
            figure(ADDED, added, through_month=10),
        ]
        assert len(said(*figures, rule="net_change")) == count

    def test_a_growth_in_twelve_months_says_nothing_of_ten(self) -> None:
        stock = self.stock(base="同比", through_month=10)
        assert said(stock, figure(ADDED, 5, through_month=10), rule="net_change") == []


class TestStockFlow:
    """A stock grows by what came in, less what lapsed."""

    def figures(self, before: int, granted: object, after: int, **fields: object) -> list[Figure]:
        return [
            figure(VALID, before, year=2021),
            figure(INVENTIONS, granted, **fields),
            figure(VALID, after, **fields),
        ]

    @pytest.mark.parametrize(
        ("before", "granted", "after", "verdict"),
        [
            (2000, 500, 2420, None),
            (2000, 500, 2501, "矛盾"),
            (2000, 500, 2481, "存疑"),
            (2000, 500, 2480, None),
            (2000, 500, 2200, None),
            (2000, 500, 2199, "存疑"),
            (99, 20, 119, None),
            (99, 20, 120, "矛盾"),
            (2000, None, 2600, None),
        ],
        ids=[
            "4 % lapse", "more is added than was granted", "less than 1 % lapses", "1 % lapses",
            "15 % lapse", "more lapse", "a small stock", "even of a small one", "no grants known",
        ],
    )  # fmt: skip
    def test_what_lapsed(
        self, before: int, granted: int | None, after: int, verdict: str | None
    ) -> None:
        found = said(*self.figures(before, granted, after), rule="stock_flow")
        assert found == ([("stock_flow", verdict)] if verdict else [])

    def test_the_sentence_shows_what_must_have_lapsed(self) -> None:
        sentence = text(*self.figures(2000, 500, 2490), rule="stock_flow")
        for words in ("2490件", "2000件", "500件", "失效10件", "0.5%", "1%—15%"):
            assert words in sentence

    def test_rounded_figures_are_given_their_rounding(self) -> None:
        figures = [
            figure(VALID, 2704000, "100000-ML", 2021, half_width=500),
            figure(INVENTIONS, 600000, "100000-ML", half_width=50000),
            figure(VALID, 3330000, "100000-ML", half_width=5000),
        ]
        assert said(*figures) == []

    def test_in_the_middle_of_a_year_only_the_impossible_is_told(self) -> None:
        assert said(*self.figures(2000, 100, 2099, through_month=3), rule="stock_flow") == []
        assert said(*self.figures(2000, 100, 2101, through_month=3), rule="stock_flow") == [
            ("stock_flow", "矛盾")
        ]

    def test_a_flow_of_another_window_makes_a_doubt(self) -> None:
        figures = self.figures(2000, 500, 2600)
        figures[1] = figure(INVENTIONS, 500, status="D", printed_period="去年以来")
        assert said(*figures, rule="stock_flow") == [("stock_flow", "存疑")]

    @pytest.mark.parametrize("kind", ["utility", "design"])
    def test_other_kinds_lapse_faster(self, kind: str) -> None:
        figures = [
            figure(f"patent.valid.{kind}", 2000, year=2021),
            figure(f"patent.granted.{kind}", 500),
            figure(f"patent.valid.{kind}", 2130),
        ]
        assert said(*figures, rule="stock_flow") == []
        figures[2] = figure(f"patent.valid.{kind}", 1700)
        assert said(*figures, rule="stock_flow") == [("stock_flow", "存疑")]
        figures[2] = figure(f"patent.valid.{kind}", 2501)
        assert said(*figures, rule="stock_flow") == [("stock_flow", "矛盾")]
