"""Signing: the letter takes its number and date, and text, figures and bytes are frozen."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cixi_ip.models import User
from proposals.actions.commitments import propose_commitments
from proposals.actions.indexing import index_letter
from proposals.actions.moves import move, refuse_own_draft, refuse_state, require
from proposals.actions.publishing import open_publication
from proposals.citations import Citation
from proposals.examination import Examination, digest, examine
from proposals.letters import Typeset, compose, plain_text, to_pdf
from proposals.models import Handling, IssuedLetter, Letter, LetterFigure, NumberSeries
from proposals.models.letter import WRITTEN
from proposals.provenance import provenance

# What a signed letter keeps of its draft beside what has a column of its own.
PARTS = tuple(name for name in WRITTEN if name not in ("page_form", "title", "addressee", "body"))
LAST_NUMBER = 9999


@dataclass(frozen=True)
class Signing:
    """All that becomes a letter at one moment."""

    letter: Letter
    examination: Examination
    typeset: Typeset
    prefix: str
    number: int
    day: date
    moment: datetime


@transaction.atomic
def sign(*, by: User, handling: Handling, seen: str) -> IssuedLetter:
    """Give the letter its number and date, and freeze text, figures, bytes and SHA-256 for good.

    `seen` is the digest of what the signer was shown (examination.digest); when draft or figures
    have changed since, signing is refused. Everything happens or nothing does: a letter that
    cannot be typeset takes no number.
    """
    require(by, "sign")
    stored = Handling.objects.select_for_update().get(pk=handling.pk)
    refuse_state(stored, "sign")
    letter = Letter.objects.select_related("round__handling__proposal__session").get(
        round=stored.round
    )
    refuse_own_draft(letter.handling, "签发", by)
    examination = examine(letter)
    if examination.obstacles:
        raise ValidationError(examination.obstacles)
    if digest(letter, examination) != seen:
        raise ValidationError("您打开页面之后稿件或数据有变动，请重新看过再签发。")
    issued = freeze(typeset_final(letter, examination, by), by)
    propose_commitments(issued)
    index_letter(issued)
    move(
        handling,
        "sign",
        by=by,
        detail={"number": issued.reference, "sha256": issued.sha256},
    )
    open_publication(issued)
    return issued


def typeset_final(letter: Letter, examination: Examination, by: User) -> Signing:
    setting, moment = letter.handling.setting, timezone.now().replace(microsecond=0)
    day = timezone.localdate(moment)
    number = take_number(setting.series, day.year)
    document = compose(
        letter,
        text=examination.expansion.text,
        number=f"{setting.series}〔{day.year}〕{number}号",
        day=day,
        signer=str(by) if letter.upward or setting.shows_signer else "",
    )
    attached = None
    if setting.attaches_provenance:
        attached = provenance(examination.expansion, number=document.number, day=day)
    made = to_pdf(document, moment=moment, provenance=attached)
    return Signing(letter, examination, made, setting.series, number, day, moment)


def following_number(prefix: str, year: int) -> str:
    """The number a signing now would take; another signing may take it first."""
    series = NumberSeries.objects.filter(prefix=prefix, year=year).first()
    return (series or NumberSeries(prefix=prefix, year=year)).following


def take_number(prefix: str, year: int) -> int:
    """The next number of the series; a refusal later in the transaction gives it back."""
    NumberSeries.objects.get_or_create(prefix=prefix, year=year)
    series = NumberSeries.objects.select_for_update().get(prefix=prefix, year=year)
    number = series.next_number
    if number > LAST_NUMBER:
        raise ValidationError(f"{series}的序号已到 {LAST_NUMBER}，请办公室在后台“发文字号”中核对。")
    series.next_number = number + 1
    series.save(update_fields=["next_number"])
    return number


def freeze(signing: Signing, by: User) -> IssuedLetter:
    letter, expansion = signing.letter, signing.examination.expansion
    issued = IssuedLetter.objects.create(
        letter=letter,
        prefix=signing.prefix,
        year=signing.day.year,
        number=signing.number,
        date=signing.day,
        page_form=letter.page_form,
        title=letter.title,
        addressee=letter.addressee,
        body=expansion.text,
        parts={name: getattr(letter, name) for name in PARTS if getattr(letter, name)},
        text=plain_text(signing.typeset.letter),
        figures=[
            {"token": c.token, "printed": c.printed, "place": c.place, "source": c.source}
            for c in expansion.citations
        ],
        checks=[
            {"verdict": c.verdict, "rule": c.rule, "text": c.text, "explanation": c.explanation}
            for c in signing.examination.checks
        ],
        pdf=signing.typeset.pdf,
        sha256=hashlib.sha256(signing.typeset.pdf).hexdigest(),
        engine=signing.typeset.engine,
        fonts=list(signing.typeset.fonts),
        notes=list(signing.typeset.notes),
        pages=signing.typeset.pages,
        drafted_by=letter.handling.officer,
        signed_by=by,
        signed_at=signing.moment,
    )
    LetterFigure.objects.bulk_create(
        letter_figure(issued, position, citation)
        for position, citation in enumerate(expansion.citations, 1)
    )
    return issued


def letter_figure(issued: IssuedLetter, position: int, citation: Citation) -> LetterFigure:
    return LetterFigure(
        issued=issued,
        position=position,
        token=citation.token,
        printed=citation.printed,
        region=citation.region,
        period=citation.period,
        observation_id=citation.figure.id if citation.figure else None,
        base_id=citation.base.id if citation.base else None,
        target_id=citation.goal.id if citation.goal else None,
    )
