"""What a case's page tells of promises: its own, its draft's, and those of earlier like cases."""

from django.utils import timezone

from cixi_ip.models import User
from proposals.examination import examine
from proposals.ledger import HEAVY, UNSETTLED, earlier_commitments, standings, would_be_proposed
from proposals.models import Commitment, Handling, Letter
from proposals.workflow import KEEP, WITH_SIGNED_LETTER, S, may_read_draft

Content = dict[str, object] | None


def commitments(handling: Handling, user: User) -> Content:
    """The promises of this case's signed letters, with who sees to each and where it stands."""
    found = list(
        Commitment.objects.filter(issued__letter__round__handling=handling)
        .exclude(state=Commitment.State.DISMISSED)
        .select_related("issued", "owner", "indicator", "region")
        .defer("issued__body", *(name for name in HEAVY if name.count("__") == 1))
        .order_by("issued", "position")
    )
    is_signed = handling.state in WITH_SIGNED_LETTER
    if not found and not is_signed:
        return None
    stands, today = standings(found), timezone.localdate()
    return {
        "rows": [(one, stands[one.pk], one.is_overdue(today)) for one in found],
        "left": sum(one.state in UNSETTLED for one in found),
        "unconfirmed": sum(one.state == Commitment.State.PROPOSED for one in found),
        "is_tracking": handling.state == S.TRACKING,
        "may_keep": user.has_perm(KEEP),
    }


def preview(handling: Handling, user: User) -> Content:
    """What signing would put into the ledger, while the letter can still be changed."""
    if handling.state in WITH_SIGNED_LETTER or not may_read_draft(user):
        return None
    letter = Letter.objects.filter(round=handling.round_id).first() if handling.round_id else None
    if letter is None or not letter.body:
        return None
    letter.round = handling.round
    letter.round.handling = handling
    found = would_be_proposed(examine(letter).expansion.text, timezone.localdate())
    return {"found": found} if found else None


def earlier(handling: Handling, user: User) -> Content:
    """Promises of earlier like cases, as long as this one is being answered."""
    if handling.state in (*WITH_SIGNED_LETTER, S.RETURNED_AWAY) or not handling.writes:
        return None
    found = earlier_commitments(handling)
    return {"found": found, "today": timezone.localdate()} if found else None
