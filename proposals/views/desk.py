"""The desk where a letter is written: text, figures to cite, and what the checks say."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cixi_ip import panels
from cixi_ip.models import User
from cixi_ip.web import needs, refused_to
from proposals import actions, citations
from proposals.case import WHILE_WRITING, parts
from proposals.examination import examine, goals
from proposals.forms import DraftForm
from proposals.models import Handling, Letter
from proposals.models.letter import WRITTEN
from proposals.steps import conditions
from proposals.views.finding import letter_of, of_proposal
from stats import figures

MOST_FOUND = 60


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


@require_http_methods(["GET", "POST"])
@needs("proposals.draft_letter")
@refused_to("proposal_detail", "proposal")
@of_proposal
def desk(request: HttpRequest, handling: Handling) -> HttpResponse:
    letter = letter_of(handling)
    actions.own_and_open(handling, request.user)
    form = DraftForm(request.POST or None, instance=letter)
    stored = None
    act = request.POST.get("act", "")
    said = take_advice(form, act)
    if act == "preview":
        messages.info(request, "这是预览，还没有保存。")
    if request.method == "POST" and form.is_valid():
        letter.explanations = form.explanations()
        if not said and act != "preview":
            stored = save(request, form, letter)
            if not form.errors:
                return after_saving(request, handling)
    context = desk_context(form, letter, stored, request.user) | {"said": said}
    return render(request, "proposals/desk.html", context, status=409 if stored else 200)


def take_advice(form: DraftForm, act: str) -> str:
    """Do to what was typed what a button of 文字建议 asks; returns what to say, if it was one."""
    verb, _dash, wanted = act.partition("-")
    if verb in ("ignore", "restore"):
        rest = [key for key in form.aside if key != wanted]
        form.put({}, aside=[*rest, wanted] if verb == "ignore" else rest)
        return "已忽略这一处，保存后不再提示。" if verb == "ignore" else "已恢复提示，还没有保存。"
    if verb != "adopt":
        return ""
    reading = form.proofread()
    chosen = reading.chosen(wanted)
    form.put(reading.taking(chosen))
    if not chosen:
        return "这一处的文字已经变了，没有采纳；下面是按现在的文字重新检查的结果。"
    return f"已采纳 {len(chosen)} 处文字建议，还没有保存。"


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
        actions.submit(by=request.user, handling=handling)
    except ValidationError as error:
        messages.warning(request, "草稿已保存，但还不能送审：")
        for sentence in error.messages:
            messages.error(request, sentence)
        return redirect("letter_desk", proposal=handling.proposal_id)
    messages.success(request, "已保存并送科室核稿。")
    return redirect("proposal_detail", proposal=handling.proposal_id)


def desk_context(
    form: DraftForm, letter: Letter, stored: Letter | None, user: User
) -> dict[str, object]:
    examination = examine(letter)
    handling = letter.handling
    return {
        "form": form,
        "handling": handling,
        "asks": handling.proposal.asks.all(),
        "conditions": conditions(handling),
        "parts": parts(handling, user, WHILE_WRITING),
        "letter": letter,
        "examination": examination,
        "proofreading": form.proofread(),
        "shortcomings": panels.shortcomings(user, localdate()),
        "differences": differences(letter, stored) if stored else [],
        "blocking": sum(check.is_blocking for check in examination.checks),
    }


def differences(typed: Letter, stored: Letter) -> list[Difference]:
    """Every field that is not the same in what was typed here and in what is stored now."""
    pairs = ((name, in_words(typed, name), in_words(stored, name)) for name in WRITTEN)
    return [
        Difference(str(Letter._meta.get_field(name).verbose_name), mine, theirs)
        for name, mine, theirs in pairs
        if mine != theirs
    ]


def in_words(letter: Letter, name: str) -> str:
    value = getattr(letter, name)
    return ("否", "是")[value] if isinstance(value, bool) else str(value)


@require_POST
@needs("proposals.draft_letter")
@refused_to("letter_desk", "proposal")
@of_proposal
def submit(request: HttpRequest, handling: Handling) -> HttpResponse:
    actions.submit(by=request.user, handling=handling)
    messages.success(request, "已送科室核稿。")
    return redirect("proposal_detail", proposal=handling.proposal_id)


@require_GET
@needs("proposals.draft_letter")
def figure_search(request: HttpRequest) -> HttpResponse:
    """Published figures and targets by words of their name, scope or year, with their tokens."""
    words = request.GET.get("q", "").split()
    found = list(citations.search(words, figures.published(), goals())) if words else []
    context = {"q": " ".join(words), "found": found[:MOST_FOUND], "count": len(found)}
    return render(request, "proposals/figures.html", context)
