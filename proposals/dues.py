"""When what a handling waits for is due, by its session's clocks and the bureau's calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from proposals import promised
from proposals.deadlines import (
    NEAR_DAYS,
    NEAR_WORKDAYS,
    Clock,
    Deadline,
    Start,
    State,
    check_extension,
    deadline,
    state,
)
from proposals.models import (
    CalendarYear,
    ClockSetting,
    CongressSession,
    Handling,
    Holiday,
    OtherUnit,
    Role,
    Round,
)
from proposals.models.session import ClockName
from proposals.workdays import ONE_DAY, Calendar, LocalDay

START_NAMES = {
    ClockName.RESUBMIT: "退回",
    ClockName.RETURN: "签收",
    ClockName.REHANDLE: "重新交办",
    ClockName.RECEIPT: "送达",
    ClockName.PUBLISH: "签发",
}
CLOCK_OF = {
    Role.LEAD: ClockName.ANSWER,
    Role.SEPARATE: ClockName.ANSWER,
    Role.SOLE: ClockName.ANSWER,
    Role.ASSIST: ClockName.ASSIST,
}


def calendar() -> Calendar:
    """The published notices with the administrator's table over them; two queries."""
    rows = Holiday.objects.values_list("day", "is_working", "name", "source")
    local = {day: LocalDay(is_working, name, source) for day, is_working, name, source in rows}
    return Calendar(local, frozenset(CalendarYear.objects.values_list("year", flat=True)))


@dataclass(frozen=True)
class Rules:
    """Every session's clocks and the calendar as they are now, for many rows at once."""

    days: Calendar
    clocks: dict[tuple[int, str], Clock]

    @cached_property
    def promised(self) -> dict[int, Deadline]:
        """Looked for only where a case is answered again."""
        return promised.of_all()

    def after(self, session_id: int, name: ClockName, start: date) -> Deadline | None:
        """When the clock `name`, set going by what happened on `start`, is up."""
        return counted(name, self.clocks.get((session_id, name)), start, self.days)

    def of_round(self, round: Round) -> Deadline | None:
        """The round's deadline with its explanation; None while a date or the clock is missing."""
        if round.kind == Round.Kind.FOLLOW_UP:
            return self.promised.get(round.handling_id)
        name = clock_name(round)
        running = self.clocks.get((round.handling.proposal.session_id, name)) if name else None
        return counted_for(round, name, running, self.days)

    def why_none(self, round: Round) -> str:
        """Why a round has no deadline, and what would give it one."""
        name = clock_name(round)
        if name is None:
            is_tracked = round.kind == Round.Kind.FOLLOW_UP
            if is_tracked:
                return "跟踪答复以承诺的时限为准，没有未了结的承诺，请及时答复。"
            return "参阅件不用答复，没有期限。"
        running = self.clocks.get((round.handling.proposal.session_id, name))
        if running is None:
            return (
                f"届次还没有设置“{ClockName(name).label}”的期限，请办公室在后台“办理期限”中填写。"
            )
        start = start_for(round, running)
        if start is None:
            return f"还没有{running.start}日期，请补填。"
        try:
            deadline(running, start, self.days, start_name=START_NAMES.get(name, ""))
        except ValueError as refusal:
            return f"{refusal}。"
        return ""

    def of_unit(self, unit: OtherUnit) -> Deadline | None:
        """When the clocks would have another unit's opinion: sent back, it runs from then."""
        session_id = unit.handling.proposal.session_id
        if unit.returned_on:
            return self.after(session_id, ClockName.RESUBMIT, unit.returned_on)
        return self.after(session_id, ClockName.ASSIST, unit.asked_on) if unit.asked_on else None


def rules() -> Rules:
    """Three queries."""
    clocks = {(row.session_id, row.name): row.clock for row in ClockSetting.objects.all()}
    return Rules(calendar(), clocks)


def clock_name(round: Round) -> ClockName | None:
    """Which clock a round runs by; a follow-up answer is due when its promises are."""
    if round.kind == Round.Kind.FOLLOW_UP:
        return None
    if round.kind == Round.Kind.AGAIN:
        is_opinion = round.handling.role == Role.ASSIST
        return ClockName.RESUBMIT if is_opinion else ClockName.REHANDLE
    return CLOCK_OF.get(Role(round.handling.role))


def start_of(handling: Handling, running: Clock) -> date | None:
    """The day of 交办 or 签收, whichever the first round's clock runs from."""
    is_assigned = running.start == Start.ASSIGNED
    return handling.proposal.assigned_on if is_assigned else handling.received_on


def of_round(round: Round) -> Deadline | None:
    """The deadline of one round alone."""
    return rules().of_round(round)


def start_for(round: Round, running: Clock) -> date | None:
    is_first = round.kind == Round.Kind.FIRST
    return start_of(round.handling, running) if is_first else round.started_on


def counted_for(
    round: Round, name: ClockName | None, running: Clock | None, days: Calendar
) -> Deadline | None:
    start = start_for(round, running) if running else None
    if name is None or start is None:
        return None
    return counted(
        name,
        running,
        start,
        days,
        extended_to=round.extended_to,
        extension_note=round.extension_note,
    )


def after(session: CongressSession, name: ClockName, start: date) -> Deadline | None:
    """When one clock alone, set going by what happened on `start`, is up."""
    return rules().after(session.pk, name, start)


def counted(
    name: ClockName,
    running: Clock | None,
    start: date,
    days: Calendar,
    *,
    extended_to: date | None = None,
    extension_note: str = "",
) -> Deadline | None:
    """None without a clock, and where a fixed day is over already: `why_none` says it."""
    if running is None:
        return None
    try:
        return deadline(
            running,
            start,
            days,
            extended_to=extended_to,
            extension_note=extension_note,
            start_name=START_NAMES.get(name, ""),
        )
    except ValueError:
        return None


def standing(
    day: date | None,
    today: date,
    days: Calendar,
    *,
    is_estimated: bool = False,
    done_on: date | None = None,
) -> State | None:
    """How a due day that is stored stands today; None without a day."""
    if day is None:
        return None
    return state(Deadline(day, is_estimated, (), day), today, days, done_on=done_on)


def of_handling(handling: Handling, today: date, days: Calendar) -> State | None:
    """How the present round stands: its clock stops with delivery, or with 阅存."""
    round = handling.round
    if round is None or handling.state == Handling.State.RETURNED_AWAY:
        return None
    return standing(
        round.due_on,
        today,
        days,
        is_estimated=round.is_estimated,
        done_on=round.delivered_on or round.closed_on,
    )


@dataclass(frozen=True)
class Clocked:
    """A case, and how its present round stands."""

    handling: Handling
    standing: State | None


def clocked(rows: Iterable[Handling], today: date, days: Calendar) -> list[Clocked]:
    return [Clocked(one, of_handling(one, today, days)) for one in rows]


def near_until(today: date, days: Calendar) -> date:
    """The last day that is near, so that a query finds the same rows as `standing` marks."""
    last = today + timedelta(days=NEAR_DAYS)
    while days.between(today, last + ONE_DAY) <= NEAR_WORKDAYS:
        last += ONE_DAY
    return last


@dataclass(frozen=True)
class Extendable:
    """The clock a round may be extended from, the longest one, and where each of them starts."""

    running: Clock
    start: date
    longest: Clock | None
    longest_start: date | None
    days: Calendar


def extendable(round: Round) -> Extendable:
    """ValueError where nothing says from which day the round would be extended."""
    handling, known = round.handling, rules()
    session, name = handling.proposal.session_id, clock_name(round)
    running = known.clocks.get((session, name)) if name else None
    start = start_of(handling, running) if running else None
    if running is None or start is None or round.kind != Round.Kind.FIRST:
        raise ValueError("只有首次办理、已知交办或签收日期的才能延期，请先补填日期")
    is_answer = name == ClockName.ANSWER
    longest = known.clocks.get((session, ClockName.EXTENSION)) if is_answer else None
    longest_start = start_of(handling, longest) if longest else None
    return Extendable(running, start, longest, longest_start, known.days)


def refuse_extension(round: Round, extended_to: date) -> None:
    """ValueError where `extended_to` is no extension, or later than the rule allows."""
    found = extendable(round)
    check_extension(
        found.running,
        found.start,
        found.days,
        extended_to,
        longest=found.longest,
        longest_start=found.longest_start,
    )


def extension_limits(round: Round) -> tuple[date, date | None]:
    """The day before any extension, and the last one allowed (None: no rule says)."""
    found = extendable(round)
    last = None
    if found.longest:
        last = deadline(found.longest, found.longest_start or found.start, found.days).day
    return deadline(found.running, found.start, found.days).day, last
