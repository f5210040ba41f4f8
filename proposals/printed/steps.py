"""The way of a case as its 办理单 lists it: what was done, by whom, when; what is ahead."""

from collections.abc import Iterator
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from cixi_ip.models import Event
from proposals.models import Handling, Role
from proposals.printed.paper import SHORT_DAY, day
from proposals.workflow import MOVES, S, progress

# (环节, 办理人, 日期, 意见)
Line = tuple[str, str, str, str]
OTHERS = {"延期": "延期", "录入征询意见": "征询"}
# When the thing itself happened, where the event was written down later.
DAYS = ("received_on", "sealed_on", "delivered_on", "started_on")
OVER = {S.CLOSED: ("归档",), S.TRACKING: ("跟踪了结", "归档"), S.RETURNED_AWAY: ("归档",)}


def of_handling(handling: Handling) -> list[Event]:
    events = Event.objects.filter(subject_type="proposals.handling", subject_id=str(handling.pk))
    return list(events.order_by("id"))


def lines(handling: Handling) -> list[Line]:
    """All moves and extensions in their order, then a line for each step to come."""
    done = [
        line(event)
        for event in of_handling(handling)
        if event.kind in OTHERS or event.detail.get("move") in MOVES
    ]
    return [*done, *((step, "", SHORT_DAY, "") for step in ahead(handling))]


def line(event: Event) -> Line:
    detail = event.detail
    stated = next((detail[name] for name in DAYS if detail.get(name)), None)
    when = date.fromisoformat(stated) if stated else timezone.localdate(event.at)
    principal = detail.get("on_behalf_of", "")
    who = f"{event.by_label}（代{principal}）" if principal else event.by_label
    step = MOVES[detail["move"]].label if detail.get("move") in MOVES else OTHERS[event.kind]
    return step, who, day(when), "；".join(words(event.kind, detail))


def words(kind: str, detail: dict[str, str]) -> Iterator[str]:
    """What an event says, in the words of the form."""
    if kind == "延期":
        yield f"由{detail['before']}延至{detail['after']}"
    elif kind == "录入征询意见":
        whose = f"{detail['proposer']}：" if detail.get("proposer") else ""
        yield f"{whose}态度{detail['attitude']}，结果{detail['result']}"
    if detail.get("department"):
        yield f"由{detail['department']}{detail.get('officer', '')}承办"
    for name, form in (
        ("comment", "{}"),
        ("reason", "{}"),
        ("ruling", "{}"),
        ("note", "{}"),
        ("number", "{}"),
        ("copies", "印{}份"),
        ("delivery", "{}"),
        ("round", "第{}轮"),
    ):
        if detail.get(name):
            yield form.format(detail[name])


def ahead(handling: Handling) -> list[str]:
    """The steps to come, which the form leaves room for."""
    state = S(handling.state)
    if state in OVER:
        return list(OVER[state])
    if state == S.RETURNING:
        return ["交办机关答复"]
    if state == S.ARCHIVED:
        return []
    skipped = without(handling)
    stations = [label for label, mark in progress(state) if mark != "done"]
    if handling.role == Role.INFORM:
        stations = ["签收", "阅存", "归档"][0 if state == S.REGISTERED else 1 :]
    return [label for label in stations if label not in skipped]


def without(handling: Handling) -> set[str]:
    """Stations that this case does not pass."""
    skipped = set()
    is_asked = handling.is_answering and handling.proposal.needs_answer
    if not is_asked or (handling.round and handling.round.feedback.exists()):
        skipped.add("征询")
    if handling.writes and not passes_deputy(handling):
        skipped.add("分管审核")
    return skipped


def passes_deputy(handling: Handling) -> bool:
    """As the session sets it; without a setting the step is left in for the pen."""
    try:
        return handling.setting.deputy_reviews
    except ValidationError:
        return True
