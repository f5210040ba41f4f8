"""A sheet on its way into a register: the template, the upload, the preview, what is done."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cixi_ip.models import User
from cixi_ip.web import needs, refused_to
from cixi_ip.workbooks.complaints import Refusal
from stats import actions
from stats.forms.register_files import RowsForm, TakeForm
from stats.models import RegisterFile
from stats.registers import REGISTERS, Register
from stats.registers.imports.blank import blank
from stats.registers.imports.preview import Judged, Preview, Verdict, preview
from stats.registers.imports.reading import enterprise_field
from stats.registers.keeping import KEEP, SEE_CONTACTS
from stats.registers.listing import list_address
from stats.registers.showing import said
from stats.sheets import Table, columns
from stats.views.files import MEDIA, spreadsheet
from stats.views.registers import called

SHOWN_ROWS, SHOWN_COMPLAINTS, FILES = 50, 100, 20
TONES = {Verdict.NEW: "tag-good", Verdict.CHANGED: "tag-bad", Verdict.FAULTY: "tag-alarm"}


def kept_by(request: HttpRequest, slug: str) -> Register:
    register = called(slug)
    actions.require_keeper(request.user, register)
    return register


def file_of(register: Register, pk: int) -> RegisterFile:
    rows = RegisterFile.objects.select_related("uploaded_by").filter(register=register.slug)
    found = rows.filter(pk=pk).first() if pk < 2**31 else None
    if found is None:
        raise Http404("没有这份文件，可能已经放弃。请从登记册的“导入”中重新打开。")
    return found


def brings(register: Register) -> bool:
    """Whether its rows may register their enterprise too."""
    return bool(enterprise_field(register)) and register.office == REGISTERS["enterprises"].office


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def register_upload(request: HttpRequest, slug: str) -> HttpResponse:
    register = kept_by(request, slug)
    actions.drop_undecided()
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RowsForm(*sent)
    if request.method == "POST" and form.is_valid():
        try:
            file = actions.upload_rows(
                by=request.user,
                register=register,
                name=form.cleaned_data["file"].name,
                content=form.cleaned_data["file"].read(),
            )
        except ValidationError as error:
            form.add_error("file", error.messages)
        else:
            return redirect("register_preview", slug=slug, pk=file.pk)
    files = RegisterFile.objects.filter(register=slug).defer("content")
    context = {
        "register": register,
        "form": form,
        "files": files.select_related("uploaded_by")[:FILES],
        "brings": brings(register),
    }
    return render(request, "stats/register_upload.html", context)


@require_safe
@needs(KEEP)
def register_template(request: HttpRequest, slug: str) -> HttpResponse:
    register = kept_by(request, slug)
    disposition = content_disposition_header(True, f"{register.name}导入模板.xlsx") or ""
    content = blank(register, brings=brings(register))
    return HttpResponse(content, MEDIA["xlsx"], headers={"Content-Disposition": disposition})


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def register_preview(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What a sheet would come to; a POST takes it, all of what was decided on or none."""
    register = kept_by(request, slug)
    file = file_of(register, pk)
    form = TakeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and taken(request, file, form):
        return redirect(list_address(register))
    context = {
        "register": register,
        "file": file,
        "decides": file.uploaded_by_id in request.user.acts_for(),
    }
    if file.taken_at is None:
        context |= shown(request.user, register, file, form)
    return render(request, "stats/register_preview.html", context)


def taken(request: HttpRequest, file: RegisterFile, form: TakeForm) -> bool:
    try:
        count = actions.take_file(by=request.user, file=file, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    messages.success(request, f"已按“{file}”导入 {count} 条。")
    return True


def shown(user: User, register: Register, file: RegisterFile, form: TakeForm) -> dict[str, object]:
    try:
        found = preview(register, file.name, bytes(file.content))
    except Refusal as refusal:
        return {"refusal": str(refusal)}
    if form.is_bound:
        form.is_seen(found.digest)
    else:
        form.initial["seen"] = found.digest
    return {
        "form": form,
        "preview": found,
        "complaints": found.complaints[:SHOWN_COMPLAINTS],
        "headings": [register.heading(name) for name in register.key],
        "rows": lines(found, sees_people=user.has_perm(SEE_CONTACTS)),
        "rest": max(len(found.judged) - SHOWN_ROWS, 0),
    }


def lines(found: Preview, *, sees_people: bool) -> list[dict[str, object]]:
    """The first rows as the page shows them, those that do something before the others."""
    order = [Verdict.CHANGED, Verdict.NEW, Verdict.FAULTY, Verdict.SAME]
    ordered = sorted(found.judged, key=lambda one: order.index(one.verdict))
    return [
        {
            "place": one.place,
            "verdict": one.verdict,
            "tone": TONES.get(one.verdict, ""),
            "key": key_words(found.register, one, sees_people=sees_people),
            "changes": one.changes(found.register, sees_people=sees_people),
        }
        for one in ordered[:SHOWN_ROWS]
    ]


def key_words(register: Register, one: Judged, *, sees_people: bool) -> list[str]:
    """What tells the row from others: as it is stored, or as it stands in the sheet."""
    if one.record is not None:
        return [said(register, one.record, name, sees_people=sees_people) for name in register.key]
    hidden = register.private if not sees_people else ()
    return [
        "＊" if name in hidden else str(one.row.cells.get(name, "") or "—") for name in register.key
    ]


@require_safe
@needs(KEEP)
@refused_to("register_upload", "slug")
def register_complaints(request: HttpRequest, slug: str, pk: int, kind: str) -> HttpResponse:
    """All complaints as a file, for whoever mends the sheet."""
    register = kept_by(request, slug)
    file = file_of(register, pk)
    try:
        complaints = preview(register, file.name, bytes(file.content)).complaints
    except Refusal as refusal:
        raise ValidationError(str(refusal)) from refusal
    table = Table(
        columns("种类", "工作表", "行", "列", "问题", "怎么改"),
        tuple(
            (one.kind, one.sheet, str(one.row), one.column, one.what, one.how) for one in complaints
        ),
        name=f"{register.name}导入问题清单",
    )
    return spreadsheet(request, table, kind, filters=file.name)


@require_POST
@needs(KEEP)
@refused_to("register_upload", "slug")
def register_drop(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    file = file_of(kept_by(request, slug), pk)
    actions.drop_file(by=request.user, file=file)
    messages.success(request, f"已放弃“{file}”，没有导入任何一条。")
    return redirect("register_upload", slug=slug)
