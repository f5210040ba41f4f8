"""What actions refuse, in sentences that name the place and the way out; and tidying of text."""

from collections.abc import Sequence
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import CharField, Exists, F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cixi_ip.hygiene import sanitise
from cixi_ip.models import User
from cixi_ip.wording import number
from stats import review
from stats.models import Entry, Observation, Submission, Target, TargetEntry
from stats.models.figure import Figure

KEY = ("indicator_id", "region_id", "year", "through_month")
AUTHOR_MENDS = "请打开该条，核对最新一版，选择“修订”或“更正”并写明原因。"
RACED = "同一数据刚被另一批次发布，请刷新后重试。"
REVIEWER_MENDS = "请退回填报人，按最新一版办理修订。"
AUTHOR_EXPLAINS = "请改正；数字无误的，打开该条在“说明”一栏写一句话，再提交。"
REVIEWER_ASKS = "请退回填报人，改正或在“说明”一栏写一句话。"
AUTHOR_RETARGETS = "请改正指标、口径、提出年份或名称，或删去本批的这一目标。"
REVIEWER_RETARGETS = "请退回填报人改正或删去。"
# A page that says more than this is not read.
AT_MOST = 20


def require(by: User, permission: str, doing: str) -> None:
    if not by.has_perm(permission):
        raise PermissionDenied(f"您的角色不能{doing}。如确需办理，请联系系统管理员调整角色。")


def tidy(record: Model) -> None:
    """Sanitise what was typed into a record; its `removed` then says what was taken out."""
    removed = []
    for field in record._meta.concrete_fields:
        if isinstance(field, CharField) and not field.choices:
            text, notes = sanitise(getattr(record, field.attname))
            setattr(record, field.attname, text.strip())
            removed += [f"{field.verbose_name}：{note}" for note in notes]
    record.removed = tuple(removed)  # type: ignore[attr-defined]


def own_and_open(submission: Submission, by: User) -> None:
    if submission.created_by_id not in by.acts_for():
        raise PermissionDenied("只能修改自己的填报批次。")
    if not submission.is_open:
        raise ValidationError(
            f"批次“{submission}”{submission.get_state_display()}，不能再改。"
            "待审核的批次可先撤回；已通过的数据请另建批次办理修订。"
        )


def on_behalf(submission: Submission, by: User) -> dict[str, str]:
    """What an event adds when somebody else's batch was worked on."""
    return {} if submission.created_by_id == by.pk else {"on_behalf_of": str(submission.created_by)}


def shown(figure: Figure) -> str:
    if figure.value is None:
        return f"（{figure.get_status_display()}）"
    return number(figure.value, figure.digits) + figure.indicator.unit


def exactly(value: Decimal | None) -> str:
    """Every digit, for the record; empty when there is no value."""
    return "" if value is None else f"{value.normalize():f}"


def refuse(sentences: Sequence[str], *, code: str, count: int = 0) -> None:
    """Raise what there is to say, at most AT_MOST sentences of `count` (or of all given)."""
    if not sentences:
        return
    told = list(sentences[:AT_MOST])
    if (more := max(count, len(sentences)) - len(told)) > 0:
        told.append(f"另有 {more} 条同样的问题，没有一一列出。")
    raise ValidationError(told, code=code)


def refuse_clashes(entries: Sequence[Entry], way_out: str) -> None:
    """Refuse, with both values, what is not based on the last vintage published of its key."""
    refuse(clashes(entries, way_out), code="clash")


def clashes(entries: Sequence[Entry], way_out: str) -> list[str]:
    found = []
    latest = Observation.objects.latest_of(entries)
    for entry in entries:
        last = latest.get(entry.key)
        if (last.vintage if last else 0) != entry.based_on:
            published = f"已发布第{last.vintage}版 {shown(last)}" if last else "尚未发布过"
            based_on = f"依据第{entry.based_on}版" if entry.based_on else "按首次填报"
            found.append(
                f"{entry.place}{published}，本批填的是 {shown(entry)}（{based_on}）。{way_out}"
            )
    return found


def refuse_outdated(entries: QuerySet[Entry], way_out: str) -> None:
    """As `refuse_clashes` for a stored batch of any size: the database looks for what clashes."""
    vintages = Observation.objects.filter(**{name: OuterRef(name) for name in KEY})
    last = Subquery(vintages.order_by("-vintage").values("vintage")[:1])
    outdated = entries.annotate(last=Coalesce(last, 0)).exclude(last=F("based_on"))
    first = list(outdated.select_related("indicator__numerator", "region")[: AT_MOST + 1])
    count = outdated.count() if len(first) > AT_MOST else len(first)
    refuse(clashes(first, way_out), code="clash", count=count)


def refuse_unexplained(entries: Sequence[Entry], way_out: str) -> None:
    found = review.unexplained(entries)
    refuse([sentence + way_out for sentence in found], code="unexplained")


def refuse_targets(wanted: QuerySet[TargetEntry], way_out: str) -> None:
    """Refuse, with both values, a target whose place or title is taken already."""
    same = Q(indicator=OuterRef("indicator"), region=OuterRef("region"))
    same &= Q(stated_year=OuterRef("stated_year"))
    taken = Target.objects.filter(
        Exists(wanted.order_by().filter(same | Q(title=OuterRef("title"))))
    ).select_related("indicator__numerator", "region")
    batch = list(wanted.select_related("indicator__numerator", "region").order_by("pk"))
    found = [taken_title(mine, twin) for mine, twin in twins(batch)]
    for theirs in taken:
        for mine in batch:
            if mine.key == theirs.key:
                found.append(taken_place(mine, theirs))
            elif mine.title == theirs.title:
                found.append(taken_title(mine, theirs))
    refuse([sentence + way_out for sentence in found], code="target")


def twins(batch: list[TargetEntry]) -> list[tuple[TargetEntry, TargetEntry]]:
    """Each target whose title another one before it in the batch bears, with that one."""
    first: dict[str, TargetEntry] = {}
    return [
        (mine, first[mine.title])
        for mine in batch
        if first.setdefault(mine.title, mine) is not mine
    ]


def taken_place(mine: TargetEntry, theirs: Target) -> str:
    return (
        f"{place(mine)}已有目标“{theirs.title}” {theirs.measure}，"
        f"本批填的是“{mine.title}” {mine.measure}。"
    )


def taken_title(mine: TargetEntry, theirs: Target | TargetEntry) -> str:
    return (
        f"目标名称“{mine.title}”已用于{place(theirs)} {theirs.measure}，"
        f"本批填的是{place(mine)} {mine.measure}。"
    )


def place(target: Target | TargetEntry) -> str:
    return f"“{target.indicator.name}”{target.region.name}{target.stated_year}年提出的目标"
