"""The rates by which handling is judged, counted from facts of cases; pure.

Each rate names what it divides by what, and leaves out what cannot be in it: receipts that never
came (重庆规定第二十九条), 协办意见 where only answers to the proposers count. Of
fewer than 30 cases the count is said first and no change of percentages, as of figures over a
small base.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cixi_ip.wording import DASH, number, rounded
from stats.figures import SMALL_BASE, change_words

DIGITS = 1
NONE_NOW = f"{DASH}（本年没有可计入的）"
NONE_BEFORE = f"{DASH}（上年没有可计入的）"
TOO_FEW = f"{DASH}（不足{SMALL_BASE}件，不比较百分点）"


@dataclass(frozen=True)
class CaseFacts:
    """One case as far as it is counted.

    `mark` is the class of its last signed answer, `clocks` (due, delivered or put away) of each
    round that has a due date, `satisfaction` the worst result said in time of the last round on
    which anybody said one.
    """

    key: int
    role: str
    is_answering: bool
    section: str = ""
    topic: str = ""
    month: str = ""
    mark: str = ""
    is_settled: bool = False
    is_signed: bool = False
    is_closed: bool = False
    is_returned_away: bool = False
    clocks: tuple[tuple[date, date | None], ...] = ()
    has_talk_in_person: bool = False
    is_published: bool = False
    satisfaction: str = ""

    @property
    def is_ours(self) -> bool:
        return not self.is_returned_away


@dataclass(frozen=True)
class Share:
    """Part of a whole; no percentage of nothing."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        return Decimal(self.part) * 100 / self.whole if self.whole else None

    @property
    def printed(self) -> str:
        return DASH if self.percent is None else f"{number(self.percent, DIGITS)}%"

    @property
    def counted(self) -> str:
        return f"{self.part}/{self.whole}"

    @property
    def is_small(self) -> bool:
        """Fewer than the small base of figures: one case moves the percentage by whole points."""
        return self.whole < SMALL_BASE

    @property
    def said(self) -> tuple[str, str]:
        """What is printed first and what beside it: of few cases 4/5 件, of many 80.0%."""
        if not self.whole:
            return DASH, ""
        count = f"{self.counted} 件"
        return (count, self.printed) if self.is_small else (self.printed, count)

    @property
    def words(self) -> str:
        return in_brackets(*self.said)

    def change_from(self, earlier: "Share") -> str:
        """提高1.2个百分点, or a dash with its reason where one of the years has too few cases.

        Taken of the percentages as printed: what is shown adds up.
        """
        if self.percent is None:
            return NONE_NOW
        if earlier.percent is None:
            return NONE_BEFORE
        if self.is_small or earlier.is_small:
            return TOO_FEW
        change = rounded(self.percent, DIGITS) - rounded(earlier.percent, DIGITS)
        if not change and self.percent != earlier.percent:
            return "基本持平"
        return change_words("points", change, DIGITS, "")


def in_brackets(first: str, beside: str) -> str:
    """4/5 件（80.0%）"""
    return f"{first}（{beside}）" if beside else first


Test = Callable[[CaseFacts], bool]


@dataclass(frozen=True)
class Rate:
    """How many of a `whole` are its `part`: `of` says who is counted at all, `met` who meets it.

    `note` is what else must be known of it, `told` what is on record of a case that decides it.
    """

    slug: str
    name: str
    part: str
    whole: str
    of: Test
    met: Test
    told: Callable[[CaseFacts], str]
    note: str = ""

    @property
    def meaning(self) -> str:
        """答复前后当面沟通过的，占答复已签发的"""
        return in_brackets(f"{self.part}，占{self.whole}", self.note)

    def counted(self, cases: Iterable[CaseFacts]) -> list[CaseFacts]:
        return [case for case in cases if case.is_ours and self.of(case)]

    def among(self, cases: Iterable[CaseFacts]) -> Share:
        counted = self.counted(cases)
        return Share(sum(map(self.met, counted)), len(counted))


def rates(today: date) -> tuple[Rate, ...]:
    """All rates as they stand on `today`: what is overdue then and not delivered is not in time."""

    def is_due(case: CaseFacts) -> bool:
        return any(delivered is not None or due < today for due, delivered in case.clocks)

    def is_in_time(case: CaseFacts) -> bool:
        return all((delivered or today) <= due for due, delivered in case.clocks)

    return (
        Rate(
            *("closed", "办结率", "已办结的", "应办的"),
            of=everybody,
            met=lambda case: case.is_closed,
            told=lambda case: "已办结" if case.is_closed else "未办结",
        ),
        Rate(
            *("in-time", "按期率", "在期限（含延期）以内送达的", "已送达和已逾期的"),
            of=is_due,
            met=is_in_time,
            told=clocks_told,
            note="办理几轮的，每轮都要按期",
        ),
        Rate(
            *("talked", "面商率", "答复前后当面沟通过的", "答复已签发的"),
            of=answered,
            met=lambda case: case.has_talk_in_person,
            told=lambda case: "当面沟通过" if case.has_talk_in_person else "没有当面沟通的记录",
        ),
        Rate(
            *("published", "公开率", "已经公开的", "答复已签发的"),
            of=answered,
            met=lambda case: case.is_published,
            told=lambda case: "已公开" if case.is_published else "没有公开",
        ),
        Rate(
            *("satisfied", "满意率", "办理结果为满意的", "收到征询意见的"),
            of=is_rated,
            met=lambda case: case.satisfaction == "满意",
            told=lambda case: case.satisfaction,
            note=RATED,
        ),
        Rate(
            *("accepted", "满意和基本满意率", "办理结果为满意、基本满意的", "收到征询意见的"),
            of=is_rated,
            met=lambda case: case.satisfaction in ("满意", "基本满意"),
            told=lambda case: case.satisfaction,
            note=RATED,
        ),
        Rate(
            *("settled", "落实率", "结果类别算已解决的", "答复已签发的"),
            of=answered,
            met=lambda case: case.is_settled,
            told=lambda case: f"{case.mark}类" if case.mark else "没有结果类别",
        ),
    )


RATED = "最后一轮；未收回、逾期收到的不计"


def everybody(_case: CaseFacts) -> bool:
    return True


def answered(case: CaseFacts) -> bool:
    return case.is_answering and case.is_signed


def is_rated(case: CaseFacts) -> bool:
    return bool(case.satisfaction)


def clocks_told(case: CaseFacts) -> str:
    """期限2026-05-01，完成于2026-04-28, for each round."""
    return "；".join(
        f"期限{due}，{f'完成于{delivered}' if delivered else '还没有完成'}"
        for due, delivered in case.clocks
    )


@dataclass(frozen=True)
class Line:
    """One row of a table: a group, how many cases, and its rates in the order of `rates`."""

    name: str
    count: int
    shares: tuple[Share, ...]


GROUPS: tuple[tuple[str, Callable[[CaseFacts], str]], ...] = (
    ("角色", lambda case: case.role),
    ("结果类别", lambda case: f"{case.mark}类" if case.mark else ""),
    ("承办科室", lambda case: case.section),
    ("月份", lambda case: case.month),
    ("主题", lambda case: case.topic),
)
NOT_STATED = "未填"


def grouped(
    cases: Sequence[CaseFacts], by: Callable[[CaseFacts], str], counted: Sequence[Rate]
) -> list[Line]:
    """A line for each group, by name, what is not stated last; months come in their order."""
    groups: dict[str, list[CaseFacts]] = {}
    for case in cases:
        if case.is_ours:
            groups.setdefault(by(case) or NOT_STATED, []).append(case)
    names = sorted(groups, key=lambda name: (name == NOT_STATED, name))
    return [line(name, groups[name], counted) for name in names]


def line(name: str, cases: Sequence[CaseFacts], counted: Sequence[Rate]) -> Line:
    ours = [case for case in cases if case.is_ours]
    return Line(name, len(ours), tuple(rate.among(ours) for rate in counted))
