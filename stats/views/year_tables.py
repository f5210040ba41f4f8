"""The year table (一览表): as it is now, as it stood at a moment, and their files."""

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cixi_ip.web import needs
from stats import snapshots
from stats.choices import Choice
from stats.selection import Selection
from stats.sheets import Table
from stats.views.addresses import ADDRESSES
from stats.views.board import chosen, page
from stats.views.files import named, spreadsheet
from stats.year_table import year_table

DIRECTIONS = (("landscape", "横向"), ("portrait", "纵向"))


@dataclass(frozen=True)
class Options:
    """What else an address chooses: groups of indicators, and which way the paper lies."""

    groups: tuple[str, ...]
    known: tuple[str, ...]
    paper: str
    is_whole: bool

    @property
    def in_words(self) -> str:
        groups = f"；分组：{'、'.join(self.groups)}" if self.groups else ""
        return groups + ("" if self.is_whole else "；只列有数的指标")


def options(request: HttpRequest, selection: Selection) -> Options:
    """404 in Chinese for a group there is not."""
    known = dict.fromkeys(meaning.group for meaning in selection.figures.meanings.values())
    groups = request.GET.getlist("groups")
    for group in groups:
        if group not in known:
            raise Http404(f"没有“{group[:20]}”这个分组。可选：{'、'.join(known)}。")
    paper = request.GET.get("paper", "")
    return Options(
        tuple(groups),
        tuple(known),
        paper if paper == "portrait" else "landscape",
        is_whole=request.GET.get("only") != "published",
    )


def extra(request: HttpRequest) -> str:
    """What follows the year and scope in the addresses of the page and its files."""
    query = request.GET.copy()
    for name in ("year", "scope"):
        query.pop(name, None)
    return f"&{query.urlencode()}" if query else ""


def made(request: HttpRequest, choice: Choice) -> tuple[Options, Table]:
    selection = snapshots.selected(choice)
    asked = options(request, selection)
    table = year_table(selection, ADDRESSES, asked.groups, is_whole=asked.is_whole)
    return asked, replace(table, running=f"{table.name}　{choice.in_words}{asked.in_words}")


@page
def year_table_page(request: HttpRequest) -> HttpResponse:
    choice = chosen(request)
    if not choice.year:
        return render(request, "stats/year_table.html", {"choice": choice})
    asked, table = made(request, choice)
    context = {
        "choice": choice,
        "options": asked,
        "directions": DIRECTIONS,
        "table": table,
        "extra": extra(request),
        "query": choice.query + extra(request),
    }
    return render(request, "stats/year_table.html", context)


@require_safe
@needs("stats.view_observation")
def year_table_file(request: HttpRequest, kind: str) -> HttpResponse:
    choice = chosen(request)
    if not choice.year:
        raise Http404("还没有已发布的数据，没有可以导出的表。")
    asked, table = made(request, choice)
    return spreadsheet(request, table, kind, filters=f"{choice.in_words}{asked.in_words}")


@require_safe
@needs("stats.view_observation")
def year_table_fix(request: HttpRequest) -> HttpResponse:
    """To the address of the table as it stands now, with its digest."""
    choice = chosen(request)
    if not choice.year:
        raise Http404("还没有已发布的数据，没有可以固定的表。")
    moment = now()
    code = snapshots.code(snapshots.selected(choice, moment))
    parts = (choice.year, choice.scope, snapshots.stamp(moment))
    return redirect(f"{reverse('year_table_as_of', args=parts)}?code={code}")


@dataclass(frozen=True)
class Snapshot:
    """A year table as it stood, with what a reader must know of it."""

    choice: Choice
    stands: str
    code: str
    citation: str
    table: Table
    changes: Table

    @property
    def in_words(self) -> str:
        return f"{self.choice.in_words}；截至{self.stands}"


def snapshot(request: HttpRequest, year: int, scope: str, stamp: str) -> Snapshot:
    choice = snapshots.choice_of(year, scope)
    moment = snapshots.moment_of(stamp)
    then = snapshots.selected(choice, moment)
    stands = snapshots.in_words(moment)
    if not snapshots.of_year(then):
        raise Http404(
            f"截至{stands}，“{choice.scope_name}”还没有发布{year}年的数据，没有可以引用的表。"
        )
    code = snapshots.code(then)
    address = request.build_absolute_uri(reverse("year_table_as_of", args=(year, scope, stamp)))
    since = snapshots.changes_since(then, snapshots.selected(choice))
    table = year_table(then, ADDRESSES)
    return Snapshot(
        choice,
        stands,
        code,
        snapshots.citation(choice, moment, code, f"{address}?code={code}"),
        replace(
            table,
            name=f"{table.name}（截至{stands}）",
            running=f"{table.name}　{choice.in_words}；截至{stands}；校验码 {code}",
        ),
        snapshots.table_of(since, ADDRESSES),
    )


@require_safe
@needs("stats.view_observation")
def year_table_as_of(request: HttpRequest, year: int, scope: str, stamp: str) -> HttpResponse:
    """The table as it stood, which never changes; what has changed since is said above it."""
    shown = snapshot(request, year, scope, stamp)
    claimed = request.GET.get("code", shown.code)
    context = {
        "snapshot": shown,
        "table": shown.table,
        "now": f"{reverse('year_table')}?year={year}&scope={scope}",
        "is_altered": claimed != shown.code,
        "claimed": claimed[:64],
        "paper": "portrait" if request.GET.get("paper") == "portrait" else "landscape",
    }
    return render(request, "stats/year_table_as_of.html", context)


@require_safe
@needs("stats.view_observation")
def year_table_as_of_file(
    request: HttpRequest, year: int, scope: str, stamp: str, table: str, kind: str
) -> HttpResponse:
    shown = snapshot(request, year, scope, stamp)
    facts = [("截至", shown.stands), ("校验码", shown.code), ("引用", shown.citation)]
    found = named([shown.table, shown.changes], table)
    return spreadsheet(request, found, kind, filters=shown.in_words, facts=facts)
