"""What a new proposal repeats of those registered, looked up for the form and for lists alike."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from proposals.models import Handling, Proposal
from proposals.similar import Case, Duplicate, duplicates


@dataclass(frozen=True)
class Repeated:
    """A registered proposal that a new one repeats, in what, and how far it has come."""

    pk: int
    reference: str
    title: str
    repeats: str
    state: str


class Known:
    """The registered proposals by number and by subject, so that a list of a thousand is quick."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, str, int | None], list[Case]] = defaultdict(list)
        self.subjects: dict[str, list[Case]] = defaultdict(list)
        rows = Proposal.objects.order_by("pk").values_list(
            "pk", "title", "session__name", "kind", "number"
        )
        for pk, title, session, kind, number in rows.iterator():
            case = Case(pk, title, session=session, kind=kind, number=number)
            self.numbers[session, kind, number].append(case)
            self.subjects[case.subject].append(case)

    def repeated_by(self, case: Case) -> tuple[Duplicate, ...]:
        near = self.numbers.get((case.session, case.kind, case.number), [])
        named = self.subjects.get(case.subject, []) if case.subject else []
        candidates = {one.key: one for one in (*near, *named)}
        return duplicates(case, candidates.values())


def case_of(proposal: Proposal) -> Case:
    return Case(
        proposal.pk or "new",
        proposal.title,
        session=proposal.session.name,
        kind=proposal.kind,
        number=proposal.number,
    )


def described(found: Iterable[Duplicate]) -> list[Repeated]:
    """With what a page says of each, newest first; two queries however many there are."""
    repeats = {one.case.key: one.repeats for one in found}
    rows = Handling.objects.with_proposal().filter(proposal__in=list(repeats))
    return [
        Repeated(
            row.proposal_id,
            row.proposal.reference,
            row.proposal.title,
            repeats[row.proposal_id],
            row.get_state_display(),
        )
        for row in rows.order_by("-proposal__session__year", "-proposal")
    ]


def repeated_by(proposal: Proposal) -> list[Repeated]:
    return described(Known().repeated_by(case_of(proposal)))
