"""The brief of a year and scope as the database has it, and as a tab of the dashboard."""

from collections.abc import Iterable, Sequence

from django.template.loader import render_to_string

from cixi_ip.panels import Asked, Slide, Tab
from stats.board import in_words, latest, selected
from stats.brief.content import Brief, brief
from stats.brief.pdf import TITLE
from stats.brief.picking import everything
from stats.choices import Choice, chosen
from stats.kept import cached
from stats.targets import standing


def composed(choice: Choice, dates: Sequence[str] | None = None) -> Brief:
    """`dates` are one user's own; None where the page is the same for everybody."""
    selection, goals = selected(choice)
    return brief(selection, standing(goals, choice.year), choice.scope_name, dates)


def as_of(choice: Choice) -> str:
    return in_words(latest(choice.regions, choice.year))


def tab() -> Tab:
    view = "stats.view_observation"
    return Tab("brief", TITLE, 5, view, html, lambda _asked: (), slides=slides)


def html(asked: Asked) -> str:
    return cached(("tab", "brief", asked.version, asked.year, asked.scope), lambda: made(asked))


def slides(asked: Asked) -> Iterable[Slide]:
    shown = everything(composed(chosen(asked)))
    return [Slide(TITLE, charts=tuple(picture.chart for picture in shown.pictures))]


def made(asked: Asked) -> str:
    found = chosen(asked)
    told = composed(found)
    context = {
        "shown": everything(told),
        "code": told.code,
        "query": found.query,
        "files": "/board/overview/",  # the same charts as on the front page
    }
    return render_to_string("stats/brief.html", context)
