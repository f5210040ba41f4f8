"""Which days are worked, against a second calendar and against the notices themselves."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.workdays import PUBLISHED_YEARS, Calendar, LocalDay, listed

PUBLISHED = Calendar()

# Read one by one in the notices 国务院办公厅关于…年部分节假日安排的通知 and in the two that changed
# one afterwards: 国办发明电〔2019〕3号 (劳动节), 国办发明电〔2020〕1号 (春节).
BY_NOTICE = {
    "2019年的通知（2018-12-04）": [
        ("2018-12-29", "周六上班"),
        ("2018-12-31", "元旦"),
        ("2019-02-02", "周六上班"),
        ("2019-02-03", "周日上班"),
        ("2019-09-29", "周日上班"),
        ("2019-10-12", "周六上班"),
    ],
    "调整2019年劳动节（2019-03-22）": [
        ("2019-04-28", "周日上班"),
        ("2019-05-02", "劳动节"),
        ("2019-05-05", "周日上班"),
    ],
    "2020年的通知（2019-11-21）": [
        ("2020-01-19", "周日上班"),
        ("2020-04-26", "周日上班"),
        ("2020-06-28", "周日上班"),
        ("2020-10-08", "国庆节"),
    ],
    # The first notice had 1 February worked.
    "延长2020年春节假期（2020-01-26）": [("2020-02-01", "春节"), ("2020-02-02", "春节")],
    "2021年的通知（2020-11-25）": [
        ("2021-02-07", "周日上班"),
        ("2021-02-20", "周六上班"),
        ("2021-09-18", "周六上班"),
        ("2021-09-20", "中秋节"),
    ],
    "2022年的通知（2021-10-25）": [
        ("2022-01-30", "周日上班"),
        ("2022-04-02", "周六上班"),
        ("2022-04-04", "清明节"),
        ("2022-10-09", "周日上班"),
    ],
    "2023年的通知（2022-12-08）": [
        ("2022-12-31", "元旦"),
        ("2023-04-23", "周日上班"),
        ("2023-06-23", "端午节"),
        ("2023-06-25", "周日上班"),
        ("2023-10-07", "周六上班"),
    ],
    "2024年的通知（2023-10-25）": [
        ("2024-02-04", "周日上班"),
        ("2024-02-09", "上班"),  # 除夕: days off are encouraged, not given
        ("2024-05-11", "周六上班"),
        ("2024-09-14", "周六上班"),
    ],
    "2025年的通知（2024-11-12）": [
        ("2025-01-26", "周日上班"),
        ("2025-01-28", "春节"),
        ("2025-04-27", "周日上班"),
        ("2025-10-08", "国庆节"),
        ("2025-10-11", "周六上班"),
    ],
    "2026年的通知（2025-11-04）": [
        ("2026-01-02", "元旦"),
        ("2026-01-04", "周日上班"),
        ("2026-02-14", "周六上班"),
        ("2026-02-23", "春节"),
        ("2026-05-09", "周六上班"),
        ("2026-09-20", "周日上班"),
        ("2026-10-10", "周六上班"),
    ],
}
NAMED = [(notice, *day) for notice, days in BY_NOTICE.items() for day in days]


@pytest.mark.parametrize("year", range(2019, 2027))
def test_every_day_of_a_published_year_agrees_with_a_second_calendar(year: int):
    second = holidays.country_holidays("CN", years=[year, year + 1])
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]

    wrong = [
        day
        for day in days
        if day.year == year and PUBLISHED.is_working(day) != second.is_working_day(day)
    ]

    assert wrong == []


@pytest.mark.parametrize(("notice", "day", "what"), NAMED)
def test_a_day_is_what_the_notice_says(notice: str, day: str, what: str):
    found = PUBLISHED.day(date.fromisoformat(day))

    assert found.is_working == what.endswith("上班"), notice
    if found.is_working:
        weekday = "周" + "一二三四五六日"[found.day.weekday()]
        assert what == (f"{weekday}上班" if found.day.weekday() > 4 else "上班")
        assert found.name.endswith("调休") == (found.day.weekday() > 4)
    else:
        assert found.name == what


def test_at_least_thirty_days_are_named_by_hand():
    assert len({day for _, day, _ in NAMED}) >= 30


def test_a_year_nobody_published_has_weekends_only_and_is_not_settled():
    days = PUBLISHED.days(date(2030, 12, 31), date(2031, 12, 31))

    assert all(day.is_working == (day.day.weekday() < 5) for day in days)
    assert not any(day.is_settled for day in days)
    assert PUBLISHED.missing_year(date(2031, 10, 1)) == 2031


def test_the_last_week_of_a_year_waits_for_the_next_notice():
    last = max(PUBLISHED_YEARS)
    both = Calendar(loaded=frozenset({last + 1}))

    assert PUBLISHED.missing_year(date(last, 12, 24)) is None
    assert PUBLISHED.missing_year(date(last, 12, 25)) == last + 1
    assert both.missing_year(date(last, 12, 31)) is None
    assert both.missing_year(date(last + 1, 12, 31)) == last + 2


def test_no_notice_so_far_reached_back_further_than_the_last_week():
    # Worked or free in December because of the New Year after it.
    touched = [
        PUBLISHED.day(date(year, 12, day))
        for year in sorted(PUBLISHED_YEARS)
        for day in range(1, 25)
    ]

    assert all(day.is_working == (day.day.weekday() < 5) for day in touched)


def test_the_administrators_table_wins_over_what_was_published():
    ours = Calendar(
        {
            date(2023, 9, 23): LocalDay(True, "亚运会调休", "甬政办发〔2023〕虚构号"),
            date(2023, 9, 25): LocalDay(False, "亚运会", "甬政办发〔2023〕虚构号"),
            date(2023, 10, 2): LocalDay(True),
            date(2023, 11, 6): LocalDay(False),
        }
    )

    worked, free, recalled, unnamed = ours.days(date(2023, 9, 22), date(2023, 9, 23)) + tuple(
        ours.day(date(2023, month, day)) for month, day in ((9, 25), (10, 2), (11, 6))
    )
    assert (worked.is_working, worked.name) == (True, "亚运会调休")
    assert (free.is_working, free.name, free.source) == (
        False,
        "亚运会",
        "甬政办发〔2023〕虚构号",
    )
    assert (recalled.is_working, recalled.name) == (True, "国庆节改为上班")
    assert (unnamed.name, unnamed.source) == ("休息日", "系统日历表，未注明出处")


def test_a_single_day_of_an_unpublished_year_settles_that_day_alone():
    ours = Calendar({date(2031, 10, 1): LocalDay(False, "国庆节")})

    assert ours.day(date(2031, 10, 1)).is_settled
    assert not ours.day(date(2031, 10, 2)).is_settled


def test_a_loaded_year_is_settled_with_its_weekends():
    ours = Calendar({date(2031, 10, 1): LocalDay(False, "国庆节")}, frozenset({2031}))

    assert ours.day(date(2031, 10, 2)).is_settled
    assert ours.day(date(2031, 10, 4)).name == "周六"


def test_a_calendar_does_not_change_with_the_table_it_was_made_from():
    table = {date(2031, 10, 1): LocalDay(False, "国庆节")}
    ours = Calendar(table)
    table.clear()

    assert not ours.is_working(date(2031, 10, 1))
    assert ours == Calendar({date(2031, 10, 1): LocalDay(False, "国庆节")})


def test_working_days_between_are_counted_both_ways():
    friday, monday = date(2023, 3, 10), date(2023, 3, 13)

    assert PUBLISHED.between(friday, monday) == 1
    assert PUBLISHED.between(monday, friday) == -1
    assert PUBLISHED.between(friday, friday) == 0


DAYS = st.dates(date(2003, 6, 1), date(2028, 6, 1))
TABLES = st.dictionaries(DAYS, st.booleans().map(LocalDay), max_size=40)


@given(DAYS, st.integers(0, 800), TABLES)
def test_working_days_between_are_those_met_one_by_one(
    first: date, length: int, table: dict[date, LocalDay]
):
    ours = Calendar(table)
    days = [first + timedelta(days=n) for n in range(1, length + 1)]

    assert ours.between(first, first + timedelta(days=length)) == sum(map(ours.is_working, days))


def test_runs_are_written_short_and_the_rest_is_counted():
    days = PUBLISHED.days(date(2022, 12, 23), date(2023, 1, 31))
    off = [day for day in days if not day.is_working]

    assert listed(off, 9) == (
        "2022年12月24日至25日（周六、周日）、12月31日至2023年1月2日（元旦）、"
        "1月7日至8日（周六、周日）、1月14日至15日（周六、周日）、1月21日至27日（春节）"
    )
    assert listed(off, 2).endswith("（元旦），另有3处共11天")
