"""Pages of 承诺台账: the whole ledger, and the commitments of one case."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cixi_ip.web import needs
from proposals import ledger
from proposals.commitment_desk import Desk
from proposals.commitment_forms import CommitmentFilter
from proposals.ledger import Standing
from proposals.models import Commitment, Handling
from proposals.views.finding import of_proposal

PER_PAGE = 25


@require_GET
@needs("proposals.view_handling")
def commitment_list(request: HttpRequest) -> HttpResponse:
    found = CommitmentFilter(request.GET, queryset=ledger.rows())
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    stands, today = ledger.standings(page.object_list), timezone.localdate()
    context = {
        "filter": found,
        "page": page,
        "lines": [Line(one, stands[one.pk], one.is_overdue(today)) for one in page.object_list],
        "is_filtered": any(request.GET.get(name) for name in found.form.fields),
    }
    return render(request, "proposals/commitment_list.html", context)


@dataclass(frozen=True)
class Line:
    commitment: Commitment
    standing: Standing
    is_overdue: bool


@require_http_methods(["GET", "POST"])
@needs("proposals.view_handling")
@of_proposal
def commitments(request: HttpRequest, handling: Handling) -> HttpResponse:
    desk = Desk(handling, request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (said := desk.act()):
        messages.success(request, said)
        return redirect(f"{request.path}#c{desk.chosen}" if desk.chosen else request.path)
    status = 200 if request.method == "GET" else 422
    return render(request, "proposals/commitments.html", desk.context(), status=status)
