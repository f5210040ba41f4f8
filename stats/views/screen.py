"""A page of the dashboard on a screen on the wall (?display=screen)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from cixi_ip.panels import Asked, Slide, Tab
from stats import dashboard
from stats.board import Board, selected
from stats.choices import Choice, chosen
from stats.kept import cached
from stats.screen import IN_THE_ROUND, Screen, screens

Context = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """A screen as it is sent, and which charts are on it."""

    title: str
    html: str
    kind: str = "charts"
    charts: tuple[str, ...] = ()


def is_wanted(request: HttpRequest, asked: Choice) -> bool:
    return request.GET.get("display") == "screen" and bool(asked.year)


def front(board: Board, asked: Asked, context: Context) -> list[Shown]:
    """Headline and cards; what to look at; the charts of the front page."""

    def made() -> list[Shown]:
        charts = tuple(dashboard.charts(*selected(chosen(asked))))
        return [sent(screen) for screen in screens([Slide("总览", charts=charts)])]

    watched = render_to_string("stats/attention.html", {**context, "on_wall": True})
    return [
        Shown("主要指标", board.lead, "lead"),
        Shown("需要关注", watched, "watched"),
        *cached(("wall-front", asked.version, asked.year, asked.scope), made),
    ]


def of_tabs(tabs: Iterable[Tab], asked: Asked, before: Sequence[Shown] = ()) -> list[Shown]:
    """What each tab offers; behind a front, one screen of charts that do not stand before."""
    found, most = list(before), IN_THE_ROUND if before else None
    names = ["front" if before else "tab", asked.version, str(asked.year), asked.scope]
    for tab in tabs:
        names.append(tab.slug)
        charts = [id for one in found for id in one.charts]
        found += of_tab(tab, asked, ("wall", *names), charts, most)
    return found


def of_tab(
    tab: Tab, asked: Asked, name: tuple[str, ...], charts: Sequence[str], most: int | None
) -> list[Shown]:
    """Kept by the figures' version; where a tab has other data or options of its own, made anew."""

    def made() -> list[Shown]:
        return [sent(screen) for screen in screens(tab.slides(asked), charts, most)]

    return made() if asked.options or not tab.is_of_figures else cached(name, made)


def sent(screen: Screen) -> Shown:
    html = render_to_string("stats/screen_slide.html", {"screen": screen})
    return Shown(screen.title, html, charts=tuple(screen.ids))


def numbered(shown: Sequence[Shown]) -> Iterator[Shown]:
    """Titles that differ: 专利（2/4）"""
    totals, counts = Counter(one.title for one in shown), Counter[str]()
    for one in shown:
        counts[one.title] += 1
        place = f"（{counts[one.title]}/{totals[one.title]}）"
        yield replace(one, title=one.title + place) if totals[one.title] > 1 else one


def wall(request: HttpRequest, context: Context, shown: Sequence[Shown]) -> HttpResponse:
    told = {"slides": list(numbered(shown)), "name": getattr(request, "page_name", "")}
    return render(request, "stats/screen.html", {**context, **told})
