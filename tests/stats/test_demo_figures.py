"""The invented years: marked as such, kept apart from real ones, and consistent."""

from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings

from stats.models import Indicator, Observation
from tests.makers import make_observation

TITLE = "演示数据（随机生成，非真实）"
CORE, QIANWAN, WHOLE = "330282-BJ", "330282-QW", "330282"
SCOPES = (CORE, QIANWAN, WHOLE)
YEARS = range(2018, 2024)


@pytest.fixture
def demo(db, settings):
    settings.DEMO_DATA = True
    call_command("load_fixtures", catalogue_only=True, stdout=StringIO())
    return generate


def generate() -> str:
    out = StringIO()
    call_command("generate_demo_figures", stdout=out)
    return out.getvalue()


def values() -> dict[tuple[str, str, int], Decimal]:
    rows = Observation.objects.values_list("indicator__code", "region__code", "year", "value")
    return {(code, region, year): value for code, region, year, value in rows}


def test_only_in_a_demonstration(db, settings):
    settings.DEMO_DATA = False
    with pytest.raises(CommandError, match="演示库"):
        generate()


def test_never_beside_real_figures(db, settings):
    call_command("load_fixtures", stdout=StringIO())
    settings.DEMO_DATA = True
    with pytest.raises(CommandError, match="已有真实数据"):
        generate()


def test_without_a_catalogue_it_says_what_to_do(db, settings):
    settings.DEMO_DATA = True
    with pytest.raises(CommandError, match="--catalogue-only"):
        generate()


def test_every_figure_says_what_it_is(demo):
    demo()
    figures = Observation.objects.select_related("source")
    assert {figure.source.title for figure in figures} == {TITLE}
    assert {figure.note for figure in figures} == {"演示数据，随机生成，非真实"}
    assert not Observation.objects.exclude(origin="装载").exists()


def test_the_second_time_nothing_is_written(demo):
    first = demo()
    count = Observation.objects.count()
    assert first == f"新生成演示数据 {count} 条。\n"
    make_observation(1, year=2016)  # published by somebody who tries the system
    assert demo() == "演示数据已在库。\n"
    assert Observation.objects.count() == count + 1


@override_settings(DEMO_DATA=True)
class TestWhatHolds(TestCase):
    """Generated once: what must hold among real figures holds among these."""

    @classmethod
    def setUpTestData(cls):
        call_command("load_fixtures", stdout=StringIO())
        generate()
        cls.found = values()

    def test_the_same_on_every_machine(self):
        """The fixed seed, seen in the figures: pictures in the documents depend on them."""
        found = self.found
        assert found["patent.granted", WHOLE, 2018] == 11510
        assert found["patent.granted.invention", CORE, 2023] == 784

    def test_six_years_of_the_whole_catalogue(self):
        years = defaultdict(set)
        for code, region, year in values():
            if region == WHOLE:
                years[code].add(year)
        assert all(set(YEARS) <= found for found in years.values())
        # What only the province or the nation counts is not invented for the county.
        assert set(Indicator.objects.values_list("code", flat=True)) - set(years) == {
            "patent.pct.received",
            "economy.patent_intensive_share",
        }

    def test_parts_add_up_to_their_total(self):
        found = self.found
        sums = Counter()
        parts = Indicator.objects.filter(is_additive=True).values_list(
            "code", "part_of__code", "partition"
        )
        for code, total, partition in parts:
            for key, value in found.items():
                if key[0] == code:
                    sums[total, partition, *key[1:]] += value
        checked = {
            (total, partition, region, year): found[total, region, year] == value
            for (total, partition, region, year), value in sums.items()
        }
        assert checked
        assert all(checked.values()), [key for key, holds in checked.items() if not holds]

    def test_the_two_scopes_add_up_to_the_whole(self):
        found = self.found
        ratios = set(Indicator.objects.filter(kind="ratio").values_list("code", flat=True))
        compared = 0
        for (code, region, year), value in found.items():
            if region == CORE and code not in ratios:
                assert value + found[code, QIANWAN, year] == found[code, WHOLE, year], (code, year)
                compared += 1
        assert compared > 300

    def test_stocks_follow_from_flows(self):
        """What lapsed (opening stock and grants less closing stock) is a plausible part."""
        found = self.found
        for kind in ("invention", "utility", "design"):
            for scope in SCOPES:
                for year in YEARS[1:]:
                    opening = found[f"patent.valid.{kind}", scope, year - 1]
                    granted = found[f"patent.granted.{kind}", scope, year]
                    lapsed = opening + granted - found[f"patent.valid.{kind}", scope, year]
                    assert Decimal("0.01") <= lapsed / opening <= Decimal("0.15"), (
                        kind,
                        scope,
                        year,
                    )

    def test_the_net_change_is_the_difference_of_two_stocks(self):
        found = self.found
        for scope in SCOPES:
            for year in YEARS[1:]:
                change = (
                    found["patent.valid.invention", scope, year]
                    - found["patent.valid.invention", scope, year - 1]
                )
                assert found["patent.valid.invention.net_added", scope, year] == change

    def test_per_10k_divides_by_last_years_population(self):
        found = self.found
        figures = Observation.objects.filter(indicator__code__endswith=".per_10k").select_related(
            "indicator", "region", "denominator"
        )
        assert len(figures) == 114
        for figure in figures:
            region, year = figure.region.code, figure.year
            numerator = figure.indicator.code.removesuffix(".per_10k")
            people = found["population.resident", region, year - 1]
            exact = found[numerator, region, year] / people
            assert figure.value == exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
            assert figure.denominator.value == people
            assert figure.denominator.year == year - 1

    def test_reported_growths_are_those_of_the_values(self):
        found = self.found
        figures = Observation.objects.exclude(reported_growth=None).select_related(
            "indicator", "region"
        )
        assert figures
        for figure in figures:
            before = found[figure.indicator.code, figure.region.code, figure.year - 1]
            exact = (figure.value - before) / before * 100
            assert figure.reported_growth == exact.quantize(Decimal("0.1"), ROUND_HALF_UP)

    def test_a_part_is_never_more_than_the_whole(self):
        found = self.found
        for part, whole in (
            ("cultivation.little_giant.ip_standard", "cultivation.little_giant"),
            ("patent.valid.high_value", "patent.valid.invention"),
            ("trademark.madrid.valid", "trademark.international"),
            ("protection.print_inspection", "protection.print_inspection.visits"),
            ("protection.case_patent", "protection.case"),
            ("finance.pledge.firms", "finance.pledge.items"),
        ):
            for scope in SCOPES:
                for year in YEARS:
                    assert found[part, scope, year] <= found[whole, scope, year], (
                        part,
                        scope,
                        year,
                    )
        for (code, region, year), value in found.items():
            if region == "330200":
                assert found[code, WHOLE, year] < value < found[code, "330000", year] or (
                    code.endswith("per_10k")
                )
