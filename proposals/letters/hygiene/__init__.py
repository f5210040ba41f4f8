"""Text hygiene: what is proposed for a letter's text before typesetting, and never done unasked."""

from proposals.letters.hygiene.rules import RULES, Certainty, Rule
from proposals.letters.hygiene.suggestion import Suggestion, apply, suggestions

__all__ = ["RULES", "Certainty", "Rule", "Suggestion", "apply", "suggestions"]
