"""The files that came with a proposal: uploaded, opened, taken away again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cixi_ip.paper_answers import answered
from cixi_ip.paper_types import BY_MEDIA_TYPE
from cixi_ip.web import needs, refused_to
from proposals import actions
from proposals.intake_forms import AttachmentForm
from proposals.models import Attachment, Handling
from proposals.views.finding import of_proposal

GONE = "没有这个附件，可能已被删除。请从办理页重新打开。"


def attachment_of(handling: Handling, pk: int) -> Attachment:
    """Without its content, which may be 20 MB."""
    rows = Attachment.objects.defer("content").filter(proposal=handling.proposal_id)
    found = rows.filter(pk=pk).first() if pk < 2**31 else None
    if found is None:
        raise Http404(GONE)
    return found


@require_POST
@needs("proposals.register_proposal")
@refused_to("proposal_detail", "proposal")
@of_proposal
def attachment_add(request: HttpRequest, handling: Handling) -> HttpResponse:
    form = AttachmentForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        attachment = actions.add_attachment(
            by=request.user, handling=handling, name=file.name, content=file.read()
        )
        messages.success(request, f"附件已存为“{attachment.name}”。")
    for sentence in form.errors.get("file", ()):
        messages.error(request, sentence)
    return redirect("proposal_detail", proposal=handling.proposal_id)


@require_safe
@needs("proposals.view_handling")
@of_proposal
def attachment(request: HttpRequest, handling: Handling, attachment: int) -> HttpResponse:
    """The file as it was uploaded, with no powers of a page."""
    found = attachment_of(handling, attachment)
    return answered(
        request,
        found.name,
        BY_MEDIA_TYPE[found.media_type],
        found.sha256,
        lambda: bytes(Attachment.objects.values_list("content", flat=True).get(pk=found.pk)),
    )


@require_http_methods(["GET", "POST"])
@needs("proposals.register_proposal")
@refused_to("proposal_detail", "proposal")
@of_proposal
def attachment_remove(request: HttpRequest, handling: Handling, attachment: int) -> HttpResponse:
    found = attachment_of(handling, attachment)
    if actions.is_signed(handling):
        raise PermissionDenied("公文已经签发，附件要留作依据，不能删除；可以补传。")
    if request.method == "POST":
        actions.remove_attachment(by=request.user, attachment=found)
        messages.success(request, f"附件“{found.name}”已删除。")
        return redirect("proposal_detail", proposal=handling.proposal_id)
    context = {"handling": handling, "attachment": found}
    return render(request, "proposals/attachment_remove.html", context)
