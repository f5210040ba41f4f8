"""The brief of a year and scope as the database has it, and as a tab of the dashboard."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.template.loader import render_to_string

from cixi_ip import panels
from cixi_ip.models import User
from cixi_ip.panels import Asked, Slide, Tab
from stats.attention import Line
from stats.board import in_words, latest, selected
from stats.brief.content import NOTHING_DUE, Brief, brief
from stats.brief.pdf import TITLE
from stats.brief.picking import everything
from stats.choices import Choice, chosen
from stats.kept import cached
from stats.targets import standing

DATED = {"late": "逾期", "near": "临近"}  # lines that speak of a date; others tell of faults


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
    """The same for everybody, but for the dates of whoever asks, which stand between."""
    key = ("tab", "brief", asked.version, asked.year, asked.scope)
    told, behind = cached(key, lambda: made(asked))
    due = dated(asked.user, asked.today) if asked.user else []
    context = {"lines": due, "none": NOTHING_DUE}
    return told + render_to_string("stats/brief_dates.html", context) + behind


def dated(user: User, today: date) -> list[Line]:
    """What is late or due soon for a user, in the words of the apps that know."""
    return [
        Line(DATED[one.rule], f"{DATED[one.rule]}：{one.text}", one.rule, one.url)
        for one in panels.attention(user, today)
        if one.rule in DATED
    ]


def slides(asked: Asked) -> Iterable[Slide]:
    shown = everything(composed(chosen(asked)))
    return [Slide(TITLE, charts=tuple(picture.chart for picture in shown.pictures))]


def made(asked: Asked) -> tuple[str, str]:
    """What stands before the dates, and what behind them."""
    found = chosen(asked)
    told = composed(found)
    context = {
        "shown": everything(told),
        "code": told.code,
        "query": found.query,
        "files": "/board/overview/",  # the same charts as on the front page
    }
    told = render_to_string("stats/brief.html", context)
    return told, render_to_string("stats/brief_behind.html", context)
