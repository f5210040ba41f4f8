"""Forms of the admin in which figures, batches and sources are entered."""

from stats.forms.batch import ReasonForm, SubmissionForm
from stats.forms.entry import EntryForm
from stats.forms.round import PartForm, PeriodForm, RoundForm
from stats.forms.source import SourceForm

__all__ = [
    "EntryForm",
    "PartForm",
    "PeriodForm",
    "ReasonForm",
    "RoundForm",
    "SourceForm",
    "SubmissionForm",
]
