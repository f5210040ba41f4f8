"""Every change of state in the proposals; one module for each stretch of a proposal's life."""

from proposals.actions.answering import (
    answer_again,
    archive,
    close,
    deliver,
    join,
    part,
    record_feedback,
    rehandle,
    seal,
    settle,
)
from proposals.actions.commitments import (
    add_commitment,
    confirm,
    dismiss,
    note_progress,
    settle_commitment,
)
from proposals.actions.dealing import (
    add_unit,
    receive_opinion,
    record_contact,
    return_opinion,
    waive_opinion,
)
from proposals.actions.drafting import own_and_open, save_draft, submit, take, withdraw
from proposals.actions.intake import (
    accept,
    amend,
    answer_asks,
    ask_return,
    assign,
    load,
    note_and_close,
    register,
    rule_on_return,
)
from proposals.actions.minutes import issue_minutes, refuse_own_minutes, save_minutes
from proposals.actions.moves import refuse_own_draft
from proposals.actions.publishing import check_publication, publish, save_publication
from proposals.actions.reviewing import pass_on, send_back
from proposals.actions.rounds import extend
from proposals.actions.settings import (
    copy_session,
    give_defaults,
    remove_holiday,
    save_holiday,
    save_setting,
)
from proposals.actions.signing import following_number, sign

__all__ = [
    "accept",
    "add_commitment",
    "add_unit",
    "amend",
    "answer_again",
    "answer_asks",
    "archive",
    "ask_return",
    "assign",
    "check_publication",
    "close",
    "confirm",
    "copy_session",
    "deliver",
    "dismiss",
    "extend",
    "following_number",
    "give_defaults",
    "issue_minutes",
    "join",
    "load",
    "note_and_close",
    "note_progress",
    "own_and_open",
    "part",
    "pass_on",
    "publish",
    "receive_opinion",
    "record_contact",
    "record_feedback",
    "refuse_own_draft",
    "refuse_own_minutes",
    "register",
    "rehandle",
    "remove_holiday",
    "return_opinion",
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
    "submit",
    "take",
    "waive_opinion",
    "withdraw",
]
