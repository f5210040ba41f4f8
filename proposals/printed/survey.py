"""办理情况征询意见表: goes out with the answer, one to each who put the proposal forward."""

from django.core.exceptions import ValidationError

from cixi_ip.departments import BUREAU
from proposals.models import Handling, IssuedLetter, Proposer, Round, Satisfaction
from proposals.printed.paper import (
    A_DAY,
    BOX,
    SHORT_DAY,
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

NOT_ASKED = "这件我局{role}，征询意见表只随给代表、委员的书面答复送出，不用印。"
NOT_SIGNED = "答复还没有签发。征询意见表随答复送出，请签发后再印。"


def survey(handling: Handling, round: Round, *, shows_phones: bool) -> Form:
    """A sheet for each proposer of the round's answer; ValidationError where nobody is asked."""
    if not handling.is_answering or not handling.proposal.needs_answer:
        raise ValidationError(NOT_ASKED.format(role=handling.role_word))
    issued = IssuedLetter.objects.filter(letter__round=round).select_related("letter").first()
    if issued is None:
        raise ValidationError(NOT_SIGNED)
    found: list[Proposer | None] = [*people(handling)]
    sheets = tuple(sheet(handling, round, issued, one, shows_phones) for one in found or [None])
    reference = handling.proposal.reference
    later = "" if round.number == 1 else f"（{round}）"
    return Form(f"{reference}办理情况征询意见表{later}", reference, sheets)


def sheet(
    handling: Handling,
    round: Round,
    issued: IssuedLetter,
    one: Proposer | None,
    shows_phones: bool,
) -> Sheet:
    proposal, title = handling.proposal, title_of_people(handling)
    boxes = "　　　".join(f"{BOX}{choice.label}" for choice in Satisfaction)
    facts = (
        (Pair("标题", proposal.title),),
        (Pair("提出人", named(one, shows_phones=shows_phones) if one else "", room=8),),
        (Pair("承办单位", BUREAU), Pair("答复文号", issued.reference)),
        (
            Pair("答复日期", day(issued.date)),
            Pair("送达日期", day(round.delivered_on) or SHORT_DAY),
        ),
        (Pair("办理态度", boxes),),
        (Pair("办理结果", boxes),),
        (Pair("不满意的\n原因", "", room=52),),
        (Pair("其他意见\n和建议", "", room=44),),
    )
    blocks = (
        Facts(head(handling), facts),
        Signs((f"{title}签名：", f"日期：{A_DAY}")),
        Note(directions(handling, round, issued)),
        Signs(("送回地址：", "邮编：")),
    )
    return Sheet(f"{proposal.kind}办理情况征询意见表", blocks, right=str(round))


def directions(handling: Handling, round: Round, issued: IssuedLetter) -> str:
    """How to fill it in, until when, and where it goes back to."""
    until = day(round.receipt_due_on) or A_DAY
    department = handling.department.name if handling.department else ""
    contact = issued.parts.get("contact", "")
    phone = issued.parts.get("phone", "")
    caller = f"，联系人：{contact}" if contact else ""
    number = f"，电话：{phone}" if phone else ""
    return (
        f"1．办理态度和办理结果分别评价，请在相应的“{BOX}”内打“√”；不满意的请写明原因。\n"
        f"2．请于{until}前送回。逾期未送回的，不计入满意率。\n"
        f"3．送回：{BUREAU}{department}{caller}{number}。"
    )
