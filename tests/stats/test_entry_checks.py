"""What blocks an entry at once, each in words that name the place and the way out."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from stats import entry_checks
from stats.models import Entry, Indicator, Observation, Region

TODAY = date(2023, 4, 12)
PROVINCE = Region(pk=1, code="330000", name="浙江省", level="省")
CITY = Region(pk=2, code="330200", name="宁波市", level="市", parent=PROVINCE)
OTHER = Region(pk=5, code="330100", name="杭州市", level="市", parent=PROVINCE)
WHOLE = Region(pk=3, code="330282", name="慈溪市（全市）", level="县", parent=CITY)
CORE = Region(pk=4, code="330282-BJ", name="慈溪市（市本级）", level="口径", parent=WHOLE)
COUNT = Indicator(pk=1, code="patent.granted", name="专利授权量", unit="件", kind="flow")
ADDED = Indicator(pk=2, code="net", name="新增", unit="件", kind="flow", is_signed=True)
RATIO = Indicator(pk=3, code="r", name="每万人", unit="件/万人", kind="ratio", decimals=1)
MONEY = Indicator(pk=4, code="m", name="融资", unit="亿元", kind="flow", decimals=2)


def faults(indicator: Indicator = COUNT, value: object = 5, **fields: object) -> dict[str, str]:
    entry = Entry(
        indicator=indicator,
        value=None if value is None else Decimal(str(value)),
        **({"region": CORE, "year": 2022} | fields),
    )
    try:
        entry_checks.check(entry, today=TODAY)
    except ValidationError as refusal:
        return {field: messages[0] for field, messages in refusal.message_dict.items()}
    return {}


FINE = [
    (COUNT, 12688, {}),
    (COUNT, 0, {}),
    (COUNT, None, {"status": "L"}),
    (ADDED, -3, {}),
    (RATIO, "42.5", {}),
    (MONEY, "3.55", {}),
    (COUNT, 5, {"year": 2023, "through_month": 4}),
    (COUNT, 5, {"rank": 1, "rank_region": CITY}),
    (COUNT, 5, {"rank": 1, "rank_region": PROVINCE}),
    (COUNT, 5, {"region": CITY, "rank": 1, "rank_region": PROVINCE}),
    (RATIO, 1, {"denominator": Observation(pk=1, region=CORE, region_id=4)}),
]
BLOCKED = [
    (COUNT, -1, {}, "value", "数值不能为负"),
    (RATIO, "-0.1", {}, "value", "数值不能为负"),
    (COUNT, "42.5", {}, "value", r"以“件”计的数须为整数，现为 42.5.*1.2万"),
    (COUNT, 5, {"year": 2023}, "year", "时段还没有到（今天是 2023年4月）"),
    (COUNT, 5, {"year": 2023, "through_month": 5}, "year", "时段还没有到"),
    (COUNT, 5, {"rank": 1, "rank_region": OTHER}, "rank_region", "不在杭州市之内.*改选位次范围"),
    (COUNT, 5, {"rank": 1, "rank_region": CORE}, "rank_region", "不在慈溪市（市本级）之内"),
    (
        RATIO,
        1,
        {"denominator": Observation(pk=1, region=WHOLE, region_id=3)},
        "denominator",
        "分母是慈溪市（全市）的数.*同一口径",
    ),
]


@pytest.mark.parametrize(("indicator", "value", "fields"), FINE)
def test_what_is_right_passes(
    indicator: Indicator, value: object, fields: dict[str, object]
) -> None:
    assert faults(indicator, value, **fields) == {}


@pytest.mark.parametrize(("indicator", "value", "fields", "field", "words"), BLOCKED)
def test_what_is_wrong_is_said_beside_its_field(
    indicator: Indicator, value: object, fields: dict[str, object], field: str, words: str
) -> None:
    found = faults(indicator, value, **fields)
    assert list(found) == [field]
    assert re.search(words, found[field])
    assert found[field].startswith(f"“{indicator.name}”")


def test_all_faults_are_said_at_once() -> None:
    found = faults(COUNT, "-0.5", year=2024, rank=1, rank_region=OTHER)
    assert set(found) == {"value", "year", "rank_region"}


def test_an_entry_without_its_key_is_left_to_the_form() -> None:
    Entry(year=2022, value=Decimal(-5)).clean()
