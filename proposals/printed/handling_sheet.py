"""办理单: what came in, who does what by when, and the way of the letter through the house."""

from proposals.models import Handling, Role
from proposals.printed import steps
from proposals.printed.paper import (
    Column,
    Facts,
    Form,
    Pair,
    Section,
    Sheet,
    Table,
    day,
    head,
    named,
    people,
)

LONGEST_TEXT = 3000
NOT_STATED = "来文未写明"


def handling_sheet(handling: Handling, *, shows_phones: bool) -> Form:
    reference = handling.proposal.reference
    flow = Table(
        (
            Column("环节", 34, centred=True),
            Column("办理人", 30, centred=True),
            Column("日期", 38, centred=True),
            Column("意见、说明"),
        ),
        tuple(steps.lines(handling)),
    )
    facts = Facts(head(handling), tuple(rows(handling, shows_phones)))
    blocks = (facts, *asks(handling), Section("办理流程"), flow)
    return Form(f"{reference}办理单", reference, (Sheet("建议提案办理单", blocks),))


def rows(handling: Handling, shows_phones: bool) -> list[tuple[Pair, ...]]:
    proposal = handling.proposal
    who = "\n".join(named(one, shows_phones=shows_phones) for one in people(handling))
    department = handling.department.name if handling.department else ""
    return [
        (Pair("标题", proposal.title),),
        (Pair("提出人", who),),
        (Pair("主办单位", proposal.lead_unit), Pair("我局角色", handling.role_word)),
        (Pair("交办机关", proposal.assigned_by), Pair("交办日期", day(proposal.assigned_on))),
        (
            Pair("签收日期", day(handling.received_on)),
            Pair("退办截止", day(handling.return_due_on)),
        ),
        (Pair("办理期限", due(handling)),),
        (Pair("承办科室", department), Pair("经办人", str(handling.officer or ""))),
        (
            Pair("重点督办", "是" if proposal.is_key else "否"),
            Pair("公开意愿", proposal.get_wish_display() or NOT_STATED),
        ),
        *joint(handling),
        *others(handling),
        *demands(handling),
    ]


def due(handling: Handling) -> str:
    """The day of the present round; how it came about where it was extended or only estimated."""
    round = handling.round
    if round is None or round.due_on is None:
        return ""
    words = day(round.due_on)
    if round.is_estimated:
        words += "（当年节假日安排未公布，为预估）"
    if round.extended_to:
        words += f"\n已延期，依据：{round.extension_note}"
    return f"{words}\n{round}" if round.number > 1 else words


def joint(handling: Handling) -> list[tuple[Pair, ...]]:
    main = handling.joined_to
    return [(Pair("并案于", main.proposal.reference),)] if main else []


def others(handling: Handling) -> list[tuple[Pair, ...]]:
    assist = handling.proposal.session.assist_word
    units = [
        f"{one.unit}（{assist if one.role == Role.ASSIST else one.role}）"
        for one in handling.other_units.all()
    ]
    return [(Pair("其他单位", "、".join(units)),)] if units else []


def demands(handling: Handling) -> list[tuple[Pair, ...]]:
    """The text itself, where nobody has listed its demands yet."""
    text = handling.proposal.text
    if not text or handling.proposal.asks.exists():
        return []
    shown = text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}……（全文见来文）"
    return [(Pair("来文内容", shown),)]


def asks(handling: Handling) -> tuple[Section | Table, ...]:
    found = [
        (str(one.number), one.text, one.unit or "我局", one.answer)
        for one in handling.proposal.asks.all()
    ]
    if not found:
        return ()
    columns = (
        Column("序号", 14, centred=True),
        Column("诉求"),
        Column("答复单位", 30, centred=True),
        Column("答复要点"),
    )
    return Section("诉求"), Table(columns, tuple(found))
