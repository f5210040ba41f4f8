"""The dashboard's tab 建议办理: where cases stand, how well they were answered, what is due.

It follows the sessions of the congress and the CPPCC, never the year and scope of the figures.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse

from cixi_ip.models import Event
from cixi_ip.panels import Asked, Slide, Tab
from proposals import dues
from proposals.deadlines import Light, State
from proposals.dues import Clocked
from proposals.models import CongressSession, Handling
from proposals.open_cases import OpenPart, open_parts
from proposals.phases import PHASES, SCOPES, Part, PhasesChart, Standing, legend, standings
from proposals.rate_sums import Compared, all_of, compared
from proposals.statistics import Statistics, of_year, sessions
from stats.kept import cached
from stats.sheets import Cell, Column, Link, Table, Toned, amount, columns, counted, short

RATES = "board_slide_rates"
SLIDES = ("board_slide", RATES)
SHOWN = ("件数", "按期率", "面商率", "满意率")
Sessions = Mapping[int, Sequence[CongressSession]]


def tab() -> Tab:
    return Tab(
        *("proposals", "建议办理", 50, "proposals.view_handling", html, tables, ("sessions",)),
        is_of_figures=False,
        is_landscape=True,
        slides=slides,
        period=period,
    )


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
        return [*made, open_table(self)] if self.open else made


def period(asked: Asked) -> str:
    """Which sessions are shown, and of which day."""
    known = sessions()
    held = known.get(chosen_year(asked, known), ())
    return " · ".join([*(session.name for session in held), f"截至{asked.today:%Y-%m-%d}"])


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
        "chart": phases_chart(shown) if shown.parts else None,
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
    return render_to_string(f"proposals/{name}.html", {"shown": shown, "legend": legend()})


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
    made = []
    for rate in all_of(found):
        if rate.name in SHOWN:
            lines = tuple(compared(found, rate, scope) for scope in SCOPES)
            made.append(Measure(rate.name, lines[0].definition, lines))
    return tuple(made)


def phases_chart(shown: Board) -> PhasesChart:
    away = f"另有{shown.returned_away}件已退办，不计入。"
    return PhasesChart(
        shown.year,
        shown.parts,
        f"范围：{shown.named} · 截至：{shown.today} · 单位：件 · 来源：本系统登记",
        phases_table(shown),
        (away,) if shown.returned_away else (),
    )


def phases_table(shown: Board) -> Table:
    rows = tuple(
        (part.name, *(counted(count) for count in part.counts), counted(part.total))
        for part in shown.parts
    )
    return Table(
        columns("我局角色", *(amount(name) for name, _meaning in PHASES), amount("合计")),
        rows,
        id="phases",
        name=f"{shown.year}年建议提案各环节件数",
        notes=(
            "；".join(f"{name}：{meaning}" for name, meaning in PHASES) + "。主办含分办、独办。",
        ),
    )


def measures_table(shown: Board) -> Table:
    this, last = f"{shown.year}年", f"{shown.year - 1}年"
    return Table(
        columns(
            *("项目", short("范围"), Column(this, "number", 24), Column(last, "number", 24)),
            Column("变化", width=36),
        ),
        tuple(rate_row(line) for measure in shown.measures for line in measure.lines),
        id="rates",
        name=f"{shown.year}年建议提案办理情况与上年比较",
        notes=tuple(f"{measure.name}：{measure.meaning}。" for measure in shown.measures),
        is_grouped=True,
    )


def rate_row(line: Compared) -> tuple[Cell, ...]:
    page = reverse("rate_sum", args=[line.year, line.rate.slug, line.scope.id])
    said: Cell = Link(line.words, page) if line.share.whole else line.words
    return (line.rate.name, line.scope.name, said, line.words_before, Link(line.change, page))


def open_table(shown: Board) -> Table:
    return Table(
        columns(
            *(
                "我局角色",
                Column("标题", width=50),
                short("剩余时间", 28),
                short("期限", 18),
            ),
            *(short("角色"), short("环节", 14), short("承办科室", 14), short("经办人", 14)),
            Column("编号", width=36),
        ),
        tuple(open_row(held.part, case) for held in shown.open for case in held.first),
        id="open",
        name="未答复的建议提案",
        notes=tuple(open_notes(shown)),
        is_grouped=True,
    )


def open_notes(shown: Board) -> Iterator[str]:
    yield f"截至{shown.today}，所有届次的；期限最近的在前。"
    for held in shown.open:
        if held.total > len(held.first):
            yield f"{held.part.title}共 {held.total} 件，只列期限最近的 {len(held.first)} 件。"


def open_row(part: Part, case: Clocked) -> tuple[Cell, ...]:
    handling, page = case.handling, reverse("proposal_detail", args=[case.handling.proposal_id])
    return (
        part.title,
        Link(handling.proposal.title, page),
        left(case.standing),
        due_words(handling),
        handling.role,
        handling.get_state_display(),
        str(handling.department or "—"),
        str(handling.officer or "—"),
        handling.proposal.reference,
    )


def due_words(handling: Handling) -> str:
    round = handling.round
    if round is None or round.due_on is None:
        return "没有期限"
    return f"{round.due_on}（预估）" if round.is_estimated else f"{round.due_on}"


def left(standing: State | None) -> Cell:
    """How long there is until the due day, or since; marked where it is late or near."""
    if standing is None:
        return "—"
    if standing.light in (Light.OVERDUE, Light.TODAY):
        return Toned(standing.remaining, "tag tag-alarm")
    if standing.light is Light.NEAR:
        return Toned(f"临近，{standing.remaining}", "tag tag-bad")
    return standing.remaining
