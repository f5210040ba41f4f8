"""The nouns of the statistics, one file each."""

from stats.models.brand import BrandMembership, BrandMove, BrandTier
from stats.models.brand_application import ApplicationStep, BrandApplication
from stats.models.collection import Assignment, CollectionRound
from stats.models.count import Count
from stats.models.display import Display
from stats.models.enterprise import Contact, Enterprise, FormerName, ScaleYear
from stats.models.figure import GrowthBase, RevisionKind, Status
from stats.models.geographical import GeographicalIndication, GITrack, MarkUser
from stats.models.import_file import ImportFile
from stats.models.indicator import Indicator
from stats.models.mark import AssociationMark, WellKnownMark
from stats.models.observation import Observation
from stats.models.programme import Honour, Programme
from stats.models.region import Region
from stats.models.series_break import SeriesBreak
from stats.models.source import Paper, Source
from stats.models.station import GuidanceStation, StationService
from stats.models.submission import Entry, Submission
from stats.models.target import Target, TargetEntry

__all__ = [
    "ApplicationStep",
    "Assignment",
    "AssociationMark",
    "BrandApplication",
    "BrandMembership",
    "BrandMove",
    "BrandTier",
    "CollectionRound",
    "Contact",
    "Count",
    "Display",
    "Enterprise",
    "Entry",
    "FormerName",
    "GITrack",
    "GeographicalIndication",
    "GrowthBase",
    "GuidanceStation",
    "Honour",
    "ImportFile",
    "Indicator",
    "MarkUser",
    "Observation",
    "Paper",
    "Programme",
    "Region",
    "RevisionKind",
    "ScaleYear",
    "SeriesBreak",
    "Source",
    "StationService",
    "Status",
    "Submission",
    "Target",
    "TargetEntry",
    "WellKnownMark",
]
