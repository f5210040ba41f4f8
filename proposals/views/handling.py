"""The page of one case with all that is known of it."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cixi_ip.models import Event, User
from cixi_ip.web import needs
from proposals import dues, history
from proposals.case import parts
from proposals.examination import examine
from proposals.masking import MASK, shape
from proposals.models import Handling, Proposer, Round
from proposals.steps import conditions, steps, waiting
from proposals.views.finding import DRAFT_IS_CLOSED, cited_in, of_proposal
from proposals.workflow import REVIEWS, SEE_CONTACTS, WRITABLE, may_read_draft, progress

EVENTS = 25


@require_GET
@needs("proposals.view_handling")
@of_proposal
def detail(request: HttpRequest, handling: Handling) -> HttpResponse:
    """One page with everything needed: where it stands, what comes next, and all that is known."""
    user = request.user
    rounds = rounds_of(handling)
    letter = getattr(rounds[-1], "letter", None) if rounds else None
    context = {
        "handling": handling,
        "progress": progress(handling.state),
        "steps": steps(handling, user),
        "waiting": waiting(handling),
        "conditions": conditions(handling) if may_see_needs(handling, user) else [],
        "standing": dues.of_handling(handling, timezone.localdate(), dues.calendar()),
        "proposers": proposers(handling, user),
        "parts": parts(handling, user),
        "rounds": rounds,
        "letter": letter,
        "issued": getattr(letter, "issued", None),
        "may_read_draft": may_read_draft(user),
        "draft_is_closed": DRAFT_IS_CLOSED,
        "events": page_of_events(request, handling),
    }
    return render(request, "proposals/detail.html", context | draft_or_figures(context))


def rounds_of(handling: Handling) -> list[Round]:
    """The rounds with their letters, oldest first; the bytes of signed ones stay where they are."""
    found = Round.objects.filter(handling=handling).select_related("letter__issued")
    rounds = list(found.defer("letter__issued__pdf", "letter__issued__text").order_by("number"))
    for round in rounds:
        round.handling = handling
    return rounds


def may_see_needs(handling: Handling, user: User) -> bool:
    """What a draft still lacks tells of its text."""
    return may_read_draft(user) or handling.state not in (*WRITABLE, *REVIEWS)


def proposers(handling: Handling, user: User) -> list[Proposer]:
    """Who put it forward; phone and address only for those who deal with them."""
    found = list(handling.proposal.proposers.all())
    if not user.has_perm(SEE_CONTACTS):
        for one in found:
            one.phone, one.address = shape(one.phone), MASK * 3 if one.address else ""
    return found


def page_of_events(request: HttpRequest, handling: Handling) -> Page[Event]:
    """The history, newest first, each event with what it says."""
    page = Paginator(history.of_handling(handling), EVENTS).get_page(request.GET.get("events"))
    for event in page.object_list:
        event.said = history.said(event)
    return page


def draft_or_figures(context: dict[str, Any]) -> dict[str, object]:
    """What goes beside the text: the checks of a draft, the figures of a signed letter."""
    if context["issued"]:
        return {"cited": cited_in(context["issued"])}
    if context["letter"] and context["may_read_draft"]:
        return {"examination": examine(context["letter"])}
    return {}
