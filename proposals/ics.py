"""Due dates as a calendar other programs subscribe to (RFC 5545); pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from icalendar import Calendar, Event

from cixi_ip.hygiene import sanitise

PRODUCT = "-//cixi-ip//due dates//ZH"
# Never change it: every subscribed calendar would show all its entries a second time.
NAMESPACE = UUID("6d0d3a4e-6f0b-5a55-9d0a-0f1c5e0c7a21")
REFRESH = timedelta(hours=6)


@dataclass(frozen=True)
class DueDate:
    """One all-day entry. `key` names the case and its round for good: handling-12-1."""

    key: str
    day: date
    title: str
    changed_at: datetime
    detail: str = ""
    url: str = ""
    is_estimated: bool = False

    def __post_init__(self) -> None:
        if not self.key.strip() or not self.title.strip():
            raise ValueError("日历条目须有编号和标题，请补上")
        if self.changed_at.utcoffset() is None:
            raise ValueError(f"日历条目“{self.title}”的修改时间须带时区")


def write(name: str, due_dates: Iterable[DueDate]) -> bytes:
    """A whole calendar file; the same entries always give the same bytes."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _one_line(name))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    seen: set[str] = set()
    for due in sorted(due_dates, key=lambda due: (due.day, due.key)):
        if due.key in seen:
            raise ValueError(f"日历条目编号“{due.key}”重复，每件每轮只应有一条")
        seen.add(due.key)
        calendar.add_component(_event(due))
    written: bytes = calendar.to_ical()
    return written


def _event(due: DueDate) -> Event:
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE, due.key)))
    event.add("dtstamp", due.changed_at)
    event.add("last-modified", due.changed_at)
    event.add("dtstart", due.day)
    event.add("dtend", due.day + timedelta(days=1))
    event.add("summary", ("〔预估〕" if due.is_estimated else "") + _one_line(due.title))
    event.add("status", "TENTATIVE" if due.is_estimated else "CONFIRMED")
    # A due date takes nobody's time: the day stays free for meetings.
    event.add("transp", "TRANSPARENT")
    if due.detail:
        event.add("description", sanitise(due.detail)[0])
    if due.url:
        event.add("url", due.url)
    return event


def _one_line(text: str) -> str:
    """RFC 5545 allows no control characters in a text; a title has no line ends either."""
    return " ".join(sanitise(text)[0].split())
