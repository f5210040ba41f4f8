"""The invented counties and towns hold together with 宁波, 慈溪 and its scopes."""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import call_command

from stats.demo_figures import YEARS, generate
from stats.demo_neighbours import COUNTIES, SHARED, TOWNS, shared_out
from stats.models import Region

CITY, WHOLE, CORE, QIANWAN = "330200", "330282", "330282-BJ", "330282-QW"
CODES = (*SHARED, "patent.granted", "patent.valid")


@pytest.fixture(scope="module")
def made():
    return generate()


@pytest.fixture(scope="module")
def values(made):
    return {(one.indicator, one.region, one.year): one.value for one in made}


def test_the_counties_add_up_to_the_city(values):
    for code in CODES:
        for year in YEARS:
            parts = [values[code, county, year] for county in (WHOLE, *COUNTIES)]
            assert sum(parts) == values[code, CITY, year], (code, year)
            assert all(part > 0 for part in parts)


def test_the_towns_add_up_to_the_county_and_to_its_scopes(values):
    """17 towns are 市本级, the other two are 前湾, all 19 are 全市."""
    assert {scope: len(towns) for scope, towns in TOWNS.items()} == {CORE: 17, QIANWAN: 2}
    for code in CODES:
        for year in YEARS:
            found = {
                scope: sum(values[code, town, year] for town in towns)
                for scope, towns in TOWNS.items()
            }
            for scope, amount in found.items():
                assert amount == values[code, scope, year], (code, scope, year)
            assert sum(found.values()) == values[code, WHOLE, year]


def test_the_towns_have_people_the_year_before(values):
    """So that a number per 10,000 residents can be worked out for the first year too."""
    for towns in TOWNS.values():
        for town in towns:
            assert values["population.resident", town, YEARS[0] - 1] > 0
            changes = [
                abs(values["population.resident", town, year] - before) / before
                for year in YEARS
                for before in [values["population.resident", town, year - 1]]
            ]
            assert max(changes) < Decimal("0.05")


def test_a_reported_rank_is_the_rank_among_the_counties(made, values):
    ranked = [one for one in made if one.rank]
    assert {one.region for one in ranked} == {WHOLE}  # 市本级 is not in the list of counties
    for one in ranked:
        others = [values[one.indicator, county, one.year] for county in COUNTIES]
        assert one.rank == 1 + sum(other > one.value for other in others)


def test_the_places_are_those_of_the_catalogue(db):
    call_command("load_fixtures", catalogue_only=True, stdout=StringIO())
    counties = Region.objects.filter(parent__code=CITY, level="县")
    assert {*COUNTIES, WHOLE} == set(counties.values_list("code", flat=True))
    found = defaultdict(set)
    for code, scope in Region.objects.filter(level="镇街").values_list("code", "scope__code"):
        found[scope].add(code)
    assert found == {scope: set(towns) for scope, towns in TOWNS.items()}


@pytest.mark.parametrize(
    ("amount", "weights", "decimals"),
    [("10", (1, 1, 1), 0), ("0", (1, 2), 0), ("18.7", (3, 5, 7), 1), ("2", (1, 1, 1, 1), 0)],
)
def test_parts_add_up_and_none_is_a_whole_unit_off(amount, weights, decimals):
    places = {str(index): float(weight) for index, weight in enumerate(weights)}
    parts = shared_out(Decimal(amount), places, decimals)
    assert sum(parts.values()) == Decimal(amount)
    for place, part in parts.items():
        exact = Fraction(amount) * Fraction(places[place]) / sum(weights)
        assert abs(Fraction(part) - exact) < Fraction(1, 10**decimals)
