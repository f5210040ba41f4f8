"""`manage.py generate_demo_proposals`: invented cases, brought as far as their stage by actions."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cixi_ip.departments import BUREAU, PATENTS
from cixi_ip.models import Department, User
from proposals import actions
from proposals.demo_cases import ANSWERS, ASKS, DemoCase, generate
from proposals.examination import digest, examine
from proposals.models import (
    Ask,
    CongressSession,
    Contact,
    Feedback,
    Handling,
    OtherUnit,
    Proposal,
    Proposer,
    RoleSetting,
)

SESSION = "市九十九届人大一次会议（演示）"
SERIES = "演示函"
REVIEWERS = {"section": "kezhang", "office": "bangong", "deputy": "fenguan"}
# The stations in the order in which a case passes them; every stage is one of them or behind one.
ROAD = ("section", "office", "deputy", "awaiting", "signed", "sealed", "delivered")
BEHIND = ("unhappy", "again", "closed", "tracking", "archived")


class Command(BaseCommand):
    help = "生成演示用的建议（仅限演示库，姓名、单位情况均为虚构）"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_DATA:
            raise CommandError(
                "演示数据只能写入演示库。请用 make demo，或先设置 CIXI_DEMO_DATA=1。"
            )
        if CongressSession.objects.filter(name=SESSION).exists():
            self.stdout.write("演示建议已在库。")
            return
        session = demo_session()
        cases = generate()
        for case in cases:
            bring(case, registered(case, session))
        self.stdout.write(f"新生成演示建议 {len(cases)} 件。")


def person(username: str) -> User:
    found = User.objects.filter(username=username).first()
    if found is None:
        raise CommandError("还没有演示账号。请先执行 manage.py demo_accounts。")
    return found


def demo_session() -> CongressSession:
    year = timezone.localdate().year
    session = CongressSession(name=SESSION, body="人大", year=year, note="演示数据，虚构")
    actions.save_setting(by=person("bangong"), setting=session)
    for role in ("主办", "协办"):
        setting = RoleSetting(
            session=session,
            role=role,
            page_form="文件",
            series=SERIES,
            cc="市人大常委会代表工委、市政府办公室",
            note="演示数据",
        )
        actions.save_setting(by=person("bangong"), setting=setting)
    return session


def registered(case: DemoCase, session: CongressSession) -> Handling:
    answers = case.role in ("主办", "分办", "独办")
    proposal = Proposal(
        session=session,
        number=case.number,
        title=case.title,
        text=case.text,
        topic=case.topic,
        lead_unit=BUREAU if answers else case.unit,
        assigned_by="演示交办机关",
        assigned_on=timezone.localdate() - timedelta(days=case.days_ago),
        wish="全文",
    )
    actions.register(
        by=person("bangong"),
        proposal=proposal,
        role=case.role,
        proposers=[Proposer(name=case.proposer, group="演示代表团", phone="0574-00000000")],
        asks=ASKS,
    )
    return Handling.objects.get(proposal=proposal)


def bring(case: DemoCase, handling: Handling) -> None:
    """Take the case as far as its stage, each step by who does it."""
    if case.stage == "registered":
        return
    office = person("bangong")
    if case.stage == "away":
        accept(case, handling)
        actions.ask_return(by=office, handling=handling, reason="不属于我局职责（演示）")
        actions.rule_on_return(by=office, handling=handling, is_granted=True, ruling="同意退办")
        return
    accept(case, handling)
    if case.role == "参阅":
        actions.note_and_close(by=office, handling=handling)
        return
    if case.stage == "accepted":
        return
    section = Department.objects.get(name=PATENTS)
    actions.assign(by=office, handling=handling, department=section, officer=person("jingban"))
    if case.stage != "assigned":
        write(case, handling)


def accept(case: DemoCase, handling: Handling) -> None:
    received_on = timezone.localdate() - timedelta(days=max(case.days_ago - 2, 0))
    if case.stage == "away":
        received_on = timezone.localdate()
    actions.accept(by=person("bangong"), handling=handling, received_on=received_on)


def write(case: DemoCase, handling: Handling) -> None:
    officer, today = person("jingban"), timezone.localdate()
    actions.take(by=officer, handling=handling)
    if handling.is_answering:
        talk = Contact(
            day=today,
            way="面商",
            with_whom=case.proposer,
            our_people="经办人（演示）",
            content="就建议内容当面听取意见，介绍了有关工作。",
            result="表示理解和支持",
        )
        actions.record_contact(by=officer, handling=handling, contact=talk)
    if case.role == "主办":
        unit = OtherUnit(unit=case.unit, asked_on=today)
        actions.add_unit(by=officer, handling=handling, unit=unit)
    save(case, handling, "B" if case.stage == "tracking" else "A")
    if case.stage == "drafting":
        return
    for unit in handling.other_units.all():
        actions.receive_opinion(
            by=officer, unit=unit, received_on=today, opinion="同意，已纳入年度计划。"
        )
    hand_in(case, handling)


def save(case: DemoCase, handling: Handling, mark: str) -> None:
    """Text, asks and marks as the officer types them, each doubt of the checks explained."""
    officer, letter = person("jingban"), handling.letter
    asks = [Ask(text=text, answer=said) for text, said in zip(ASKS, ANSWERS, strict=True)]
    actions.answer_asks(by=officer, handling=handling, asks=asks)
    letter.body = case.body
    if handling.is_answering:
        letter.class_mark, letter.disclosure = mark, "主动公开"
    actions.save_draft(by=officer, letter=letter, seen_edition=letter.edition)
    letter.refresh_from_db()
    doubts = [check.key for check in examine(letter).checks if check.needs_explanation]
    letter.explanations = dict.fromkeys(doubts, "演示说明")
    actions.save_draft(by=officer, letter=letter, seen_edition=letter.edition)


def hand_in(case: DemoCase, handling: Handling) -> None:
    actions.submit(by=person("jingban"), handling=handling)
    wanted = ROAD[-1] if case.stage in BEHIND else case.stage
    if wanted == "returned":
        actions.send_back(
            by=person("kezhang"), handling=handling, reason="下一步工作请写明时间（演示）"
        )
        return
    while handling.state != wanted:
        step(handling)
    if case.stage in BEHIND:
        finish(case, handling)


def step(handling: Handling) -> None:
    """One station further."""
    office, today = person("bangong"), timezone.localdate()
    handling.refresh_from_db()
    if handling.state in REVIEWERS:
        actions.pass_on(
            by=person(REVIEWERS[handling.state]),
            handling=handling,
            seen_edition=handling.letter.edition,
            comment="同意",
        )
    elif handling.state == "awaiting":
        letter = handling.letter
        actions.sign(by=person("juling"), handling=handling, seen=digest(letter, examine(letter)))
    elif handling.state == "signed":
        actions.seal(by=office, handling=handling, sealed_on=today, copies=8)
    else:
        actions.deliver(by=office, handling=handling, delivered_on=today, delivery="当面送交")


def finish(case: DemoCase, handling: Handling) -> None:
    office, today = person("bangong"), timezone.localdate()
    if handling.is_answering:
        is_unhappy = case.stage in ("unhappy", "again")
        feedback = Feedback(
            proposer=handling.proposal.proposers.get(),
            attitude="满意",
            result="不满意" if is_unhappy else "满意",
            reason="希望写明完成时间（演示）" if is_unhappy else "",
            received_on=today,
        )
        actions.record_feedback(by=office, handling=handling, feedback=feedback)
    if case.stage == "again":
        actions.rehandle(by=office, handling=handling, started_on=today)
    if case.stage in ("unhappy", "again"):
        return
    settle_promises(case, handling)
    actions.close(by=office, handling=handling)
    if case.stage == "archived":
        actions.archive(by=office, handling=handling)


def settle_promises(case: DemoCase, handling: Handling) -> None:
    """Confirm what the letter promises: kept where the case is over, open where it is followed."""
    officer, year = person("jingban"), timezone.localdate().year
    for promise in handling.letter.issued.commitments.all():
        promise.owner = officer
        promise.due_on = promise.due_on or timezone.localdate().replace(year=year + 1)
        actions.confirm(by=officer, commitment=promise)
        if case.stage != "tracking":
            actions.settle_commitment(
                by=officer, commitment=promise, is_kept=True, outcome="已完成（演示）"
            )
