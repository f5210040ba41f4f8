"""What the invented rows are made from: the day, the catalogue, and dice that fall the same way."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Model

from cixi_ip.models import Department
from stats.models import Chain, Enterprise, Indicator, Initiative, Programme, Region

SEED = "cixi-ip-demo"
NOTE = "演示数据，随机生成，非真实"
YEARS = 10
Batch = tuple[str, Sequence[Model]]


@dataclass
class Demo:
    """`firms` are filled by the first batches, for all others to name."""

    today: date
    county: Region
    towns: dict[str, Region]
    programmes: dict[str, Programme]
    chains: list[Chain]
    initiatives: list[Initiative]
    indicators: dict[str, Indicator]
    departments: dict[str, Department]
    firms: list[Enterprise] = field(default_factory=list)

    @property
    def years(self) -> range:
        """Ten years, this one the last."""
        return range(self.today.year - YEARS + 1, self.today.year + 1)

    def ago(self, days: int) -> date:
        """So many days before today (after it where negative), or the Friday before that."""
        return weekday(self.today - timedelta(days))


def dice(name: str) -> random.Random:
    """Of each kind of rows its own, so that more of one leaves the others alone."""
    return random.Random(f"{SEED}|{name}")  # noqa: S311 - not a secret


def weekday(day: date) -> date:
    """The day itself, or the Friday before."""
    return day - timedelta(max(day.weekday() - 4, 0))


def anniversary(day: date, years: int) -> date:
    """The last day of so many years that begin on a day; never on 29 February."""
    return date(day.year + years, day.month, min(day.day, 28)) - timedelta(1)


def document(year: int, number: int, kind: str = "演示文") -> str:
    return f"{kind}〔{year}〕{number}号"
