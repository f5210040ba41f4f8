"""What the package of a case holds: every stored row about it, its files, its printed forms."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from cixi_ip.models import Event
from proposals import printed
from proposals.export import frozen
from proposals.models import (
    Attachment,
    Commitment,
    Contact,
    Feedback,
    Handling,
    IssuedLetter,
    Letter,
    LetterFigure,
    OtherUnit,
    Publication,
    Round,
)
from proposals.packing.container import Member, as_json
from proposals.packing.guide import guide
from proposals.packing.names import safe
from proposals.packing.readable import page
from proposals.packing.rows import plain, record

PACKED_WHEN = (Handling.State.CLOSED, Handling.State.ARCHIVED)
STYLE = Path(__file__).parent / "case.css"
# Reading leaves the case as it is, and so its package.
READING = "下载"
OWN_FRAME = ("proposal", "handling", "round", "issued", "letter", "commitment")


@dataclass(frozen=True)
class Letters:
    """One round: its letter as stored, and as issued if it was."""

    round: Round
    letter: Letter | None
    issued: IssuedLetter | None

    @property
    def folder(self) -> str:
        return f"公文/第{self.round.number}轮"


@dataclass(frozen=True)
class Case:
    """Everything about one handling; attachments come without their bytes."""

    handling: Handling
    rounds: list[Letters]
    attachments: list[Attachment]
    units: list[OtherUnit]
    contacts: list[Contact]
    feedback: list[Feedback]
    commitments: list[Commitment]
    publications: list[Publication]
    events: list[Event]

    @property
    def moment(self) -> datetime:
        """When the case last changed: the package's date, so that it is the same each time."""
        return timezone.localtime(self.events[-1].at).replace(microsecond=0)

    @property
    def reference(self) -> str:
        return self.handling.proposal.reference

    @property
    def issued(self) -> list[Letters]:
        return [one for one in self.rounds if one.issued]

    def about(self) -> dict[str, object]:
        """What the list of files says of the case, for the check of it."""
        return {
            "reference": self.reference,
            "title": self.handling.proposal.title,
            "state": self.handling.get_state_display(),
            "letters": [letter_entry(one) for one in self.issued],
            "attachments": [
                {"file": attachment_name(place, one), "sha256": one.sha256, "size": one.size}
                for place, one in enumerate(self.attachments, 1)
            ],
        }

    def members(self) -> Iterator[Member]:
        yield from (Member(name, partial(as_json, value)) for name, value in records(self))
        yield from attachments(self)
        for one in self.rounds:
            yield from letters(one)
        yield from forms(self)
        yield Member("办理/操作记录.jsonl", partial(event_lines, self.events))
        yield Member("案卷.html", partial(page, self))
        yield Member("案卷.css", STYLE.read_bytes)
        as_of = f"{self.moment:%Y-%m-%d %H:%M:%S}"
        state = self.handling.get_state_display()
        yield Member("说明.txt", partial(guide, self.reference, as_of, state))


def case_of(handling: Handling) -> Case:
    issued = {
        one.letter.round_id: one
        for one in IssuedLetter.objects.filter(letter__round__handling=handling).select_related(
            "letter", "drafted_by", "signed_by"
        )
    }
    letters = {
        one.round_id: one
        for one in Letter.objects.filter(round__handling=handling).prefetch_related("authors")
    }
    rounds = list(handling.rounds.all())
    for one in rounds:
        one.handling = handling
    commitments = list(
        Commitment.objects.filter(issued__letter__round__handling=handling)
        .select_related("issued", "owner", "indicator", "region")
        .prefetch_related("progress__by")
    )
    publications = list(
        Publication.objects.filter(issued__letter__round__handling=handling).select_related(
            "issued", "checked_by"
        )
    )
    return Case(
        handling,
        [Letters(one, letters.get(one.pk), issued.get(one.pk)) for one in rounds],
        list(handling.proposal.attachments.defer("content").select_related("uploaded_by")),
        list(handling.other_units.all()),
        list(
            Contact.objects.filter(round__handling=handling).select_related("round", "recorded_by")
        ),
        list(
            Feedback.objects.filter(round__handling=handling).select_related(
                "round", "proposer", "typed_by"
            )
        ),
        commitments,
        publications,
        events(handling, commitments, publications),
    )


def events(
    handling: Handling, commitments: list[Commitment], publications: list[Publication]
) -> list[Event]:
    """What was done to the case and to what hangs on it, oldest first, without who read it."""
    subjects = {
        "handling": [handling.pk],
        "proposal": [handling.proposal_id],
        "commitment": [one.pk for one in commitments],
        "publication": [one.pk for one in publications],
    }
    about = Q()
    for name, keys in subjects.items():
        about |= Q(subject_type=f"proposals.{name}", subject_id__in=list(map(str, keys)))
    return list(Event.objects.filter(about).exclude(kind__startswith=READING).order_by("id"))


def records(case: Case) -> Iterator[tuple[str, object]]:
    """The rows as values, one file for each matter; an empty list says that there was nothing."""
    handling, proposal = case.handling, case.handling.proposal
    yield (
        "来文/来文.json",
        record(proposal)
        | {
            "proposers": [record(one, *OWN_FRAME) for one in proposal.proposers.all()],
            "asks": [record(one, *OWN_FRAME) for one in proposal.asks.all()],
            "attachments": [
                record(one, *OWN_FRAME) | {"file": attachment_name(place, one)}
                for place, one in enumerate(case.attachments, 1)
            ],
        },
    )
    yield (
        "办理/办理.json",
        record(handling, "proposal")
        | {"rounds": [record(one.round, "handling") for one in case.rounds]},
    )
    yield "办理/其他单位意见.json", [record(one, *OWN_FRAME) for one in case.units]
    yield "办理/沟通记录.json", [of_round(one) for one in case.contacts]
    yield "办理/征询意见.json", [of_round(one) for one in case.feedback]
    yield (
        "办理/承诺.json",
        [
            record(one, *OWN_FRAME)
            | {
                "letter": one.issued.reference,
                "progress": [record(step, *OWN_FRAME) for step in one.progress.all()],
            }
            for one in case.commitments
        ],
    )
    yield (
        "办理/公开.json",
        [record(one, *OWN_FRAME) | {"letter": one.issued.reference} for one in case.publications],
    )


def of_round(row: Contact | Feedback) -> dict[str, object]:
    return record(row, *OWN_FRAME) | {"round": row.round.number}


def attachments(case: Case) -> Iterator[Member]:
    for place, one in enumerate(case.attachments, 1):
        yield Member(attachment_name(place, one), partial(attached, one.pk, one.name))


def attachment_name(place: int, one: Attachment) -> str:
    return f"来文/附件/{place:02}-{safe(one.name)}"


def attached(key: int, name: str) -> bytes:
    """Read only now, so that never two of them lie in memory."""
    one = Attachment.objects.only("content", "sha256").get(pk=key)
    content = bytes(one.content)
    if hashlib.sha256(content).hexdigest() != one.sha256:
        raise ValidationError(
            f"附件“{name}”与收文时的 SHA-256 不一致，已停止打包。"
            "请立即联系系统管理员，用备份恢复原件。"
        )
    return content


def letter_entry(one: Letters) -> dict[str, object]:
    issued = one.issued
    return {
        "reference": issued.reference,
        "round": one.round.number,
        "date": str(issued.date),
        "file": letter_name(one),
        "record": f"{one.folder}/签发记录.json",
        "sha256": issued.sha256,
    }


def letter_name(one: Letters) -> str:
    return f"{one.folder}/{safe(f'{one.issued.reference} {one.issued.title}.pdf')}"


def letters(one: Letters) -> Iterator[Member]:
    if one.letter is not None:
        authors = [str(author) for author in one.letter.authors.all()]
        draft = record(one.letter, *OWN_FRAME) | {"authors": sorted(authors)}
        yield Member(f"{one.folder}/公文稿.json", partial(as_json, draft))
        yield Member(f"{one.folder}/公文稿.txt", f"{one.letter.body}\n".encode)
    if one.issued is not None:
        cited = [record(row, *OWN_FRAME) for row in cited_rows(one.issued)]
        kept = record(one.issued, *OWN_FRAME) | {
            "reference": one.issued.reference,
            "cited": cited,
        }
        yield Member(letter_name(one), partial(signed_bytes, one.issued))
        yield Member(f"{one.folder}/签发记录.json", partial(as_json, kept))


def cited_rows(issued: IssuedLetter) -> list[LetterFigure]:
    return list(issued.cited.select_related("observation", "base", "target"))


def signed_bytes(issued: IssuedLetter) -> bytes:
    return frozen(issued).pdf


def event_lines(events: list[Event]) -> bytes:
    lines = (
        {
            "at": plain(one.at),
            "kind": one.kind,
            "by": one.by_label,
            "subject": one.subject_label,
            "detail": one.detail,
        }
        for one in events
    )
    return "".join(
        json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines
    ).encode()


def forms(case: Case) -> Iterator[Member]:
    handling = case.handling
    yield from form(case, "办理单", partial(printed.handling_sheet, handling, shows_phones=True))
    for place, contact in enumerate(case.contacts, 1):
        contact.round.handling = handling
        yield from form(case, f"面商记录{place:02}", partial(printed.talk, contact))
    if handling.is_answering and handling.proposal.needs_answer:
        for one in case.issued:
            make = partial(printed.survey, handling, one.round, shows_phones=True)
            yield from form(case, f"征询意见表-第{one.round.number}轮", make)


def form(case: Case, name: str, make: Callable[[], printed.Form]) -> Iterator[Member]:
    """A form that cannot be set (too long, a rare character) says why, and stops no archive."""
    try:
        pdf = printed.to_pdf(make(), moment=case.moment)
    except ValidationError as refusal:
        said = "\n".join(refusal.messages)
        text = f"{name}不能排版：{said}\n内容见“案卷.html”。\n"
        yield Member(f"表单/{name}（未排版）.txt", text.encode)
    else:
        yield Member(f"表单/{name}.pdf", partial(bytes, pdf))
