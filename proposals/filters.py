"""The filters of the lists of proposals and of minutes."""

import django_filters
from django.db.models import Q, QuerySet

from proposals.forms import FilterForm
from proposals.models import CongressSession, Handling, Minutes, Role


class HandlingFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="标题、编号或单位", method="search")
    session = django_filters.ModelChoiceFilter(
        label="届次",
        field_name="proposal__session",
        queryset=CongressSession.objects.all(),
        empty_label="全部",
    )
    state = django_filters.ChoiceFilter(
        label="状态", choices=Handling.State.choices, empty_label="全部"
    )
    role = django_filters.ChoiceFilter(label="角色", choices=Role.choices, empty_label="全部")

    class Meta:
        model = Handling
        form = FilterForm
        fields = ("q", "session", "state", "role")

    def search(self, rows: QuerySet[Handling], name: str, value: str) -> QuerySet[Handling]:
        """Every word must occur; a whole number is the proposal's number."""
        for word in value.split():
            found = Q(proposal__title__icontains=word) | Q(proposal__lead_unit__icontains=word)
            found |= Q(addressee__icontains=word)
            digits = word.removeprefix("第").removesuffix("号")
            if digits.isdecimal() and len(digits) < 8:
                found |= Q(proposal__number=int(digits))
            rows = rows.filter(found)
        return rows


class MinutesFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="标题、编号、参加人员或正文", method="search")
    session = django_filters.ModelChoiceFilter(
        label="届次", queryset=CongressSession.objects.all(), empty_label="全部"
    )

    class Meta:
        model = Minutes
        form = FilterForm
        fields = ("q", "session")

    def search(self, rows: QuerySet[Minutes], name: str, value: str) -> QuerySet[Minutes]:
        """Every word must occur somewhere."""
        for word in value.split():
            found = Q()
            for field in ("title", "number", "chair", "attendance", "observers", "body"):
                found |= Q(**{f"{field}__icontains": word})
            rows = rows.filter(found)
        return rows
