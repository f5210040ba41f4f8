"""When an answer is due, why on that day, and how it stands today; pure.

The rules of handling name periods and are silent on counting, so the Civil Code lends its own: the
first day does not count (民法典第二百零一条), a month ends on the corresponding day or else on its
last (第二百零二条), a last day that is a day off gives way to the next working day (第二百零三条).
Where a notice says otherwise about the last, the clock's setting says so.
"""

import calendar as months
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cixi_ip.wording import chinese_date
from proposals.workdays import ONE_DAY, Calendar, Day, listed, weekday

# No rule of handling runs longer than half a year; beyond ten a figure was typed in a wrong field.
MOST = {"月": 120, "日": 3660, "工作日": 2500}
YEARS = range(1949, 2101)
# From when on a due day counts as near, whichever comes first.
NEAR_DAYS, NEAR_WORKDAYS = 7, 5
# Enough for any real clock; a longer one counts the rest.
SPANS_LISTED = 12
SOURCES_LISTED = 3


class Unit(StrEnum):
    MONTH = "月"
    DAY = "日"
    WORKDAY = "工作日"
    FIXED = "固定日期"


class Start(StrEnum):
    """The day a clock runs from."""

    ASSIGNED = "交办"
    RECEIVED = "签收"


@dataclass(frozen=True)
class Clock:
    """A period as a rule or notice sets it; `note` is where that was read.

    `moves`: whether a last day that is a day off gives way to the next working day. Left open, it
    does after months and days (民法典第二百零三条); a fixed date is no period and stays.
    """

    amount: int = 0
    unit: Unit = Unit.MONTH
    start: Start = Start.ASSIGNED
    fixed: date | None = None
    note: str = ""
    moves: bool | None = None

    def __post_init__(self) -> None:
        if self.unit == Unit.FIXED:
            self._check_fixed()
        else:
            self._check_amount()

    def _check_fixed(self) -> None:
        if self.fixed is None:
            raise ValueError("期限单位为固定日期，请填写日期，或改用月、日、工作日")
        if self.fixed.year not in YEARS:
            raise ValueError(f"固定日期{chinese_date(self.fixed)}超出范围，请核对年份")
        if self.amount:
            raise ValueError("期限单位为固定日期，请把数量留空，或改用月、日、工作日")

    def _check_amount(self) -> None:
        if self.unit not in MOST:
            raise ValueError(f"没有“{self.unit}”这种期限单位，请改用月、日、工作日或固定日期")
        if self.fixed is not None:
            raise ValueError(f"期限单位为{self.unit}，请清空固定日期，或把单位改为固定日期")
        if self.amount <= 0:
            raise ValueError(f"期限数量须大于 0，现为 {self.amount}，请改为正整数")
        if self.amount > MOST[self.unit]:
            raise ValueError(
                f"期限{self.amount}{_measure(self.unit)}过长，"
                f"最多{MOST[self.unit]}{_measure(self.unit)}，请核对数量和单位"
            )

    @property
    def moves_off_rest_days(self) -> bool:
        return self.unit != Unit.FIXED if self.moves is None else self.moves

    def words(self, start_name: str = "") -> str:
        """自交办之日起3个月内."""
        if self.fixed:
            return f"{chinese_date(self.fixed)}前（含当日）"
        return f"自{start_name or self.start}之日起{self.amount}{_measure(self.unit)}内"


@dataclass(frozen=True)
class Deadline:
    """The day in force, the one before any extension, and 为什么是这一天 line by line."""

    day: date
    is_estimated: bool
    explanation: tuple[str, ...]
    original: date


def deadline(
    clock: Clock,
    start: date,
    calendar: Calendar,
    *,
    extended_to: date | None = None,
    extension_note: str = "",
    start_name: str = "",
) -> Deadline:
    """When `clock`, running from `start`, is up; the same question always has the same answer.

    `start_name` says what happened on that day where it is neither 交办 nor 签收 (重新交办: a
    second round has its own start). An extension never shortens: the later day holds, also when a
    notice loaded afterwards moves the original one.
    """
    if start.year not in YEARS:
        raise ValueError(f"起算日{chinese_date(start)}超出范围，请核对年份")
    name = f"{start_name or clock.start}日"
    nominal, counted = _counted(clock, start, name, calendar)
    original, moved = _moved(clock, nominal, calendar)
    decisive = _decisive(clock, start, nominal, original, calendar)
    is_extended = extended_to is not None and extended_to > original
    day = extended_to if extended_to and is_extended else original
    unsettled = () if is_extended else _missing_years(decisive, calendar)
    lines = [
        f"规则：{clock.words(start_name)}（依据：{clock.note or '未注明，请在届次设置中补上'}）。",
        *counted,
        *moved,
        *_from_table(decisive),
        *_estimated(unsettled),
        *_extended(extended_to, original, extension_note),
        f"结果：期限为{_full(day)}{'，预估' if unsettled else ''}。",
    ]
    return Deadline(day, bool(unsettled), tuple(lines), original)


def check_extension(
    clock: Clock,
    start: date,
    calendar: Calendar,
    extended_to: date,
    *,
    longest: Clock | None = None,
    longest_start: date | None = None,
) -> None:
    """Refuse an extension that is none, or runs past what the rule of extension allows.

    `longest_start`: where the longest clock runs from another day than `start`.
    """
    original = deadline(clock, start, calendar).day
    if extended_to <= original:
        raise ValueError(f"延期日期须晚于原期限{chinese_date(original)}，请改为更晚的日期")
    if longest:
        last = deadline(longest, longest_start or start, calendar).day
        if extended_to > last:
            raise ValueError(
                f"延期最迟到{chinese_date(last)}（{longest.words()}），请改为不晚于这一天"
            )


class Light(StrEnum):
    DONE = "已办结"
    NORMAL = "正常"
    NEAR = "临近"
    TODAY = "今天到期"
    OVERDUE = "逾期"


@dataclass(frozen=True)
class State:
    """How a deadline stands on a day: derived anew each time, never stored.

    Days left are counted from that day, or from the day it was done; below zero it is or was late.
    """

    light: Light
    days_left: int
    workdays_left: int

    @property
    def is_late(self) -> bool:
        return self.days_left < 0

    @property
    def label(self) -> str:
        """已办结, 正常, 临近, 今天到期, 逾期3天."""
        return f"逾期{-self.days_left}天" if self.light is Light.OVERDUE else self.light.value

    @property
    def remaining(self) -> str:
        """还有12天（8个工作日）; a done one says whether it was in time."""
        if self.light is Light.DONE:
            return f"逾期{-self.days_left}天办结" if self.is_late else "按期办结"
        if self.light is Light.TODAY:
            return self.label
        word = "逾期" if self.is_late else "还有"
        return f"{word}{abs(self.days_left)}天（{abs(self.workdays_left)}个工作日）"


def state(
    due: Deadline,
    today: date,
    calendar: Calendar,
    *,
    done_on: date | None = None,
    near_days: int = NEAR_DAYS,
    near_workdays: int = NEAR_WORKDAYS,
) -> State:
    """How `due` stands at the end of `today`; what is done later is not done yet.

    It is near when either count left has come down to its threshold: before a long holiday the
    working days run out first.
    """
    is_done = done_on is not None and done_on <= today
    seen = done_on if done_on and is_done else today
    left, workdays = (due.day - seen).days, calendar.between(seen, due.day)
    if is_done:
        return State(Light.DONE, left, workdays)
    if left <= 0:
        return State(Light.OVERDUE if left else Light.TODAY, left, workdays)
    is_near = left <= near_days or workdays <= near_workdays
    return State(Light.NEAR if is_near else Light.NORMAL, left, workdays)


def _counted(clock: Clock, start: date, name: str, calendar: Calendar) -> tuple[date, list[str]]:
    """The last day as the period gives it, and how it was found."""
    if clock.fixed:
        if start > clock.fixed:
            raise ValueError(
                f"{name}{chinese_date(start)}晚于固定日期{chinese_date(clock.fixed)}，"
                f"请核对{name}，或为这一件另定期限"
            )
        return clock.fixed, [f"起点：{name}{_full(start)}；期限是定好的日期，不用推算。"]
    begun = f"起算：{name}{_full(start)}不计入，从次日算起（民法典第二百零一条）。"
    if clock.unit == Unit.MONTH:
        last, how = _months_on(start, clock.amount)
        return last, [begun, how]
    if clock.unit == Unit.DAY:
        last = start + timedelta(days=clock.amount)
        return last, [begun, f"数法：连休息日一起数满{clock.amount}天，到{_full(last)}。"]
    last = calendar.after(start, clock.amount)
    how = f"数法：只数工作日，数满{clock.amount}个，到{_full(last)}。"
    return last, [begun, how, *_skipped(calendar.days(start, last))]


def _months_on(start: date, amount: int) -> tuple[date, str]:
    year, month = divmod(start.year * 12 + start.month - 1 + amount, 12)
    month += 1
    length = months.monthrange(year, month)[1]
    last = date(year, month, min(start.day, length))
    if start.day > length:
        how = f"{year}年{month}月没有{start.day}日，取月末{_full(last)}"
    else:
        how = f"{amount}个月后的对应日是{_full(last)}"
    return last, f"数法：{how}（民法典第二百零二条）。"


def _skipped(days: Sequence[Day]) -> list[str]:
    off = [day for day in days if not day.is_working]
    kinds = (
        ("跳过节假日", [day for day in off if not day.is_plain_weekend]),
        ("跳过周末", [day for day in off if day.is_plain_weekend]),
        ("调休上班、照常计入", [day for day in days if day.is_working and day.name]),
    )
    return [
        f"{kind}{len(found)}天：{listed(found, SPANS_LISTED)}。" for kind, found in kinds if found
    ]


def _moved(clock: Clock, nominal: date, calendar: Calendar) -> tuple[date, list[str]]:
    """The last day after it gave way to days off, and why."""
    day = calendar.day(nominal)
    if clock.unit == Unit.WORKDAY:
        return nominal, []
    if day.is_working:
        return nominal, [f"这一天要上班（{day.name}），照常到期。"] if day.name else []
    if not clock.moves_off_rest_days:
        why = "定好的日期" if clock.moves is None else "按届次设置"
        return nominal, [f"这一天是休息日（{day.name}），{why}不顺延，请提前办结。"]
    moved = calendar.on_or_after(nominal)
    off = calendar.days(nominal - ONE_DAY, moved - ONE_DAY)
    rule = "民法典第二百零三条" if clock.moves is None else "届次设置"
    words = f"顺延：{listed(off, SPANS_LISTED)}休息，顺延到{_full(moved)}（{rule}）。"
    return moved, [words]


def _decisive(
    clock: Clock, start: date, nominal: date, last: date, calendar: Calendar
) -> Sequence[Day]:
    """The days on whose being worked or not the result hangs."""
    if clock.unit == Unit.WORKDAY:
        return calendar.days(start, last)
    if clock.moves_off_rest_days:
        return calendar.days(nominal - ONE_DAY, last)
    return ()


def _missing_years(days: Sequence[Day], calendar: Calendar) -> tuple[int, ...]:
    missing = {calendar.missing_year(day.day) for day in days if not day.is_settled}
    return tuple(sorted(year for year in missing if year is not None))


def _from_table(days: Sequence[Day]) -> list[str]:
    sources = list(dict.fromkeys(day.source for day in days if day.source))
    more = f"等{len(sources)}份" if len(sources) > SOURCES_LISTED else ""
    words = "；".join(sources[:SOURCES_LISTED])
    return [f"其中按系统日历表的日子，出处：{words}{more}。"] if sources else []


def _estimated(years: Sequence[int]) -> list[str]:
    if not years:
        return []
    named = "、".join(f"{year}年" for year in years[:SOURCES_LISTED])
    named += "等" if len(years) > SOURCES_LISTED else ""
    return [
        f"预估：{named}的放假安排还没有载入，暂只按周末推算；"
        "通知公布后请系统管理员录入日历表，期限会重新计算。"
    ]


def _extended(extended_to: date | None, original: date, note: str) -> list[str]:
    if extended_to is None:
        return []
    if extended_to <= original:
        return [f"延期：所填{_full(extended_to)}不晚于原期限{_full(original)}，仍按原期限。"]
    basis = f"（{note}）" if note else ""
    return [f"延期：原期限{_full(original)}，经同意延至{_full(extended_to)}{basis}。"]


def _measure(unit: Unit) -> str:
    return {"月": "个月", "日": "天", "工作日": "个工作日"}[unit]


def _full(day: date) -> str:
    return f"{chinese_date(day)}（{weekday(day)}）"
