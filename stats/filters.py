"""What the list of figures can be narrowed by, and what filters of all lists share."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from stats.models import Indicator, Observation, Region, Source, Status

ALL = "全部"
WRONG = "筛选条件有误"
MOST_LETTERS, MOST_WORDS = 100, 10
TOO_LONG = f"查找的字太长，请缩短到{MOST_LETTERS}字以内。"
TOO_MANY = f"查找的词太多，请减到{MOST_WORDS}个以内。"
NOT_LISTED = "所选{}“%(value)s”不在列表中，请重新选择，或点“清除”看全部数据。"


def years(_: object = None) -> list[tuple[str, str]]:
    found = Observation.objects.published().order_by("-year").values_list("year", flat=True)
    return [(str(year), f"{year}年") for year in found.distinct()]


def groups(_: object = None) -> list[tuple[str, str]]:
    found = Indicator.objects.order_by("order").values_list("group", flat=True)
    return [(group, group) for group in dict.fromkeys(found)]


def regions(_: object = None) -> QuerySet[Region]:
    return Region.objects.filter(
        pk__in=Observation.objects.published().values("region").distinct()
    ).order_by("-code")


def sources(_: object = None) -> QuerySet[Source]:
    return Source.objects.filter(pk__in=Observation.objects.published().values("source").distinct())


def refusal(label: str) -> dict[str, str]:
    return {"invalid_choice": NOT_LISTED.format(label)}


class WordsField(forms.CharField):
    """A few words to look for: each asks the database anew."""

    def __init__(self, **given: Any) -> None:
        super().__init__(max_length=MOST_LETTERS, **given)
        self.error_messages["max_length"] = TOO_LONG

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if len(text.split()) > MOST_WORDS:
            raise ValidationError(TOO_MANY)
        return text


class WordsFilter(django_filters.CharFilter):
    field_class = WordsField


class StrictFilter(django_filters.FilterSet):
    """The filters of a list that say what is chosen, and find nothing when not understood."""

    everything = ALL

    @property
    def qs(self) -> QuerySet[Any]:
        """Nothing, rather than everything, when a filter is not understood."""
        return super().qs if self.is_valid() else self.queryset.none()

    def in_words(self) -> str:
        """The filters that are set, as a file states them."""
        if not self.is_valid():
            return WRONG
        chosen = []
        for name, field in self.form.fields.items():
            if (value := self.form.cleaned_data.get(name)) not in (None, ""):
                # A chosen row names itself: its list may be long.
                choices = {} if isinstance(value, Model) else dict(getattr(field, "choices", []))
                chosen.append(f"{field.label}：{choices.get(str(value), value)}")
        return "；".join(chosen) or self.everything


class ObservationFilter(StrictFilter):
    everything = "全部已发布数据"
    q = WordsFilter(
        label="指标名称",
        method="named",
        widget=forms.TextInput(attrs={"placeholder": "如：授权、商标、实有商标", "type": "search"}),
        error_messages={"null_characters_not_allowed": "指标名称里有不可见的字符，请重新输入。"},
    )
    year = django_filters.ChoiceFilter(
        label="年份", choices=years, empty_label=ALL, error_messages=refusal("年份")
    )
    region = django_filters.ModelChoiceFilter(
        label="地区（口径）",
        queryset=regions,
        empty_label=ALL,
        error_messages=refusal("地区（口径）"),
    )
    group = django_filters.ChoiceFilter(
        label="分组",
        field_name="indicator__group",
        choices=groups,
        empty_label=ALL,
        error_messages=refusal("分组"),
    )
    status = django_filters.ChoiceFilter(
        label="状态", choices=Status.choices, empty_label=ALL, error_messages=refusal("状态")
    )
    source = django_filters.ModelChoiceFilter(
        label="来源", queryset=sources, empty_label=ALL, error_messages=refusal("来源")
    )

    class Meta:
        model = Observation
        fields = ("q", "year", "region", "group", "status", "source")

    def named(self, rows: QuerySet[Observation], name: str, words: str) -> QuerySet[Observation]:
        """Every word must stand in the name, an alias or the code."""
        for word in words.split():
            rows = rows.filter(
                Q(indicator__name__icontains=word)
                | Q(indicator__aliases__icontains=word)
                | Q(indicator__code__icontains=word)
            )
        return rows
