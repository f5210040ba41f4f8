"""When a follow-up answer is due: by the promise of the case whose day comes first."""

from datetime import date

from django.db.models import F, QuerySet

from cixi_ip.wording import chinese_date
from proposals.deadlines import Deadline
from proposals.models import Commitment, Round
from proposals.workdays import weekday

BASIS = "规则：跟踪答复在承诺的时限以内作出，取没有了结的承诺中最早的一项（依据：承诺台账）。"
READ = ("action", "due_on", "issued__prefix", "issued__year", "issued__number")
HANDLING = "issued__letter__round__handling"


def of_all() -> dict[int, Deadline]:
    """Of every case that is being answered again, by handling; one query.

    A case without an open promise is left out; what the new letter promises is for later.
    """
    rows = Commitment.objects.filter(**{f"{HANDLING}__round__kind": Round.Kind.FOLLOW_UP})
    return by_handling(rows.exclude(issued__letter__round=F(f"{HANDLING}__round")))


def by_handling(rows: QuerySet[Commitment]) -> dict[int, Deadline]:
    found: dict[int, list[Commitment]] = {}
    wanted = rows.filter(state=Commitment.State.OPEN).select_related("issued__letter__round")
    for one in wanted.only(*READ, HANDLING).order_by("due_on", "issued", "position"):
        found.setdefault(one.issued.letter.round.handling_id, []).append(one)
    return {handling: deadline(promises) for handling, promises in found.items()}


def deadline(promises: list[Commitment]) -> Deadline:
    first, *others = promises
    day: date = first.due_on  # type: ignore[assignment]
    lines = [
        BASIS,
        f"承诺：{first.issued.reference}中的“{first.action}”，时限{full(day)}。",
        *([f"另有 {len(others)} 项没有了结的承诺，时限不早于这一天。"] if others else []),
        f"结果：期限为{full(day)}。",
    ]
    return Deadline(day, False, tuple(lines), day)


def full(day: date) -> str:
    return f"{chinese_date(day)}（{weekday(day)}）"
