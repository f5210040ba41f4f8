"""算给我看: how a number of handling was worked out, and the cases behind it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib.messages import get_messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from cixi_ip.edition import edition
from cixi_ip.models import Event
from cixi_ip.web import needs
from proposals import statistics
from proposals.models import Handling
from proposals.phases import SCOPES
from proposals.rate_sums import COUNT, Compared, all_of, compared
from proposals.rates import CaseFacts, Rate

PER_PAGE = 25
WAY_OUT = "请回到看板的“建议办理”，从那里的数字打开算式。"
HELD: dict[str, tuple[str, Callable[[Rate, CaseFacts], bool]]] = {
    "counted": ("计入的", lambda rate, case: True),
    "met": ("符合的", lambda rate, case: rate.met(case)),
    "rest": ("不符合的", lambda rate, case: not rate.met(case)),
}


@dataclass(frozen=True)
class CaseLine:
    """One case behind a number."""

    handling: Handling
    is_met: bool
    told: str


def sum_etag(request: HttpRequest, **_: object) -> str | None:
    """A name for all that the page depends on: acts, day, address, reader, token of its forms."""
    if "CSRF_COOKIE" not in request.META or len(get_messages(request)):
        return None
    parts = (edition(), Event.objects.version(), timezone.localdate(), request.get_full_path())
    reader = (request.user.pk, str(request.user), request.META["CSRF_COOKIE"])
    return f'"{hashlib.sha256(repr(parts + reader).encode()).hexdigest()[:32]}"'


@require_safe
@needs("proposals.view_handling")
@cache_control(private=True, no_cache=True)
@condition(etag_func=sum_etag)
def rate_sum(request: HttpRequest, year: int, rate: str, scope: str) -> HttpResponse:
    if year not in statistics.years():
        raise Http404(f"{year}年没有届次。{WAY_OUT}")
    today = timezone.localdate()
    found = statistics.of_year(year, today)
    wanted = {each.slug: each for each in all_of(found)}.get(rate)
    part = {each.id: each for each in SCOPES}.get(scope)
    if wanted is None or part is None:
        raise Http404(f"没有这样的算式。{WAY_OUT}")
    shown = compared(found, wanted, part)
    held = request.GET.get("cases", "counted")
    held = held if held in HELD else "counted"
    counted = wanted.counted(shown.cases)
    context = {
        "shown": shown,
        "today": today,
        "is_count": wanted is COUNT,
        "held": held,
        "choices": [
            (name, word, sum(test(wanted, case) for case in counted))
            for name, (word, test) in HELD.items()
        ],
        "page": page_of([case for case in counted if HELD[held][1](wanted, case)], request),
    }
    context["lines"] = lines(shown, context["page"].object_list)
    return render(request, "proposals/rate_sum.html", context)


def page_of(cases: Sequence[CaseFacts], request: HttpRequest) -> Page[CaseFacts]:
    return Paginator(cases, PER_PAGE).get_page(request.GET.get("page"))


def lines(shown: Compared, cases: Sequence[CaseFacts]) -> list[CaseLine]:
    """One query."""
    keys = [case.key for case in cases]
    rows = Handling.objects.with_proposal().defer("proposal__text").in_bulk(keys)
    rate = shown.rate
    return [CaseLine(rows[case.key], rate.met(case), rate.told(case)) for case in cases]
