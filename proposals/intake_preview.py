"""An uploaded 交办清单 against what is registered: what each of its rows would come to."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from cixi_ip.departments import BUREAU
from cixi_ip.workbooks.complaints import Complaint
from cixi_ip.workbooks.sheets import open_workbook
from proposals.intake.listing import Listing, Row, Terms
from proposals.intake.reading import read
from proposals.models import IntakeFile, Proposal
from proposals.repeats import Known
from proposals.similar import Case, Duplicate, Repeats


class Verdict(StrEnum):
    """What becomes of a row; only the first three may be registered."""

    NEW = "可登记"
    EARLIER = "往届同题"
    SAME_TITLE = "标题相同"
    KNOWN = "已登记"
    FAULTY = "有问题"


REGISTRABLE = (Verdict.NEW, Verdict.EARLIER, Verdict.SAME_TITLE)


@dataclass(frozen=True)
class Judged:
    """One row, what becomes of it, what it repeats, and where it differs from what is there."""

    row: Row
    verdict: Verdict
    repeated: tuple[Duplicate, ...] = ()
    differences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preview:
    listing: Listing
    judged: tuple[Judged, ...]

    @property
    def complaints(self) -> list[Complaint]:
        return self.listing.complaints

    @cached_property
    def counts(self) -> dict[str, int]:
        found = Counter(one.verdict for one in self.judged)
        return {verdict.value: found[verdict] for verdict in Verdict}

    @cached_property
    def digest(self) -> str:
        """Changes when anything is registered or mended that changes what the page showed."""
        said = "|".join(
            f"{one.row.sheet}:{one.row.row}:{one.verdict}:{[d.case.key for d in one.repeated]}"
            for one in self.judged
        )
        return hashlib.sha256(said.encode()).hexdigest()

    def chosen(self, *, takes_same_titles: bool, left_out: Iterable[int] = ()) -> list[Row]:
        """The rows to register by these decisions."""
        wanted = set(REGISTRABLE) - (set() if takes_same_titles else {Verdict.SAME_TITLE})
        without = set(left_out)
        return [
            one.row
            for one in self.judged
            if one.verdict in wanted and one.row.number not in without
        ]


def preview(file: IntakeFile, today: date) -> Preview:
    """Read the file anew and judge its rows; Refusal where it cannot be read."""
    session = file.session
    terms = Terms(tuple(map(str, Proposal.KINDS_OF[session.body])), BUREAU, today)
    listing = read(open_workbook(file.name, bytes(file.content)), terms)
    known = Known()
    stored = {
        (proposal.kind, proposal.number): proposal
        for proposal in Proposal.objects.filter(session=session).select_related("handling")
    }
    judged = tuple(judge(row, session.name, known, stored) for row in listing.rows)
    return Preview(listing, judged)


def judge(row: Row, session: str, known: Known, stored: dict[tuple[str, int], Proposal]) -> Judged:
    case = Case("new", row.title, session=session, kind=row.kind, number=row.number)
    repeated = known.repeated_by(case)
    if (there := stored.get((row.kind, row.number))) is not None:
        return Judged(row, Verdict.KNOWN, repeated, tuple(differences(row, there)))
    if not row.is_sound:
        return Judged(row, Verdict.FAULTY, repeated)
    if any(one.repeats == Repeats.TITLE for one in repeated):
        return Judged(row, Verdict.SAME_TITLE, repeated)
    return Judged(row, Verdict.EARLIER if repeated else Verdict.NEW, repeated)


def differences(row: Row, there: Proposal) -> Iterable[str]:
    """In what the list differs from what is registered, for the officer to amend by hand."""
    pairs = (
        ("标题", row.title, there.title),
        ("主办单位", row.lead_unit, there.lead_unit),
        ("我局角色", row.role, there.handling.role),
        ("交办日期", str(row.assigned_on or ""), str(there.assigned_on or "")),
    )
    for label, new, old in pairs:
        if new and new != old:
            yield f"{label}：清单为“{new}”，已登记为“{old or '空'}”"
