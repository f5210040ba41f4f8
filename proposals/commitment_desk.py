"""The page of one case's commitments: the forms it shows to whom, and the one act a page sends."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, QueryDict
from django.utils import timezone

from cixi_ip.models import User
from cixi_ip.web import row_number
from proposals import actions, ledger
from proposals.actions.commitments import may_keep
from proposals.commitment_forms import (
    INDICATORS,
    AddForm,
    ConfirmForm,
    DismissForm,
    Offered,
    ProgressForm,
    SettleForm,
)
from proposals.ledger import Standing
from proposals.models import Commitment, Handling, IssuedLetter

S = Commitment.State


class Desk:
    """The commitments of one case as the page shows them, and the one act a page sends."""

    def __init__(self, handling: Handling, user: User, sent: QueryDict | None) -> None:
        self.handling, self.user, self.sent = handling, user, sent
        self.doing = sent.get("act", "") if sent else ""
        self.chosen = row_number(sent.get("commitment", "")) if sent else 0
        self.found = list(
            Commitment.objects.filter(issued__letter__round__handling=handling)
            .select_related("issued__letter__round__handling", "owner", "indicator", "region")
            .defer(*(name for name in ledger.HEAVY if "__proposal__" not in name))
            .prefetch_related("progress__by")
            .order_by("issued", "position")
        )
        self.issued = (
            IssuedLetter.objects.select_related("letter__round__handling")
            .filter(letter__round__handling=handling)
            .defer("pdf", "text")
            .order_by("-letter__round__number")
            .first()
        )
        self.offered = Offered.now()
        self.may_add = self.issued is not None and may_keep(self.blank, user)

    @property
    def blank(self) -> Commitment:
        return Commitment(issued=self.issued)

    def bound(self, name: str, pk: int) -> QueryDict | None:
        """What was typed, for the one form that was sent."""
        return self.sent if (name, pk) == (FORM_OF.get(self.doing), self.chosen) else None

    def form(self, name: str, one: Commitment) -> forms.BaseForm:
        if name == "confirm":
            return ConfirmForm(
                self.bound(name, one.pk),
                instance=one,
                offered=self.offered,
                prefix=f"c{one.pk}",
            )
        return PLAIN[name](self.bound(name, one.pk), prefix=f"{name}{one.pk}")

    @property
    def add_form(self) -> AddForm:
        return AddForm(
            self.sent if self.doing == "add" else None,
            instance=self.blank,
            offered=self.offered,
            sentences=ledger.unlisted(self.blank.issued),
            prefix="add",
        )

    def act(self) -> str:
        """Do what was sent; returns what to say, or nothing where a form needs mending."""
        if self.doing == "add":
            if not self.may_add:
                raise PermissionDenied("这件由别人承办，请由经办人登记承诺。")
            self.form_sent: Any = self.add_form
        else:
            one = next((one for one in self.found if one.pk == self.chosen), None)
            if one is None or self.doing not in ACTS:
                raise Http404("没有这项承诺，请刷新页面后再办。")
            self.form_sent = self.form(FORM_OF[self.doing], one)
            self.form_sent.about = one
        if not self.form_sent.is_valid():
            return ""
        try:
            return ACTS[self.doing](self.user, self.form_sent)
        except ValidationError as error:
            self.form_sent.refuse(error)
            return ""

    def context(self) -> dict[str, object]:
        stands, today = ledger.standings(self.found), timezone.localdate()
        return {
            "handling": self.handling,
            "issued": self.issued,
            "items": [self.item(one, stands[one.pk], today) for one in self.found],
            "add_form": self.shown("add", 0, self.add_form) if self.may_add else None,
            "names": self.offered.names,
            "names_id": INDICATORS,
            "is_adding": self.doing == "add",
        }

    def shown(self, name: str, pk: int, form: forms.BaseForm) -> forms.BaseForm:
        """The form that was sent, with what it was told, instead of a fresh one."""
        sent = getattr(self, "form_sent", None)
        is_sent = (FORM_OF.get(self.doing), self.chosen) == (name, pk)
        return sent if sent is not None and is_sent else form

    def item(self, one: Commitment, standing: Standing, today: date) -> dict[str, object]:
        names = FORMS_IN.get(S(one.state), ()) if may_keep(one, self.user) else ()
        return {
            "one": one,
            "context": ledger.in_context(one),
            "standing": standing,
            "is_overdue": one.is_overdue(today),
            "is_sent": self.chosen == one.pk,
            "forms": {name: self.shown(name, one.pk, self.form(name, one)) for name in names},
        }


PLAIN = {"dismiss": DismissForm, "progress": ProgressForm, "settle": SettleForm}
FORMS_IN = {S.PROPOSED: ("confirm", "dismiss"), S.OPEN: ("progress", "settle", "confirm")}
FORM_OF = {
    "confirm": "confirm",
    "dismiss": "dismiss",
    "progress": "progress",
    "kept": "settle",
    "broken": "settle",
    "add": "add",
}


def confirm(user: User, form: Any) -> str:
    actions.confirm(by=user, commitment=form.instance)
    return f"已确认：{form.instance.action}。"


def add(user: User, form: Any) -> str:
    actions.add_commitment(by=user, commitment=form.instance)
    return f"已登记：{form.instance.action}。"


def dismiss(user: User, form: Any) -> str:
    actions.dismiss(by=user, commitment=form.about, reason=form.cleaned_data["reason"])
    return "已记为不算承诺。"


def progress(user: User, form: Any) -> str:
    actions.note_progress(by=user, commitment=form.about, **form.cleaned_data)
    return "进展已记下。"


def settled(user: User, form: Any, *, is_kept: bool) -> str:
    actions.settle_commitment(
        by=user, commitment=form.about, is_kept=is_kept, outcome=form.cleaned_data["outcome"]
    )
    return "已记为兑现。" if is_kept else "已记为未能兑现。"


ACTS: dict[str, Callable[[User, Any], str]] = {
    "confirm": confirm,
    "add": add,
    "dismiss": dismiss,
    "progress": progress,
    "kept": lambda user, form: settled(user, form, is_kept=True),
    "broken": lambda user, form: settled(user, form, is_kept=False),
}
