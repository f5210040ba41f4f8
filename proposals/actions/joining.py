"""并案: cases of one content handled together, each answered by a letter of its own."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from cixi_ip.models import Event, User
from proposals.actions.drafting import own_and_open, save_draft
from proposals.actions.moves import require
from proposals.models import Handling, Letter
from proposals.workflow import ASSIGN, DRAFT

JOINERS = (ASSIGN, DRAFT)


def may_join(user: User) -> bool:
    return any(user.has_perm(permission) for permission in JOINERS)


@transaction.atomic
def join(*, by: User, handling: Handling, to: Handling) -> Handling:
    """并案: handled together with `to`, which is joined to none itself, and answered apart."""
    require_joiner(by, "并案")
    stored, main = both(handling, to)
    refuse_unfit(stored, main)
    Handling.objects.filter(pk=stored.pk).update(joined_to=main)
    handling.refresh_from_db()
    Event.objects.record("并案", by=by, subject=handling, to=str(main))
    Event.objects.record("并入别件", by=by, subject=main, case=str(handling))
    return handling


@transaction.atomic
def part(*, by: User, handling: Handling) -> Handling:
    """Undo a 并案; what was written meanwhile stays with each."""
    require_joiner(by, "取消并案")
    stored = Handling.objects.select_for_update(of=("self",)).with_proposal().get(pk=handling.pk)
    main = stored.joined_to
    if main is None:
        raise ValidationError(f"{stored}没有并入别件，不用取消。请刷新页面查看最新状态。")
    Handling.objects.filter(pk=stored.pk).update(joined_to=None)
    handling.refresh_from_db()
    Event.objects.record("取消并案", by=by, subject=handling, before=str(main))
    Event.objects.record("并入的件已取消", by=by, subject=main, case=str(handling))
    return handling


@transaction.atomic
def copy_text(*, by: User, handling: Handling, seen_edition: int) -> tuple[str, ...]:
    """Put the body of the main case's letter into this case's draft; nothing else of it.

    Title, addressee and marks stay this case's own. `seen_edition` as in `save_draft`.
    """
    require(by, "submit")
    stored = Handling.objects.select_for_update(of=("self",)).with_proposal().get(pk=handling.pk)
    own_and_open(stored, by)
    main = main_letter(stored)
    letter = Letter.objects.select_related("round__handling").get(round=stored.round_id)
    letter.body = main.body
    notes = save_draft(by=by, letter=letter, seen_edition=seen_edition)
    # They wrote this text too, so they do not review it here either.
    letter.authors.add(*main.authors.all(), *filter(None, (main.handling.officer,)))
    Event.objects.record(
        "取用主件正文", by=by, subject=stored, of=str(stored.joined_to), edition=main.edition
    )
    return notes


def require_joiner(by: User, doing: str) -> None:
    if not may_join(by):
        raise PermissionDenied(f"您的角色不能{doing}。如确需办理，请联系系统管理员调整角色。")


def both(handling: Handling, to: Handling) -> tuple[Handling, Handling]:
    """Both rows, held in one order, so that two who join them crosswise wait for each other."""
    if handling.pk == to.pk:
        raise ValidationError("不能并入自己，请选另一件作为主件。")
    wanted = Handling.objects.select_for_update(of=("self",)).with_proposal().order_by("pk")
    rows = {row.pk: row for row in wanted.filter(pk__in=(handling.pk, to.pk))}
    return rows[handling.pk], rows[to.pk]


def refuse_unfit(handling: Handling, main: Handling) -> None:
    if handling.joined_to_id is not None:
        raise ValidationError(f"{handling}已并入{handling.joined_to}，要改并的请先取消并案。")
    if main.joined_to_id is not None:
        raise ValidationError(f"{main}已并入{main.joined_to}，请直接并入那一件。")
    if handling.joined.exists():
        raise ValidationError("已有别的件并入这一件，请把那些件直接并入新的主件。")
    for case in (handling, main):
        if case.state in Handling.OVER:
            raise ValidationError(f"{case}现为“{case.get_state_display()}”，只有在办的件可以并案。")
        if not case.writes:
            raise ValidationError(f"{case}是参阅件，不写公文，不用并案。")


def main_letter(handling: Handling) -> Letter:
    """The letter of the case this one is joined to, with some text."""
    main = handling.joined_to
    if main is None:
        raise ValidationError(f"{handling}没有并入别件，没有主件的正文可取。")
    letter = Letter.objects.filter(round=main.round_id).first()
    if letter is None or not letter.body.strip():
        raise ValidationError(f"主件{main}的公文稿还没有正文，请等主件写好后再取用。")
    return letter
