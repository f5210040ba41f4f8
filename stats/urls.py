"""Addresses of the statistics."""

from django.urls import path

from stats import views

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("data/", views.data_list, name="data_list"),
    path("data/<int:pk>/", views.observation, name="observation"),
]
