"""Official letters by GB/T 9704-2012: their content, their PDF, and the measuring of a PDF."""

from proposals.letters.body import (
    Attachment,
    Block,
    Paragraph,
    Ruling,
    Run,
    Table,
    parse_body,
    parse_text,
)
from proposals.letters.compose import compose, compose_minutes
from proposals.letters.document import Format, Letter, Seal
from proposals.letters.order import plain_text
from proposals.letters.title import balance_title
from proposals.letters.typeset import Typeset, to_pdf

__all__ = [
    "Attachment",
    "Block",
    "Format",
    "Letter",
    "Paragraph",
    "Ruling",
    "Run",
    "Seal",
    "Table",
    "Typeset",
    "balance_title",
    "compose",
    "compose_minutes",
    "parse_body",
    "parse_text",
    "plain_text",
    "to_pdf",
]
