"""What every page needs of the web: refusals as messages, private caching, and error pages."""

import logging
import secrets
import sys
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static

from cixi_ip import audit

log = logging.getLogger(__name__)
View = Callable[..., HttpResponse]
Middleware = Callable[[HttpRequest], HttpResponse]
BUREAU = "慈溪市市场监督管理局"


def needs(permission: str) -> Callable[[View], View]:
    """Only users whose role holds `permission` (roles.py) reach the view; others see page 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def say_errors(request: HttpRequest, error: ValidationError) -> None:
    """Show each sentence of a refusal as a message."""
    for sentence in error.messages:
        messages.error(request, sentence)


def refused_to(url_name: str, *kwarg_names: str) -> Callable[[View], View]:
    """A ValidationError raised in the view becomes messages on the page `url_name`, never a 500."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except ValidationError as error:
                say_errors(request, error)
                return redirect(url_name, **{name: kwargs[name] for name in kwarg_names})

        return guarded

    return decorate


def database_trouble(error: Exception) -> str:
    """The message for a database that does not answer; the reason itself goes along in brackets."""
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if "unable to open database file" in reason:
        return (
            f"打不开数据库文件 {settings.DATABASES['default']['NAME']}。"
            "请检查 DATABASE_URL 中的路径：所在文件夹须已建立，运行系统的用户须能在其中写文件。"
        )
    return (
        f"数据库没有应答（{reason}）。请检查 DATABASE_URL 中的主机、端口、库名和密码，"
        "确认数据库服务已启动后再试。"
    )


class NotAllowed:
    """A page asked for in a way it does not serve says so, where the framework sends nothing."""

    def __init__(self, get_response: Middleware) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page


class PrivatePages:
    """Pages behind the login stay out of all caches, unless they set a policy of their own."""

    def __init__(self, get_response: Middleware) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


def site(request: HttpRequest) -> dict[str, object]:
    """Context of every template."""
    return {"DEMO_DATA": settings.DEMO_DATA, "BUREAU": BUREAU}


def stale_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Page 403, written down; a record that cannot be written leaves the refusal standing."""
    try:
        with transaction.atomic():
            audit.page_refused(request)
    except (DatabaseError, InterfaceError):
        log.exception("refusal of %s not recorded", request.path)
    return render(request, "403.html", {"exception": str(exception)}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    context = {"is_too_big": isinstance(exception, RequestDataTooBig)}
    return render(request, "400.html", context, status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """Page 500 with a number to quote, found again in the log; 503 when the database is away."""
    error = sys.exc_info()[1]
    number = secrets.token_hex(4)
    log.error("error number %s on %s", number, request.path)
    away = isinstance(error, OperationalError | InterfaceError)
    page = render_to_string("503.html" if away else "500.html", {"number": number})
    return HttpResponse(page, status=503 if away else 500)


@login_not_required
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("img/favicon.svg"))
