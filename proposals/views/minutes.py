"""Pages of 会议纪要: the list, writing them, reading them, issuing them, and their files."""

import base64
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from cixi_ip.models import Event
from cixi_ip.web import needs, refused_to
from proposals import actions
from proposals.actions.minutes import ISSUED, require_writer
from proposals.checking import own, pictures
from proposals.export import minutes_pdf as pdf_of
from proposals.filters import MinutesFilter
from proposals.forms import MinutesForm
from proposals.models import Minutes
from proposals.models.minutes import WRITTEN
from proposals.tables import MinutesTable
from proposals.views.desk import Difference, say_cleaned
from proposals.views.docx import WORD
from proposals.word import word_minutes
from proposals.workflow import SIGN, may_read_draft, may_write_minutes

A_PAGE = 25
NOT_YOURS = "会议纪要供拟稿、核稿和签发的人使用。如需使用，请联系系统管理员调整角色。"
NOT_LISTED = ("body", "absent", "text", "pdf")
View = Callable[..., HttpResponse]


def for_staff(view: View) -> View:
    """Only who works on letters reads 纪要; the view gets those of its address, if it names any."""

    @needs("proposals.view_handling")
    @wraps(view)
    def loaded(request: HttpRequest, minutes: int | None = None) -> HttpResponse:
        if not may_read_draft(request.user):
            raise PermissionDenied(NOT_YOURS)
        if minutes is None:
            return view(request)
        if minutes > BigIntegerField.MAX_BIGINT:
            raise Http404("没有这份会议纪要，请从列表中重新选择。")
        rows = Minutes.objects.select_related("session", "drafted_by", "issued_by")
        return view(request, get_object_or_404(rows, pk=minutes))

    return loaded


@require_GET
@for_staff
def minutes_list(request: HttpRequest) -> HttpResponse:
    rows = Minutes.objects.select_related("drafted_by").defer(*NOT_LISTED)
    found = MinutesFilter(request.GET, queryset=rows)
    table = MinutesTable(found.qs)
    RequestConfig(request, paginate={"per_page": A_PAGE}).configure(table)
    context = {
        "filter": found,
        "table": table,
        "is_filtered": any(request.GET.get(name) for name in found.form.fields),
        "may_write": may_write_minutes(request.user),
    }
    return render(request, "proposals/minutes_list.html", context)


@require_http_methods(["GET", "POST"])
@for_staff
def minutes_new(request: HttpRequest) -> HttpResponse:
    return written(request, Minutes())


@require_http_methods(["GET", "POST"])
@refused_to("minutes_detail", "minutes")
@for_staff
def minutes_edit(request: HttpRequest, minutes: Minutes) -> HttpResponse:
    if minutes.is_issued:
        raise ValidationError(ISSUED)
    return written(request, minutes)


def written(request: HttpRequest, minutes: Minutes) -> HttpResponse:
    """The page where 纪要 are typed: shown, previewed or saved."""
    require_writer(request.user)
    form = MinutesForm(request.POST or None, instance=minutes)
    stored = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("act") == "preview":
            messages.info(request, "这是预览，还没有保存。")
        else:
            stored = save(request, form)
            if not form.errors:
                messages.success(request, "会议纪要已保存。")
                return redirect("minutes_detail", minutes=form.instance.pk)
    context = {
        "form": form,
        "minutes": minutes,
        "is_shown": form.is_valid() if form.is_bound else minutes.pk is not None,
        "differences": differences(minutes, stored) if stored else [],
        "is_stale": stored is not None,
    }
    return render(request, "proposals/minutes_form.html", context, status=409 if stored else 200)


def save(request: HttpRequest, form: MinutesForm) -> Minutes | None:
    """Save; a refusal goes onto the form, and a stale save returns the stored 纪要 as well."""
    try:
        notes = actions.save_minutes(
            by=request.user, minutes=form.instance, seen_edition=form.cleaned_data["seen_edition"]
        )
    except ValidationError as error:
        form.refuse(error)
        if getattr(error, "code", "") != "stale":
            return None
        stored = Minutes.objects.get(pk=form.instance.pk)
        form.is_now(stored.edition)
        return stored
    say_cleaned(request, notes)
    return None


def differences(typed: Minutes, stored: Minutes) -> list[Difference]:
    pairs = (
        (name, str(getattr(typed, name) or ""), str(getattr(stored, name) or ""))
        for name in WRITTEN
    )
    return [
        Difference(str(Minutes._meta.get_field(name).verbose_name), mine, theirs)
        for name, mine, theirs in pairs
        if mine != theirs
    ]


@require_GET
@for_staff
def minutes_detail(request: HttpRequest, minutes: Minutes) -> HttpResponse:
    context = {
        "minutes": minutes,
        "may_write": may_write_minutes(request.user) and not minutes.is_issued,
        "may_issue": request.user.has_perm(SIGN) and not minutes.is_issued,
        "events": Event.objects.filter(
            subject_type="proposals.minutes", subject_id=str(minutes.pk)
        ),
    }
    return render(request, "proposals/minutes_detail.html", context)


@require_POST
@refused_to("minutes_detail", "minutes")
@for_staff
def minutes_issue(request: HttpRequest, minutes: Minutes) -> HttpResponse:
    if not request.POST.get("read"):
        raise ValidationError("请先看过全文，勾选“已看过全文”，再定稿。")
    seen = request.POST.get("seen_edition", "")
    edition = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else 0
    issued = actions.issue_minutes(by=request.user, minutes=minutes, seen_edition=edition)
    messages.success(request, f"{issued}已定稿，不能再改。")
    return redirect("minutes_detail", minutes=issued.pk)


@require_GET
@refused_to("minutes_detail", "minutes")
@for_staff
def minutes_pdf(request: HttpRequest, minutes: Minutes) -> HttpResponse:
    download = pdf_of(minutes)
    return sent(request, minutes, download.name, download.pdf, "application/pdf")


@require_GET
@refused_to("minutes_detail", "minutes")
@for_staff
def minutes_docx(request: HttpRequest, minutes: Minutes) -> HttpResponse:
    name, content = word_minutes(minutes, moment=timezone.now().replace(microsecond=0))
    return sent(request, minutes, name, content, WORD)


def sent(
    request: HttpRequest, minutes: Minutes, name: str, content: bytes, kind: str
) -> HttpResponse:
    Event.objects.record("下载会议纪要", by=request.user, subject=minutes, file=name)
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=kind, headers=headers)


@require_GET
@refused_to("minutes_detail", "minutes")
@for_staff
def minutes_check(request: HttpRequest, minutes: Minutes) -> HttpResponse:
    """The layout check; the pages come inside the answer."""
    document = own.document_of_minutes(minutes)
    report = own.report_of(document)
    context = {
        "minutes": minutes,
        "report": report,
        "kind": document.kind,
        "is_draft": document.is_draft,
        "is_compared": True,
        "sha256": document.sha256,
        "pages": [(sheet, drawn(document.pdf, sheet.number)) for sheet in report.sheets],
    }
    return render(request, "proposals/minutes_check.html", context)


def drawn(pdf: bytes, page: int) -> str:
    picture = pictures.picture(pdf, page)
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"
