"""Sources in the admin: registered, mended, and the files of their papers."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from cixi_ip.web import say_errors
from stats import actions, papers
from stats.admin.entry import TypedAdmin
from stats.forms import SourceForm
from stats.models import Source


@admin.register(Source)
class SourceAdmin(TypedAdmin):
    """Sources, each with what was uploaded of it."""

    place = 22
    form = SourceForm
    change_form_template = "admin/stats/source/change_form.html"
    fields = ["title", "doc_no", "issuer", "issued_on", "kind", "url", "note", "paper"]
    list_display = ["title", "doc_no", "issuer", "issued_on", "kind", "papers_"]
    list_filter = ["kind"]
    search_fields = ["title", "doc_no", "issuer"]
    search_help_text = "可搜标题、文号、发布单位"
    date_hierarchy = "issued_on"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        return super().get_queryset(request).annotate(uploaded=Count("papers"))

    @admin.display(description="原件", ordering="uploaded")
    def papers_(self, source: Source) -> str | None:
        return f"{source.uploaded} 份" if source.uploaded else None

    def get_fields(self, request: HttpRequest, obj: Source | None = None) -> Any:
        may_upload = self.has_change_permission(request, obj) or obj is None
        return [name for name in self.fields if may_upload or name != "paper"]

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.uploaded is not None:
            messages.success(request, f"原件已存为“{form.uploaded.name}”。")

    def render_change_form(self, request: HttpRequest, context: Any, **kwargs: Any) -> HttpResponse:
        if source := kwargs.get("obj"):
            context |= {
                "papers": papers.listed().filter(source=source).select_related("uploaded_by"),
                "kept_because": actions.kept_because(source),
            }
        return super().render_change_form(request, context, **kwargs)

    def get_urls(self) -> list[Any]:
        remove = self.admin_site.admin_view(self.remove_paper_view)
        return [
            path("papers/<int:pk>/remove/", remove, name="stats_paper_remove"),
            *super().get_urls(),
        ]

    def remove_paper_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asked about first; the record keeps the name and the digest of what is gone."""
        actions.require(request.user, "stats.change_source", "删除来源原件")
        paper = papers.listed().select_related("source").filter(pk=pk).first()
        if paper is None:
            raise Http404(papers.GONE.format(pk))
        if request.method == "POST":
            try:
                actions.remove_paper(by=request.user, paper=paper)
                messages.success(request, f"原件“{paper.name}”已删除。")
            except ValidationError as error:
                say_errors(request, error)
            return redirect("admin:stats_source_change", paper.source_id)
        context = self.admin_site.each_context(request) | {
            "title": "删除来源原件",
            "paper": paper,
            "opts": self.opts,
        }
        return render(request, "admin/stats/source/remove_paper.html", context)
