"""The days of a campaign or a station fit what happened in it; places are told from enterprises."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from stats.models import Enterprise
from tests.stats import protection_rows as rows
from tests.stats.brand_rows import make_service, make_station
from tests.stats.protection_rows import DAY
from tests.stats.register_rows import credit_code, make_enterprise, make_keeper, saved

pytestmark = pytest.mark.django_db
ONE = timedelta(1)


def test_a_campaign_begins_no_later_than_its_inspections():
    campaign = saved(rows.campaign())
    saved(rows.inspection(campaign=campaign, day=DAY))
    campaign.starts_on = DAY
    campaign.full_clean()
    campaign.starts_on = DAY + ONE
    with pytest.raises(ValidationError, match=f"{DAY}已有这次行动的检查"):
        campaign.full_clean()


def test_a_station_is_open_on_the_days_it_served():
    day = date(2021, 3, 1)
    station = make_station()
    make_service(station=station, day=day)
    station.opened_on = day
    station.full_clean()
    station.opened_on = day + ONE
    with pytest.raises(ValidationError, match="设立日期不能晚于它"):
        station.full_clean()
    station.opened_on, station.close_reason = day, "并入另一站"
    station.closed_on = day + ONE
    station.full_clean()
    station.closed_on = day
    with pytest.raises(ValidationError, match="撤销日期须晚于它"):
        station.full_clean()


def test_a_place_in_words_is_no_former_name_of_an_enterprise():
    firm = make_enterprise("生成新名")
    firm.former_names.create(name="生成旧名", until=DAY)
    with pytest.raises(ValidationError, match="“生成旧名”是“生成新名”的曾用名，请改填在"):
        rows.inspection(place="生成旧名").full_clean()


def test_registering_an_enterprise_tells_of_inspections_that_name_it_in_words(client):
    saved(rows.inspection(place="生成市场"))
    client.force_login(make_keeper())
    row = {"name": "生成市场", "credit_code": credit_code(7)}
    page = client.post("/registers/enterprises/new/", row, follow=True).content.decode()
    assert Enterprise.objects.get().name == "生成市场"
    assert "有 1 次检查的“场所”写的是“生成市场”" in page
