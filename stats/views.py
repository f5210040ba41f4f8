"""Pages of the statistics: the dashboard, the list of all figures, and one figure."""

import hashlib

from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from cixi_ip import panels
from cixi_ip.edition import edition
from cixi_ip.web import needs
from stats import attention, figures
from stats.attention import Line
from stats.board import board


def data_version(request: HttpRequest) -> str:
    """The figures' version, read once for a request."""
    if not hasattr(request, "data_version"):
        request.data_version = figures.version()
    return request.data_version


def dashboard_etag(request: HttpRequest, **_: object) -> str | None:
    """Everything the page depends on; None while a message waits to be shown.

    The user's groups stand for the permissions, the latest event for what other apps have to say,
    the session for the forms' tokens.
    """
    if len(get_messages(request)):
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(MAX(id), 0) FROM cixi_ip_event"
            " UNION ALL SELECT group_id FROM cixi_ip_user_groups WHERE user_id = %s",
            [request.user.pk],
        )
        state = cursor.fetchall()
    parts = (
        *(edition(), data_version(request), localdate(), request.get_full_path()),
        *(request.user.pk, str(request.user), request.session.session_key, state),
    )
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


@require_safe
@cache_control(private=True, no_cache=True)
@condition(etag_func=dashboard_etag)
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


@needs("stats.view_observation")
def data_list(request: HttpRequest) -> HttpResponse:
    return render(request, "stats/data_list.html")


@needs("stats.view_observation")
def observation(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "stats/observation.html")
