"""The dashboard's tabs 对比 and 镇街: places beside each other, read and rendered once."""

from collections.abc import Iterable

from cixi_ip.panels import Asked, Slide, Tab
from stats import figures
from stats.choices import chosen
from stats.comparison import Comparison, compared, comparison
from stats.kept import cached
from stats.models import Region
from stats.places import NATIONS, Place
from stats.region_codes import CITY, COUNTY, COUNTY_REGIONS, PROVINCE
from stats.sections import Section
from stats.selection import Selection
from stats.sheets import Table
from stats.tab_options import indicator, key, links, only, picked, rendered
from stats.towns import CORE, MODES, Towns, fields, named, towns_page

VIEW = "stats.view_observation"


def places(level: str, above: str) -> list[Place]:
    """The regions of a level that lie in this one, a town with the scope it is counted in."""
    rows = Region.objects.filter(level=level, parent__code=above).order_by("code")
    return [
        Place(code, name.removeprefix("宁波市"), short, scope or "")
        for code, name, short, scope in rows.values_list(
            "code", "name", "short_name", "scope__code"
        )
    ]


def counties(asked: Asked) -> tuple[Selection, list[Place]]:
    """Two years of all places that can be compared; four queries."""
    found = places(Region.Level.COUNTY, CITY)
    regions = {*COUNTY_REGIONS, CITY, PROVINCE, *NATIONS, *(place.code for place in found)}
    published = figures.published(regions=regions, years=(asked.year - 1, asked.year))
    return Selection(published, chosen(asked).regions, asked.year), found


def compare(asked: Asked) -> tuple[Comparison, Section]:
    """One indicator in all places, and the charts that always stand below it."""
    selection, found = counties(asked)
    code = asked.options.get("indicator", "")
    return compared(selection, found, code), comparison(selection, (), found)


def comparison_asked(asked: Asked) -> Asked:
    def offer() -> dict[str, str]:
        return {option.code: option.name for option in compared(*counties(asked)).options}

    return only(asked, indicator=indicator(asked, offer))


def comparison_html(asked: Asked) -> str:
    asked = comparison_asked(asked)

    def made() -> str:
        shown, section = compare(asked)
        choices = {option.code: option.name for option in shown.options}
        indicators = links(asked, "indicator", choices, shown.code)
        context = {"shown": shown, "section": section, "indicators": indicators}
        return rendered("comparison", asked, context)

    return cached(key("comparison", asked), made)


def comparison_tables(asked: Asked) -> Iterable[Table]:
    shown, section = compare(comparison_asked(asked))
    return [*shown.tables, *(chart.sheet for chart in section.charts)]


def comparison_slides(asked: Asked) -> Iterable[Slide]:
    shown, section = compare(comparison_asked(asked))
    return [Slide("对比", charts=(*shown.charts, *section.charts))]


def towns_of(asked: Asked) -> list[Place]:
    return cached(("towns", asked.version), lambda: places(Region.Level.TOWN, COUNTY))


def ranked(asked: Asked) -> Towns:
    """The towns of the question; without a field those of the chosen scope."""
    towns = towns_of(asked)
    held = fields(towns)
    core = [size for size, group in held.items() if {town.scope for town in group} == {CORE}]
    sizes = core if asked.scope == "core" else list(held)[-1:]
    field = asked.options.get("field") or next(iter(sizes), "")
    regions = {*COUNTY_REGIONS, *(town.code for town in towns)}
    # Growth of the year before is ranked too, and is over the year before that.
    published = figures.published(regions=regions, years=(asked.year - 2, asked.year))
    by, code = asked.options.get("by") or "count", asked.options.get("indicator", "")
    return towns_page(published, towns, asked.year, field=field, by=by, code=code)


def towns_asked(asked: Asked) -> Asked:
    sizes = {size: named(group) for size, group in fields(towns_of(asked)).items()}
    by = picked(asked, "by", MODES, "这种排法")
    field = picked(asked, "field", sizes, "这个范围")
    plain = only(asked, by=by, field=field)
    code = indicator(asked, lambda: dict(ranked(plain).options))
    return only(asked, by=by, field=field, indicator=code)


def towns_html(asked: Asked) -> str:
    asked = towns_asked(asked)

    def made() -> str:
        shown = ranked(asked)
        context = {
            "shown": shown,
            "indicators": links(asked, "indicator", dict(shown.options), shown.code),
            "modes": links(asked, "by", MODES, shown.by),
            "fields": links(asked, "field", shown.fields, shown.field),
        }
        return rendered("towns", asked, context)

    return cached(key("towns", asked), made)


def towns_tables(asked: Asked) -> Iterable[Table]:
    return ranked(towns_asked(asked)).tables


def towns_slides(asked: Asked) -> Iterable[Slide]:
    chart = ranked(towns_asked(asked)).chart
    return [Slide("镇街", charts=(chart,))] if chart else []


TABS = (
    Tab(
        *("comparison", "对比", 60, VIEW, comparison_html, comparison_tables, ("indicator",)),
        slides=comparison_slides,
    ),
    Tab(
        *("towns", "镇街", 70, VIEW, towns_html, towns_tables, ("by", "field", "indicator")),
        is_landscape=True,
        slides=towns_slides,
    ),
)
