"""From a handling's draft to the letter as it is set: head, number, title, text, copies, marks."""

from datetime import date

from django.conf import settings

from cixi_ip.departments import BUREAU
from proposals import models
from proposals.examination import examine
from proposals.letters.body import parse_text
from proposals.letters.document import Format, Letter, Seal
from proposals.models.letter import units

OFFICE = BUREAU + "办公室"
# Stands for the name on the draft of a 上行文.
AWAITED = "待签发"


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
    body, attachments = parse_text(printed)
    setting = letter.handling.setting
    return Letter(
        format=Format(page_form or letter.page_form),
        issuers=(BUREAU, *letter.co_issuers),
        number=number or f"{setting.series}〔　〕　号",
        urgency=letter.urgency,
        signers=_signers(letter, signer),
        class_mark=letter.printed_class,
        disclosure=letter.printed_disclosure,
        title=letter.title,
        addressee=letter.addressee,
        body=body,
        attachments=attachments,
        seal=Seal(letter.seal),
        posts=letter.posts,
        date=day,
        contact=letter.contact,
        phone=letter.phone,
        cc=letter.copies,
        printer=OFFICE,
        print_date=day,
        record_on_even_page=setting.record_on_even_page,
        draft=not number,
        demo=settings.DEMO_DATA,
    )


def _signers(letter: models.Letter, signer: str) -> tuple[str, ...]:
    """Ours first, then those of the other issuers, who are printed on 上行文 alone (7.2.6)."""
    if letter.upward:
        return (signer or AWAITED, *letter.other_signers)
    return (signer,) if signer else ()


def compose_minutes(minutes: models.Minutes, *, day: date | None = None) -> Letter:
    """纪要 as they are set; without a day of issue they are a draft."""
    body, attachments = parse_text(f"{minutes.opening}\n{minutes.body}")
    return Letter(
        format=Format.MINUTES,
        issuers=(minutes.heading,),
        number=minutes.number,
        title=minutes.title,
        body=body,
        attachments=attachments,
        date=None,
        attendance=minutes.present,
        cc=units(minutes.cc),
        printer=OFFICE,
        print_date=day,
        draft=day is None,
        demo=settings.DEMO_DATA,
    )
