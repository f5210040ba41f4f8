"""Where staff enter figures, one by one; and how a figure is shown in the admin."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path

from cixi_ip.site import BureauAdmin
from cixi_ip.web import say_errors
from cixi_ip.wording import DASH
from stats import actions, papers, review
from stats.admin import grid
from stats.forms import EntryForm
from stats.models import Entry
from stats.models.figure import Figure

WORK = "录入与审核"


class TypedAdmin(BureauAdmin):
    """Tells, after saving, what the action took out of what was typed."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        tell_removed(request, form.instance)


def tell_removed(request: HttpRequest, record: Any) -> None:
    for note in getattr(record, "removed", ()):
        messages.warning(request, f"{note}。请核对保存后的文字。")


class FigureAdmin(TypedAdmin):
    """How one figure is shown, entered or published."""

    section = WORK
    search_fields = [
        "indicator__name",
        "indicator__aliases",
        "indicator__code",
        "region__name",
        "note",
        "submission__title",
        "source__title",
    ]
    search_help_text = "可搜指标名称、别名、地区、批次、来源"
    list_select_related = [
        "indicator__numerator",
        "region",
        "submission__created_by",
        "rank_region",
    ]
    list_display_links = ["indicator"]
    shown_fields = ["when_", "measure_", "growth_", "ranking_", "papers_"]
    read_fieldsets = [
        (None, {"fields": [("indicator", "region", "when_"), ("measure_", "status", "growth_")]}),
        ("位次与原文", {"fields": [("ranking_", "printed_scope", "printed_period")]}),
        (
            "来源与说明",
            {"fields": [("source", "papers_"), ("explanation", "note"), "denominator"]},
        ),
    ]

    @admin.display(description="时段", ordering="year")
    def when_(self, figure: Figure) -> str:
        return figure.when

    @admin.display(description="数值", ordering="value")
    def measure_(self, figure: Figure) -> str:
        return figure.measure

    @admin.display(description="上报增幅", ordering="reported_growth")
    def growth_(self, figure: Figure) -> str:
        return figure.growth or DASH

    @admin.display(description="位次")
    def ranking_(self, figure: Figure) -> str:
        return figure.ranking or DASH

    @admin.display(description="来源原件")
    def papers_(self, figure: Any) -> str:
        source = figure.source or figure.submission.source
        found = papers.by_source([source.pk] if source else [])
        if not found:
            return "未上传"
        return render_to_string("stats/paper_links.html", {"papers": found[source.pk]})


@admin.register(Entry)
class EntryAdmin(FigureAdmin):
    """One's own figures, while their batch is open; everything else is to read."""

    place = 10
    form = EntryForm
    change_form_template = "admin/stats/entry/change_form.html"
    list_display = [
        "indicator", "region", "when_", "measure_", "growth_", "status", "batch", "author",
        "updated_at",
    ]  # fmt: skip
    list_filter = [
        "year",
        ("region", admin.RelatedOnlyFieldListFilter),
        "indicator__group",
        "submission__state",
        ("submission__created_by", admin.RelatedOnlyFieldListFilter),
    ]
    date_hierarchy = "updated_at"
    fieldsets = [
        (
            "指标、地区、时段",
            {"fields": [("indicator", "region"), ("year", "through_month"), "submission"]},
        ),
        ("数值", {"fields": [("value", "status"), ("reported_growth", "growth_base")]}),
        ("位次", {"fields": [("rank", "rank_of", "rank_region")]}),
        ("原文写法", {"fields": [("printed_scope", "printed_period")]}),
        ("来源与说明", {"fields": [("source", "explanation"), ("note", "denominator")]}),
        ("修订", {"fields": [("revision_kind", "reason")]}),
    ]
    read_fieldsets = [
        *FigureAdmin.read_fieldsets,
        (
            "批次",
            {"fields": [("submission", "author", "updated_at"), ("revision_kind", "reason")]},
        ),
    ]

    class Media:
        js = [forms.Script("js/entry.js", type="module")]

    @admin.display(description="批次", ordering="submission")
    def batch(self, entry: Entry) -> str:
        return f"{entry.submission}（{entry.submission.get_state_display()}）"

    @admin.display(description="填报人", ordering="submission__created_by")
    def author(self, entry: Entry) -> Any:
        return entry.submission.created_by

    def is_own(self, request: HttpRequest, entry: Entry | None) -> bool:
        """Own and open; what was posted to a batch closed meanwhile is refused by the action,
        which keeps what was typed on the page."""
        if entry is None:
            return True
        submission = entry.submission
        is_writing = request.method == "POST"
        is_ours = submission.created_by_id in request.user.acts_for()
        return is_ours and (submission.is_open or is_writing)

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return super().has_change_permission(request, obj) and self.is_own(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self.is_own(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Entry | None = None) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            return self.fieldsets
        return self.read_fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Entry | None = None) -> list[str]:
        return [*self.shown_fields, "author", "updated_at", *(["submission"] if obj else [])]

    def save_model(self, request: HttpRequest, obj: Entry, form: Any, change: bool) -> None:
        """Saved already; the rules speak at once, so that the author can explain or mend."""
        super().save_model(request, obj, form, change)
        for finding in review.findings([obj]).get(review.key_of(obj), []):
            messages.warning(request, f"核对：{finding.text}（{finding.verdict}）")

    def delete_model(self, request: HttpRequest, obj: Entry) -> None:
        actions.remove(by=request.user, entry=obj)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as error:
            say_errors(request, error)
            return redirect("admin:stats_entry_change", object_id)

    def get_urls(self) -> list[Any]:
        beside = self.admin_site.admin_view(self.beside_view)
        return [
            path("beside/", beside, name="stats_entry_beside"),
            *grid.urls(self.admin_site.admin_view),
            *super().get_urls(),
        ]

    def beside_view(self, request: HttpRequest) -> HttpResponse:
        """What is published of a key, as a piece of the form: asked for while the key is chosen."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        names = ("indicator", "region", "year", "through_month")
        key = review.key(*(request.GET.get(name, "") for name in names))
        context = {"beside": review.beside(key) if key else None}
        return render(request, "admin/stats/entry/beside.html", context)
