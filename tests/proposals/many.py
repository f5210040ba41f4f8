"""Thousands of made-up cases in all states, written in bulk: no word of them is a real proposal."""

import random
from datetime import date, timedelta
from itertools import count

from django.db import connection
from django.utils import timezone

from cixi_ip.models import Department, User
from proposals.models import (
    Commitment,
    CongressSession,
    Contact,
    Feedback,
    Handling,
    IssuedLetter,
    Letter,
    OtherUnit,
    Proposal,
    Publication,
    Round,
)
from proposals.workflow import S
from tests.makers import make_user
from tests.proposals.makers import make_session

A_YEAR = 500
BEGUN = [state for state in S if state not in (S.REGISTERED, S.RETURNED_AWAY)]
SIGNED = (S.SIGNED, S.SEALED, S.DELIVERED, S.CLOSED, S.TRACKING, S.ARCHIVED)
SENT = (S.DELIVERED, S.CLOSED, S.TRACKING, S.ARCHIVED)
# Two in three of old cases are over; of those that are open some stand everywhere.
STATES = [*S] + [S.CLOSED, S.ARCHIVED] * 12
letter_numbers = count(1)


class Many:
    """`number` cases, the same from the same seed, with officers in five sections."""

    def __init__(self, number: int, *, seed: int = 5) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.today = timezone.localdate()
        self.signer = make_user("局领导")
        self.departments = [
            Department.objects.get_or_create(name=f"生成科室{n}")[0] for n in range(1, 6)
        ]
        self.officers = [make_user("经办人", department=one) for one in self.departments * 2]
        self.sessions: list[CongressSession] = []
        self.made = 0
        self.make(number)

    def make(self, number: int) -> None:
        """So many more."""
        proposals = Proposal.objects.bulk_create(
            [self.proposal(n) for n in range(self.made, self.made + number)], 500
        )
        self.made += number
        handlings = Handling.objects.bulk_create(map(self.handling, proposals), 500)
        begun = [one for one in handlings if one.state in BEGUN]
        rounds = Round.objects.bulk_create(map(self.round, begun), 500)
        for round in rounds:
            round.handling.round = round
        Handling.objects.bulk_update(begun, ["round"], 500)
        self.dealings(rounds)
        self.letters([round for round in rounds if round.handling.officer_id])
        # As the server does by itself once they are committed: a test's rows never are.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def session(self, n: int) -> CongressSession:
        while len(self.sessions) <= n:
            age = len(self.sessions)
            year = self.today.year - age
            self.sessions.append(make_session(f"生成届次{age + 1}", year=year))
        return self.sessions[n]

    def proposal(self, n: int) -> Proposal:
        return Proposal(
            session=self.session(n // A_YEAR),
            number=n % A_YEAR + 1,
            title=f"生成数据第{n + 1}件：关于某项工作的建议",
            text="生成的正文。" * 60,
            lead_unit="生成单位",
            assigned_on=self.day(-200, -1),
        )

    def handling(self, proposal: Proposal) -> Handling:
        officer = self.random.choice(self.officers)
        state = self.random.choice(STATES)
        is_taken = state not in (S.REGISTERED, S.RETURNED_AWAY, S.ACCEPTED, S.RETURNING)
        return Handling(
            proposal=proposal,
            role=self.random.choice(("主办", "协办", "协办")),
            addressee="生成单位",
            department=officer.department if is_taken else None,
            officer=officer if is_taken else None,
            state=state,
            received_on=proposal.assigned_on if state in BEGUN else None,
            return_reason="生成的原因" if state in (S.RETURNED, S.RETURNING) else "",
        )

    def round(self, handling: Handling) -> Round:
        is_sent = handling.state in SENT
        return Round(
            handling=handling,
            number=1,
            started_on=handling.received_on,
            due_on=self.day(-60, 120),
            delivered_on=self.day(-30, 0) if is_sent else None,
            delivery="生成的方式" if is_sent else "",
            receipt_due_on=self.day(-10, 30) if is_sent else None,
        )

    def dealings(self, rounds: list[Round]) -> None:
        leading = [round for round in rounds if round.handling.is_answering]
        OtherUnit.objects.bulk_create(
            OtherUnit(
                handling=round.handling,
                unit="生成的协办单位",
                asked_on=self.day(-60, -30),
                due_on=self.day(-30, 30),
            )
            for round in leading
        )
        Feedback.objects.bulk_create(
            Feedback(
                round=round,
                attitude="满意",
                result="满意",
                received_on=self.today,
                typed_by=self.signer,
            )
            for round in leading
            if round.handling.state in (S.CLOSED, S.ARCHIVED)
        )

    def letters(self, rounds: list[Round]) -> None:
        letters = Letter.objects.bulk_create(
            [
                Letter(
                    round=round,
                    page_form="文件",
                    title="生成的公文",
                    addressee="生成单位",
                    body="生成的正文。",
                )
                for round in rounds
            ],
            500,
        )
        signed = [one for one in letters if one.round.handling.state in SIGNED]
        issued = IssuedLetter.objects.bulk_create(map(self.issued, signed), 500)
        Publication.objects.bulk_create(
            Publication(issued=one, text="生成的文本", due_on=self.day(-20, 40))
            for one in issued
            if one.letter.round.handling.is_answering
        )
        Commitment.objects.bulk_create(
            Commitment(
                issued=one,
                position=1,
                sentence="生成的句子。",
                action="生成的事项",
                state="open",
                owner=one.letter.round.handling.officer,
                due_on=self.day(-30, 200),
            )
            for one in issued
        )

    def issued(self, letter: Letter) -> IssuedLetter:
        return IssuedLetter(
            letter=letter,
            prefix="生成字",
            year=self.today.year,
            number=next(letter_numbers),
            date=self.today,
            page_form="文件",
            title=letter.title,
            addressee=letter.addressee,
            body=letter.body,
            figures=[],
            checks=[],
            fonts=[],
            notes=[],
            pages=1,
            engine="生成",
            pdf=b"%PDF" + bytes(20_000),
            sha256="0" * 64,
            drafted_by=letter.round.handling.officer,
            signed_by=self.signer,
            signed_at=timezone.now(),
        )

    def day(self, first: int, last: int) -> date:
        return self.today + timedelta(days=self.random.randint(first, last))


def judged(number: int) -> Many:
    """So many cases, some answered after a talk in person, in public, some of several opinions."""
    many = Many(number)
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
            result=many.random.choice(("不满意", "基本满意", "满意")),
            reason="生成的理由",
            received_on=many.today - timedelta(days=many.random.randrange(30)),
            typed_by=many.signer,
        )
        for round in sent[::3]
    )
    letters = list(Letter.objects.order_by("pk").values_list("pk", flat=True))
    for first, mark in enumerate("AB"):
        Letter.objects.filter(pk__in=letters[first::3]).update(class_mark=mark)
    texts = list(Publication.objects.order_by("pk").values_list("pk", flat=True))
    Publication.objects.filter(pk__in=texts[::4]).update(
        published_on=many.today, checked_by=many.signer, place="生成的网站"
    )
    return many


def everyone() -> dict[str, User]:
    """Somebody of each role that works on proposals."""
    names = ("办公室", "经办人", "科室负责人", "局领导", "读者")
    return {name: make_user(name) for name in names}
