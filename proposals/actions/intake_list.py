"""交办清单: uploaded, looked at, and then registered as a whole or not at all."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from cixi_ip.models import Event, User
from cixi_ip.sent_sheets import received
from cixi_ip.workbooks.complaints import Refusal
from proposals.actions.intake import Arrival, register_all
from proposals.actions.moves import require
from proposals.intake.listing import Row
from proposals.intake_preview import preview
from proposals.models import CongressSession, IntakeFile, OtherUnit, Proposal, Proposer

STALE = "预览之后又有建议提案登记或修改，结果已经不同，没有登记。请重新核对下面的预览后再确认。"


@transaction.atomic
def upload_list(*, by: User, session: CongressSession, name: str, content: bytes) -> IntakeFile:
    """Keep the file to be looked at; what cannot be opened as a spreadsheet is refused at once."""
    require(by, "register")
    file = IntakeFile(session=session, uploaded_by=by, **received(name, content))
    refuse_taken(session, file.sha256)
    file.full_clean(exclude=["content"])
    file.save()
    told = {"sha256": file.sha256, "size": len(content)}
    Event.objects.record("上传交办清单", by=by, subject=file, **told)
    return file


def refuse_taken(session: CongressSession, digest: str) -> None:
    twin = IntakeFile.objects.filter(session=session, sha256=digest, taken_at__isnull=False)
    if found := twin.defer("content").select_related("uploaded_by").first():
        raise ValidationError(
            f"这份清单已由{found.uploaded_by}上传并登记过（“{found.name}”），不必再传。"
        )


def own(file: IntakeFile, by: User) -> None:
    """Whoever uploaded a list decides on it; once it is taken, or given up, nobody does."""
    require(by, "register")
    if file.uploaded_by_id != by.pk:
        raise PermissionDenied(f"这份清单由{file.uploaded_by}上传，请由本人确认或放弃。")
    if file.taken_at is not None:
        raise ValidationError(f"“{file}”已经登记过，不能再登记或放弃。")


@transaction.atomic
def take_list(
    *,
    by: User,
    file: IntakeFile,
    seen: str,
    takes_same_titles: bool = False,
    left_out: Iterable[int] = (),
    leaves_faulty: bool = False,
) -> list[Proposal]:
    """Register the rows of a list, all that were decided on or none.

    `seen` is the digest of the preview the decision was made on; `left_out` are numbers.
    """
    stored = IntakeFile.objects.select_for_update().select_related("session").get(pk=file.pk)
    own(stored, by)
    try:
        found = preview(stored, timezone.localdate())
    except Refusal as refusal:
        raise ValidationError(str(refusal)) from refusal
    if found.digest != seen:
        raise ValidationError(STALE)
    if (faulty := found.counts["有问题"]) and not leaves_faulty:
        raise ValidationError(
            f"有 {faulty} 行有问题，登记不了。请改好后重新上传；"
            "先登记其余各件的，请勾选“有问题的先不登记”。"
        )
    rows = found.chosen(takes_same_titles=takes_same_titles, left_out=left_out)
    if not rows:
        raise ValidationError("没有要登记的：各行已登记过，或有问题，或选了不登记。")
    arrivals = [arrival(row, stored.session) for row in rows]
    register_all(by=by, arrivals=arrivals)
    taken = [one.proposal for one in arrivals]
    IntakeFile.objects.filter(pk=stored.pk).update(taken_at=timezone.now())
    Event.objects.record(
        "登记交办清单",
        by=by,
        subject=stored,
        sha256=stored.sha256,
        counts=found.counts,
        registered=[f"{one.kind}{one.number}" for one in taken],
    )
    return taken


def arrival(row: Row, session: CongressSession) -> Arrival:
    proposal = Proposal(
        session=session,
        kind=row.kind,
        number=row.number,
        title=row.title,
        text=row.text,
        sitting=row.sitting,
        topic=row.topic,
        lead_unit=row.lead_unit,
        assigned_by=row.assigned_by,
        assigned_on=row.assigned_on,
        is_key=row.is_key,
        wish=row.wish,
        repeated=row.repeated,
        needs_answer=row.needs_answer,
    )
    units = [OtherUnit(unit=unit) for unit in row.units]
    return Arrival(proposal, row.role, proposers(row), units, row.place)


def proposers(row: Row) -> list[Proposer]:
    """The first leads; telephone and group of the list are those of whoever leads."""
    part = Proposer.Part.GROUP if row.is_group else Proposer.Part.LEAD
    leading = [Proposer(part=part, name=name) for name in row.lead]
    if leading:
        leading[0].group, leading[0].phone = row.group, row.phone
    return leading + [Proposer(part=Proposer.Part.JOINT, name=name) for name in row.joint]


@transaction.atomic
def drop_list(*, by: User, file: IntakeFile) -> None:
    """Give up a list of which nothing was registered; its digest stays in the record."""
    stored = IntakeFile.objects.select_for_update().get(pk=file.pk)
    own(stored, by)
    Event.objects.record("放弃交办清单", by=by, subject=stored, sha256=stored.sha256)
    stored.delete()
