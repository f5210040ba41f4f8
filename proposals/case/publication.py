"""What a case's page tells of the public side of its answers."""

from django.utils import timezone

from cixi_ip.models import User
from proposals.models import Handling, IssuedLetter
from proposals.publicity import Notice, notices

Content = dict[str, object] | None


def publication(handling: Handling, user: User) -> Content:
    """Level and reason of each signed answer, and how far its publication has come."""
    if not handling.is_answering:
        return None
    rows = notices(IssuedLetter.objects.filter(letter__round__handling=handling))
    today = timezone.localdate()
    found = [Notice(one, today) for one in rows.order_by("-letter__round__number")]
    return {"found": found, "wish": handling.proposal.get_wish_display()} if found else None
