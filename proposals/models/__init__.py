"""The nouns of the proposals, one file each."""

from proposals.models.handling import Handling
from proposals.models.issued import IssuedLetter, LetterFigure
from proposals.models.letter import Letter
from proposals.models.minutes import Minutes
from proposals.models.proposal import Proposal
from proposals.models.session import CongressSession, NumberSeries, PageForm, Role, RoleSetting

__all__ = [
    "CongressSession",
    "Handling",
    "IssuedLetter",
    "Letter",
    "LetterFigure",
    "Minutes",
    "NumberSeries",
    "PageForm",
    "Proposal",
    "Role",
    "RoleSetting",
]
