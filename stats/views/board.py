"""The dashboard page, kept while nothing it depends on has changed."""

import hashlib
from functools import wraps

from django.contrib.messages import get_messages
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from cixi_ip import panels
from cixi_ip.edition import edition
from cixi_ip.web import View, needs
from stats import attention, figures
from stats.attention import Line
from stats.board import board, tables
from stats.choices import Choice, choice
from stats.views.files import named, spreadsheet

KEPT_SECONDS = 10 * 60


def kept(view: View) -> View:
    """Answer from memory a page whose name (see `dashboard_etag`) was answered before."""

    @wraps(view)
    def from_memory(request: HttpRequest) -> HttpResponse:
        name = getattr(request, "page_name", None)
        body = cache.get(name) if name else None
        if body is not None:
            return HttpResponse(body)
        response = view(request)
        if name and response.status_code == 200:
            cache.set(name, response.content, KEPT_SECONDS)
        return response

    return from_memory


def data_version(request: HttpRequest) -> str:
    """The figures' version, read once for a request."""
    if not hasattr(request, "data_version"):
        request.data_version = figures.version()
    return request.data_version


def dashboard_etag(request: HttpRequest, **_: object) -> str | None:
    """A name for everything the page depends on; None while it may not be kept.

    The user's groups stand for the permissions, the latest event for what other apps have to say,
    the cookie for the tokens in the page's forms. A waiting message is shown once.
    """
    if "CSRF_COOKIE" not in request.META or len(get_messages(request)):
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(MAX(id), 0) FROM cixi_ip_event"
            " UNION ALL SELECT group_id FROM cixi_ip_user_groups WHERE user_id = %s",
            [request.user.pk],
        )
        state = cursor.fetchall()
    parts = (
        *(edition(), data_version(request), state, localdate(), request.get_full_path()),
        *(request.user.pk, str(request.user), request.META["CSRF_COOKIE"]),
    )
    request.page_name = hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
    return f'"{request.page_name}"'


@require_safe
@cache_control(private=True, no_cache=True)
@condition(etag_func=dashboard_etag)
@kept
@needs("stats.view_observation")
def dashboard(request: HttpRequest) -> HttpResponse:
    shown = board(
        version=data_version(request),
        year=request.GET.get("year", ""),
        scope=request.GET.get("scope") or "published",
    )
    added = [
        Line(line.level, line.text, line.rule, line.url)
        for line in panels.attention(request.user, localdate())
    ]
    groups = attention.grouped([*added, *shown.findings])
    return render(request, "stats/dashboard.html", {"board": shown, "groups": groups})


def chosen(request: HttpRequest) -> Choice:
    """The year and scope that the address of a page or a file asks for."""
    return choice(
        version=data_version(request),
        year=request.GET.get("year", ""),
        scope=request.GET.get("scope") or "published",
    )


@require_safe
@needs("stats.view_observation")
def board_file(request: HttpRequest, table: str, kind: str) -> HttpResponse:
    """One table of the dashboard as a file."""
    asked = chosen(request)
    found = named(tables(asked) if asked.year else [], table)
    return spreadsheet(request, found, kind, filters=f"{found.name}；{asked.in_words}")
