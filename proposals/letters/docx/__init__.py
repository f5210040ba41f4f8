"""Letters as Word drafts: written for an office to go on with, and read back as it left them."""

from proposals.letters.docx.edits import Change, Stretch, changed_passages
from proposals.letters.docx.reading import DocxText, read_docx
from proposals.letters.docx.rebinding import Rebound, plain_form, print_plainly, rebind
from proposals.letters.docx.writing import to_docx

__all__ = [
    "Change",
    "DocxText",
    "Rebound",
    "Stretch",
    "changed_passages",
    "plain_form",
    "print_plainly",
    "read_docx",
    "rebind",
    "to_docx",
]
