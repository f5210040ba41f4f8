"""Pages of the proposals: the list, one proposal, the letter desk, signing, the issued letter."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from cixi_ip.models import Event
from cixi_ip.web import needs, refused_to
from proposals import actions, citations
from proposals.examination import digest, examine, goals
from proposals.export import pdf_of
from proposals.filters import HandlingFilter
from proposals.forms import DraftForm, RegisterForm
from proposals.models import Handling, IssuedLetter, Letter, LetterFigure
from proposals.tables import HandlingTable
from proposals.workflow import MOVES, may_read_draft, open_moves, progress
from stats import figures


@dataclass(frozen=True)
class Difference:
    """One field of a draft as typed here, and as somebody saved it meanwhile."""

    label: str
    typed: str
    stored: str

    @property
    def is_long(self) -> bool:
        return "\n" in self.stored

    @property
    def only_typed(self) -> list[str]:
        return [line for line in self.typed.split("\n") if line not in self.stored.split("\n")]

    @property
    def only_stored(self) -> list[str]:
        return [line for line in self.stored.split("\n") if line not in self.typed.split("\n")]


HandlingView = Callable[[HttpRequest, Handling], HttpResponse]
MOST_FOUND = 60
DRAFT_IS_CLOSED = "公文签发前，草稿只供拟稿、核稿和签发的人看。签发后可在办理页查看和下载。"


def of_proposal(view: HandlingView) -> Callable[..., HttpResponse]:
    """The view gets the handling of the proposal in its address."""

    @wraps(view)
    def loaded(request: HttpRequest, proposal: int) -> HttpResponse:
        # The database takes no number beyond its own integers, and raises.
        if proposal > BigIntegerField.MAX_BIGINT:
            raise Http404("没有这件建议提案，请从列表中重新选择。")
        return view(request, get_object_or_404(Handling.objects.with_proposal(), proposal=proposal))

    return loaded


def letter_of(handling: Handling) -> Letter:
    letter = Letter.objects.filter(handling=handling).first()
    if letter is None:
        raise ValidationError("这件还没有公文稿，请经办人先“承办”。")
    letter.handling = handling
    return letter


def issued_of(handling: Handling) -> IssuedLetter:
    return get_object_or_404(
        IssuedLetter.objects.select_related("signed_by", "drafted_by"), letter__handling=handling
    )


def cited_in(issued: IssuedLetter) -> list[tuple[LetterFigure, dict[str, str]]] | None:
    """The figures of a signed letter, each with its frozen words; None when the rows differ."""
    rows = list(issued.cited.select_related("observation"))
    registered = [(row.token, row.printed) for row in rows]
    if registered != [(frozen["token"], frozen["printed"]) for frozen in issued.figures]:
        return None
    return list(zip(rows, issued.figures, strict=True))


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
    letter = Letter.objects.filter(handling=handling).first()
    issued = IssuedLetter.objects.filter(letter=letter).first() if letter else None
    context = {
        "handling": handling,
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


@require_http_methods(["GET", "POST"])
@needs("proposals.draft_letter")
@refused_to("proposal_detail", "proposal")
@of_proposal
def desk(request: HttpRequest, handling: Handling) -> HttpResponse:
    letter = letter_of(handling)
    actions.own_and_open(handling, request.user)
    form = DraftForm(request.POST or None, instance=letter)
    stored = None
    if request.method == "POST" and form.is_valid():
        letter.explanations = form.explanations()
        if request.POST.get("act") == "preview":
            messages.info(request, "这是预览，还没有保存。")
        else:
            stored = save(request, form, letter)
            if not form.errors:
                return after_saving(request, handling)
    context = desk_context(form, letter, stored)
    return render(request, "proposals/desk.html", context, status=409 if stored else 200)


def save(request: HttpRequest, form: DraftForm, letter: Letter) -> Letter | None:
    """Save; a refusal goes onto the form, and a stale save returns the stored draft as well."""
    try:
        notes = actions.save_draft(
            by=request.user, letter=letter, seen_edition=form.cleaned_data["seen_edition"]
        )
    except ValidationError as error:
        form.refuse(error)
        if getattr(error, "code", "") != "stale":
            return None
        stored = Letter.objects.get(pk=letter.pk)
        form.is_now(stored.edition)
        return stored
    say_cleaned(request, notes)
    return None


def say_cleaned(request: HttpRequest, notes: tuple[str, ...]) -> None:
    for note in notes:
        messages.warning(request, f"{note}。其余内容照原样保存。")


def after_saving(request: HttpRequest, handling: Handling) -> HttpResponse:
    if request.POST.get("act") == "submit":
        return submit_saved(request, handling)
    messages.success(request, "草稿已保存。")
    return redirect("letter_desk", proposal=handling.proposal_id)


def submit_saved(request: HttpRequest, handling: Handling) -> HttpResponse:
    try:
        actions.submit_for_signing(by=request.user, handling=handling)
    except ValidationError as error:
        messages.warning(request, "草稿已保存，但还不能提交签发：")
        for sentence in error.messages:
            messages.error(request, sentence)
        return redirect("letter_desk", proposal=handling.proposal_id)
    messages.success(request, "已保存并提交签发。")
    return redirect("proposal_detail", proposal=handling.proposal_id)


def desk_context(form: DraftForm, letter: Letter, stored: Letter | None) -> dict[str, object]:
    examination = examine(letter)
    return {
        "form": form,
        "handling": letter.handling,
        "letter": letter,
        "examination": examination,
        "differences": differences(letter, stored) if stored else [],
        "blocking": sum(check.is_blocking for check in examination.checks),
    }


def differences(typed: Letter, stored: Letter) -> list[Difference]:
    """Every field that is not the same in what was typed here and in what is stored now."""
    pairs = ((name, getattr(typed, name), getattr(stored, name)) for name in actions.WRITTEN)
    return [
        Difference(str(Letter._meta.get_field(name).verbose_name), mine, theirs)
        for name, mine, theirs in pairs
        if mine != theirs
    ]


@require_POST
@needs("proposals.draft_letter")
@refused_to("letter_desk", "proposal")
@of_proposal
def submit(request: HttpRequest, handling: Handling) -> HttpResponse:
    actions.submit_for_signing(by=request.user, handling=handling)
    messages.success(request, "已提交签发。")
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
    letter = letter_of(handling)
    if "sign" not in open_moves(handling, request.user):
        raise ValidationError(f"这件现为“{handling.get_state_display()}”，不能签发。")
    actions.refuse_own_draft(letter, request.user)
    examination, day = examine(letter), timezone.localdate()
    context = {
        "handling": handling,
        "letter": letter,
        "examination": examination,
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
    letter = letter_of(handling)
    if handling.state != Handling.State.ISSUED and not may_read_draft(request.user):
        raise PermissionDenied(DRAFT_IS_CLOSED)
    download = pdf_of(letter, request.GET.get("format", ""))
    Event.objects.record("下载公文", by=request.user, subject=handling, file=download.name)
    headers = {"Content-Disposition": content_disposition_header(True, download.name)}
    return HttpResponse(download.pdf, content_type="application/pdf", headers=headers)


@require_GET
@needs("proposals.view_handling")
@of_proposal
def verify(request: HttpRequest, handling: Handling) -> HttpResponse:
    issued = issued_of(handling)
    context = {
        "handling": handling,
        "issued": issued,
        "recomputed": issued.recomputed,
        "size": len(issued.pdf),
        "cited": cited_in(issued),
    }
    return render(request, "proposals/verify.html", context)


@require_GET
@needs("proposals.draft_letter")
def figure_search(request: HttpRequest) -> HttpResponse:
    """Published figures and targets by words of their name, scope or year, with their tokens."""
    words = request.GET.get("q", "").split()
    found = list(citations.search(words, figures.published(), goals())) if words else []
    context = {"q": " ".join(words), "found": found[:MOST_FOUND], "count": len(found)}
    return render(request, "proposals/figures.html", context)
