"""The dashboard's tab 建议办理: where cases stand, how well they were answered, what is due.

It follows the sessions of the congress and the CPPCC, never the year and scope of the figures.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse

from cixi_ip.models import Event
from cixi_ip.panels import Asked, Slide, Tab
from proposals import dues
from proposals.dues import Clocked
from proposals.models import CongressSession, Handling
from proposals.models.session import Role
from proposals.open_cases import LISTED, OpenPart, open_parts
from proposals.phases import PARTS, PHASES, Standing, of_part, standings
from proposals.rates import CaseFacts, Rate, in_brackets
from proposals.statistics import Statistics, of_year, sessions
from stats.figures import change_words
from stats.kept import cached
from stats.sheets import Cell, Column, Link, Table, amount, columns, counted, short

RATES = "board_slide_rates"
SLIDES = ("board_slide", RATES)
SHOWN = ("按期率", "面商率", "满意率")
Sessions = Mapping[int, Sequence[CongressSession]]


def tab() -> Tab:
    return Tab(
        *("proposals", "建议办理", 50, "proposals.view_handling", html, tables, ("sessions",)),
        is_of_figures=False,
        slides=slides,
    )


@dataclass(frozen=True)
class Compared:
    """A number of one part, or of all cases, beside that of the year before.

    `now` and `before` are what is printed first and what beside it.
    """

    name: str
    now: tuple[str, str]
    before: tuple[str, str]
    change: str

    @property
    def words(self) -> str:
        return in_brackets(*self.now)

    @property
    def words_before(self) -> str:
        return in_brackets(*self.before)


@dataclass(frozen=True)
class Measure:
    """件数 or a rate: of all cases first, then of each part."""

    name: str
    meaning: str
    lines: tuple[Compared, ...]

    @property
    def total(self) -> Compared:
        return self.lines[0]


@dataclass(frozen=True)
class Board:
    """The sessions of one year, and what is open of all sessions."""

    year: int
    today: date
    years: Sequence[int]
    sessions: Sequence[CongressSession]
    parts: tuple[Standing, ...]
    measures: tuple[Measure, ...]
    returned_away: int
    open: tuple[OpenPart, ...]

    @property
    def named(self) -> str:
        """Which sessions are shown."""
        return "、".join(session.name for session in self.sessions)

    @property
    def counts(self) -> dict[str, int]:
        """How many are open of all parts, and how many of them late or near their day."""
        names = ("total", "overdue", "near")
        return {name: sum(getattr(each, name) for each in self.open) for name in names}

    @property
    def tables(self) -> list[Table]:
        made = [phases_table(self), measures_table(self)] if self.parts else []
        return [*made, *(open_table(self, each) for each in self.open)]


def html(asked: Asked) -> str:
    return kept("page", asked, page)


def slides(asked: Asked) -> Iterable[Slide]:
    """Numbers and bars, then rates: the wall names neither cases nor persons."""
    made = {name: kept(name, asked, partial(slide, name)) for name in SLIDES}
    return [Slide("建议办理", html) for html in made.values() if html]


def kept(name: str, asked: Asked, make: Callable[[Board, Asked], str]) -> str:
    """The same for everybody; made anew after every act and every midnight."""
    known = sessions()
    year = chosen_year(asked, known)
    acts = Event.objects.version()
    key = ("board-proposals", name, acts, asked.today, year, asked.year, asked.scope)
    return cached(key, lambda: make(board_of(year, asked.today, known), asked))


def page(shown: Board, asked: Asked) -> str:
    tables = {table.id: table for table in shown.tables}
    around = f"?year={asked.year}&scope={asked.scope}"
    context = {
        "shown": shown,
        "open": [(each, tables[table_id(each)]) for each in shown.open],
        "phases": PHASES,
        "tables": tables,
        "files": "/board/proposals/",
        "query": f"{around}&sessions={shown.year}",
        "around": around,
    }
    return render_to_string("proposals/board_tab.html", context)


def slide(name: str, shown: Board, _asked: Asked) -> str:
    """Empty where there are no cases to show."""
    if not shown.parts and (not shown.open or name == RATES):
        return ""
    return render_to_string(f"proposals/{name}.html", {"shown": shown, "phases": PHASES})


def tables(asked: Asked) -> Iterable[Table]:
    return board(asked).tables


def chosen_year(asked: Asked, known: Sessions) -> int:
    """The year of the sessions asked for, else the latest that have begun; 404 where none are."""
    wanted = asked.options.get("sessions", "")
    if wanted and wanted not in map(str, known):
        offered = "、".join(map(str, known)) or "（还没有）"
        raise Http404(f"没有“{wanted[:20]}”年的届次。有届次的年份：{offered}。")
    if wanted:
        return int(wanted)
    begun = (year for year, held in known.items() if has_begun(held, asked.today))
    return next(begun, min(known, default=asked.today.year))


def has_begun(held: Sequence[CongressSession], today: date) -> bool:
    """Whether one of a year's sessions has opened; where no day is known, whether its year has."""
    return any((session.opened_on or date(session.year, 1, 1)) <= today for session in held)


def board(asked: Asked) -> Board:
    known = sessions()
    return board_of(chosen_year(asked, known), asked.today, known)


def board_of(year: int, today: date, known: Sessions) -> Board:
    """Read in a fixed number of queries."""
    found = of_year(year, today)
    return Board(
        year=year,
        today=today,
        years=list(known),
        sessions=known.get(year, ()),
        parts=standings(found.cases, states(year)),
        measures=measures(found),
        returned_away=found.returned_away,
        open=open_parts(today, dues.calendar()),
    )


def states(year: int) -> dict[int, str]:
    return dict(Handling.objects.filter(proposal__session__year=year).values_list("pk", "state"))


def measures(found: Statistics) -> tuple[Measure, ...]:
    scopes = (("合计", tuple(Role)), *((part.name, part.roles) for part in PARTS[:2]))
    pairs = [
        (name, of_part(found.cases, roles), of_part(found.earlier, roles)) for name, roles in scopes
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
    """More or fewer than the year before; a year nothing was registered in is no base."""
    change = change_words("unit", Decimal(now - before), 0, "件") if before else "—（上年没有登记）"
    return Compared(name, (f"{now} 件", ""), (f"{before} 件" if before else "—", ""), change)


def rated_line(
    name: str, rate: Rate, now: Sequence[CaseFacts], before: Sequence[CaseFacts]
) -> Compared:
    share, earlier = rate.among(now), rate.among(before)
    return Compared(name, share.said, earlier.said, share.change_from(earlier))


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
            *("项目", short("范围"), Column(this, "number", 24), Column(last, "number", 24)),
            Column("变化", width=36),
        ),
        tuple(
            (*(measure.name, line.name, line.words, line.words_before, line.change),)
            for measure in shown.measures
            for line in measure.lines
        ),
        id="rates",
        name=f"{shown.year}年建议提案办理情况与上年比较",
        notes=tuple(f"{measure.name}：{measure.meaning}。" for measure in shown.measures),
    )


def table_id(held: OpenPart) -> str:
    return f"open-{held.part.id}"


def open_table(shown: Board, held: OpenPart) -> Table:
    return Table(
        columns(
            *(short("期限", 12), amount("剩余天数"), Column("标题", width=50)),
            *(Column("编号", width=36), short("角色"), "环节", "承办科室", "经办人"),
        ),
        tuple(map(open_row, held.first)),
        id=table_id(held),
        name=f"未答复的建议提案（{held.part.name}）",
        notes=(f"截至{shown.today:%Y-%m-%d}，期限最近的在前，最多列{LISTED}件。",),
    )


def open_row(case: Clocked) -> tuple[Cell, ...]:
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
