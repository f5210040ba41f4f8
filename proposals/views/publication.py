"""Pages of publication: the list of what is due and done, and one answer's public text."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cixi_ip.models import Event
from cixi_ip.web import needs, refused_to, row_number
from proposals import actions
from proposals.actions.publishing import is_editor
from proposals.models import Handling, Publication
from proposals.printed.publication import as_html, as_pdf
from proposals.public_text import is_title_only, masked, original, pieces
from proposals.publication_forms import NoticeFilter, PublishForm, TextForm, plain_lines
from proposals.publicity import Notice, notices
from proposals.views.finding import of_proposal
from proposals.workflow import PUBLISH

PER_PAGE = 25
MASKED_ANEW = "下面是按现在的规则重新遮盖的全文，还没有保存。"


@require_GET
@needs("proposals.view_handling")
def publication_list(request: HttpRequest) -> HttpResponse:
    found = NoticeFilter(request.GET, queryset=notices())
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "filter": found,
        "page": page,
        "notices": [Notice(one, today) for one in page.object_list],
        "is_filtered": any(request.GET.get(name) for name in found.form.fields),
    }
    return render(request, "proposals/publication_list.html", context)


def publication_of(request: HttpRequest, handling: Handling) -> Publication:
    """That of the latest answer, or of the round in the address."""
    found = Publication.objects.filter(issued__letter__round__handling=handling).select_related(
        "issued__letter__round__handling__proposal__session", "issued__drafted_by", "checked_by"
    )
    if number := row_number(request.GET.get("round", "")):
        found = found.filter(issued__letter__round__number=number)
    publication = found.order_by("-issued__letter__round__number").first()
    if publication is None:
        raise Http404("这件没有列入公开的答复：签发时公开属性为主动公开的才列入。")
    return publication


@require_http_methods(["GET", "POST"])
@needs("proposals.view_handling")
@of_proposal
def publication(request: HttpRequest, handling: Handling) -> HttpResponse:
    stored = publication_of(request, handling)
    form = TextForm(request.POST or None, publication=stored)
    if request.method == "POST":
        if request.POST.get("act") == "mask":
            form.put(text=masked(stored.issued).text)
            messages.info(request, MASKED_ANEW)
        elif form.is_valid() and saved(request, stored, form):
            messages.success(request, "公开文本已保存，请另一位审查。")
            return redirect(request.get_full_path())
    return render(request, "proposals/publication.html", page_of(request, stored, form))


def saved(request: HttpRequest, stored: Publication, form: TextForm) -> bool:
    """Save; a refusal goes onto the form, and a stale one is shown what is stored now."""
    try:
        actions.save_publication(by=request.user, publication=stored, **form.cleaned_data)
    except ValidationError as error:
        form.refuse(error)
        if getattr(error, "code", "") == "stale":
            form.put(seen=stored.text)
        return False
    return True


def page_of(request: HttpRequest, stored: Publication, form: TextForm) -> dict[str, object]:
    issued, user = stored.issued, request.user
    text = original(issued)
    still = masked(issued, stored.text)
    may_publish = user.has_perm(PUBLISH)
    return {
        "handling": issued.letter.round.handling,
        "publication": stored,
        "notice": Notice(issued, timezone.localdate()),
        "form": form if may_publish and not stored.published_on else None,
        "publish_form": PublishForm(),
        "original": list(masked(issued, text).pieces(text)),
        "public": list(pieces(stored.text, still)),
        "still": still.covered,
        "is_against_wish": is_title_only(issued.letter.round.handling.proposal),
        "may_publish": may_publish,
        "is_drafter": issued.drafted_by_id in user.acts_for(),
        "is_editor": is_editor(stored, user),
        "events": Event.objects.filter(
            subject_type="proposals.publication", subject_id=str(stored.pk)
        ),
    }


@require_POST
@needs(PUBLISH)
@refused_to("publication", "proposal")
@of_proposal
def publication_check(request: HttpRequest, handling: Handling) -> HttpResponse:
    stored = publication_of(request, handling)
    seen = plain_lines(request.POST.get("seen", ""))
    actions.check_publication(by=request.user, publication=stored, seen=seen)
    messages.success(request, "审查通过，可以导出并公开。")
    return redirect("publication", proposal=handling.proposal_id)


@require_POST
@needs(PUBLISH)
@refused_to("publication", "proposal")
@of_proposal
def publication_publish(request: HttpRequest, handling: Handling) -> HttpResponse:
    form = PublishForm(request.POST)
    if not form.is_valid():
        raise ValidationError([sentence for found in form.errors.values() for sentence in found])
    stored = publication_of(request, handling)
    actions.publish(by=request.user, publication=stored, **form.cleaned_data)
    messages.success(request, "已登记公开。")
    return redirect("publication", proposal=handling.proposal_id)


@require_GET
@needs(PUBLISH)
@refused_to("publication", "proposal")
@of_proposal
def publication_file(request: HttpRequest, handling: Handling, ending: str) -> HttpResponse:
    """The checked public text as a file that leaves the system."""
    stored = publication_of(request, handling)
    if stored.checked_at is None:
        raise ValidationError("公开文本还没有审查，审查后才能导出。")
    name = f"{stored.issued.reference}公开文本.{ending}"
    if ending == "pdf":
        made, kind = as_pdf(stored, moment=stored.checked_at), "application/pdf"
    else:
        made, kind = as_html(stored), "text/html; charset=utf-8"
    Event.objects.record("导出公开文本", by=request.user, subject=stored, file=name)
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(made, content_type=kind, headers=headers)
