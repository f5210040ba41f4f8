"""A moment of a story: what happened, or will, on a day."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Moment:
    """Something that began, ended or will end on a day."""

    day: date
    what: str
    detail: str = ""
    is_to_come: bool = False
