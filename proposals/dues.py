"""When what a handling waits for is due, by its session's clocks and the bureau's calendar."""

from datetime import date

from proposals.deadlines import Clock, Deadline, Start, check_extension, deadline
from proposals.models import (
    CalendarYear,
    ClockSetting,
    CongressSession,
    Handling,
    Holiday,
    Role,
    Round,
)
from proposals.models.session import ClockName
from proposals.workdays import Calendar, LocalDay

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


def clock(session: CongressSession, name: str) -> Clock | None:
    """The session's own clock; None where it has none, so that nothing is counted by a guess."""
    found = ClockSetting.objects.filter(session=session, name=name).first()
    return found.clock if found else None


def clock_name(round: Round) -> ClockName | None:
    """Which clock a round runs by; a follow-up answer is due when its promises are."""
    if round.kind == Round.Kind.FOLLOW_UP:
        return None
    if round.kind == Round.Kind.AGAIN:
        return ClockName.REHANDLE
    return CLOCK_OF.get(Role(round.handling.role))


def start_of(handling: Handling, running: Clock) -> date | None:
    """The day of 交办 or 签收, whichever the first round's clock runs from."""
    is_assigned = running.start == Start.ASSIGNED
    return handling.proposal.assigned_on if is_assigned else handling.received_on


def of_round(round: Round, days: Calendar | None = None) -> Deadline | None:
    """The round's deadline with its explanation; None while a date or the clock is missing."""
    name = clock_name(round)
    running = clock(round.handling.proposal.session, name) if name else None
    if name is None or running is None:
        return None
    is_first = round.kind == Round.Kind.FIRST
    start = start_of(round.handling, running) if is_first else round.started_on
    if start is None:
        return None
    return deadline(
        running,
        start,
        days or calendar(),
        extended_to=round.extended_to,
        extension_note=round.extension_note,
        start_name=START_NAMES.get(name, ""),
    )


def after(
    session: CongressSession, name: ClockName, start: date, days: Calendar | None = None
) -> Deadline | None:
    """When the clock `name`, set going by what happened on `start`, is up."""
    running = clock(session, name)
    if running is None:
        return None
    return deadline(running, start, days or calendar(), start_name=START_NAMES.get(name, ""))


def refuse_extension(round: Round, extended_to: date) -> None:
    """ValueError where `extended_to` is no extension, or later than the rule allows."""
    handling = round.handling
    name = clock_name(round)
    running = clock(handling.proposal.session, name) if name else None
    start = start_of(handling, running) if running else None
    if running is None or start is None or round.kind != Round.Kind.FIRST:
        raise ValueError("只有首次办理、已知交办或签收日期的才能延期，请先补填日期")
    is_answer = name == ClockName.ANSWER
    longest = clock(handling.proposal.session, ClockName.EXTENSION) if is_answer else None
    check_extension(running, start, calendar(), extended_to, longest=longest)
