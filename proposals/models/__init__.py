"""The nouns of the proposals, one file each."""

from proposals.models.calendar import CalendarLink, CalendarYear, Holiday
from proposals.models.commitment import Commitment, Progress
from proposals.models.dealings import Contact, Feedback, OtherUnit, Satisfaction
from proposals.models.handling import Handling, Round
from proposals.models.intake_file import IntakeFile
from proposals.models.issued import IssuedLetter, LetterFigure
from proposals.models.letter import Letter
from proposals.models.minutes import Minutes
from proposals.models.proposal import Ask, Attachment, Proposal, Proposer
from proposals.models.publication import Publication
from proposals.models.search import SearchDocument, TitlePair
from proposals.models.session import (
    ClockSetting,
    CongressSession,
    NumberSeries,
    PageForm,
    ResultClass,
    Role,
    RoleSetting,
)

__all__ = [
    "Ask",
    "Attachment",
    "CalendarLink",
    "CalendarYear",
    "ClockSetting",
    "Commitment",
    "CongressSession",
    "Contact",
    "Feedback",
    "Handling",
    "Holiday",
    "IntakeFile",
    "IssuedLetter",
    "Letter",
    "LetterFigure",
    "Minutes",
    "NumberSeries",
    "OtherUnit",
    "PageForm",
    "Progress",
    "Proposal",
    "Proposer",
    "Publication",
    "ResultClass",
    "Role",
    "RoleSetting",
    "Round",
    "Satisfaction",
    "SearchDocument",
    "TitlePair",
]
