"""Addresses of the statistics."""

from django.urls import path, re_path

from stats import views

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("data/", views.data_list, name="data_list"),
    re_path(r"^data/export\.(?P<kind>xlsx|csv)$", views.data_export, name="data_export"),
    path("data/<int:pk>/", views.observation, name="observation"),
]
