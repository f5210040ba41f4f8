"""Addresses of the statistics."""

from django.urls import include, path, register_converter

from stats import papers, views
from stats.views.files import FileKind
from stats.views.indicators import CodeKind

register_converter(FileKind, "file")
register_converter(CodeKind, "code")

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("data/", views.data_list, name="data_list"),
    path("data/export.xlsx", views.data_export, {"kind": "xlsx"}, name="data_export_xlsx"),
    path("data/export.csv", views.data_export, {"kind": "csv"}, name="data_export_csv"),
    path("papers/<int:pk>/", papers.paper, name="paper"),
    path("data/<int:pk>/", views.observation, name="observation"),
    # Reading pages and the files of their tables
    path("board/brief.pdf", views.brief_pdf, name="brief_pdf"),
    path("board/<slug:tab>/", views.board_tab, name="board_tab"),
    path("board/<slug:tab>/all.xlsx", views.board_workbook, name="board_workbook"),
    path("board/<slug:tab>/<slug:table>.<file:kind>", views.board_file, name="board_file"),
    path("table/", views.year_table_page, name="year_table"),
    path("table/year.<file:kind>", views.year_table_file, name="year_table_file"),
    path("table/now/", views.year_table_fix, name="year_table_fix"),
    path(
        "table/<int:year>/<slug:scope>/as-of/<str:stamp>/",
        views.year_table_as_of,
        name="year_table_as_of",
    ),
    path(
        "table/<int:year>/<slug:scope>/as-of/<str:stamp>/<slug:table>.<file:kind>",
        views.year_table_as_of_file,
        name="year_table_as_of_file",
    ),
    path("indicators/", views.indicator_list, name="indicator_list"),
    path("indicators/list.<file:kind>", views.indicator_list_file, name="indicator_list_file"),
    path("indicators/<code:code>/", views.indicator, name="indicator"),
    path(
        "indicators/<code:code>/<slug:table>.<file:kind>",
        views.indicator_file,
        name="indicator_file",
    ),
    path("quality/", views.quality, name="quality"),
    path("quality/<slug:table>.<file:kind>", views.quality_file, name="quality_file"),
    path("data/<int:pk>/vintages.<file:kind>", views.observation_file, name="observation_file"),
    path("registers/", views.registers, name="registers"),
    path("registers/counts/", views.counts, name="counts"),
    path("registers/counts/<int:pk>/", views.count, name="count"),
    path("registers/ladders/", views.ladder_board, name="ladder_board"),
    path("registers/chains/board/", views.chain_board, name="chain_board"),
    path("registers/expiring/", views.expiring_list, name="expiring"),
    path("registers/expiring/list.<file:kind>", views.expiring_file, name="expiring_file"),
    path("registers/protection/calendar/", views.protection_calendar, name="protection_calendar"),
    path(
        "registers/protection/calendar/list.<file:kind>",
        views.protection_calendar_file,
        name="protection_calendar_file",
    ),
    path("registers/brands/board/", views.brand_board, name="brand_board"),
    path("registers/<slug:slug>/", views.register, name="register"),
    path("registers/<slug:slug>/list.<file:kind>", views.register_file, name="register_file"),
    path("registers/<slug:slug>/new/", views.record_form, name="record_new"),
    path("registers/<slug:slug>/import/", views.register_upload, name="register_upload"),
    path(
        "registers/<slug:slug>/import/template.xlsx",
        views.register_template,
        name="register_template",
    ),
    path("registers/<slug:slug>/import/<int:pk>/", views.register_preview, name="register_preview"),
    path(
        "registers/<slug:slug>/import/<int:pk>/complaints.<file:kind>",
        views.register_complaints,
        name="register_complaints",
    ),
    path("registers/<slug:slug>/import/<int:pk>/drop/", views.register_drop, name="register_drop"),
    path("registers/<slug:slug>/<int:pk>/", views.record, name="record"),
    path("registers/<slug:slug>/<int:pk>/edit/", views.record_form, name="record_edit"),
    path("registers/<slug:slug>/<int:pk>/remove/", views.record_remove, name="record_remove"),
    path("registers/enterprises/<int:pk>/merge/", views.enterprise_merge, name="enterprise_merge"),
    # 算给我看: the addresses are made in stats/sums.py
    path("sums/growth/<int:pk>/", views.growth_sum, name="growth_sum"),
    path("sums/share/<int:part>/", views.share_sum, name="share_in_sum"),
    path("sums/share/<int:part>/<int:whole>/", views.share_sum, name="share_sum"),
    path("sums/ratio/<int:pk>/", views.ratio_sum, name="ratio_sum"),
    path("sums/per/<int:pk>/<int:people>/", views.per_sum, name="per_sum"),
    path("sums/target/<int:target>/<int:pk>/", views.target_sum, name="target_sum"),
    path("sums/against/<int:pk>/<int:other>/", views.against_sum, name="against_sum"),
    path("sums/part/<int:pk>/<int:other>/", views.part_sum, name="part_sum"),
    path("sums/apart/<int:pk>/<int:other>/", views.apart_sum, name="apart_sum"),
    path("sums/net/<int:pk>/", views.net_sum, name="net_sum"),
    path(
        "sums/expected/<int:target>/<int:base>/<int:year>/",
        views.expected_sum,
        name="expected_sum",
    ),
    path("sums/yearly/<int:first>/<int:last>/", views.yearly_sum, name="yearly_sum"),
    path("api/v1/", include("stats.api.urls")),
]
