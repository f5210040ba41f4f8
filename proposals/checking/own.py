"""The layout check of a handling's own letter: its PDF as it stands, measured once and kept."""

import hashlib
import re
from dataclasses import dataclass, replace

from django.core.cache import cache
from django.utils import timezone

from cixi_ip.edition import edition
from proposals import letters
from proposals.actions import following_number
from proposals.checking.pictures import papers
from proposals.checking.report import CheckReport, make_report
from proposals.export import frozen, minutes_pdf
from proposals.letters.geometry import Finding, measure
from proposals.models import IssuedLetter, Letter, Minutes

SHA256 = re.compile("[0-9a-f]{64}")
MINUTES = letters.Format.MINUTES.value
KEPT_SECONDS = 60 * 60
# While the pictures of a page are being fetched, one after another.
PDF_SECONDS = 10 * 60


@dataclass(frozen=True)
class Document:
    """A letter as it is set: its bytes, its form and closing, and the text they must carry."""

    pdf: bytes
    kind: str
    seal: str
    text: str | None
    is_draft: bool

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.pdf).hexdigest()


def document_of(letter: Letter) -> Document:
    """The issued letter's frozen bytes, or the stored draft; ValidationError as for its PDF."""
    issued = IssuedLetter.objects.filter(letter=letter).first()
    if issued is None:
        # The moment of the last save, so that the same draft gives the same bytes.
        made = letters.to_pdf(as_if_signed(letter), moment=letter.updated_at)
        text = letters.plain_text(made.letter)
        document = Document(made.pdf, letter.page_form, letter.seal, text, is_draft=True)
    else:
        pdf = frozen(issued).pdf
        text = issued.text or None
        document = Document(pdf, issued.page_form, letter.seal, text, is_draft=False)
    cache.set(_pdf_key(letter, document.sha256), document.pdf, PDF_SECONDS)
    return document


def document_of_minutes(minutes: Minutes) -> Document:
    """The frozen bytes of 纪要, or the stored draft as if it were issued today."""
    if minutes.is_issued:
        return Document(minutes_pdf(minutes).pdf, MINUTES, "", minutes.text, is_draft=False)
    document = replace(letters.compose_minutes(minutes, day=timezone.localdate()), draft=True)
    made = letters.to_pdf(document, moment=minutes.updated_at)
    return Document(made.pdf, MINUTES, "", letters.plain_text(made.letter), is_draft=True)


def as_if_signed(letter: Letter) -> letters.Letter:
    """The draft with the number and the date it would get now: blanks could not be measured."""
    series, day = letter.handling.setting.series, timezone.localdate()
    number = following_number(series, day.year)
    return replace(letters.compose(letter, number=number, day=day), draft=True)


def pdf_of(letter: Letter, sha256: str) -> bytes:
    """The PDF a report was made of; when it is no longer kept, the letter as it stands now."""
    kept: bytes | None = None
    if SHA256.fullmatch(sha256):
        kept = cache.get(_pdf_key(letter, sha256))
    return kept or document_of(letter).pdf


def report_of(document: Document) -> CheckReport:
    return make_report(findings_of(document), papers(document.pdf))


def findings_of(document: Document) -> list[Finding]:
    """Measured once for the same bytes, demands and program."""
    demands = {"kind": document.kind, "seal": document.seal, "text": document.text}
    asked = hashlib.sha256(repr(sorted(demands.items())).encode()).hexdigest()
    key = f"check-{edition()}-{document.sha256}-{asked}"
    found: list[Finding] | None = cache.get(key)
    if found is None:
        found = measure(document.pdf, **demands)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _pdf_key(letter: Letter, sha256: str) -> str:
    return f"check-pdf-{letter.pk}-{sha256}"
