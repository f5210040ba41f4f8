"""What the list of figures can be narrowed by."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from stats.models import Indicator, Observation, Region, Source, Status

ALL = "全部"


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


class ObservationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="指标名称",
        method="named",
        widget=forms.TextInput(attrs={"placeholder": "如：授权、商标、实有商标", "type": "search"}),
    )
    year = django_filters.ChoiceFilter(label="年份", choices=years, empty_label=ALL)
    region = django_filters.ModelChoiceFilter(
        label="地区（口径）", queryset=regions, empty_label=ALL
    )
    group = django_filters.ChoiceFilter(
        label="分组", field_name="indicator__group", choices=groups, empty_label=ALL
    )
    status = django_filters.ChoiceFilter(label="状态", choices=Status.choices, empty_label=ALL)
    source = django_filters.ModelChoiceFilter(label="来源", queryset=sources, empty_label=ALL)

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

    def in_words(self) -> str:
        """The filters that are set, as the export states them."""
        chosen = []
        for name, field in self.form.fields.items():
            value = self.form.cleaned_data.get(name) if self.form.is_valid() else None
            if value:
                shown = dict(getattr(field, "choices", [])).get(value, value)
                chosen.append(f"{field.label}：{shown}")
        return "；".join(chosen) or "全部已发布数据"
