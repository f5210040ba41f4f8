"""Pages of the proposals; one module for each kind of page."""

from proposals.views.attachments import attachment, attachment_add, attachment_remove
from proposals.views.board import board
from proposals.views.calendar import (
    calendar,
    calendar_feed,
    calendar_link,
    calendar_link_revoke,
)
from proposals.views.checking import check_file, letter_check, letter_check_page
from proposals.views.commitments import commitment_list, commitments
from proposals.views.dealing import (
    contact_edit,
    contact_new,
    extend,
    feedback_edit,
    feedback_new,
    opinion_returned,
    rehandle,
    unit_ask,
    unit_new,
    unit_receive,
    unit_return,
    unit_waive,
)
from proposals.views.desk import desk, figure_search, submit
from proposals.views.docx import letter_docx, letter_from_docx
from proposals.views.handling import detail
from proposals.views.intake import amend, proposal_asks, register
from proposals.views.intake_list import (
    list_complaints,
    list_drop,
    list_preview,
    list_template,
    list_upload,
)
from proposals.views.issued import letter_pdf, sign, verify
from proposals.views.joining import copy_text, join, part
from proposals.views.listing import proposal_list, proposal_list_file
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
from proposals.views.moves import make_move, take, withdraw
from proposals.views.printed import (
    case_package,
    contact_form,
    contact_record,
    handling_sheet,
    survey,
)
from proposals.views.publication import (
    publication,
    publication_check,
    publication_file,
    publication_list,
    publication_publish,
)
from proposals.views.rate_sums import rate_sum
from proposals.views.receipt import receipt
from proposals.views.reviewing import pass_on, review, send_back
from proposals.views.search import issued_text, search
from proposals.views.statistics import (
    proposal_statistics,
    stated_figures,
    statistics_xlsx,
)
from proposals.views.work import my_work

__all__ = [
    "amend",
    "attachment",
    "attachment_add",
    "attachment_remove",
    "board",
    "calendar",
    "calendar_feed",
    "calendar_link",
    "calendar_link_revoke",
    "case_package",
    "check_file",
    "commitment_list",
    "commitments",
    "contact_edit",
    "contact_form",
    "contact_new",
    "contact_record",
    "copy_text",
    "desk",
    "detail",
    "extend",
    "feedback_edit",
    "feedback_new",
    "figure_search",
    "handling_sheet",
    "issued_text",
    "join",
    "letter_check",
    "letter_check_page",
    "letter_docx",
    "letter_from_docx",
    "letter_pdf",
    "list_complaints",
    "list_drop",
    "list_preview",
    "list_template",
    "list_upload",
    "make_move",
    "minutes_check",
    "minutes_detail",
    "minutes_docx",
    "minutes_edit",
    "minutes_issue",
    "minutes_list",
    "minutes_new",
    "minutes_pdf",
    "my_work",
    "opinion_returned",
    "part",
    "pass_on",
    "proposal_asks",
    "proposal_list",
    "proposal_list_file",
    "proposal_statistics",
    "publication",
    "publication_check",
    "publication_file",
    "publication_list",
    "publication_publish",
    "rate_sum",
    "receipt",
    "register",
    "rehandle",
    "review",
    "search",
    "send_back",
    "sign",
    "stated_figures",
    "statistics_xlsx",
    "submit",
    "survey",
    "take",
    "unit_ask",
    "unit_new",
    "unit_receive",
    "unit_return",
    "unit_waive",
    "verify",
    "withdraw",
]
