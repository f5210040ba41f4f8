"""Pages of the proposals: the list, intake, one proposal, and who takes it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from cixi_ip.models import Event
from cixi_ip.web import needs, refused_to
from proposals import actions
from proposals.case import parts
from proposals.examination import examine
from proposals.filters import HandlingFilter
from proposals.forms import RegisterForm
from proposals.models import Handling, IssuedLetter, Letter
from proposals.tables import HandlingTable
from proposals.views.desk import say_cleaned
from proposals.views.finding import DRAFT_IS_CLOSED, cited_in, of_proposal
from proposals.workflow import MOVES, may_read_draft, open_moves, progress


@require_GET
@needs("proposals.view_handling")
def proposal_list(request: HttpRequest) -> HttpResponse:
    found = HandlingFilter(request.GET, queryset=Handling.objects.with_proposal())
    table = HandlingTable(found.qs)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    context = {
        "filter": found,
        "table": table,
        "is_filtered": any(request.GET.get(name) for name in found.form.fields),
        "may_register": MOVES["register"].allows(request.user),
        "may_check": may_read_draft(request.user),
    }
    return render(request, "proposals/list.html", context)


@require_http_methods(["GET", "POST"])
@needs("proposals.register_proposal")
def register(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            notes = actions.register(
                by=request.user,
                proposal=form.instance,
                role=form.cleaned_data["role"],
                addressee=form.cleaned_data["addressee"],
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, f"已登记{form.instance.reference}。")
            say_cleaned(request, notes)
            return redirect("proposal_detail", proposal=form.instance.pk)
    return render(request, "proposals/register.html", {"form": form})


@require_GET
@needs("proposals.view_handling")
@of_proposal
def detail(request: HttpRequest, handling: Handling) -> HttpResponse:
    letter = Letter.objects.filter(round=handling.round_id).first()
    issued = IssuedLetter.objects.filter(letter=letter).first() if letter else None
    context = {
        "handling": handling,
        "parts": parts(handling, request.user),
        "progress": progress(handling.state),
        "letter": letter,
        "issued": issued,
        "may_read_draft": may_read_draft(request.user),
        "draft_is_closed": DRAFT_IS_CLOSED,
        "moves": open_moves(handling, request.user),
        "is_officer": handling.officer_id == request.user.pk,
        "events": Event.objects.filter(
            subject_type="proposals.handling", subject_id=str(handling.pk)
        ),
    }
    if letter and not issued and context["may_read_draft"]:
        context["examination"] = examine(letter)
    if issued:
        context["cited"] = cited_in(issued)
    return render(request, "proposals/detail.html", context)


@require_POST
@needs("proposals.draft_letter")
@refused_to("proposal_detail", "proposal")
@of_proposal
def take(request: HttpRequest, handling: Handling) -> HttpResponse:
    actions.take(by=request.user, handling=handling)
    messages.success(request, "这件由您承办了，请拟稿。")
    return redirect("letter_desk", proposal=handling.proposal_id)


@require_POST
@needs("proposals.view_handling")
@refused_to("proposal_detail", "proposal")
@of_proposal
def send_back(request: HttpRequest, handling: Handling) -> HttpResponse:
    reason = request.POST.get("reason", "")
    notes = actions.send_back(by=request.user, handling=handling, reason=reason)
    messages.success(request, "已退回经办人修改。")
    say_cleaned(request, notes)
    return redirect("proposal_detail", proposal=handling.proposal_id)
