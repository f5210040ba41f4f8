"""Programs are refused in JSON, in Chinese, where people see a page."""

import json
import logging
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.test import Client, RequestFactory

from cixi_ip import web
from cixi_ip.problems import problem
from tests.makers import make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/figures"


def told(response: HttpResponse, status: int) -> dict[str, Any]:
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/json")
    body = json.loads(response.content)
    assert set(body) == {"status", "title", "detail", "parameters"}
    assert body["status"] == status
    return body


def test_a_problem_names_each_parameter_at_fault():
    fault = {"name": "year", "message": "参数 year 的值“x”不可用。"}
    response = problem(422, "参数有误", fault["message"], [fault])
    assert told(response, 422)["parameters"] == [fault]
    assert "参数有误" in response.content.decode()


def test_a_wrong_method_is_told_with_the_right_ones(rf: RequestFactory):
    response = web.NotAllowed(lambda _request: HttpResponseNotAllowed(["GET"]))(rf.post(ADDRESS))
    assert "GET" in told(response, 405)["detail"]
    assert response.headers["Allow"] == "GET"


def test_a_refusal_is_told_and_recorded(rf: RequestFactory):
    request = rf.get(ADDRESS)
    request.user = make_user("审计员")
    assert "系统管理员" in told(web.forbidden(request, PermissionDenied()), 403)["detail"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Http404("没有这一条。"), "没有这一条。"),
        (Http404({"tried": ["某处"]}), "没有这个接口，请检查网址。"),
        (Http404(), "没有这个接口，请检查网址。"),
    ],
)
def test_what_is_not_there_is_told(rf: RequestFactory, error: Http404, said: str):
    assert told(web.missing(rf.get(ADDRESS), error), 404)["detail"] == said


def test_an_address_that_leads_nowhere_is_json_for_programs_and_a_page_for_people(client: Client):
    client.force_login(make_user("读者"))
    told(client.get("/api/v0/anything"), 404)
    assert "没有找到这一页" in client.get("/nowhere/").content.decode()


def test_a_request_that_cannot_be_read_is_told(rf: RequestFactory):
    assert told(web.bad_request(rf.get(ADDRESS), SuspiciousOperation("geheim")), 400)


@pytest.mark.parametrize(
    ("error", "status"), [(ZeroDivisionError("geheim"), 500), (OperationalError("geheim"), 503)]
)
def test_an_error_is_told_with_a_number_and_nothing_else(
    rf: RequestFactory, caplog: pytest.LogCaptureFixture, error: Exception, status: int
):
    try:
        raise error
    except type(error):
        with caplog.at_level(logging.ERROR):
            body = told(web.broken(rf.get(ADDRESS)), status)
    assert "geheim" not in str(body)
    number = caplog.records[0].getMessage().split()[2]
    assert number in body["detail"]
