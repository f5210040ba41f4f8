"""Writing the letter of a round: taking it, saving it, handing it in, taking it back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cixi_ip.models import Event, User
from proposals.actions.cleaning import clean_letter
from proposals.actions.moves import move, require
from proposals.actions.rounds import new_letter
from proposals.models import Handling, Letter
from proposals.models.letter import WRITTEN
from proposals.workflow import WRITABLE


@transaction.atomic
def take(*, by: User, handling: Handling) -> Letter:
    """Become the officer in charge, also in a colleague's place; makes a draft if there is none."""
    before = handling.officer
    department = handling.department or by.department
    move(
        handling,
        "take",
        by=by,
        detail={"before": str(before or "")},
        officer=by,
        department=department,
    )
    return Letter.objects.filter(round=handling.round).first() or new_letter(handling)


@transaction.atomic
def save_draft(*, by: User, letter: Letter, seen_edition: int) -> tuple[str, ...]:
    """Save what the officer typed (`letter` as changed by the form); returns what was cleaned.

    `seen_edition` is the edition the page showed. When it is no longer the stored one, the save is
    refused with code "stale" and nothing is written: the page keeps what was typed.
    """
    require(by, "submit")
    handling = Handling.objects.select_for_update().get(pk=letter.round.handling_id)
    own_and_open(handling, by)
    if handling.round_id != letter.round_id:
        raise ValidationError("这是以前一轮的稿件，不能再改。请从办理页打开本轮的稿件。")
    notes = clean_letter(letter)
    letter.full_clean()
    values = {name: getattr(letter, name) for name in (*WRITTEN, "explanations")}
    count = Letter.objects.filter(pk=letter.pk, edition=seen_edition).update(
        **values, edition=F("edition") + 1, updated_at=timezone.now()
    )
    if not count:
        raise ValidationError(
            "这份稿件在您打开页面之后已被保存过。您填的内容还在下面，没有丢失；"
            "请与现存的稿件对照，改好后再保存一次。",
            code="stale",
        )
    letter.authors.add(by)
    letter.edition = seen_edition + 1
    Event.objects.record("保存草稿", by=by, subject=handling, edition=letter.edition)
    return notes


def own_and_open(handling: Handling, by: User) -> None:
    if handling.officer_id != by.pk:
        raise PermissionDenied("这件由别的经办人承办。如需接手，请先在办理页按“承办”。")
    if handling.state not in WRITABLE:
        raise ValidationError(
            f"{handling}现为“{handling.get_state_display()}”，不能再改。"
            "送审的稿件请撤回，或请审核的人退回后再改；已签发的公文不能改，有误请另行发文更正。"
        )


@transaction.atomic
def submit(*, by: User, handling: Handling) -> Handling:
    """Hand the letter in for review; what it needs stands in workflow.py."""
    require(by, "submit")
    stored = Handling.objects.select_for_update().get(pk=handling.pk)
    own_and_open(stored, by)
    return move(
        handling, "submit", by=by, detail={"edition": stored.letter.edition}, return_reason=""
    )


@transaction.atomic
def withdraw(*, by: User, handling: Handling) -> Handling:
    """撤回, as long as nobody has reviewed."""
    require(by, "withdraw")
    if handling.officer_id != by.pk:
        raise PermissionDenied("只有经办人本人能撤回送审的稿件。")
    return move(handling, "withdraw", by=by)
