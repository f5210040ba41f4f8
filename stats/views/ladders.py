"""The page of the ladders of cultivation."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from cixi_ip.web import needs
from cixi_ip.wording import DASH
from stats.registers.funnel import funnel
from stats.registers.keeping import READ
from stats.registers.ladders import Ladder, ladders
from stats.registers.narrowing import HELD
from stats.registers.sankey import course
from stats.sheets import Link, Table, amount, columns, counted

YEARS = 5


@require_safe
@needs(READ)
def ladder_board(request: HttpRequest) -> HttpResponse:
    """Today and the last year ends, with the moves between them."""
    today = localdate()
    days = [date(year, 12, 31) for year in range(today.year - YEARS + 1, today.year)] + [today]
    moments = [*(f"{day.year}年末" for day in days[:-1]), "今天"]
    found = [
        (ladder, drawn(ladder), table(ladder), course(moments, ladder.places, ladder.flows))
        for ladder in ladders(days)
    ]
    return render(request, "stats/ladders.html", {"ladders": found, "today": today})


def table(ladder: Ladder) -> Table:
    """Steps from the highest down, then who rose, fell, came and went since the day before."""
    honours = reverse("register", args=["honours"])
    steps = [
        (
            Link(step.programme.name, f"{honours}?programme={step.programme.pk}&state={HELD}"),
            *map(counted, step.counts),
        )
        for step in ladder.steps
    ]
    changes = [(name, DASH, *map(counted, years)) for name, years in ladder.changes]
    return Table(
        columns("梯级", *(amount(day.isoformat()) for day in ladder.days)),
        (*steps, *changes),
        name=ladder.name,
    )


def drawn(ladder: Ladder) -> str:
    return funnel([(step.programme.name, step.counts[-1]) for step in ladder.steps], ladder.name)
