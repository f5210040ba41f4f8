"""Handlings by the station they stand at: how many there are, and the most urgent of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from proposals import dues
from proposals.dues import Clocked
from proposals.models import Handling
from proposals.workflow import STATIONS, S

PER_COLUMN = 6


@dataclass(frozen=True)
class Column:
    name: str
    count: int
    cards: Sequence[Clocked]

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.cards)


def columns(handlings: QuerySet[Handling], today: date) -> list[Column]:
    """A column for each station, in order; what is over is counted and not shown."""
    days = dues.calendar()
    counted = handlings.order_by().values_list("state").annotate(count=Count("pk"))
    counts = {S(state): count for state, count in counted}
    cards = dues.clocked(most_urgent(handlings), today, days)
    found = []
    for name, states in STATIONS:
        here = [card for card in cards if card.handling.state in states]
        total = sum(counts.get(state, 0) for state in states)
        found.append(Column(name, total, here[:PER_COLUMN]))
    return found


def most_urgent(handlings: QuerySet[Handling]) -> QuerySet[Handling]:
    """Of each open state the first by due day."""
    soonest = F("round__due_on").asc(nulls_last=True)
    places = (
        handlings.exclude(state__in=Handling.OVER)
        .order_by()
        .annotate(place=Window(RowNumber(), F("state"), [soonest, F("pk").asc()]))
        .filter(place__lte=PER_COLUMN)
        .values_list("pk", flat=True)
    )
    shown = Handling.objects.with_proposal().defer("proposal__text").filter(pk__in=list(places))
    return shown.order_by(soonest, "pk")
