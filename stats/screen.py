"""The dashboard as screens on a wall: charts shared out and drawn for their places; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from cixi_ip.panels import Slide
from stats.charts import Chart
from stats.charts.picture import svg

MOST = 2  # charts on a screen; an odd one out joins two others
IN_THE_ROUND = 3  # charts of a tab where all tabs take their turns: one screen of each
TALL = 320  # in a picture's own units: a third of a screen is too narrow for letters beside it
# By charts on the screen: the least width of a picture in its own units, and how many times wider
# than high its place is.
PLACES = {1: (560, 2.8), 2: (380, 1.5), 3: (300, 0.95)}


@dataclass(frozen=True)
class Picture:
    """A chart with its picture drawn for the wall."""

    chart: Chart
    svg: str


@dataclass(frozen=True)
class Screen:
    """What is seen at once; `html` is what stands beside the charts, either may be missing."""

    title: str
    html: str = ""
    pictures: tuple[Picture, ...] = ()

    @property
    def ids(self) -> list[str]:
        return [picture.chart.id for picture in self.pictures]


def screens(
    offered: Iterable[Slide], shown: Collection[str] = (), most: int | None = None
) -> list[Screen]:
    """The slides a tab offers; of many charts several screens, without those `shown` before.

    Of each slide no more than its first charts where there is a `most`.
    """
    found = []
    for slide in offered:
        if slide.html:
            found.append(Screen(slide.title, slide.html, drawn(slide.charts)))
            continue
        charts = [chart for chart in slide.charts if chart.id not in shown]
        if most:
            charts = first(charts, most)
        found += [Screen(slide.title, pictures=drawn(some)) for some in shared_out(charts)]
    return found


def first(charts: Sequence[Chart], most: int) -> list[Chart]:
    """As many as one screen holds: fewer where one of them is tall."""
    is_tall = any(chart.drawing.height > TALL for chart in charts[:most])
    return list(charts[: MOST if is_tall else most])


def shared_out(charts: Sequence[Chart]) -> Iterator[Sequence[Chart]]:
    last = len(charts) - len(charts) % MOST - MOST if len(charts) % MOST else len(charts)
    for start in range(0, max(last, 0), MOST):
        yield charts[start : start + MOST]
    if rest := charts[max(last, 0) :]:
        yield rest


def drawn(charts: Sequence[Chart]) -> tuple[Picture, ...]:
    """Each as wide in its own units as its place asks for, so that letters are as large there."""
    if not charts:
        return ()
    least, times = PLACES[len(charts)]
    return tuple(
        Picture(chart, svg(chart.drawing, max(least, round(chart.drawing.height * times))))
        for chart in charts
    )
