"""Reviews on the way to signing: passing a letter on, and sending it back with a reason."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cixi_ip.models import User
from proposals.actions.cleaning import clean_fields
from proposals.actions.moves import move, refuse_state, require
from proposals.editions import fingerprints
from proposals.models import Handling
from proposals.workflow import S

LONGEST_REASON = 300


def next_review(handling: Handling) -> str:
    """The name of the move that passes the letter on from where it is; signing is no passing."""
    if handling.state == S.OFFICE:
        return "pass_office" if handling.setting.deputy_reviews else "pass_office_only"
    return "pass_deputy" if handling.state == S.DEPUTY else "pass_section"


@transaction.atomic
def pass_on(*, by: User, handling: Handling, seen_edition: int, comment: str = "") -> Handling:
    """Pass the letter that was seen to the next reviewer or to the signer."""
    name = next_review(handling)
    stored = Handling.objects.select_for_update().get(pk=handling.pk)
    refuse_state(stored, name)
    if stored.letter.edition != seen_edition:
        raise ValidationError("您打开页面之后稿件有变动，请重新看过再通过。")
    detail = {"edition": seen_edition, "comment": comment.strip()[:LONGEST_REASON]}
    return move(handling, name, by=by, detail=detail)


@transaction.atomic
def send_back(*, by: User, handling: Handling, reason: str) -> tuple[str, ...]:
    """Return the letter to its officer; returns what was cleaned."""
    require(by, "send_back")
    refuse_state(handling, "send_back")
    handling.return_reason = reason
    notes = clean_fields(handling, ("return_reason",))
    clean_reason = handling.return_reason[:LONGEST_REASON]
    if not clean_reason:
        raise ValidationError("请写明退回原因，经办人据此修改。")
    move(
        handling,
        "send_back",
        by=by,
        detail={
            "reason": clean_reason,
            "edition": handling.letter.edition,
            "paragraphs": fingerprints(handling.letter.body),
        },
        return_reason=clean_reason,
    )
    return tuple(notes)
