"""Every due day on one calendar: answers, receipts, other units, publications, commitments."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse

from cixi_ip.models import Event, User
from proposals import dues
from proposals.deadlines import State
from proposals.models import Commitment, Feedback, OtherUnit, Proposal, Publication, Round
from proposals.models.session import ANSWERING
from proposals.work import sections
from proposals.workdays import Calendar
from proposals.workflow import APPROVE, CLOSE, REVIEW, SIGN, S

# A calendar program shows no more either; the office's own list has the rest.
MOST_FOR_ONE = 1000


@dataclass(frozen=True)
class Entry:
    """One due day of one case."""

    kind: str
    key: str
    day: date
    handling: int
    proposal: int
    reference: str
    short: str
    title: str
    label: str
    is_estimated: bool
    done_on: date | None
    standing: State | None
    # How many of this kind are due that day, those not fetched among them.
    total: int = 1

    @property
    def url(self) -> str:
        return reverse("proposal_detail", kwargs={"proposal": self.proposal})


@dataclass(frozen=True)
class Source:
    """Where due days of one kind stand: rows, their day, when they were done, their handling."""

    kind: str
    key: str
    rows: QuerySet[Any]
    day: str
    done: Any
    handling: str
    label: str = ""
    estimated: str = ""


HANDLING = "issued__letter__round__handling"
OF_ROUNDS = ("handling", "receipt")


def sources() -> tuple[Source, ...]:
    said = Feedback.objects.filter(round=OuterRef("pk")).order_by("received_on")
    first_said = Subquery(said.values("received_on")[:1])
    away = {"handling__state": S.RETURNED_AWAY}
    return (
        Source(
            "答复", "handling", Round.objects.exclude(**away), "due_on",
            Coalesce("delivered_on", "closed_on"), "handling", estimated="is_estimated",
        ),
        Source(
            "征询", "receipt", Round.objects.filter(delivered_on__isnull=False), "receipt_due_on",
            Coalesce(first_said, F("closed_on")), "handling",
        ),
        Source(
            "协办", "unit", OtherUnit.objects.filter(waived="").exclude(**away), "due_on",
            F("received_on"), "handling", "unit",
        ),
        Source(
            "公开", "publication", Publication.objects.all(), "due_on",
            F("published_on"), HANDLING, estimated="is_estimated",
        ),
        Source(
            "承诺", "commitment",
            Commitment.objects.filter(state__in=("open", "kept", "broken")),
            "due_on", F("settled_on"), HANDLING, "action",
        ),
    )  # fmt: skip


def between(
    first: date,
    last: date,
    today: date,
    days: Calendar,
    *,
    per_day: int,
    of: User | None = None,
) -> list[Entry]:
    """Of each kind at most `per_day` entries a day, open ones first; two queries for each kind."""
    found = []
    for source in sources():
        whose = concern(of, source) if of else Q()
        rows = source.rows.annotate(due=F(source.day), done_on=source.done)
        places = (
            rows.filter(whose, due__range=(first, last))
            .order_by()
            .annotate(
                turn=Window(
                    RowNumber(), F("due"), [F("done_on").asc(nulls_first=True), F("pk").asc()]
                ),
                total=Window(Count("pk"), F("due")),
            )
            .filter(turn__lte=per_day)
        )
        found += entries(source, dict(places.values_list("pk", "total")), today, days)
    return sorted(found, key=lambda one: (one.day, one.done_on is not None, one.key))


def of_user(user: User, today: date, days: Calendar) -> list[Entry]:
    """What is still due on this user's cases."""
    found = []
    for source in sources():
        rows = source.rows.annotate(due=F(source.day), done_on=source.done)
        rows = rows.filter(concern(user, source), due__isnull=False, done_on=None)
        pks = rows.order_by("due", "pk").values_list("pk", flat=True)[:MOST_FOR_ONE]
        found += entries(source, dict.fromkeys(pks, 1), today, days)
    return found


def entries(source: Source, totals: dict[int, int], today: date, days: Calendar) -> list[Entry]:
    """The rows with these keys, in whole; each with how many are due on its day.

    Letters lie in one row with their PDF, so that only rows that are shown are joined with them.
    """
    rows = fields(source).filter(pk__in=list(totals)).order_by("due", "pk")
    return [entry(source, row, totals[row["pk"]], today, days) for row in rows]


def concern(user: User, source: Source) -> Q:
    """Own cases, the section's for its head, what is to be signed, all for the office."""
    if user.has_perm(CLOSE):
        return Q()
    of, hands = source.handling, frozenset(user.acts_for())
    found = Q(**{f"{of}__officer__in": hands})
    if source.key == "commitment":
        found = Q(owner__in=hands)
    if user.has_perm(REVIEW):
        found |= Q(**{f"{of}__department__in": sections(user, hands)})
    if source.key == "handling":
        states = {APPROVE: S.DEPUTY, SIGN: S.AWAITING}
        open_to = [state for permission, state in states.items() if user.has_perm(permission)]
        found |= Q(handling__state__in=open_to)
    return found


def fields(source: Source) -> QuerySet[Any]:
    """The rows of a source as plain dictionaries with names of their own."""
    proposal = f"{source.handling}__proposal"
    named = {
        "due": F(source.day),
        "done_on": source.done,
        "handling_pk": F(source.handling),
        "proposal_pk": F(proposal),
        "case_number": F(f"{proposal}__number"),
        "proposal_kind": F(f"{proposal}__kind"),
        "proposal_title": F(f"{proposal}__title"),
        "session": F(f"{proposal}__session__name"),
        "assist_word": F(f"{proposal}__session__assist_word"),
        "our_role": F(f"{source.handling}__role"),
    }
    rows, extra = source.rows, [name for name in (source.label, source.estimated) if name]
    if source.key in OF_ROUNDS:
        # A round's number tells the entry of one round from that of the next.
        rows, extra = rows.annotate(round_number=F("number")), [*extra, "round_number"]
    return rows.order_by().values("pk", *extra, **named)


def entry(source: Source, row: dict[str, Any], total: int, today: date, days: Calendar) -> Entry:
    number, kind = row["case_number"], row["proposal_kind"]
    is_round = source.key in OF_ROUNDS
    key = f"{row['handling_pk']}-{row['round_number']}" if is_round else row["pk"]
    return Entry(
        kind=source.kind,
        key=f"{source.key}-{key}",
        day=row["due"],
        handling=row["handling_pk"],
        proposal=row["proposal_pk"],
        reference=Proposal.named(row["session"], number, kind),
        short=f"{number}号{kind}",
        title=row["proposal_title"],
        label=label(source, row),
        is_estimated=bool(source.estimated and row[source.estimated]),
        done_on=row["done_on"],
        standing=dues.standing(row["due"], today, days, done_on=row["done_on"]),
        total=total,
    )


def label(source: Source, row: dict[str, Any]) -> str:
    """What is due: 协办意见, 市某局的意见, the words of a commitment."""
    if source.key == "handling":
        return "答复" if row["our_role"] in ANSWERING else f"{row['assist_word']}意见"
    if source.key == "unit":
        return f"{row['unit']}的意见"
    if source.key == "commitment":
        return f"承诺：{row['action']}"
    return {"receipt": "征询意见收回", "publication": "答复公开"}[source.key]


def changed_at(handlings: set[int]) -> dict[int, datetime]:
    """When each of these handlings was last touched."""
    rows = Event.objects.filter(
        subject_type="proposals.handling", subject_id__in=[str(pk) for pk in handlings]
    )
    found = rows.order_by().values("subject_id").annotate(last=Max("at"))
    return {int(row["subject_id"]): row["last"] for row in found}


def by_day(entries: list[Entry]) -> dict[date, list[Entry]]:
    found: dict[date, list[Entry]] = {}
    for one in entries:
        found.setdefault(one.day, []).append(one)
    return found
