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
from django.views.defaults import page_not_found

from cixi_ip import audit
from cixi_ip.departments import BUREAU
from cixi_ip.problems import from_program, problem

log = logging.getLogger(__name__)
View = Callable[..., HttpResponse]
Middleware = Callable[[HttpRequest], HttpResponse]


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


def row_number(text: str) -> int:
    """A row's number as an address or a form gives it; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


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
        if from_program(request):
            page = problem(405, "不能这样调用", "接口只供读取，请改用 GET 方法。")
        else:
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
    if from_program(request):
        detail = "您的角色不能调用这个接口。如确需调用，请联系系统管理员调整角色。"
        return problem(403, "没有权限", detail)
    return render(request, "403.html", {"exception": str(exception)}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if from_program(request):
        return problem(400, "请求有误", "网址或参数过多、过长或写法有误，请检查后再试。")
    context = {"is_too_big": isinstance(exception, RequestDataTooBig)}
    return render(request, "400.html", context, status=400)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not from_program(request):
        return page_not_found(request, exception)
    said = next((part for part in exception.args if isinstance(part, str)), "")
    return problem(404, "没有找到", said or "没有这个接口，请检查网址。")


def broken(request: HttpRequest) -> HttpResponse:
    """Page 500 with a number to quote, found again in the log; 503 when the database is away."""
    error = sys.exc_info()[1]
    number = secrets.token_hex(4)
    log.error("error number %s on %s", number, request.path)
    away = isinstance(error, OperationalError | InterfaceError)
    if from_program(request):
        title = "数据库没有应答" if away else "系统出错了"
        detail = f"请过几分钟再试；如果还是这样，请把错误编号 {number} 告诉系统管理员。"
        return problem(503 if away else 500, title, detail)
    page = render_to_string("503.html" if away else "500.html", {"number": number})
    return HttpResponse(page, status=503 if away else 500)


@login_not_required
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("img/favicon.svg"))
