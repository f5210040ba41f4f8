"""Which year the board of brands is shown for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django import forms

from stats.forms.plain import in_our_words
from stats.models.figure import FIRST_YEAR


class YearForm(forms.Form):
    year = forms.IntegerField()

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["year"] = forms.IntegerField(
            label="年份", min_value=FIRST_YEAR, max_value=today.year
        )
        self.fields["year"].error_messages = in_our_words(self.fields["year"])

    @classmethod
    def of(cls, asked: Mapping[str, str], today: date) -> YearForm:
        """What an address asks for; this year where it asks nothing."""
        return cls({"year": asked.get("year") or str(today.year)}, today=today)
