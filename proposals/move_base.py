"""What every form of a move knows: what its page showed, and what needs confirming."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from cixi_ip.models import User
from proposals.forms import Worded
from proposals.models import Handling

LONGEST = 300
WORDING_OF_DATES = "{label}请照 2026-03-05 的写法填写。"


class Day(forms.DateField):
    """A day not after today, which it starts with."""

    def __init__(self, label: str, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, widget=widget, initial=timezone.localdate, **options)


class Reason(forms.CharField):
    def __init__(self, label: str, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(label=label, max_length=LONGEST, widget=widget, **options)


def fingerprint(handling: Handling) -> str:
    """What the page showed; whoever sends it later, after another changed it, looks again."""
    seen = (handling.state, handling.round_id, handling.department_id, handling.officer_id)
    return "-".join(str(one or 0) for one in seen)


class MoveForm(Worded, forms.Form):
    """`name` is the move in workflow.py; `final` says what cannot be taken back, if anything."""

    name = ""
    title = ""
    button = ""
    done = ""
    about = ""
    final = ""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, handling: Handling, user: User, **kwargs: Any) -> None:
        self.handling, self.user = handling, user
        kwargs.setdefault("initial", {"seen": fingerprint(handling)})
        super().__init__(*args, **kwargs)
        self.adapt()
        if self.final:
            self.fields["confirm"] = forms.BooleanField(
                label=self.final,
                error_messages={"required": f"请先核对，再勾选“{self.final}”。"},
            )
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.error_messages["invalid"] = WORDING_OF_DATES.format(label=field.label)

    def adapt(self) -> None:
        """Change the fields to fit this handling and this user."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        now = fingerprint(self.handling)
        if cleaned.get("seen") != now:
            self.data = self.data.copy()
            self.data["seen"] = now
            raise ValidationError(
                f"您打开页面之后这件有变动，现为“{self.handling.get_state_display()}”，"
                f"经办人：{self.handling.officer or '未定'}。请核对后再提交一次。"
            )
        return cleaned

    def act(self) -> None:
        raise NotImplementedError

    @property
    def said(self) -> str:
        """What is said when it is done."""
        return self.done
