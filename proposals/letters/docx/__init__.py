"""Letters as Word drafts: written for an office to go on with, and read back as it left them."""

from proposals.letters.docx.writing import to_docx

__all__ = ["to_docx"]
