"""交办清单 on its way in: the template, the upload, the preview, and what is done with it."""

import csv
import io

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cixi_ip.spreadsheets import harmless
from cixi_ip.web import needs, refused_to
from cixi_ip.workbooks.complaints import Refusal
from proposals import actions
from proposals.intake.template import blank
from proposals.intake_forms import ListForm, TakeListForm
from proposals.intake_preview import Preview, preview
from proposals.models import IntakeFile, Proposal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_COMPLAINTS, ROWS, FILES = 100, 25, 20


def file_of(pk: int) -> IntakeFile:
    rows = IntakeFile.objects.select_related("session", "uploaded_by")
    found = rows.filter(pk=pk).first() if pk < 2**31 else None
    if found is None:
        raise Http404("没有这份交办清单，可能已经放弃。请从“导入交办清单”中重新打开。")
    return found


@require_http_methods(["GET", "POST"])
@needs("proposals.register_proposal")
def list_upload(request: HttpRequest) -> HttpResponse:
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            file = actions.upload_list(
                by=request.user,
                session=form.cleaned_data["session"],
                name=form.cleaned_data["file"].name,
                content=form.cleaned_data["file"].read(),
            )
        except ValidationError as error:
            form.add_error("file", error.messages)
        else:
            return redirect("list_preview", file=file.pk)
    files = IntakeFile.objects.defer("content").select_related("session", "uploaded_by")
    context = {"form": form, "files": files[:FILES]}
    return render(request, "proposals/list_upload.html", context)


@require_GET
@needs("proposals.register_proposal")
def list_template(request: HttpRequest) -> HttpResponse:
    kinds = [str(kind) for found in Proposal.KINDS_OF.values() for kind in found]
    return download(blank(kinds), XLSX, "交办清单模板.xlsx")


@require_http_methods(["GET", "POST"])
@needs("proposals.register_proposal")
def list_preview(request: HttpRequest, file: int) -> HttpResponse:
    """What the list would come to; a POST registers it, all of what was chosen or none."""
    found = file_of(file)
    try:
        shown = preview(found, timezone.localdate()) if found.taken_at is None else None
    except Refusal as refusal:
        context = {"file": found, "refusal": str(refusal)}
        return render(request, "proposals/list_preview.html", context)
    if request.method == "POST":
        form = TakeListForm(request.POST)
        if form.is_valid() and taken(request, found, form):
            return redirect("proposal_list")
        if shown:
            form.is_seen(shown.digest)
    else:
        form = TakeListForm(initial={"seen": shown.digest if shown else ""})
    context = {"file": found, "form": form} | (context_of(request, shown) if shown else {})
    return render(request, "proposals/list_preview.html", context)


def context_of(request: HttpRequest, shown: Preview) -> dict[str, object]:
    page = Paginator(shown.judged, ROWS).get_page(request.GET.get("page"))
    return {
        "preview": shown,
        "page": page,
        "complaints": shown.complaints[:SHOWN_COMPLAINTS],
        "may_take": any(shown.counts[name] for name in ("可登记", "往届同题", "标题相同")),
    }


def taken(request: HttpRequest, file: IntakeFile, form: TakeListForm) -> bool:
    try:
        found = actions.take_list(by=request.user, file=file, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    messages.success(request, f"已按“{file}”登记 {len(found)} 件。")
    return True


@require_GET
@needs("proposals.register_proposal")
@refused_to("list_upload")
def list_complaints(request: HttpRequest, file: int) -> HttpResponse:
    """All complaints as a file, for whoever mends the list."""
    found = file_of(file)
    try:
        complaints = preview(found, timezone.localdate()).complaints
    except Refusal as refusal:
        raise ValidationError(str(refusal)) from refusal
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("种类", "工作表", "行", "列", "问题", "怎么改"))
    for one in complaints:
        cells = (one.kind, one.sheet, one.row, one.column, one.what, one.how)
        writer.writerow([harmless(cell) for cell in cells])
    name = f"{found.name.rpartition('.')[0]}-问题清单.csv"
    return download(text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", name)


@require_POST
@needs("proposals.register_proposal")
@refused_to("list_upload")
def list_drop(request: HttpRequest, file: int) -> HttpResponse:
    found = file_of(file)
    actions.drop_list(by=request.user, file=found)
    messages.success(request, f"已放弃“{found}”，没有登记任何一件。")
    return redirect("list_upload")


def download(content: bytes, media: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(True, name) or ""
    return HttpResponse(content, media, headers={"Content-Disposition": disposition})
