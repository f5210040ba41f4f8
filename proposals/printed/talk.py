"""面商记录: one talk with those who put the proposal forward, and an empty form to take along."""

from django.utils import timezone

from proposals.models import Contact, Handling
from proposals.printed.paper import (
    A_DAY,
    BOX,
    Facts,
    Form,
    Note,
    Pair,
    Sheet,
    Signs,
    day,
    head,
    named,
    people,
    title_of_people,
)

TITLE = "建议提案面商（沟通）记录"
LONGEST_ASKS = 2000


def talk(contact: Contact) -> Form:
    handling = contact.round.handling
    recorded = timezone.localdate(contact.recorded_at)
    facts = (
        *case(handling),
        (Pair("日期", day(contact.day)), Pair("方式", contact.get_way_display())),
        (Pair("对方", contact.with_whom),),
        (Pair("我局人员", contact.our_people),),
        (Pair("沟通内容", contact.content),),
        (Pair("对方意见", contact.result, room=18),),
        (Pair("记录人", str(contact.recorded_by)), Pair("记录日期", day(recorded))),
    )
    return form(handling, facts, f"{day(contact.day)}{contact.way}记录", str(contact.round))


def blank_talk(handling: Handling, *, shows_phones: bool) -> Form:
    """Filled in as far as the case is known, the rest for the pen."""
    who = "\n".join(named(one, shows_phones=shows_phones) for one in people(handling))
    ways = "　".join(f"{BOX}{way.label}" for way in Contact.Way)
    listed = "\n".join(str(ask) for ask in handling.proposal.asks.all())
    facts = (
        *case(handling),
        (Pair("日期", A_DAY), Pair("地点", "")),
        (Pair("方式", ways),),
        (Pair("对方", who, room=10),),
        (Pair("我局人员", "", room=10),),
        *([(Pair("诉求", shortened(listed)),)] if listed else []),
        (Pair("沟通内容", "", room=70),),
        (Pair("对方意见", "", room=25),),
    )
    return form(handling, facts, "面商记录（空表）", str(handling.round or ""))


def shortened(words: str) -> str:
    return words if len(words) <= LONGEST_ASKS else f"{words[:LONGEST_ASKS]}……（全文见来文）"


def case(handling: Handling) -> tuple[tuple[Pair, ...], ...]:
    proposal = handling.proposal
    department = handling.department.name if handling.department else ""
    return (
        (Pair("标题", proposal.title),),
        (Pair("主办单位", proposal.lead_unit), Pair("承办科室", department)),
    )


def form(handling: Handling, facts: tuple[tuple[Pair, ...], ...], name: str, round: str) -> Form:
    title = title_of_people(handling)
    blocks = (
        Facts(head(handling), facts),
        Signs((f"{title}签名：", "我局人员签名：")),
        Signs((f"签名日期：{A_DAY}",)),
        Note(f"本记录由{title}和我局人员核对后签名，随案卷归档。"),
    )
    reference = handling.proposal.reference
    return Form(f"{reference}{name}", reference, (Sheet(TITLE, blocks, right=round),))
