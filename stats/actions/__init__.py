"""Every change of state of the statistics; each by a user, atomic, with an event."""

from stats.actions.approving import approve, load
from stats.actions.batches import describe, open_submission, send_back, submit, withdraw
from stats.actions.breaks import remove_break, save_break
from stats.actions.counts import take_count
from stats.actions.display import set_tones
from stats.actions.entering import (
    enter,
    enter_seen,
    enter_target,
    grid_batch,
    hold,
    remove,
    remove_target,
)
from stats.actions.importing import (
    cancel_import,
    confirm_import,
    give_back,
    read_again,
    read_import,
    refuse_import,
    upload_import,
    write_import,
)
from stats.actions.refusals import exactly, require, shown
from stats.actions.register_files import (
    drop_file,
    drop_undecided,
    take_file,
    take_rows,
    upload_rows,
)
from stats.actions.registers import (
    merge_enterprises,
    remove_record,
    require_keeper,
    save_record,
)
from stats.actions.rounds import close_round, save_round
from stats.actions.sources import add_paper, kept_because, remove_paper, save_source

__all__ = [
    "add_paper",
    "approve",
    "cancel_import",
    "close_round",
    "confirm_import",
    "describe",
    "drop_file",
    "drop_undecided",
    "enter",
    "enter_seen",
    "enter_target",
    "exactly",
    "give_back",
    "grid_batch",
    "hold",
    "kept_because",
    "load",
    "merge_enterprises",
    "open_submission",
    "read_again",
    "read_import",
    "refuse_import",
    "remove",
    "remove_break",
    "remove_paper",
    "remove_record",
    "remove_target",
    "require",
    "require_keeper",
    "save_break",
    "save_record",
    "save_round",
    "save_source",
    "send_back",
    "set_tones",
    "shown",
    "submit",
    "take_count",
    "take_file",
    "take_rows",
    "upload_import",
    "upload_rows",
    "withdraw",
    "write_import",
]
