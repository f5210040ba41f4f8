"""The events of a case as sentences anybody in the office can read."""

from collections.abc import Iterator, Mapping
from typing import Any

from cixi_ip.models import Event, EventQuerySet
from proposals.models import Handling
from proposals.workflow import MOVES

# key of an event's detail → how it is said; what is not named here stays in the record only
WORDS = {
    "role": "角色：{}",
    "received_on": "签收日期 {}",
    "reason": "原因：{}",
    "ruling": "交办机关答复：{}",
    "department": "承办科室：{}",
    "officer": "经办人：{}",
    "note": "说明：{}",
    "comment": "意见：{}",
    "edition": "第 {} 稿",
    "number": "文号 {}",
    "sealed_on": "用印日期 {}",
    "copies": "印 {} 份",
    "delivered_on": "送达日期 {}",
    "delivery": "方式：{}",
    "started_on": "自 {} 起",
    "round": "第 {} 轮",
    "day": "日期 {}",
    "way": "方式：{}",
    "unit": "单位：{}",
    "asked": "发出日期 {}",
    "due": "应回日期 {}",
    "what": "{}",
    "why": "因{}",
    "case": "{}",
    "of": "取自{}",
    "outcome": "结果：{}",
    "place": "发布于{}",
    "proposer": "提出人：{}",
    "attitude": "态度：{}",
    "result": "结果：{}",
    "to": "并入{}",
    "file": "{}",
    "on_behalf_of": "代 {} 办理",
}
LONG = 120
NOTHING = ("", "None", None)
# From here on the reviews of an earlier letter count no more.
BEGUN_AGAIN = ("rehandle", "resubmit", "answer_again")
REVIEWS = ("pass_section", "pass_office", "pass_office_only", "pass_deputy", "send_back", "submit")


def of_handling(handling: Handling) -> EventQuerySet:
    """All that was done to the case, newest first."""
    return Event.objects.filter(subject_type="proposals.handling", subject_id=str(handling.pk))


def said(event: Event) -> str:
    """The details of an event in the order they were written down."""
    detail = dict(event.detail)
    if detail.get("before") == event.by_label:
        # 承办 of what was one's own already says nothing more.
        del detail["before"]
    return "；".join(part.rstrip("。；") for part in parts(detail))


def parts(detail: Mapping[str, Any]) -> Iterator[str]:
    for key, value in detail.items():
        if key == "changes":
            yield from changes(value)
        elif key == "before":
            yield from moved(value, detail.get("after"))
        elif key == "asks":
            yield f"共 {len(value)} 条"
        elif key in WORDS and value not in NOTHING:
            yield WORDS[key].format(value)


def changes(found: object) -> Iterator[str]:
    """标题：旧→新, of what was corrected; a long text is only named."""
    if not isinstance(found, dict):
        return
    for label, pair in found.items():
        old, new = (str(one) if one not in NOTHING else "空" for one in pair)
        is_long = len(old) + len(new) > LONG
        yield f"{label}已修改" if is_long else f"{label}：{old}→{new}"


def moved(before: object, after: object) -> Iterator[str]:
    if after not in NOTHING:
        yield f"{before if before not in NOTHING else '未定'}→{after}"
    elif before not in NOTHING:
        yield f"原为 {before}" if len(str(before)) <= LONG else "原文已留存"


def trail(handling: Handling) -> list[Event]:
    """Handing in and reviews of the present round, oldest first."""
    found: list[Event] = []
    for event in of_handling(handling).filter(kind__in=KINDS).order_by("-id"):
        name = event.detail.get("move")
        if name in BEGUN_AGAIN:
            break
        if name in REVIEWS:
            found.append(event)
    return found[::-1]


KINDS = {MOVES[name].label for name in (*REVIEWS, *BEGUN_AGAIN)}
