"""Pages of the statistics: the dashboard, the list of all figures, and one figure."""

import hashlib
from functools import wraps

from django.contrib import messages
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from cixi_ip import panels
from cixi_ip.edition import edition
from cixi_ip.models import Event
from cixi_ip.web import View, needs
from stats import attention, exports, figures
from stats.attention import Line
from stats.board import board
from stats.detail import everything
from stats.filters import WRONG, ObservationFilter
from stats.models import Observation
from stats.tables import ObservationTable

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


def listed(request: HttpRequest) -> ObservationFilter:
    rows = Observation.objects.published().select_related("indicator", "region", "source")
    return ObservationFilter(
        request.GET, rows.order_by("indicator__order", "region__code", "-year")
    )


@require_safe
@needs("stats.view_observation")
def data_list(request: HttpRequest) -> HttpResponse:
    chosen = listed(request)
    table = ObservationTable(chosen.qs).show(request)
    query = request.GET.copy()
    for name in (table.prefixed_page_field, table.prefixed_order_by_field):
        query.pop(name, None)
    context = {
        "filter": chosen,
        "table": table,
        "count": table.paginator.count,
        "chosen": chosen.in_words(),
        "query": query.urlencode(),
    }
    return render(request, "stats/data_list.html", context)


@require_safe
@needs("stats.view_observation")
def data_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The filtered list as a file; who took it out is recorded."""
    chosen = listed(request)
    if not chosen.is_valid():
        messages.error(request, f"没有导出：{WRONG}，请改正后再导出。")
        return redirect(f"{reverse('data_list')}?{request.GET.urlencode()}")
    records = list(chosen.qs)
    if kind == "csv":
        content, media = exports.as_csv(records), "text/csv; charset=utf-8"
    else:
        content = exports.as_xlsx(records, filters=chosen.in_words(), by=str(request.user))
        media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    Event.objects.record(
        "导出数据",
        by=request.user,
        kind_of_file=kind,
        chosen=chosen.in_words(),
        figures=len(records),
    )
    name = f"慈溪知识产权数据明细-{localdate():%Y%m%d}.{kind}"
    disposition = content_disposition_header(True, name) or ""
    return HttpResponse(content, media, headers={"Content-Disposition": disposition})


@require_safe
@needs("stats.view_observation")
def observation(request: HttpRequest, pk: int) -> HttpResponse:
    record = (
        Observation.objects.select_related(
            "indicator", "region", "source", "denominator__indicator"
        )
        .filter(pk=pk)
        .first()
    )
    if record is None:
        raise Http404(f"没有编号为 {pk} 的数据。它可能从未发布；请从数据明细里查找。")
    return render(request, "stats/observation.html", everything(record))
