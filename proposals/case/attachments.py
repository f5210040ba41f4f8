"""What a case's page tells of the files that came with the proposal."""

from cixi_ip.models import User
from proposals import actions
from proposals.intake_forms import AttachmentForm
from proposals.models import Handling


def part(handling: Handling, user: User) -> dict[str, object] | None:
    """Nothing to show to somebody who may not add to an empty list."""
    rows = handling.proposal.attachments.defer("content").select_related("uploaded_by")
    files = list(rows)
    may_add = user.has_perm("proposals.register_proposal") and (
        handling.state != Handling.State.ARCHIVED
    )
    if not files and not may_add:
        return None
    return {
        "files": files,
        "form": AttachmentForm(auto_id="attachment-%s") if may_add else None,
        "may_remove": may_add and bool(files) and not actions.is_signed(handling),
    }
