"""Official letters by GB/T 9704-2012: their content, their PDF, and the measuring of a PDF."""

from proposals.letters.compose import compose
from proposals.letters.document import Format, Letter, Paragraph, Run, parse_body, plain_text
from proposals.letters.title import balance_title
from proposals.letters.typeset import Typeset, to_pdf

__all__ = [
    "Format",
    "Letter",
    "Paragraph",
    "Run",
    "Typeset",
    "balance_title",
    "compose",
    "parse_body",
    "plain_text",
    "to_pdf",
]
