"""When an answer is due, why on that day, and how it stands."""

from datetime import date

import pytest

from proposals.deadlines import (
    Clock,
    Deadline,
    Light,
    Start,
    Unit,
    check_extension,
    deadline,
    state,
)
from proposals.workdays import Calendar, LocalDay

PUBLISHED = Calendar()
NOTICE_2031 = "2031年的放假通知（虚构）"
LOADED_2031 = Calendar(
    {
        date(2031, 9, 28): LocalDay(True, "国庆节调休", NOTICE_2031),
        **{date(2031, 10, day): LocalDay(False, "国庆节", NOTICE_2031) for day in range(1, 8)},
    },
    frozenset({2031}),
)


def months(amount: int, **settings: object) -> Clock:
    return Clock(amount, Unit.MONTH, **settings)


def plain_days(amount: int, **settings: object) -> Clock:
    return Clock(amount, Unit.DAY, **settings)


def workdays(amount: int, **settings: object) -> Clock:
    return Clock(amount, Unit.WORKDAY, **settings)


def fixed(day: str, **settings: object) -> Clock:
    return Clock(unit=Unit.FIXED, fixed=date.fromisoformat(day), **settings)


def due(clock: Clock, start: str, calendar: Calendar = PUBLISHED, **more: object) -> Deadline:
    return deadline(clock, date.fromisoformat(start), calendar, **more)


@pytest.mark.parametrize(
    ("clock", "start", "day"),
    [
        # Months end on the corresponding day.
        (months(3), "2023-03-15", "2023-06-15"),
        (months(6), "2023-03-15", "2023-09-15"),
        (months(12), "2023-03-15", "2024-03-15"),
        # Month ends: 没有对应日的，月末日为最后一日.
        (months(3), "2022-11-30", "2023-02-28"),
        (months(3), "2023-11-30", "2024-02-29"),
        (months(1), "2023-01-31", "2023-02-28"),
        (months(1), "2024-01-31", "2024-02-29"),
        (months(1), "2023-03-31", "2023-05-04"),  # 30 April and three days of 劳动节 are off
        (months(1, moves=False), "2023-03-31", "2023-04-30"),
        (months(12), "2024-02-29", "2025-02-28"),
        (months(1), "2023-02-28", "2023-03-28"),
        # Across the year.
        (months(2), "2022-12-15", "2023-02-15"),
        (months(1), "2022-12-12", "2023-01-12"),
        (plain_days(10), "2022-12-25", "2023-01-04"),
        (workdays(5), "2022-12-28", "2023-01-05"),
        # Days off give way; a make-up working day does not.
        (months(3), "2023-03-10", "2023-06-12"),
        (months(3), "2023-07-01", "2023-10-07"),
        (months(3, moves=False), "2023-07-01", "2023-10-01"),
        (plain_days(10), "2024-01-25", "2024-02-04"),
        (plain_days(10), "2024-04-25", "2024-05-06"),
        # Working days begin on the next day, also from a day off.
        (workdays(1), "2023-03-10", "2023-03-13"),
        (workdays(1), "2023-03-11", "2023-03-13"),
        (workdays(5), "2019-04-26", "2019-05-06"),  # 28 April and 5 May, both Sundays, count
        (workdays(30), "2023-04-10", "2023-05-23"),
        # A date that was set stays where it is, unless the session says otherwise.
        (fixed("2024-06-30"), "2024-03-01", "2024-06-30"),
        (fixed("2024-06-30", moves=True), "2024-03-01", "2024-07-01"),
        (fixed("2024-06-30"), "2024-06-30", "2024-06-30"),
    ],
)
def test_a_clock_is_up_on_the_day_counted_by_hand(clock: Clock, start: str, day: str):
    found = due(clock, start)

    assert found.day == found.original == date.fromisoformat(day)
    assert not found.is_estimated


def test_the_explanation_names_rule_start_and_clamping():
    found = due(months(3, note="代表法第五十一条"), "2022-11-30")

    assert found.explanation == (
        "规则：自交办之日起3个月内（依据：代表法第五十一条）。",
        "起算：交办日2022年11月30日（周三）不计入，从次日算起（民法典第二百零一条）。",
        "数法：2023年2月没有30日，取月末2023年2月28日（周二）（民法典第二百零二条）。",
        "结果：期限为2023年2月28日（周二）。",
    )


def test_the_explanation_names_each_skipped_day_and_each_make_up_day():
    found = due(workdays(12, start=Start.RECEIVED), "2023-04-20")

    assert found.explanation == (
        "规则：自签收之日起12个工作日内（依据：未注明，请在届次设置中补上）。",
        "起算：签收日2023年4月20日（周四）不计入，从次日算起（民法典第二百零一条）。",
        "数法：只数工作日，数满12个，到2023年5月9日（周二）。",
        "跳过节假日5天：2023年4月29日至5月3日（劳动节）。",
        "跳过周末2天：2023年4月22日（周六）、5月7日（周日）。",
        "调休上班、照常计入2天：2023年4月23日（周日、劳动节调休）、5月6日（周六、劳动节调休）。",
        "结果：期限为2023年5月9日（周二）。",
    )


@pytest.mark.parametrize(
    ("clock", "start", "line"),
    [
        (
            months(3),
            "2023-07-01",
            "顺延：2023年10月1日至6日（国庆节）休息，"
            "顺延到2023年10月7日（周六）（民法典第二百零三条）。",
        ),
        (
            months(3, moves=True),
            "2023-03-10",
            "顺延：2023年6月10日至11日（周六、周日）休息，顺延到2023年6月12日（周一）（届次设置）。",
        ),
        (
            months(3, moves=False),
            "2023-03-10",
            "这一天是休息日（周六），按届次设置不顺延，请提前办结。",
        ),
        (
            fixed("2024-06-30"),
            "2024-03-01",
            "这一天是休息日（周日），定好的日期不顺延，请提前办结。",
        ),
        (plain_days(10), "2024-01-25", "这一天要上班（春节调休），照常到期。"),
        (
            months(2),
            "2023-01-31",
            "数法：2个月后的对应日是2023年3月31日（周五）（民法典第二百零二条）。",
        ),
        (plain_days(10), "2023-03-01", "数法：连休息日一起数满10天，到2023年3月11日（周六）。"),
        (
            fixed("2024-06-28"),
            "2024-03-01",
            "起点：交办日2024年3月1日（周五）；期限是定好的日期，不用推算。",
        ),
    ],
)
def test_the_explanation_says_why_the_day_moved_or_stayed(clock: Clock, start: str, line: str):
    assert line in due(clock, start).explanation


def test_a_long_clock_is_explained_in_bounded_length():
    found = due(workdays(2500), "2010-01-04")

    assert len(found.explanation) <= 8
    assert max(map(len, found.explanation)) < 400
    assert any("另有" in line for line in found.explanation)


def test_a_second_round_runs_from_its_own_start():
    first, second = (
        due(months(1), "2023-03-15"),
        due(months(1), "2023-07-19", start_name="重新交办"),
    )

    assert (first.day, second.day) == (date(2023, 4, 17), date(2023, 8, 21))
    assert second.explanation[0].startswith("规则：自重新交办之日起1个月内")
    assert second.explanation[1].startswith("起算：重新交办日2023年7月19日")


@pytest.mark.parametrize(
    ("clock", "start", "is_estimated"),
    [
        (workdays(10), "2031-03-03", True),
        (months(1), "2031-03-03", True),
        (months(1, moves=False), "2031-03-03", False),  # no holiday can change it
        (fixed("2031-03-03"), "2031-01-02", False),
        (workdays(10), "2026-12-01", False),
        (workdays(10), "2026-12-15", True),  # 25 December on waits for the notice of 2027
        (months(1), "2026-11-26", True),
    ],
)
def test_a_day_that_hangs_on_an_unpublished_notice_is_estimated(
    clock: Clock, start: str, is_estimated: bool
):
    found = due(clock, start)

    assert found.is_estimated == is_estimated
    assert found.explanation[-1].endswith("，预估。") == is_estimated
    assert any(line.startswith("预估：") for line in found.explanation) == is_estimated


def test_loading_the_notice_moves_the_day_and_settles_it():
    before = due(months(1), "2031-09-01")
    after = due(months(1), "2031-09-01", LOADED_2031)

    assert (before.day, before.is_estimated) == (date(2031, 10, 1), True)
    assert "预估：2031年的放假安排还没有载入" in before.explanation[-2]
    assert (after.day, after.is_estimated) == (date(2031, 10, 8), False)
    assert f"其中按系统日历表的日子，出处：{NOTICE_2031}。" in after.explanation


def test_an_extension_holds_and_says_what_it_was_before():
    found = due(months(3), "2023-03-15", extended_to=date(2023, 9, 15), extension_note="市府办同意")

    assert (found.day, found.original) == (date(2023, 9, 15), date(2023, 6, 15))
    assert found.explanation[-2] == (
        "延期：原期限2023年6月15日（周四），经同意延至2023年9月15日（周五）（市府办同意）。"
    )


def test_an_extension_of_an_estimated_day_is_not_estimated():
    found = due(workdays(10), "2031-03-03", extended_to=date(2031, 6, 30))

    assert (found.day, found.is_estimated) == (date(2031, 6, 30), False)
    assert not any("预估" in line for line in found.explanation)


def test_an_extension_never_shortens():
    extended = date(2031, 10, 6)
    before = due(months(1), "2031-09-01", extended_to=extended)
    after = due(months(1), "2031-09-01", LOADED_2031, extended_to=extended)

    assert (before.day, after.day) == (extended, date(2031, 10, 8))
    assert after.explanation[-2] == (
        "延期：所填2031年10月6日（周一）不晚于原期限2031年10月8日（周三），仍按原期限。"
    )


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("2023-06-15", "延期日期须晚于原期限2023年6月15日"),
        ("2023-09-16", "延期最迟到2023年9月15日（自交办之日起6个月内）"),
    ],
)
def test_an_extension_is_refused_outside_its_bounds(to: str, said: str):
    with pytest.raises(ValueError, match=said):
        check_extension(
            months(3),
            date(2023, 3, 15),
            PUBLISHED,
            date.fromisoformat(to),
            longest=months(6),
        )


def test_an_extension_within_its_bounds_is_taken():
    for to in (date(2023, 6, 16), date(2023, 9, 15)):
        check_extension(months(3), date(2023, 3, 15), PUBLISHED, to, longest=months(6))
    check_extension(months(3), date(2023, 3, 15), PUBLISHED, date(2024, 1, 1))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"amount": 0}, "须大于 0，现为 0，请改为正整数"),
        ({"amount": -3, "unit": Unit.WORKDAY}, "须大于 0，现为 -3"),
        ({"amount": 3, "unit": "周"}, "没有“周”这种期限单位，请改用月、日、工作日"),
        ({"amount": 121}, "期限121个月过长，最多120个月"),
        ({"amount": 5000, "unit": Unit.WORKDAY}, "最多2500个工作日"),
        ({"amount": 3, "fixed": date(2024, 6, 30)}, "请清空固定日期"),
        ({"unit": Unit.FIXED}, "请填写日期"),
        ({"unit": Unit.FIXED, "amount": 3, "fixed": date(2024, 6, 30)}, "请把数量留空"),
        ({"unit": Unit.FIXED, "fixed": date(202, 6, 30)}, "请核对年份"),
    ],
)
def test_a_clock_that_cannot_be_is_refused_with_the_way_out(settings: dict, said: str):
    with pytest.raises(ValueError, match=said):
        Clock(**settings)


def test_units_and_starts_may_come_as_the_words_a_table_stores():
    stored = due(Clock(30, "工作日", "签收"), "2023-04-10")

    assert stored == due(workdays(30, start=Start.RECEIVED), "2023-04-10")
    assert due(Clock(unit="固定日期", fixed=date(2024, 6, 30)), "2024-03-01").day.day == 30


def test_a_start_that_cannot_be_is_refused_with_the_way_out():
    with pytest.raises(ValueError, match="签收日2024年7月1日晚于固定日期2024年6月30日，请核对"):
        due(fixed("2024-06-30", start=Start.RECEIVED), "2024-07-01")
    with pytest.raises(ValueError, match="起算日202年3月1日超出范围"):
        due(months(3), "0202-03-01")


DUE = due(months(3), "2023-01-30")  # 30 April 2023 is off until 4 May


@pytest.mark.parametrize(
    ("today", "light", "label", "remaining"),
    [
        ("2023-04-20", Light.NORMAL, "正常", "还有14天（8个工作日）"),
        ("2023-04-21", Light.NORMAL, "正常", "还有13天（7个工作日）"),
        ("2023-04-24", Light.NEAR, "临近", "还有10天（5个工作日）"),
        ("2023-04-29", Light.NEAR, "临近", "还有5天（1个工作日）"),
        ("2023-05-04", Light.TODAY, "今天到期", "今天到期"),
        ("2023-05-05", Light.OVERDUE, "逾期1天", "逾期1天（1个工作日）"),
        ("2023-05-07", Light.OVERDUE, "逾期3天", "逾期3天（2个工作日）"),
    ],
)
def test_a_deadline_stands_as_the_day_makes_it(
    today: str, light: Light, label: str, remaining: str
):
    found = state(DUE, date.fromisoformat(today), PUBLISHED)

    assert (found.light, found.label, found.remaining) == (light, label, remaining)
    assert found.is_late == (light is Light.OVERDUE)


@pytest.mark.parametrize(
    ("done", "remaining", "is_late"),
    [
        ("2023-04-20", "按期办结", False),
        ("2023-05-04", "按期办结", False),
        ("2023-05-06", "逾期2天办结", True),
    ],
)
def test_a_done_case_says_whether_it_was_in_time(done: str, remaining: str, is_late: bool):
    found = state(DUE, date(2023, 12, 1), PUBLISHED, done_on=date.fromisoformat(done))

    assert (found.label, found.remaining, found.is_late) == ("已办结", remaining, is_late)


def test_what_is_done_later_was_not_done_yet():
    found = state(DUE, date(2023, 5, 5), PUBLISHED, done_on=date(2023, 5, 6))

    assert found.label == "逾期1天"
    assert state(DUE, DUE.day, PUBLISHED, done_on=DUE.day).label == "已办结"


def test_an_extended_case_is_not_overdue():
    extended = due(months(3), "2023-01-30", extended_to=date(2023, 7, 30))

    assert state(extended, date(2023, 5, 5), PUBLISHED).label == "正常"


def test_how_near_is_near_is_for_the_caller_to_say():
    day = date(2023, 4, 20)

    assert state(DUE, day, PUBLISHED, near_days=14, near_workdays=0).light is Light.NEAR
    assert state(DUE, day, PUBLISHED, near_days=0, near_workdays=8).light is Light.NEAR
    assert state(DUE, day, PUBLISHED, near_days=13, near_workdays=7).light is Light.NORMAL
