"""From a handling's draft to the letter as it is set: head, number, title, text, copies, marks."""

from datetime import date

from django.conf import settings

from cixi_ip.web import BUREAU
from proposals import models
from proposals.examination import examine
from proposals.letters.body import parse_body
from proposals.letters.document import Format, Letter

OFFICE = BUREAU + "办公室"


def compose(
    letter: models.Letter,
    *,
    text: str | None = None,
    page_form: str = "",
    number: str = "",
    day: date | None = None,
    signer: str = "",
) -> Letter:
    """The letter with the text of its body, its figures printed; without a number it is a draft."""
    printed = examine(letter).expansion.text if text is None else text
    return Letter(
        format=Format(page_form or letter.page_form),
        issuers=(BUREAU,),
        number=number or f"{letter.handling.setting.series}〔　〕　号",
        signers=(signer,) if signer else (),
        title=letter.title,
        addressee=letter.addressee,
        body=parse_body(printed),
        date=day,
        contact=letter.contact,
        phone=letter.phone,
        cc=letter.copies,
        printer=OFFICE,
        print_date=day,
        draft=not number,
        demo=settings.DEMO_DATA,
    )
