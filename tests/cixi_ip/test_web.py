"""Refusals become messages, errors get a number to quote, private pages stay out of caches."""

import logging
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from cixi_ip import web
from tests.makers import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    """A request as the middleware leaves it, with messages and a user."""
    request = rf.get("/")
    SessionMiddleware(lambda _request: HttpResponse()).process_request(request)
    MessageMiddleware(lambda _request: HttpResponse()).process_request(request)
    request.user = make_user("读者")
    return request


def said(request: HttpRequest) -> list[str]:
    return [str(message) for message in get_messages(request)]


def test_a_refusal_becomes_messages_and_a_way_back(request_: HttpRequest) -> None:
    @web.refused_to("dashboard")
    def view(request: HttpRequest) -> HttpResponse:
        raise ValidationError(["第一句。", "第二句。"])

    response = view(request_)
    assert (response.status_code, response.url) == (302, reverse("dashboard"))
    assert said(request_) == ["第一句。", "第二句。"]


def test_what_is_not_refused_passes(request_: HttpRequest) -> None:
    view = web.refused_to("dashboard")(lambda request: HttpResponse("好"))
    assert view(request_).content.decode() == "好"
    assert said(request_) == []


def test_a_page_needs_its_permission(request_: HttpRequest) -> None:
    view = web.needs("stats.view_observation")(lambda request: HttpResponse("好"))
    assert view.permission == "stats.view_observation"
    assert view(request_).content.decode() == "好"
    request_.user = make_user()
    with pytest.raises(PermissionDenied):
        view(request_)


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (ZeroDivisionError("geheim"), 500, ""),
        (OperationalError("no connection, geheim"), 503, "数据库没有应答"),
        (InterfaceError("closed, geheim"), 503, "数据库没有应答"),
    ],
)
def test_an_error_page_has_a_number_that_is_in_the_log_and_nothing_else(
    rf: RequestFactory,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    status: int,
    words: str,
) -> None:
    try:
        raise error
    except type(error):
        with caplog.at_level(logging.ERROR):
            response = web.broken(rf.get("/somewhere/"))
    text = response.content.decode()
    assert response.status_code == status
    assert words in text
    assert "geheim" not in text
    assert "Traceback" not in text
    number = re.search(r"error number ([0-9a-f]{8}) on /somewhere/", caplog.text)[1]
    assert number in text


def test_a_database_that_does_not_answer_is_told_with_its_reason() -> None:
    message = web.database_trouble(OperationalError("connection refused\n\tIs the server up?"))
    assert "数据库没有应答（connection refused）" in message
    assert "请检查 DATABASE_URL 中的主机、端口、库名和密码" in message
    assert "（OperationalError）" in web.database_trouble(OperationalError())


class TestHeaders:
    def get(self, client: Client, path: str, *roles: str) -> Any:
        client.force_login(make_user(*roles))
        return client.get(path)

    def test_private_pages_are_not_kept(self, client: Client) -> None:
        response = self.get(client, reverse("password_change"), "读者")
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]

    @pytest.mark.parametrize("name", ["password_change", "admin:index", "admin:stats_entry_add"])
    def test_every_page_carries_the_policy(self, client: Client, name: str) -> None:
        response = self.get(client, reverse(name), "录入员")
        assert response.status_code == 200
        policy = response["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Frame-Options"] == "DENY"

    @pytest.mark.parametrize("name", ["login", "admin:index", "admin:stats_entry_add"])
    def test_no_page_has_script_or_style_inside(self, client: Client, name: str) -> None:
        response = self.get(client, reverse(name), "录入员")
        if name == "login":
            response = Client().get(reverse(name))
        text = response.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=", text)

    def test_the_session_cookie_is_out_of_reach_of_scripts(self, client: Client) -> None:
        name = make_user("读者").username
        client.post(reverse("login"), {"username": name, "password": PASSWORD})
        cookie = client.cookies["sessionid"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


class TestPages:
    def test_a_forged_form_is_refused_in_chinese(self) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(make_user("录入员"))
        response = client.post(reverse("admin:stats_entry_add"), {"value": "1"})
        assert response.status_code == 403
        assert "页面" in response.content.decode()

    def test_the_favicon_is_there_for_everyone(self, client: Client) -> None:
        response = client.get("/favicon.ico")
        assert response.status_code == 302
        assert response.url.endswith(".svg")

    def test_too_much_at_once_is_said_in_chinese(self, client: Client) -> None:
        client.force_login(make_user("录入员"))
        typed = {"explanation": "长" * 2_000_000}
        response = client.post(
            reverse("admin:stats_entry_add"),
            urlencode(typed),
            content_type="application/x-www-form-urlencoded",
        )
        assert response.status_code == 400
        assert "文字不超过 5 MB" in response.content.decode()

    @pytest.mark.parametrize(
        ("query", "host"), [("?submission__created_by__password=x", ""), ("", "evil.example")]
    )
    def test_a_forbidden_address_is_refused_in_chinese(
        self, client: Client, query: str, host: str
    ) -> None:
        client.force_login(make_user("录入员"))
        url = reverse("admin:stats_entry_changelist") + query
        response = client.get(url, headers={"host": host} if host else {})
        assert response.status_code == 400
        assert "网址或提交的内容有误" in response.content.decode()

    def test_a_button_s_address_cannot_be_opened(self, client: Client) -> None:
        client.force_login(make_user("读者"))
        response = client.get(reverse("logout"))
        assert (response.status_code, response["Allow"]) == (405, "POST, OPTIONS")
        assert "用页面上的按钮办理" in response.content.decode()
