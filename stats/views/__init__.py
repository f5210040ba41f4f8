"""Pages of the statistics to read; one module for each kind of page."""

from stats.views.agenda import (
    expiring_file,
    expiring_list,
    protection_calendar,
    protection_calendar_file,
)
from stats.views.board import board_file, board_tab, board_workbook, dashboard
from stats.views.brand_board import brand_board
from stats.views.brief import brief_pdf
from stats.views.chains import chain_board
from stats.views.counts import count, counts
from stats.views.data import data_export, data_list, observation, observation_file
from stats.views.data_quality import quality, quality_file
from stats.views.indicators import (
    indicator,
    indicator_file,
    indicator_list,
    indicator_list_file,
)
from stats.views.ladders import ladder_board
from stats.views.register_files import (
    register_complaints,
    register_drop,
    register_preview,
    register_template,
    register_upload,
)
from stats.views.registers import (
    enterprise_merge,
    record,
    record_form,
    record_remove,
    register,
    register_file,
    registers,
)
from stats.views.sums import (
    against_sum,
    apart_sum,
    expected_sum,
    growth_sum,
    net_sum,
    part_sum,
    per_sum,
    ratio_sum,
    share_sum,
    target_sum,
    yearly_sum,
)
from stats.views.year_tables import (
    year_table_as_of,
    year_table_as_of_file,
    year_table_file,
    year_table_fix,
    year_table_page,
)

__all__ = [
    "against_sum",
    "apart_sum",
    "board_file",
    "board_tab",
    "board_workbook",
    "brand_board",
    "brief_pdf",
    "chain_board",
    "count",
    "counts",
    "dashboard",
    "data_export",
    "data_list",
    "enterprise_merge",
    "expected_sum",
    "expiring_file",
    "expiring_list",
    "growth_sum",
    "indicator",
    "indicator_file",
    "indicator_list",
    "indicator_list_file",
    "ladder_board",
    "net_sum",
    "observation",
    "observation_file",
    "part_sum",
    "per_sum",
    "protection_calendar",
    "protection_calendar_file",
    "quality",
    "quality_file",
    "ratio_sum",
    "record",
    "record_form",
    "record_remove",
    "register",
    "register_complaints",
    "register_drop",
    "register_file",
    "register_preview",
    "register_template",
    "register_upload",
    "registers",
    "share_sum",
    "target_sum",
    "year_table_as_of",
    "year_table_as_of_file",
    "year_table_file",
    "year_table_fix",
    "year_table_page",
    "yearly_sum",
]
