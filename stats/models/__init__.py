"""The nouns of the statistics, one file each."""

from stats.models.figure import GrowthBase, RevisionKind, Status
from stats.models.indicator import Indicator
from stats.models.observation import Observation
from stats.models.region import Region
from stats.models.source import Source
from stats.models.submission import Entry, Submission
from stats.models.target import Target

__all__ = [
    "Entry",
    "GrowthBase",
    "Indicator",
    "Observation",
    "Region",
    "RevisionKind",
    "Source",
    "Status",
    "Submission",
    "Target",
]
