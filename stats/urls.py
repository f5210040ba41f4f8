"""Addresses of the statistics."""

urlpatterns: list[object] = []
