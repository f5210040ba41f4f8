"""A page of the dashboard asks the database as often for a hundred times the figures."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cixi_ip import panels
from stats.models import Indicator, Observation, Target
from stats.region_codes import CITY, COUNTY
from tests.makers import make_indicator, make_observation, make_region, make_source, make_user

pytestmark = pytest.mark.django_db
TABS = ("trademarks", "patents", "cultivation", "protection", "brief", "comparison", "towns")
PAGES = ("/", *(f"/board/{tab}/" for tab in (*TABS, "targets", "proposals")), "/table/")
YEARS = range(1983, 2023)
CODES = [f"generated.i{number:03}" for number in range(200)]


@pytest.fixture
def browser(client: Client) -> Client:
    client.force_login(make_user("局领导"))
    client.get("/password/")
    return client


def few() -> Observation:
    """Two indicators, two years, two regions of the real catalogue, and a target."""
    call_command("load_fixtures", catalogue_only=True, verbosity=0)
    Target.objects.create(
        title="生成的目标", indicator=make_indicator(), region=make_region(COUNTY), value=9000,
        stated_year=2021, due_year=2025, source=make_source(),
    )  # fmt: skip
    for code in ("patent.granted", "patent.valid.invention"):
        for region in (COUNTY, CITY):
            for year in (2021, 2022):
                last = make_observation(
                    100 + year, code=code, region=region, year=year, explanation="生成的数"
                )
    return last


def many(like: Observation) -> None:
    """Two hundred more indicators over forty years: generated rows, published as `like` was."""
    make_indicator(CODES[0])
    Indicator.objects.bulk_create(
        Indicator(
            code=code,
            name=f"生成指标{code}",
            unit="件",
            kind="flow",
            group="专利",
            direction="none",
        )
        for code in CODES[1:]
    )
    shared = {
        name: getattr(like, name)
        for name in ("submission", "source", "entered_by", "approved_by", "approved_at", "origin")
    }
    indicators = Indicator.objects.filter(code__in=CODES)
    regions = [make_region(code) for code in (COUNTY, CITY)]
    Observation.objects.bulk_create(
        Observation(
            indicator=indicator, region=region, year=year, value=year % 97 + 40, vintage=1,
            revision_kind="首次", **shared,
        )
        for indicator in indicators
        for region in regions
        for year in YEARS
    )  # fmt: skip


def cost(browser: Client, page: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(f"{page}?year=2022").status_code == 200
    return len(asked)


@pytest.mark.slow
def test_a_hundred_times_the_figures_cost_the_same_queries(browser: Client):
    last = few()
    before = {page: cost(browser, page) for page in PAGES}
    many(last)
    assert Observation.objects.count() > 100 * 8
    assert {page: cost(browser, page) for page in PAGES} == before


def test_every_tab_is_among_them():
    found = {tab.slug for tab in panels.tabs(make_user("局领导"))}
    assert found == {*TABS, "targets", "proposals"}
