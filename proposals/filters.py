"""The filters of the lists of proposals and of minutes."""

from datetime import timedelta

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from cixi_ip.models import Department
from proposals import dues
from proposals.forms import FilterForm
from proposals.models import CongressSession, Handling, Minutes, Role
from proposals.workdays import ONE_DAY
from proposals.workflow import STATIONS, S

# For so long a case that has just become overdue is shown as 新近逾期.
NEWLY_DAYS = 7
DUE = (
    ("overdue", "逾期"),
    ("newly", "新近逾期"),
    ("today", "今天到期"),
    ("near", "临近"),
    ("week", "本周到期"),
    ("none", "没有期限"),
)


def still_due() -> Q:
    """The round's own clock still runs: it stops with delivery."""
    over = [*Handling.OVER, S.DELIVERED, S.TRACKING]
    return Q(round__delivered_on=None) & ~Q(state__in=over)


def due(choice: str) -> Q:
    """Which handlings stand like that today; overdue is derived here and never stored."""
    today = timezone.localdate()
    if choice == "none":
        return still_due() & Q(round__due_on=None)
    sunday = today + timedelta(days=6 - today.weekday())
    spans = {
        "overdue": Q(round__due_on__lt=today),
        "newly": Q(round__due_on__range=(today - timedelta(days=NEWLY_DAYS), today - ONE_DAY)),
        "today": Q(round__due_on=today),
        "week": Q(round__due_on__range=(today, sunday)),
    }
    if choice == "near":
        last = dues.near_until(today, dues.calendar())
        return still_due() & Q(round__due_on__range=(today, last))
    return still_due() & spans[choice]


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
    section = django_filters.ModelChoiceFilter(
        label="承办科室",
        field_name="department",
        queryset=Department.objects.all(),
        empty_label="全部",
    )
    due = django_filters.ChoiceFilter(
        label="期限", choices=DUE, empty_label="全部", method="by_due"
    )
    station = django_filters.ChoiceFilter(
        label="办理环节",
        choices=[(name, name) for name, _states in STATIONS],
        empty_label="全部",
        method="at_station",
    )
    mine = django_filters.ChoiceFilter(
        label="经办", choices=[("1", "我经办的")], empty_label="全部", method="by_me"
    )

    class Meta:
        model = Handling
        form = FilterForm
        fields = ("q", "session", "role", "section", "state", "station", "due", "mine")

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

    def by_due(self, rows: QuerySet[Handling], name: str, value: str) -> QuerySet[Handling]:
        return rows.filter(due(value))

    def at_station(self, rows: QuerySet[Handling], name: str, value: str) -> QuerySet[Handling]:
        return rows.filter(state__in=dict(STATIONS)[value])

    def by_me(self, rows: QuerySet[Handling], name: str, value: str) -> QuerySet[Handling]:
        return rows.filter(officer__in=self.request.user.acts_for())


class BoardFilter(django_filters.FilterSet):
    session = django_filters.ModelChoiceFilter(
        label="届次",
        field_name="proposal__session",
        queryset=CongressSession.objects.all(),
        empty_label="全部",
    )
    section = django_filters.ModelChoiceFilter(
        label="承办科室",
        field_name="department",
        queryset=Department.objects.all(),
        empty_label="全部",
    )

    class Meta:
        model = Handling
        form = FilterForm
        fields = ("session", "section")


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
