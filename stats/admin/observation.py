"""Published figures in the admin: every vintage, to read; the way to a revision."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.http import urlencode

from cixi_ip import panels
from cixi_ip.site import ViewOnlyAdmin
from stats.admin.entry import WORK, FigureAdmin
from stats.models import Observation


class VintageFilter(admin.SimpleListFilter):
    title = "版次"
    parameter_name = "vintages"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("all", "全部版次"), ("old", "已被替代的")]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield first | {"display": "现行版次"}
        yield from others

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "all":
            return queryset
        return queryset.filter(superseded_at__isnull=self.value() != "old")


@admin.register(Observation)
class ObservationAdmin(ViewOnlyAdmin, FigureAdmin):
    """Published figures, all vintages; changed only by entering a revision."""

    section = WORK
    place = 12
    change_form_template = "admin/stats/observation/change_form.html"
    list_display = [
        "indicator", "region", "when_", "measure_", "growth_", "status", "vintages", "source",
        "approved_at",
    ]  # fmt: skip
    list_select_related = [*FigureAdmin.list_select_related, "source"]
    list_filter = [
        VintageFilter,
        "year",
        "indicator__group",
        ("region", admin.RelatedOnlyFieldListFilter),
        "status",
        "origin",
    ]
    date_hierarchy = "approved_at"
    fieldsets = [
        *FigureAdmin.read_fieldsets,
        (
            "版次",
            {
                "fields": [
                    ("vintage", "revision_kind", "reason"),
                    ("submission", "entered_by", "approved_by"),
                    ("approved_at", "superseded_at"),
                ]
            },
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.shown_fields

    @admin.display(description="版次")
    def vintages(self, observation: Observation) -> str:
        query = urlencode(
            {
                "indicator__id__exact": observation.indicator_id,
                "region__id__exact": observation.region_id,
                "year": observation.year,
                "through_month": observation.through_month,
                "vintages": "all",
            }
        )
        return format_html('<a href="?{}">第 {} 版</a>', query, observation.vintage)

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        return lookup in ("indicator__id__exact", "through_month") or super().lookup_allowed(
            lookup, value, request
        )

    def render_change_form(self, request: HttpRequest, context: Any, **kwargs: Any) -> HttpResponse:
        if observation := kwargs.get("obj"):
            key = observation.key
            context |= {
                "vintages": Observation.objects.of_key(key)
                .select_related("indicator__numerator", "source", "entered_by", "approved_by")
                .order_by("-vintage"),
                "cited_by": panels.cited_by(observation.pk),
                "revise": "?"
                + urlencode(
                    dict(zip(("indicator", "region", "year", "through_month"), key, strict=True))
                ),
            }
        return super().render_change_form(request, context, **kwargs)
