"""What each move of workflow.py needs before it may be made, named there and looked up here."""

from collections.abc import Callable

from django.utils import timezone

from proposals.examination import examine
from proposals.models import Commitment, Handling, Role
from proposals.models.session import Disclosure

Requirement = Callable[[Handling], list[str]]


def return_window(handling: Handling) -> list[str]:
    """不属于本单位的须在规定日期内退回 (浙江 2016 规定第十八条等)."""
    due = handling.return_due_on
    if due is None or timezone.localdate() <= due:
        return []
    return [f"退办截止 {due:%Y-%m-%d}，已过期限，不能再退办。请与交办机关沟通。"]


def received(handling: Handling) -> list[str]:
    if handling.received_on is None:
        return ["还没有签收日期，请填写签收日期后再继续办理。"]
    return []


def writing(handling: Handling) -> list[str]:
    return [] if handling.writes else ["参阅件不用答复，请按“阅存”。"]


def no_letter(handling: Handling) -> list[str]:
    if handling.writes and handling.proposal.needs_answer:
        return ["这件要答复，不能阅存，请分办。"]
    return []


def figures(handling: Handling) -> list[str]:
    """数字体检 without faults, each doubt explained."""
    return examine(handling.letter).obstacles


def asks(handling: Handling) -> list[str]:
    """Point by point: each demand that is ours has an answer."""
    found = list(handling.proposal.asks.all())
    if not found and handling.is_answering:
        return ["来文的诉求还没有分条列出，请在办理页“诉求”中列出，逐条写答复要点。"]
    return [
        f"诉求 {ask.number} 还没有写答复要点。" for ask in found if ask.is_ours and not ask.answer
    ]


def contact(handling: Handling) -> list[str]:
    """代表法第五十一条: 与代表联系沟通，充分听取意见."""
    is_required = handling.is_answering and handling.proposal.session.contact_required
    if is_required and not handling.round.contacts.exists():
        return ["这一轮还没有沟通记录，请先与代表、委员面商或联系，并在办理页“沟通记录”中记下。"]
    return []


def units(handling: Handling) -> list[str]:
    if not handling.is_answering:
        return []
    return [
        f"{unit.unit}的{handling.proposal.session.assist_word}意见还没有收到。"
        "请催办；确实不能再等的，在办理页写明原因。"
        for unit in handling.other_units.all()
        if not unit.is_settled
    ]


def marks(handling: Handling) -> list[str]:
    """Class and disclosure of an answer: 复文与公开同步审查 (国办发〔2014〕46号)."""
    if not handling.is_answering:
        return []
    letter, found = handling.letter, []
    codes = [row.code for row in handling.proposal.session.classes.all()]
    if codes and letter.class_mark not in codes:
        found.append(f"请在稿件中选办理结果类别（{'、'.join(codes)}）。")
    if not letter.disclosure:
        found.append("请在稿件中选公开属性。")
    elif letter.disclosure != Disclosure.OPEN and not letter.disclosure_reason:
        found.append(f"公开属性为{letter.disclosure}，请在稿件中写明理由。")
    return found


def deputy(handling: Handling) -> list[str]:
    is_skipped = not handling.setting.deputy_reviews
    return ["这一届次的设置不经分管领导审核，审核后直接送签发。"] if is_skipped else []


def no_deputy(handling: Handling) -> list[str]:
    is_wanted = handling.setting.deputy_reviews
    return ["这一届次的设置要经分管领导审核，不能直接送签发。"] if is_wanted else []


def unhappy(handling: Handling) -> list[str]:
    if handling.round and any(one.is_unhappy for one in handling.round.feedback.all()):
        return []
    return ["本轮没有“不满意”的征询意见，不用重新办理。"]


def assisting(handling: Handling) -> list[str]:
    """Only an opinion goes to a lead unit, and comes back from it."""
    if handling.role == Role.ASSIST:
        return []
    return ["只有协办意见由主办单位退回重报；答复有“不满意”的，请重新办理。"]


def feedback(handling: Handling) -> list[str]:
    """An answer waits for what its receivers say, until the window of the receipt is over."""
    if not handling.is_answering or not handling.proposal.needs_answer:
        return []
    said = list(handling.round.feedback.all())
    if any(one.is_unhappy for one in said):
        return ["有“不满意”的征询意见，请重新办理。"]
    due = handling.round.receipt_due_on
    if said or (due is not None and due < timezone.localdate()):
        return []
    if due is None:
        return [
            "征询意见还没有收到，请录入回执。这一届次没有征询意见的期限，"
            "请办公室在后台“办理期限”中填写，逾期没有收回的也能办结。"
        ]
    return [f"征询意见还没有收到（{due:%Y-%m-%d} 截止，过后不计入满意率即可办结），请录入回执。"]


def promises(handling: Handling) -> list[str]:
    found = count_of_promises(handling, Commitment.State.PROPOSED)
    return [f"公文中找到的 {found} 处承诺还没有确认，请经办人在承诺台账中确认。"] if found else []


def follow_up(handling: Handling) -> list[str]:
    return [] if is_to_follow_up(handling) else ["这一类结果不用跟踪，请直接办结。"]


def final(handling: Handling) -> list[str]:
    if is_to_follow_up(handling):
        return ["这一类结果要跟踪办理，请按“办结转跟踪”。"]
    return []


def is_to_follow_up(handling: Handling) -> bool:
    if not handling.is_answering:
        return False
    mark = handling.letter.class_mark
    return handling.proposal.session.classes.filter(code=mark, follows_up=True).exists()


def kept(handling: Handling) -> list[str]:
    found = count_of_promises(handling, Commitment.State.PROPOSED, Commitment.State.OPEN)
    return [f"还有 {found} 项承诺没有了结，请在承诺台账中写明结果。"] if found else []


def count_of_promises(handling: Handling, *states: str) -> int:
    """Of all signed letters of the case."""
    letters = Commitment.objects.filter(issued__letter__round__handling=handling)
    return letters.filter(state__in=states).count()


REQUIREMENTS: dict[str, Requirement] = {
    rule.__name__: rule
    for rule in (
        return_window,
        received,
        writing,
        no_letter,
        figures,
        asks,
        contact,
        units,
        marks,
        deputy,
        no_deputy,
        unhappy,
        assisting,
        feedback,
        promises,
        follow_up,
        final,
        kept,
    )
}


def obstacles(handling: Handling, needs: tuple[str, ...]) -> list[str]:
    """What stands against a move with these needs, a sentence each; empty when nothing does."""
    return [sentence for need in needs for sentence in REQUIREMENTS[need](handling)]
