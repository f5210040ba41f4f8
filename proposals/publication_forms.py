"""What is typed about the publication of an answer, and how its list is narrowed."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from proposals.commitment_forms import day_field
from proposals.forms import FilterForm, Worded
from proposals.models import CongressSession, IssuedLetter, Publication
from proposals.public_text import is_title_only
from proposals.publicity import OF_HANDLING, STAGES, at_stage


class TextForm(Worded, forms.Form):
    """The public text as edited; `seen` is the text the page showed."""

    extent = forms.ChoiceField(label="公开方式", choices=Publication.Extent)
    text = forms.CharField(
        label="公开文本",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}),
        help_text="每段一行。标题、文号由系统排在前面，不用写。改动后须重新审查",
    )
    consent = forms.CharField(
        label="提出人同意全文公开的情况",
        max_length=200,
        required=False,
        help_text="写明何时、怎样同意的，记入办理经过",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, *args: Any, publication: Publication, **kwargs: Any) -> None:
        stored = {"extent": publication.extent, "text": publication.text}
        super().__init__(*args, initial={**stored, "seen": publication.text}, **kwargs)
        if not is_title_only(publication.issued.letter.handling.proposal):
            del self.fields["consent"]

    def clean_text(self) -> str:
        return plain_lines(self.cleaned_data["text"])

    def clean_seen(self) -> str:
        return plain_lines(self.cleaned_data["seen"])

    def put(self, **values: str) -> None:
        """Change what was typed, or take what is stored now as seen."""
        self.data = self.data.copy()
        for name, value in values.items():
            self.data[name] = value


def plain_lines(text: str) -> str:
    """Browsers send the line ends of Windows."""
    return text.replace("\r\n", "\n")


class PublishForm(Worded, forms.Form):
    published_on = day_field("公开日期", initial=timezone.localdate)
    place = forms.CharField(
        label="公开网址或栏目", max_length=200, help_text="如：市政府网站“建议提案办理”栏"
    )


class NoticeFilter(django_filters.FilterSet):
    """What the list of publications is narrowed to."""

    q = django_filters.CharFilter(label="标题、文号或编号", method="search")
    stage = django_filters.ChoiceFilter(
        label="状态",
        choices=[(name, label) for name, (label, _condition) in STAGES.items()],
        empty_label="全部",
        method="in_stage",
    )
    session = django_filters.ModelChoiceFilter(
        label="届次",
        field_name=f"{OF_HANDLING}__proposal__session",
        queryset=CongressSession.objects.all(),
        empty_label="全部",
    )

    class Meta:
        model = IssuedLetter
        form = FilterForm
        fields = ("q", "stage", "session")

    def search(self, rows: QuerySet[IssuedLetter], name: str, value: str) -> QuerySet[IssuedLetter]:
        """Every word must occur; a whole number is the proposal's or the letter's."""
        for word in value.split():
            found = Q(title__icontains=word)
            found |= Q(**{f"{OF_HANDLING}__proposal__title__icontains": word})
            digits = word.removeprefix("第").removesuffix("号")
            if digits.isdecimal() and len(digits) < 8:
                found |= Q(number=int(digits))
                found |= Q(**{f"{OF_HANDLING}__proposal__number": int(digits)})
            rows = rows.filter(found)
        return rows

    def in_stage(
        self, rows: QuerySet[IssuedLetter], name: str, value: str
    ) -> QuerySet[IssuedLetter]:
        return at_stage(rows, value, timezone.localdate())
