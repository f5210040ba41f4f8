"""The dashboard as slides for a screen on the wall: its words and charts, no tables; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

FIGURE = re.compile(r'<figure class="chart".*?</figure>', re.DOTALL)
NAME = re.compile(r'id="([^"]*)"')
LIVE_DATA = re.compile(r'<script type="application/json">.*?</script>', re.DOTALL)
PICTURE = re.compile(r'<svg width="100%" height="([\d.]+)"')
KEY = re.compile(r'<svg width="([\d.]+)" height="([\d.]+)"')
MOST = 2  # charts on a slide; an odd one out joins two others
WIDTHS = {1: 560, 2: 380, 3: 300}  # of a chart's picture in its own units, by charts on the slide
EM = 16


@dataclass(frozen=True)
class Slide:
    """`html` is what stands beside the charts; either may be missing."""

    title: str
    html: str = ""
    charts: tuple[str, ...] = ()
    kind: str = "charts"


def front(lead: str, watched: str, charts: str) -> list[Slide]:
    """Headline and cards; then what to look at, beside the charts of the front page."""
    drawn = tuple(drawn_for(found, WIDTHS[3]) for found in FIGURE.findall(charts))
    return [
        Slide("主要指标", html=growing(lead), kind="lead"),
        Slide("需要关注", html=watched, charts=drawn, kind="watched"),
    ]


def of_tab(title: str, body: str, before: list[Slide]) -> list[Slide]:
    """The charts of a tab that no slide before shows, two or three at a time."""
    shown = {name(chart) for slide in before for chart in slide.charts}
    found = [chart for chart in FIGURE.findall(body) if name(chart) not in shown]
    return [
        Slide(title, charts=tuple(drawn_for(chart, WIDTHS[len(some)]) for chart in some))
        for some in shared_out(found)
    ]


def shared_out(charts: list[str]) -> Iterator[list[str]]:
    last = len(charts) - len(charts) % MOST - MOST if len(charts) % MOST else len(charts)
    for start in range(0, max(last, 0), MOST):
        yield charts[start : start + MOST]
    if rest := charts[max(last, 0) :]:
        yield rest


def name(chart: str) -> str:
    found = NAME.search(chart)
    return found[1] if found else chart


def drawn_for(chart: str, width: int) -> str:
    """The chart with a picture that grows with its place, and without what scripts draw from."""
    view = rf'<svg viewBox="0 0 {width} \1"'
    return growing(PICTURE.sub(view, LIVE_DATA.sub("", chart)))


def growing(html: str) -> str:
    """Small pictures of a fixed size (keys, columns on a card) grow with the letters."""

    def in_letters(found: re.Match[str]) -> str:
        width, height = (float(found[part]) for part in (1, 2))
        size = f'width="{width / EM:g}em" height="{height / EM:g}em"'
        return f'<svg viewBox="0 0 {width:g} {height:g}" {size}'

    return KEY.sub(in_letters, html)
