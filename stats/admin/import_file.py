"""Imports in the admin: uploaded, watched while they are read, looked at, confirmed or given up."""

import csv
import io
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from cixi_ip.models import Event
from cixi_ip.site import BureauAdmin
from cixi_ip.spreadsheets import harmless
from cixi_ip.web import row_number, say_errors
from stats import actions
from stats.admin.entry import WORK
from stats.forms.importing import ConfirmForm, TemplateForm, UploadForm
from stats.imports import blank, process
from stats.models import ImportFile, Observation

SHOWN_COMPLAINTS = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
State = ImportFile.State


@admin.register(ImportFile)
class ImportFileAdmin(BureauAdmin):
    """Each sees the own imports only; nothing is saved but by the actions."""

    section = WORK
    place = 13
    list_display = ["name", "kind", "state", "told", "uploaded_at", "submission"]
    list_filter = ["state", "kind"]
    list_select_related = ["submission"]
    search_fields = ["name"]
    search_help_text = "可搜文件名"
    date_hierarchy = "uploaded_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportFile]:
        own = super().get_queryset(request).filter(uploaded_by=request.user)
        return own.defer("content")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="读取结果")
    def told(self, file: ImportFile) -> str:
        counts = file.outcome.get("counts", {})
        return "，".join(f"{word} {count}" for word, count in counts.items() if count) or "—"

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        own = [
            ("template/", self.template_view, "template"),
            ("<int:pk>/progress/", self.progress_view, "progress"),
            ("<int:pk>/complaints/", self.complaints_view, "complaints"),
            ("<int:pk>/confirm/", require_POST(self.confirm_view), "confirm"),
            ("<int:pk>/again/", require_POST(self.again_view), "again"),
            ("<int:pk>/cancel/", require_POST(self.cancel_view), "cancel"),
        ]
        return [
            *(
                path(route, wrap(view), name=f"stats_importfile_{name}")
                for route, view, name in own
            ),
            *super().get_urls(),
        ]

    def own(self, request: HttpRequest, pk: object) -> ImportFile:
        actions.require(request.user, "stats.view_importfile", "查看导入文件")
        file = self.get_queryset(request).filter(pk=row_number(str(pk))).first()
        if file is None:
            raise Http404("没有这个导入文件，或它是别人上传的。请从导入文件列表里打开。")
        return file

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        actions.require(request.user, "stats.add_importfile", "导入文件")
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = UploadForm(*sent)
        if sent and form.is_valid() and (file := uploaded(request, form)):
            run(file)
            return redirect("admin:stats_importfile_change", file.pk)
        return self.page(
            request,
            "admin/stats/importfile/add_form.html",
            title="上传表格",
            form=form,
            template_form=TemplateForm(),
        )

    def page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        shared = self.admin_site.each_context(request) | {"opts": self.opts}
        return render(request, template, shared | context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
        confirm: ConfirmForm | None = None,
    ) -> HttpResponse:
        file = self.own(request, object_id)
        outcome = file.outcome
        complaints = outcome.get("complaints", [])
        if file.state == State.READY and confirm is None:
            is_notice = file.kind == ImportFile.Kind.NOTICE
            title = f"{file.year}年度省局通报" if is_notice else file.name.rpartition(".")[0][:80]
            confirm = ConfirmForm(outcome, initial={"title": title, "source": file.source_id})
        return self.page(
            request,
            "admin/stats/importfile/change_form.html",
            title=file.name,
            file=file,
            outcome=outcome,
            complaints=complaints[:SHOWN_COMPLAINTS],
            is_at_work=file.state in process.AT_WORK,
            is_silent=process.is_silent(file, timezone.now()),
            writes=sum(outcome.get("counts", {}).get(word, 0) for word in ("新增", "变更")),
            confirm=confirm,
        )

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How far it is, for the page that waits."""
        file = self.own(request, pk)
        is_waiting = file.state in process.AT_WORK and not process.is_silent(file, timezone.now())
        return JsonResponse({"waiting": is_waiting, "done": file.rows_done, "all": file.rows_all})

    def complaints_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        file = self.own(request, pk)
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(("种类", "工作表", "行", "列", "问题", "怎么改"))
        for found in file.outcome.get("complaints", []):
            names = ("kind", "sheet", "row", "column", "what", "how")
            writer.writerow([harmless(found[name]) for name in names])
        name = f"{file.name.rpartition('.')[0]}-问题清单.csv"
        return download(text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", name)

    def confirm_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        file = self.own(request, pk)
        form = ConfirmForm(file.outcome, request.POST)
        if not form.is_valid() and file.state == State.READY:
            return self.change_view(request, str(pk), confirm=form)
        order = {"title": "", "source": None} | form.cleaned_data
        try:
            actions.confirm_import(by=request.user, file=file, **order)
        except ValidationError as error:
            if hasattr(error, "error_dict"):
                put_errors(form, error)
                return self.change_view(request, str(pk), confirm=form)
            say_errors(request, error)
        else:
            run(file)
        return redirect("admin:stats_importfile_change", pk)

    def again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        file = self.own(request, pk)
        try:
            actions.read_again(by=request.user, file=file)
        except ValidationError as error:
            say_errors(request, error)
        else:
            run(file)
        return redirect("admin:stats_importfile_change", pk)

    def cancel_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        file = self.own(request, pk)
        try:
            actions.cancel_import(by=request.user, file=file)
        except ValidationError as error:
            say_errors(request, error)
        else:
            messages.success(request, f"已放弃导入“{file}”，没有写入任何数据。")
        return redirect("admin:stats_importfile_change", pk)

    def template_view(self, request: HttpRequest) -> HttpResponse:
        """The template as xlsx; a wrong choice leads back to the upload page, which says so."""
        actions.require(request.user, "stats.add_importfile", "下载导入模板")
        form = TemplateForm(request.GET)
        if not form.is_valid():
            return self.page(
                request,
                "admin/stats/importfile/add_form.html",
                title="上传表格",
                form=UploadForm(),
                template_form=form,
            )
        year, month = form.cleaned_data["year"], form.cleaned_data["month"]
        regions, indicators = form.regions, form.indicators
        before = Observation.objects.published().filter(
            year=year - 1, through_month=month, region__in=regions, indicator__in=indicators
        )
        last_year = {
            (found.indicator_id, found.region_id): found
            for found in before.select_related("indicator")
        }
        content = blank.blank(
            indicators, regions, year=year, through_month=month, last_year=last_year
        )
        Event.objects.record("下载导入模板", by=request.user, file=form.file_name)
        return download(content, XLSX, form.file_name)


def uploaded(request: HttpRequest, form: UploadForm) -> ImportFile | None:
    """The file kept, or None with what the action refused beside its field."""
    sent = form.cleaned_data["file"]
    try:
        return actions.upload_import(
            by=request.user,
            kind=form.cleaned_data["kind"],
            name=sent.name,
            content=sent.read(),
            year=form.cleaned_data["year"],
            source=form.cleaned_data["source"],
        )
    except ValidationError as error:
        put_errors(form, error)
        return None


def put_errors(form: forms.Form, error: ValidationError) -> None:
    """Each sentence beside its field, or above the form when the field is not on it."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    for name, errors in by_field.items():
        form.add_error(name if name in form.fields else None, errors)


def run(file: ImportFile) -> None:
    """Start the process and give it a moment; one that fell over at once is said so at once."""
    if not process.has_stopped(process.start(file)):
        return
    file.refresh_from_db(fields=["state"])
    if file.state in process.AT_WORK:
        actions.refuse_import(file)


def download(content: bytes, media: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(True, name) or ""
    return HttpResponse(content, media, headers={"Content-Disposition": disposition})
