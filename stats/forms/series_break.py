"""The form of a break or note of a series."""

from typing import Any

from django import forms

from stats import actions
from stats.forms.plain import PickField, PlainForm, grouped
from stats.models import Indicator, SeriesBreak, Source


class SeriesBreakForm(PlainForm):
    indicator = PickField(Indicator.objects.all(), what="指标", label="指标")
    source = PickField(
        Source.objects.all(),
        what="依据",
        label="依据",
        required=False,
        help_text="写明口径变更的文件；不在列表中的，请先到“来源”里登记",
    )

    class Meta:
        model = SeriesBreak
        fields: list[str] = []
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "indicator" in self.fields:
            choices = grouped(Indicator.objects.order_by("order"), lambda found: found.group)
            self.fields["indicator"].choices = choices

    def act(self) -> None:
        actions.save_break(by=self.by, series_break=self.instance)
