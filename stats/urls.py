"""Addresses of the statistics."""

from django.urls import include, path, register_converter

from stats import papers, views
from stats.views.files import FileKind

register_converter(FileKind, "file")

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("data/", views.data_list, name="data_list"),
    path("data/export.xlsx", views.data_export, {"kind": "xlsx"}, name="data_export_xlsx"),
    path("data/export.csv", views.data_export, {"kind": "csv"}, name="data_export_csv"),
    path("papers/<int:pk>/", papers.paper, name="paper"),
    path("data/<int:pk>/", views.observation, name="observation"),
    # Reading pages and the files of their tables
    path("board/<slug:table>.<file:kind>", views.board_file, name="board_file"),
    path("api/v1/", include("stats.api.urls")),
]
