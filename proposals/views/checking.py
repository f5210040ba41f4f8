"""The layout check as a page: of a handling's own letter, and of any PDF handed in."""

import hashlib

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET, require_http_methods

from cixi_ip.web import needs, refused_to
from proposals.checking import foreign, own, pictures
from proposals.checking.form import CheckForm
from proposals.checking.report import make_report
from proposals.models import Handling
from proposals.views.finding import of_proposal, readable_letter
from proposals.workflow import may_read_draft

NOT_YOURS = "版面检查供拟稿、核稿和签发公文的人使用。如需使用，请联系系统管理员调整角色。"
NO_PAGE = "这份公文没有第 {} 页，请从版面检查重新打开。"


@require_GET
@needs("proposals.view_handling")
@refused_to("proposal_detail", "proposal")
@of_proposal
def letter_check(request: HttpRequest, handling: Handling) -> HttpResponse:
    document = own.document_of(readable_letter(handling, request.user))
    report = own.report_of(document)
    context = {
        "handling": handling,
        "report": report,
        "kind": document.kind,
        "is_draft": document.is_draft,
        "is_compared": document.text is not None,
        "sha256": document.sha256,
        "pages": [
            (sheet, picture_of(handling, sheet.number, document.sha256)) for sheet in report.sheets
        ],
    }
    return render(request, "proposals/checking.html", context)


def picture_of(handling: Handling, page: int, sha256: str) -> str:
    address = {"proposal": handling.proposal_id, "page": page}
    return f"{reverse('letter_check_page', kwargs=address)}?of={sha256}"


@require_GET
@needs("proposals.view_handling")
@of_proposal
def letter_check_page(request: HttpRequest, handling: Handling, page: int) -> HttpResponse:
    """One page as a picture; `of` names the PDF the report was made of."""
    try:
        letter = readable_letter(handling, request.user)
        pdf = own.pdf_of(letter, request.GET.get("of", ""))
    except ValidationError as error:
        raise Http404(error.messages[0]) from error
    etag = f'"{hashlib.sha256(pdf).hexdigest()}-{page}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(drawn(pdf, page), content_type="image/png")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def drawn(pdf: bytes, page: int) -> bytes:
    try:
        return pictures.picture(pdf, page)
    except IndexError as error:
        raise Http404(NO_PAGE.format(page)) from error


@require_http_methods(["GET", "POST"])
@needs("proposals.view_handling")
def check_file(request: HttpRequest) -> HttpResponse:
    """Any PDF, looked at once and not kept: its pages come back inside the answer."""
    if not may_read_draft(request.user):
        raise PermissionDenied(NOT_YOURS)
    form = CheckForm(request.POST or None, request.FILES or None)
    context = {"form": form}
    if request.method == "POST" and form.is_valid():
        context |= checked(form)
    return render(request, "proposals/checking_file.html", context)


def checked(form: CheckForm) -> dict[str, object]:
    """The report of what was handed in; a refusal goes onto the form."""
    given = form.cleaned_data
    try:
        found = foreign.check(given["file"], kind=given["kind"], text=form.source)
    except ValueError as refusal:
        form.add_error("file", str(refusal))
        return {}
    report = make_report(found.findings, found.papers)
    return {
        "report": report,
        "kind": found.kind,
        "is_guessed": not given["kind"],
        "is_compared": form.source is not None,
        "name": form.files["file"].name,
        "sha256": hashlib.sha256(given["file"]).hexdigest(),
        "pages": [
            (sheet, f"data:image/png;base64,{drawing}")
            for sheet, drawing in zip(report.sheets, found.pictures, strict=True)
        ],
    }
