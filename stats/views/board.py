"""The pages of the dashboard, kept while nothing they depend on has changed."""

import hashlib
from dataclasses import replace
from functools import wraps
from urllib.parse import urlencode

from django.contrib.messages import get_messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from cixi_ip import panels
from cixi_ip.edition import edition
from cixi_ip.models import LATEST_EVENTS
from cixi_ip.web import View, needs
from stats import attention, figures
from stats.attention import Line
from stats.board import bar, board, last_updated, tables
from stats.choices import Choice, choice
from stats.sheets import Table
from stats.views import screen
from stats.views.files import named, spreadsheet, workbook

KEPT_SECONDS = 10 * 60
NO_OPTIONS = ("year", "scope", "display")  # what a tab is not asked with
OVERVIEW = "overview"  # the front page, in the addresses of its files


def kept(view: View) -> View:
    """Answer from memory a page whose name (see `dashboard_etag`) was answered before."""

    @wraps(view)
    def from_memory(request: HttpRequest, **address: str) -> HttpResponse:
        name = getattr(request, "page_name", None)
        body = cache.get(name) if name else None
        if body is not None:
            return HttpResponse(body)
        response = view(request, **address)
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

    The permissions of the user's roles, since a kept page is given without asking for them again;
    the latest events for what other apps have to say, the cookie for the tokens in the page's
    forms. A waiting message is shown once.
    """
    if "CSRF_COOKIE" not in request.META or len(get_messages(request)):
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            f"{LATEST_EVENTS} UNION ALL SELECT permission_id, 0 FROM auth_group_permissions"  # noqa: S608 - constants only
            " JOIN cixi_ip_user_groups USING (group_id) WHERE user_id = %s",
            [request.user.pk],
        )
        state = cursor.fetchall()
    parts = (
        *(edition(), data_version(request), state, localdate(), request.get_full_path()),
        *(request.user.pk, str(request.user), request.META["CSRF_COOKIE"]),
    )
    request.page_name = hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
    return f'"{request.page_name}"'


def page(view: View) -> View:
    """A page of the dashboard: private, named by all it depends on, kept under that name."""
    named = condition(etag_func=dashboard_etag)(kept(needs("stats.view_observation")(view)))
    return require_safe(cache_control(private=True, no_cache=True)(named))


@page
def dashboard(request: HttpRequest) -> HttpResponse:
    """The front page."""
    asked = chosen(request)
    shown = board(version=data_version(request), chosen=asked)
    added = [
        Line(line.level, line.text, line.rule, line.url)
        for line in panels.attention(request.user, localdate())
    ]
    context = {
        "board": shown,
        "groups": attention.grouped([*added, *shown.findings]),
        "explained": attention.explained(shown.findings),
        **frame(request, asked),
    }
    if screen.is_wanted(request, asked):
        asking = replace(question(request, asked), options={})
        before = screen.front(shown, asking, context)
        slides = screen.of_tabs(panels.tabs(request.user), asking, before)
        return screen.wall(request, context, slides)
    return render(request, "stats/dashboard.html", context)


@page
def board_tab(request: HttpRequest, tab: str) -> HttpResponse:
    """One tab of the dashboard, whichever app it is of."""
    asked, found = chosen(request), opened(request, tab)
    asking, context = question(request, asked), {"tab": found, **frame(request, asked, found)}
    if screen.is_wanted(request, asked):
        return screen.wall(request, context, screen.of_tabs([found], asking))
    body = found.html(asking) if asked.year else ""
    return render(request, "stats/board_tab.html", {**context, "body": body})


def frame(request: HttpRequest, asked: Choice, tab: panels.Tab | None = None) -> dict[str, object]:
    """What every page of the dashboard has above its body."""
    extra = kept_options(request, tab) if tab else ""
    title = tab.title if tab and not tab.is_of_figures else ""
    return {
        "choice": asked,
        "bar": bar(version=data_version(request), chosen=asked, extra=extra, title=title),
        "period": period(request, asked, tab),
        "tabs": panels.tabs(request.user),
        "extra": extra,
    }


def period(request: HttpRequest, asked: Choice, tab: panels.Tab | None) -> str:
    """Which time the page speaks of, and how new it is, as its head on paper says."""
    if not asked.year:
        return ""
    if tab and not tab.is_of_figures:
        return tab.period(question(request, asked))
    updated = last_updated(version=data_version(request), chosen=asked)
    return f"{asked.year}年 · {asked.scope_name} · 数据更新至{updated}"


def kept_options(request: HttpRequest, tab: panels.Tab) -> str:
    """The options of the tab as its address has them; the tab itself refuses unknown values."""
    given = {name: request.GET[name] for name in tab.options if request.GET.get(name)}
    return f"&{urlencode(given)}" if given else ""


def chosen(request: HttpRequest) -> Choice:
    """The year and scope that the address of a page or a file asks for."""
    return choice(
        version=data_version(request),
        year=request.GET.get("year", ""),
        scope=request.GET.get("scope") or "published",
    )


def question(request: HttpRequest, asked: Choice) -> panels.Asked:
    options = {name: request.GET[name] for name in sorted(request.GET) if name not in NO_OPTIONS}
    asking = (asked.year, asked.scope, data_version(request), localdate(), options)
    return panels.Asked(*asking, user=request.user)


def opened(request: HttpRequest, slug: str) -> panels.Tab:
    """The tab of this address; page 403 where the user may not see it."""
    found = panels.tab(slug)
    if found is None:
        raise Http404("看板没有这一页。请用看板上方的栏目打开。")
    if not request.user.has_perm(found.permission):
        raise PermissionDenied
    return found


def of_page(request: HttpRequest, tab: str, asked: Choice) -> tuple[str, list[Table]]:
    """The title of a page of the dashboard and the tables it is exported as."""
    if tab == OVERVIEW:
        return "数据看板", tables(asked) if asked.year else []
    found = opened(request, tab)
    return found.title, list(found.tables(question(request, asked))) if asked.year else []


def narrowed(tab: str, asked: Choice) -> str:
    """Year and scope of the tables of a page; the day, of a page that has neither."""
    found = panels.tab(tab)
    is_of_figures = found is None or found.is_of_figures
    return asked.in_words if is_of_figures else f"截至：{localdate():%Y-%m-%d}"


@require_safe
@needs("stats.view_observation")
def board_file(request: HttpRequest, tab: str, table: str, kind: str) -> HttpResponse:
    """One table of a page of the dashboard as a file."""
    asked = chosen(request)
    found = named(of_page(request, tab, asked)[1], table)
    return spreadsheet(request, found, kind, filters=f"{found.name}；{narrowed(tab, asked)}")


@require_safe
@needs("stats.view_observation")
def board_workbook(request: HttpRequest, tab: str) -> HttpResponse:
    """All tables of a page of the dashboard as one file, a sheet for each."""
    asked = chosen(request)
    if not asked.year:
        raise Http404("还没有已发布的数据，没有可以导出的表。")
    title, shown = of_page(request, tab, asked)
    return workbook(request, shown, name=title, filters=f"{title}；{narrowed(tab, asked)}")
