"""Which month a calendar shows."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from django import forms

from stats.models.figure import FIRST_YEAR, LAST_YEAR

WRONG = f"月份请按“年-月”填写，如 2022-05，年份在{FIRST_YEAR}到{LAST_YEAR}之间。"


class MonthForm(forms.Form):
    month = forms.DateField(
        label="月份",
        input_formats=["%Y-%m"],
        widget=forms.DateInput(format="%Y-%m", attrs={"type": "month"}),
        error_messages={"invalid": WRONG, "required": WRONG},
    )

    @classmethod
    def of(cls, asked: Mapping[str, str], today: date) -> MonthForm:
        """What an address asks for; this month where it asks nothing."""
        return cls({"month": asked.get("month") or f"{today:%Y-%m}"}, label_suffix="")

    def clean_month(self) -> date:
        found: date = self.cleaned_data["month"]
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise forms.ValidationError(WRONG)
        return found

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the month."""
        first = self.cleaned_data["month"]
        return first, first.replace(day=monthrange(first.year, first.month)[1])

    @property
    def before(self) -> date:
        return self.days[0] - timedelta(1)

    @property
    def after(self) -> date:
        return self.days[1] + timedelta(1)
