"""Every change of state in the proposals; one module for each stretch of a proposal's life."""

from proposals.actions.amending import (
    OPEN_TO_ASKS,
    amend,
    answer_asks,
    may_change_role,
    may_set_asks,
    state_of,
    state_of_asks,
)
from proposals.actions.answering import (
    answer_again,
    archive,
    close,
    correct_feedback,
    deliver,
    opinion_returned,
    record_feedback,
    rehandle,
    seal,
    settle,
)
from proposals.actions.attachments import add_attachment, is_signed, remove_attachment
from proposals.actions.commitments import (
    add_commitment,
    confirm,
    dismiss,
    note_progress,
    settle_commitment,
)
from proposals.actions.dealing import (
    add_unit,
    ask_unit,
    correct_contact,
    receive_opinion,
    record_contact,
    return_opinion,
    waive_opinion,
)
from proposals.actions.drafting import own_and_open, save_draft, submit, take, withdraw
from proposals.actions.intake import (
    accept,
    ask_return,
    assign,
    load,
    note_and_close,
    register,
    rule_on_return,
)
from proposals.actions.intake_list import drop_list, take_list, upload_list
from proposals.actions.joining import copy_text, join, part
from proposals.actions.links import make_link, revoke_link
from proposals.actions.minutes import issue_minutes, refuse_own_minutes, save_minutes
from proposals.actions.moves import refuse_own_draft, refuse_reviewer, refuse_state, require
from proposals.actions.packing import pack
from proposals.actions.publishing import check_publication, publish, save_publication
from proposals.actions.reviewing import next_review, pass_on, send_back
from proposals.actions.rounds import extend, extension_limits
from proposals.actions.settings import (
    copy_session,
    give_defaults,
    remove_holiday,
    save_holiday,
    save_setting,
)
from proposals.actions.signing import following_number, sign

__all__ = [
    "OPEN_TO_ASKS",
    "accept",
    "add_attachment",
    "add_commitment",
    "add_unit",
    "amend",
    "answer_again",
    "answer_asks",
    "archive",
    "ask_return",
    "ask_unit",
    "assign",
    "check_publication",
    "close",
    "confirm",
    "copy_session",
    "copy_text",
    "correct_contact",
    "correct_feedback",
    "deliver",
    "dismiss",
    "drop_list",
    "extend",
    "extension_limits",
    "following_number",
    "give_defaults",
    "is_signed",
    "issue_minutes",
    "join",
    "load",
    "make_link",
    "may_change_role",
    "may_set_asks",
    "next_review",
    "note_and_close",
    "note_progress",
    "opinion_returned",
    "own_and_open",
    "pack",
    "part",
    "pass_on",
    "publish",
    "receive_opinion",
    "record_contact",
    "record_feedback",
    "refuse_own_draft",
    "refuse_own_minutes",
    "refuse_reviewer",
    "refuse_state",
    "register",
    "rehandle",
    "remove_attachment",
    "remove_holiday",
    "require",
    "return_opinion",
    "revoke_link",
    "rule_on_return",
    "save_draft",
    "save_holiday",
    "save_minutes",
    "save_publication",
    "save_setting",
    "seal",
    "send_back",
    "settle",
    "settle_commitment",
    "sign",
    "state_of",
    "state_of_asks",
    "submit",
    "take",
    "take_list",
    "upload_list",
    "waive_opinion",
    "withdraw",
]
