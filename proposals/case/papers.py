"""The papers of a case: forms to print, and the package of a finished one."""

from cixi_ip.models import User
from proposals.models import Contact, Handling
from proposals.packing import PACKED_WHEN
from proposals.workflow import WITH_SIGNED_LETTER, may_read_draft

MOST_CONTACTS = 25


def papers(handling: Handling, user: User) -> dict[str, object] | None:
    """What this user may print of the case; nothing for mere readers."""
    if not may_read_draft(user):
        return None
    contacts = Contact.objects.filter(round__handling=handling).order_by("-day", "-id")
    is_asked = handling.is_answering and handling.proposal.needs_answer
    return {
        "contacts": list(contacts.defer("content")[:MOST_CONTACTS]),
        "asks_opinion": is_asked and handling.state in WITH_SIGNED_LETTER,
        "receipt_due_on": handling.round.receipt_due_on if handling.round else None,
        "may_pack": all(
            user.has_perm(f"proposals.{name}") for name in ("close_handling", "view_contact_data")
        ),
        "is_finished": handling.state in PACKED_WHEN,
    }
