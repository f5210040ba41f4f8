"""The indicators and regions of the database as imports look them up, read once for each file."""

from dataclasses import dataclass

from cixi_ip.workbooks.cells import squeezed
from stats.imports.cells import Unit
from stats.models import Indicator, Region


@dataclass(frozen=True)
class Catalogue:
    """By code, and by name (squeezed); `units` by the indicator's key."""

    indicators: dict[str, Indicator]
    indicator_names: dict[str, Indicator]
    regions: dict[str, Region]
    region_names: dict[str, Region]
    units: dict[int, Unit]

    def children(self, region: Region) -> list[Region]:
        return [found for found in self.regions.values() if found.parent_id == region.pk]


def load() -> Catalogue:
    """Two queries; each region knows those above it without asking again."""
    indicators = list(Indicator.objects.all())
    regions = list(Region.objects.all())
    by_number = {region.pk: region for region in regions}
    for region in regions:
        if region.parent_id:
            region.parent = by_number[region.parent_id]
    return Catalogue(
        {found.code: found for found in indicators},
        {squeezed(found.name): found for found in indicators},
        {found.code: found for found in regions},
        {squeezed(found.name): found for found in regions},
        {
            found.pk: Unit.of(found.unit, found.printed_units, found.decimals, found.kind)
            for found in indicators
        },
    )
