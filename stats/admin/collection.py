"""Collection rounds in the admin: set by who organises, and how far each office is."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.timezone import localdate

from cixi_ip.web import row_number, say_errors
from stats import actions, planning, rounds
from stats.admin.entry import WORK, TypedAdmin, tell_removed
from stats.forms import PartForm, PeriodForm, RoundForm
from stats.models import CollectionRound

FIELDS = ("title", "due_on", "remind_days", "note")


class Rounds(ChangeList):
    """The list with how far each round of the page is, asked for all of them at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        listed = list(self.result_list)
        by_round: dict[int, list[rounds.Progress]] = {round.pk: [] for round in listed}
        for found in rounds.progress(rounds.assignments_of(listed), localdate()):
            by_round[found.round.pk].append(found)
        for round in listed:
            round.progress = by_round[round.pk]
        self.result_list = listed


class RunningFilter(admin.SimpleListFilter):
    title = "状态"
    parameter_name = "closed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("0", "进行中"), ("1", "已结束")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in ("0", "1"):
            return queryset
        return queryset.filter(closed_at__isnull=self.value() == "0")


@admin.register(CollectionRound)
class CollectionRoundAdmin(TypedAdmin):
    """Who reports what by when; the page of one round says who is late."""

    section = WORK
    place = 13
    form = RoundForm
    change_list_template = "admin/stats/collectionround/change_list.html"
    list_display = ["title", "when_", "due_on", "parts_", "late_", "state_", "created_by"]
    list_filter = [RunningFilter, "year"]
    list_select_related = ["created_by"]
    search_fields = ["title", "note"]
    search_help_text = "可搜任务名称、要求"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Rounds

    @admin.display(description="时段", ordering="year")
    def when_(self, round: CollectionRound) -> str:
        return rounds.when(round)

    @admin.display(description="已报齐")
    def parts_(self, round: CollectionRound) -> str:
        return f"{sum(each.is_done for each in round.progress)}/{len(round.progress)} 份"

    @admin.display(description="逾期")
    def late_(self, round: CollectionRound) -> str | None:
        late = sum(each.is_late for each in round.progress)
        return f"{late} 份" if late else None

    @admin.display(description="状态", ordering="closed_at")
    def state_(self, round: CollectionRound) -> str:
        return "已结束" if round.closed_at else "进行中"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        name = "stats_collectionround"
        return [
            path("<int:pk>/edit/", wrap(self.edit_view), name=f"{name}_edit"),
            path("<int:pk>/close/", wrap(self.close_view), name=f"{name}_close"),
            *super().get_urls(),
        ]

    def found(self, pk: object) -> CollectionRound:
        round = CollectionRound.objects.filter(pk=row_number(str(pk))).first()
        if round is None:
            raise Http404("没有这个报送任务。请从任务列表里打开。")
        return round

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Adding is a page of our own; what stock calls changing is the page of one round."""
        if object_id is None:
            return self.plan_view(request, None)
        if not self.has_view_permission(request):
            raise PermissionDenied
        round = self.found(object_id)
        parts = rounds.progress(rounds.assignments_of([round]), localdate())
        context = {
            "title": str(round),
            "round": round,
            "when": rounds.when(round),
            "parts": parts,
            "done": sum(part.is_done for part in parts),
            "late": sum(part.is_late for part in parts),
            "may_change": self.has_change_permission(request) and round.closed_at is None,
            "may_add": self.has_add_permission(request),
        }
        return self.page(request, "round.html", context)

    def edit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.plan_view(request, self.found(pk))

    def plan_view(self, request: HttpRequest, round: CollectionRound | None) -> HttpResponse:
        """One form for the round and all its parts; works in one piece without scripts."""
        may = self.has_add_permission if round is None else self.has_change_permission
        if not may(request):
            raise PermissionDenied
        context = {"title": "修改报送任务" if round else "布置报送任务", "round": round}
        like = round
        if round is None:
            context["asked"] = asked = PeriodForm(request.GET)
            if not asked.is_valid():
                return self.page(request, "plan.html", context)
            like = asked.cleaned_data["like"]
            round = planning.proposal(asked.cleaned_data["year"], asked.cleaned_data["month"], like)
        form = self.plan_form(request, round, like)
        if form.is_bound and form.is_valid():
            messages.success(request, f"任务“{form.instance}”已保存。")
            tell_removed(request, form.instance)
            return redirect("admin:stats_collectionround_change", form.instance.pk)
        context |= {"form": form, "when": rounds.when(round), "offices": by_office(form.parts)}
        return self.page(request, "plan.html", context)

    def plan_form(
        self, request: HttpRequest, round: CollectionRound, like: CollectionRound | None
    ) -> RoundForm:
        data = request.POST if request.method == "POST" else None
        people = {person.pk: person for person in rounds.reporters()}
        slots = planning.slots(round.year, round.through_month, like)
        parts = [PartForm(data, slot=slot, people=people) for slot in slots]
        made = self.get_form(request, round, fields=FIELDS)
        return made(data, instance=round, parts=parts)

    def close_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asked about first; it cannot be taken back."""
        round = self.found(pk)
        actions.require(request.user, "stats.change_collectionround", "结束报送任务")
        if request.method == "POST":
            try:
                actions.close_round(by=request.user, round=round)
                messages.success(request, f"任务“{round}”已结束，不再提醒。")
            except ValidationError as error:
                say_errors(request, error)
            return redirect("admin:stats_collectionround_change", pk)
        parts = rounds.progress(rounds.assignments_of([round]), localdate())
        context = {
            "title": "结束报送任务",
            "round": round,
            "waiting": [part for part in parts if part.is_waiting],
        }
        return self.page(request, "close.html", context)

    def page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        context = self.admin_site.each_context(request) | {"opts": self.opts} | context
        return render(request, f"admin/stats/collectionround/{name}", context)


def by_office(parts: list[PartForm]) -> dict[str, list[PartForm]]:
    found: dict[str, list[PartForm]] = {}
    for part in parts:
        found.setdefault(part.slot.office, []).append(part)
    return found
