"""前后一致: what the letters signed in a year state of each indicator, side by side."""

from collections import defaultdict
from dataclasses import dataclass

from proposals.citations import FORMS, PARTS
from proposals.models import LetterFigure
from stats import figures


@dataclass(frozen=True)
class Statement:
    """One figure of one letter as it was printed."""

    printed: str
    reference: str
    title: str
    proposal: int
    round: int


@dataclass(frozen=True)
class Stated:
    """All that was printed of one indicator, scope, period and form."""

    indicator: str
    region: str
    period: str
    statements: tuple[Statement, ...]

    @property
    def is_contradictory(self) -> bool:
        return len({one.printed for one in self.statements}) > 1


def years() -> list[int]:
    """Years in which letters with figures were signed, the latest first."""
    found = LetterFigure.objects.order_by("-issued__year").values_list("issued__year", flat=True)
    return list(found.distinct())


def stated(year: int) -> list[Stated]:
    """Contradictions first, then by indicator; two or three queries however many letters."""
    rows = (
        LetterFigure.objects.filter(issued__year=year)
        .select_related("issued__letter__round__handling")
        .defer("issued__pdf", "issued__body", "issued__text", "issued__letter__body")
        .order_by("issued__signed_at", "position")
    )
    groups: dict[tuple[str, str], list[LetterFigure]] = defaultdict(list)
    for row in rows:
        groups[row.token, row.period].append(row)
    names = figures.meanings()
    found = [group(token, period, same, names) for (token, period), same in groups.items()]
    return sorted(found, key=lambda one: (not one.is_contradictory, one.indicator, one.region))


def group(
    token: str, period: str, rows: list[LetterFigure], names: dict[str, figures.Meaning]
) -> Stated:
    """The statements of one token; its form is named where it is not the value itself."""
    parts = PARTS.fullmatch(token)
    code, form = (parts["code"], parts["form"]) if parts else (token, "value")
    name = names[code].name if code in names else code
    suffix = "" if form in ("value", "number") else f"（{FORMS[form]}）"
    said = {(row.printed, row.issued_id): statement(row) for row in rows}
    return Stated(name + suffix, rows[0].region, period, tuple(said.values()))


def statement(row: LetterFigure) -> Statement:
    issued, round = row.issued, row.issued.letter.round
    return Statement(
        row.printed, issued.reference, issued.title, round.handling.proposal_id, round.number
    )
