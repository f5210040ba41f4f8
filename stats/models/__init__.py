"""The nouns of the statistics, one file each."""

from stats.models.agency import Agency, AgencyAct
from stats.models.brand import BrandMembership, BrandMove, BrandTier
from stats.models.brand_application import ApplicationStep, BrandApplication
from stats.models.case import Case, CaseStage
from stats.models.chain import Chain, ChainNode, Initiative, InitiativeTask, NodeHolder
from stats.models.collection import Assignment, CollectionRound
from stats.models.count import Count
from stats.models.display import Display
from stats.models.dispute import Mediation, Ruling
from stats.models.enterprise import Contact, Enterprise, FormerName, ScaleYear
from stats.models.evidence import Evidence, RapidCase
from stats.models.figure import GrowthBase, RevisionKind, Status
from stats.models.geographical import GeographicalIndication, GITrack, MarkUser
from stats.models.import_file import ImportFile
from stats.models.incentive import IncentiveAward, IncentivePolicy
from stats.models.indicator import Indicator
from stats.models.inspection import Campaign, Inspection
from stats.models.mark import AssociationMark, WellKnownMark
from stats.models.new_product import NewProduct
from stats.models.observation import Observation
from stats.models.plan import CultivationPlan, PlanMember
from stats.models.problem import Appeal, Measure, Problem
from stats.models.programme import Honour, Programme
from stats.models.region import Region
from stats.models.register_file import RegisterFile
from stats.models.rights import Pledge, RightKind, RightTransfer
from stats.models.series_break import SeriesBreak
from stats.models.service import Training, TrainingFirm, Visit
from stats.models.source import Paper, Source
from stats.models.station import GuidanceStation, StationService
from stats.models.submission import Entry, Submission
from stats.models.target import Target, TargetEntry

__all__ = [
    "Agency",
    "AgencyAct",
    "Appeal",
    "ApplicationStep",
    "Assignment",
    "AssociationMark",
    "BrandApplication",
    "BrandMembership",
    "BrandMove",
    "BrandTier",
    "Campaign",
    "Case",
    "CaseStage",
    "Chain",
    "ChainNode",
    "CollectionRound",
    "Contact",
    "Count",
    "CultivationPlan",
    "Display",
    "Enterprise",
    "Entry",
    "Evidence",
    "FormerName",
    "GITrack",
    "GeographicalIndication",
    "GrowthBase",
    "GuidanceStation",
    "Honour",
    "ImportFile",
    "IncentiveAward",
    "IncentivePolicy",
    "Indicator",
    "Initiative",
    "InitiativeTask",
    "Inspection",
    "MarkUser",
    "Measure",
    "Mediation",
    "NewProduct",
    "NodeHolder",
    "Observation",
    "Paper",
    "PlanMember",
    "Pledge",
    "Problem",
    "Programme",
    "RapidCase",
    "Region",
    "RegisterFile",
    "RevisionKind",
    "RightKind",
    "RightTransfer",
    "Ruling",
    "ScaleYear",
    "SeriesBreak",
    "Source",
    "StationService",
    "Status",
    "Submission",
    "Target",
    "TargetEntry",
    "Training",
    "TrainingFirm",
    "Visit",
    "WellKnownMark",
]
