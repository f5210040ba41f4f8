"""Pages of the statistics to read; one module for each kind of page."""

from stats.views.board import board_file, dashboard
from stats.views.data import data_export, data_list, observation

__all__ = ["board_file", "dashboard", "data_export", "data_list", "observation"]
