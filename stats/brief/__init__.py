"""领导一分钟: what a leader must know of a year on one A4 page, composed from bound figures."""

from stats.brief.content import Brief, brief
from stats.brief.page import as_of, composed, dated, tab
from stats.brief.pdf import TITLE, to_pdf
from stats.brief.picking import Pick, everything

__all__ = [
    "TITLE",
    "Brief",
    "Pick",
    "as_of",
    "brief",
    "composed",
    "dated",
    "everything",
    "tab",
    "to_pdf",
]
