"""What a case's page shows of 并案: its main case or those joined to it, and what may be done."""

from cixi_ip.models import User
from proposals.actions.joining import may_join
from proposals.models import Handling, Letter
from proposals.workflow import DRAFT, WRITABLE, may_read_draft

Content = dict[str, object] | None


def joining(handling: Handling, user: User) -> Content:
    if not handling.writes:
        return None
    main = main_of(handling)
    joined = list(handling.joined.with_proposal()) if main is None else []
    is_open = handling.state not in Handling.OVER
    may_change = is_open and may_join(user)
    if not (main or joined or may_change):
        return None
    return {
        "main": main,
        "joined": joined,
        "may_join": may_change and main is None and not joined,
        "may_part": may_change and main is not None,
        "copying": copying(handling, main, user) if main else None,
    }


def main_of(handling: Handling) -> Handling | None:
    if handling.joined_to_id is None:
        return None
    return Handling.objects.with_proposal().get(pk=handling.joined_to_id)


def copying(handling: Handling, main: Handling, user: User) -> dict[str, object] | None:
    """What the officer needs to take over the main case's text; None where it is not open."""
    is_own = handling.officer_id == user.pk and user.has_perm(DRAFT)
    if not is_own or handling.state not in WRITABLE or not may_read_draft(user):
        return None
    rows = Letter.objects.filter(round__in=(handling.round_id, main.round_id))
    letters = {row.round_id: row for row in rows.only("round_id", "body", "edition")}
    own, other = letters.get(handling.round_id), letters.get(main.round_id)
    if own is None or other is None or not other.body.strip():
        return None
    return {
        "edition": own.edition,
        "replaced": len(own.body),
        "length": len(other.body),
        "is_same": own.body == other.body,
    }
