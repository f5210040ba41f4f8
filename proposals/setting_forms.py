"""Forms of the office's settings that do more than change one row."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from proposals.forms import Worded
from proposals.holiday_lines import NamedDay, read
from proposals.models import CongressSession

YEARS = {"min_value": 1949, "max_value": 2100}


class CopySessionForm(Worded, forms.Form):
    """What a new session has of its own; everything else comes from the one before."""

    name = forms.CharField(
        label="新届次", max_length=40, help_text="照来文的写法，如：市十九届人大一次会议"
    )
    year = forms.IntegerField(label="年份", **YEARS)
    opened_on = forms.DateField(
        label="开幕日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    term = forms.IntegerField(label="届", required=False, min_value=1, max_value=99)
    meeting = forms.IntegerField(label="次", required=False, min_value=1, max_value=20)

    def __init__(self, *args: Any, source: CongressSession, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.fields["year"].initial = source.year + 1
        self.fields["opened_on"].error_messages["invalid"] = "开幕日期请照 2026-03-05 的写法填写。"

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if CongressSession.objects.filter(name=name).exists():
            raise ValidationError("已有这个届次。请换一个名称，或直接修改那一个。")
        return name


class YearForm(Worded, forms.Form):
    """A year's notice, pasted."""

    year = forms.IntegerField(label="年份", **YEARS)
    source = forms.CharField(label="出处", max_length=100, help_text="国务院办公厅通知的名称或文号")
    lines = forms.CharField(
        label="放假和调休上班的日子",
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="一行一段：10月1日至10月7日 放假 国庆节；10月9日 上班 国庆节调休。"
        "周末照常休息的不用写。",
    )
    days: tuple[NamedDay, ...] = ()

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        if "lines" in self.cleaned_data and "year" in self.cleaned_data:
            try:
                self.days = tuple(read(self.cleaned_data["lines"], self.cleaned_data["year"]))
            except ValueError as error:
                self.add_error("lines", str(error))
        return self.cleaned_data
