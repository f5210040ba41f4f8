"""What is read of the publication of answers: level, how far it is, its deadline's light."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, Q, QuerySet, Value, When

from proposals.deadlines import NEAR_DAYS
from proposals.models import IssuedLetter, Publication, Role
from proposals.models.session import ANSWERING, Disclosure

OF_HANDLING = "letter__round__handling"
HEAVY = ("pdf", "text", "body", "figures", "checks", "fonts", "notes", "letter__body")


def notices(rows: QuerySet[IssuedLetter] | None = None) -> QuerySet[IssuedLetter]:
    """Signed answers with what a list of their publication prints, the due ones first."""
    found = IssuedLetter.objects.all() if rows is None else rows
    stage = Case(
        When(publication__isnull=True, then=Value(2)),
        When(publication__published_on__isnull=False, then=Value(1)),
        default=Value(0),
    )
    return (
        found.filter(**{f"{OF_HANDLING}__role__in": [Role(role) for role in ANSWERING]})
        .select_related(f"{OF_HANDLING}__proposal__session", "publication__checked_by")
        .defer(*HEAVY, "publication__text", f"{OF_HANDLING}__proposal__text")
        .annotate(stage=stage)
        .order_by("stage", F("publication__due_on").asc(nulls_last=True), "-date", "-pk")
    )


@dataclass(frozen=True)
class Notice:
    """One answer and the state of its publication on a day."""

    issued: IssuedLetter
    today: date

    @property
    def publication(self) -> Publication | None:
        return getattr(self.issued, "publication", None)

    @property
    def level(self) -> str:
        return self.issued.letter.disclosure or "未定"

    @property
    def reason(self) -> str:
        return self.issued.letter.disclosure_reason

    @property
    def word(self) -> str:
        """How far it is."""
        found = self.publication
        if found is None:
            return "不主动公开" if self.level != Disclosure.OPEN else "未列入公开"
        if found.published_on:
            return "已公开"
        return "已审查，待公开" if found.checked_by else "待审查"

    @property
    def light(self) -> tuple[str, str]:
        """(words, tone) of the deadline: 20 working days unless the session says otherwise."""
        found = self.publication
        if found is None or found.due_on is None:
            return ("", "")
        if found.published_on:
            late = (found.published_on - found.due_on).days
            return (f"逾期 {late} 天公开", "bad") if late > 0 else ("按期", "good")
        left = (found.due_on - self.today).days
        if left < 0:
            return (f"已逾期 {-left} 天", "alarm")
        return (f"还有 {left} 天" if left else "今天到期", "bad" if left <= NEAR_DAYS else "good")


STAGES = {
    "due": ("待公开", Q(publication__isnull=False, publication__published_on__isnull=True)),
    "late": ("已逾期", Q(publication__published_on__isnull=True)),
    "published": ("已公开", Q(publication__published_on__isnull=False)),
    "closed": ("不主动公开", Q(publication__isnull=True)),
}


def at_stage(rows: QuerySet[IssuedLetter], name: str, today: date) -> QuerySet[IssuedLetter]:
    found = rows.filter(STAGES[name][1])
    return found.filter(publication__due_on__lt=today) if name == "late" else found
