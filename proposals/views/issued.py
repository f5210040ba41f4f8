"""Signing a letter, its PDF, and the proof that a signed one is unchanged."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from cixi_ip.models import Event
from cixi_ip.web import needs, refused_to
from proposals import actions
from proposals.examination import digest, examine
from proposals.export import pdf_of
from proposals.models import Handling
from proposals.proofreading import of_letter
from proposals.steps import conditions_of
from proposals.views.finding import (
    chosen_round,
    cited_in,
    issued_of,
    letter_of,
    of_proposal,
    readable_letter,
)
from proposals.views.reviewing import dossier


@require_http_methods(["GET", "POST"])
@needs("proposals.sign_letter")
@refused_to("proposal_detail", "proposal")
@of_proposal
def sign(request: HttpRequest, handling: Handling) -> HttpResponse:
    """The page that shows what signing will do, and the signing itself."""
    if request.method == "POST":
        issued = actions.sign(by=request.user, handling=handling, seen=request.POST.get("seen", ""))
        messages.success(request, f"已签发，文号{issued.reference}。公文已定稿，不能再改。")
        return redirect("letter_verify", proposal=handling.proposal_id)
    actions.refuse_state(handling, "sign")
    actions.refuse_reviewer(handling, "sign", request.user)
    letter = letter_of(handling)
    examination, day = examine(letter), timezone.localdate()
    context = dossier(handling, letter) | {
        "examination": examination,
        "missing": [one for one in conditions_of(handling, "sign") if one.missing],
        "proofreading": of_letter(letter),
        "seen": digest(letter, examination),
        "day": day,
        "number": actions.following_number(handling.setting.series, day.year),
    }
    return render(request, "proposals/sign.html", context)


@require_GET
@needs("proposals.view_handling")
@refused_to("proposal_detail", "proposal")
@of_proposal
def letter_pdf(request: HttpRequest, handling: Handling) -> HttpResponse:
    round = chosen_round(request, handling)
    letter = readable_letter(handling, request.user, round)
    download = pdf_of(letter, request.GET.get("format", ""))
    Event.objects.record("下载公文", by=request.user, subject=handling, file=download.name)
    headers = {"Content-Disposition": content_disposition_header(True, download.name)}
    return HttpResponse(download.pdf, content_type="application/pdf", headers=headers)


@require_GET
@needs("proposals.view_handling")
@of_proposal
def verify(request: HttpRequest, handling: Handling) -> HttpResponse:
    round = chosen_round(request, handling)
    issued = issued_of(handling, round)
    context = {
        "handling": handling,
        "round": round,
        "issued": issued,
        "recomputed": issued.recomputed,
        "size": len(issued.pdf),
        "cited": cited_in(issued),
    }
    return render(request, "proposals/verify.html", context)
