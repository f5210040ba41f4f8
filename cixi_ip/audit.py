"""Logins, logouts, and what was refused, written down as events."""

from typing import Any

from axes.helpers import get_client_ip_address
from axes.signals import user_locked_out
from django.contrib.auth import signals
from django.http import HttpRequest

from cixi_ip.models import Event, User

NAMELESS = "（未填用户名）"


def connect() -> None:
    signals.user_logged_in.connect(logged_in, dispatch_uid="audit")
    signals.user_logged_out.connect(logged_out, dispatch_uid="audit")
    signals.user_login_failed.connect(login_refused, dispatch_uid="audit")
    user_locked_out.connect(locked_out, dispatch_uid="audit")


def address(request: HttpRequest | None) -> str:
    return (get_client_ip_address(request) or "") if request is not None else ""


def typed_name(name: object) -> str:
    """The user name as it was typed, made fit for one line of the record."""
    plain = "".join(letter for letter in str(name or "") if letter.isprintable())
    return plain[:150] or NAMELESS


def logged_in(request: HttpRequest, user: User, **_: Any) -> None:
    Event.objects.record("登录", by=user, subject=user, address=address(request))


def logged_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        Event.objects.record("退出", by=user, subject=user, address=address(request))


def login_refused(
    credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any
) -> None:
    name = typed_name(credentials.get("username"))
    Event.objects.record("登录失败", by=None, label=name, address=address(request))


def locked_out(request: HttpRequest, username: str, **_: Any) -> None:
    label = typed_name(username)
    Event.objects.record("账号锁定", by=None, label=label, address=address(request))


def page_refused(request: HttpRequest) -> None:
    user = request.user if request.user.is_authenticated else None
    label = "" if user else "未登录"
    Event.objects.record(
        "拒绝", by=user, label=label, path=request.path[:200], address=address(request)
    )
