"""The doors of the interface: whom it refuses and how, what may be kept, and what it costs."""

import re
import subprocess
import sys
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cixi_ip.models import Event
from cixi_ip.setup.steps import BASE
from stats.api.guide import operations
from tests.makers import make_break, make_observation, make_region, make_user

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"
ADDRESSES = ("/", "/openapi.json", "/indicators", "/regions", "/observations", "/notes", "/targets")


@pytest.fixture
def caller(client: Client) -> Client:
    client.force_login(make_user("读者"))
    return client


# How it refuses


@pytest.mark.parametrize(
    ("query", "name", "said"),
    [
        ("year_from=abc", "year_from", "的值“abc”不可用。要求：含当年；1949 至 2100 的整数"),
        ("year_from=2018.0", "year_from", "的值“2018.0”不可用"),
        ("year_from=2_018", "year_from", "的值“2_018”不可用"),
        ("year_from=", "year_from", "的值“”不可用"),
        ("year_to=1066", "year_to", "的值“1066”不可用"),
        ("year_to=" + "9" * 5000, "year_to", "的值“" + "9" * 40 + "…”不可用"),
        ("year_from=2022&year_to=2021", "year_from", "晚于截止年份 2021，请对调或改正"),
        ("through_month=0", "through_month", "1 至 12 的整数"),
        ("through_month=1&through_month=13", "through_month", "的值“1”、“13”不可用"),
        ("status=X", "status", "状态代码 A、P、E、B、D、L、M、Q"),
        ("limit=0", "limit", "1 至 1000 的整数"),
        ("limit=1001", "limit", "1 至 1000 的整数"),
        ("offset=-1", "offset", "的值“-1”不可用"),
        ("offset=%00", "offset", "的值“�”不可用"),
        ("as_of=2023-04-12", "as_of", "写作 2023-04-12T09:30:00+08:00"),
        ("as_of=2023-02-30T00:00", "as_of", "写作 2023-04-12T09:30:00+08:00"),
        ("as_of=2023-04-12T00:00%2B99:00", "as_of", "网址里的 + 写作 %2B"),
        ("as_of=1681263000", "as_of", "不可用"),
        ("indicator=patent.none", "indicator",
         "没有代码为“patent.none”的指标，请改正参数 indicator；全部代码见 /api/v1/indicators。"),
        ("indicator=%00", "indicator", "指标代码，可重复给出"),
        ("indicator=%ED%A0%80", "indicator", "没有代码为“���”的指标"),
        ("indicator=" + "x" * 61, "indicator", "不可用"),
        ("region=330282&region=999", "region", "没有代码为“999”的地区（口径）"),
        ("&".join(["region=330282"] * 101), "region", "至多 100 个"),
        ("year=2022", "year", "没有参数“year”，请删去或改正。这个接口的参数：indicator、region"),
        ("limit=1&limit=2", "limit", "只能给一次，现给了 2 次"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_by_name_with_the_way_out(
    caller: Client, query: str, name: str, said: str
):
    make_region("330282")
    answer = caller.get(f"{ROOT}/observations?{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/json")
    told = answer.json()
    assert (told["status"], told["title"]) == (422, "参数有误")
    assert [one["name"] for one in told["parameters"]] == [name]
    assert said in told["parameters"][0]["message"]
    assert told["detail"] == told["parameters"][0]["message"]


def test_all_faults_are_told_at_once(caller: Client):
    answer = caller.get(f"{ROOT}/observations?limit=x&year_to=1&status=Z").json()
    assert [one["name"] for one in answer["parameters"]] == ["year_to", "status", "limit"]


@pytest.mark.parametrize("address", ["/indicators?q=1", "/regions/330282?x=1", "/notes?region=1"])
def test_a_parameter_that_means_nothing_here_is_not_passed_over(caller: Client, address: str):
    make_region("330282")
    assert "请删去或改正" in caller.get(ROOT + address).json()["detail"]


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/observations/999999", 404, "没有编号为 999999 的数据。编号见 /api/v1/observations"),
        ("/observations/0", 422, "正整数"),
        ("/observations/" + "9" * 30, 422, "正整数"),
        ("/observations/1.0", 422, "正整数"),
        ("/indicators/none", 404, "没有代码为“none”的指标。全部代码见 /api/v1/indicators。"),
        ("/indicators/a%00b", 422, "参数 code 的值“a�b”不可用"),
        ("/regions/1", 404, "没有代码为“1”的地区（口径）。全部代码见 /api/v1/regions。"),
        ("/observations/", 404, "全部接口和用法见 /api/v1/。"),
        ("/docs", 404, "全部接口和用法见 /api/v1/。"),
        ("/indicators/a/b", 404, "全部接口和用法见 /api/v1/。"),
        ("/indicators/a%0Ab", 404, "没有这个接口，请检查网址。"),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_said_with_where_to_look(
    caller: Client, address: str, status: int, said: str
):
    answer = caller.get(ROOT + address)
    assert answer.status_code == status
    assert said in answer.json()["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_can_be_written(caller: Client, method: str):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = caller.cookies
    for address in (*ADDRESSES[1:], "/observations/1", "/nothing"):
        answer = getattr(strict, method)(ROOT + address)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
        assert answer.json()["detail"] == "接口只供读取，请改用 GET 方法。"


def test_a_head_request_is_answered_without_a_body(caller: Client):
    make_observation()
    for address in (*ADDRESSES, "/indicators/patent.granted"):
        answer = caller.head(ROOT + address)
        assert (answer.status_code, answer.content) == (200, b"")


def test_who_is_not_logged_in_is_led_to_the_login(client: Client):
    for address in (*ADDRESSES, "/observations/1", "/nothing"):
        assert client.get(ROOT + address).headers["Location"].startswith("/login/?next=/api/v1/")


def test_who_may_not_see_figures_is_refused_and_that_is_recorded(client: Client):
    client.force_login(make_user("审计员"))
    for address in (*ADDRESSES[1:], "/observations/1", "/nothing"):
        answer = client.get(ROOT + address)
        assert answer.status_code == 403
        assert answer.json()["title"] == "没有权限"
    refused = Event.objects.filter(kind="拒绝").values_list("detail__path", flat=True)
    assert f"{ROOT}/observations/1" in refused
    assert client.get(f"{ROOT}/").status_code == 403


# What may be kept, and what it costs


def again(caller: Client, answer: HttpResponse, address: str = "/observations") -> HttpResponse:
    return caller.get(ROOT + address, headers={"if-none-match": answer.headers["ETag"]})


def test_an_unchanged_answer_is_not_sent_again(caller: Client):
    make_observation()
    for address in ADDRESSES[1:]:
        answer = caller.get(ROOT + address)
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert "Cookie" in answer.headers["Vary"]
        second = again(caller, answer, address)
        assert (second.status_code, second.content) == (304, b"")


@pytest.mark.parametrize("change", ["figure", "note", "program", "data"])
def test_what_changes_is_sent_at_once(
    caller: Client, change: str, monkeypatch: pytest.MonkeyPatch, settings: Any
):
    make_observation()
    answer = caller.get(f"{ROOT}/observations")
    if change == "figure":
        make_observation(11, year=2021)
    elif change == "note":
        make_break("patent.granted")
    elif change == "program":
        monkeypatch.setattr("stats.api.views.edition", lambda: "next")
    else:
        settings.DEMO_DATA = True
    assert again(caller, answer).status_code == 200


def test_who_loses_the_role_is_refused_whatever_was_kept(client: Client):
    user = make_user("读者")
    client.force_login(user)
    answer = client.get(f"{ROOT}/observations")
    user.groups.clear()
    assert again(client, answer).status_code == 403


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/observations", 3),
        ("/observations?indicator=patent.granted&region=330282-BJ&year_from=2000", 5),
        ("/indicators", 2),
        ("/regions", 2),
        ("/notes?indicator=patent.granted", 3),
        ("/targets", 2),
        ("/openapi.json", 1),
    ],
)
def test_the_number_of_queries_is_fixed(
    caller: Client, django_assert_num_queries: Any, address: str, queries: int
):
    """Besides those of every page: the session, the user and what the user may do."""
    for year in range(2015, 2023):
        make_observation(year, year=year)
    make_break("patent.granted")
    with django_assert_num_queries(queries + before(caller)):
        caller.get(ROOT + address)


def before(caller: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        caller.get(f"{ROOT}/")
    return len(captured)


def test_pages_do_not_bring_in_the_library(tmp_path: Any):
    """Only who fetches data pays for it: neither commands nor pages import it."""
    program = (
        "import django, sys; django.setup();"
        "from django.urls import reverse; from django.core.management import call_command;"
        "reverse('api_operation', args=['x']); call_command('check', verbosity=0);"
        "sys.exit('ninja' in sys.modules or 'pydantic' in sys.modules)"
    )
    environment = {
        "CIXI_ENV": "test",
        "SECRET_KEY": "for this test alone " * 4,
        "DJANGO_SETTINGS_MODULE": "cixi_ip.settings",
        "VAR_DIR": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=BASE, env=environment, check=False, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()


# The page that explains it


def test_the_page_names_every_part_of_a_figure(caller: Client):
    make_observation()
    page = caller.get(f"{ROOT}/").content.decode()
    (figure,) = caller.get(f"{ROOT}/observations").json()["items"]
    for name in figure:
        assert f"<code>{name}</code>" in page
    assert "code 代码、name 名称" in page


def test_the_page_explains_every_operation_and_its_examples_work(caller: Client):
    call_command("load_fixtures", verbosity=0)
    page = caller.get(f"{ROOT}/").content.decode()
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)", page) == []
    for operation in operations():
        assert f"GET {operation.address}" in page
        assert all(f"<code>{one.name}</code>" in page for one in operation.parameters)
        if operation.example:
            assert caller.get(operation.example).status_code == 200, operation.example
    tried = [operation for operation in operations() if operation.example]
    assert len(tried) == 7
    figures = next(one.example for one in tried if one.summary == "按条件查找已发布的数")
    assert caller.get(figures).json()["count"] > 0
