"""The dashboard's tab 建议办理: where cases stand, how well they were answered, what is due."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import Count, F, Max, Q
from django.template.loader import render_to_string
from django.urls import reverse

from cixi_ip.edition import edition
from cixi_ip.models import Event
from cixi_ip.panels import Asked, Tab
from proposals import dues
from proposals.deadlines import State
from proposals.filters import still_due
from proposals.models import Handling
from proposals.models.session import ANSWERING, Role
from proposals.rates import CaseFacts, Rate, Share
from proposals.statistics import Statistics, of_year, years
from proposals.workdays import Calendar
from proposals.workflow import S
from stats.sheets import Cell, Column, Link, Table, amount, columns, counted, short

KEPT_SECONDS = 24 * 60 * 60
LISTED = 25
NARROW = 6  # percent: a part of the bar too narrow for its number
SHOWN = ("按期率", "面商率", "满意率")
# Where a case stands, for those who do not handle it; at most four, as there are colours.
PHASES = (
    ("办理中", "从登记到审核"),
    ("待签发送达", "审核通过，等签发、用印或送达"),
    ("已答复", "已送达，征询意见"),
    ("已办结", "含跟踪办理和归档"),
)
LATER = {S.AWAITING: 1, S.SIGNED: 1, S.SEALED: 1, S.DELIVERED: 2}
ROLES = (
    ("主办", "主办、分办、独办", ANSWERING),
    ("协办", "协办", (Role.ASSIST,)),
    ("参阅", "参阅", (Role.INFORM,)),
)


def tab() -> Tab:
    return Tab("proposals", "建议办理", 50, "proposals.view_handling", html, tables, ("sessions",))


@dataclass(frozen=True)
class Part:
    """The cases of one role: how many stand in each phase."""

    name: str
    title: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def words(self) -> str:
        named = zip((name for name, _meaning in PHASES), self.counts, strict=True)
        return "，".join(f"{name} {count} 件" for name, count in named)

    @property
    def svg(self) -> str:
        """One stacked bar, in percent of its width."""
        drawn, x = [], 0.0
        for order, count in enumerate(self.counts, start=1):
            width = count * 100 / self.total
            if count:
                drawn.append(
                    f'<rect class="phase-{order}" x="{x:.2f}%" y="0" '
                    f'width="{width:.2f}%" height="100%"/>'
                )
            if width > NARROW:
                drawn.append(
                    f'<text class="phase-number-{order}" x="{x + width / 2:.2f}%" y="20" '
                    f'text-anchor="middle">{count}</text>'
                )
            x += width
        return (
            f'<svg width="100%" height="30" aria-hidden="true" focusable="false">'
            f"{''.join(drawn)}</svg>"
        )


@dataclass(frozen=True)
class Compared:
    """A number of one role, or of all cases, beside that of the year before."""

    name: str
    now: str
    before: str
    change: str
    counted: str = ""
    counted_before: str = ""


@dataclass(frozen=True)
class Measure:
    """件数 or a rate: of all cases first, then of each role."""

    name: str
    meaning: str
    lines: tuple[Compared, ...]

    @property
    def total(self) -> Compared:
        return self.lines[0]


@dataclass(frozen=True)
class Open:
    """A case whose clock runs."""

    handling: Handling
    standing: State | None


@dataclass(frozen=True)
class Board:
    """The sessions of one year, and what is open of all sessions."""

    year: int
    today: date
    years: Sequence[int]
    parts: tuple[Part, ...]
    measures: tuple[Measure, ...]
    returned_away: int
    open: tuple[Open, ...]
    counts: Mapping[str, int]

    @property
    def tables(self) -> list[Table]:
        made = [phases_table(self), measures_table(self)] if self.parts else []
        return [*made, open_table(self)] if self.open else made


def html(asked: Asked) -> str:
    """The same for everybody; made anew after every act and every midnight."""
    last = Event.objects.aggregate(last=Max("pk"))["last"]
    key = f"board-proposals-{last}-{asked.today}-{asked.year}-{asked.scope}-{edition()}"
    key += f"-{chosen_year(asked, years())}" if asked.options.get("sessions") else ""
    body: str | None = cache.get(key)
    if body is None:
        shown = board(asked)
        tables = {table.id: table for table in shown.tables}
        context = {
            "shown": shown,
            "phases": PHASES,
            "tables": tables,
            "files": "/board/proposals/",
            "query": f"?year={asked.year}&scope={asked.scope}&sessions={shown.year}",
            "around": f"?year={asked.year}&scope={asked.scope}",
        }
        body = render_to_string("proposals/board_tab.html", context)
        cache.set(key, body, KEPT_SECONDS)
    return body


def tables(asked: Asked) -> Iterable[Table]:
    return board(asked).tables


def chosen_year(asked: Asked, known: Sequence[int]) -> int:
    """The year of the sessions asked for, else that of the figures, else the latest there is."""
    wanted = asked.options.get("sessions", "")
    if wanted in map(str, known):
        return int(wanted)
    return asked.year if asked.year in known else next(iter(known), asked.year)


def board(asked: Asked) -> Board:
    """Read in a fixed number of queries."""
    known = years()
    year = chosen_year(asked, known)
    found = of_year(year, asked.today)
    days = dues.calendar()
    return Board(
        year=year,
        today=asked.today,
        years=known,
        parts=parts(found.cases, states(year)),
        measures=measures(found),
        returned_away=found.returned_away,
        open=open_cases(asked.today, days),
        counts=open_counts(asked.today, days),
    )


def states(year: int) -> dict[int, str]:
    return dict(Handling.objects.filter(proposal__session__year=year).values_list("pk", "state"))


def phase(case: CaseFacts, state: str) -> int:
    return 3 if case.is_closed else LATER.get(S(state), 0)


def parts(cases: Sequence[CaseFacts], standing: Mapping[int, str]) -> tuple[Part, ...]:
    """One for each role that has cases; what was sent away stands nowhere."""
    found = []
    for name, title, roles in ROLES:
        places = Counter(
            phase(case, standing[case.key])
            for case in cases
            if case.is_ours and case.role in roles and case.key in standing
        )
        if places:
            found.append(Part(name, title, tuple(places[n] for n in range(len(PHASES)))))
    return tuple(found)


def of_roles(cases: Sequence[CaseFacts], roles: Sequence[str]) -> list[CaseFacts]:
    return [case for case in cases if case.is_ours and case.role in roles]


def measures(found: Statistics) -> tuple[Measure, ...]:
    scopes = (("合计", tuple(Role)), *((name, roles) for name, _title, roles in ROLES[:2]))
    pairs = [
        (name, of_roles(found.cases, roles), of_roles(found.earlier, roles))
        for name, roles in scopes
    ]
    sums = tuple(counted_line(name, len(now), len(before)) for name, now, before in pairs)
    rates = [rate for rate in found.rates if rate.name in SHOWN]
    return (
        Measure("件数", "本年各届次交由我局办理的，已退办的不计", sums),
        *(
            Measure(
                rate.name,
                rate.meaning,
                tuple(rated_line(name, rate, now, before) for name, now, before in pairs),
            )
            for rate in rates
        ),
    )


def counted_line(name: str, now: int, before: int) -> Compared:
    change = (
        f"{'增加' if now > before else '减少'}{abs(now - before)}件" if now != before else "持平"
    )
    return Compared(name, f"{now} 件", f"{before} 件", change)


def rated_line(
    name: str, rate: Rate, now: Sequence[CaseFacts], before: Sequence[CaseFacts]
) -> Compared:
    share, earlier = rate.among(now), rate.among(before)
    return Compared(
        name,
        share.printed,
        earlier.printed,
        share.change_from(earlier),
        said(share),
        said(earlier),
    )


def said(share: Share) -> str:
    return share.counted if share.whole else ""


def open_cases(today: date, days: Calendar) -> tuple[Open, ...]:
    """The first by due day; those without one stand last."""
    rows = (
        Handling.objects.with_proposal()
        .defer("proposal__text")
        .filter(still_due())
        .order_by(F("round__due_on").asc(nulls_last=True), "pk")[:LISTED]
    )
    return tuple(Open(one, dues.of_handling(one, today, days)) for one in rows)


def open_counts(today: date, days: Calendar) -> dict[str, int]:
    last = dues.near_until(today, days)
    found: dict[str, int] = Handling.objects.filter(still_due()).aggregate(
        total=Count("pk"),
        overdue=Count("pk", filter=Q(round__due_on__lt=today)),
        near=Count("pk", filter=Q(round__due_on__range=(today, last))),
    )
    return found


def phases_table(shown: Board) -> Table:
    rows = tuple(
        (part.title, *(counted(count) for count in part.counts), counted(part.total))
        for part in shown.parts
    )
    return Table(
        columns("我局角色", *(amount(name) for name, _meaning in PHASES), amount("合计")),
        rows,
        id="phases",
        name=f"{shown.year}年建议提案各环节件数",
        notes=("；".join(f"{name}：{meaning}" for name, meaning in PHASES) + "。",),
    )


def measures_table(shown: Board) -> Table:
    this, last = f"{shown.year}年", f"{shown.year - 1}年"
    return Table(
        columns(
            *("项目", short("范围")),
            *(amount(this), amount("计入件数"), amount(last), amount("计入件数（上年）")),
            "变化",
        ),
        tuple(
            (
                *(measure.name, line.name, line.now, line.counted or "—"),
                *(line.before, line.counted_before or "—", line.change),
            )
            for measure in shown.measures
            for line in measure.lines
        ),
        id="rates",
        name=f"{shown.year}年建议提案办理情况与上年比较",
        notes=tuple(f"{measure.name}：{measure.meaning}。" for measure in shown.measures),
    )


def open_table(shown: Board) -> Table:
    return Table(
        columns(
            *(short("期限", 12), amount("剩余天数"), Column("标题", width=50)),
            *(Column("编号", width=36), short("角色"), "环节", "承办科室", "经办人"),
        ),
        tuple(map(open_row, shown.open)),
        id="open",
        name="未答复的建议提案",
        notes=(f"截至{shown.today:%Y-%m-%d}，期限最近的在前，最多列{LISTED}件。",),
    )


def open_row(case: Open) -> tuple[Cell, ...]:
    handling, due = case.handling, case.handling.round.due_on if case.handling.round else None
    days: Cell = counted(case.standing.days_left) if case.standing else "—"
    page = reverse("proposal_detail", args=[handling.proposal_id])
    return (
        f"{due:%Y-%m-%d}" if due else "没有期限",
        days,
        Link(handling.proposal.title, page),
        handling.proposal.reference,
        handling.role,
        handling.get_state_display(),
        str(handling.department or "—"),
        str(handling.officer or "—"),
    )
