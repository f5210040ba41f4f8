"""Forms of the proposals: registering one, and writing its letter."""

import re
from typing import Any

from django import forms

from proposals.models import CongressSession, Letter, Proposal, Role

EXPLANATION = re.compile(r"explain-([a-z_]+-[0-9a-f]{12})")


class RegisterForm(forms.ModelForm):  # type: ignore[type-arg]
    role = forms.ChoiceField(label="我局角色", choices=Role, initial=Role.ASSIST)
    addressee = forms.CharField(
        label="主送",
        max_length=200,
        required=False,
        help_text="协办可留空，自动送主办单位；主办须填代表、委员或党派",
    )

    class Meta:
        model = Proposal
        fields = ("session", "kind", "number", "title", "lead_unit")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].initial = CongressSession.objects.first()


class DraftForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the officer types; `seen_edition` is the edition the page was opened with."""

    seen_edition = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Letter
        fields = ("body", "title", "addressee", "page_form", "cc", "contact", "phone")
        widgets = {
            "body": forms.Textarea(attrs={"rows": 26, "spellcheck": "false"}),
            "title": forms.TextInput,
        }
        help_texts = {
            "body": "每段一行，不用空格缩进；标题用“一、”“（一）”“1.”开头。花括号中的是数据引用，"
            "请用“插入数据”选取，不要手改。",
        }

    def __init__(self, *args: Any, instance: Letter, **kwargs: Any) -> None:
        initial = {"seen_edition": instance.edition}
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        self.fields["body"].strip = False  # type: ignore[attr-defined]

    def clean_body(self) -> str:
        """Browsers send the line ends of Windows."""
        return str(self.cleaned_data["body"]).replace("\r\n", "\n")

    def explanations(self) -> dict[str, str]:
        """The stored explanations with those just typed."""
        typed = {
            match[1]: str(self.data[name])
            for name in self.data
            if (match := EXPLANATION.fullmatch(name))
        }
        return {**self.instance.explanations, **typed}

    def is_now(self, edition: int) -> None:
        """Let the next save go on from `edition`, after the writer has seen both texts."""
        self.data = self.data.copy()
        self.data["seen_edition"] = str(edition)
