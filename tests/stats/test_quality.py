"""Data quality of a year and scope: each kind counted, listed, led to its figures, taken out."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from cixi_ip.models import Event
from stats.models import Observation
from tests.makers import (
    make_indicator,
    make_observation,
    make_part,
    make_round,
    make_user,
)

pytestmark = pytest.mark.django_db
PARTS = ("unexplained", "missing", "late", "provisional", "unstated", "revised")


@pytest.fixture
def browser(client: Client) -> Client:
    cache.clear()
    client.force_login(make_user("读者"))
    return client


def counts(response: HttpResponse) -> dict[str, int]:
    found = re.findall(
        r'<a href="#(\w+)"><span class="count">(\d+)</span>', response.content.decode()
    )
    return {id: int(count) for id, count in found}


def rows(browser: Client, id: str, query: str = "") -> list[dict[str, str]]:
    response = browser.get(f"/quality/{id}.csv{query}")
    if response.status_code == 404:
        return []
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def text(response: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def stated(value: object, **fields: object) -> Observation:
    """A figure with nothing to ask about."""
    return make_observation(value, **({"printed_scope": "市本级"} | fields))


def test_the_seed_year_as_it_stands(browser: Client):
    call_command("load_fixtures", verbosity=0)
    page = browser.get("/quality/")
    assert counts(page) == {
        "unexplained": 2, "missing": 1, "late": 0, "provisional": 2, "unstated": 16, "revised": 0,
    }  # fmt: skip
    assert [row["判定"] for row in rows(browser, "unexplained")] == ["存疑", "无法核对"]
    assert [(row["指标"], row["2021年"]) for row in rows(browser, "missing")] == [
        ("专精特新小巨人企业", "30")
    ]
    assert {row["指标"] for row in rows(browser, "provisional")} == {"地区生产总值"}
    strict = counts(browser.get("/quality/?scope=core"))
    assert (strict["missing"], strict["unstated"]) == (0, 3)


class TestUnexplained:
    def test_a_line_of_explanation_settles_a_finding(self, browser: Client):
        stated(100, year=2021)
        stated(200, explanation="当年集中授权，已向省局核实")
        assert rows(browser, "unexplained") == []

    def test_a_finding_without_one_is_listed_with_its_rule_and_figure(self, browser: Client):
        stated(100, year=2021, status="P")
        first = stated(101)
        # 装载: what comes with the system was never asked.
        Observation.objects.filter(pk=first.pk).update(value=200)
        cache.clear()
        found = rows(browser, "unexplained")
        assert ("存疑", "大幅变动") in {(row["判定"], row["规则"]) for row in found}
        page = browser.get("/quality/").content.decode()
        assert f'<a href="/data/{first.pk}/">' in page

    def test_hints_are_not_findings_to_explain(self, browser: Client):
        make_observation(100)
        assert rows(browser, "unexplained") == []


class TestMissing:
    def test_what_last_year_had_is_asked_of_its_office(self, browser: Client):
        make_indicator("patent.pct", name="PCT", office="知识产权科")
        make_indicator("brand.gi", name="地理标志", office="商标品牌科")
        for code in ("patent.pct", "brand.gi"):
            stated(5, code=code, year=2021)
        stated(5, code="patent.granted")
        stated(None, code="trademark.valid", status="L")
        found = rows(browser, "missing")
        assert [(row["科室"], row["指标"], row["情况"]) for row in found] == [
            ("商标品牌科", "地理标志", "没有填报"),
            ("知识产权科", "PCT", "没有填报"),
            ("知识产权科", "指标trademark.valid", "已标“未报”"),
        ]

    @pytest.mark.parametrize("status", ["M", "Q"])
    def test_what_cannot_be_is_not_missing(self, browser: Client, status: str):
        stated(5, year=2021)
        stated(None, status=status)
        assert rows(browser, "missing", "?year=2022") == []

    def test_what_had_no_value_last_year_is_not_asked_for(self, browser: Client):
        stated(None, year=2021, status="L")
        stated(5, code="patent.pct")
        assert rows(browser, "missing") == []


class TestTheOtherKinds:
    def test_provisional_and_estimated_figures(self, browser: Client):
        stated(1, code="a.one", status="P")
        stated(2, code="a.two", status="E", explanation="按上半年推算")
        stated(3, code="a.three")
        found = rows(browser, "provisional")
        assert [(row["指标"], row["状态"]) for row in found] == [
            ("指标a.one", "初步"), ("指标a.two", "估算"),
        ]  # fmt: skip
        assert found[1]["说明"] == "按上半年推算"

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"printed_scope": ""}, "没有写口径"),
            ({"printed_period": "近年来"}, "时段写作“近年来”"),
            ({"status": "D"}, "口径或时段与目录不同"),
            ({}, None),
        ],
    )
    def test_what_the_paper_did_not_state(self, browser: Client, fields: dict, said: str | None):
        stated(1, **fields)
        assert [row["未写明的"] for row in rows(browser, "unstated")] == [said] * bool(said)

    def test_revisions_of_the_last_ninety_days(self, browser: Client):
        stated(10)
        new = stated(12, based_on=1, revision_kind="更正", reason="原数有误")
        found = rows(browser, "revised")
        assert [(row["原数"], row["新数"], row["原因"]) for row in found] == [
            ("10", "12", "原数有误")
        ]
        past = now() - timedelta(days=91)
        Observation.objects.filter(pk=new.pk).update(approved_at=past)
        assert rows(browser, "revised") == []

    def test_late_assignments_with_what_is_still_missing(self, browser: Client):
        stated(5, code="patent.pct")
        make_round(make_part("patent.pct", "patent.granted"), due_in=-5, title="年报")
        make_round(make_part("patent.granted"), due_in=5, title="还早")
        make_round(make_part("patent.granted"), due_in=-5, title="别的年份", year=2021)
        found = rows(browser, "late")
        assert [(row["报送任务"], row["逾期天数"], row["还缺"]) for row in found] == [
            ("年报", "5", "指标patent.granted")
        ]
        assert counts(browser.get("/quality/?scope=whole"))["late"] == 0


class TestTheDoor:
    def test_a_settled_year_says_so(self, browser: Client):
        stated(5)
        page = browser.get("/quality/")
        assert counts(page) == dict.fromkeys(PARTS, 0)
        for said in ("都已说明", "今年都有数", "没有逾期", "没有初步数", "都已写明", "没有修订"):
            assert said in text(page)

    def test_before_the_first_figure(self, browser: Client):
        assert "还没有已发布的数据" in text(browser.get("/quality/"))
        assert browser.get("/quality/missing.csv").status_code == 404

    @pytest.mark.parametrize(
        ("query", "said"),
        [("year=1066", "没有“1066”年的数据"), ("scope=x", "没有“x”这种口径")],
    )
    def test_what_there_is_not(self, browser: Client, query: str, said: str):
        stated(5)
        page = browser.get(f"/quality/?{query}")
        assert page.status_code == 404
        assert said in text(page)

    def test_who_may_see_it(self, client: Client):
        stated(5)
        for path in ("/quality/", "/quality/missing.csv"):
            assert client.get(path).headers["Location"].startswith("/login/")
        client.force_login(make_user("审计员"))
        for path in ("/quality/", "/quality/missing.csv"):
            assert client.get(path).status_code == 403

    def test_every_file_is_named_and_recorded(self, browser: Client):
        make_observation(5, status="P")
        page = browser.get("/quality/").content.decode()
        links = set(re.findall(r'href="(\w+\.(?:xlsx|csv)\?[^"]+)"', page))
        assert {link.partition(".")[0] for link in links} == {"provisional", "unstated"}
        for link in links:
            assert browser.get(f"/quality/{link.replace('&amp;', '&')}").status_code == 200
        assert Event.objects.filter(kind="导出数据").count() == len(links) == 4
        assert "数据质量：" in Event.objects.first().detail["chosen"]

    def test_the_number_of_queries_does_not_grow(
        self, browser: Client, django_assert_num_queries: object
    ):
        make_observation(5)
        make_round(make_part("patent.granted"), due_in=-5)
        browser.get("/quality/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/quality/")
            count = len(asked)
        for code in ("a.one", "a.two"):
            make_observation(5, code=code, year=2021)
            make_observation(7, code=code, status="P")
            make_observation(8, code=code, based_on=1, revision_kind="修订", reason="有新资料")
            make_round(make_part(code), due_in=-5)
        browser.get("/quality/")
        with django_assert_num_queries(count):
            browser.get("/quality/")
