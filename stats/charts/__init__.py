"""Which charts the dashboard shows, from the published figures of one year and scope; pure."""

from stats.charts.chart import Chart
from stats.charts.comparisons import gaps, growths, needed, rate, structure
from stats.charts.grants import applicants, grant_structure, grants_by_year
from stats.charts.months import months
from stats.charts.progress_bars import progress_bars
from stats.charts.stocks import valid_inventions
from stats.charts.trends import ladder, trend

__all__ = [
    "Chart",
    "applicants",
    "gaps",
    "grant_structure",
    "grants_by_year",
    "growths",
    "ladder",
    "months",
    "needed",
    "progress_bars",
    "rate",
    "structure",
    "trend",
    "valid_inventions",
]
