"""A case to print, the PDF of its forms, and what a reader finds in it."""

import io
import re
from datetime import datetime

import pdfplumber
import pikepdf
from django.utils import timezone

from proposals import actions, printed
from proposals.models import Ask, Contact, Handling, OtherUnit, Proposer
from tests.makers import make_department, make_user
from tests.proposals.makers import fresh, make_issued, make_proposal

MOMENT = datetime.fromisoformat("2026-03-05T09:30:00+08:00")
PHONE = "0574-00000000"
LONG_TITLE = ("关于进一步加强知识产权创造保护和运用" * 7)[:117] + "的建议"
LONG_UNIT = ("某某单位" * 15)[:60]


def pdf_of(form: printed.Form) -> bytes:
    return printed.to_pdf(form, moment=MOMENT)


def text_of(pdf: bytes) -> str:
    """The text layer in its own order, without spaces and line ends, which the cells decide."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return re.sub(
            r"\s", "", "".join(char["text"] for page in document.pages for char in page.chars)
        )


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def make_answered(**fields: object) -> Handling:
    """An answer that is signed, to two who put the proposal forward."""
    issued = make_issued(role="主办", **fields)
    handling = fresh(issued.letter.round.handling)
    for order, (name, part) in enumerate((("甲某", "领衔"), ("乙某", "联名")), 1):
        Proposer.objects.create(
            proposal=handling.proposal,
            name=name,
            part=part,
            group=f"第{order}代表团",
            phone=PHONE,
            order=order,
        )
    return handling


def make_longest() -> tuple[Handling, Contact]:
    """Every value as long as its field takes it."""
    office, officer = make_user("办公室"), make_user("经办人", full_name="经办人丙某")
    proposal = make_proposal(title=LONG_TITLE, lead_unit=LONG_UNIT, assigned_by=LONG_UNIT)
    actions.register(
        by=office,
        proposal=proposal,
        role="主办",
        proposers=[Proposer(name="某" * 60, group="代" * 40, phone="0" * 40)],
        units=[OtherUnit(unit=LONG_UNIT, role="协办")],
    )
    handling = Handling.objects.get(proposal=proposal)
    actions.accept(by=office, handling=handling, received_on=timezone.localdate())
    actions.assign(
        by=office, handling=handling, department=make_department("科" * 60), officer=None
    )
    actions.take(by=officer, handling=handling)
    contact = Contact(
        day=timezone.localdate(),
        way="面商",
        with_whom="甲" * 120,
        our_people="乙" * 120,
        content="谈了知识产权保护的问题。" * 170,
        result="丙" * 300,
    )
    actions.record_contact(by=officer, handling=handling, contact=contact)
    asks = [Ask(text="求" * 500, unit=LONG_UNIT, answer="答" * 500), Ask(text="w" * 500)]
    actions.answer_asks(by=officer, handling=fresh(handling), asks=asks)
    return fresh(handling), contact


def forms_of(handling: Handling) -> dict[str, printed.Form]:
    return {
        "sheet": printed.handling_sheet(handling, shows_phones=True),
        "blank": printed.blank_talk(handling, shows_phones=True),
        "talk": printed.talk(handling.round.contacts.get()),
    }
