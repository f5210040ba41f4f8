"""Pages of intake: registering a proposal, mending what was registered, its asks."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cixi_ip.web import needs
from proposals import actions, asks
from proposals.intake_forms import (
    AmendForm,
    AskRows,
    ProposerRows,
    RegisterForm,
    Rows,
    UnitRows,
)
from proposals.models import Handling, Proposal
from proposals.repeats import Repeated, repeated_by
from proposals.views.desk import say_cleaned
from proposals.views.finding import of_proposal

NOTHING_TO_SPLIT = "全文中没有找到编了号的建议，也没有“建议……”的句子，请手工填写诉求。"


@require_http_methods(["GET", "POST"])
@needs("proposals.register_proposal")
def register(request: HttpRequest) -> HttpResponse:
    data = request.POST or None
    form = RegisterForm(data)
    people, units = ProposerRows(data, prefix="proposers"), UnitRows(data, prefix="units")
    act, similar = request.POST.get("act", "register"), []
    if act == "more":
        people, units = people.with_more(), units.with_more()
    elif act == "split":
        split_text(request, form)
    elif data is not None:
        is_valid = all([people.is_valid(), units.is_valid(), form.is_addressed(people)])
        similar = similar_to(form)
        is_known = request.POST.get("known") == key_of(similar)
        if is_valid and (is_known or not similar) and registered(request, form, people, units):
            return redirect("proposal_detail", proposal=form.instance.pk)
    if act != "register":
        forget_errors(form, *people.forms, *units.forms)
    context = {
        "form": form,
        "people": people,
        "units": units,
        "similar": similar,
        "known": key_of(similar) if form.is_bound and not form.errors else "",
    }
    return render(request, "proposals/register.html", context)


def registered(
    request: HttpRequest, form: RegisterForm, people: Rows, units: Rows
) -> Proposal | None:
    """The proposal as registered, or None with what was refused on the form."""
    try:
        notes = actions.register(
            by=request.user,
            proposal=form.instance,
            role=form.cleaned_data["role"],
            addressee=form.cleaned_data["addressee"],
            proposers=people.filled,
            asks=form.cleaned_data["asks"],
            units=units.filled,
        )
    except ValidationError as error:
        form.refuse(error)
        return None
    messages.success(request, f"已登记{form.instance.reference}。")
    say_cleaned(request, notes)
    return form.instance


def split_text(request: HttpRequest, form: RegisterForm) -> None:
    """Put the proposed asks below those already there; the officer mends them."""
    there = [line for line in str(form["asks"].value() or "").splitlines() if line.strip()]
    found = [one for one in asks.split(str(form["text"].value() or "")) if one not in there]
    if not found:
        messages.warning(request, NOTHING_TO_SPLIT)
    form.put("asks", "\n".join([*there, *found]))


def similar_to(form: RegisterForm) -> list[Repeated]:
    proposal = form.instance
    if not (proposal.session_id and proposal.title):
        return []
    return repeated_by(proposal)


def key_of(similar: list[Repeated]) -> str:
    """What the officer has looked at, so that another one found later is shown again."""
    return ",".join(str(one.pk) for one in similar)


def forget_errors(*found: BaseForm) -> None:
    """Adding rows is no answer yet: nothing is held against what is still empty."""
    for form in found:
        form.errors.clear()


@require_http_methods(["GET", "POST"])
@needs("proposals.register_proposal")
@of_proposal
def amend(request: HttpRequest, handling: Handling) -> HttpResponse:
    data, seen = request.POST or None, actions.state_of(handling)
    is_open = actions.may_change_role(handling)
    form = AmendForm(data, handling=handling, is_role_open=is_open, initial={"seen": seen})
    there = handling.proposal.proposers.values("part", "name", "group", "phone", "address")
    people = ProposerRows(data, prefix="proposers", initial=list(there))
    act = request.POST.get("act", "save")
    if act == "more":
        people = people.with_more()
        forget_errors(form, *people.forms)
    elif data is not None and all([people.is_valid(), form.is_addressed(people)]):
        if amended(request, handling, form, people):
            return redirect("proposal_detail", proposal=handling.proposal_id)
        form.put("seen", seen)
    context = {
        "form": form,
        "people": people,
        "handling": handling,
        "is_signed": actions.is_signed(handling),
    }
    return render(request, "proposals/amend.html", context)


def amended(request: HttpRequest, handling: Handling, form: AmendForm, people: Rows) -> bool:
    try:
        notes = actions.amend(
            by=request.user,
            proposal=form.instance,
            proposers=people.filled,
            role=form.cleaned_data["role"],
            addressee=form.cleaned_data["addressee"],
            seen=form.cleaned_data["seen"],
        )
    except ValidationError as error:
        form.refuse(error)
        return False
    messages.success(request, "登记的内容已修改，原来的内容记在办理经过中。")
    say_cleaned(request, notes)
    return True


@require_http_methods(["GET", "POST"])
@needs("proposals.view_handling")
@of_proposal
def proposal_asks(request: HttpRequest, handling: Handling) -> HttpResponse:
    """Each demand with its unit and answer; only who writes or registers comes here."""
    if not actions.may_set_asks(request.user):
        raise PermissionDenied("您的角色不能填写诉求。诉求和答复要点可在办理页查看。")
    there = list(handling.proposal.asks.values("text", "unit", "answer"))
    seen, act = actions.state_of_asks(handling), request.POST.get("act", "save")
    rows = AskRows(request.POST or None, prefix="asks", initial=there)
    refusals: list[str] = []
    if act == "more":
        rows = rows.with_more()
        forget_errors(*rows.forms)
    elif act == "split":
        rows = rows_with_split(request, handling, rows)
    elif request.method == "POST" and rows.is_valid():
        refusals = asks_refused(request, handling, rows)
        if not refusals:
            return redirect("proposal_detail", proposal=handling.proposal_id)
    context = {
        "handling": handling,
        "rows": rows,
        "seen": seen,
        "refusals": refusals,
        "is_open": handling.state in actions.OPEN_TO_ASKS,
    }
    return render(request, "proposals/asks.html", context)


def asks_refused(request: HttpRequest, handling: Handling, rows: Rows) -> list[str]:
    """What the action refused; nothing once the asks are saved."""
    try:
        notes = actions.answer_asks(
            by=request.user,
            handling=handling,
            asks=rows.filled,
            seen=request.POST.get("seen", ""),
        )
    except ValidationError as error:
        return error.messages
    messages.success(request, f"已保存 {len(rows.filled)} 条诉求。")
    say_cleaned(request, notes)
    return []


def rows_with_split(request: HttpRequest, handling: Handling, rows: Rows) -> Rows:
    """The rows typed so far, then what the full text asks for besides."""
    forget_errors(*rows.forms)
    typed = [
        {name: form[name].value() for name in ("text", "unit", "answer")}
        for form in rows.forms
        if form.has_changed()
    ]
    texts = {row["text"] for row in typed}
    found = [{"text": one} for one in asks.split(handling.proposal.text) if one not in texts]
    if not found:
        messages.warning(request, NOTHING_TO_SPLIT)
    return AskRows(prefix="asks", initial=[*typed, *found])
