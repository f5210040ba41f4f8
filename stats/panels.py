"""What waits for a user: assignments late or soon due, batches and imports at their desk."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from cixi_ip.models import User
from cixi_ip.panels import Attention
from stats import rounds
from stats.models import Entry, ImportFile, Submission, TargetEntry
from stats.rounds import Progress

State = Submission.State
SHOWN = 5  # of one kind; the rest is counted, with the way to the list


def due(user: User, today: date) -> Iterator[Attention]:
    """One line for what is late of a round and one for what will be; both go once it is sent in."""
    if not user.has_perm("stats.view_collectionround"):
        return
    by_round: dict[int, list[Progress]] = {}
    for found in rounds.progress(rounds.open_assignments(user, today), today):
        by_round.setdefault(found.round.pk, []).append(found)
    for parts in by_round.values():
        late = [part for part in parts if part.is_late]
        soon = [part for part in parts if part.is_due_soon]
        if late:
            yield reminder("逾期", late, "late")
        if soon:
            yield reminder("提示", soon, "near")


def reminder(level: str, parts: Sequence[Progress], kind: str) -> Attention:
    first = parts[0]
    what = "、".join(f"{part.place}还差 {len(part.open_items)} 项" for part in parts[:3])
    more = f"等 {len(parts)} 份" if len(parts) > 3 else ""
    url = reverse("admin:stats_collectionround_change", args=[first.round.pk])
    return Attention(level, f"“{first.round}”{first.state}：{what}{more}", url, kind)


def at_the_desk(user: User, today: date) -> Iterator[Attention]:
    """Returned and unfinished batches of one's own, batches to review, imports to confirm."""
    if user.has_perm("stats.add_entry"):
        yield from own_batches(user)
        yield from own_imports(user)
    if user.has_perm("stats.approve_submission"):
        yield from batches_to_review(user)


def own_batches(user: User) -> Iterator[Attention]:
    """Those of a principal too, while the user stands in; an empty draft waits for nobody."""
    found = list(
        Submission.objects.filter(created_by__in=user.acts_for(), state__in=Submission.OPEN)
        .annotate(
            figures=Count("entries", distinct=True), plans=Count("target_entries", distinct=True)
        )
        .filter(Q(figures__gt=0) | Q(plans__gt=0) | Q(state=State.RETURNED))
        .select_related("created_by")
        .order_by("-state", "-pk")
    )
    for batch in found[:SHOWN]:
        whose = "" if batch.created_by_id == user.pk else f"{batch.created_by}的"
        if batch.state == State.RETURNED:
            text = f"{whose}批次“{batch}”被退回：{batch.return_reason}"
            yield Attention("退回", text, address(batch))
        else:
            text = f"{whose}批次“{batch}”还是草稿，{contents(batch)}没有提交"
            yield Attention("提示", text, address(batch))
    if len(found) > SHOWN:
        mine = f"?created_by__id__exact={user.pk}"
        yield rest(len(found) - SHOWN, "没有提交的批次", "submission", mine)


def contents(batch: Submission) -> str:
    parts = ((batch.figures, "条数据"), (batch.plans, "个目标"))
    return "、".join(f"{count} {what}" for count, what in parts if count)


def address(batch: Submission) -> str:
    return reverse("admin:stats_submission_change", args=[batch.pk])


def batches_to_review(user: User) -> Iterator[Attention]:
    """Those the user may review: with nothing in them that is their own or a principal's."""
    own = {"typed_by__in": user.acts_for(), "submission__state": State.SUBMITTED}
    typed = [kind.objects.filter(**own).values("submission") for kind in (Entry, TargetEntry)]
    found = list(
        Submission.objects.filter(state=State.SUBMITTED)
        .exclude(created_by__in=user.acts_for())
        .exclude(pk__in=typed[0])
        .exclude(pk__in=typed[1])
        .annotate(
            figures=Count("entries", distinct=True), plans=Count("target_entries", distinct=True)
        )
        .select_related("created_by")
        .order_by("submitted_at", "pk")
    )
    for batch in found[:SHOWN]:
        text = f"批次“{batch}”待审核：{batch.created_by}填报，{contents(batch)}"
        yield Attention("提示", text, address(batch))
    if len(found) > SHOWN:
        yield rest(len(found) - SHOWN, "待审核的批次", "submission", "?state__exact=submitted")


def own_imports(user: User) -> Iterator[Attention]:
    found = list(
        ImportFile.objects.filter(uploaded_by=user, state=ImportFile.State.READY)
        .defer("content", "outcome")
        .order_by("pk")
    )
    for file in found[:SHOWN]:
        url = reverse("admin:stats_importfile_change", args=[file.pk])
        yield Attention("提示", f"导入文件“{file}”已读完，等您确认", url)
    if len(found) > SHOWN:
        yield rest(len(found) - SHOWN, "待确认的导入文件", "importfile", "?state__exact=ready")


def rest(count: int, what: str, model: str, query: str) -> Attention:
    url = reverse(f"admin:stats_{model}_changelist") + query
    return Attention("提示", f"另有 {count} 个{what}", url)
