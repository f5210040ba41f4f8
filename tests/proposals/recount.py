"""Numbers of the handling of proposals, counted again from raw rows.

Nothing of the proposals is imported but their models.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import chinese_calendar
from django.utils import timezone
from lxml import html

from proposals.models import (
    Contact,
    Feedback,
    Handling,
    IssuedLetter,
    Publication,
    ResultClass,
    Round,
)

PARTS = {"主办": ("主办", "分办", "独办"), "协办": ("协办",), "参阅": ("参阅",)}
PLACES = {"awaiting": 1, "signed": 1, "sealed": 1, "delivered": 2}
OVER = ("away", "closed", "archived", "delivered", "tracking")
WORST = ("不满意", "基本满意", "满意")
Case = tuple[Handling, list[Round]]


def cases(year: int) -> list[Case]:
    found = Handling.objects.filter(proposal__session__year=year)
    return [(one, list(one.rounds.order_by("number"))) for one in found]


def is_closed(case: Case) -> bool:
    handling, rounds = case
    put_away = handling.state == "archived" and bool(rounds) and rounds[-1].closed_on is not None
    return handling.state in ("closed", "tracking") or put_away


def is_ours(case: Case) -> bool:
    return is_closed(case) or case[0].state not in ("away", "archived")


def is_signed(case: Case) -> bool:
    return IssuedLetter.objects.filter(letter__round__in=case[1]).exists()


def in_time(case: Case) -> bool | None:
    """None where there is nothing to judge yet."""
    today = timezone.localdate()
    clocks = [(one.due_on, one.delivered_on or one.closed_on) for one in case[1] if one.due_on]
    if not any(stopped is not None or due < today for due, stopped in clocks):
        return None
    return all((stopped or today) <= due for due, stopped in clocks)


def talked(case: Case) -> bool | None:
    if case[0].role not in PARTS["主办"] or not is_signed(case):
        return None
    ways = {one.way for one in Contact.objects.filter(round__in=case[1])}
    return bool(ways & {"面商", "走访", "座谈", "调研"})


def worst(case: Case) -> str | None:
    """The worst opinion received in time on the last round that has any."""
    for one in case[1][::-1]:
        held = list(Feedback.objects.filter(round=one))
        timely = [
            each.result
            for each in held
            if one.receipt_due_on is None or each.received_on <= one.receipt_due_on
        ]
        if held:
            return min(timely, key=WORST.index) if timely else None
    return None


def satisfied(case: Case) -> bool | None:
    said = worst(case)
    return None if said is None else said == "满意"


def accepted(case: Case) -> bool | None:
    said = worst(case)
    return None if said is None else said != "不满意"


def published(case: Case) -> bool | None:
    if talked(case) is None:
        return None
    found = Publication.objects.filter(issued__letter__round__in=case[1])
    return any(one.published_on is not None for one in found)


def settled(case: Case) -> bool | None:
    """By the class that the last signed letter carries."""
    if talked(case) is None:
        return None
    signed = IssuedLetter.objects.filter(letter__round__in=case[1])
    last = signed.order_by("letter__round__number").last()
    session, mark = case[0].proposal.session, last.letter.class_mark if last else ""
    return ResultClass.objects.filter(session=session, code=mark, is_settled=True).exists()


def written(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.1'), ROUND_HALF_UP):f}"


def rate(judged: list[bool | None]) -> tuple[str, Decimal | None, int]:
    """As it is printed, in percent, and of how many."""
    part, whole = part_of(judged)
    if not whole:
        return "—", None, 0
    percent = Decimal(written(Decimal(part) * 100 / whole))
    first, beside = f"{part}/{whole} 件", f"{percent}%"
    if whole >= 30:
        first, beside = beside, first
    return f"{first}（{beside}）", percent, whole


def part_of(judged: list[bool | None]) -> tuple[int, int]:
    counted = [each for each in judged if each is not None]
    return sum(counted), len(counted)


def compared(now: list[bool | None], before: list[bool | None]) -> tuple[str, str, str]:
    (said, new, many), (said_before, old, many_before) = rate(now), rate(before)
    if new is None:
        return said, said_before, "—（本年没有可计入的）"
    if old is None:
        return said, said_before, "—（上年没有可计入的）"
    if min(many, many_before) < 30:
        return said, said_before, "—（不足30件，不比较百分点）"
    change = new - old
    if not change and Fraction(*part_of(now)) != Fraction(*part_of(before)):
        return said, said_before, "基本持平"
    word = "提高" if change > 0 else "降低"
    return said, said_before, f"{word}{abs(change)}个百分点" if change else "持平"


MEASURES: dict[str, Callable[[Case], bool | None]] = {
    "办结率": is_closed,
    "按期率": in_time,
    "面商率": talked,
    "公开率": published,
    "满意率": satisfied,
    "满意和基本满意率": accepted,
    "落实率": settled,
}
SHOWN = ("按期率", "面商率", "满意率")
SCOPES = {"合计": None, "主办": PARTS["主办"], "协办": PARTS["协办"]}


def of_scope(found: list[Case], scope: str) -> list[Case]:
    roles = SCOPES[scope]
    return [one for one in found if is_ours(one) and (roles is None or one[0].role in roles)]


def rates(year: int) -> Iterator[tuple[str, ...]]:
    """The rows of the table of rates."""
    now, before = cases(year), cases(year - 1)
    for name in ("件数", *SHOWN):
        for scope in SCOPES:
            new, old = of_scope(now, scope), of_scope(before, scope)
            if name == "件数":
                yield name, scope, *counted(len(new), len(old))
            else:
                judge = MEASURES[name]
                yield name, scope, *compared(list(map(judge, new)), list(map(judge, old)))


def counted(new: int, old: int) -> tuple[str, str, str]:
    more = new - old
    change = f"{'增加' if more > 0 else '减少'}{abs(more)}件" if more else "持平"
    return f"{new} 件", f"{old} 件" if old else "—", change if old else "—（上年没有登记）"


def standing(year: int) -> Iterator[tuple[str, ...]]:
    """The rows of the table of phases."""
    held = [one for one in cases(year) if is_ours(one)]
    for name, roles in PARTS.items():
        counts = [0, 0, 0, 0]
        for one in held:
            if one[0].role in roles:
                counts[3 if is_closed(one) else PLACES.get(one[0].state, 0)] += 1
        if sum(counts):
            yield name, *map(str, counts), str(sum(counts))


def still_open(roles: tuple[str, ...]) -> list[tuple[Handling, date | None]]:
    found = []
    for one in Handling.objects.filter(role__in=roles).exclude(state__in=OVER):
        last = one.rounds.order_by("number").last()
        if last is None or last.delivered_on is None:
            found.append((one, last.due_on if last else None))
    return found


def remaining(due: date, today: date) -> str:
    """Working days by the State Council's notices, in years that have one; days alone beyond."""
    if due == today:
        return "今天到期"
    first, last = min(due, today), max(due, today)
    days = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    said = f"{'逾期' if due < today else '还有'}{len(days)}天"
    try:
        return f"{said}（{sum(map(chinese_calendar.is_workday, days))}个工作日）"
    except NotImplementedError:
        return said


def rows(tree: html.HtmlElement, caption: str) -> list[tuple[str, ...]]:
    """The cells of the table so named, those of a group after its heading."""
    for table in tree.xpath("//main//table"):
        said = f"{table.getparent().get('aria-label') or ''}{table.xpath('string(./caption)')}"
        if caption in said:
            return list(cells_of(table))
    raise AssertionError(f"没有表：{caption}")


def cells_of(table: html.HtmlElement) -> Iterator[tuple[str, ...]]:
    for body in table.xpath("./tbody"):
        heading = [plain(one) for one in body.xpath("./tr[@class='group']/th")]
        for line in body.xpath("./tr[td]"):
            yield (*heading, *map(plain, line.xpath("./th|./td")))


def plain(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
