"""The nouns of the statistics, one file each."""

from stats.models.agency import Agency, AgencyAct
from stats.models.case import Case, CaseStage
from stats.models.collection import Assignment, CollectionRound
from stats.models.count import Count
from stats.models.display import Display
from stats.models.dispute import Mediation, Ruling
from stats.models.enterprise import Contact, Enterprise, FormerName, ScaleYear
from stats.models.evidence import Evidence, RapidCase
from stats.models.figure import GrowthBase, RevisionKind, Status
from stats.models.import_file import ImportFile
from stats.models.indicator import Indicator
from stats.models.inspection import Campaign, Inspection
from stats.models.observation import Observation
from stats.models.programme import Honour, Programme
from stats.models.region import Region
from stats.models.series_break import SeriesBreak
from stats.models.source import Paper, Source
from stats.models.submission import Entry, Submission
from stats.models.target import Target, TargetEntry

__all__ = [
    "Agency",
    "AgencyAct",
    "Assignment",
    "Campaign",
    "Case",
    "CaseStage",
    "CollectionRound",
    "Contact",
    "Count",
    "Display",
    "Enterprise",
    "Entry",
    "Evidence",
    "FormerName",
    "GrowthBase",
    "Honour",
    "ImportFile",
    "Indicator",
    "Inspection",
    "Mediation",
    "Observation",
    "Paper",
    "Programme",
    "RapidCase",
    "Region",
    "RevisionKind",
    "Ruling",
    "ScaleYear",
    "SeriesBreak",
    "Source",
    "Status",
    "Submission",
    "Target",
    "TargetEntry",
]
