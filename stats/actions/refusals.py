"""What actions refuse, in sentences that name the place and the way out; and tidying of text."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import CharField, Model

from cixi_ip.hygiene import sanitise
from cixi_ip.models import User
from cixi_ip.wording import number
from stats import review
from stats.models import Entry, Observation, Submission
from stats.models.figure import Figure

AUTHOR_MENDS = "请打开该条，核对最新一版，选择“修订”或“更正”并写明原因。"
RACED = "同一数据刚被另一批次发布，请刷新后重试。"
REVIEWER_MENDS = "请退回填报人，按最新一版办理修订。"
AUTHOR_EXPLAINS = "请改正；数字无误的，打开该条在“说明”一栏写一句话，再提交。"
REVIEWER_ASKS = "请退回填报人，改正或在“说明”一栏写一句话。"


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
    if submission.created_by_id != by.pk:
        raise PermissionDenied("只能修改自己的填报批次。")
    if not submission.is_open:
        raise ValidationError(
            f"批次“{submission}”{submission.get_state_display()}，不能再改。"
            "待审核的批次可先撤回；已通过的数据请另建批次办理修订。"
        )


def shown(figure: Figure) -> str:
    if figure.value is None:
        return f"（{figure.get_status_display()}）"
    return number(figure.value, figure.digits) + figure.indicator.unit


def exactly(value: Decimal | None) -> str:
    """Every digit, for the record; empty when there is no value."""
    return "" if value is None else f"{value.normalize():f}"


def refuse_clashes(entries: list[Entry], way_out: str) -> None:
    """Refuse, with both values, what is not based on the last vintage published of its key."""
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
    if found:
        raise ValidationError(found, code="clash")


def refuse_unexplained(entries: list[Entry], way_out: str) -> None:
    if found := review.unexplained(entries):
        raise ValidationError([sentence + way_out for sentence in found], code="unexplained")
