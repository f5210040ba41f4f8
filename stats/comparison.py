"""Our figures beside those of the counties of 宁波, of the city, the province, the nation; pure."""

from __future__ import annotations

from stats import charts
from stats.progress import Goal
from stats.sections import Section
from stats.selection import Selection


def comparison(selection: Selection, goals: list[Goal]) -> Section:
    drawn = [
        charts.structure(selection),
        charts.growths(selection, "patent.valid.invention", "有效发明专利"),
        charts.growths(selection, "population.resident", "常住人口"),
    ]
    return Section(
        "comparison",
        "与宁波、全省、全国对比",
        tuple(chart for chart in drawn if chart is not None),
        gaps=tuple(charts.gaps(selection)),
    )
