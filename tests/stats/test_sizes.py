"""Counting all indicators at once comes to what counting each of them does."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stats.models import AgencyAct, AssociationMark, Case, Enterprise, Honour, Ruling
from stats.registers.comparing import fits
from stats.registers.counters import CERTIFIED, COUNTERS, GIANT, counted_indicators
from stats.registers.counting import span, tally_on
from stats.registers.sizes import sizes_on
from tests.makers import make_indicator, make_region
from tests.stats.brand_rows import make_association_mark, make_track
from tests.stats.copies import copies
from tests.stats.every_register import one_of_each
from tests.stats.protection_rows import act, case, inspection, ruling, saved
from tests.stats.register_rows import make_enterprise, make_honour, make_programme, make_town

pytestmark = pytest.mark.django_db
FIRST = date(2020, 1, 1)
DAYS = st.integers(0, 60).map(lambda days: FIRST + timedelta(days))
MAYBE = st.none() | st.integers(0, 40)


def regions():
    core, qianwan = make_town(), make_town("330282118", scope="330282-QW")
    return [make_region("330282"), core.scope, qianwan.scope, core, qianwan]


def singly(indicators, region, day):
    found = {one.pk: tally_on(one, region, *span(one, day)) for one in indicators}
    return {pk: (one.value, one.left_out) for pk, one in found.items()}


def indicators_of_all_counters():
    for code, counter in COUNTERS.items():
        is_stock = code.startswith(("brand", "cultivation", "economy", "trademark"))
        kind = "stock" if is_stock and code != "cultivation.new_product" else "flow"
        make_indicator(code, kind=kind, unit="亿元" if counter.amount else "件")
    return list(counted_indicators().prefetch_related("programmes"))


@settings(max_examples=20, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    st.lists(
        # Of five enterprises and three programmes, of which two count as one indicator.
        st.tuples(st.integers(0, 4), st.integers(0, 2), DAYS, MAYBE, MAYBE),
        max_size=14,
        unique_by=lambda row: row[:3],
    ),
    st.lists(st.integers(-1, 101), min_size=1, max_size=3),
)
def test_honours_on_any_day_and_in_any_region(history, days):
    Honour.objects.all().delete()
    places = regions()
    towns = [places[3], places[3], places[4], None, None]
    firms = [make_enterprise(town=town) for town in towns]
    one, other = make_indicator("cultivation.srdi"), make_indicator("cultivation.champion")
    programmes = [
        make_programme(name, indicator=indicator)
        for name, indicator in (("甲", one), ("乙", one), ("丙", other))
    ]
    for firm, programme, first, lasts, ends in history:
        make_honour(
            enterprise=firms[firm],
            programme=programmes[programme],
            valid_from=first,
            valid_to=None if lasts is None else first + timedelta(lasts),
            ended_on=None if ends is None else first + timedelta(ends),
            end_reason="" if ends is None else "撤销",
        )
    for day in (FIRST + timedelta(days) for days in days):
        for region in places:
            assert sizes_on([one, other], region, day) == singly([one, other], region, day)


def rarer_rows():
    """What indicators count and nobody makes who makes one row of each register."""
    day = date(2022, 5, 20)
    for kind in Case.Kind:
        saved(case(kind=kind, opened_on=day))
    saved(ruling(decided_on=day, result=Ruling.RULED[0]))
    for kind in (AgencyAct.Kind.INTERVIEW, AgencyAct.Kind.PENALTY):
        saved(act(kind=kind))
    saved(act(kind=AgencyAct.Kind.UNLICENSED, unlicensed_name="生成某"))
    make_association_mark(kind=AssociationMark.Kind.CERTIFICATION)
    for kind in ("农产品", "商标"):
        make_track(track=kind)
    for code in (GIANT, CERTIFIED):
        programme = make_programme(code, indicator=make_indicator(code, kind="stock"))
        make_honour(programme=programme, enterprise=Enterprise.objects.earliest("pk"))


def test_every_counter_in_every_region():
    made = one_of_each()
    rarer_rows()
    indicators = indicators_of_all_counters()
    places = regions()
    towns = [None, *places[3:]]
    for row in made.values():
        for town in towns if hasattr(row, "town") else ():
            copies(row, 2, town=town)
        copies(row, 2)
    for number, town in enumerate(towns):  # a place in words is one wherever it was seen
        for name in ("生成甲厂", "生成乙厂"):
            saved(inspection(place=name, town=town, day=date(2022, 3, 1 + number)))
    assert set(COUNTERS) <= {one.code for one in indicators}
    for region in places:
        asked = [one for one in indicators if fits(one, region)]
        for day in (date(2019, 12, 31), date(2021, 6, 30), date(2022, 12, 31)):
            assert sizes_on(asked, region, day) == singly(asked, region, day), (region, day)
    counted = sizes_on(indicators, places[0], date(2022, 12, 31))
    assert [one.code for one in indicators if not counted[one.pk][0]] == []


def test_more_programmes_take_no_more_queries():
    def queries():
        with CaptureQueriesContext(connection) as found:
            indicators = counted_indicators().prefetch_related("programmes")
            sizes_on(indicators, make_region("330282"), date(2022, 12, 31))
        return len(found)

    make_region("330282", parent=make_region("330200"))
    make_honour()
    few = queries()
    for number in range(4):
        indicator = make_indicator(f"cultivation.more{number}")
        make_honour(programme=make_programme(f"名单{number}", indicator=indicator))
    assert queries() == few
