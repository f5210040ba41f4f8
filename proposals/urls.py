"""Addresses of the proposals."""

urlpatterns: list[object] = []
