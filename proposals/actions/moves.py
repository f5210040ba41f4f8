"""The one place where the state of a handling changes, and where it is asked who may."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from cixi_ip.models import Event, User
from proposals.models import Handling
from proposals.requirements import obstacles
from proposals.workflow import MOVES, REVIEWS, S


def require(by: User, name: str) -> None:
    move = MOVES[name]
    if not move.allows(by):
        raise PermissionDenied(f"您的角色不能{move.label}。如确需办理，请联系系统管理员调整角色。")


def require_permission(by: User, permission: str, doing: str) -> None:
    if not by.has_perm(permission):
        raise PermissionDenied(f"您的角色不能{doing}。如确需办理，请联系系统管理员调整角色。")


def move(
    handling: Handling,
    name: str,
    *,
    by: User,
    detail: dict[str, object] | None = None,
    **changes: object,
) -> Handling:
    """Make one move of workflow.py: who may, from where, what it needs, and the record of it.

    The state changes by compare-and-set: whoever comes second is told the present state, and the
    move needs what it needs at that moment, with the row held. `changes` are other fields of the
    handling that change with it; `detail` goes into the event beside the move and the new state.
    """
    require(by, name)
    step = MOVES[name]
    stored = Handling.objects.select_for_update(of=("self",)).with_proposal().get(pk=handling.pk)
    refuse_state(stored, name)
    refuse_reviewer(stored, name, by)
    if found := obstacles(stored, step.needs):
        raise ValidationError(found)
    count = Handling.objects.filter(pk=stored.pk, state=stored.state).update(
        state=step.to, **changes
    )
    handling.refresh_from_db()
    if not count:
        refuse_state(handling, name)
    Event.objects.record(
        step.label,
        by=by,
        subject=handling,
        move=name,
        state=str(step.to),
        **(detail or {}),
        **by.on_behalf(held(by, step.permissions)),
    )
    return handling


def held(by: User, permissions: tuple[str, ...]) -> str:
    """The first of these permissions the user has."""
    return next(permission for permission in permissions if by.has_perm(permission))


def refuse_state(handling: Handling, name: str) -> None:
    if handling.state not in MOVES[name].sources:
        raise ValidationError(
            f"{handling}现为“{handling.get_state_display()}”，不能{MOVES[name].label}。"
            "请刷新页面查看最新状态。"
        )


def refuse_reviewer(handling: Handling, name: str, by: User) -> None:
    """Sending back belongs to those who review now; nobody reviews a draft of their own."""
    steps = REVIEWS.get(S(handling.state), ())
    if name == "send_back" and not any(MOVES[step].allows(by) for step in steps):
        raise PermissionDenied(
            f"这件现为“{handling.get_state_display()}”，由审核这一步的人退回，您的角色不能退回。"
        )
    if name in steps:
        refuse_own_draft(handling, MOVES[name].label, by)
        refuse_other_section(handling, name, by)
        refuse_second_look(handling, name, by)


def refuse_own_draft(handling: Handling, doing: str, by: User) -> None:
    hands = by.acts_for()
    if handling.officer_id in hands or handling.letter.authors.filter(pk__in=hands).exists():
        word = doing.removesuffix("通过")
        raise PermissionDenied(
            f"拟稿人不能{word}自己起草的公文，代拟稿人办理的也不能，请由另一位{word}。"
        )


def refuse_other_section(handling: Handling, name: str, by: User) -> None:
    """科室核稿 is of the handling's own section, where both sections are known."""
    if name != "pass_section" or handling.department_id is None or by.department_id is None:
        return
    sections = set(by.stands_in_for().values_list("department", flat=True)) | {by.department_id}
    if handling.department_id not in sections:
        raise PermissionDenied(f"这件由{handling.department}承办，请由该科室负责人核稿。")


def refuse_second_look(handling: Handling, name: str, by: User) -> None:
    """分管领导 and 主要负责人 are two people: who passed the letter on does not sign it as well."""
    if name != "sign":
        return
    passed = Event.objects.filter(
        subject_type=handling._meta.label_lower,
        subject_id=str(handling.pk),
        detail__move__in=("submit", "pass_deputy"),
    ).order_by("-pk")
    last = passed.first()
    if last is None or last.detail["move"] == "submit":
        return
    if last.by_id in by.acts_for():
        raise PermissionDenied("您已作为分管领导审核过这份公文，请由主要负责人签发。")


def today_or_before(day: date | None, label: str) -> None:
    """Nothing that has happened lies ahead."""
    if day is not None and day > timezone.localdate():
        raise ValidationError(f"{label}不能晚于今天（{timezone.localdate()}），请核对日期。")
