"""What a new collection round could ask of each office: from last year's figures, or a round."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from cixi_ip.wording import period
from stats import rounds
from stats.figures import COUNTY, COUNTY_CORE, QIANWAN
from stats.models import Assignment, CollectionRound, Indicator, Observation, Region

SCOPES = (COUNTY, COUNTY_CORE, QIANWAN)


@dataclass
class Slot:
    """One office in one scope: all it could report, and what of that is proposed.

    Proposed is what the model round asked; else what had a figure the year before; else all.
    """

    office: str
    region: Region
    indicators: list[Indicator]
    had: set[int] = field(default_factory=set)
    assignment: Assignment | None = None
    is_listed: bool = False

    @property
    def chosen(self) -> list[int]:
        if self.assignment is not None:
            return [indicator.pk for indicator in self.assignment.indicators.all()]
        return [each.pk for each in self.indicators if each.pk in self.had or not self.had]

    @property
    def name(self) -> str:
        """A name for the fields of a form: the same as long as office and scope are."""
        return f"{self.indicators[0].pk}-{self.region.code}"


def slots(year: int, month: int, like: CollectionRound | None = None) -> list[Slot]:
    """Every office with every scope of the county, and whatever else the model round asked."""
    offices: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in Indicator.objects.all():
        offices[indicator.office].append(indicator)
    asked = {
        (found.office, found.region_id): found
        for found in (rounds.assignments_of([like]) if like else ())
    }
    regions = {region.pk: region for region in Region.objects.filter(code__in=SCOPES)}
    regions |= {found.region_id: found.region for found in asked.values()}
    had = reported(year - 1, month)
    listed = set(asked) if like else proposed(offices, regions, had)
    return [
        Slot(
            office,
            region,
            indicators,
            had[office, region.pk],
            asked.get((office, region.pk)),
            (office, region.pk) in listed,
        )
        for office, indicators in offices.items()
        for region in sorted(regions.values(), key=lambda region: region.code)
    ]


def reported(year: int, month: int) -> dict[tuple[str, int], set[int]]:
    """The indicators with a published figure, by office and region."""
    had: dict[tuple[str, int], set[int]] = defaultdict(set)
    rows = Observation.objects.published().filter(year=year, through_month=month).order_by()
    for office, region, indicator in rows.values_list(
        "indicator__office", "region_id", "indicator_id"
    ):
        had[office, region].add(indicator)
    return had


def proposed(
    offices: dict[str, list[Indicator]],
    regions: dict[int, Region],
    had: dict[tuple[str, int], set[int]],
) -> set[tuple[str, int]]:
    """Where there were figures; an office that had none is asked for the whole county's."""
    found = {key for key in had if key[1] in regions and had[key]}
    known = {office for office, _region in found}
    whole = [region.pk for region in regions.values() if region.code == COUNTY]
    return found | {(office, pk) for office in offices if office not in known for pk in whole}


def proposal(year: int, month: int, like: CollectionRound | None = None) -> CollectionRound:
    """A round not yet saved, filled in as far as the period and the model say."""
    proposed = CollectionRound(year=year, through_month=month, title=title_of(year, month, like))
    if like is not None:
        proposed.due_on = later(like.due_on, year - like.year)
        proposed.remind_days, proposed.note = like.remind_days, like.note
    return proposed


def title_of(year: int, month: int, like: CollectionRound | None = None) -> str:
    if like is not None and like.through_month == month and str(like.year) in like.title:
        return like.title.replace(str(like.year), str(year))
    words = f"{year}年度" if month == 12 else period(year, month, "flow")
    return f"{words}数据报送"


def later(day: date, years: int) -> date:
    """The same day in another year; a leap day becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
