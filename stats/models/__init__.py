"""The nouns of the statistics, one file each."""

from stats.models.collection import Assignment, CollectionRound
from stats.models.count import Count
from stats.models.display import Display
from stats.models.enterprise import Contact, Enterprise, FormerName, ScaleYear
from stats.models.figure import GrowthBase, RevisionKind, Status
from stats.models.import_file import ImportFile
from stats.models.indicator import Indicator
from stats.models.observation import Observation
from stats.models.programme import Honour, Programme
from stats.models.region import Region
from stats.models.register_file import RegisterFile
from stats.models.series_break import SeriesBreak
from stats.models.source import Paper, Source
from stats.models.submission import Entry, Submission
from stats.models.target import Target, TargetEntry

__all__ = [
    "Assignment",
    "CollectionRound",
    "Contact",
    "Count",
    "Display",
    "Enterprise",
    "Entry",
    "FormerName",
    "GrowthBase",
    "Honour",
    "ImportFile",
    "Indicator",
    "Observation",
    "Paper",
    "Programme",
    "Region",
    "RegisterFile",
    "RevisionKind",
    "ScaleYear",
    "SeriesBreak",
    "Source",
    "Status",
    "Submission",
    "Target",
    "TargetEntry",
]
