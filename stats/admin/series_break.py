"""Breaks and notes of the series in the admin: who may see figures entered reads them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from stats import actions
from stats.admin.entry import TypedAdmin
from stats.forms.series_break import SeriesBreakForm
from stats.models import SeriesBreak


@admin.register(SeriesBreak)
class SeriesBreakAdmin(TypedAdmin):
    place = 24
    form = SeriesBreakForm
    fields = [("indicator", "year", "is_break"), "title", "note", "source"]
    list_display = ["indicator", "year", "is_break", "title", "note"]
    list_filter = ["is_break", "indicator__group"]
    list_select_related = ["indicator"]
    search_fields = ["indicator__name", "indicator__aliases", "title", "note"]
    search_help_text = "可搜指标名称、别名、简称、说明"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request)

    def delete_model(self, request: HttpRequest, obj: SeriesBreak) -> None:
        actions.remove_break(by=request.user, series_break=obj)
