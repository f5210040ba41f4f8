"""Counting protection: visits and inspected apart, cases by the day they were opened, flows."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stats.models import Inspection
from stats.registers.counters import COUNTERS, counted_indicators
from stats.registers.counting import tally, tally_on
from tests.makers import make_indicator, make_region, make_user
from tests.stats import protection_rows as rows
from tests.stats.register_rows import make_enterprise, make_town, saved

pytestmark = pytest.mark.django_db
INSPECTED, VISITS = "protection.print_inspection", "protection.print_inspection.visits"
FIRST = date(2022, 1, 1)


def county():
    return make_region("330282", parent=make_region("330200"))


def counted(code, month=12, region=None, year=2022):
    return tally(make_indicator(code), region or county(), year, month)


def acted(kind, **fields):
    who = {"unlicensed_name": "测试某"} if kind == "无资质代理" else {}
    return rows.act(kind=kind, **who, **fields)


# What makes a row that counts on a day.
DATED = {
    VISITS: lambda day: rows.inspection(day=day),
    INSPECTED: lambda day: rows.inspection(day=day),
    "protection.case": lambda day: rows.case(found_on=FIRST.replace(year=2020), opened_on=day),
    "protection.case_patent": lambda day: rows.case(
        kind="专利侵权", found_on=FIRST.replace(year=2020), opened_on=day
    ),
    "protection.mediation": lambda day: rows.mediation(day=day, outcome="未达成协议"),
    "protection.ruling": lambda day: rows.ruling(
        accepted_on=FIRST.replace(year=2020), decided_on=day, result="不侵权"
    ),
    "protection.blockchain": lambda day: rows.evidence(day=day),
    "protection.agency_interview": lambda day: acted("约谈", day=day),
    "protection.agency_penalty": lambda day: acted("行政处罚", day=day),
    "protection.unlicensed_agency": lambda day: acted("无资质代理", day=day),
}
# What stands in the same register and is not counted.
OTHERS = {
    VISITS: lambda: rows.inspection(kind="专业市场"),
    INSPECTED: lambda: rows.inspection(kind="电商平台"),
    "protection.case": rows.case,
    "protection.case_patent": lambda: rows.case(opened_on=rows.DAY),
    "protection.ruling": lambda: rows.ruling(decided_on=rows.DAY, result="撤回请求"),
    "protection.agency_interview": lambda: acted("联合惩戒"),
    "protection.agency_penalty": lambda: acted("约谈"),
    "protection.unlicensed_agency": lambda: acted("行政处罚"),
}


def test_every_indicator_of_protection_is_counted():
    assert {code for code in COUNTERS if code.startswith("protection.")} == set(DATED)


@pytest.mark.parametrize("code", DATED)
def test_a_flow_begins_on_new_years_day_and_ends_with_its_month(code):
    days = ("2021-12-31", "2022-01-01", "2022-06-30", "2022-07-01", "2022-12-31", "2023-01-01")
    for day in days:
        saved(DATED[code](date.fromisoformat(day)))
    assert [counted(code, month).value for month in (1, 6, 7, 12)] == [1, 2, 3, 4]
    found = counted(code, 6)
    assert (found.first_day, found.day) == (FIRST, date(2022, 6, 30))
    assert list(counted_indicators()) == [make_indicator(code)]


@pytest.mark.parametrize("code", OTHERS)
def test_what_stands_beside_it_is_not_counted(code):
    saved(OTHERS[code]())
    assert counted(code).value == 0


@pytest.mark.parametrize("code", DATED)
def test_scopes_and_towns_and_those_without_one(code):
    core, qianwan = make_town(), make_town("330282118", scope="330282-QW")
    for day, town in enumerate((core, core, qianwan, None)):
        saved(put(DATED[code](FIRST + timedelta(day)), town))
    regions = [county(), make_region("330282-BJ"), make_region("330282-QW"), core, qianwan]
    found = [counted(code, region=region) for region in regions]
    assert [one.value for one in found] == [4, 2, 1, 2, 1]
    assert [one.left_out for one in found] == [0, 1, 1, 1, 1]


def put(row, town):
    row.town = town
    return row


def test_an_agency_is_interviewed_once_and_penalised_as_often_as_it_was():
    """家 of one, 件 of the other, as the catalogue has their units."""
    agency = saved(rows.agency(name="生成代理"))
    for kind in ("约谈", "行政处罚"):
        for days in range(2):
            saved(acted(kind, agency=agency, day=FIRST + timedelta(days)))
    saved(acted("约谈"))
    assert counted("protection.agency_interview").value == 2
    assert counted("protection.agency_penalty").value == 2
    assert (agency.pk, "生成代理") in counted("protection.agency_interview").rows


class TestInspected:
    def test_one_enterprise_visited_twice_is_one(self):
        firm = make_enterprise("生成印刷厂")
        for day in (1, 2):
            saved(rows.inspection(enterprise=firm, day=date(2022, 3, day)))
            saved(rows.inspection(place="生成门店", day=date(2022, 3, day)))
        assert (counted(INSPECTED).value, counted(VISITS).value) == (2, 4)
        assert set(counted(INSPECTED).rows) == {(firm.pk, "生成印刷厂"), (0, "生成门店")}

    def test_in_two_towns_it_is_one_in_each_and_one_in_all(self):
        firm = make_enterprise()
        for day, town in ((1, make_town()), (2, make_town("330282003"))):
            saved(rows.inspection(enterprise=firm, day=date(2022, 3, day), town=town))
        towns = [make_town(), make_town("330282003")]
        assert [counted(INSPECTED, region=town).value for town in towns] == [1, 1]
        assert counted(INSPECTED).value == 1
        assert counted(INSPECTED, region=make_region("330282-BJ")).value == 1

    def test_places_without_a_town_are_left_out_one_by_one(self):
        for day, place in enumerate(("甲", "甲", "乙")):
            saved(rows.inspection(place=place, day=date(2022, 3, 1 + day)))
        make_town()
        within = make_region("330282-BJ")
        assert counted(INSPECTED, region=within).left_out == 2
        assert counted(VISITS, region=within).left_out == 3

    @settings(max_examples=20, suppress_health_check=list(HealthCheck), deadline=None)
    @given(
        st.lists(
            st.tuples(st.integers(0, 5), st.integers(0, 80), st.booleans()),
            max_size=14,
            unique=True,
        )
    )
    def test_every_last_day_counts_as_a_naive_recount(self, history):
        Inspection.objects.all().delete()
        firms = [make_enterprise() for _ in range(3)]
        for who, days, is_printer in history:
            one = {"enterprise": firms[who]} if who < 3 else {"place": f"生成场所{who}"}
            kind = "商标印制企业" if is_printer else "专业市场"
            rows.inspection(**one, kind=kind, day=FIRST + timedelta(days)).save()
        for days in range(0, 82, 3):
            seen = [who for who, on, is_printer in history if is_printer and on <= days]
            last = FIRST + timedelta(days)
            found = [
                tally_on(make_indicator(code), county(), FIRST, last).value
                for code in (INSPECTED, VISITS)
            ]
            assert found == [len(set(seen)), len(seen)], last


def test_nobody_is_named_in_the_list_behind_a_count():
    saved(rows.evidence(holder="测试某"))
    saved(rows.case(opened_on=rows.DAY, parties="测试某"))
    saved(acted("无资质代理"))
    for code in ("protection.blockchain", "protection.case", "protection.unlicensed_agency"):
        assert counted(code).value == 1
        assert "测试某" not in str(counted(code).rows)


def test_the_page_of_counts_names_the_unit_of_what_has_no_town(client):
    make_town()
    make_indicator("protection.blockchain")
    saved(rows.evidence())
    client.force_login(make_user("读者"))
    page = client.get("/registers/counts/?year=2022&month=12&region=330282-BJ").content.decode()
    assert "另有 1件没有镇街，未计入" in page
