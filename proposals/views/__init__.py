"""Pages of the proposals; one module for each kind of page."""

from proposals.views.checking import check_file, letter_check, letter_check_page
from proposals.views.desk import desk, figure_search, submit
from proposals.views.docx import letter_docx, letter_from_docx
from proposals.views.handling import detail, proposal_list, register, send_back, take
from proposals.views.issued import letter_pdf, sign, verify
from proposals.views.minutes import (
    minutes_check,
    minutes_detail,
    minutes_docx,
    minutes_edit,
    minutes_issue,
    minutes_list,
    minutes_new,
    minutes_pdf,
)
from proposals.views.statistics import proposal_statistics, statistics_xlsx

__all__ = [
    "check_file",
    "desk",
    "detail",
    "figure_search",
    "letter_check",
    "letter_check_page",
    "letter_docx",
    "letter_from_docx",
    "letter_pdf",
    "minutes_check",
    "minutes_detail",
    "minutes_docx",
    "minutes_edit",
    "minutes_issue",
    "minutes_list",
    "minutes_new",
    "minutes_pdf",
    "proposal_list",
    "proposal_statistics",
    "register",
    "send_back",
    "sign",
    "statistics_xlsx",
    "submit",
    "take",
    "verify",
]
