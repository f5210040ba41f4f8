"""What is read of 承诺台账: the rows, where each stands, and those of earlier like cases."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case as When
from django.db.models import F, QuerySet, Value
from django.db.models import When as Then

from cixi_ip.wording import number, period
from proposals import similar
from proposals.commitments import Commitment as Found
from proposals.commitments import Confidence, commitments
from proposals.commitments.sentences import lines
from proposals.models import Commitment, Handling, IssuedLetter, Proposal
from stats import figures
from stats.figures import Figure

S = Commitment.State
UNSETTLED = (S.PROPOSED, S.OPEN)
OF_HANDLING = "issued__letter__round__handling"
OF_PROPOSAL = f"{OF_HANDLING}__proposal"
# Not needed in any list, and long: the frozen bytes and texts.
HEAVY = (
    *(
        f"issued__{name}"
        for name in ("pdf", "text", "figures", "checks", "fonts", "notes", "parts")
    ),
    *(f"issued__letter__{name}" for name in ("body", "explanations")),
    f"{OF_PROPOSAL}__text",
)
# Earlier cases compared by title; those of the latest sessions come first.
MOST_KNOWN, MOST_SHOWN, LEAST_LIKE = 1000, 3, 0.15
HUNDRED = Decimal(100)


def rows() -> QuerySet[Commitment]:
    """All commitments with what a list prints of them, the unsettled first, due soonest first."""
    is_over = When(Then(state__in=UNSETTLED, then=Value(0)), default=Value(1))
    return (
        Commitment.objects.select_related(f"{OF_PROPOSAL}__session", "owner", "indicator", "region")
        .defer("issued__body", *HEAVY)
        .annotate(is_over=is_over)
        .order_by("is_over", F("due_on").asc(nulls_last=True), "pk")
    )


@dataclass(frozen=True)
class Standing:
    """The last published figure of a commitment's indicator; `reason` says why there is none.

    `share` compares with the target where both have one unit. `is_before`: published for a time
    before the letter, so that it says nothing yet of the promise.
    """

    shown: str = "—"
    when: str = ""
    scope: str = ""
    share: str = ""
    reason: str = ""
    is_before: bool = False


def standings(found: Iterable[Commitment]) -> dict[int, Standing]:
    """Where each commitment stands, by its key; three queries, none where no indicator is named."""
    told = list(found)
    linked = [one for one in told if one.indicator is not None and one.region is not None]
    latest: dict[tuple[str, str], Figure] = {}
    if linked:
        codes = {one.indicator.code for one in linked if one.indicator}
        regions = {one.region.code for one in linked if one.region}
        for figure in figures.published(codes=codes, regions=regions):
            key = (figure.meaning.code, figure.region)
            if figure.value is not None and (key not in latest or latest[key].key < figure.key):
                latest[key] = figure
    return {one.pk: standing(one, latest) for one in told}


def standing(commitment: Commitment, latest: dict[tuple[str, str], Figure]) -> Standing:
    if commitment.indicator is None or commitment.region is None:
        return Standing(reason="没有对应指标")
    figure = latest.get((commitment.indicator.code, commitment.region.code))
    if figure is None:
        return Standing(reason=f"{commitment.region}还没有公布这一指标")
    day = commitment.issued.date
    return Standing(
        shown=figure.shown(),
        when=period(figure.year, figure.through_month, figure.meaning.timing),
        scope=figure.region_name,
        share=share(commitment, figure),
        is_before=(figure.year, figure.through_month) < (day.year, day.month),
    )


def share(commitment: Commitment, figure: Figure) -> str:
    target, value = commitment.target, figure.value
    if not target or target <= 0 or value is None:
        return ""
    if commitment.target_unit != figure.meaning.unit:
        return f"目标单位“{commitment.target_unit or '未写'}”与指标不同，不作比较"
    return f"为目标的{number(value / target * HUNDRED, 0)}%"


def in_context(commitment: Commitment) -> tuple[str, str, str]:
    """The paragraph of the letter around the sentence: before it, it, after it."""
    sentence = commitment.sentence
    for line in commitment.issued.body.splitlines():
        before, found, after = line.partition(sentence)
        if found:
            return before, found, after
    return "", sentence, ""


def unlisted(issued: IssuedLetter) -> Iterator[str]:
    """Sentences of the letter that are not in the ledger yet, in order."""
    listed = set(issued.commitments.values_list("sentence", flat=True))
    for line in lines(issued.body):
        for sentence in line.sentences:
            if not sentence.is_heading and sentence.text not in listed:
                listed.add(sentence.text)
                yield sentence.text


def would_be_proposed(text: str, day: date) -> list[Found]:
    """What signing this text on that day would put before the drafter."""
    return [one for one in commitments(text, on=day) if one.confidence is not Confidence.LOW]


@dataclass(frozen=True)
class Earlier:
    """An earlier case like this one, by which words, and what was promised there."""

    proposal: Proposal
    words: tuple[str, ...]
    promises: tuple[tuple[Commitment, Standing], ...]


def earlier_commitments(handling: Handling) -> list[Earlier]:
    """What was promised in answers to earlier proposals like this one, the most like first."""
    likest = earlier_like(handling.proposal)
    if not likest:
        return []
    found = list(
        rows().filter(**{f"{OF_PROPOSAL}__in": list(likest)}).exclude(state__in=NOT_PROMISED)
    )
    stands, by_case = standings(found), dict[int, list[Commitment]]()
    for one in found:
        by_case.setdefault(one.issued.letter.round.handling.proposal_id, []).append(one)
    return [
        Earlier(
            by_case[pk][0].issued.letter.round.handling.proposal,
            words,
            tuple((one, stands[one.pk]) for one in by_case[pk]),
        )
        for pk, words in likest.items()
    ]


NOT_PROMISED = (S.PROPOSED, S.DISMISSED)


def earlier_like(proposal: Proposal) -> dict[int, tuple[str, ...]]:
    """Proposals with promises whose title is like this one's, each with the words shared."""
    titles = (
        Commitment.objects.exclude(state__in=NOT_PROMISED)
        .filter(**{f"{OF_PROPOSAL}__session__year__lte": proposal.session.year})
        .exclude(**{OF_PROPOSAL: proposal.pk})
        .order_by(f"-{OF_PROPOSAL}__session__year", f"-{OF_PROPOSAL}")
        .values_list(OF_PROPOSAL, f"{OF_PROPOSAL}__title", f"{OF_PROPOSAL}__session__year")
        .distinct()[:MOST_KNOWN]
    )
    known = [similar.Case(pk, title) for pk, title, _year in titles]
    mine = similar.Case(proposal.pk, proposal.title)
    found = similar.ranked(mine, known, most=MOST_SHOWN, at_least=LEAST_LIKE)
    return {int(str(one.case.key)): one.words for one in found}
