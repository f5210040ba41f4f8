"""Files that came with a proposal: kept with their digest, taken away only before signing."""

import hashlib

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localtime

from cixi_ip import paper_types
from cixi_ip.models import Event, User
from proposals.models import Attachment, Handling
from proposals.workflow import REGISTER

MOST_FILES = 20


def may_attach(user: User) -> bool:
    return user.has_perm(REGISTER)


def require_attaching(by: User, doing: str) -> None:
    if not may_attach(by):
        raise PermissionDenied(f"您的角色不能{doing}。如确需办理，请联系系统管理员调整角色。")


@transaction.atomic
def add_attachment(*, by: User, handling: Handling, name: str, content: bytes) -> Attachment:
    """What the file is follows from its content, and its name is made harmless."""
    require_attaching(by, "上传附件")
    try:
        kind = paper_types.recognise(content)
    except ValueError as error:
        raise ValidationError(f"“{paper_types.shortened(name)}”没有上传：{error}") from error
    stored = Handling.objects.select_for_update().get(pk=handling.pk)
    if stored.state == Handling.State.ARCHIVED:
        raise ValidationError("这件已经归档，不能再加附件。")
    digest = hashlib.sha256(content).hexdigest()
    refuse_more(stored, digest)
    attachment = Attachment(
        proposal_id=stored.proposal_id,
        name=paper_types.safe_name(name, kind),
        media_type=kind.media_type,
        content=content,
        size=len(content),
        sha256=digest,
        uploaded_by=by,
    )
    attachment.full_clean(exclude=["content"])
    attachment.save()
    Event.objects.record(
        "上传附件", by=by, subject=stored, file=attachment.name, sha256=digest, size=len(content)
    )
    return attachment


def refuse_more(handling: Handling, digest: str) -> None:
    there = Attachment.objects.filter(proposal_id=handling.proposal_id).defer("content")
    for one in there.select_related("uploaded_by"):
        if one.sha256 == digest:
            raise ValidationError(
                f"这份文件已由{one.uploaded_by}于 {localtime(one.uploaded_at):%Y-%m-%d %H:%M} "
                f"上传，名为“{one.name}”，不必再传。"
            )
    if len(there) >= MOST_FILES:
        raise ValidationError(f"一件最多 {MOST_FILES} 个附件。请合并成一个 PDF 后再传。")


def is_signed(handling: Handling) -> bool:
    return handling.rounds.filter(letter__issued__isnull=False).exists()


@transaction.atomic
def remove_attachment(*, by: User, attachment: Attachment) -> None:
    """Take away what was uploaded by mistake; what a signed answer was written on stays."""
    require_attaching(by, "删除附件")
    handling = Handling.objects.select_for_update().get(proposal=attachment.proposal_id)
    if is_signed(handling):
        raise ValidationError(
            f"公文已经签发，附件“{attachment.name}”要留作依据，不能删除。"
            "如传错了文件，请另外上传正确的。"
        )
    Event.objects.record(
        "删除附件",
        by=by,
        subject=handling,
        file=attachment.name,
        sha256=attachment.sha256,
        size=attachment.size,
    )
    Attachment.objects.filter(pk=attachment.pk).delete()
