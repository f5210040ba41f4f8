"""Forms of the admin in which figures, batches and sources are entered."""

from stats.forms.batch import ReasonForm, SubmissionForm
from stats.forms.entry import EntryForm
from stats.forms.source import SourceForm

__all__ = ["EntryForm", "ReasonForm", "SourceForm", "SubmissionForm"]
