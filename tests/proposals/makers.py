"""Plain functions that make sessions, cases and letters through the actions."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from cixi_ip.models import User
from proposals import actions
from proposals.citations import Goal
from proposals.examination import digest, examine
from proposals.models import (
    Ask,
    CongressSession,
    Contact,
    Handling,
    IssuedLetter,
    Letter,
    Minutes,
    OtherUnit,
    Proposal,
    RoleSetting,
)
from stats.arithmetic import Figure, FigureSet, Meaning
from tests.makers import make_department, make_user

numbers = count(1)
SEED_SESSION = "市十八届人大二次会议"


def make_session(name: str = "市十九届人大一次会议", **fields: Any) -> CongressSession:
    """A session with settings for both roles."""
    session, is_new = CongressSession.objects.get_or_create(
        name=name, defaults={"body": "人大", "year": 2026} | fields
    )
    if is_new:
        actions.give_defaults(session)
        for role in ("主办", "协办"):
            RoleSetting.objects.create(
                session=session, role=role, page_form="文件", series="慈市监函"
            )
    return session


def make_proposal(**fields: Any) -> Proposal:
    """A proposal that is not saved yet."""
    defaults = {"number": next(numbers), "title": "关于某事的建议", "lead_unit": "市科技局"}
    session = fields.pop("session", None) or make_session()
    return Proposal(session=session, **(defaults | fields))


def make_handling(*, role: str = "协办", is_accepted: bool = True, **fields: Any) -> Handling:
    proposal = make_proposal(**fields)
    addressee = "某代表" if role == "主办" else ""
    office = make_user("办公室")
    actions.register(by=office, proposal=proposal, role=role, addressee=addressee)
    handling = Handling.objects.get(proposal=proposal)
    if is_accepted:
        actions.accept(by=office, handling=handling, received_on=timezone.localdate())
        if handling.writes:
            actions.assign(by=office, handling=handling, department=make_department(), officer=None)
    return Handling.objects.get(proposal=proposal)


def make_ready(handling: Handling) -> None:
    """What an answer needs beside its letter: a contact, an ask answered, class and disclosure."""
    officer = handling.officer or make_user("经办人")
    if not handling.is_answering:
        return
    actions.record_contact(
        by=officer,
        handling=handling,
        contact=Contact(
            day=timezone.localdate(),
            way="面商",
            with_whom="甲代表",
            our_people="经办人",
            content="听取了意见。",
        ),
    )
    actions.answer_asks(
        by=officer, handling=handling, asks=[Ask(text="加强某项工作", answer="已经加强")]
    )
    letter = handling.letter
    write(
        letter,
        class_mark=letter.class_mark or "A",
        disclosure=letter.disclosure or "主动公开",
        disclosure_reason="" if letter.disclosure in ("", "主动公开") else "涉及工作秘密",
    )


def pass_reviews(handling: Handling, *, to: str = "awaiting") -> Handling:
    """Take a letter handed in through the reviews, each by another person."""
    roles = {"section": "科室负责人", "office": "办公室", "deputy": "局领导"}
    handling.refresh_from_db()
    while handling.state != to:
        actions.pass_on(
            by=make_user(roles[handling.state]),
            handling=handling,
            seen_edition=handling.letter.edition,
        )
    return handling


def make_draft(body: str = "现提出如下意见。", *, by: User | None = None, **fields: Any) -> Letter:
    """A letter that `by` took and wrote."""
    officer = by or make_user("经办人")
    letter = actions.take(by=officer, handling=make_handling(**fields))
    write(letter, body=body)
    return letter


def write(letter: Letter, **values: Any) -> tuple[str, ...]:
    """Save these values as the officer in charge, from the present edition."""
    letter.refresh_from_db()
    for name, value in values.items():
        setattr(letter, name, value)
    return actions.save_draft(
        by=letter.handling.officer, letter=letter, seen_edition=letter.edition
    )


def explain_all(letter: Letter, text: str = "已向报送单位核实。") -> None:
    checks = examine(letter).checks
    write(letter, explanations={check.key: text for check in checks if check.needs_explanation})


def make_awaiting(body: str = "现提出如下意见。", **fields: Any) -> Handling:
    """A letter that is through its reviews and waits for its signature."""
    return pass_reviews(make_submitted(body, **fields))


def make_submitted(body: str = "现提出如下意见。", **fields: Any) -> Handling:
    """A letter handed in for review."""
    letter = make_draft(body, **fields)
    handling = Handling.objects.get(pk=letter.round.handling_id)
    make_ready(handling)
    return actions.submit(by=handling.officer, handling=handling)


def seen(handling: Handling) -> str:
    """What the signing page of this letter would carry now."""
    letter = Letter.objects.get(round=handling.round_id)
    return digest(letter, examine(letter))


def make_issued(body: str = "现提出如下意见。", **fields: Any) -> IssuedLetter:
    handling = make_awaiting(body, **fields)
    return actions.sign(by=make_user("局领导"), handling=handling, seen=seen(handling))


def plain_figure(
    value: object = 12688,
    *,
    code: str = "patent.granted",
    name: str = "专利授权量",
    unit: str = "件",
    kind: str = "flow",
    decimals: int = 0,
    region: str = "330282-BJ",
    year: int = 2022,
    month: int = 12,
    **fields: Any,
) -> Figure:
    """A figure free of the database."""
    return Figure(
        meaning=Meaning(code, name, unit, kind, decimals=decimals),  # type: ignore[arg-type]
        region=region,
        region_name={"330282-BJ": "慈溪市（市本级）"}.get(region, "慈溪市（全市）"),
        year=year,
        through_month=month,
        value=None if value is None else Decimal(str(value)),
        **({"source": "年度通报"} | fields),
    )


def figure_set(*figures: Figure) -> FigureSet:
    return FigureSet(figures, {one.meaning.code: one.meaning for one in figures}, {})


def plain_goal(value: int = 24, **fields: Any) -> Goal:
    defaults = {
        "id": 1,
        "title": "小巨人企业贯标",
        "code": "cultivation.little_giant.ip_standard",
        "indicator": "知识产权贯标的小巨人企业",
        "region": "330282",
        "region_name": "慈溪市（全市）",
        "year": 2023,
        "value": Decimal(value),
        "decimals": 0,
        "unit": "家",
        "source": "年度计划",
    }
    return Goal(**(defaults | fields))


def make_minutes(*, by: User | None = None, **fields: Any) -> Minutes:
    """A draft of 纪要 with invented names, saved by `by`."""
    defaults = {
        "title": "2026年建议提案办理工作会议纪要",
        "number": f"〔2026〕{next(numbers)}号",
        "held_on": date(2026, 3, 5),
        "place": "局三楼会议室",
        "chair": "张某副局长",
        "attendance": "知识产权科：甲某、乙某\n办公室：丙某",
        "observers": "市科技局：丁某",
        "body": "一、关于任务分工\n各承办科室按交办单领办。\n二、关于办理时限\n按期送主办单位。",
    }
    minutes = Minutes(**(defaults | fields))
    actions.save_minutes(by=by or make_user("经办人"), minutes=minutes)
    return minutes


def make_issued_minutes(**fields: Any) -> Minutes:
    minutes = make_minutes(**fields)
    return actions.issue_minutes(
        by=make_user("局领导"), minutes=minutes, seen_edition=minutes.edition
    )


def make_delivered(**fields: Any) -> Handling:
    """A letter sealed and delivered today."""
    handling = make_issued(**fields).letter.round.handling
    office, today = make_user("办公室"), timezone.localdate()
    actions.seal(by=office, handling=handling, sealed_on=today, copies=3)
    actions.deliver(by=office, handling=handling, delivered_on=today, delivery="当面送交")
    return fresh(handling)


def make_unit(handling: Handling | None = None, **fields: Any) -> OtherUnit:
    """Another unit in a case we lead, stored as it stands."""
    handling = handling or make_handling(role="主办")
    return OtherUnit.objects.create(handling=handling, **({"unit": "市某局"} | fields))


def fresh(handling: Handling) -> Handling:
    """As a page would load it now."""
    return Handling.objects.with_proposal().get(pk=handling.pk)
