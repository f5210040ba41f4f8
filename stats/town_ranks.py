"""Which town is first by count, per 10,000 residents or by growth, and how it moved; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cixi_ip.wording import number
from stats.arithmetic import Figure, FigureSet, Meaning
from stats.places import UNPUBLISHED, Place, ranks
from stats.region_codes import COUNTY
from stats.selection import growth_label, status
from stats.sums import per_people

PEOPLE = "population.resident"
LAG = 1  # years: counts are divided by the residents at the end of the year before
DIFFERENT = "口径或时段不同"


@dataclass(frozen=True)
class Measure:
    """What a town is ranked by, or the reason why it is not."""

    town: Place
    figure: Figure | None = None
    amount: Decimal | None = None
    digits: int = 0
    label: str = ""
    people: Figure | None = None
    reason: str = ""


@dataclass(frozen=True)
class Ranking:
    """The towns of one field by one measure in one year, and where they stood the year before."""

    figures: FigureSet
    meaning: Meaning
    by: str
    year: int
    towns: tuple[Place, ...]
    measures: tuple[Measure, ...]  # those ranked from the first down, then the others
    ranks: Mapping[str, int]
    before: Mapping[str, int]  # empty where other towns were known

    @property
    def ranked(self) -> tuple[Measure, ...]:
        return tuple(each for each in self.measures if each.town.code in self.ranks)

    @property
    def others(self) -> tuple[Measure, ...]:
        return tuple(each for each in self.measures if each.town.code not in self.ranks)

    @property
    def field(self) -> str:
        """The list the ranks are in: 19个镇街, 19个镇街有数据的18个."""
        named = f"{len(self.towns)}个镇街"
        return f"{named}有数据的{len(self.ranks)}个" if self.others else named

    @property
    def region(self) -> str:
        """The region the towns make up: the whole county, or the scope they all belong to."""
        scopes = {town.scope for town in self.towns}
        return scopes.pop() if len(scopes) == 1 else COUNTY

    def moved(self, code: str) -> str:
        """升2位: two places up on the year before."""
        if code not in self.before:
            return ""
        up = self.before[code] - self.ranks[code]
        return f"{'升' if up > 0 else '降'}{abs(up)}位" if up else "持平"


def ranking(
    figures: FigureSet, towns: tuple[Place, ...], meaning: Meaning, by: str, year: int
) -> Ranking:
    measures = [measure(figures, town, meaning, by, year) for town in towns]
    now = ranked(measures)
    before = ranked([measure(figures, town, meaning, by, year - 1) for town in towns])
    last = len(towns) + 1
    measures.sort(key=lambda each: now.get(each.town.code, last))
    is_same = before.keys() == now.keys()
    return Ranking(
        figures, meaning, by, year, towns, tuple(measures), now, before if is_same else {}
    )


def ranked(measures: Sequence[Measure]) -> dict[str, int]:
    """Those of equal amounts as printed share a rank."""
    return ranks(
        {
            each.town.code: Decimal(number(each.amount, each.digits))
            for each in measures
            if each.amount is not None
        }
    )


def measure(figures: FigureSet, town: Place, meaning: Meaning, by: str, year: int) -> Measure:
    figure = figures.get(meaning.code, town.code, year)
    if figure is None:
        return Measure(town, reason=UNPUBLISHED)
    if figure.value is None:
        return Measure(town, reason=figure.status_name)
    if figure.status == "D" or figure.printed_period:
        return Measure(town, reason=DIFFERENT)
    return MEASURED[by](figures, town, figure)


def by_count(figures: FigureSet, town: Place, figure: Figure) -> Measure:
    label = number(figure.value, figure.digits, grouped=True) + status(figure)
    return Measure(town, figure, figure.value, figure.digits, label)


def by_people(figures: FigureSet, town: Place, figure: Figure) -> Measure:
    """Per 10,000 residents; the town's own, at the end of the year the catalogue divides by."""
    year = figure.year - lag(figures, figure.meaning.code)
    people = figures.known(PEOPLE, town.code, year)
    if people is None or not people.value or people.status == "D":
        return Measure(town, figure, reason=f"{year}年末常住人口未公布")
    made = per_people(figure, people)
    label = number(made.amount, made.digits, grouped=True) + status(figure)
    return Measure(town, figure, made.amount, made.digits, label, people)


def is_count(meaning: Meaning) -> bool:
    """Whether it adds up and can be divided by the residents."""
    return meaning.kind != "ratio" and meaning.code != PEOPLE


def lag(figures: FigureSet, code: str) -> int:
    """How many years back the residents are counted, as the ratio made of this count has it."""
    lags = [
        meaning.denominator_lag
        for meaning in figures.meanings.values()
        if (meaning.numerator, meaning.denominator) == (code, PEOPLE)
    ]
    return lags[0] if lags else LAG


def by_growth(figures: FigureSet, town: Place, figure: Figure) -> Measure:
    growth = figures.growth(figure)
    if growth.amount is None or (growth.kind == "unit" and growth.reason):
        return Measure(town, figure, reason="，".join(filter(None, (growth.words, growth.reason))))
    if growth.caveat:
        return Measure(town, figure, reason=growth.caveat)
    said = (
        growth_label(figure, growth) + ("（上报）" if growth.is_reported else "") + status(figure)
    )
    return Measure(town, figure, growth.amount, growth.digits, said)


MEASURED = {"count": by_count, "per": by_people, "growth": by_growth}
