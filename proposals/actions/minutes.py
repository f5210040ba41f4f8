"""What changes the state of 会议纪要: save them, and issue them for good."""

import hashlib

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from cixi_ip.models import Event, User
from cixi_ip.typeset import MOST_CHARACTERS
from proposals.actions.cleaning import clean_fields
from proposals.letters import compose_minutes, plain_text, to_pdf
from proposals.models import Minutes
from proposals.models.minutes import WRITTEN
from proposals.workflow import SIGN, may_write_minutes

ISSUED = "这份纪要已经定稿，不能再改。有误请另行印发更正。"


def require_writer(by: User) -> None:
    if not may_write_minutes(by):
        raise PermissionDenied("您的角色不能起草会议纪要。如确需办理，请联系系统管理员调整角色。")


@transaction.atomic
def save_minutes(*, by: User, minutes: Minutes, seen_edition: int = 0) -> tuple[str, ...]:
    """Save what was typed, as new or over the edition seen; returns what was cleaned.

    When `seen_edition` is no longer the stored one, it is refused with code "stale".
    """
    require_writer(by)
    notes = clean_fields(minutes, WRITTEN)
    refuse_long(minutes)
    if minutes.pk is None:
        minutes.drafted_by = by
        minutes.full_clean()
        save_once(minutes)
    else:
        minutes.full_clean()
        save_over(minutes, seen_edition)
    minutes.authors.add(by)
    Event.objects.record("保存会议纪要", by=by, subject=minutes, edition=minutes.edition)
    return tuple(notes)


def refuse_long(minutes: Minutes) -> None:
    if len(minutes.body) > MOST_CHARACTERS:
        raise ValidationError(
            {
                "body": f"正文共 {len(minutes.body):,} 字，超过 {MOST_CHARACTERS:,} 字的上限。"
                "请删减后再保存。"
            }
        )


def save_once(minutes: Minutes) -> None:
    """Of two who take the same number at once, the second gets past the check before it."""
    try:
        with transaction.atomic():
            minutes.save()
    except IntegrityError as error:
        raise ValidationError({"number": "这一编号刚由别人用了，请核对编号。"}) from error


def save_over(minutes: Minutes, seen_edition: int) -> None:
    values = {name: getattr(minutes, name) for name in WRITTEN}
    rows = Minutes.objects.filter(pk=minutes.pk, edition=seen_edition, issued_at__isnull=True)
    try:
        with transaction.atomic():
            count = rows.update(**values, edition=F("edition") + 1, updated_at=timezone.now())
    except IntegrityError as error:
        raise ValidationError({"number": "这一编号刚由别人用了，请核对编号。"}) from error
    if count:
        minutes.edition = seen_edition + 1
        return
    if Minutes.objects.filter(pk=minutes.pk, issued_at__isnull=False).exists():
        raise ValidationError(ISSUED)
    raise ValidationError(
        "这份纪要在您打开页面之后已被保存过。您填的内容还在下面，没有丢失；"
        "请与现存的稿件对照，改好后再保存一次。",
        code="stale",
    )


@transaction.atomic
def issue_minutes(*, by: User, minutes: Minutes, seen_edition: int) -> Minutes:
    """Freeze text, bytes and SHA-256 for good; by one who never had a hand in the draft."""
    if not by.has_perm(SIGN):
        raise PermissionDenied("您的角色不能签发会议纪要，请由局领导定稿。")
    minutes = Minutes.objects.select_for_update().get(pk=minutes.pk)
    refuse_own_minutes(minutes, by)
    if minutes.is_issued:
        raise ValidationError(ISSUED)
    if minutes.edition != seen_edition:
        raise ValidationError("您打开页面之后稿件有变动，请重新看过再定稿。")
    moment = timezone.now().replace(microsecond=0)
    made = to_pdf(compose_minutes(minutes, day=timezone.localdate(moment)), moment=moment)
    minutes.issued_at, minutes.issued_by = moment, by
    minutes.pdf, minutes.sha256 = made.pdf, hashlib.sha256(made.pdf).hexdigest()
    minutes.text = plain_text(made.letter)
    minutes.save(update_fields=["issued_at", "issued_by", "pdf", "sha256", "text"])
    Event.objects.record(
        "会议纪要定稿",
        by=by,
        subject=minutes,
        number=minutes.number,
        sha256=minutes.sha256,
        **by.on_behalf(SIGN),
    )
    return minutes


def refuse_own_minutes(minutes: Minutes, by: User) -> None:
    hands = by.acts_for()
    if minutes.drafted_by_id in hands or minutes.authors.filter(pk__in=hands).exists():
        raise PermissionDenied(
            "拟稿人不能定稿自己起草或改过的纪要，代拟稿人办理的也不能，请由另一位领导定稿。"
        )
