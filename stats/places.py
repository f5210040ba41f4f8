"""Places set beside each other: which figures may stand together, and in what order; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from stats.arithmetic import Figure, FigureSet, Growth, Meaning
from stats.region_codes import CITY, COUNTY, DOMESTIC, NATION, PROVINCE
from stats.sums import incomparable

FEWEST = 3  # places, for a comparison and for a rank
# The domestic figures; without a scope the nation's counts may hold foreign owners, ratios do not.
NATIONS = (DOMESTIC, NATION)
UNPUBLISHED = "未公布"


@dataclass(frozen=True)
class Place:
    """`scope` is the region a town is counted in: 市本级 or 前湾."""

    code: str
    name: str
    short: str
    scope: str = ""


@dataclass(frozen=True)
class Row:
    """A place with the figure that may be compared, or the reason why there is none."""

    place: Place
    figure: Figure | None = None
    reason: str = ""

    @property
    def value(self) -> Decimal:
        if self.figure is None or self.figure.value is None:
            raise ValueError(f"{self.place.name}没有数值")
        return self.figure.value


ABOVE = (
    Place(CITY, "宁波市", "宁波"),
    Place(PROVINCE, "浙江省", "浙江"),
    Place(NATIONS[0], "全国", "全国"),
)


def ranks(values: Mapping[str, Decimal]) -> dict[str, int]:
    """The largest is first; equal values share a rank: 1, 2, 2, 4."""
    ordered = sorted(values.values(), reverse=True)
    return {code: ordered.index(value) + 1 for code, value in values.items()}


def in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Those with a figure first, the largest before the others; equal ones as they were."""
    return tuple(
        sorted(rows, key=lambda row: (row.figure is None, -row.value if row.figure else 0))
    )


def lacking(named: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """没有可比数据：浙江省（未公布）: names with reasons as one note; none where there are none."""
    said = "、".join(f"{name.partition('（')[0]}（{reason}）" for name, reason in named)
    return (f"没有可比数据：{said}。",) if said else ()


def row(place: Place, figure: Figure | None, own: Figure) -> Row:
    """The figure of a place if it is of the definition and the window of ours."""
    if figure is None:
        return Row(place, reason=UNPUBLISHED)
    if figure.value is None:
        return Row(place, reason=figure.status_name)
    reason = incomparable(figure, own)
    return Row(place, reason=reason) if reason else Row(place, figure)


@dataclass(frozen=True)
class Beside:
    """One indicator of one year: ours, the counties of 宁波 (ours among them), those above."""

    figures: FigureSet
    own: Figure
    counties: tuple[Row, ...]
    above: tuple[Row, ...]

    @property
    def meaning(self) -> Meaning:
        return self.own.meaning

    @property
    def is_ratio(self) -> bool:
        return self.meaning.kind == "ratio"

    @property
    def known(self) -> tuple[Row, ...]:
        return tuple(row for row in self.counties if row.figure is not None)

    @property
    def missing(self) -> tuple[Row, ...]:
        return tuple(row for row in self.counties if row.figure is None)

    @property
    def listed(self) -> tuple[Row, ...]:
        """The counties a list shows: those without a figure only where enough others have one."""
        return self.counties if self.ranks else self.known

    @property
    def absent(self) -> tuple[Row, ...]:
        return tuple(row for row in self.above if row.figure is None)

    @property
    def measured(self) -> tuple[Row, ...]:
        """The places whose values may stand in one plot: magnitudes of counts differ too much."""
        above = self.above if self.is_ratio else ()
        return (*self.known, *(row for row in above if row.figure is not None))

    @property
    def city(self) -> Figure | None:
        return self.above[0].figure

    @property
    def ranks(self) -> dict[str, int]:
        """By region among the counties that have a figure; empty where they are too few."""
        if len(self.known) < FEWEST:
            return {}
        return ranks({row.place.code: row.value for row in self.known})

    @property
    def field(self) -> str:
        """The list a rank is one in: 宁波10个区县（市）, 宁波10个区县（市）有数据的9个."""
        named = f"宁波{len(self.counties)}个区县（市）"
        return f"{named}有数据的{len(self.known)}个" if self.missing else named

    @property
    def wholes(self) -> tuple[Row, ...]:
        """Those above of which a share makes sense: counts, each fitting into the next one's.

        Things that several counties have in common, as an industrial chain, add up to more.
        """
        if self.is_ratio or self.meaning.is_additive is False:
            return ()
        held = [row.figure.interval.low for row in self.known if row.figure]
        inside, found = sum(held, Decimal(0)), []
        for row in self.above:
            if row.figure is None:
                continue
            if inside > row.figure.interval.high:
                return ()
            inside = row.figure.interval.low
            found.append(row)
        return tuple(found)

    @property
    def growths(self) -> dict[str, Growth]:
        """By region, those that may stand beside ours; empty where ours or too few are known."""
        found = {
            row.place.code: self.figures.growth(row.figure)
            for row in (*self.counties, *self.above)
            if row.figure is not None
        }
        own = found[self.own.region]
        kept = {code: growth for code, growth in found.items() if is_like(growth, own)}
        return kept if own.kind != "none" and len(kept) >= FEWEST else {}

    @property
    def count(self) -> int:
        """How many places can be compared, by value or by growth."""
        return max(len(self.measured), len(self.growths))


def is_like(growth: Growth, own: Growth) -> bool:
    """Growth at constant prices, over another base, or over a break, is another thing."""
    is_sound = not growth.caveat and not own.caveat
    return is_sound and growth.kind == own.kind and is_real(growth) == is_real(own)


def is_real(growth: Growth) -> bool:
    return growth.base_word == "按可比价"


def beside(figures: FigureSet, counties: Iterable[Place], code: str, year: int) -> Beside | None:
    """None where our own whole county has no figure of a full year to compare."""
    own = figures.known(code, COUNTY, year)
    if own is None or own.status == "D":
        return None
    places = list(counties)
    if COUNTY not in {place.code for place in places}:
        places.append(Place(COUNTY, own.region_name, "慈溪"))
    rows = [row(place, figures.get(code, place.code, year), own) for place in places]
    above = [row(place, figures.get(code, place.code, year), own) for place in ABOVE]
    if own.meaning.kind == "ratio" and above[-1].figure is None:
        above[-1] = row(ABOVE[-1], figures.get(code, NATIONS[1], year), own)
    return Beside(figures, own, in_order(rows), tuple(above))
