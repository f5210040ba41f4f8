"""The package of a finished case, made for one who may have it, and that it was handed out."""

import tempfile
from dataclasses import dataclass
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction

from cixi_ip.models import Event, User
from proposals.actions.moves import require_permission
from proposals.models import Handling
from proposals.packing import PACKED_WHEN, case_of, write
from proposals.packing.container import digest
from proposals.packing.names import safe
from proposals.workflow import CLOSE, SEE_CONTACTS

DOING = "下载归档包"


@dataclass(frozen=True)
class Package:
    """An open file that vanishes when it is closed; attachments may make it large."""

    name: str
    file: IO[bytes]
    size: int
    sha256: str


def pack(*, by: User, handling: Handling) -> Package:
    """The package holds phones and addresses, so it takes both permissions; the digest is kept."""
    require_permission(by, CLOSE, DOING)
    require_permission(by, SEE_CONTACTS, DOING)
    stored = Handling.objects.with_proposal().get(pk=handling.pk)
    if stored.state not in PACKED_WHEN:
        raise ValidationError(
            f"{stored}现为“{stored.get_state_display()}”，办结或归档后才能下载归档包。"
        )
    case = case_of(stored)
    file = tempfile.TemporaryFile()  # noqa: SIM115  whoever sends it closes it
    try:
        write(file, case.members(), case.about(), case.moment)
        package = Package(safe(f"{case.reference}归档包.zip"), file, file.tell(), digest(file))
        hand_out(package, by, stored)
    except BaseException:
        file.close()
        raise
    return package


@transaction.atomic
def hand_out(package: Package, by: User, handling: Handling) -> None:
    Event.objects.record(
        DOING,
        by=by,
        subject=handling,
        file=package.name,
        sha256=package.sha256,
        size=package.size,
        **by.on_behalf(CLOSE),
    )
