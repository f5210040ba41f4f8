"""The form of the organisation's colours."""

from django import forms

from stats import actions
from stats.forms.plain import PlainForm
from stats.models import Display


class DisplayForm(PlainForm):
    class Meta:
        model = Display
        fields = ["tones"]
        widgets = {"tones": forms.RadioSelect}

    def act(self) -> None:
        self.instance = actions.set_tones(by=self.by, tones=self.cleaned_data["tones"])
