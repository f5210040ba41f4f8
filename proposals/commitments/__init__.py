"""Finds in the text of a letter what it promises, for a person to confirm; pure.

Nothing is taken over unseen: a doubtful sentence is shown with little confidence rather than left
out, since a promise overlooked costs more than one put aside.
"""

from proposals.commitments.due import Due
from proposals.commitments.reading import Commitment, Confidence, commitments
from proposals.commitments.targets import Target

__all__ = ["Commitment", "Confidence", "Due", "Target", "commitments"]
