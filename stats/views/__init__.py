"""Pages of the statistics to read; one module for each kind of page."""

from stats.views.board import dashboard
from stats.views.data import data_export, data_list, observation

__all__ = ["dashboard", "data_export", "data_list", "observation"]
