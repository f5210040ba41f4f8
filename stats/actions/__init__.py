"""Every change of state of the statistics; each by a user, atomic, with an event."""

from stats.actions.approving import approve, load
from stats.actions.batches import describe, open_submission, send_back, submit, withdraw
from stats.actions.breaks import remove_break, save_break
from stats.actions.entering import enter, remove
from stats.actions.refusals import exactly, require, shown
from stats.actions.sources import save_source

__all__ = [
    "approve",
    "describe",
    "enter",
    "exactly",
    "load",
    "open_submission",
    "remove",
    "remove_break",
    "require",
    "save_break",
    "save_source",
    "send_back",
    "shown",
    "submit",
    "withdraw",
]
