"""Which region a row of the provincial notice means: matched within the city named above it."""

import re

from cixi_ip.workbooks.cells import squeezed
from stats.figures import COUNTY, COUNTY_CORE, PROVINCE, QIANWAN
from stats.imports.catalogue import Catalogue
from stats.models import Region

CORE = "市本级"
TOTALS = ("合计", "小计", "总计", "全市")
SUFFIX = re.compile(r"(畲族自治县|自治县|县|区|市)$")
SCOPE = re.compile(r"\([^()]*\)")


class Places:
    """The cities of the province and, within each, its counties by every name they go by."""

    def __init__(self, catalogue: Catalogue) -> None:
        province = catalogue.regions.get(PROVINCE)
        cities = catalogue.children(province) if province else []
        self.cities = {name: city for city in cities for name in (city.name, city.short_name)}
        self.cores = {
            city.pk: found
            for city in cities
            if (found := catalogue.regions.get(f"{city.code}-BJ")) is not None
        }
        self.counties = {city.pk: by_name(city, catalogue) for city in cities}
        self.all = [
            region
            for city in cities
            for region in catalogue.children(city)
            if region.level == Region.Level.COUNTY
        ]
        self.qianwan = catalogue.regions.get(QIANWAN)
        self.county = catalogue.regions.get(COUNTY)
        self.county_core = catalogue.regions.get(COUNTY_CORE)

    def city(self, text: str) -> Region | None:
        bare = text.removesuffix("合计").removesuffix("小计")
        return self.cities.get(bare)

    def within(self, city: Region, name: str) -> Region | None:
        if is_core(city, name):
            return self.cores.get(city.pk)
        counties = self.counties[city.pk]
        return counties.get(name) or counties.get(SUFFIX.sub("", name))


def is_province(city: str, name: str) -> bool:
    """全省, 全省合计, 浙江省, or a bare 合计 with no city before it."""
    first = city or name
    return first.startswith(("全省", "浙江")) or first in TOTALS


def is_core(city: Region, name: str) -> bool:
    """市本级, 宁波市本级; that of a county, as 慈溪市本级, is another."""
    return name.removeprefix(city.name).removeprefix(city.short_name) in (CORE, "本级")


def is_total(city: Region, text: str, name: str) -> bool:
    """合计, 宁波合计, 宁波市: the row of a whole city."""
    label = name or text
    bare = label.removeprefix(city.name).removeprefix(city.short_name).removeprefix("市")
    return bare == "" or bare.endswith(TOTALS)


def by_name(city: Region, catalogue: Catalogue) -> dict[str, Region]:
    """海曙区, 宁波市海曙区, 海曙 are one county; so are 慈溪市 and 慈溪市（全市）."""
    found: dict[str, Region] = {}
    for region in catalogue.children(city):
        if region.level != Region.Level.COUNTY:
            continue
        name = SCOPE.sub("", squeezed(region.name))
        bare = name.removeprefix(city.name)
        for known in (name, bare, SUFFIX.sub("", bare), region.short_name):
            found.setdefault(known, region)
        for scope in catalogue.children(region):
            if scope.code == QIANWAN:
                full = SCOPE.sub("", squeezed(scope.name))
                found |= {full: scope, scope.short_name: scope, full.removeprefix("宁波"): scope}
            elif scope.code == COUNTY_CORE:
                found[scope.short_name] = scope
    return found
