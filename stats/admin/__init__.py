"""The admin pages of the statistics: entering figures, reviewing batches, looking things up."""

from stats.admin.catalogue import IndicatorAdmin, RegionAdmin, TargetAdmin
from stats.admin.collection import CollectionRoundAdmin
from stats.admin.display import DisplayAdmin
from stats.admin.entry import EntryAdmin
from stats.admin.import_file import ImportFileAdmin
from stats.admin.observation import ObservationAdmin
from stats.admin.series_break import SeriesBreakAdmin
from stats.admin.source import SourceAdmin
from stats.admin.submission import SubmissionAdmin

__all__ = [
    "CollectionRoundAdmin",
    "DisplayAdmin",
    "EntryAdmin",
    "ImportFileAdmin",
    "IndicatorAdmin",
    "ObservationAdmin",
    "RegionAdmin",
    "SeriesBreakAdmin",
    "SourceAdmin",
    "SubmissionAdmin",
    "TargetAdmin",
]
