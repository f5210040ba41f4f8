"""Who and what tests of pages begin with."""

import pytest
from django.test import Client

from cixi_ip.models import User
from stats.models import Indicator, Region
from tests.makers import make_indicator, make_region, make_user


@pytest.fixture
def city(db: None) -> Region:
    city = make_region("330200")
    whole = make_region("330282", parent=city)
    make_region("330282-BJ", parent=whole)
    make_region("330100", name="杭州市", level="市")
    make_region("330102", name="上城区", level="县", parent=Region.objects.get(code="330100"))
    return city


@pytest.fixture
def clerk(city: Region) -> User:
    return make_user("录入员")


@pytest.fixture
def browser(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


@pytest.fixture
def reader(client: Client, db: None) -> Client:
    client.force_login(make_user("读者"))
    return client


@pytest.fixture
def indicators(city: Region) -> dict[str, Indicator]:
    return {
        "granted": make_indicator(),
        "pct": make_indicator("patent.pct", name="PCT国际专利申请量", order=1),
        "valid": make_indicator("patent.valid.invention", name="有效发明专利", kind="stock"),
    }
