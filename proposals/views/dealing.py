"""Pages of dealings with others: contacts, units' opinions, extension, feedback, another round."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField, Manager, Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cixi_ip.web import needs, refused_to
from proposals import actions
from proposals.case.dealings import escalation
from proposals.dealing_forms import (
    AskForm,
    ContactForm,
    CorrectedFeedbackForm,
    ExtendForm,
    FeedbackForm,
    OpinionForm,
    RehandleForm,
    ReturnForm,
    UnitForm,
    WaiveForm,
)
from proposals.forms import Worded
from proposals.models import Contact, Feedback, Handling, OtherUnit
from proposals.views.desk import say_cleaned
from proposals.views.finding import of_proposal
from proposals.workflow import CLOSE, RECORD

# What an action gives back: notes on what was taken out of the texts, or the row it changed.
Act = Callable[[], object]


@dataclass(frozen=True)
class Page:
    """One form: what it is called, its button, what is said once done, the part to go back to."""

    title: str
    button: str
    done: str
    part: str
    about: tuple[str, ...] = ()
    warning: str = ""
    facts: tuple[tuple[str, object], ...] = ()
    is_grave: bool = False


def filled(
    request: HttpRequest, handling: Handling, form: Worded, act: Act, page: Page
) -> HttpResponse:
    """The form shown, or what it holds done; a refusal keeps what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            done = act()
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, page.done)
            say_cleaned(request, done if isinstance(done, tuple) else ())
            address = reverse("proposal_detail", kwargs={"proposal": handling.proposal_id})
            return redirect(f"{address}#{page.part}")
    context = {"handling": handling, "form": form, "page": page}
    return render(request, "proposals/dealing_form.html", context)


def one_of(rows: Manager[Any], pk: int) -> Any:
    """The row among this handling's own; another's is not found."""
    if pk > BigIntegerField.MAX_BIGINT:
        raise Http404("没有这条记录，请从办理页重新选择。")
    return get_object_or_404(rows, pk=pk)


def unit_of(handling: Handling, unit: int) -> OtherUnit:
    found: OtherUnit = one_of(handling.other_units, unit)
    found.handling = handling
    return found


def of_rounds(model: type[Model], handling: Handling) -> Any:
    rows = model._default_manager.select_related("round__handling__proposal__session")
    return rows.filter(round__handling=handling)


@require_http_methods(["GET", "POST"])
@needs(RECORD)
@of_proposal
def contact_new(request: HttpRequest, handling: Handling) -> HttpResponse:
    blank = Contact(day=timezone.localdate(), our_people=str(request.user))
    form = ContactForm(request.POST or None, handling=handling, instance=blank)
    return filled(
        request,
        handling,
        form,
        lambda: actions.record_contact(by=request.user, handling=handling, contact=form.instance),
        Page("记沟通", "记下", "沟通记录已记下。", "contacts"),
    )


@require_http_methods(["GET", "POST"])
@needs(RECORD)
@of_proposal
def contact_edit(request: HttpRequest, handling: Handling, contact: int) -> HttpResponse:
    stored = one_of(of_rounds(Contact, handling), contact)
    form = ContactForm(request.POST or None, handling=handling, instance=stored)
    return filled(
        request,
        handling,
        form,
        lambda: actions.correct_contact(by=request.user, contact=form.instance),
        Page(
            "更正沟通记录",
            "更正",
            "沟通记录已更正，原来的内容留在办理经过中。",
            "contacts",
            about=("只改记错的地方；又谈了一次的，请另记一条。",),
        ),
    )


@require_http_methods(["GET", "POST"])
@needs(RECORD)
@of_proposal
def unit_new(request: HttpRequest, handling: Handling) -> HttpResponse:
    form = UnitForm(request.POST or None, handling=handling, instance=OtherUnit())
    return filled(
        request,
        handling,
        form,
        lambda: actions.add_unit(by=request.user, handling=handling, unit=form.instance),
        Page("登记其他单位", "登记", "单位已登记。", "units"),
    )


@require_http_methods(["GET", "POST"])
@needs(RECORD)
@of_proposal
def unit_ask(request: HttpRequest, handling: Handling, unit: int) -> HttpResponse:
    found, form = unit_of(handling, unit), AskForm(request.POST or None)
    return filled(
        request,
        handling,
        form,
        lambda: actions.ask_unit(by=request.user, unit=found, **form.cleaned_data),
        Page(f"登记已发出：{found}", "登记", f"已登记向{found}征求意见。", "units"),
    )


@require_http_methods(["GET", "POST"])
@needs(RECORD)
@of_proposal
def unit_receive(request: HttpRequest, handling: Handling, unit: int) -> HttpResponse:
    found = unit_of(handling, unit)
    is_correction = found.received_on is not None
    initial = {"received_on": found.received_on, "opinion": found.opinion} if is_correction else {}
    form = OpinionForm(request.POST or None, initial=initial)
    doing = "更正收到的意见" if is_correction else "登记收到的意见"
    return filled(
        request,
        handling,
        form,
        lambda: actions.receive_opinion(by=request.user, unit=found, **form.cleaned_data),
        Page(f"{doing}：{found}", "登记", f"{found}的意见已登记。", "units"),
    )


@require_http_methods(["GET", "POST"])
@needs(RECORD)
@of_proposal
def unit_return(request: HttpRequest, handling: Handling, unit: int) -> HttpResponse:
    found, form = unit_of(handling, unit), ReturnForm(request.POST or None)
    return filled(
        request,
        handling,
        form,
        lambda: actions.return_opinion(by=request.user, unit=found, **form.cleaned_data),
        Page(
            f"退回重报：{found}",
            "退回",
            f"已退回{found}，按重报的期限另算应回日期。",
            "units",
            about=("意见没有实质内容的，退回单位重报；应回日期按届次设置的重报期限另算。",),
            facts=(("收到的意见", found.opinion or "没有"),),
            is_grave=True,
        ),
    )


@require_http_methods(["GET", "POST"])
@needs(RECORD)
@of_proposal
def unit_waive(request: HttpRequest, handling: Handling, unit: int) -> HttpResponse:
    found, form = unit_of(handling, unit), WaiveForm(request.POST or None)
    return filled(
        request,
        handling,
        form,
        lambda: actions.waive_opinion(by=request.user, unit=found, **form.cleaned_data),
        Page(
            f"不再等意见：{found}",
            "不再等",
            f"不再等{found}的意见，原因已记下。",
            "units",
            about=("写明原因后，没有它的意见也能送审；以后收到的，仍可登记。",),
            is_grave=True,
        ),
    )


@require_http_methods(["GET", "POST"])
@needs(CLOSE)
@refused_to("proposal_detail", "proposal")
@of_proposal
def extend(request: HttpRequest, handling: Handling) -> HttpResponse:
    original, last = actions.extension_limits(handling)
    form = ExtendForm(
        request.POST or None,
        initial={"extended_to": handling.round.extended_to, "note": handling.round.extension_note},
    )
    return filled(
        request,
        handling,
        form,
        lambda: actions.extend(by=request.user, handling=handling, **form.cleaned_data),
        Page(
            "办理延期",
            "延期",
            "延期已登记，期限按新的日期算。",
            "rounds",
            about=("延期须经交办机关（协办件为主办单位）同意，并告知提出人。",),
            facts=(("原期限", original), ("最迟可延到", last or "没有规定，以同意的日期为准")),
        ),
    )


@require_http_methods(["GET", "POST"])
@needs(RECORD)
@refused_to("proposal_detail", "proposal")
@of_proposal
def feedback_new(request: HttpRequest, handling: Handling) -> HttpResponse:
    refuse_before_round(handling)
    asked = request.GET.get("proposer", "")
    form = FeedbackForm(
        request.POST or None,
        handling=handling,
        instance=Feedback(received_on=timezone.localdate()),
        initial={"proposer": asked} if asked.isdecimal() else {},
    )
    return filled(
        request,
        handling,
        form,
        lambda: actions.record_feedback(by=request.user, handling=handling, feedback=form.instance),
        feedback_page(handling, "录入征询意见", "录入"),
    )


@require_http_methods(["GET", "POST"])
@needs(RECORD)
@refused_to("proposal_detail", "proposal")
@of_proposal
def feedback_edit(request: HttpRequest, handling: Handling, feedback: int) -> HttpResponse:
    stored = one_of(of_rounds(Feedback, handling), feedback)
    form = CorrectedFeedbackForm(request.POST or None, handling=handling, instance=stored)
    return filled(
        request,
        handling,
        form,
        lambda: actions.correct_feedback(
            by=request.user, feedback=form.instance, why=form.cleaned_data["why"]
        ),
        feedback_page(handling, "更正征询意见", "更正"),
    )


def refuse_before_round(handling: Handling) -> None:
    if handling.round is None:
        raise ValidationError(f"{handling}还没有签收，送达以后才录入征询意见。")


def feedback_page(handling: Handling, title: str, button: str) -> Page:
    due = handling.round.receipt_due_on if handling.round else None
    about = ["照回执录入，不替提出人评价；纸质回执留存原件，录入人记为当前登录的人。"]
    if due:
        about.append(f"回执 {due:%Y-%m-%d} 截止，逾期收到的照样录入，不计入满意率。")
    return Page(title, button, f"征询意见已{button}。", "feedback", about=tuple(about))


@require_http_methods(["GET", "POST"])
@needs(CLOSE)
@refused_to("proposal_detail", "proposal")
@of_proposal
def rehandle(request: HttpRequest, handling: Handling) -> HttpResponse:
    actions.refuse_state(handling, "rehandle")
    form = RehandleForm(request.POST or None)
    said = list(of_rounds(Feedback, handling).select_related("round", "proposer"))
    unhappy = [one for one in said if one.is_unhappy and one.round_id == handling.round_id]
    return filled(
        request,
        handling,
        form,
        lambda: actions.rehandle(by=request.user, handling=handling, **form.cleaned_data),
        Page(
            "重新办理",
            "重新办理",
            "已开始重新办理，请重新沟通、拟稿。",
            "rounds",
            about=("另开一轮，另算期限，另写答复；以前各轮的公文和征询意见都保留。",),
            warning=escalation(handling.proposal, said),
            facts=tuple((f"{one.proposer or '提出人'}不满意", one.reason) for one in unhappy),
            is_grave=True,
        ),
    )


@require_http_methods(["GET", "POST"])
@needs(CLOSE)
@refused_to("proposal_detail", "proposal")
@of_proposal
def opinion_returned(request: HttpRequest, handling: Handling) -> HttpResponse:
    actions.refuse_state(handling, "resubmit")
    form = ReturnForm(request.POST or None)
    word = handling.proposal.session.assist_word
    return filled(
        request,
        handling,
        form,
        lambda: actions.opinion_returned(by=request.user, handling=handling, **form.cleaned_data),
        Page(
            "主办单位退回重报",
            "登记退回，重新办理",
            f"已登记退回，请重写{word}意见。",
            "rounds",
            about=(
                f"{handling.proposal.lead_unit}认为我局的{word}意见没有实质内容、退回重报的，"
                "在这里登记：另开一轮，另写意见，期限按届次设置的重报期限算。",
            ),
            is_grave=True,
        ),
    )
