"""The page where a letter is reviewed: what is known of the case beside the text."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from cixi_ip.web import needs, refused_to, row_number
from proposals import actions, history
from proposals.editions import changed
from proposals.examination import examine
from proposals.models import Handling, Letter
from proposals.proofreading import of_letter
from proposals.views.desk import say_cleaned
from proposals.views.finding import letter_of, of_proposal
from proposals.workflow import MOVES, REVIEWS, S


@require_GET
@needs("proposals.view_handling")
@refused_to("proposal_detail", "proposal")
@of_proposal
def review(request: HttpRequest, handling: Handling) -> HttpResponse:
    refuse_any_reader(request)
    if handling.state == S.AWAITING:
        return redirect("letter_sign", proposal=handling.proposal_id)
    name = actions.next_review(handling)
    actions.refuse_state(handling, name)
    actions.require(request.user, name)
    actions.refuse_reviewer(handling, name, request.user)
    letter = letter_of(handling)
    context = dossier(handling, letter) | {
        "label": MOVES[name].label.removesuffix("通过"),
        "examination": examine(letter),
        "proofreading": of_letter(letter),
    }
    return render(request, "proposals/review.html", context)


def refuse_any_reader(request: HttpRequest) -> None:
    """Who reviews nowhere is refused whatever the state."""
    steps = [step for names in REVIEWS.values() for step in names]
    if not any(MOVES[step].allows(request.user) for step in steps):
        raise PermissionDenied("您的角色不审核公文。如确需办理，请联系系统管理员调整角色。")


def dossier(handling: Handling, letter: Letter) -> dict[str, object]:
    """What a reviewer and the signer read beside the letter."""
    trail = history.trail(handling)
    returned = [event for event in trail if "paragraphs" in event.detail]
    return {
        "handling": handling,
        "letter": letter,
        "class_words": class_words(letter),
        "asks": handling.proposal.asks.all(),
        "contacts": handling.round.contacts.all(),
        "units": handling.other_units.all(),
        "trail": [(event, history.said(event)) for event in trail],
        "changed": changed(letter.body, returned[-1].detail["paragraphs"]) if returned else None,
    }


def class_words(letter: Letter) -> str:
    """B类（正在解决…）, as the session words it."""
    rows = letter.handling.proposal.session.classes.all()
    return next((str(row) for row in rows if row.code == letter.class_mark), letter.class_mark)


@require_POST
@needs("proposals.view_handling")
@refused_to("proposal_detail", "proposal")
@of_proposal
def pass_on(request: HttpRequest, handling: Handling) -> HttpResponse:
    refuse_any_reader(request)
    if handling.state != request.POST.get("seen_state"):
        raise ValidationError(
            f"您打开页面之后这件有变动，现为“{handling.get_state_display()}”，没有重复通过。"
        )
    actions.pass_on(
        by=request.user,
        handling=handling,
        seen_edition=row_number(request.POST.get("seen_edition", "")),
        comment=request.POST.get("comment", ""),
    )
    messages.success(request, f"已通过，现为“{handling.get_state_display()}”。")
    return redirect("proposal_detail", proposal=handling.proposal_id)


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
