"""Addresses of the interface; the operations themselves are found in stats/api/service.py."""

from django.urls import path

from stats.api import views

urlpatterns = [
    path("", views.guide, name="api_guide"),
    path("openapi.json", views.document, name="api_document"),
    path("<path:rest>", views.operation, name="api_operation"),
]
