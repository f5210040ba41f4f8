"""Logins, logouts and refusals are written down, and an account is locked after five of them."""

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import OperationalError, connection
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from cixi_ip.models import Event
from tests.makers import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def log_in(client: Client, username: str, password: str = PASSWORD, **headers: str) -> object:
    return client.post(
        reverse("login"), {"username": username, "password": password}, headers=headers
    )


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_login_and_logout_are_recorded_with_the_address(client: Client) -> None:
    user = make_user("读者")
    log_in(client, user.username)
    client.post(reverse("logout"))
    assert kinds() == ["登录", "退出"]
    event = Event.objects.last()
    assert (event.by, event.detail) == (user, {"address": "127.0.0.1"})


def test_a_refused_login_is_recorded_by_name_only(client: Client) -> None:
    response = log_in(client, "nobody", "geheim-passwort")
    assert response.status_code == 200
    event = Event.objects.get()
    assert (event.kind, event.by, event.by_label) == ("登录失败", None, "nobody")
    assert "geheim" not in str(list(Event.objects.values()))


def test_a_known_and_an_unknown_name_are_refused_in_the_same_words(client: Client) -> None:
    said = [
        log_in(client, name, "wrong").context["form"].non_field_errors()
        for name in (make_user("读者").username, "nobody")
    ]
    assert said[0] == said[1]
    assert said[0]


def test_line_breaks_in_a_name_do_not_forge_the_record(client: Client) -> None:
    log_in(client, "wang\n2026-01-01 登录 成功\u202e")
    label = Event.objects.get().by_label
    assert label == "wang2026-01-01 登录 成功"
    assert "\u202e" not in label


def test_without_a_name_the_record_says_so() -> None:
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "10.0.0.9"
    authenticate(request, username="", password="x")
    assert Event.objects.get().by_label == "（未填用户名）"
    assert Event.objects.get().detail == {"address": "10.0.0.9"}


def test_after_five_failures_even_the_right_password_is_refused(client: Client) -> None:
    user = make_user("读者")
    for _ in range(5):
        log_in(client, user.username, "wrong")
    response = log_in(client, user.username)
    assert response.status_code == 429
    assert "_auth_user_id" not in client.session
    assert "账号锁定" in kinds()
    assert "登录" not in kinds()


def test_a_colleague_gets_in_all_the_same(client: Client) -> None:
    for _ in range(6):
        log_in(client, "somebody", "wrong")
    colleague = make_user("读者")
    log_in(client, colleague.username)
    assert client.session["_auth_user_id"] == str(colleague.pk)


def test_a_stopped_account_is_out_at_once(client: Client) -> None:
    user = make_user("读者")
    client.force_login(user)
    user.is_active = False
    user.save()
    response = client.get(reverse("password_change"))
    assert response.url.startswith(reverse("login"))


def test_a_refused_page_is_recorded_by_path_and_user(client: Client) -> None:
    user = make_user("审计员")
    client.force_login(user)
    assert client.get(reverse("dashboard") + "?year=2022").status_code == 403
    event = Event.objects.get(kind="拒绝")
    assert (event.by, event.detail) == (user, {"path": "/", "address": "127.0.0.1"})


def test_a_refusal_stands_when_it_cannot_be_recorded(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(make_user("审计员"))

    def away(execute: Any, statement: str, *rest: Any) -> Any:
        if statement.startswith("INSERT"):
            raise OperationalError("no connection")
        return execute(statement, *rest)

    with connection.execute_wrapper(away):
        response = client.get(reverse("dashboard"))
    assert response.status_code == 403
    assert "您的角色不能打开这一页" in response.content.decode()
    assert "refusal of / not recorded" in caplog.text
