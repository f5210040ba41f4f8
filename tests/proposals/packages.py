"""A closed case and its package, and what a look into the package finds."""

import hashlib
import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from proposals import actions
from proposals.models import Attachment, Feedback, Handling, OtherUnit, Proposer
from proposals.packing.verification import verify
from tests.makers import make_user
from tests.proposals.makers import fresh, make_issued

MOMENT = datetime.fromisoformat("2026-03-05T09:30:00+08:00")
PHONE = "0574-00000000"
PAPER = b"%PDF-1.4 paper of an invented case"


def make_closed(role: str = "主办") -> Handling:
    """A case with something of everything, closed by the office."""
    office = make_user("办公室")
    issued = make_issued("现答复如下。\n一、下一步打算\n今年年底前完成某项工作。", role=role)
    handling = issued.letter.round.handling
    proposal = handling.proposal
    proposer = Proposer.objects.create(proposal=proposal, name="甲某", phone=PHONE, order=1)
    for name, content in (("来文:扫描件?.pdf", PAPER), ("CON.txt", b"x")):
        Attachment.objects.create(
            proposal=proposal,
            name=name,
            media_type="application/pdf",
            content=content,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            uploaded_by=office,
        )
    OtherUnit.objects.create(
        handling=handling,
        unit="市科技局",
        opinion="同意。",
        received_on=timezone.localdate(),
        phone=PHONE,
    )
    today = timezone.localdate()
    actions.seal(by=office, handling=handling, sealed_on=today, copies=5)
    actions.deliver(by=office, handling=handling, delivered_on=today, delivery="当面送交")
    handling = fresh(handling)
    if handling.is_answering:
        feedback = Feedback(
            proposer=proposer, attitude="满意", result="基本满意", received_on=today
        )
        actions.record_feedback(by=office, handling=handling, feedback=feedback)
    for commitment in list(issued.commitments.all()):
        actions.dismiss(by=office, commitment=commitment, reason="只是打算")
    actions.close(by=office, handling=handling)
    return fresh(handling)


def packed(handling: Handling) -> bytes:
    package = actions.pack(by=make_user("办公室"), handling=handling)
    with package.file:
        return package.file.read()


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def read(data: bytes, name: str) -> object:
    return json.loads(opened(data).read(name))


def verdict_of(data: bytes, folder: Path) -> tuple[str, ...]:
    path = folder / "归档包.zip"
    path.write_bytes(data)
    return verify(path).faults
