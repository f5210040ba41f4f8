"""Which period and scope the registers are counted for, and which indicator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from django import forms

from stats.forms.plain import in_our_words
from stats.models import Indicator, Region
from stats.models.figure import FIRST_YEAR
from stats.region_codes import COUNTY
from stats.registers.comparing import own_regions
from stats.registers.counters import counted_indicators

MONTHS = [(12, "全年或年末"), *((month, f"到{month}月") for month in range(1, 12))]


class PeriodForm(forms.Form):
    year = forms.IntegerField()
    month = forms.TypedChoiceField(label="截至", choices=MONTHS, coerce=int)
    region = forms.ModelChoiceField(
        label="口径", queryset=Region.objects.none(), to_field_name="code", empty_label=None
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["year"] = forms.IntegerField(
            label="年份", min_value=FIRST_YEAR, max_value=today.year
        )
        self.fields["region"].queryset = own_regions()
        for field in self.fields.values():
            field.error_messages = in_our_words(field)

    @classmethod
    def of(cls, asked: Mapping[str, str], today: date) -> PeriodForm:
        """What an address asks for; the last whole year of the county where it asks nothing."""
        usual = {"year": str(today.year - 1), "month": "12", "region": COUNTY}
        return cls({name: asked.get(name) or value for name, value in usual.items()}, today=today)

    @property
    def asked(self) -> tuple[Region, int, int]:
        found = self.cleaned_data
        return found["region"], found["year"], found["month"]

    @property
    def query(self) -> str:
        return urlencode(self.data)


class CountForm(forms.Form):
    indicator = forms.ModelChoiceField(queryset=Indicator.objects.none(), to_field_name="code")
    explanation = forms.CharField(required=False, max_length=300)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = counted_indicators()
