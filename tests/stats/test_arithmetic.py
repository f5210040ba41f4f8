"""Intervals of printed numbers, and growth in the words of the bureau; a table for each."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.arithmetic import (
    Figure,
    FigureSet,
    Growth,
    Interval,
    Meaning,
    comparable,
    growth,
    implied_base,
    reported,
)

FLOW = Meaning("patent.granted", "专利授权量", "件", "flow")
STOCK = Meaning("patent.valid", "有效专利拥有量", "件", "stock")
SHARE = Meaning("share", "占比", "%", "ratio", decimals=2)
PER_HEAD = Meaning("per_10k", "每万人发明专利拥有量", "件/万人", "ratio", decimals=1)
MONEY = Meaning("finance.pledge.amount", "质押融资登记金额", "亿元", "flow", decimals=2)
SMALL = st.decimals(min_value=-1000, max_value=1000, places=2)


def figure(value: object, meaning: Meaning = FLOW, year: int = 2022, **fields: object) -> Figure:
    if "reported_growth" in fields:
        fields["reported_growth"] = Decimal(str(fields["reported_growth"]))
    return Figure(
        meaning=meaning,
        region=fields.pop("region", "330282"),
        region_name="慈溪市（全市）",
        year=year,
        through_month=fields.pop("through_month", 12),
        value=None if value is None else Decimal(str(value)),
        half_width=Decimal(str(fields.pop("half_width", 0))),
        **fields,
    )


def interval(low: object, high: object) -> Interval:
    return Interval(Decimal(str(low)), Decimal(str(high)))


class TestInterval:
    @pytest.mark.parametrize(
        ("text", "digits", "low", "high"),
        [("5.8", 1, "5.75", "5.85"), ("6", 0, "5.5", "6.5"), ("-3.2", 1, "-3.25", "-3.15")],
    )
    def test_what_a_printed_number_stands_for(
        self, text: str, digits: int, low: str, high: str
    ) -> None:
        assert Interval.printed(Decimal(text), digits) == interval(low, high)

    def test_arithmetic_keeps_the_outermost_ends(self) -> None:
        a, b = interval(1, 2), interval(-3, 4)
        assert a + b == interval(-2, 6)
        assert a - b == interval(-3, 5)
        assert a * b == interval(-6, 8)
        assert b / a == interval(-3, 4)

    @pytest.mark.parametrize("divisor", [(-1, 1), (0, 1), (-1, 0), (0, 0)])
    def test_nothing_is_divided_by_what_may_be_nothing(self, divisor: tuple[int, int]) -> None:
        with pytest.raises(ZeroDivisionError):
            interval(1, 2) / interval(*divisor)

    @pytest.mark.parametrize(
        ("a", "b", "meets"), [((1, 2), (2, 3), True), ((1, 2), ("2.01", 3), False)]
    )
    def test_meeting(self, a: tuple[object, object], b: tuple[object, object], meets: bool) -> None:
        assert interval(*a).meets(interval(*b)) is meets
        assert interval(*b).meets(interval(*a)) is meets

    def test_whole_numbers_inside(self) -> None:
        assert interval("11986.7", "11998.1").whole() == interval(11987, 11998)

    def test_words(self) -> None:
        assert interval("11986.7", "11998.4").words() == "11987—11998"
        assert interval("1.96", "2.04").words(1) == "2.0"
        assert interval(1000, 2000).words(grouped=True) == "1,000—2,000"

    def test_words_to_the_digits_that_were_printed(self) -> None:
        printed = interval("42.45", "42.55")
        assert interval("7889.3", "7912.2").words_like(printed) == "7890—7910"
        assert interval("7889.3", "7912.2").words_like(interval(3, 3)) == "7889—7912"

    @given(SMALL, SMALL, SMALL, SMALL, st.fractions(0, 1), st.fractions(0, 1))
    def test_results_hold_whatever_the_numbers_were(
        self, a: Decimal, b: Decimal, c: Decimal, d: Decimal, s: object, t: object
    ) -> None:
        left, right = interval(min(a, b), max(a, b)), interval(min(c, d), max(c, d))
        x = left.low + (left.high - left.low) * Decimal(float(s))
        y = right.low + (right.high - right.low) * Decimal(float(t))
        slack = Decimal("1e-9")
        for result, value in ((left + right, x + y), (left - right, x - y), (left * right, x * y)):
            assert result.low - slack <= value <= result.high + slack
        if not right.low <= 0 <= right.high:
            quotient = left / right
            assert quotient.low - slack <= x / y <= quotient.high + slack


GROWTHS = [
    # (meaning, old, new, kind, phrase)
    (FLOW, 100, 105, "percent", "比上年增长5.0%"),
    (FLOW, 11990, 12688, "percent", "比上年增长5.8%"),
    (FLOW, 200, 150, "percent", "比上年下降25.0%"),
    (FLOW, 100000, 100001, "percent", "与上年基本持平"),
    (FLOW, 100, 100, "percent", "与上年持平"),
    (FLOW, 30, 33, "percent", "比上年增长10.0%"),
    (FLOW, 29, 32, "unit", "比上年增加3件"),
    (FLOW, 5, 2, "unit", "比上年减少3件"),
    (FLOW, 0, 3, "none", ""),
    (FLOW, -2, 3, "unit", "比上年增加5件"),
    (MONEY, "20.10", "25.40", "percent", "比上年增长26.4%"),
    (MONEY, "0.00", "25.40", "none", ""),
    (MONEY, "2.00", "2.10", "percent", "比上年增长5.0%"),
    (MONEY, "0.02", "1.50", "unit", "比上年增加1.48亿元"),
    (MONEY, "0.10", "1.10", "percent", "比上年增长1000.0%"),
    (FLOW, 40, 3000, "percent", "比上年增长7400.0%"),
    (STOCK, 2920, 3483, "percent", "比上年末增长19.3%"),
    (SHARE, "10.00", "11.25", "points", "比上年提高1.25个百分点"),
    (SHARE, "11.25", "10.00", "points", "比上年降低1.25个百分点"),
    (PER_HEAD, "40.0", "42.5", "unit", "比上年末增加2.5件"),
]


def test_a_break_parts_a_year_from_the_one_before_only() -> None:
    before, marked, after = (
        figure(value, year=year, status=status)
        for value, year, status in ((100, 2016, "A"), (150, 2017, "B"), (165, 2018, "A"))
    )
    assert growth(marked, before).reason == "统计口径有变更"
    assert growth(after, marked).phrase == "比上年增长10.0%"


@pytest.mark.parametrize(
    ("value", "half_width", "shown"),
    [("19.67", "0.005", "19.67件/万人"), ("16", "0.5", "16件/万人"), ("42.5", "0", "42.5件/万人")],
)
def test_a_figure_is_shown_as_it_was_printed(value: str, half_width: str, shown: str) -> None:
    assert figure(value, PER_HEAD, half_width=Decimal(half_width)).shown() == shown


@pytest.mark.parametrize(("meaning", "old", "new", "kind", "phrase"), GROWTHS)
def test_growth_in_words(
    meaning: Meaning, old: object, new: object, kind: str, phrase: str
) -> None:
    change = growth(figure(new, meaning), figure(old, meaning, 2021))
    assert (change.kind, change.phrase) == (kind, phrase)


@pytest.mark.parametrize(
    ("fields", "word", "period"),
    [
        ({"unit": "%"}, "比上年", "2022年"),  # 占GDP比重
        ({"unit": "%", "numerator": "a", "numerator_kind": "flow"}, "比上年", "2022年"),
        ({"unit": "%", "numerator": "a", "numerator_kind": "stock"}, "比上年末", "2022年末"),
        ({"unit": "件/万人"}, "比上年末", "2022年末"),
    ],
)
def test_a_ratio_is_of_the_time_its_numerator_is_of(
    fields: dict[str, str], word: str, period: str
) -> None:
    ratio = Meaning("r", "比率", kind="ratio", decimals=1, **fields)
    now = figure("11.2", ratio)
    assert (now.period, growth(now, figure("10.0", ratio, 2021)).base_word) == (period, word)


def test_over_nothing_there_is_a_dash_with_its_reason() -> None:
    assert growth(figure(3), figure(0, year=2021)) == Growth("none", reason="上年数为 0")


def test_a_towns_small_base_gives_no_percentage_either() -> None:
    town = {"region": "330282-BJ-101"}
    change = growth(figure(40, **town), figure(20, year=2021, **town))
    assert (change.kind, change.phrase) == ("unit", "比上年增加20件")
    assert change.reason == "上年基数小于30，不计算百分比"


@pytest.mark.parametrize(
    ("now", "before", "remark"),
    [("A", "A", ""), ("P", "A", "初步"), ("A", "P", "上年数初步"), ("P", "P", "初步")],
)
def test_what_is_not_final_is_said_behind_the_change(now: str, before: str, remark: str) -> None:
    names = {"A": "正式", "P": "初步"}
    current = figure(105, status=now, status_name=names[now])
    base = figure(100, year=2021, status=before, status_name=names[before])
    assert growth(current, base).remark == remark


def test_a_printed_percentage_of_very_little_is_not_repeated() -> None:
    few = {"reported_growth": "50.0", "growth_base": "同比"}
    change = growth(figure(12, **few), None)
    assert (change.kind, change.phrase) == ("none", "")
    assert change.reason == "上年数未公布；上报增幅的基数小于30，不用百分比"
    assert growth(figure(120, **few), None).phrase == "同比增长50.0%"


def test_an_amount_that_rose_beyond_tenfold_says_that_its_base_was_small() -> None:
    change = growth(figure("1.50", MONEY), figure("0.02", MONEY, 2021))
    assert change.reason == "原基数小，不计算百分比"
    printed = {"reported_growth": Decimal(7400), "growth_digits": 0, "growth_base": "同比"}
    unshown = growth(figure("1.50", MONEY, **printed), None)
    assert unshown == Growth("none", reason="上年数未公布；上报增幅的原基数小，不用百分比")


@pytest.mark.parametrize(
    ("current", "base", "marks"),
    [
        ({}, None, "（上报）"),
        ({"status": "P", "status_name": "初步"}, None, "（上报）（初步）"),
        ({"status": "B"}, {}, "（上报）（统计口径有变更，仅供参考）"),
        ({"status": "D"}, {}, "（上报）（口径或时段不同，仅供参考）"),
        ({}, {"status": "D"}, "（上报）（口径或时段不同，仅供参考）"),
    ],
)
def test_a_printed_growth_says_why_it_rests_on_nothing_here(
    current: dict[str, object], base: dict[str, object] | None, marks: str
) -> None:
    grown = {"reported_growth": "5.8", "growth_base": "同比"}
    before = None if base is None else figure(1000, year=2021, **base)
    change = growth(figure(1200, **grown, **current), before)
    assert change.said == f"同比增长5.8%{marks}"


def test_months_are_compared_with_the_same_months() -> None:
    now = figure(110, through_month=7)
    assert growth(now, figure(100, year=2021, through_month=7)).phrase == "同比增长10.0%"
    stock = figure(110, STOCK, through_month=7)
    base = figure(100, STOCK, 2021, through_month=7)
    assert growth(stock, base).phrase == "比上年同期末增长10.0%"


@pytest.mark.parametrize(
    ("current", "base", "reason"),
    [
        (figure(1), None, "上年数未公布"),
        (figure(None, status="L"), figure(1, year=2021), "没有数值"),
        (figure(1), figure(None, year=2021, status="M"), "没有数值"),
        (figure(1), figure(1, year=2021, region="330282-BJ"), "口径不同"),
        (figure(1, status="B"), figure(1, year=2021), "统计口径有变更"),
        (figure(1, status="D"), figure(1, year=2021), "口径或时段不同"),
        (figure(1, printed_period="去年以来"), figure(1, year=2021), "口径或时段不同"),
        (figure(1, status="P"), figure(1, year=2021), ""),
    ],
)
def test_what_must_not_be_compared(current: Figure, base: Figure | None, reason: str) -> None:
    assert reason in comparable(current, base)
    change = growth(current, base)
    if reason:
        assert (change.kind, change.phrase, change.sign) == ("none", "", 0)
        assert reason in change.reason
    else:
        assert change.kind != "none"


@pytest.mark.parametrize(
    ("fields", "phrase"),
    [
        ({"reported_growth": "5.8", "growth_base": "同比"}, "同比增长5.8%"),
        ({"reported_growth": "-3", "growth_digits": 0, "growth_base": "同比"}, "同比下降3%"),
        ({"reported_growth": "2.3", "growth_base": "可比价"}, "按可比价增长2.3%"),
        ({"reported_growth": "6", "growth_digits": 0, "growth_base": "约"}, "约增长6%"),
    ],
)
def test_without_a_base_the_printed_growth_is_shown_as_printed(
    fields: dict[str, object], phrase: str
) -> None:
    change = growth(figure(12688, **fields), None)
    assert (change.phrase, change.is_reported) == (phrase, True)


def test_a_computed_growth_comes_before_the_printed_one() -> None:
    now = figure(105, reported_growth="9.9", growth_base="同比")
    change = growth(now, figure(100, year=2021))
    assert (change.phrase, change.is_reported) == ("比上年增长5.0%", False)


def test_a_printed_growth_of_a_ratio_is_in_points_or_units() -> None:
    share = figure("11.25", SHARE, reported_growth="1.25", growth_digits=2, growth_base="同比")
    per_head = figure("42.5", PER_HEAD, reported_growth="2.5", growth_base="同比")
    assert reported(share).words == "提高1.25个百分点"
    assert reported(per_head).words == "增加2.5件"
    assert reported(figure(1)) is None


@pytest.mark.parametrize(("amount", "sign"), [("0.04", 0), ("0.05", 1), ("-0.05", -1)])
def test_the_arrow_agrees_with_the_rounded_number(amount: str, sign: int) -> None:
    change = growth(figure(Decimal(1000) + Decimal(amount) * 10), figure(1000, year=2021))
    assert change.sign == sign


class TestImpliedBase:
    def test_what_last_year_must_have_been(self) -> None:
        # 12688 / 1.0585 = 11986.8 and 12688 / 1.0575 = 11998.1
        found = implied_base(figure(12688, reported_growth="5.8", growth_base="同比"))
        assert found.interval == interval(11987, 11998)
        assert (found.formula, found.year) == ("12,688÷（1+5.8%）", 2021)

    def test_a_fall(self) -> None:
        found = implied_base(figure(90, reported_growth="-10.0", growth_base="同比"))
        assert (found.interval, found.formula) == (interval(100, 100), "90÷（1−10.0%）")

    @pytest.mark.parametrize(
        "unusable",
        [
            figure(12688),
            figure(12688, reported_growth="5.8", growth_base="可比价"),
            figure(12688, reported_growth="5.8", growth_base="约"),
            figure("42.5", PER_HEAD, reported_growth="2.5", growth_base="同比"),
            figure(None, status="L", reported_growth="5.8", growth_base="同比"),
            figure(0, reported_growth="-100.0", growth_base="同比"),
            figure(17, reported_growth="5.8", growth_base="同比"),
        ],
    )
    def test_otherwise_nothing_is_implied(self, unusable: Figure) -> None:
        assert implied_base(unusable) is None

    @given(st.integers(1, 10**6), st.decimals(min_value=-90, max_value=300, places=1))
    def test_every_base_in_it_prints_the_rate(self, value: int, rate: Decimal) -> None:
        found = implied_base(figure(value, reported_growth=rate, growth_base="同比"))
        if found is None:
            return
        for base in (found.interval.low, found.interval.high):
            computed = (value / base - 1) * 100
            assert abs(computed - rate) <= Decimal("0.0500001")


class TestFigure:
    @pytest.mark.parametrize(
        ("value", "half_width", "meaning", "shown"),
        [
            (12688, 0, FLOW, "12688件"),
            ("42.5", "0.05", PER_HEAD, "42.5件/万人"),
            ("42.50", "0.005", PER_HEAD, "42.50件/万人"),
            (401100, 50, FLOW, "401100件"),
            (None, 0, FLOW, "—（未报）"),
        ],
    )
    def test_values_show_as_they_were_printed(
        self, value: object, half_width: object, meaning: Meaning, shown: str
    ) -> None:
        status = {"status": "L", "status_name": "未报"} if value is None else {}
        assert figure(value, meaning, half_width=half_width, **status).shown() == shown

    def test_without_a_value_there_is_no_interval(self) -> None:
        with pytest.raises(ValueError, match="没有数值"):
            _ = figure(None, status="L").interval

    def test_the_papers_own_word_for_the_period_is_kept(self) -> None:
        assert figure(1).place == "慈溪市（全市）2022年专利授权量"
        assert "“去年以来”" in figure(1, printed_period="去年以来").place


class TestFigureSet:
    SET = FigureSet(
        [figure(1, year=2021), figure(3), figure(2, year=2020), figure(None, STOCK, status="L")],
        {},
        {"330282-BJ": "330282", "330282": "330200", "330200": "330000"},
    )

    def test_series_run_from_old_to_new(self) -> None:
        assert [found.value for found in self.SET.series("patent.granted", "330282")] == [2, 1, 3]
        assert self.SET.series("patent.granted", "330282-BJ") == []

    def test_known_has_a_value(self) -> None:
        assert self.SET.get("patent.valid", "330282", 2022) is not None
        assert self.SET.known("patent.valid", "330282", 2022) is None
        assert self.SET.known("patent.granted", "330282", 1999) is None

    def test_growth_takes_the_year_before(self) -> None:
        assert self.SET.growth(self.SET.get("patent.granted", "330282", 2022)).phrase == (
            "比上年增加2件"
        )

    @pytest.mark.parametrize(
        ("inner", "outer", "expected"),
        [
            ("330282-BJ", "330282", True),
            ("330282-BJ", "330000", True),
            ("330282", "330282", False),
            ("330282", "330282-BJ", False),
        ],
    )
    def test_containment(self, inner: str, outer: str, expected: bool) -> None:
        assert (outer in self.SET.above(inner)) is expected

    def test_it_counts_its_figures(self) -> None:
        assert len(self.SET) == len(list(self.SET)) == 4
