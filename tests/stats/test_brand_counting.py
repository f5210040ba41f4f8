"""Counting the brand registers: on every day, once each, in every scope."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stats.models import BrandMembership, GeographicalIndication, GITrack
from stats.registers.counters import COUNTERS
from stats.registers.counting import tally, tally_on
from tests.makers import make_indicator, make_region
from tests.stats import brand_rows as made
from tests.stats.register_rows import make_enterprise, make_town

pytestmark = pytest.mark.django_db
FIRST, END = made.FIRST, date(2022, 6, 1)
ENDED = {"ended_on": END, "end_reason": "终止"}
TRACKS = {"brand.gi.product": "产品", "brand.gi.mark": "商标", "brand.gi.agri": "农产品"}


def county():
    return make_region("330282", parent=make_region("330200"))


def counted(code, day, region=None):
    return tally_on(make_indicator(code, kind="stock"), region or county(), None, day)


def held(code, day, region=None):
    return counted(code, day, region).value


MADE = {
    "brand.library": lambda: made.make_member(**ENDED),
    "brand.gi": lambda: made.make_track(**ENDED),
    "brand.gi.product": lambda: made.make_track(track="产品", **ENDED),
    "brand.gi.mark": lambda: made.make_track(track="商标", **ENDED),
    "brand.gi.agri": lambda: made.make_track(track="农产品", **ENDED),
    "brand.gi_users": lambda: made.make_mark_user(**ENDED),
    "brand.station": lambda: made.make_station(closed_on=END, close_reason="终止"),
    "trademark.well_known": lambda: made.make_well_known(**ENDED),
    "trademark.collective": lambda: made.make_association_mark(kind="集体", **ENDED),
    "trademark.certification": lambda: made.make_association_mark(kind="证明", **ENDED),
}


def test_every_indicator_of_brands_has_its_case():
    assert set(MADE) == {code for code in COUNTERS if code.startswith(("brand.", "trademark."))}


@pytest.mark.parametrize("code", MADE)
def test_it_counts_from_its_first_day_until_the_day_before_its_end(code):
    MADE[code]()
    days = (FIRST - timedelta(1), FIRST, END - timedelta(1), END)
    assert [held(code, day) for day in days] == [0, 1, 1, 0]


@pytest.mark.parametrize("code", MADE)
def test_a_period_is_counted_on_its_last_day(code):
    MADE[code]()
    indicator = make_indicator(code, kind="stock")
    assert [tally(indicator, county(), year, 12).value for year in (2019, 2020, 2022)] == [0, 1, 0]


def test_a_mark_of_an_association_counts_to_its_last_valid_day():
    made.make_association_mark(valid_to=END)
    assert [held("trademark.collective", END + timedelta(days)) for days in (0, 1)] == [1, 0]


def test_collective_and_certification_marks_are_told_apart():
    for kind in ("集体", "集体", "证明"):
        made.make_association_mark(kind=kind)
    assert held("trademark.collective", END) == 2
    assert held("trademark.certification", END) == 1


def test_an_enterprise_with_two_brands_is_one_in_the_library():
    firm = make_enterprise()
    for _ in range(2):
        made.make_member(enterprise=firm)
    made.make_member()
    assert held("brand.library", END) == 2


def test_a_mark_recognised_in_two_cases_is_one():
    firm = make_enterprise()
    same = {"enterprise": firm, "mark": "生成", "registration_no": "生成1"}
    first = made.make_well_known(**same, way="司法", document="生成文书1号")
    second = made.make_well_known(**same, way="行政", document="生成文书2号")
    made.make_well_known(enterprise=firm, mark="生成", registration_no="生成2")
    assert held("trademark.well_known", END) == 2
    # When the first no longer holds, the mark still does by the other.
    first.ended_on, first.end_reason = END, "撤销"
    first.save()
    assert held("trademark.well_known", END) == 2
    second.delete()
    assert held("trademark.well_known", END) == 1


def test_a_number_is_one_mark_however_it_is_spelt_and_whoever_holds_it():
    one, other = make_enterprise(), make_enterprise()
    made.make_well_known(enterprise=one, mark="生成", registration_no="生成1")
    made.make_well_known(enterprise=one, mark="生成及图", registration_no="生成1")
    made.make_well_known(enterprise=other, mark="生成", registration_no="生成1")
    assert held("trademark.well_known", END) == 1


def test_a_mark_without_a_number_is_told_by_who_holds_it_and_its_name():
    one, other = make_enterprise(), make_enterprise()
    for number, firm in enumerate((one, one, other)):
        made.make_well_known(
            enterprise=firm, mark="生成", registration_no="", document=f"生成文书{number}号"
        )
    assert held("trademark.well_known", END) == 2
    # The number that another case tells makes no other mark of it.
    made.make_well_known(enterprise=one, mark="生成", registration_no="生成1", document="生成3")
    assert held("trademark.well_known", END) == 2
    assert len(counted("trademark.well_known", END).rows) == 2


def test_an_operator_with_two_indications_is_one():
    firm = make_enterprise()
    for _ in range(2):
        made.make_mark_user(enterprise=firm)
    made.make_mark_user()
    assert held("brand.gi_users", END) == 2


def test_a_name_with_all_tracks_is_one_indication():
    gi = made.make_gi()
    for track in ("产品", "商标", "商标", "农产品"):
        made.make_track(gi=gi, track=track)
    made.make_track(track="农产品")
    made.make_gi()
    found = {code: held(code, END) for code in ("brand.gi", *TRACKS)}
    assert found == {
        "brand.gi": 2,
        "brand.gi.product": 1,
        "brand.gi.mark": 2,
        "brand.gi.agri": 2,
    }
    assert [name for _pk, name in counted("brand.gi", END).rows].count(gi.name) == 1


def test_a_name_that_loses_one_track_stays_while_another_holds():
    gi = made.make_gi()
    made.make_track(gi=gi, track="产品", **ENDED)
    made.make_track(gi=gi, track="商标")
    assert [held("brand.gi", day) for day in (END - timedelta(1), END)] == [1, 1]
    assert held("brand.gi.product", END) == 0


@settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 2),  # of three names
            st.sampled_from(list(TRACKS.values())),
            st.integers(0, 30),
            st.integers(0, 20),  # always ended, or two could be in force at once
        ),
        max_size=10,
    )
)
def test_indications_of_a_made_history_are_as_a_naive_recount(history):
    GITrack.objects.all().delete()
    GeographicalIndication.objects.all().delete()
    names = [made.make_gi() for _ in range(3)]
    for name, track, first, lasts in history:
        start = FIRST + timedelta(first)
        made.make_track(
            gi=names[name],
            track=track,
            valid_from=start,
            ended_on=start + timedelta(lasts),
            end_reason="终止",
        )
    for days in range(-1, 53, 3):
        day = FIRST + timedelta(days)
        now = [row for row in history if 0 <= days - row[2] < row[3]]
        found = {pk for pk, _name in counted("brand.gi", day).rows}
        assert found == {names[row[0]].pk for row in now}, day
        marks = sum(row[1] == "商标" for row in now)
        assert held("brand.gi.mark", day) == marks, day


@settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 30), st.integers(0, 20)),
        max_size=8,
    )
)
def test_the_library_of_a_made_history_is_as_a_naive_recount(history):
    BrandMembership.objects.all().delete()
    firms = [make_enterprise() for _ in range(3)]
    for number, (firm, first, lasts) in enumerate(history):
        start = FIRST + timedelta(first)
        made.make_member(
            enterprise=firms[firm],
            brand=f"生成{number}",
            entered_on=start,
            ended_on=start + timedelta(lasts),
            end_reason="停产",
        )
    for days in range(-1, 53, 3):
        found = {pk for pk, _name in counted("brand.library", FIRST + timedelta(days)).rows}
        assert found == {firms[firm].pk for firm, first, lasts in history
                         if 0 <= days - first < lasts}  # fmt: skip


PLACED = {
    "brand.library": lambda town: made.make_member(enterprise=make_enterprise(town=town)),
    "brand.gi": lambda town: made.make_track(gi=made.make_gi(town=town)),
    "brand.gi.mark": lambda town: made.make_track(track="商标", gi=made.make_gi(town=town)),
    "brand.gi_users": lambda town: made.make_mark_user(enterprise=make_enterprise(town=town)),
    "brand.station": lambda town: made.make_station(town=town),
    "trademark.well_known": lambda town: made.make_well_known(
        enterprise=make_enterprise(town=town)
    ),
    "trademark.collective": lambda town: made.make_association_mark(town=town),
}


@pytest.mark.parametrize("code", PLACED)
def test_scopes_and_towns_and_those_without_one(code):
    core, qianwan = make_town("330282002"), make_town("330282118", scope="330282-QW")
    for town in (core, core, qianwan, None):
        PLACED[code](town)
    regions = [county(), make_region("330282-BJ"), make_region("330282-QW"), core, qianwan]
    found = [counted(code, END, region) for region in regions]
    assert [one.value for one in found] == [4, 2, 1, 2, 1]
    assert [one.left_out for one in found] == [0, 1, 1, 1, 1]
