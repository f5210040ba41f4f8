"""The interface for programs: what it answers, and what can be asked of it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils.timezone import localtime

from stats.api.answers import exact
from stats.models import Observation, Target
from tests.makers import (
    make_break,
    make_indicator,
    make_observation,
    make_region,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"
ADDRESSES = ("/", "/openapi.json", "/indicators", "/regions", "/observations", "/notes", "/targets")


@pytest.fixture
def caller(client: Client) -> Client:
    client.force_login(make_user("读者"))
    return client


def items(caller: Client, address: str) -> list[dict[str, Any]]:
    answer = caller.get(ROOT + address)
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()["items"]


def found(caller: Client, query: str) -> list[tuple[str, str, int, int]]:
    keys = ("indicator", "region", "year", "through_month")
    return [tuple(one[key] for key in keys) for one in items(caller, f"/observations?{query}")]


# What it answers


def test_a_figure_comes_with_all_that_defends_it(caller: Client):
    make_indicator("patent.granted", name="专利授权量")
    make_source(doc_no="虚构〔2023〕1号", issuer="测试单位", issued_on=date(2023, 3, 1))
    city = make_region("330200")
    make_region("330282-BJ", parent=make_region("330282", parent=city))
    record = make_observation(
        12688,
        reported_growth=Decimal("5.80"),
        growth_digits=1,
        growth_base="同比",
        rank=1,
        rank_region=city,
        printed_scope="市本级",
        printed_period="去年以来",
        explanation="只为测试",
        note="一个备注",
    )
    assert items(caller, "/observations") == [
        {
            "id": record.pk,
            "indicator": "patent.granted",
            "indicator_name": "专利授权量",
            "region": "330282-BJ",
            "region_name": "慈溪市（市本级）",
            "year": 2022,
            "through_month": 12,
            "period": "2022年",
            "value": "12688",
            "unit": "件",
            "shown": "12,688 件",
            "half_width": "0",
            "status": "A",
            "status_name": "正式",
            "reported_growth": "5.8",
            "growth_base": "同比",
            "rank": 1,
            "rank_of": None,
            "rank_region": {"code": "330200", "name": "宁波市"},
            "printed_scope": "市本级",
            "printed_period": "去年以来",
            "denominator": None,
            "source": {
                "title": "测试通报",
                "doc_no": "虚构〔2023〕1号",
                "issuer": "测试单位",
                "issued_on": "2023-03-01",
                "kind": "公报",
            },
            "vintage": 1,
            "revision_kind": "首次",
            "reason": "",
            "approved_at": localtime(record.approved_at).isoformat(),
            "superseded_at": None,
            "explanation": "只为测试",
            "note": "一个备注",
        }
    ]
    assert items(caller, "/observations")[0]["approved_at"].endswith("+08:00")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        ("12688.000000", 0, "12688"),
        ("42.500000", 1, "42.5"),
        ("16.000000", 2, "16.00"),
        ("401100.000000", 0, "401100"),
        ("42.550000", 1, "42.55"),
        ("-3.250000", 2, "-3.25"),
        ("0.000000", 0, "0"),
        ("-0.000000", 1, "0.0"),
        ("99999999999999.999999", 0, "99999999999999.999999"),
    ],
)
def test_a_value_is_text_with_all_its_digits(value: str, digits: int, text: str):
    assert exact(Decimal(value), digits) == text


def test_a_printed_precision_and_a_fall_are_kept(caller: Client):
    make_indicator("patent.ratio", unit="%", kind="ratio", decimals=1, is_signed=True)
    make_observation("-3.2", code="patent.ratio", half_width=Decimal("0.05"))
    only = items(caller, "/observations")[0]
    assert (only["value"], only["half_width"], only["shown"]) == ("-3.2", "0.05", "−3.2 %")


@pytest.mark.parametrize(("status", "name"), [("L", "未报"), ("M", "无此项"), ("Q", "不予公布")])
def test_what_has_no_value_is_null_and_says_why(caller: Client, status: str, name: str):
    make_observation(None, status=status)
    only = items(caller, "/observations")[0]
    assert (only["value"], only["status"], only["status_name"]) == (None, status, name)
    assert only["shown"] == f"—（{name}）"


def test_one_figure_is_had_by_its_number_whichever_vintage_it_is(caller: Client):
    first = make_observation(10)
    second = make_observation(11, based_on=1, revision_kind="更正", reason="原数有误")
    old, new = (
        caller.get(f"{ROOT}/observations/{one.pk}").json()["item"] for one in (first, second)
    )
    assert (old["value"], old["vintage"], old["superseded_at"]) == ("10", 1, new["approved_at"])
    assert (new["value"], new["revision_kind"], new["reason"]) == ("11", "更正", "原数有误")


def test_the_catalogue_and_the_regions(caller: Client):
    total = make_indicator("patent.granted", name="专利授权量", order=1, aliases="授权|授权专利")
    make_indicator("patent.invention", order=2, part_of=total, partition="按类型", is_additive=True)
    whole = make_region("330282")
    make_region("330282-BJ", parent=whole)
    all_, part = items(caller, "/indicators")
    assert (all_["code"], all_["aliases"], all_["part_of"]) == (
        *("patent.granted", ["授权", "授权专利"]),
        None,
    )
    assert (part["part_of"], part["is_additive"]) == ("patent.granted", True)
    assert caller.get(f"{ROOT}/indicators/patent.invention").json()["item"] == part
    assert [(one["code"], one["parent"]) for one in items(caller, "/regions")] == [
        ("330282", None),
        ("330282-BJ", "330282"),
    ]
    assert caller.get(f"{ROOT}/regions/330282-BJ").json()["item"]["level"] == "口径"


def test_notes_and_targets(caller: Client):
    make_break("patent.granted", year=2017, title="口径变更")
    make_indicator("trademark.valid")
    Target.objects.create(
        title="贯标企业（虚构）",
        indicator=make_indicator("trademark.valid"),
        region=make_region("330282"),
        stated_year=2023,
        value=24,
        source=make_source(),
    )
    (note,) = items(caller, "/notes?indicator=patent.granted")
    assert (note["year"], note["is_break"], note["title"]) == (2017, True, "口径变更")
    assert items(caller, "/notes?indicator=trademark.valid") == []
    (target,) = items(caller, "/targets?indicator=trademark.valid&region=330282")
    assert (target["value"], target["due_year"], target["shown"]) == ("24", None, "24 件")
    assert items(caller, "/targets?indicator=patent.granted") == []


def test_generated_figures_say_so_in_every_answer(caller: Client, settings: Any):
    record = make_observation()
    addresses = (*ADDRESSES[2:], f"/observations/{record.pk}", "/regions/330282-BJ")
    assert {caller.get(ROOT + one).json()["notice"] for one in addresses} == {""}
    settings.DEMO_DATA = True
    for address in addresses:
        assert caller.get(ROOT + address).json()["notice"].startswith("演示数据：")


# What can be asked


@pytest.fixture
def figures() -> None:
    make_indicator("patent.granted", order=1)
    make_indicator("trademark.valid", order=2)
    for year in (2020, 2021, 2022):
        make_observation(year, year=year)
    make_observation(7, year=2022, through_month=6)
    make_observation(75685, code="trademark.valid", region="330282", status="P")


GRANTED = ("patent.granted", "330282-BJ")
VALID = ("trademark.valid", "330282", 2022, 12)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("indicator=trademark.valid", [VALID]),
        ("indicator=trademark.valid&indicator=patent.granted&through_month=6",
         [(*GRANTED, 2022, 6)]),
        ("region=330282", [VALID]),
        ("region=330282&indicator=patent.granted", []),
        ("year_from=2022&through_month=12", [(*GRANTED, 2022, 12), VALID]),
        ("year_to=2020", [(*GRANTED, 2020, 12)]),
        ("year_from=2021&year_to=2021", [(*GRANTED, 2021, 12)]),
        ("status=P&status=E", [VALID]),
        ("status=Q", []),
    ],
)  # fmt: skip
def test_the_figures_are_narrowed(
    caller: Client, figures: None, query: str, keys: list[tuple[str, str, int, int]]
):
    assert found(caller, query) == keys


def test_pages_follow_one_another_and_hold_each_figure_once(caller: Client, figures: None):
    everything = found(caller, "")
    assert everything == [
        *((*GRANTED, year, month) for year, month in
          ((2020, 12), (2021, 12), (2022, 6), (2022, 12))),
        VALID,
    ]  # fmt: skip
    address, seen, back = f"{ROOT}/observations?limit=2&year_from=2020", [], []
    while address:
        assert address.startswith(f"{ROOT}/observations?")
        page = caller.get(address).json()
        assert (page["count"], page["limit"]) == (5, 2)
        seen += [one["id"] for one in page["items"]]
        back.append(page["previous"])
        address = page["next"]
    assert seen == [one["id"] for one in items(caller, "/observations")]
    assert back == [
        None,
        f"{ROOT}/observations?limit=2&year_from=2020&offset=0",
        f"{ROOT}/observations?limit=2&year_from=2020&offset=2",
    ]
    assert caller.get(f"{ROOT}/observations?offset=99").json()["items"] == []


def test_the_figures_are_had_as_they_stood_at_a_moment(caller: Client):
    first = make_observation(10)
    second = make_observation(11, based_on=1, revision_kind="修订", reason="有新资料")
    instant = timedelta(microseconds=1)

    def values(at: object) -> list[str]:
        return [one["value"] for one in items(caller, f"/observations?as_of={quote(str(at))}")]

    def told(at: Any) -> str:
        return localtime(at).isoformat()

    assert values(told(first.approved_at - instant)) == []
    assert values(told(first.approved_at)) == ["10"]
    assert values(told(second.approved_at - instant)) == ["10"]
    # The moment an answer names can be asked for as it stands.
    assert values(items(caller, "/observations")[0]["approved_at"]) == ["11"]
    assert values(second.approved_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")) == ["11"]
    assert Observation.objects.count() == 2


@pytest.mark.parametrize(
    ("as_of", "count"),
    [
        ("2100-01-01T00:00", 1),
        ("2100-01-01T00:00:00", 1),
        ("2100-01-01t00:00:00.123456789z", 1),
        ("2100-01-01T00:00:00%2B08:00", 1),
        ("2100-01-01T00:00:00+08:00", 1),  # a + not written %2B arrives as a space
        ("9999-12-31T23:59:59-14:00", 1),
        ("0001-01-01T00:00:00%2B14:00", 0),
        ("1999-01-01T00:00", 0),
    ],
)
def test_a_moment_is_understood_as_people_write_it(caller: Client, as_of: str, count: int):
    make_observation()
    assert len(found(caller, f"as_of={as_of}")) == count


def test_without_a_zone_a_moment_is_beijing_time(caller: Client):
    record = make_observation()
    beijing = localtime(record.approved_at).replace(tzinfo=None)
    assert len(found(caller, f"as_of={beijing.isoformat()}")) == 1
    earlier = (beijing - timedelta(seconds=1)).isoformat()
    assert found(caller, f"as_of={earlier}") == []
