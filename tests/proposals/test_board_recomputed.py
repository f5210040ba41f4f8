"""Every number of the tab of proposals, counted again from raw rows; all of them made up.

Nothing of the proposals is imported but their models.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import chinese_calendar
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from lxml import html

from proposals.models import Contact, Feedback, Handling, IssuedLetter, Round
from tests.makers import make_observation, make_user
from tests.proposals.many import Many
from tests.proposals.pages import as_

pytestmark = pytest.mark.django_db
PARTS = {"主办": ("主办", "分办", "独办"), "协办": ("协办",), "参阅": ("参阅",)}
PLACES = {"awaiting": 1, "signed": 1, "sealed": 1, "delivered": 2}
OVER = ("away", "closed", "archived", "delivered", "tracking")
WORST = ("不满意", "基本满意", "满意")
Case = tuple[Handling, list[Round]]


@pytest.fixture
def many(db: None) -> Many:
    """Three years of cases, some answered after a talk in person, some of several opinions."""
    cache.clear()
    make_observation()
    many = Many(1300)
    sent = Round.objects.filter(delivered_on__isnull=False).order_by("pk")
    Contact.objects.bulk_create(
        Contact(
            round=round,
            day=many.today,
            way=many.random.choice(Contact.Way.values),
            with_whom="生成的对方",
            our_people="生成的人员",
            content="生成的沟通",
            recorded_by=many.signer,
        )
        for round in sent[::2]
    )
    Feedback.objects.bulk_create(
        Feedback(
            round=round,
            attitude="满意",
            result=many.random.choice(WORST),
            reason="生成的理由",
            received_on=many.today - timedelta(days=many.random.randrange(30)),
            typed_by=many.signer,
        )
        for round in sent[::3]
    )
    return many


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


def satisfied(case: Case) -> bool | None:
    """The worst opinion received in time on the last round that has any."""
    for one in case[1][::-1]:
        held = list(Feedback.objects.filter(round=one))
        timely = [
            each.result
            for each in held
            if one.receipt_due_on is None or each.received_on <= one.receipt_due_on
        ]
        if held:
            return min(timely, key=WORST.index) == "满意" if timely else None
    return None


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
    "按期率": in_time,
    "面商率": talked,
    "满意率": satisfied,
}


def rates(year: int) -> Iterator[tuple[str, ...]]:
    """The rows of the table of rates."""
    now, before = ([one for one in cases(at) if is_ours(one)] for at in (year, year - 1))
    scopes = {"合计": None, "主办": PARTS["主办"], "协办": PARTS["协办"]}
    for name, judge in ({"件数": None} | MEASURES).items():
        for scope, roles in scopes.items():
            new, old = (
                [one for one in found if roles is None or one[0].role in roles]
                for found in (now, before)
            )
            if judge is not None:
                yield name, scope, *compared(list(map(judge, new)), list(map(judge, old)))
                continue
            more = len(new) - len(old)
            change = f"{'增加' if more > 0 else '减少'}{abs(more)}件" if more else "持平"
            yield (
                *(name, scope, f"{len(new)} 件", f"{len(old)} 件" if old else "—"),
                change if old else "—（上年没有登记）",
            )


def standing(year: int) -> Iterator[tuple[str, ...]]:
    """The rows of the table of phases."""
    held = [one for one in cases(year) if is_ours(one)]
    for name, roles in PARTS.items():
        counts = [0, 0, 0, 0]
        for one in held:
            if one[0].role in roles:
                counts[3 if is_closed(one) else PLACES.get(one[0].state, 0)] += 1
        if sum(counts):
            title = "主办、分办、独办" if name == "主办" else name
            yield title, *map(str, counts), str(sum(counts))


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
    """The cells of the table whose caption or heading begins so."""
    for table in tree.xpath("//main//table"):
        said = f"{table.getparent().get('aria-label') or ''}{table.xpath('string(./caption)')}"
        if caption in said:
            return [
                tuple(" ".join(cell.text_content().split()) for cell in line.xpath("./th|./td"))
                for line in table.xpath(".//tr[td]")
            ]
    raise AssertionError(f"没有表：{caption}")


def test_each_number_is_that_of_the_raw_rows(many: Many):
    client: Client = as_(make_user("读者"))
    for year in (many.today.year, many.today.year - 1, many.today.year - 2):
        page = client.get(f"/board/proposals/?sessions={year}").content.decode()
        tree = html.fromstring(page)
        assert rows(tree, "各环节件数") == list(standing(year))
        assert rows(tree, "与上年比较") == list(rates(year))
        for name, roles in PARTS.items():
            held = still_open(roles)
            late = sum(due is not None and due < many.today for _one, due in held)
            title = "主办、分办、独办" if name == "主办" else name
            heading = [" ".join(h4.text_content().split()) for h4 in tree.xpath("//h4")]
            mine = [text for text in heading if text.startswith(f"{title} ")]
            assert len(mine) == bool(held)
            if mine:
                assert mine[0].startswith(f"{title} {len(held)} 件")
                assert (f"逾期 {late} 件" in mine[0]) == bool(late)


def test_each_day_left_is_counted_again(many: Many):
    client: Client = as_(make_user("读者"))
    tree = html.fromstring(client.get("/board/proposals/").content.decode())
    due_on = {
        f"/proposals/{one.proposal_id}/": due
        for roles in PARTS.values()
        for one, due in still_open(roles)
    }
    lines = tree.xpath("//*[@class='open-part']//tbody/tr")
    assert len(lines) == 50
    for line in lines:
        due = due_on[line.xpath("./th/a/@href")[0]]
        said = " ".join(line.xpath("./td")[0].text_content().split())
        assert due is not None
        assert said.startswith(f"{due:%Y-%m-%d} ")
        assert remaining(due, many.today) in said
