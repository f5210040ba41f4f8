"""How each derived figure was worked out: formula, inputs, unrounded value, rounding; pure.

The results are those the pages print: they come from the same functions.
"""

from stats.derivations.changes import implied, of_apart, of_growth, of_yearly
from stats.derivations.derivation import Derivation, Input, Step
from stats.derivations.quotients import of_per_people, of_ratio, of_share, of_share_in
from stats.derivations.standings import of_comparison, of_expected, of_part, of_target
from stats.derivations.stocks import of_net

__all__ = [
    "Derivation",
    "Input",
    "Step",
    "implied",
    "of_apart",
    "of_comparison",
    "of_expected",
    "of_growth",
    "of_net",
    "of_part",
    "of_per_people",
    "of_ratio",
    "of_share",
    "of_share_in",
    "of_target",
    "of_yearly",
]
