"""Forms of a case to print, and the package of a finished one."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from cixi_ip.models import Event
from cixi_ip.web import needs, refused_to
from proposals import actions, printed
from proposals.models import Contact, Handling
from proposals.views.finding import HandlingView, of_proposal
from proposals.workflow import CLOSE, SEE_CONTACTS, may_read_draft

NOT_YOURS = "办理单、面商记录和征询意见表供办理这件的人打印。如确需使用，请与经办人联系。"


def for_handlers(view: HandlingView) -> HandlingView:
    """Forms name who reviewed what: they are for those who work on letters."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not may_read_draft(request.user):
            raise PermissionDenied(NOT_YOURS)
        return view(request, *args, **kwargs)

    return guarded


def answer(request: HttpRequest, handling: Handling, form: printed.Form) -> HttpResponse:
    pdf = printed.to_pdf(form, moment=timezone.localtime().replace(microsecond=0))
    name = f"{form.name}.pdf"
    Event.objects.record("下载表单", by=request.user, subject=handling, file=name)
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@require_GET
@needs("proposals.view_handling")
@for_handlers
@refused_to("proposal_detail", "proposal")
@of_proposal
def handling_sheet(request: HttpRequest, handling: Handling) -> HttpResponse:
    shows_phones = request.user.has_perm(SEE_CONTACTS)
    return answer(request, handling, printed.handling_sheet(handling, shows_phones=shows_phones))


@require_GET
@needs("proposals.view_handling")
@for_handlers
@refused_to("proposal_detail", "proposal")
@of_proposal
def contact_form(request: HttpRequest, handling: Handling) -> HttpResponse:
    shows_phones = request.user.has_perm(SEE_CONTACTS)
    return answer(request, handling, printed.blank_talk(handling, shows_phones=shows_phones))


@require_GET
@needs("proposals.view_handling")
@for_handlers
@refused_to("proposal_detail", "proposal")
@of_proposal
def contact_record(request: HttpRequest, handling: Handling, contact: int) -> HttpResponse:
    rows = Contact.objects.select_related("round", "recorded_by")
    found = get_object_or_404(rows, pk=contact, round__handling=handling)
    found.round.handling = handling
    return answer(request, handling, printed.talk(found))


@require_GET
@needs("proposals.view_handling")
@for_handlers
@refused_to("proposal_detail", "proposal")
@of_proposal
def survey(request: HttpRequest, handling: Handling) -> HttpResponse:
    shows_phones = request.user.has_perm(SEE_CONTACTS)
    form = printed.survey(handling, handling.round, shows_phones=shows_phones)
    return answer(request, handling, form)


@require_GET
@needs(CLOSE)
@needs(SEE_CONTACTS)
@refused_to("proposal_detail", "proposal")
@of_proposal
def case_package(request: HttpRequest, handling: Handling) -> FileResponse:
    """The whole case as one file; it holds phones and addresses, as an archive must."""
    package = actions.pack(by=request.user, handling=handling)
    response = FileResponse(
        package.file, as_attachment=True, filename=package.name, content_type="application/zip"
    )
    response["Content-Length"] = str(package.size)
    return response
