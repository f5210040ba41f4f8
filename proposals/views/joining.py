"""并案: choosing the case another is handled together with, undoing it, taking over its text."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cixi_ip.web import needs, refused_to, row_number
from proposals import actions
from proposals.actions.joining import may_join
from proposals.likeness import like
from proposals.models import Handling
from proposals.similar import Likeness
from proposals.views.desk import say_cleaned
from proposals.views.finding import of_proposal

MOST = 10
Suggestion = tuple[Handling, Likeness]


@require_http_methods(["GET", "POST"])
@needs("proposals.view_handling")
@refused_to("proposal_join", "proposal")
@of_proposal
def join(request: HttpRequest, handling: Handling) -> HttpResponse:
    """The cases of the session most like this one, one of them to be the main case."""
    if not may_join(request.user):
        raise PermissionDenied("您的角色不能并案。如确需办理，请联系系统管理员调整角色。")
    if request.method == "POST":
        main = chosen(request, handling)
        actions.join(by=request.user, handling=handling, to=main)
        messages.success(request, f"已并入{main.proposal.reference}，两件仍分别答复。")
        return redirect("proposal_detail", proposal=handling.proposal_id)
    context = {
        "handling": handling,
        "suggestions": suggestions(handling),
        "is_fit": handling.state not in Handling.OVER
        and handling.joined_to_id is None
        and not handling.joined.exists(),
    }
    return render(request, "proposals/join.html", context)


def suggestions(handling: Handling) -> list[Suggestion]:
    found = like(handling.proposal, most=MOST, of_session=True)
    rows = Handling.objects.with_proposal().open().filter(joined_to=None)
    wanted = rows.filter(proposal__in=[one.case.key for one in found])
    fit = {row.proposal_id: row for row in wanted if row.writes}
    return [(fit[one.case.key], one) for one in found if one.case.key in fit]  # type: ignore[index]


def chosen(request: HttpRequest, handling: Handling) -> Handling:
    """The case ticked, or that of the number typed; a confirmation is needed for either."""
    if not request.POST.get("confirmed"):
        raise ValidationError("请核对两件的内容后，勾选“已核对内容相同”，再并案。")
    rows, proposal = Handling.objects.with_proposal(), handling.proposal
    typed = request.POST.get("number", "").strip().removeprefix("第").removesuffix("号")
    if typed:
        same = rows.filter(proposal__session=proposal.session, proposal__number=row_number(typed))
        found = sorted(same, key=lambda row: row.proposal.kind != proposal.kind)
        if not found:
            raise ValidationError(f"“{proposal.session}”没有第{typed[:10]}号，请核对编号。")
        return found[0]
    main = rows.filter(pk=row_number(request.POST.get("main", ""))).first()
    if main is None:
        raise ValidationError("请选一件作为主件，或填它的编号。")
    return main


@require_POST
@needs("proposals.view_handling")
@refused_to("proposal_detail", "proposal")
@of_proposal
def part(request: HttpRequest, handling: Handling) -> HttpResponse:
    if not request.POST.get("confirmed"):
        raise ValidationError("请勾选“确认取消并案”后再取消。")
    actions.part(by=request.user, handling=handling)
    messages.success(request, "已取消并案，两件分开办理；已写的稿件各自保留。")
    return redirect("proposal_detail", proposal=handling.proposal_id)


@require_POST
@needs("proposals.draft_letter")
@refused_to("proposal_detail", "proposal")
@of_proposal
def copy_text(request: HttpRequest, handling: Handling) -> HttpResponse:
    if not request.POST.get("confirmed"):
        raise ValidationError("取用主件正文会换掉这一件现有的正文，请勾选确认后再取用。")
    edition = row_number(request.POST.get("seen_edition", ""))
    notes = actions.copy_text(by=request.user, handling=handling, seen_edition=edition)
    messages.success(
        request, "已取用主件正文并保存。请把开头的称谓、标题、编号改成这一件的，再核对内容。"
    )
    say_cleaned(request, notes)
    return redirect("letter_desk", proposal=handling.proposal_id)
