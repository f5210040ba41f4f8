"""A page of the dashboard on a screen on the wall (?display=screen)."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from stats import screen

Context = dict[str, Any]
Bodies = Iterable[tuple[str, str]]


def is_wanted(request: HttpRequest, context: Context) -> bool:
    return request.GET.get("display") == "screen" and bool(context["choice"].year)


def front_slides(context: Context, bodies: Bodies) -> list[screen.Slide]:
    """The front page, then each tab, of which `bodies` are titles and contents."""
    watched = render_to_string("stats/attention.html", {**context, "on_wall": True})
    shown = context["board"]
    return tab_slides(bodies, screen.front(shown.lead, watched, shown.charts))


def tab_slides(bodies: Bodies, before: Iterable[screen.Slide] = ()) -> list[screen.Slide]:
    slides = list(before)
    for title, body in bodies:
        slides += screen.of_tab(title, body, slides)
    return slides


def wall(request: HttpRequest, context: Context, slides: list[screen.Slide]) -> HttpResponse:
    name = getattr(request, "page_name", "")
    return render(request, "stats/screen.html", {**context, "slides": slides, "name": name})
