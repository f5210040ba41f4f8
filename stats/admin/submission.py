"""Batches in the admin: submitted by their author, approved or sent back by another person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode

from cixi_ip.models import Event
from stats import actions, entry_sheet, papers, review
from stats.admin import printing
from stats.admin.entry import WORK, TypedAdmin, tell_removed
from stats.forms import ReasonForm, SubmissionForm
from stats.models import Submission


@dataclass(frozen=True)
class Move:
    """A button on a batch: its word, who may press it, in which states, and the action behind."""

    label: str
    done: str
    permission: str
    states: tuple[str, ...]
    act: Callable[..., object]
    is_own: bool
    asks: str = ""
    question: str = ""


State = Submission.State
MOVES = {
    "submit": Move(
        "提交审核", "已提交审核", "stats.submit_submission", Submission.OPEN, actions.submit, True
    ),
    "withdraw": Move(
        "撤回", "已撤回", "stats.submit_submission", (State.SUBMITTED,), actions.withdraw, True
    ),
    "approve": Move(
        "审核通过",
        "已通过并发布",
        "stats.approve_submission",
        (State.SUBMITTED,),
        actions.approve,
        False,
        question="通过后数据即时发布，只能以修订或更正的方式再改。",
    ),
    "send_back": Move(
        "退回",
        "已退回填报人",
        "stats.approve_submission",
        (State.SUBMITTED,),
        actions.send_back,
        False,
        asks="reason",
        question="请写明退回原因，填报人修改后可再次提交。",
    ),
}


def listed(name: str) -> Callable[..., HttpResponse | None]:
    """The move as an action of the list; what must be confirmed goes by the page of the move."""

    @admin.action(description=MOVES[name].label, permissions=[name])
    def act(self: "SubmissionAdmin", request: HttpRequest, chosen: QuerySet[Submission]) -> Any:
        if MOVES[name].question:
            query = urlencode({"id": [batch.pk for batch in chosen]}, doseq=True)
            return redirect(reverse("admin:stats_submission_move", args=[name]) + f"?{query}")
        self.perform(request, name, chosen)
        return None

    act.__name__ = name
    return act


@admin.register(Submission)
class SubmissionAdmin(TypedAdmin):
    """Batches: their author submits, another person approves or sends back."""

    section = WORK
    place = 11
    form = SubmissionForm
    change_form_template = "admin/stats/submission/change_form.html"
    list_display = [
        "title", "state", "figures", "source", "created_by", "submitted_at", "reviewed_by",
        "reviewed_at",
    ]  # fmt: skip
    list_filter = ["state", ("created_by", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["source", "created_by", "reviewed_by"]
    search_fields = ["title", "source__title", "created_by__full_name", "created_by__username"]
    search_help_text = "可搜批次名称、来源、填报人"
    date_hierarchy = "created_at"
    actions = [listed(name) for name in MOVES]
    told = [
        "state", "created_by", "created_at", "submitted_at", "reviewed_by", "reviewed_at",
        "return_reason",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        # What was loaded at set-up has no entries, only observations.
        return (
            super()
            .get_queryset(request)
            .annotate(
                entered=Count("entries", distinct=True),
                published=Count("observations", distinct=True),
            )
        )

    @admin.display(description="数据条数")
    def figures(self, submission: Submission) -> int:
        return submission.entered or submission.published

    def is_own(self, request: HttpRequest, submission: Submission) -> bool:
        """The user's own, or that of somebody they stand in for today."""
        return submission.created_by_id in request.user.acts_for()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("stats.add_entry")

    def has_change_permission(self, request: HttpRequest, obj: Submission | None = None) -> bool:
        if not request.user.has_perm("stats.add_entry"):
            return False
        is_writing = request.method == "POST"
        return obj is None or (self.is_own(request, obj) and (obj.is_open or is_writing))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_submit_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("stats.submit_submission")

    has_withdraw_permission = has_submit_permission

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("stats.approve_submission")

    has_send_back_permission = has_approve_permission

    def get_fieldsets(self, request: HttpRequest, obj: Submission | None = None) -> Any:
        told = [
            ("state", "created_by", "created_at"),
            ("submitted_at", "reviewed_by", "reviewed_at"),
            "return_reason",
        ]
        return [(None, {"fields": [("title", "source"), *(told if obj else [])]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.told

    def get_urls(self) -> list[Any]:
        move = self.admin_site.admin_view(self.move_view)
        return [
            path("move/<str:name>/", move, name="stats_submission_move"),
            *printing.urls(self.admin_site.admin_view),
            *super().get_urls(),
        ]

    def render_change_form(self, request: HttpRequest, context: Any, **kwargs: Any) -> HttpResponse:
        if submission := kwargs.get("obj"):
            page = review.page(
                submission, request.GET.get("rows", ""), only_doubted="doubted" in request.GET
            )
            cited = [submission.source_id, *(row.entry.source_id for row in page.rows)]
            context |= {
                "page": page,
                "papers": papers.by_source(cited),
                "version_code": entry_sheet.code(submission),
                "targets": submission.target_entries.select_related(
                    "indicator", "region", "source"
                ),
                "moves": self.moves_for(request, submission),
                "is_own": self.is_own(request, submission),
                "events": Event.objects.filter(
                    subject_type="stats.submission", subject_id=str(submission.pk)
                )
                .select_related("by")
                .order_by("pk"),
            }
        return super().render_change_form(
            request, context | {"show_save_and_add_another": False}, **kwargs
        )

    def moves_for(self, request: HttpRequest, submission: Submission) -> dict[str, Move]:
        is_own = self.is_own(request, submission)
        return {
            name: move
            for name, move in MOVES.items()
            if submission.state in move.states
            and move.is_own == is_own
            and request.user.has_perm(move.permission)
        }

    def move_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """One move on one batch or several: asked about first where it cannot be taken back."""
        if name not in MOVES:
            raise Http404(f"没有“{name}”这一办理环节")
        move = MOVES[name]
        actions.require(request.user, move.permission, move.label)
        given = request.POST if request.method == "POST" else request.GET
        numbers = [text for text in given.getlist("id") if text.isascii() and text.isdecimal()]
        if any(len(text) > 9 for text in numbers):
            raise Http404("没有这样编号的批次，请从批次列表里勾选后再办理。")
        chosen = self.get_queryset(request).filter(pk__in=numbers)
        form = ReasonForm(request.POST if request.method == "POST" else None, label_suffix="")
        if request.method == "POST" and (not move.asks or form.is_valid()):
            self.perform(request, name, chosen, **(form.cleaned_data if move.asks else {}))
            return redirect(self.after(chosen))
        context = self.admin_site.each_context(request) | {
            "title": move.label,
            "move": move,
            "name": name,
            "form": form if move.asks else None,
            "chosen": chosen,
            "opts": self.opts,
        }
        return render(request, "admin/stats/submission/move.html", context)

    def after(self, chosen: QuerySet[Submission]) -> str:
        if len(chosen) == 1:
            return reverse("admin:stats_submission_change", args=[chosen[0].pk])
        return reverse("admin:stats_submission_changelist")

    def perform(
        self, request: HttpRequest, name: str, chosen: QuerySet[Submission], **details: str
    ) -> None:
        """Each batch by itself: one that is refused says why, the others go on."""
        for submission in chosen:
            try:
                MOVES[name].act(by=request.user, submission=submission, **details)
                messages.success(request, f"批次“{submission}”{MOVES[name].done}。")
                tell_removed(request, submission)
            except (PermissionDenied, ValidationError) as error:
                sentences = getattr(error, "messages", None) or [str(error)]
                messages.error(request, f"批次“{submission}”没有办成：{' '.join(sentences)}")
