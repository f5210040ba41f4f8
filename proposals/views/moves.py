"""Moves of a case: a page for each that asks something, a button for those that do not."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cixi_ip.web import needs, refused_to
from proposals import actions
from proposals.models import Handling
from proposals.move_base import MoveForm
from proposals.move_forms import FORMS
from proposals.steps import conditions_of
from proposals.views.finding import of_proposal


@require_http_methods(["GET", "POST"])
@needs("proposals.view_handling")
@refused_to("proposal_detail", "proposal")
@of_proposal
def make_move(request: HttpRequest, handling: Handling, name: str) -> HttpResponse:
    """The page of one move: what it asks and what stands against it; sent, the move is made."""
    if name not in FORMS:
        raise Http404("没有这一步，请从办理页重新选择。")
    actions.require(request.user, name)
    actions.refuse_state(handling, name)
    form = FORMS[name](request.POST or None, handling=handling, user=request.user)
    if request.method == "POST" and form.is_valid() and made(form):
        messages.success(request, form.said)
        return redirect("proposal_detail", proposal=handling.proposal_id)
    missing = [one for one in conditions_of(handling, form.name) if one.missing]
    context = {"handling": handling, "form": form, "missing": missing}
    return render(request, "proposals/move.html", context)


def made(form: MoveForm) -> bool:
    """Make the move; a refusal goes onto the form, which keeps what was typed."""
    try:
        form.act()
    except ValidationError as error:
        form.refuse(error)
        form.handling.refresh_from_db()
        return False
    return True


@require_POST
@needs("proposals.draft_letter")
@refused_to("proposal_detail", "proposal")
@of_proposal
def take(request: HttpRequest, handling: Handling) -> HttpResponse:
    actions.take(by=request.user, handling=handling)
    messages.success(request, "这件由您承办了，请拟稿。")
    return redirect("letter_desk", proposal=handling.proposal_id)


@require_POST
@needs("proposals.draft_letter")
@refused_to("proposal_detail", "proposal")
@of_proposal
def withdraw(request: HttpRequest, handling: Handling) -> HttpResponse:
    actions.withdraw(by=request.user, handling=handling)
    messages.success(request, "已撤回，可以继续修改。")
    return redirect("letter_desk", proposal=handling.proposal_id)
