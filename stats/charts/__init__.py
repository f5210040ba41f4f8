"""Which charts the dashboard shows, from the published figures of one year and scope; pure."""

from stats.charts.chart import Chart
from stats.charts.comparisons import gaps, growths, needed, rate, structure
from stats.charts.grants import grant_structure, grants_by_year
from stats.charts.trends import ladder, trend

__all__ = [
    "Chart",
    "gaps",
    "grant_structure",
    "grants_by_year",
    "growths",
    "ladder",
    "needed",
    "rate",
    "structure",
    "trend",
]
