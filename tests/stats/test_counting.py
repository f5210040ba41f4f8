"""Counting the registers: on every day, in every scope, and how a count becomes a figure."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stats import actions
from stats.models import Count, Entry, Honour, Observation, ScaleYear, Source
from stats.registers.counters import counted_indicators
from stats.registers.counting import tally, tally_on
from tests.makers import make_indicator, make_observation, make_region, make_user
from tests.stats.register_rows import (
    HONOURED,
    make_enterprise,
    make_honour,
    make_keeper,
    make_programme,
    make_town,
)

pytestmark = pytest.mark.django_db
FIRST = date(2020, 1, 1)
day_of = st.integers(0, 60).map(lambda days: FIRST + timedelta(days))


def county():
    return make_region("330282", parent=make_region("330200"))


def held_on(indicator, region, day):
    return tally_on(indicator, region, None, day).value


def test_the_last_valid_day_counts_and_the_next_does_not():
    honour = make_honour(valid_from=date(2020, 1, 1), valid_to=date(2022, 12, 31))
    indicator = honour.programme.indicator
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2022, 12, 31), date(2023, 1, 1)]
    assert [held_on(indicator, county(), day) for day in days] == [0, 1, 1, 0]
    Honour.objects.update(ended_on=date(2021, 6, 1), end_reason="撤销")
    days = [date(2021, 5, 31), date(2021, 6, 1)]
    assert [held_on(indicator, county(), day) for day in days] == [1, 0]


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 4),  # of five enterprises
            day_of,
            st.none() | st.integers(0, 40),
            st.none() | st.integers(0, 40),
        ),
        max_size=12,
        unique_by=lambda row: row[:2],
    )
)
def test_every_day_of_a_made_history_counts_as_a_naive_recount(history):
    Honour.objects.all().delete()
    programme = make_programme()
    firms = [make_enterprise() for _ in range(5)]
    for firm, first, lasts, ends in history:
        make_honour(
            enterprise=firms[firm],
            programme=programme,
            valid_from=first,
            valid_to=None if lasts is None else first + timedelta(lasts),
            ended_on=None if ends is None else first + timedelta(ends),
            end_reason="" if ends is None else "撤销",
        )
    for days in range(-1, 103):
        day = FIRST + timedelta(days)
        holders = set()
        for firm, first, lasts, ends in history:
            age = (day - first).days
            if age >= 0 and (lasts is None or age <= lasts) and (ends is None or age < ends):
                holders.add(firms[firm].pk)
        found = tally_on(programme.indicator, county(), None, day)
        assert {pk for pk, _name in found.rows} == holders, day


def test_scopes_and_towns_and_those_without_one():
    core, qianwan = make_town("330282002"), make_town("330282118", scope="330282-QW")
    programme = make_programme()
    for town in (core, core, qianwan, None):
        make_honour(programme=programme, enterprise=make_enterprise(town=town))
    regions = [county(), make_region("330282-BJ"), make_region("330282-QW"), core, qianwan]
    found = [tally(programme.indicator, region, 2022, 12) for region in regions]
    assert [one.value for one in found] == [4, 2, 1, 2, 1]
    assert [one.left_out for one in found] == [0, 1, 1, 1, 1]
    with pytest.raises(ValidationError, match="登记册只有慈溪的名单"):
        tally(programme.indicator, make_region("330200"), 2022, 12)


def test_giants_with_a_certificate_and_firms_above_scale():
    giants = make_programme(
        "小巨人", indicator=make_indicator("cultivation.little_giant", kind="stock")
    )
    standard = make_programme(
        "贯标", indicator=make_indicator("cultivation.ip_standard", kind="stock")
    )
    both, giant, certified = (make_enterprise() for _ in range(3))
    for firm in (both, giant):
        make_honour(enterprise=firm, programme=giants)
    for firm in (both, certified):
        make_honour(enterprise=firm, programme=standard)
    counted = make_indicator("cultivation.little_giant.ip_standard", kind="stock")
    assert tally(counted, county(), 2022, 12).rows == ((both.pk, both.name),)
    ScaleYear.objects.create(enterprise=both, year=2022)
    scale = make_indicator("economy.above_scale_firms", kind="stock")
    assert [tally(scale, county(), year, 12).value for year in (2021, 2022)] == [0, 1]
    assert {each.code for each in counted_indicators()} == {
        *("cultivation.little_giant", "cultivation.ip_standard"),
        *("cultivation.little_giant.ip_standard", "economy.above_scale_firms"),
    }


def test_an_indicator_without_a_register_is_refused():
    with pytest.raises(ValidationError, match="没有对应的登记册"):
        tally(make_indicator("patent.granted"), county(), 2022, 12)


def take(by, indicator, year=2022, **fields):
    given = {"region": county(), "year": year, "through_month": 12} | fields
    return actions.take_count(by=by, indicator=indicator, **given)


class TestTaking:
    def test_a_count_is_reviewed_and_published_with_its_list(self):
        by, honours = make_keeper(), [make_honour() for _ in range(3)]
        entry = take(by, honours[0].programme.indicator)
        assert (entry.value, entry.origin, entry.source.kind) == (3, "登记", Source.Kind.LEDGER)
        actions.submit(by=by, submission=entry.submission)
        entry.submission.refresh_from_db()
        (published,) = actions.approve(by=make_user("复核员"), submission=entry.submission)
        assert (published.value, published.origin) == (3, "登记")
        assert published.count.rows == sorted(
            ([one.enterprise.pk, one.enterprise.name] for one in honours), key=lambda row: row[::-1]
        )
        with pytest.raises(ValidationError, match="名单没有变化，不必再取"):
            take(by, honours[0].programme.indicator)

    def test_a_typed_figure_that_differs_asks_why(self):
        made = make_observation(110, code=HONOURED, region="330282")
        make_programme(indicator=made.indicator)
        make_honour()
        by = make_keeper()
        with pytest.raises(ValidationError, match=r"已发布 110件.*登记册现有 1件，两者不同"):
            take(by, made.indicator)
        entry = take(by, made.indicator, explanation="110家含已到期的企业")
        assert (entry.based_on, entry.revision_kind, entry.explanation) == (
            *(1, "修订"),
            "110家含已到期的企业",
        )
        assert Observation.objects.get().value == 110

    def test_one_that_is_typed_over_is_no_count_any_more(self):
        by = make_keeper()
        entry = take(by, make_honour().programme.indicator)
        entry.value = Decimal(2)
        actions.enter(by=by, entry=entry)
        stored = Entry.objects.get()
        assert (stored.origin, stored.count) == ("录入", None)
        assert Count.objects.count() == 1

    @pytest.mark.parametrize("moved", ["indicator", "region", "year", "through_month"])
    def test_one_that_is_moved_elsewhere_is_no_count_any_more(self, moved):
        by = make_keeper()
        entry = take(by, make_honour().programme.indicator)
        entry.explanation = "核对过"
        assert actions.enter(by=by, entry=entry).count is not None
        others = {
            "indicator": make_indicator("economy.above_scale_firms", kind="stock", unit="件"),
            "region": make_region("330282-BJ"),
            "year": 2021,
            "through_month": 11,
        }
        setattr(entry, moved, others[moved])
        actions.enter(by=by, entry=entry)
        stored = Entry.objects.get()
        assert (stored.origin, stored.count) == ("录入", None)

    def test_taken_again_it_replaces_the_count_of_the_open_batch(self):
        by, honour = make_keeper(), make_honour()
        first = take(by, honour.programme.indicator)
        with pytest.raises(ValidationError, match=r"已取数 1家，在批次.*名单没有变化"):
            take(by, honour.programme.indicator)
        assert Count.objects.count() == 1
        make_honour()
        again = take(by, honour.programme.indicator)
        stored = Entry.objects.get()
        assert (again.pk, stored.value, stored.origin) == (first.pk, 2, "登记")
        assert (stored.count.value, stored.edition) == (2, 2)

    def test_over_a_typed_figure_of_the_batch_it_is_refused_and_nothing_is_left(self):
        by, honour = make_keeper(), make_honour()
        entry = take(by, honour.programme.indicator)
        entry.value = Decimal(2)
        actions.enter(by=by, entry=entry)
        with pytest.raises(ValidationError, match=r"原有那一条是录入的数.*先删去它，再取数"):
            take(by, honour.programme.indicator)
        assert Count.objects.count() == 1

    def test_the_page_tells_of_a_count_in_a_draft(self, client):
        by, honour = make_keeper(full_name="取数的人"), make_honour()
        entry = take(by, honour.programme.indicator)
        client.force_login(by)
        page = "/registers/counts/?year=2022&month=12&region=330282"
        said = "".join(client.get(page).content.decode().split())
        assert f"取数的人的批次“{entry.submission}”已取".replace(" ", "") in said
        assert "以前年份的数也随之变化" in said
        assert f'href="/registers/counts/{entry.count_id}/">1家</a>（草稿）' in said
        client.force_login(make_user("读者"))
        assert "（草稿）" not in client.get(page).content.decode()

    def test_an_empty_register_counts_nothing(self):
        indicator = make_programme().indicator
        with pytest.raises(ValidationError, match="还没有一条登记"):
            take(make_keeper(), indicator)
        make_honour(valid_from=date(2023, 1, 1))
        assert take(make_keeper(), indicator).value == 0

    def test_a_period_to_come_is_refused(self):
        indicator = make_honour().programme.indicator
        with pytest.raises(ValidationError, match="时段还没有到"):
            take(make_keeper(), indicator, year=2099)
